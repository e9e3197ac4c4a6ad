"""Views: new clients, their settings and people, invitations, and the practice's own page."""

from tracker.clients.views.invitations import invitations
from tracker.clients.views.members import people
from tracker.clients.views.new_client import new_client
from tracker.clients.views.notices import notices
from tracker.clients.views.practice import practice
from tracker.clients.views.settings import settings
from tracker.clients.views.sign_ins import sign_ins
from tracker.clients.views.staff import staff_views

practice.register_blueprint(staff_views)
practice.register_blueprint(sign_ins)

__all__ = ["invitations", "new_client", "notices", "people", "practice", "settings"]
