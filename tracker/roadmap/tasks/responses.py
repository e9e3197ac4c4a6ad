"""The fragments of the task's own page that change with it, and the refusal of a small form in its place.

A task is shown in two places, its row in a list and its panel. A form says in `at` which of them it is in, and the
response updates that one. htmx ignores a fragment whose target is not on the page.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from flask import Response, g, render_template, request, url_for

from tracker.foundation.edit_conflicts import check_choice
from tracker.foundation.errors import conflict_response
from tracker.foundation.exceptions import ConflictError, DomainError
from tracker.foundation.forms import Form
from tracker.foundation.htmx import (
    Answer,
    Fragment,
    Removal,
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
from tracker.roadmap.presentation.dependencies import links_of, waiters_of
from tracker.roadmap.presentation.forms import StatusForm
from tracker.roadmap.presentation.queries import steps_of
from tracker.roadmap.presentation.viewer import Viewer
from tracker.roadmap.presentation.wording import write_to
from tracker.roadmap.quick_add.line import AddLine
from tracker.roadmap.tasks import blocked_messages as waits
from tracker.roadmap.tasks.forms import CommentForm, StepForm
from tracker.roadmap.tasks.panel import conversation, in_order, lines_since, other_readers, sheet_of

PAGE, SHEET = "tasks/show.html", "tasks/_panel.html"
PIECES = {
    "due": ["due"], "owner": ["owner"], "title": ["title"], "details": ["details"], "both": ["title"],
    "waits": ["waits"],
}  # fmt: skip
"""What replaces a small form after it is closed."""


def at_sheet() -> bool:
    """Whether the form, or the link to it, is on the task's own page."""
    return request.values.get("at") in ("sheet", "drawer")


def form_place(field: str, form: Any) -> str:
    """Return the target of a small form: in the task's row, or in its panel."""
    if field == "edit":
        return "sheet-details" if form.only == "details" else "sheet-title"
    return f"sheet-{field}" if at_sheet() else field


def panel_context(task: Task, **opened: Any) -> dict[str, Any]:
    """Return the context of the task's page, perhaps with one of its small forms open."""
    sheet = sheet_of(task, **opened)
    return {"sheet": sheet, "task": task, "in_drawer": False, "at": "sheet", "asking": False, "focus": False}


def drawer(task: Task) -> str:
    """Return the same for the drawer, with the title for the browser's tab."""
    sheet = Fragment("drawer", SHEET, {**panel_context(task), "in_drawer": True}, "innerHTML")
    return render_template("tasks/_document_title.html", task=task) + str(sheet.html())


def small_form(task: Task, field: str, form: Form) -> Fragment:
    """Return a field's small form in the field's place."""
    context = {"task": task, "form": form, "clashes": form.clashes, "at": "sheet" if at_sheet() else "row"}
    return Fragment(dom_id(task, form_place(field, form)), f"tasks/_{field}_form.html", context)


def show_form(task: Task, field: str, form: Form) -> Response | str:
    """Answer the link that opens a small form: the form in its place, or the page with the form open."""
    if from_htmx():
        return str(small_form(task, field, form).html())
    return page(PAGE, **panel_context(task, open=field, form=form))


def form_errors(task: Task, field: str, form: Form) -> Response:
    """Return the form with its text and messages; after a conflict, with both texts."""
    part = small_form(task, field, form)
    if from_htmx():
        return invalid(part, PAGE, form.refusal)
    context = panel_context(task, open=field, form=form, clashes=form.clashes)
    return invalid(part, PAGE, form.refusal, **context)


def saved(task: Task, field: str, before: datetime, say: str = "") -> Response:
    """Answer a saved field: its place shows it, history has one more entry, lists are updated."""
    return task_response(task, before, panel_field(task, field, focus=True), say=say)


def sharing_response(task: Task, before: datetime) -> Response:
    """Answer a change of visibility, which also applies to new comments; a comment being typed is left alone."""
    empty = f"{dom_id(task, 'sheet-compose')}:has(:placeholder-shown)"
    context = {
        "task": task,
        "write_to": write_to(other_readers(task)),
        "comment_form": CommentForm(formdata=None),
    }
    pieces = panel_field(task, "sharing", focus=True), Fragment(empty, "tasks/_comment_form.html", context)
    said = (
        "Only the CEO and the COO can see it now"
        if task.is_for_leads
        else "Everyone with access can see it now"
    )
    return task_response(task, before, *pieces, say=said if task.touched_at != before else "")


def not_shared(task: Task, said: str, changed: Sequence[str] = ()) -> Response:
    """Return the unchanged choice and the reason, with what is new. An open form there is left alone."""
    fresh = panel_field(task, "sharing", focus=True)
    if from_htmx():
        return parts(fresh, *what_is_new(task, changed), say=said, status=422)
    return invalid(fresh, PAGE, 422, **panel_context(task, notice=said))


def what_is_new(task: Task, changed: Sequence[str]) -> list[Fragment]:
    """Return the parts that changed since, and the discussion, without a part somebody is typing in."""
    fields = {"title": "title", "details": "details", "status": "status", "owner": "owner", "date": "due"}
    found = [panel_field(task, fields[name]) for name in changed if name in fields]
    for piece in found:
        piece.target += ":not(form, :has(form [type=text], textarea))"
    if "steps" in changed:
        empty = f"{dom_id(task, 'sheet-steps')}:has(:placeholder-shown)"
        context = {"task": task, "steps": steps_of(task), "step_form": StepForm(formdata=None), "renamed": 0}
        found.append(Fragment(empty, "tasks/_steps.html", context))
    talk = Fragment(
        dom_id(task, "sheet-talk"), "tasks/_discussion.html", {"task": task, "lines": conversation(task)}
    )
    return [*found, talk] if changed else []


def text_response(task: Task, before: datetime) -> Response:
    """Answer a change of title and details, together or alone."""
    title = "title" in request.form
    pieces = panel_field(task, "title", focus=title), panel_field(task, "details", focus=not title)
    return task_response(task, before, *pieces, say="Saved")


def status_response(task: Task, form: StatusForm, before: datetime) -> Response:
    """Answer a new status; if it needs one more field, that field has the focus."""
    reader = Viewer.at(g.seat)
    wants = bool(reader.asks(task, asking=True))
    said = fragments.status_message(task) if task.touched_at != before else ""
    wrote = bool(form.why.data or form.waiting_on.data)
    mine = panel_field(task, "status", asking=wants, focus=wrote and not wants)
    after = waiters_of(task, g.seat)
    rows = [waits.row_of_waiter(each) for each in after]
    return task_response(
        task, before, mine, asking=wants, say=waits.with_unblocked(said, task, after), beside=rows
    )


def status_refused(task: Task, form: StatusForm) -> Response:
    """Return the people to choose from if it is not clear who it waits on; otherwise a refusal in words."""
    if form.unresolved is None:
        raise DomainError(form.first_error)
    page = {} if from_htmx() else panel_context(task)
    return invalid(fragments.ask(task, form), PAGE, **page)


def status_conflict(task: Task, field: str, both: ConflictError) -> Response:
    """Answer a conflict: both statuses to choose from, and the present one."""
    return conflict_response(both, fragments.row(task), *([panel_field(task, field)] if at_sheet() else []))


def kind_word_here(kind: str) -> str:
    return wording.kind_word(kind, wording.reader_of(g.seat))


def check_goal(left: Goal | None, goal: Goal | None) -> bool:
    """Whether to move the task; raises ConflictError if another person moved it elsewhere since it was shown."""
    titles = {str(each.number): each.title for each in (left, goal) if each} | {"": "Inbox"}
    here, there = (str(each.number) if each else "" for each in (left, goal))
    return check_choice("goal", there, here, request.form, "Goal", titles.__getitem__)


def goal_conflict(task: Task, both: ConflictError) -> Response:
    return conflict_response(both, fragments.row(task), *([whole_panel(task)] if at_sheet() else []))


def goal_response(task: Task, left: Goal | None, goal: Goal | None, before: datetime) -> Response:
    """Answer a move to another goal: out of one list, into the other."""
    pieces: list[Answer] = [fragments.progress(each) for each in (left, goal) if each]
    if left != goal:
        pieces += [Removal(dom_id(task)), Fragment(dom_id(AddLine(goal)), *row_of(task), swap="beforebegin")]
    mine = [whole_panel(task)] if at_sheet() and task.touched_at != before else []
    say = f"Moved to {goal.title if goal else 'the inbox'}"
    return updated(*pieces, *mine, otherwise=task_fallback_url(task), say=say)


def reordered(task: Task) -> Response:
    """Swap its row with the neighbour's, if both are on the page."""
    order = in_order(task)
    at = order.index(task)
    pieces: list[Answer] = []
    if request.form.get("direction") == "up" and at + 1 < len(order):
        pieces = moved_before(task, order[at + 1])
    elif at:
        pieces = moved_after(task, order[at - 1])
    mine = [panel_field(task, "place", order=order)] if at_sheet() else []
    return updated(
        *pieces, *mine, otherwise=task_fallback_url(task), say=f"Moved {request.form.get('direction', '')}"
    )


def whole_panel(task: Task) -> Fragment:
    """Return all of the panel, because its heading and its neighbours have changed."""
    context = {**panel_context(task), "in_drawer": request.form.get("at") == "drawer"}
    return Fragment(dom_id(task, "sheet"), SHEET, context)


def row_of(task: Task) -> tuple[str, dict[str, Any]]:
    line = fragments.row(task)
    return line.template, line.context


def moved_before(task: Task, other: Task) -> list[Answer]:
    """Return the move of a row before another; htmx ignores it if a filtered list lacks the neighbour."""
    one, two = dom_id(task), dom_id(other)
    return [Removal(f"{two} ~ #{one}"), Fragment(f"{two}:has(~ #{one})", *row_of(task), swap="beforebegin")]


def moved_after(task: Task, other: Task) -> list[Answer]:
    one, two = dom_id(task), dom_id(other)
    return [Removal(f"{one}:has(~ #{two})"), Fragment(f"{one} ~ #{two}", *row_of(task), swap="afterend")]


def close_form(task: Task, field: str) -> Response:
    """Close a small form without saving."""
    if not from_htmx():
        return redirect_to(task_fallback_url(task))
    if not at_sheet():
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
    """Return the lists' fragments and, on the task's own page, the given ones and the new events."""
    around = fragments.task_changed(task, task.goal, asking=asking and not at_sheet())
    mine = [*pieces, *sharing_anew(task, *pieces), *new_lines(task, before)] if at_sheet() else []
    return updated(*around, *beside, *mine, otherwise=task_fallback_url(task, asking), say=say)


def sharing_anew(task: Task, *beside: Answer) -> list[Fragment]:
    """Return the form that shows what sharing the task would show, unless it is already among the fragments."""
    fresh = panel_field(task, "sharing")
    is_there = any(isinstance(each, Fragment) and each.target == fresh.target for each in beside)
    return [fresh] if task.is_for_leads and not is_there else []


def task_fallback_url(task: Task, asking: bool = False) -> str:
    """Return the address of the page that shows the change without htmx: the form's, or that of the next field."""
    if at_sheet() or asking:
        return url_for("client.tasks.show", number=task.number)
    return url_for("client.roadmap.index", _anchor=dom_id(task))


def panel_field(task: Task, field: str, **more: Any) -> Fragment:
    """Return one part of the panel: title, status, due, owner, kind, place or details."""
    context: dict[str, Any] = {"task": task, "asking": False, "focus": False, **more}
    if field == "waits":
        context["links"] = links_of(task, g.seat)
    return Fragment(dom_id(task, f"sheet-{field}"), f"tasks/_panel_{field}.html", context)


def new_lines(task: Task, before: datetime) -> list[Answer]:
    """Return the events this request recorded, for the end of the discussion."""
    place = dom_id(task, "sheet-thread")
    lines = lines_since(task, before)
    return [
        Fragment(place, "tasks/_discussion_entry.html", {"task": task, "line": line}, "beforeend")
        for line in lines
    ]
