"""The pages of bringing a plan in, and the way out of the house."""

from tracker.exchange.views.exports import exports
from tracker.exchange.views.imports import imports

__all__ = ["exports", "imports"]
