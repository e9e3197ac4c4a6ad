"""One change to many tasks."""
