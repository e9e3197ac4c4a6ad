"""What a reader may still undo: changes read from history, and the offers beside their lines."""
