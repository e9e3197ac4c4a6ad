"""Moving the dates of a goal and of its tasks together."""
