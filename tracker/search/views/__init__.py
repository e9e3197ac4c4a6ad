"""The search page, and the list of keyboard shortcuts."""

from tracker.search.views.search import search
from tracker.search.views.shortcuts import shortcuts

__all__ = ["search", "shortcuts"]
