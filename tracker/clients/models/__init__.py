"""Clients, their spans, seats and invitations."""

from tracker.clients.models.client import SPANS, Client, Health, Span
from tracker.clients.models.invitation import INVITATION_LASTS, Invitation
from tracker.clients.models.seat import LEAD_ROLES, Role, Seat

__all__ = [
    "INVITATION_LASTS",
    "LEAD_ROLES",
    "SPANS",
    "Client",
    "Health",
    "Invitation",
    "Role",
    "Seat",
    "Span",
]
