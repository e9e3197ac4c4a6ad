"""Text: how names compare and sort, how dates and numbers read, and how Markdown is rendered."""
