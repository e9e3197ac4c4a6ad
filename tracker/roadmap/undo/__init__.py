"""Undo: what a change can be reversed by, and the answer after it."""
