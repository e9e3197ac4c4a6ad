"""Trello’s JSON export."""
