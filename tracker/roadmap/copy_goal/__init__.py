"""A goal copied with its tasks."""
