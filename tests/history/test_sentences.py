"""The sentence of every action, in the reader's vocabulary."""

from dataclasses import dataclass, field

import pytest

from tracker.history.grouping import grouped_predicate
from tracker.history.sentences import Viewpoint, sentence


@pytest.fixture(autouse=True)
def declared(built):
    """The actions that the features of the service declare."""
    with built.app_context():
        yield


@dataclass
class Happening:
    action: str
    details: dict = field(default_factory=dict)
    actor_name: str = "Dana Whitlock"


def moved(previous, current, **more):
    return {"previous": previous, "current": current, **more}


TOLD = [
    ("goal_added", {"title": "x"}, "Dana added it"),
    ("task_added", {"title": "x"}, "Dana added it"),
    ("task_status_changed", moved("not_started", "on_track"), "Dana moved it from Not started to On track"),
    (
        "goal_status_changed",
        moved("on_track", "waiting", waiting_on="Corewell"),
        "Dana moved it from On track to Waiting on Corewell",
    ),
    (
        "goal_status_changed",
        moved("on_track", "watch", why="The bank is slow."),
        "Dana moved it from On track to Watch: “The bank is slow.”",
    ),
    ("task_waiting_changed", moved("", "Corewell"), "Dana set it to wait on Corewell"),
    ("goal_why_changed", moved("", "So it rests."), "Dana gave the reason: “So it rests.”"),
    ("goal_why_changed", moved("So it rests.", ""), "Dana removed the reason"),
    ("task_owner_changed", moved("", "Rosa Delgado"), "Dana assigned it to Rosa Delgado"),
    ("task_owner_changed", moved("Luca", "Rosa"), "Dana assigned it to Rosa (was Luca)"),
    ("task_owner_changed", moved("Rosa", ""), "Dana left it without an owner"),
    ("task_date_changed", moved("", "2031-12-04"), "Dana set the date to Thu 4 Dec 2031"),
    (
        "goal_date_changed",
        moved("2031-11-20", "2031-12-04", why="The grant office is shut."),
        "Dana moved the date from Thu 20 Nov 2031 to Thu 4 Dec 2031: “The grant office is shut.”",
    ),
    ("goal_date_changed", moved("2031-11-20", ""), "Dana removed the date"),
    ("task_title_changed", moved("Old", "New"), "Dana renamed “Old” to “New”"),
    ("task_details_changed", {"before": "x"}, "Dana rewrote the details"),
    ("task_kind_changed", moved("build", "routine"), "Dana made it routine work"),
    ("task_goal_changed", moved("A", "B"), "Dana moved it under “B”"),
    ("task_goal_changed", moved("A", ""), "Dana moved it to the inbox"),
    ("goal_span_changed", moved("", "Daily running"), "Dana put it into Daily running"),
    ("goal_span_changed", moved("Daily running", ""), "Dana removed it from Daily running"),
    ("goal_quarter_changed", moved("", "2026-Q4"), "Dana planned it for Q4 2026"),
    ("goal_quarter_changed", moved("2026-Q4", ""), "Dana removed it from its quarter"),
    ("goal_reordered", {"direction": "up"}, "Dana moved it up in the list"),
    ("task_step_added", {"step": "Weigh"}, "Dana added the step “Weigh”"),
    ("task_step_done", {"step": "Weigh"}, "Dana finished the step “Weigh”"),
    ("task_step_undone", {"step": "Weigh"}, "Dana reopened the step “Weigh”"),
    ("task_step_renamed", moved("Weigh", "Count"), "Dana renamed the step “Weigh” to “Count”"),
    ("task_comment_added", {}, "Dana commented on it"),
    ("goal_proposed", {"before": {"approval_state": "draft"}}, "Dana proposed it"),
    (
        "goal_proposed",
        {"before": {"approval_state": "agreed", "said": {"proposed": None}}},
        "Dana proposed it",
    ),
    ("goal_proposed", {"before": {"said": {"proposed": {"at": "…"}}}}, "Dana proposed it again"),
    ("goal_agreed", {}, "Dana agreed to it"),
    ("goal_agreed", {"agreed_before": True}, "Dana agreed to it again"),
    ("goal_agreed", {"recorded": True}, "Dana marked it as agreed"),
    ("goal_discussion_requested", {"why": ""}, "Dana wants to discuss it first"),
    ("goal_discussion_requested", {"why": "Too early?"}, "Dana wants to discuss it first: “Too early?”"),
    ("goal_discussion_withdrawn", {}, "Dana withdrew the wish to discuss it first"),
    (
        "goal_discussion_ended",
        {"name": "Marco Bellini"},
        "Dana removed Marco Bellini’s access as CEO, so nobody is waiting to discuss it any more",
    ),
    ("goal_returned_to_draft", {}, "Dana moved it back to draft"),
    (
        "goal_metric_changed",
        moved("", "from 6 to 2 weeks"),
        "Dana set the measure: from 6 to 2 weeks",
    ),
    ("goal_metric_changed", moved("to 2", ""), "Dana removed the measure"),
    ("goal_metric_updated", moved("4", "3"), "Dana updated the measure from 4 to 3"),
    ("goal_metric_updated", moved("4", ""), "Dana cleared the current value of the measure"),
    ("task_visibility_changed", moved("all", "leads"), "Dana kept it between CEO and COO"),
    ("task_visibility_changed", moved("leads", "all"), "Dana shared it with everyone here"),
    (
        "task_dependency_added",
        {"other": 7, "other_title": "Ask"},
        "Dana marked it as blocked by something else",
    ),
    ("task_dependency_removed", {"other": 7}, "Dana marked it as no longer blocked by something else"),
    ("client_added", {}, "Dana added this client"),
    ("client_name_changed", moved("A", "B"), "Dana changed the name to B"),
    ("client_time_zone_changed", moved("UTC", "Europe/Rome"), "Dana changed the time zone to Europe/Rome"),
    (
        "health_changed",
        moved("steady", "step_in", why="Payroll."),
        "Dana set the health to Step in: “Payroll.”",
    ),
    ("vision_changed", moved("", "Two shops."), "Dana wrote the vision: “Two shops.”"),
    ("span_renamed", moved("A", "B"), "Dana renamed the span “A” to “B”"),
    (
        "seat_given",
        {"name": "Rosa Delgado", "role": "team"},
        "Dana gave Rosa Delgado access as a team member",
    ),
    ("seat_given", {"name": "Dana Whitlock", "role": "coo"}, "Dana joined as COO"),
    (
        "seat_ended",
        {"name": "Rosa Delgado", "role": "team"},
        "Dana removed the access of Rosa Delgado (team)",
    ),
    ("person_invited", {"name": "Marco Bellini", "role": "ceo"}, "Dana invited Marco Bellini as CEO"),
    ("person_invited", {"name": "Kim Doe", "role": "team"}, "Dana invited Kim Doe to the team"),
    ("invitation_requested", {"name": "Kim Doe", "role": "team"}, "Dana asked to invite Kim Doe to the team"),
    ("invitation_replaced", {"name": "Kim Doe"}, "Dana replaced the earlier invitation of Kim Doe"),
    ("invitation_ended", {"name": "Kim Doe"}, "Dana lost access, so the invitation of Kim Doe ended"),
    (
        "invitation_link_ended",
        {"name": "Kim Doe", "role": "coo"},
        "Dana no longer has access as COO, so the link for Kim Doe stopped working",
    ),
    ("invitation_settled", {"name": "Dana Wu"}, "Dana has access, so the invitation of Dana Wu ended"),
    ("invitation_declined", {"name": "Dana Wu"}, "Dana declined the invitation"),
    ("invitation_revoked", {"name": "Marco Bellini"}, "Dana withdrew the invitation of Marco Bellini"),
    (
        "invitation_requested",
        {"name": "Kim Doe", "role": "viewer"},
        "Dana asked to invite Kim Doe as a viewer",
    ),
    (
        "person_renamed",
        {"previous": "Dana Whitlock", "current": "Dana Wu"},
        "Dana changed their name from “Dana Whitlock” to “Dana Wu”",
    ),
    (
        "name_looked_alike",
        {"name": "Marco Bellini", "current": "Mаrco Bellini"},
        "Dana’s new name “Mаrco Bellini” looks like Marco Bellini’s",
    ),
    ("invitation_link_made", {"name": "Kim Doe"}, "Dana made a new invitation link for Kim Doe"),
    ("import_undone", {"file": "board.json"}, "Dana undid the import of board.json"),
    (
        "import_undone",
        {"file": "board.json", "added": True},
        "Dana undid the import of board.json, and moved what it added to the trash",
    ),
    ("plan_exported", {"kind": "csv"}, "Dana exported the road map (CSV)"),
    ("plan_imported", {"file": "board.json"}, "Dana imported a plan from board.json"),
    ("something_of_tomorrow", {}, "Dana changed it"),
]


@pytest.mark.parametrize(("action", "details", "told"), TOLD)
def test_every_action_has_a_sentence(action, details, told):
    assert sentence(Happening(action, details), Viewpoint()) == told


def test_the_client_history_names_the_record():
    said = sentence(
        Happening("task_status_changed", moved("on_track", "done")), Viewpoint(), "“Closing checklist”"
    )
    assert said == "Dana moved “Closing checklist” from On track to Done"
    dated = sentence(Happening("goal_date_changed", moved("", "2031-12-04")), Viewpoint(), "“Second oven”")
    assert dated == "Dana set the date of “Second oven” to Thu 4 Dec 2031"


def test_a_sentence_uses_the_readers_vocabulary():
    viewpoint = Viewpoint(
        name=lambda name: name.split()[0], status={"on_track": "Going well", "done": "Done"}.get
    )
    assert sentence(Happening("task_status_changed", moved("done", "on_track")), viewpoint).endswith(
        "to Going well"
    )
    assert (
        sentence(Happening("task_owner_changed", moved("", "Rosa Delgado")), viewpoint)
        == "Dana assigned it to Rosa"
    )


@pytest.mark.parametrize(
    "dates, words",
    [
        ([("", "2026-12-04"), ("", "2026-12-04")], "Set the dates of two tasks to Fri 4 Dec"),
        (
            [("2026-12-01", "2026-12-04"), ("2026-12-02", "2026-12-04")],
            "Moved the dates of two tasks to Fri 4 Dec",
        ),
        ([("2026-12-01", "2026-12-04"), ("2026-12-02", "2026-12-05")], "Moved the dates of two tasks"),
        ([("2026-12-01", "2026-12-04"), ("", "2026-12-04")], "Changed the dates of two tasks to Fri 4 Dec"),
        ([("2026-12-01", "2026-12-04"), ("2026-12-01", "")], "Changed the dates of two tasks"),
        ([("2026-12-01", ""), ("2026-12-02", "")], "Removed the dates of two tasks"),
    ],
)
def test_several_dates_are_set_moved_changed_or_removed(dates, words, friday):
    events = [Happening("task_date_changed", moved(*pair)) for pair in dates]
    assert grouped_predicate(events, Viewpoint()) == words
