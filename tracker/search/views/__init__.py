"""Where one finds things, and the list of keys."""

from tracker.search.views.search import search
from tracker.search.views.shortcuts import shortcuts

__all__ = ["search", "shortcuts"]
