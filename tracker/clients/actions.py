"""The actions about a client and its people: their sentences, readers and undo.

Access cannot be undone with a button: a seat ends, and a new one is given.
"""

from __future__ import annotations

from datetime import date

from sqlalchemy import select

from tracker.accounts.models import Person
from tracker.clients.models import Client, Health, Role, Span
from tracker.clients.models.seat import as_role
from tracker.foundation.database import db, first_or_404
from tracker.history.actions import Action, Category, SentenceFn, Undo
from tracker.history.phrases import plural, reason_phrase, shown_day, singular
from tracker.history.readers import CLIENT, LEADS, PRACTICE
from tracker.history.undo import UndoStep, is_lead, undo_field
from tracker.history.viewpoint import Details, HistoryEvent, Viewpoint, as_written

COLOUR_NAMES = {"1": "blue", "2": "green", "3": "plum", "4": "gold"}
NO_VISION_DAY = "removed the date of the vision"


def health_sentence(details: Details, _subject: str, _viewpoint: Viewpoint) -> str:
    """Return `set the health to Watch`, with the reason after a colon."""
    return f"set the health to {as_written(details['current'])}{reason_phrase(details)}"


def vision_sentence(details: Details, _subject: str, _viewpoint: Viewpoint) -> str:
    """Return the sentence for new words, for a new date of the vision, or for the removal of either."""
    if "on" in details:
        return f"set the date of the vision to {shown_day(details['on'])}" if details["on"] else NO_VISION_DAY
    return f"wrote the vision: “{details['current']}”" if details.get("current") else "removed the vision"


def client_field(what: str) -> SentenceFn:
    """Return a sentence function: `changed the name to Fornello`; without a value `changed the name`."""

    def tell(details: Details, _subject: str, _viewpoint: Viewpoint) -> str:
        current = details.get("current")
        return f"changed the {what} to {current}" if current else f"changed the {what}"

    return tell


def colour_sentence(details: Details, _subject: str, _viewpoint: Viewpoint) -> str:
    """Return `changed the colour to plum`; for an unknown number without the colour."""
    name = COLOUR_NAMES.get(str(details.get("current")))
    return f"changed the colour to {name}" if name else "changed the colour"


def role_word(details: Details) -> str:
    """Return the role inside a sentence: COO, CEO, team or viewer."""
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


def seat_given_sentence(details: Details, _subject: str, viewpoint: Viewpoint) -> str:
    """Return the sentence for a seat the actor gave; `seat_accepted_sentence` is for accepted invitations."""
    return f"gave {viewpoint.name(details['name'])} {access_as(details)}"


def seat_accepted_sentence(event: HistoryEvent, who: str, _viewpoint: Viewpoint) -> str:
    """Return the sentence for a seat that was accepted; empty for one that was given.

    Events from before `is_own` was kept compare the names.
    """
    by_names = event.details["name"] == event.actor_name
    return f"{who} {joined_as(event.details)}" if event.details.get("is_own", by_names) else ""


def seat_ended_sentence(details: Details, _subject: str, viewpoint: Viewpoint) -> str:
    """Return `removed the access of Rosa (team)`."""
    return f"removed the access of {viewpoint.name(details['name'])} ({role_word(details)})"


def invited_sentence(details: Details, _subject: str, viewpoint: Viewpoint) -> str:
    """Return `invited Rosa to the team`."""
    return f"invited {viewpoint.name(details['name'])} {as_role(str(details['role']))}"


def invitation_requested_sentence(details: Details, _subject: str, viewpoint: Viewpoint) -> str:
    """Return `asked to invite Rosa to the team`, for a request that waits for the COO's link."""
    return f"asked to invite {viewpoint.name(details['name'])} {as_role(str(details['role']))}"


def new_link_sentence(details: Details, _subject: str, viewpoint: Viewpoint) -> str:
    """Return `made a new invitation link for Rosa`."""
    return f"made a new invitation link for {viewpoint.name(details['name'])}"


def invitation_withdrawn_sentence(details: Details, _subject: str, viewpoint: Viewpoint) -> str:
    """Return `withdrew the invitation of Rosa`."""
    return f"withdrew the invitation of {viewpoint.name(details['name'])}"


def invitation_declined_sentence(_details: Details, _subject: str, _viewpoint: Viewpoint) -> str:
    """Return `declined the invitation`; the actor is the invited person."""
    return "declined the invitation"


def invitation_replaced_sentence(details: Details, _subject: str, viewpoint: Viewpoint) -> str:
    """Return `replaced the earlier invitation of Rosa`, for another invitation of the same address."""
    return f"replaced the earlier invitation of {viewpoint.name(details['name'])}"


def invitation_ended_sentence(details: Details, _subject: str, viewpoint: Viewpoint) -> str:
    """Return the sentence for a person who lost access, so that an invitation of theirs ended."""
    return f"{lost_access_phrase(details)}, so the invitation of {viewpoint.name(details['name'])} ended"


def link_ended_sentence(details: Details, _subject: str, viewpoint: Viewpoint) -> str:
    """Return the sentence for a person who lost access, so that a link they made stopped working."""
    return f"{lost_access_phrase(details)}, so the link for {viewpoint.name(details['name'])} stopped working"


def lost_access_phrase(details: Details) -> str:
    """Return “no longer has access as CEO”; without a role, “lost access”, for the whole account."""
    return f"no longer has access as {role_word(details)}" if details.get("role") else "lost access"


def invitation_settled_sentence(details: Details, _subject: str, viewpoint: Viewpoint) -> str:
    """Return `has access, so the invitation of Rosa ended`; the actor is the invited person."""
    return f"has access, so the invitation of {viewpoint.name(details['name'])} ended"


def span_renamed_sentence(details: Details, _subject: str, _viewpoint: Viewpoint) -> str:
    """Return the sentence for a span with its previous and its new name."""
    return f"renamed the span “{details['previous']}” to “{details['current']}”"


def reset_link_sentence(details: Details, _subject: str, viewpoint: Viewpoint) -> str:
    """Return `made Rosa a link for a new password`."""
    return f"made {viewpoint.name(details['name'])} a link for a new password"


def person_renamed_sentence(details: Details, _subject: str, viewpoint: Viewpoint) -> str:
    """Return the sentence for a person who changed their own name, with both names."""
    return f"changed their name from “{viewpoint.name(details['previous'])}” to “{viewpoint.name(details['current'])}”"


def misleading_name_sentence(details: Details, _subject: str, viewpoint: Viewpoint) -> str:
    """Return the sentence addressed to the actor; `misleading_name_full_sentence` is for all other readers."""
    return f"chose the name “{viewpoint.name(details['current'])}”, which {misleading_name_phrase(details, viewpoint)}"


def misleading_name_full_sentence(event: HistoryEvent, who: str, viewpoint: Viewpoint) -> str:
    """Return the whole sentence for readers other than the actor, from “Marco’s new name” on."""
    name = viewpoint.name(event.details["current"])
    return f"{who}’s new name “{name}” {misleading_name_phrase(event.details, viewpoint)}"


def misleading_name_phrase(details: Details, viewpoint: Viewpoint) -> str:
    """Return the end of a warning about a name: “looks like Marco Bellini’s”, or “says COO”."""
    if details.get("name"):
        return f"looks like {viewpoint.name(details['name'])}’s"
    claim = details.get("claim")
    return "sounds like the practice’s" if claim == "the practice" else f"says {claim}"


def is_coo(past: UndoStep) -> bool:
    """Whether the person who undoes is the client's COO."""
    return bool(past.seat.role == Role.COO)


def undo_health(past: UndoStep) -> None:
    """Restore the previous health with its reason."""
    client: Client = past.record
    previous, given_for = Health(past.before["health"]), past.before.get("given_for")
    client.set_health(previous, past.before["reason"], past.by, None if given_for == previous else given_for)


def undo_vision(past: UndoStep) -> None:
    """Restore the previous vision, with its author."""
    on, public_id = past.before["on"], past.before.get("author")
    author = (
        db.session.scalars(select(Person).where(Person.public_id == public_id)).first() if public_id else None
    )
    client: Client = past.record
    client.write_vision(past.before["words"], date.fromisoformat(on) if on else None, past.by, author)
    client.vision_by_id = author.id if author else None  # not the person who undoes it


def undo_span_name(past: UndoStep) -> None:
    """Restore the previous name of a span."""
    span = first_or_404(Span.of(past.record).where(Span.number == past.before["number"]))
    past.record.rename_span(span, past.previous, past.by)


CHANGES_FIELD = ("client_name_changed", "client_time_zone_changed", "client_colour_changed")
undo_of_field = Undo(undo_field, may=is_coo, touches=CHANGES_FIELD, shows_words=True, leaves_words=True)

actions = [
    Action(
        "client_added", singular("added this client"), plural("added {}"),
        undo="the client stays, and so does its history", readers=CLIENT, category=Category.THINGS,
    ),
    Action(
        "client_name_changed", client_field("name"), plural("changed the name {}"), noun="time",
        undo=undo_of_field, readers=CLIENT, category=Category.WORDS,
    ),
    Action(
        "client_slug_changed", client_field("address"), plural("changed the address {}"), noun="time",
        undo="people use links with the address since it changed", readers=CLIENT,
    ),
    Action(
        "client_time_zone_changed", client_field("time zone"), plural("changed the time zone {}"), noun="time",
        undo=undo_of_field, readers=CLIENT,
    ),
    Action(
        "client_colour_changed", colour_sentence, plural("changed the colour {}"), noun="time",
        undo=undo_of_field, readers=CLIENT,
    ),
    Action(
        "health_changed", health_sentence, plural("set the health {}"), noun="time",
        undo=Undo(undo_health, may=is_coo, shows_words=True, leaves_words=True),
        readers=PRACTICE, category=Category.STATUS,
    ),
    Action(
        "vision_changed", vision_sentence, plural("changed the vision {}"), noun="time",
        undo=Undo(undo_vision, may=is_lead, shows_words=True, leaves_words=True),
        readers=CLIENT, category=Category.WORDS,
    ),
    Action(
        "span_renamed", span_renamed_sentence, plural("renamed {}"),
        undo=Undo(undo_span_name, may=is_coo, shows_words=True, leaves_words=True),
        readers=CLIENT, category=Category.WORDS,
    ),
    Action(
        "seat_given", seat_given_sentence, plural("gave access {}"), noun="time", full_sentence=seat_accepted_sentence,
        undo="access is removed on the people page, never by an undo button",
        readers=CLIENT, category=Category.PEOPLE,
    ),
    Action(
        "seat_ended", seat_ended_sentence, plural("removed access {}"), noun="time",
        undo="access: the person is given access again", readers=CLIENT, category=Category.PEOPLE,
    ),
    Action(
        "person_invited", invited_sentence, plural("sent {}"), noun="invitation",
        undo="access: the invitation is withdrawn", readers=LEADS, category=Category.PEOPLE,
    ),
    Action(
        "invitation_requested", invitation_requested_sentence, plural("asked for {}"),
        undo="access: the request is withdrawn", readers=LEADS, category=Category.PEOPLE,
    ),
    Action(
        "invitation_link_made", new_link_sentence, plural("made {}"), noun="new invitation link",
        undo="access: the invitation is withdrawn", readers=LEADS, category=Category.PEOPLE,
    ),
    Action(
        "invitation_revoked", invitation_withdrawn_sentence, plural("withdrew {}"),
        undo="access: the person is invited again", readers=LEADS, category=Category.PEOPLE,
    ),
    Action(
        "invitation_declined", invitation_declined_sentence, plural("declined {}"),
        undo="access: the person is invited again", readers=PRACTICE, category=Category.PEOPLE,
    ),
    Action(
        "invitation_replaced", invitation_replaced_sentence, plural("replaced {}"),
        undo="access: the person is invited again", readers=LEADS, category=Category.PEOPLE,
    ),
    Action(
        "invitation_ended", invitation_ended_sentence, plural("lost access, so {} ended"),
        undo="access: the person is invited again", readers=LEADS, category=Category.PEOPLE,
    ),
    Action(
        "invitation_link_ended", link_ended_sentence, plural("lost access, so {} stopped working"),
        noun="invitation link", undo="access: the COO makes another link", readers=LEADS, category=Category.PEOPLE,
    ),
    Action(
        "invitation_settled", invitation_settled_sentence, plural("has access, so {} ended"),
        undo="access: the person has it already", readers=LEADS, category=Category.PEOPLE,
    ),
    Action(
        "reset_link_made", reset_link_sentence, plural("made {} for new passwords"), noun="link",
        undo="access: the link was shown once and passed on", readers=PRACTICE, category=Category.PEOPLE,
    ),
    Action(
        "person_renamed", person_renamed_sentence, plural("changed their name {}"), noun="time",
        undo="people change their own name, on their account page", readers=LEADS, category=Category.PEOPLE,
    ),
    Action(
        "name_looked_alike", misleading_name_sentence, plural("chose {} that look like another"),
        full_sentence=misleading_name_full_sentence, undo="nothing was changed; it only informs the practice",
        readers=PRACTICE, category=Category.PEOPLE,
    ),
]  # fmt: skip
"""The actions about a client and its people."""
