"""Lists of tasks: what is loaded of a task for them, their rows, and who holds them."""
