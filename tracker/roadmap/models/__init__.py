"""Goals, tasks, steps and comments."""

from tracker.roadmap.models.comment import Comment
from tracker.roadmap.models.goal import Goal
from tracker.roadmap.models.kept_filters import KeptFilters
from tracker.roadmap.models.step import Step
from tracker.roadmap.models.task import Task
from tracker.roadmap.models.wait import Wait

__all__ = ["Comment", "Goal", "KeptFilters", "Step", "Task", "Wait"]
