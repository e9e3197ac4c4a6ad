"""The bench: our pages beside the least Flask pages that do the same work, in one process. Run it with `make bench`."""
