"""Undo: the offers on a page, and the response after undoing a change."""
