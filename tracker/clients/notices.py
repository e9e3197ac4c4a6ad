"""Notices on a person's next page: links made for their account, and clients they are invited to."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from flask import Flask, g
from flask_login import current_user
from sqlalchemy import update

from tracker.accounts.models import Person, ResetLink
from tracker.clients.account_proof import is_proven
from tracker.clients.models import Invitation
from tracker.foundation import clock
from tracker.foundation.database import db, first_or_404
from tracker.foundation.text.formatting import first_name, join_names


@dataclass(frozen=True)
class Notices:
    """Password links the reader has not seen a notice about, and invitations they can accept at once."""

    links: list[ResetLink]
    invitations: list[Invitation]
    ask: str = ""
    """The person to ask about links the reader did not ask for."""

    @property
    def makers(self) -> str:
        """Return the makers of the links: Ash Moreno and Dana Whitlock."""
        makers = [link.made_by.name if link.made_by else "The practice" for link in self.links]
        return join_names(dict.fromkeys(makers))

    @property
    def any(self) -> bool:
        """Whether there is something to show."""
        return bool(self.links or self.invitations)


def init_app(app: Flask) -> None:
    """Give templates the function that returns the reader's notices."""
    app.add_template_global(notices)


def notices() -> Notices:
    """Return the reader's notices. Makes no query if there are none."""
    if "notices" not in g:
        has_any = current_user.is_authenticated and current_user.has_notices
        g.notices = notices_of(current_user) if has_any else Notices([], [])
    found: Notices = g.notices
    return found


def notices_of(person: Person) -> Notices:
    """Return a person's notices.

    An invitation is offered only if the account is proven there; others need the link.
    """
    invited = db.session.scalars(Invitation.addressed_to(person))
    offered = [invitation for invitation in invited if is_proven(person, invitation.client)]
    links = list(db.session.scalars(ResetLink.unannounced(person)))
    return Notices(links, offered, contact_sentence(person, links) if links else "")


def contact_sentence(person: Person, links: Iterable[ResetLink]) -> str:
    """Return a sentence about whom to ask: the practice's owner who made a link, or all of its owners.

    For the practice's only owner it is the person who runs the server.
    """
    makers = [
        link.made_by
        for link in links
        if link.made_by and link.made_by.is_owner and link.made_by.id != person.id
    ]
    if makers:
        return f"Ask {join_names(dict.fromkeys(first_name(maker.name) for maker in makers), 'or')}."
    query = Person.staff_query().where(Person.staff_role == "owner", Person.deactivated_at.is_(None))
    practice_owners = [each.name for each in db.session.scalars(query) if each.id != person.id]
    if not practice_owners:
        return "Ask the person who runs the server."
    who = "the practice’s owner" if len(practice_owners) == 1 else "who own the practice"
    return f"Tell {join_names(dict.fromkeys(practice_owners), 'or')}, {who}."


def invitation_for(person: Person, public_id: str) -> Invitation:
    """Return one of the open invitations addressed to this person; 404 for any other."""
    return first_or_404(Invitation.addressed_to(person).where(Invitation.public_id == public_id))


def mark_notices_read(person: Person) -> None:
    """Mark the notices about links as read, so that they are shown again only for new links."""
    unread = update(ResetLink).where(ResetLink.person_id == person.id, ResetLink.told_at.is_(None))
    db.session.execute(unread.values(told_at=clock.now()), execution_options={"synchronize_session": False})
    g.pop("notices", None)
