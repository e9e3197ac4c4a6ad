"""Signing in and out, one-time links, and everything about oneself."""

from tracker.accounts.views.links import links
from tracker.accounts.views.profile import profile
from tracker.accounts.views.sign_in import sign_in

__all__ = ["links", "profile", "sign_in"]
