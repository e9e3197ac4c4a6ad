"""Tasks: row, panel, discussion, order, and who sees them."""
