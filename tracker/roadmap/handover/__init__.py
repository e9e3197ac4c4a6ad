"""Handing over the open work of a person whose access ends."""
