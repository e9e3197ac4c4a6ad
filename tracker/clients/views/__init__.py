"""Making clients, their settings and people, invitations, and the practice's own page."""

from tracker.clients.views.hiring import hiring
from tracker.clients.views.invitations import invitations
from tracker.clients.views.making import making
from tracker.clients.views.people import people
from tracker.clients.views.practice import practice
from tracker.clients.views.settings import settings

practice.register_blueprint(hiring)

__all__ = ["invitations", "making", "people", "practice", "settings"]
