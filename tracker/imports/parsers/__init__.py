"""From a file to a `Plan`. Runs in a confined process; knows no database and no web."""
