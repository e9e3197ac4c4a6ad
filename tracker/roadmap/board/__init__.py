"""The road map itself: goals with their tasks, and the filters saved for each seat."""
