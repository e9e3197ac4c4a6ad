"""Checks, before more people can read something, that the person writing or sharing it knows what they will read."""
