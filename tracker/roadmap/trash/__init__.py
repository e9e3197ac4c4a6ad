"""The trash of a client, and its final deletion after 30 days."""
