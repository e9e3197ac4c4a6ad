"""The trash of a client, for 30 days."""
