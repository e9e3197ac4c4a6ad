"""Copying a goal with its tasks."""
