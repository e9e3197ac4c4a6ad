"""The actions that goals and tasks share: their sentences and undo."""
