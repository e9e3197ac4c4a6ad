"""Who may read a line of history, by its action. An action that is not named here is for the practice alone.

A new action is one line in `READERS`. The query that applies this is `readable_by` in `presentation/queries.py`;
history pages, undo, live updates and the messages after a change all go through it.
"""

from __future__ import annotations

from enum import StrEnum


class Readers(StrEnum):
    """Groups of people at one client. A COO of the client reads everything."""

    PRACTICE = "practice"
    """The client's COOs."""
    LEADS = "leads"
    """COO and CEO."""
    CLIENT = "client"
    """Everybody with access to the client."""
    VISIBILITY = "visibility"
    """Everybody with access who may see the goal or task it is about."""


PRACTICE, LEADS, CLIENT, VISIBILITY = Readers

READERS: dict[str, Readers] = {
    "client_added": CLIENT,
    "client_name_changed": CLIENT,
    "client_slug_changed": CLIENT,
    "client_zone_changed": CLIENT,
    "client_colour_changed": CLIENT,
    "health_changed": PRACTICE,
    "vision_changed": CLIENT,
    "seat_given": CLIENT,
    "seat_ended": CLIENT,
    "person_invited": LEADS,
    "invitation_requested": LEADS,
    "invitation_link_made": LEADS,
    "invitation_revoked": LEADS,
    "invitation_replaced": LEADS,
    "invitation_ended": LEADS,
    "invitation_link_ended": LEADS,
    "invitation_settled": LEADS,
    "span_renamed": CLIENT,
    "reset_link_made": PRACTICE,
    "person_renamed": LEADS,
    "name_looked_alike": PRACTICE,
    "plan_imported": LEADS,
    "plan_exported": LEADS,
    "plan_taken_back": LEADS,
    "goal_talk_wanted": LEADS,
    "goal_talk_withdrawn": LEADS,
}
"""By the whole action; stands above `WORK_READERS`."""

WORK_READERS: dict[str, Readers] = {
    "added": VISIBILITY,
    "status_changed": VISIBILITY,
    "waiting_changed": VISIBILITY,
    "why_changed": VISIBILITY,
    "owner_changed": VISIBILITY,
    "date_changed": VISIBILITY,
    "title_changed": VISIBILITY,
    "details_changed": VISIBILITY,
    "span_changed": VISIBILITY,
    "quarter_changed": VISIBILITY,
    "goal_changed": VISIBILITY,
    "kind_changed": VISIBILITY,
    "reordered": VISIBILITY,
    "visibility_changed": VISIBILITY,
    "proposed": VISIBILITY,
    "agreed": VISIBILITY,
    "put_back": VISIBILITY,
    "measure_changed": VISIBILITY,
    "measure_now_changed": VISIBILITY,
    "step_added": VISIBILITY,
    "step_done": VISIBILITY,
    "step_undone": VISIBILITY,
    "step_renamed": VISIBILITY,
    "step_trashed": VISIBILITY,
    "step_restored": VISIBILITY,
    "comment_added": VISIBILITY,
    "comment_trashed": VISIBILITY,
    "comment_restored": VISIBILITY,
    "trashed": VISIBILITY,
    "restored": VISIBILITY,
    "wait_added": VISIBILITY,
    "wait_removed": VISIBILITY,
}
"""By what happened to a goal or task: `added` names the readers of `goal_added` and `task_added`."""

MAY_READ: dict[str, frozenset[Readers]] = {
    "coo": frozenset(Readers),
    "ceo": frozenset({LEADS, CLIENT, VISIBILITY}),
    "team": frozenset({CLIENT, VISIBILITY}),
    "viewer": frozenset({CLIENT, VISIBILITY}),
}
"""Which groups each role belongs to."""


MARKS: dict[str, frozenset[str]] = {
    "draft": frozenset({"coo"}),
    "leads": frozenset({"coo", "ceo"}),
}
"""Roles that may read a line with this mark. A line gets its marks when it is written, and keeps them.

`draft`: its goal was a draft then. `leads`: its task was for CEO and COO only then. So sharing something later does not
share what was written about it before.
"""


def marks_of(*, in_draft: bool, for_leads: bool) -> dict[str, bool]:
    """The marks of a line that is written about something like this."""
    return {mark: True for mark, applies in (("draft", in_draft), ("leads", for_leads)) if applies}


def marks_hidden_from(role: str) -> list[str]:
    """Marks whose lines this role may not read; every mark, for a role that is not known."""
    return [mark for mark, roles in MARKS.items() if role not in roles]


def readers_of(action: str) -> Readers:
    """The group an action is for; the practice, if nothing names one."""
    if action in READERS:
        return READERS[action]
    kind, _, verb = action.partition("_")
    return WORK_READERS.get(verb, PRACTICE) if kind in ("goal", "task") else PRACTICE


def may_read(role: str, action: str) -> bool:
    """Whether somebody in this role may read an action, as far as its name decides."""
    return readers_of(action) in MAY_READ.get(role, frozenset())


def actions_for(role: str) -> list[str]:
    """Every action that somebody in this role may read, where they may see what it is about."""
    named = {*READERS, *(f"{kind}_{verb}" for kind in ("goal", "task") for verb in WORK_READERS)}
    return sorted(action for action in named if may_read(role, action))
