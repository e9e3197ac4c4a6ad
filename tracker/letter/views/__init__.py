"""The letter's page, and the page of somebody of the team."""

from tracker.letter.views.letter import letter
from tracker.letter.views.my_tasks import my_tasks

__all__ = ["letter", "my_tasks"]
