"""The history page of a client."""
