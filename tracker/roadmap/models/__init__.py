"""Goals, tasks, steps and comments."""

from tracker.roadmap.models.comment import Comment
from tracker.roadmap.models.dependency import TaskDependency
from tracker.roadmap.models.goal import Goal
from tracker.roadmap.models.saved_filters import SavedFilters
from tracker.roadmap.models.step import Step
from tracker.roadmap.models.task import Task

__all__ = ["Comment", "Goal", "SavedFilters", "Step", "Task", "TaskDependency"]
