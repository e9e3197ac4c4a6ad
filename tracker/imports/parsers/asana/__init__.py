"""Asana’s CSV export."""
