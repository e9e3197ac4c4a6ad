"""What each action tells: from its details to what was done, without who did it. Pure."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date
from typing import Any

from tracker.foundation.text.formatting import day
from tracker.history.approval_sentences import AGREED
from tracker.history.dependency_sentences import WAITS
from tracker.history.trash_sentences import TRASH
from tracker.history.viewpoint import Viewpoint, as_written

Details = Mapping[str, Any]
SentenceFn = Callable[[Details, str, Viewpoint], str]
"""From the details of an event, its subject and the reader's voice to what was done, without the actor."""


def changed(_details: Details, subject: str, _voice: Viewpoint) -> str:
    """For a line this file does not know yet."""
    return f"changed {subject}"


def because(details: Details) -> str:
    return f": “{details['why']}”" if details.get("why") else ""


def shown_day(written: str) -> str:
    return day(date.fromisoformat(written))


def added(_details: Details, subject: str, _voice: Viewpoint) -> str:
    return f"added {subject}"


def moved(details: Details, subject: str, voice: Viewpoint) -> str:
    before, now = voice.status(details["previous"]), voice.status(details["current"])
    on = f" on {voice.name(details['waiting_on'])}" if details.get("waiting_on") else ""
    return f"moved {subject} from {before} to {now}{on}{because(details)}"


def waits(details: Details, subject: str, voice: Viewpoint) -> str:
    if not details["current"]:
        return f"left open on whom {subject} waits"
    return f"wrote that {subject} waits on {voice.name(details['current'])}"


def gave_reason(details: Details, _subject: str, _voice: Viewpoint) -> str:
    return f"wrote why: “{details['current']}”" if details.get("current") else "took the why away"


def handed(details: Details, subject: str, voice: Viewpoint) -> str:
    if not details["current"]:
        return f"left {subject} without an owner"
    before = f", who follows {voice.name(details['previous'])}" if details.get("previous") else ""
    return f"gave {subject} to {voice.name(details['current'])}{before}"


def dated(details: Details, subject: str, _voice: Viewpoint) -> str:
    before, now = details.get("previous"), details.get("current")
    of = "" if subject == "it" else f" of {subject}"
    if not now:
        return f"took the date{of} away{because(details)}"
    if not before:
        return f"set the date{of} to {shown_day(now)}"
    return f"moved the date{of} from {shown_day(before)} to {shown_day(now)}{because(details)}"


def renamed(details: Details, _subject: str, _voice: Viewpoint) -> str:
    return f"renamed “{details['previous']}” to “{details['current']}”"


def rewrote(what: str) -> SentenceFn:
    def tell(_details: Details, subject: str, _voice: Viewpoint) -> str:
        return f"rewrote the {what}" + ("" if subject == "it" else f" of {subject}")

    return tell


def put(details: Details, subject: str, _voice: Viewpoint) -> str:
    """Under another goal, or into another span."""
    if details.get("current"):
        return f"moved {subject} under “{details['current']}”"
    return f"moved {subject} to the inbox"


def spanned(details: Details, subject: str, _voice: Viewpoint) -> str:
    if details.get("current"):
        return f"put {subject} into {details['current']}"
    return f"took {subject} out of {details['previous']}"


def planned(details: Details, subject: str, _voice: Viewpoint) -> str:
    quarter = details.get("current") or ""
    if not quarter:
        return f"left {subject} without a quarter"
    return f"planned {subject} for {quarter[5:]} {quarter[:4]}"


def kinded(details: Details, subject: str, voice: Viewpoint) -> str:
    return f"made {subject} {voice.status(details['current']).lower()} work"


def ordered(details: Details, subject: str, _voice: Viewpoint) -> str:
    return f"moved {subject} {details.get('direction', '')} in the list".replace("  ", " ")


def stepped(verb: str) -> SentenceFn:
    def tell(details: Details, subject: str, _voice: Viewpoint) -> str:
        return f"{verb} the step “{details['step']}”" + ("" if subject == "it" else f" of {subject}")

    return tell


def step_renamed(details: Details, _subject: str, _voice: Viewpoint) -> str:
    return f"renamed the step “{details['previous']}” to “{details['current']}”"


def commented(_details: Details, subject: str, _voice: Viewpoint) -> str:
    return f"commented on {subject}"


WORK: dict[str, SentenceFn] = {
    "added": added,
    "status_changed": moved,
    "waiting_changed": waits,
    "why_changed": gave_reason,
    "owner_changed": handed,
    "date_changed": dated,
    "title_changed": renamed,
    "details_changed": rewrote("details"),
    "span_changed": spanned,
    "quarter_changed": planned,
    "goal_changed": put,
    "kind_changed": kinded,
    "reordered": ordered,
    "step_added": stepped("added"),
    "step_done": stepped("finished"),
    "step_undone": stepped("reopened"),
    "step_renamed": step_renamed,
    "comment_added": commented,
    **TRASH,
    **WAITS,
    **AGREED,
}
"""What happens to goals and tasks alike, by the action without its first word."""


def judged(details: Details, _subject: str, _voice: Viewpoint) -> str:
    return f"set the health to {as_written(details['current'])}{because(details)}"


COLOUR_NAMES = {"1": "blue", "2": "green", "3": "plum", "4": "gold"}
NO_VISION_DAY = "took the date of the vision away"


def envisioned(details: Details, _subject: str, _voice: Viewpoint) -> str:
    if "on" in details:
        return f"set the date of the vision to {shown_day(details['on'])}" if details["on"] else NO_VISION_DAY
    return f"wrote the vision: “{details['current']}”" if details.get("current") else "took the vision away"


def client_made(_details: Details, _subject: str, _voice: Viewpoint) -> str:
    return "opened the room of this client"


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


def as_role(role: str) -> str:
    """After inviting somebody, and after giving access: as CEO; to the team; as a viewer."""
    return {"team": "to the team", "viewer": "as a viewer"}.get(role) or f"as {role.upper()}"


def seat_as(details: Details) -> str:
    """A seat as CEO; a seat on the team."""
    role = str(details.get("role", ""))
    return "a seat on the team" if role == "team" else f"a seat {as_role(role)}"


def seated(details: Details, _subject: str, voice: Viewpoint) -> str:
    """An invitation taken up is told in `sentences`, which knows who did it."""
    return f"gave {voice.name(details['name'])} {seat_as(details)}"


def unseated(details: Details, _subject: str, voice: Viewpoint) -> str:
    return f"ended the seat of {voice.name(details['name'])}, {role_word(details)}"


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
    """Without a role, it was the whole account's access."""
    return f"no longer has access as {role_word(details)}" if details.get("role") else "lost access"


def no_longer_invited(details: Details, _subject: str, voice: Viewpoint) -> str:
    return f"has access, so the invitation of {voice.name(details['name'])} ended"


def span_renamed(details: Details, _subject: str, _voice: Viewpoint) -> str:
    return f"renamed the span “{details['previous']}” to “{details['current']}”"


def made_link(details: Details, _subject: str, voice: Viewpoint) -> str:
    return f"made {voice.name(details['name'])} a link for a new password"


def renamed_person(details: Details, _subject: str, voice: Viewpoint) -> str:
    return (
        f"changed their name from “{voice.name(details['previous'])}” to “{voice.name(details['current'])}”"
    )


def looked_alike(details: Details, _subject: str, voice: Viewpoint) -> str:
    """To whoever did it; `sentences` tells it to everybody else."""
    return f"took the name “{voice.name(details['current'])}”, which {misleads(details, voice)}"


def misleads(details: Details, voice: Viewpoint) -> str:
    """After a name: looks like Marco Bellini’s; says COO; sounds like the practice’s."""
    if details.get("name"):
        return f"looks like {voice.name(details['name'])}’s"
    claim = details.get("claim")
    return "sounds like the practice’s" if claim == "the practice" else f"says {claim}"


def imported(details: Details, _subject: str, _voice: Viewpoint) -> str:
    return f"brought a plan in from {details['file']}" if details.get("file") else "brought a plan in"


def unimported(details: Details, _subject: str, _voice: Viewpoint) -> str:
    return f"put what came from {details['file']} into the trash"


def exported(details: Details, _subject: str, _voice: Viewpoint) -> str:
    kind = {"csv": " (CSV)", "xlsx": " (Excel)"}.get(str(details.get("kind")), "")
    return f"took the road map away as a spreadsheet{kind}"


TELLERS: dict[str, SentenceFn] = {
    "client_added": client_made,
    "client_name_changed": client_field("name"),
    "client_slug_changed": client_field("address"),
    "client_zone_changed": client_field("time zone"),
    "client_colour_changed": coloured,
    "health_changed": judged,
    "vision_changed": envisioned,
    "seat_given": seated,
    "seat_ended": unseated,
    "person_invited": invited,
    "invitation_requested": requested,
    "invitation_link_made": renewed,
    "invitation_revoked": uninvited,
    "invitation_replaced": reinvited,
    "invitation_ended": no_longer_inviting,
    "invitation_link_ended": no_longer_linking,
    "invitation_settled": no_longer_invited,
    "span_renamed": span_renamed,
    "reset_link_made": made_link,
    "person_renamed": renamed_person,
    "name_looked_alike": looked_alike,
    "plan_imported": imported,
    "plan_exported": exported,
    "plan_taken_back": unimported,
}
"""What happens to a client and its people."""
