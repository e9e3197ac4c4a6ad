"""A goal's page and its form, the taps on a goal, and the line that adds a task."""

from __future__ import annotations

from flask import Blueprint, Response, g, request, url_for
from flask_login import current_user

from tracker.clients.door import people, seated
from tracker.foundation import clock
from tracker.foundation.access import CEO, COO, SEATED, TEAM, allow
from tracker.foundation.conflicts import ConflictError, chosen, settle_fields, shown_values
from tracker.foundation.errors import DomainError, show_both
from tracker.foundation.hypermedia import changed, dom_id, elsewhere, from_htmx, page, refused
from tracker.roadmap import answers, goal_changes, pages, reading
from tracker.roadmap.add_form import AddTaskForm
from tracker.roadmap.add_line import AddLine
from tracker.roadmap.forms import GoalForm, NewGoalForm, PlaceForm, StatusForm
from tracker.roadmap.models import Goal, Task
from tracker.roadmap.quarters import quarter_of
from tracker.roadmap.status import Visibility

goals = Blueprint("goals", __name__)


@goals.get("/goals/new")
@allow(COO, CEO)
def new() -> str:
    """The form of a new goal: a page, or the foot of the list unfolded."""
    return page("roadmap/new_goal.html", "roadmap/_add_goal.html", **pages.new_goal(blank_goal()))


@goals.post("/goals")
@allow(COO, CEO)
def add() -> Response:
    spans = reading.spans(g.client)
    form = NewGoalForm(seated(), spans, clock.today(g.client), reader=g.seat)
    if not form.validate():
        return refused(answers.goal_to_add(form), "roadmap/new_goal.html", **pages.new_goal(form))
    known = Goal.made_with(g.client, form.once, current_user) is not None
    goal = goal_changes.make(g.client, form, spans, by=current_user)
    at = url_for("client.roadmap.index", _anchor=dom_id(goal))
    if from_htmx() and request.form.get("place") != "list":
        return elsewhere(at)
    return changed(*answers.goal_added(goal, known), otherwise=at, say="Goal added")


@goals.get("/goals/<int:number>")
@allow(*SEATED)
def show(number: int) -> str:
    """Everything about a goal: its fields, its tasks, what happened to it."""
    return page("roadmap/goal.html", **pages.goal(find(number)))


@goals.get("/goals/<int:number>/edit")
@allow(COO, CEO)
def edit(number: int) -> str:
    goal = find(number)
    return page("roadmap/edit_goal.html", **pages.edit_goal(goal, form_of(goal)))


@goals.post("/goals/<int:number>")
@allow(COO, CEO)
def update(number: int) -> Response:
    """Save the fields that were sent and changed; other people's changes of other fields stay."""
    goal, spans = find(number), reading.spans(g.client)
    form = GoalForm(seated(), spans, clock.today(g.client), goal, reader=g.seat)
    if not form.validate():
        return refused_edit(goal, form)
    try:
        posted = chosen(form.posted(), request.form)
        now = goal_changes.as_fields(goal, spans, seated(), g.seat)
        changes = settle_fields(now, posted, shown_values(request.form), goal_changes.LABELS)
    except ConflictError as both:
        return refused_edit(goal, form, both)
    if goal_changes.moves_without_reason(goal, changes, form):
        form.asks_why()
        return refused_edit(goal, form)
    goal_changes.apply(goal, changes, form, spans, by=current_user)
    return elsewhere(url_for("client.goals.show", number=goal.number))


@goals.post("/goals/<int:number>/status")
@allow(COO, CEO)
def change_status(number: int) -> Response:
    """Saved at once; why, or on whom, may come with it or later (DECISIONS 16)."""
    goal = find(number)
    form = StatusForm(seated(), g.seat, work=goal)
    if not form.validate():
        return refused_status(goal, form)
    try:
        if answers.check_status(goal, form):
            goal.move_to(form.chosen, by=current_user, waiting_on=form.who, why=form.why.data or "")
    except ConflictError as both:
        return show_both(both, answers.goal_head(goal))
    at = url_for("client.roadmap.index", _anchor=dom_id(goal))
    return changed(answers.goal_head(goal, asking=True), otherwise=at, say=answers.moved(goal))


@goals.post("/goals/<int:number>/move")
@allow(COO, CEO)
def move(number: int) -> Response:
    """One place up or down in the order."""
    goal, form = find(number), PlaceForm()
    if not form.validate():
        raise DomainError(form.first_error)
    goal.move_in_order(up=form.direction.data == "up", by=current_user, seen=Goal.shown_to(g.seat))
    return elsewhere(url_for("client.roadmap.index", _anchor=dom_id(goal)))


@goals.post("/tasks")
@allow(COO, CEO, TEAM)
def add_task() -> Response:
    """One line is a task: under a goal, or in the inbox; quick words in it say who has it, and by when."""
    form = AddTaskForm(clock.today(g.client), seated(), g.seat)
    goal = find(form.goal_number) if form.goal_number else None
    if not form.validate():
        line = AddLine(goal, form.title.data or "", form.first_error, key=form.form_key.data,
                       for_leads=form.visibility.data == Visibility.LEADS)  # fmt: skip
        return refused(answers.add_line(line), "roadmap/index.html", **pages.road_map(wrong=line))
    known = Task.made_with(g.client, form.once, current_user) is not None
    title, by = form.words.title, current_user
    task = Task.add(g.client, title, by=by, goal=goal, form_key=form.once, **form.facts)
    at = url_for("client.roadmap.index", _anchor=dom_id(task))
    return changed(*answers.task_added(task, goal, known), otherwise=at, say=answers.added(form.words, task))


def find(number: int) -> Goal:
    """The client's goal of that number, if this seat may read it; otherwise a 404."""
    people()
    return reading.goal_shown(g.client, g.seat, number)


def blank_goal() -> NewGoalForm:
    """An empty form; a goal is most often for the quarter one is in."""
    today = clock.today(g.client)
    about = seated(), reading.spans(g.client), today
    return NewGoalForm(*about, reader=g.seat, formdata=None, quarter=quarter_of(today))


def form_of(goal: Goal) -> GoalForm:
    """The form with what the goal says now."""
    spans = reading.spans(g.client)
    now = goal_changes.as_fields(goal, spans, seated(), g.seat)
    return GoalForm(seated(), spans, clock.today(g.client), goal, reader=g.seat, obj=now)


def refused_status(goal: Goal, form: StatusForm) -> Response:
    """Where it is not clear who it waits on, the people to choose from; otherwise a refusal in words."""
    if form.unresolved is None:
        raise DomainError(form.first_error)
    return refused(answers.ask(goal, form), "roadmap/goal.html", **pages.goal(goal))


def refused_edit(goal: Goal, form: GoalForm, both: ConflictError | None = None) -> Response:
    """The form with everything typed, its messages, and both texts where two people met."""
    clashes = both.clashes if both else ()
    context = pages.edit_goal(goal, form, clashes)
    return refused(answers.goal_form(context), "roadmap/edit_goal.html", 409 if both else 422, **context)
