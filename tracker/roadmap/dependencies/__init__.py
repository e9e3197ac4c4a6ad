"""Tasks blocked by other tasks."""
