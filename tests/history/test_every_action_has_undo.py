"""Nothing is told in history without a decision whether it can be taken back."""

from tracker.history.grouping import MANY
from tracker.history.tellers import TELLERS, WORK
from tracker.history.undo import REVERSERS

NEVER = {
    "client_added": "the room of a client stays, and so does its history",
    "client_slug_changed": "links to the old address are out in the world",
    "seat_given": "access is given and ended openly, never by a button beside a line",
    "seat_ended": "access",
    "person_invited": "access: an invitation is revoked",
    "invitation_requested": "access: the request is withdrawn",
    "invitation_link_made": "access: the invitation is withdrawn",
    "invitation_revoked": "access: one invites anew",
    "invitation_replaced": "access: one invites anew",
    "invitation_ended": "access: one invites anew",
    "invitation_link_ended": "access: the COO makes another link",
    "invitation_settled": "access: they have it",
    "person_renamed": "people name themselves, on their own page",
    "name_looked_alike": "a remark for the practice",
    "reset_link_made": "access: the link is told and gone",
    "plan_taken_back": "the file is brought in once more instead",
    "plan_exported": "what was taken away is out of the house",
}
"""What cannot be taken back, and why."""
OF_GOALS = {
    "measure", "measure_now", "span", "quarter", "proposed", "agreed", "talk_wanted", "talk_withdrawn", "put_back",
}  # fmt: skip
OF_TASKS = {"details", "goal", "kind", "visibility", "wait_added", "wait_removed"}


def known_actions():
    """Every action somebody can tell: those of a client, and those of goals and tasks as far as they have them."""
    for verb in WORK:
        name = verb.removesuffix("_changed")
        if name not in OF_TASKS and not verb.startswith(("step_", "comment_")):
            yield f"goal_{verb}"
        if name not in OF_GOALS:
            yield f"task_{verb}"
    yield from TELLERS


def test_every_action_can_be_taken_back_or_says_why_not(app):
    open_ones = [action for action in known_actions() if action not in REVERSERS and action not in NEVER]
    assert not open_ones, f"@reverses({open_ones[:1]}) in the room's undoing.py, or a reason in NEVER"


def test_what_is_folded_is_told_alone_too():
    assert set(MANY) <= set(WORK)
