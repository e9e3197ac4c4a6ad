"""Adding a task from one typed line: its parser, its preview, and the form."""
