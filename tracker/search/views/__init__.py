"""Where one finds things, and the list of keys."""

from tracker.search.views.search import jump
from tracker.search.views.shortcuts import keys

__all__ = ["jump", "keys"]
