"""Checks that the person who writes or shares a text knows who will read it, and what they will read."""
