"""Tasks: row, panel, discussion, order, and visibility."""
