"""The changes a reader may still undo, read from history, and the offers beside their events."""
