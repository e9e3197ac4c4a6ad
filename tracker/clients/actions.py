"""The actions about a client and its people: their sentences, readers and undo.

Access cannot be undone with a button: a seat ends, and a new one is given.
"""

from __future__ import annotations

from datetime import date
from typing import Any

from sqlalchemy import select

from tracker.accounts.models import Person
from tracker.clients.models import Client, Health, Role, Span
from tracker.clients.models.seat import as_role
from tracker.foundation.database import db, first_or_404
from tracker.history.actions import Action, Category, Details, SentenceFn, Undo
from tracker.history.phrases import because, did, says, shown_day
from tracker.history.readers import CLIENT, LEADS, PRACTICE
from tracker.history.undo import UndoStep
from tracker.history.viewpoint import Viewpoint, as_written

COLOUR_NAMES = {"1": "blue", "2": "green", "3": "plum", "4": "gold"}
NO_VISION_DAY = "removed the date of the vision"


def judged(details: Details, _subject: str, _voice: Viewpoint) -> str:
    return f"set the health to {as_written(details['current'])}{because(details)}"


def envisioned(details: Details, _subject: str, _voice: Viewpoint) -> str:
    if "on" in details:
        return f"set the date of the vision to {shown_day(details['on'])}" if details["on"] else NO_VISION_DAY
    return f"wrote the vision: “{details['current']}”" if details.get("current") else "removed the vision"


def client_field(what: str) -> SentenceFn:
    def tell(details: Details, _subject: str, _voice: Viewpoint) -> str:
        current = details.get("current")
        return f"changed the {what} to {current}" if current else f"changed the {what}"

    return tell


def coloured(details: Details, _subject: str, _voice: Viewpoint) -> str:
    name = COLOUR_NAMES.get(str(details.get("current")))
    return f"changed the colour to {name}" if name else "changed the colour"


def role_word(details: Details) -> str:
    role = str(details.get("role", ""))
    return role.upper() if role in ("coo", "ceo") else role


def access_as(details: Details) -> str:
    """Return `access as CEO` or `access as a team member`."""
    role = str(details.get("role", ""))
    return "access as a team member" if role == "team" else f"access {as_role(role)}"


def joined_as(details: Details) -> str:
    """Return `joined the team` or `joined as CEO`, for people who accepted an invitation."""
    role = str(details.get("role", ""))
    return "joined the team" if role == "team" else f"joined {as_role(role)}"


def seated(details: Details, _subject: str, voice: Viewpoint) -> str:
    """The sentence for a seat the actor gave; `took_seat` is for people who accepted an invitation."""
    return f"gave {voice.name(details['name'])} {access_as(details)}"


def took_seat(event: Any, who: str, _voice: Viewpoint) -> str:
    """The sentence for a seat that was accepted. Events from before `is_own` was kept compare the names."""
    by_names = event.details["name"] == event.actor_name
    return f"{who} {joined_as(event.details)}" if event.details.get("is_own", by_names) else ""


def unseated(details: Details, _subject: str, voice: Viewpoint) -> str:
    return f"removed the access of {voice.name(details['name'])} ({role_word(details)})"


def invited(details: Details, _subject: str, voice: Viewpoint) -> str:
    return f"invited {voice.name(details['name'])} {as_role(str(details['role']))}"


def requested(details: Details, _subject: str, voice: Viewpoint) -> str:
    return f"asked to invite {voice.name(details['name'])} {as_role(str(details['role']))}"


def renewed(details: Details, _subject: str, voice: Viewpoint) -> str:
    return f"made a new invitation link for {voice.name(details['name'])}"


def uninvited(details: Details, _subject: str, voice: Viewpoint) -> str:
    return f"withdrew the invitation of {voice.name(details['name'])}"


def reinvited(details: Details, _subject: str, voice: Viewpoint) -> str:
    return f"replaced the earlier invitation of {voice.name(details['name'])}"


def no_longer_inviting(details: Details, _subject: str, voice: Viewpoint) -> str:
    return f"{lost(details)}, so the invitation of {voice.name(details['name'])} ended"


def no_longer_linking(details: Details, _subject: str, voice: Viewpoint) -> str:
    return f"{lost(details)}, so the link for {voice.name(details['name'])} stopped working"


def lost(details: Details) -> str:
    """Return what access was lost; without a role, that of the whole account."""
    return f"no longer has access as {role_word(details)}" if details.get("role") else "lost access"


def no_longer_invited(details: Details, _subject: str, voice: Viewpoint) -> str:
    return f"has access, so the invitation of {voice.name(details['name'])} ended"


def renamed_span(details: Details, _subject: str, _voice: Viewpoint) -> str:
    return f"renamed the span “{details['previous']}” to “{details['current']}”"


def made_link(details: Details, _subject: str, voice: Viewpoint) -> str:
    return f"made {voice.name(details['name'])} a link for a new password"


def renamed_person(details: Details, _subject: str, voice: Viewpoint) -> str:
    return (
        f"changed their name from “{voice.name(details['previous'])}” to “{voice.name(details['current'])}”"
    )


def looked_alike(details: Details, _subject: str, voice: Viewpoint) -> str:
    """The sentence addressed to the actor; `looks_alike` is for everybody else."""
    return f"chose the name “{voice.name(details['current'])}”, which {misleads(details, voice)}"


def looks_alike(event: Any, who: str, voice: Viewpoint) -> str:
    return f"{who}’s new name “{voice.name(event.details['current'])}” {misleads(event.details, voice)}"


def misleads(details: Details, voice: Viewpoint) -> str:
    """Return the warning after a name: looks like Marco Bellini’s; says COO; sounds like the practice’s."""
    if details.get("name"):
        return f"looks like {voice.name(details['name'])}’s"
    claim = details.get("claim")
    return "sounds like the practice’s" if claim == "the practice" else f"says {claim}"


def is_coo(past: UndoStep) -> bool:
    return bool(past.seat.role == Role.COO)


def is_lead(past: UndoStep) -> bool:
    return bool(past.seat.is_lead)


def undo_field(past: UndoStep) -> None:
    past.record.change(past.by, **{past.before["field"]: past.before["value"]})


def undo_health(past: UndoStep) -> None:
    client: Client = past.record
    previous, given_for = Health(past.before["health"]), past.before.get("given_for")
    client.set_health(previous, past.before["reason"], past.by, None if given_for == previous else given_for)


def undo_vision(past: UndoStep) -> None:
    """Restore the previous vision, with its author."""
    on, pid = past.before["on"], past.before.get("author")
    author = db.session.scalars(select(Person).where(Person.pid == pid)).first() if pid else None
    past.record.write_vision(past.before["words"], date.fromisoformat(on) if on else None, past.by, author)


def undo_span_name(past: UndoStep) -> None:
    span = first_or_404(Span.of(past.record).where(Span.number == past.before["number"]))
    past.record.rename_span(span, past.previous, past.by)


CHANGES_FIELD = ("client_name_changed", "client_zone_changed", "client_colour_changed")
undo_of_field = Undo(undo_field, may=is_coo, touches=CHANGES_FIELD)

actions = [
    Action(
        "client_added", says("added this client"), did("added {}"),
        undo="the client stays, and so does its history", readers=CLIENT, category=Category.THINGS,
    ),
    Action(
        "client_name_changed", client_field("name"), did("changed the name {}"), noun="time",
        undo=undo_of_field, readers=CLIENT, category=Category.WORDS,
    ),
    Action(
        "client_slug_changed", client_field("address"), did("changed the address {}"), noun="time",
        undo="links to the old address are out in the world", readers=CLIENT,
    ),
    Action(
        "client_zone_changed", client_field("time zone"), did("changed the time zone {}"), noun="time",
        undo=undo_of_field, readers=CLIENT,
    ),
    Action(
        "client_colour_changed", coloured, did("changed the colour {}"), noun="time",
        undo=undo_of_field, readers=CLIENT,
    ),
    Action(
        "health_changed", judged, did("set the health {}"), noun="time",
        undo=Undo(undo_health, may=is_coo), readers=PRACTICE, category=Category.STATUS,
    ),
    Action(
        "vision_changed", envisioned, did("changed the vision {}"), noun="time",
        undo=Undo(undo_vision, may=is_lead), readers=CLIENT, category=Category.WORDS,
    ),
    Action(
        "span_renamed", renamed_span, did("renamed {}"),
        undo=Undo(undo_span_name, may=is_coo), readers=CLIENT, category=Category.WORDS,
    ),
    Action(
        "seat_given", seated, did("gave access {}"), noun="time", whole=took_seat,
        undo="access is given and ended openly, never by a button beside a line",
        readers=CLIENT, category=Category.PEOPLE,
    ),
    Action(
        "seat_ended", unseated, did("removed access {}"), noun="time",
        undo="access: it is given anew", readers=CLIENT, category=Category.PEOPLE,
    ),
    Action(
        "person_invited", invited, did("sent {}"), noun="invitation",
        undo="access: an invitation is revoked", readers=LEADS, category=Category.PEOPLE,
    ),
    Action(
        "invitation_requested", requested, did("asked for {}"),
        undo="access: the request is withdrawn", readers=LEADS, category=Category.PEOPLE,
    ),
    Action(
        "invitation_link_made", renewed, did("made {}"), noun="new invitation link",
        undo="access: the invitation is withdrawn", readers=LEADS, category=Category.PEOPLE,
    ),
    Action(
        "invitation_revoked", uninvited, did("withdrew {}"),
        undo="access: the person is invited anew", readers=LEADS, category=Category.PEOPLE,
    ),
    Action(
        "invitation_replaced", reinvited, did("replaced {}"),
        undo="access: the person is invited anew", readers=LEADS, category=Category.PEOPLE,
    ),
    Action(
        "invitation_ended", no_longer_inviting, did("lost access, so {} ended"),
        undo="access: the person is invited anew", readers=LEADS, category=Category.PEOPLE,
    ),
    Action(
        "invitation_link_ended", no_longer_linking, did("lost access, so {} stopped working"), noun="invitation link",
        undo="access: the COO makes another link", readers=LEADS, category=Category.PEOPLE,
    ),
    Action(
        "invitation_settled", no_longer_invited, did("has access, so {} ended"),
        undo="access: they have it", readers=LEADS, category=Category.PEOPLE,
    ),
    Action(
        "reset_link_made", made_link, did("made {} for new passwords"), noun="link",
        undo="access: the link is told and gone", readers=PRACTICE, category=Category.PEOPLE,
    ),
    Action(
        "person_renamed", renamed_person, did("changed their name {}"), noun="time",
        undo="people name themselves, on their own page", readers=LEADS, category=Category.PEOPLE,
    ),
    Action(
        "name_looked_alike", looked_alike, did("chose {} that look like another"), whole=looks_alike,
        undo="a remark for the practice", readers=PRACTICE, category=Category.PEOPLE,
    ),
]  # fmt: skip
"""The actions about a client and its people."""
