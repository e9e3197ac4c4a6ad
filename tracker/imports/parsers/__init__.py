"""Turns a file into a `Plan`. Runs in a confined process; uses no database and no web."""
