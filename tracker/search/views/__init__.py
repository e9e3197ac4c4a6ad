"""Where one finds things, and the list of keys."""

from tracker.search.views.jump import jump
from tracker.search.views.keys import keys

__all__ = ["jump", "keys"]
