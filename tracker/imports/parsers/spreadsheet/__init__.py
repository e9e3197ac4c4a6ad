"""Our own spreadsheet: filled in by hand, or written by our export."""
