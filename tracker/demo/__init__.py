"""The demo story: Whitlock Operations and its eight clients, told into an empty database."""
