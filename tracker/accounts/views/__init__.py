"""Views: signing in and out, password links, and a person's own account."""

from tracker.accounts.views.links import links
from tracker.accounts.views.profile import profile
from tracker.accounts.views.sign_in import sign_in

__all__ = ["links", "profile", "sign_in"]
