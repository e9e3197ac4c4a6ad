"""Tasks: their rows, panel, discussion, order and visibility."""
