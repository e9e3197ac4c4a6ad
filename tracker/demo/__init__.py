"""The demo: Whitlock Operations and its eight clients, written into an empty database."""
