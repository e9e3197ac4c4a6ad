"""The road map as bars over four quarters."""
