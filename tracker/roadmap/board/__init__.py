"""The road map itself: goals with their tasks, filters kept per seat."""
