"""A goal's page and its form, its buttons, and the line that adds a task."""

from __future__ import annotations

from flask import Blueprint, Response, g, request, url_for
from flask_login import current_user

from tracker.accounts.roles import CEO, COO, SEATED, TEAM
from tracker.clients.scope import active_seats, all_seats
from tracker.foundation import clock
from tracker.foundation.access import allow
from tracker.foundation.errors import conflict_response
from tracker.foundation.exceptions import ConflictError, DomainError
from tracker.foundation.htmx import dom_id, from_htmx, invalid, page, redirect_anywhere, updated
from tracker.roadmap.board import page as board_page
from tracker.roadmap.goals import edits
from tracker.roadmap.goals.forms import GoalForm, NewGoalForm
from tracker.roadmap.goals.page import edit_goal, goal_page, new_goal
from tracker.roadmap.goals.responses import goal_form, goal_to_add
from tracker.roadmap.models import Goal, Task
from tracker.roadmap.models.quarters import quarter_of
from tracker.roadmap.models.statuses import Visibility
from tracker.roadmap.presentation import fragments, queries
from tracker.roadmap.presentation.forms import MoveForm, StatusForm
from tracker.roadmap.presentation.resubmission import record_of_form
from tracker.roadmap.presentation.sharing.readership import check_readers
from tracker.roadmap.quick_add.forms import AddTaskForm
from tracker.roadmap.quick_add.line import AddLine
from tracker.roadmap.quick_add.responses import add_line, goal_added, task_added, task_added_message

goals = Blueprint("goals", __name__)


@goals.get("/goals/new")
@allow(COO, CEO)
def new() -> str:
    """Show the form of a new goal, as a page or at the foot of the list."""
    return page("goals/new.html", "goals/_add_form.html", **new_goal(blank_goal()))


@goals.post("/goals")
@allow(COO, CEO)
def add() -> Response:
    """Add a goal; sent twice, it adds one. Refused input is 422.

    From the list, htmx gets the goal at the end of it; otherwise the road map opens at the goal.
    """
    spans = queries.spans(g.client)
    form = NewGoalForm(active_seats(), spans, clock.today(g.client), viewer_seat=g.seat)
    if not form.validate():
        return invalid(goal_to_add(form), "goals/new.html", **new_goal(form))
    known = record_of_form(form, Goal)
    goal = known or edits.make_goal(g.client, form, spans, by=current_user)
    at = url_for("client.roadmap.index", _anchor=dom_id(goal))
    if from_htmx() and request.form.get("place") != "list":
        return redirect_anywhere(at)
    return updated(*goal_added(goal, known is not None), otherwise=at, say=added_message(goal))


def added_message(goal: Goal) -> str:
    """Return the toast after adding a goal, which may have been proposed in the same step."""
    return f"Added and proposed “{goal.title}”" if goal.is_proposed else "Goal added"


@goals.get("/goals/<int:number>")
@allow(*SEATED)
def show(number: int) -> str:
    """Show everything about a goal: its fields, its tasks, its history."""
    return page("goals/show.html", **goal_page(find_goal(number)))


@goals.get("/goals/<int:number>/edit")
@allow(COO, CEO)
def edit(number: int) -> str:
    """Show the form with the goal's present values. A draft is a 404 for the CEO."""
    goal = find_goal(number)
    return page("goals/edit.html", **edit_goal(goal, form_of(goal)))


@goals.post("/goals/<int:number>")
@allow(COO, CEO)
def update(number: int) -> Response:
    """Save the fields that were sent and changed; other people's changes of other fields remain."""
    goal, spans = find_goal(number), queries.spans(g.client)
    form = GoalForm(active_seats(), spans, clock.today(g.client), goal, viewer_seat=g.seat)
    changes = form.changes(edits.as_fields(goal, spans, active_seats(), g.seat))
    if changes is None:
        return refused_edit(goal, form)
    if edits.moves_without_reason(goal, changes, form):
        form.needs_why()
        return refused_edit(goal, form)
    edits.apply_changes(goal, changes, form, spans, by=current_user)
    return redirect_anywhere(url_for("client.goals.show", number=goal.number))


@goals.post("/goals/<int:number>/status")
@allow(COO, CEO)
def change_status(number: int) -> Response:
    """Save a status at once; the reason, or the person waited on, may come with it or later."""
    goal = find_goal(number)
    form = StatusForm(active_seats(), g.seat, work=goal)
    if not form.validate():
        return refused_status(goal, form)
    try:
        if fragments.check_status(goal, form):
            goal.set_status(form.chosen, by=current_user, waiting_on=form.who, why=form.why.data or "")
    except ConflictError as both:
        return conflict_response(both, fragments.goal_head(goal))
    at = url_for("client.roadmap.index", _anchor=dom_id(goal))
    return updated(fragments.goal_head(goal, asking=True), otherwise=at, say=fragments.status_message(goal))


@goals.post("/goals/<int:number>/move")
@allow(COO, CEO)
def move(number: int) -> Response:
    """Move the goal one place up or down in the list."""
    goal, form = find_goal(number), MoveForm()
    if not form.validate():
        raise DomainError(form.first_error)
    goal.move_in_order(up=form.direction.data == "up", by=current_user, seen=Goal.shown_to(g.seat))
    return redirect_anywhere(url_for("client.roadmap.index", _anchor=dom_id(goal)))


@goals.post("/tasks")
@allow(COO, CEO, TEAM)
def add_task() -> Response:
    """Add a task from one line, under a goal or in the inbox. Quick words in it set its fields."""
    form = AddTaskForm(clock.today(g.client), active_seats(), g.seat)
    readers = "leads" if form.is_for_leads else "all"
    goal = find_goal(form.goal_number, readers) if form.goal_number else None
    for_leads = form.visibility.data == Visibility.LEADS
    if not form.validate():
        line = AddLine(
            goal, form.title.data or "", form.first_error, key=form.form_key.data, for_leads=for_leads
        )
        return invalid(add_line(line), "board/show.html", **board_page.road_map(wrong=line))
    known, title, by = record_of_form(form, Task), form.words.title, current_user
    task = known or Task.add(
        g.client, title, by=by, goal=goal, idempotency_key=form.idempotency_key, **form.facts
    )
    at = url_for("client.roadmap.index", _anchor=dom_id(task))
    pieces = task_added(task, goal, known is not None, for_leads)
    return updated(*pieces, otherwise=at, say=task_added_message(form.words, task))


def find_goal(number: int, at_most: str = "all") -> Goal:
    """Return the client's goal of that number; 404 if this seat may not read it.

    A sent form is refused (UnconfirmedError) if more people can read the goal than the form said; `at_most`
    limits the readers of a task that it creates.
    """
    all_seats()
    goal = queries.goal_shown(g.client, g.seat, number)
    check_readers(goal, at_most)
    return goal


def blank_goal() -> NewGoalForm:
    """Return an empty form for the current quarter, which most new goals are for."""
    today = clock.today(g.client)
    about = active_seats(), queries.spans(g.client), today
    return NewGoalForm(*about, viewer_seat=g.seat, formdata=None, quarter=quarter_of(today))


def form_of(goal: Goal) -> GoalForm:
    """Return the form with the goal's present values."""
    spans = queries.spans(g.client)
    now = edits.as_fields(goal, spans, active_seats(), g.seat)
    return GoalForm(active_seats(), spans, clock.today(g.client), goal, viewer_seat=g.seat, obj=now)


def refused_status(goal: Goal, form: StatusForm) -> Response:
    """Return the people to choose from if it is not clear who it waits on; otherwise a refusal in words."""
    if form.unresolved is None:
        raise DomainError(form.first_error)
    return invalid(fragments.waiting_on_part(goal, form), "goals/show.html", **goal_page(goal))


def refused_edit(goal: Goal, form: GoalForm) -> Response:
    """Return the form with everything typed, its messages, and both texts after a conflict."""
    context = edit_goal(goal, form)
    return invalid(goal_form(context), "goals/edit.html", form.refusal, **context)
