"""The spreadsheet a person can make by hand, and our own export."""
