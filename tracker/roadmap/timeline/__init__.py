"""The road map over the quarters of a year."""
