"""The dates of a goal moved together."""
