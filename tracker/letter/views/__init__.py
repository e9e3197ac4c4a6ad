"""Views: the letter, and the page of a person's own tasks."""

from tracker.letter.views.letter import letter
from tracker.letter.views.my_tasks import my_tasks

__all__ = ["letter", "my_tasks"]
