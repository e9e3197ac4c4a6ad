"""The fragments of the task's page that change with it, and its refused small forms.

A task is shown in two places, its row in a list and its panel. A form says in `at` which of them it is in,
and the response updates that one. htmx ignores a fragment whose target is not on the page.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Unpack

from flask import Response, g, render_template, request, url_for

from tracker.foundation.edit_conflicts import check_choice
from tracker.foundation.errors import conflict_response
from tracker.foundation.exceptions import ConflictError, DomainError
from tracker.foundation.forms import Form
from tracker.foundation.htmx import (
    Answer,
    Fragment,
    Removal,
    TemplateContext,
    dom_id,
    from_htmx,
    invalid,
    page,
    parts,
    redirect_to,
    updated,
)
from tracker.roadmap.models import Goal, Task
from tracker.roadmap.presentation import fragments, wording
from tracker.roadmap.presentation.client_header import header
from tracker.roadmap.presentation.dependencies import blocked_by, links_of
from tracker.roadmap.presentation.event_queries import with_names
from tracker.roadmap.presentation.forms import StatusForm
from tracker.roadmap.presentation.queries import steps_of
from tracker.roadmap.presentation.sharing.readership import readers_sentence, work_readers
from tracker.roadmap.presentation.viewer import Viewer
from tracker.roadmap.presentation.wording import write_to
from tracker.roadmap.quick_add.line import AddLine
from tracker.roadmap.tasks import blocked_messages
from tracker.roadmap.tasks.forms import CommentForm, StepForm
from tracker.roadmap.tasks.panel import (
    OpenedForm,
    conversation,
    lines_since,
    other_readers,
    panel_of,
    task_shown,
    tasks_in_order,
)

PAGE, PANEL = "tasks/show.html", "tasks/_panel.html"
PIECES = {
    "due": ["due"],
    "owner": ["owner"],
    "title": ["title"],
    "details": ["details"],
    "both": ["title"],
    "dependencies": ["dependencies"],
}
"""The parts of the panel that replace a small form after it is closed."""


def is_at_panel() -> bool:
    """Whether the form, or the link to it, is on the task's own page."""
    return request.values.get("at") in ("panel", "drawer")


def form_place(field: str, form: Form) -> str:
    """Return the target of a small form: in the task's row, or in its panel."""
    if field == "edit":
        return "panel-details" if form.edited_field == "details" else "panel-title"
    return f"panel-{field}" if is_at_panel() else field


def panel_context(task: Task, **opened: Unpack[OpenedForm]) -> TemplateContext:
    """Return the context of the task's page. `opened`: a small form that is open in it."""
    panel = panel_of(task, **opened)
    return {"panel": panel, "task": task, "in_drawer": False, "at": "panel", "asking": False, "focus": False}


def drawer(task: Task) -> str:
    """Return the same for the drawer, with the title for the browser's tab."""
    panel = Fragment("drawer", PANEL, {**panel_context(task), "in_drawer": True}, "innerHTML")
    return render_template("tasks/_document_title.html", task=task) + str(panel.html())


def small_form(task: Task, field: str, form: Form) -> Fragment:
    """Return a field's small form in the field's place."""
    context = {"task": task, "form": form, "clashes": form.clashes, "at": "panel" if is_at_panel() else "row"}
    return Fragment(dom_id(task, form_place(field, form)), f"tasks/_{field}_form.html", context)


def show_form(task: Task, field: str, form: Form) -> Response | str:
    """Answer the link that opens a small form: the form in its place, or the page with the form open."""
    if from_htmx():
        return str(small_form(task, field, form).html())
    return page(PAGE, **panel_context(task, open=field, form=form))


def form_errors(task: Task, field: str, form: Form) -> Response:
    """Return the form with its text and messages; after a conflict, with both texts."""
    form.clashes = with_names(task, form.clashes, g.seat)
    part = small_form(task, field, form)
    if from_htmx():
        return invalid(part, PAGE, form.refusal)
    context = panel_context(task, open=field, form=form, clashes=form.clashes)
    return invalid(part, PAGE, form.refusal, **context)


def saved_field_response(task: Task, field: str, before: datetime, say: str = "") -> Response:
    """Return the field, its new event and the lists, after it was saved."""
    return task_response(task, before, panel_field(task, field, focus=True), say=say)


def sharing_response(task: Task, before: datetime) -> Response:
    """Return the fragments after a change of visibility, with the comment form unless it has text."""
    empty = f"{dom_id(task, 'panel-comment-form')}:has(:placeholder-shown)"
    context = {
        "task": task,
        "write_to": write_to(other_readers(task)),
        "comment_form": CommentForm(formdata=None),
    }
    pieces = panel_field(task, "sharing", focus=True), Fragment(empty, "tasks/_comment_form.html", context)
    message = (
        "Only the CEO and the COO can see it now"
        if task.is_for_leads
        else "Everyone with access can see it now"
    )
    return task_response(task, before, *pieces, say=message if task.last_activity_at != before else "")


def not_shared(task: Task, message: str, changed: Sequence[str] = ()) -> Response:
    """Return the unchanged choice with the reason, and the parts that changed since (`changed`)."""
    fresh = panel_field(task, "sharing", focus=True)
    if from_htmx():
        return parts(fresh, *changed_fragments(task, changed), say=message, status=422)
    return invalid(fresh, PAGE, 422, **panel_context(task, notice=message))


def changed_fragments(task: Task, changed: Sequence[str]) -> list[Fragment]:
    """Return the changed parts and the discussion, without a part in which a person is typing."""
    fields = {"title": "title", "details": "details", "status": "status", "owner": "owner", "date": "due"}
    found = [panel_field(task, fields[name]) for name in changed if name in fields]
    for piece in found:
        piece.target += ":not(form, :has(form [type=text], textarea))"
    if "steps" in changed:
        empty = f"{dom_id(task, 'panel-steps')}:has(:placeholder-shown)"
        context = {"task": task, "steps": steps_of(task), "step_form": StepForm(formdata=None), "renamed": 0}
        found.append(Fragment(empty, "tasks/_steps.html", context))
    talk = Fragment(
        dom_id(task, "panel-discussion"),
        "tasks/_discussion.html",
        {"task": task, "lines": conversation(task)},
    )
    return [*found, talk] if changed else []


def text_response(task: Task, before: datetime) -> Response:
    """Return title and details after either was saved."""
    title = "title" in request.form
    pieces = panel_field(task, "title", focus=title), panel_field(task, "details", focus=not title)
    return task_response(task, before, *pieces, say="Saved")


def status_response(task: Task, form: StatusForm, before: datetime) -> Response:
    """Return the fragments after a new status. If it needs one more field, that has the focus."""
    viewer = Viewer.at(g.seat)
    wants = bool(viewer.missing_field(task, asking=True))
    message = fragments.status_message(task) if task.last_activity_at != before else ""
    wrote = bool(form.why.data or form.waiting_on.data)
    mine = panel_field(task, "status", asking=wants, focus=wrote and not wants)
    if task.is_linked is False:
        header().blockers = {}  # of the one row that is drawn
        return task_response(task, before, mine, asking=wants, say=message)
    after = blocked_by(task, g.seat)
    rows = [blocked_messages.row_of_blocked(each) for each in after]
    return task_response(
        task,
        before,
        mine,
        asking=wants,
        say=blocked_messages.with_unblocked(message, task, after),
        beside=rows,
    )


def status_refused(task: Task, form: StatusForm) -> Response:
    """Return the people to choose from if it is not clear who it waits on; otherwise a refusal in words."""
    if form.unresolved is None:
        raise DomainError(form.first_error)
    page = {} if from_htmx() else panel_context(task_shown(task.number))
    return invalid(fragments.waiting_on_part(task, form), PAGE, **page)


def status_conflict(task: Task, field: str, both: ConflictError) -> Response:
    """Return the conflict: both values to choose from, and the present one."""
    return conflict_response(
        both, fragments.row(task), *([panel_field(task, field)] if is_at_panel() else [])
    )


def kind_word_here(kind: str) -> str:
    """Return a kind in the words of the person who sent the request."""
    return wording.kind_word(kind, wording.audience_of(g.seat))


def check_goal(left: Goal | None, goal: Goal | None) -> bool:
    """Whether to move the task. Raise ConflictError if another person moved it elsewhere since."""
    titles = {str(each.number): each.title for each in (left, goal) if each} | {"": "Inbox"}
    here, there = (str(each.number) if each else "" for each in (left, goal))
    return check_choice("goal", there, here, request.form, "Goal", titles.__getitem__)


def goal_conflict(task: Task, both: ConflictError) -> Response:
    """Return both goals to choose from, as 409, with the present row and on the task's page the present panel."""
    return conflict_response(both, fragments.row(task), *([whole_panel(task)] if is_at_panel() else []))


def goal_response(task: Task, left: Goal | None, goal: Goal | None, before: datetime) -> Response:
    """Move the row from one list to the other, and say who can read it now if it was under a draft."""
    pieces: list[Answer] = [fragments.progress(each) for each in (left, goal) if each]
    if left != goal:
        pieces += [Removal(dom_id(task)), Fragment(dom_id(AddLine(goal)), *row_of(task), swap="beforebegin")]
    mine = [whole_panel(task)] if is_at_panel() and task.last_activity_at != before else []
    say = f"Moved to {goal.title if goal else 'the inbox'}"
    if left is not None and left.is_draft and not task.in_draft():
        say = f"{say}. {readers_sentence('coo', work_readers(task))}"
    return updated(*pieces, *mine, otherwise=task_fallback_url(task), say=say)


def reordered_response(task: Task) -> Response:
    """Swap its row with its neighbour's, if both are on the page."""
    order = tasks_in_order(task)
    at = order.index(task)
    pieces: list[Answer] = []
    if request.form.get("direction") == "up" and at + 1 < len(order):
        pieces = moved_before(task, order[at + 1])
    elif at:
        pieces = moved_after(task, order[at - 1])
    mine = [panel_field(task, "place", order=order)] if is_at_panel() else []
    return updated(
        *pieces, *mine, otherwise=task_fallback_url(task), say=f"Moved {request.form.get('direction', '')}"
    )


def whole_panel(task: Task) -> Fragment:
    """Return all of the panel, because its heading and its neighbours have changed."""
    context = {**panel_context(task), "in_drawer": request.form.get("at") == "drawer"}
    return Fragment(dom_id(task, "panel"), PANEL, context)


def row_of(task: Task) -> tuple[str, TemplateContext]:
    """Return the template and the context of the task's row."""
    line = fragments.row(task)
    return line.template, line.context


def moved_before(task: Task, other: Task) -> list[Answer]:
    """Move a row before another. htmx ignores it if a filtered list lacks the neighbour."""
    one, two = dom_id(task), dom_id(other)
    return [Removal(f"{two} ~ #{one}"), Fragment(f"{two}:has(~ #{one})", *row_of(task), swap="beforebegin")]


def moved_after(task: Task, other: Task) -> list[Answer]:
    """Move a row after another, in the same way."""
    one, two = dom_id(task), dom_id(other)
    return [Removal(f"{one}:has(~ #{two})"), Fragment(f"{one} ~ #{two}", *row_of(task), swap="afterend")]


def close_form(task: Task, field: str) -> Response:
    """Close a small form without saving."""
    if not from_htmx():
        return redirect_to(task_fallback_url(task))
    if not is_at_panel():
        return parts(fragments.row(task))
    return parts(*(panel_field(task, name, focus=True) for name in PIECES.get(field, ())))


def task_response(
    task: Task,
    before: datetime,
    *pieces: Answer,
    asking: bool = False,
    say: str = "",
    beside: Sequence[Fragment] = (),
) -> Response:
    """Return the fragments of the lists; on the task's own page also the given ones and the new events."""
    around = fragments.task_fragments(task, task.goal, asking=asking and not is_at_panel())
    mine = [*pieces, *fresh_sharing_form(task, *pieces), *new_lines(task, before)] if is_at_panel() else []
    return updated(*around, *beside, *mine, otherwise=task_fallback_url(task, asking), say=say)


def fresh_sharing_form(task: Task, *beside: Answer) -> list[Fragment]:
    """Return the form that says what sharing the task would show, unless the fragments include it."""
    fresh = panel_field(task, "sharing")
    is_there = any(isinstance(each, Fragment) and each.target == fresh.target for each in beside)
    return [fresh] if task.is_for_leads and not is_there else []


def task_fallback_url(task: Task, asking: bool = False) -> str:
    """Return the address of the page that shows it without htmx: the form's, or that of the next field."""
    if is_at_panel() or asking:
        return url_for("client.tasks.show", number=task.number)
    return url_for("client.roadmap.index", _anchor=dom_id(task))


def panel_field(task: Task, field: str, **more: object) -> Fragment:
    """Return a part of the panel: title, status, due, owner, kind, place, details, dependencies or sharing."""
    context: TemplateContext = {"task": task, "asking": False, "focus": False, **more}
    if field == "dependencies":
        context["links"] = links_of(task, g.seat)
    return Fragment(dom_id(task, f"panel-{field}"), f"tasks/_panel_{field}.html", context)


def new_lines(task: Task, before: datetime) -> list[Answer]:
    """Return the events that this request recorded, for the end of the discussion."""
    place = dom_id(task, "panel-thread")
    lines = lines_since(task, before)
    return [
        Fragment(place, "tasks/_discussion_entry.html", {"task": task, "line": line}, "beforeend")
        for line in lines
    ]
