"""What happens to goals and tasks alike: how it is told, and how it is undone."""
