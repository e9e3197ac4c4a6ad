"""Lists of tasks: what is loaded of a task for them, and their rows."""
