"""The header of a client's pages, and its readers. Queries the database only if it is shown."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cached_property
from typing import Any

from flask import current_app, g, request
from markupsafe import Markup

from tracker.clients.models import Health, Seat
from tracker.clients.queries import first_ceo, vision_credit
from tracker.clients.scope import active_seats, all_seats
from tracker.foundation import clock
from tracker.foundation.htmx import from_htmx
from tracker.foundation.text.numerals import is_digits
from tracker.roadmap.models import Goal, Task, quarters
from tracker.roadmap.models.progress import Progress
from tracker.roadmap.models.statuses import Visibility
from tracker.roadmap.presentation import approval, queries
from tracker.roadmap.presentation.approval import ApprovalView, BeforeSharing, Talk
from tracker.roadmap.presentation.dependencies import before_at
from tracker.roadmap.presentation.dependency_graph import Blockers
from tracker.roadmap.presentation.forms import AssigneeForm
from tracker.roadmap.presentation.page_moment import poll_context
from tracker.roadmap.presentation.person_picker import People, PersonPicker
from tracker.roadmap.presentation.queries import steps_of
from tracker.roadmap.presentation.sharing import shown_parts
from tracker.roadmap.presentation.viewer import Viewer, Work


class ClientHeader:
    """Counts and look-ups for a page about a client; the client itself is `g.client`."""

    @cached_property
    def reader(self) -> Viewer:
        return Viewer.at(g.seat)

    def statuses(self, work: Work) -> Markup:
        """Return the six statuses as options; rendered once a request, because they occur often."""
        key = (work.status, self.reader.status(work))
        if key not in self.drawn:
            draw = current_app.jinja_env.get_template("ui/options.html").module.options  # type: ignore[attr-defined]
            self.drawn[key] = draw(self.reader.choices(work), work.status)
        return self.drawn[key]

    @cached_property
    def drawn(self) -> dict[tuple[str, str], Markup]:
        return {}

    @cached_property
    def waits(self) -> dict[int, Blockers]:
        return before_at(g.client, g.seat)

    def before(self, task: Work) -> Blockers | None:
        """Return what open tasks are still blocked by; one query for all of them."""
        return self.waits.get(task.id) if task.is_open else None

    @cached_property
    def progress(self) -> Progress:
        return queries.progress_at(g.client, g.seat)

    @cached_property
    def ceo(self) -> Seat | None:
        """Return the CEO as whom the COO looks first."""
        return first_ceo(active_seats())

    @property
    def vision_credit(self) -> str:
        """Return the credit of the vision for this reader."""
        return vision_credit(g.client, g.seat.person_id, all_seats())

    @property
    def at_goal(self) -> bool:
        return at_goal()

    def agreement(self, goal: Goal) -> ApprovalView:
        """Return the approval of a goal, with the CEO's wish to discuss it."""
        return ApprovalView(goal, g.seat, active_seats(), self.talks.get(goal.id) if goal.talk_at else None)

    @cached_property
    def talks(self) -> dict[int, Talk]:
        """Return the wishes to discuss by goal; one query a request, only if such a goal is shown."""
        return queries.talks_at(g.client, g.seat)

    @cached_property
    def leads(self) -> str:
        """Return Marco and Dana, the readers of what is hidden from the team."""
        return approval.leads_by_name(active_seats())

    def is_private(self, task: Task) -> bool:
        return task.is_for_leads or task.in_draft()

    @property
    def readers_to_choose(self) -> list[tuple[str, str]]:
        """Return the choices of who may see a task: everyone with access, or Marco and Dana only."""
        return [(str(Visibility.ALL), "Everyone with access"), (str(Visibility.LEADS), f"{self.leads} only")]

    def before_sharing(self, task: Task) -> BeforeSharing:
        """Return what the form says before a task for CEO and COO is shared."""
        return approval.before_sharing(task, len(steps_of(task)), active_seats())

    def shown_parts(self, work: Work) -> str:
        """Return the digest of what others would read, for the form that shows it to them."""
        if isinstance(work, Goal):
            return shown_parts.sealed_goal(work)
        return shown_parts.sealed(shown_parts.parts_of_task(work, steps_of(work)))

    def hidden_comments(self, task: Task) -> str:
        return shown_parts.digest(shown_parts.hidden_comments(task))

    def read_by(self, task: Task) -> str:
        """Return who reads it, besides the reader."""
        others = [seat.name for seat in approval.readers(task, active_seats()) if seat.id != g.seat.id]
        until = " while its goal is a draft" if task.in_draft() else ""
        return (
            f"{approval.names_up_to(others)} can read it, too{until}"
            if others
            else f"Only you can read it{until}"
        )

    @property
    def healths(self) -> list[tuple[str, str]]:
        order = (Health.STEADY, Health.WATCH, Health.STEP_IN, Health.SETTLING_IN)
        return [(str(each), each.word) for each in order]

    @property
    def week(self) -> str:
        """Return Q4, week 8 of 13."""
        today = clock.today(g.client)
        week, weeks = quarters.week_of(today)
        return f"{quarters.quarter_of(today)[-2:]}, week {week} of {weeks}"

    @property
    def news(self) -> dict[str, Any]:
        """Return the page's moment, for the element that polls for others' changes."""
        return poll_context()

    @property
    def marking(self) -> bool:
        """Whether rows have a box to tick. With scripts, the script adds it (it keeps 500 rows small)."""
        return request.args.get("marks") == "yes" or bool(self.marked)

    @cached_property
    def marked(self) -> set[int]:
        """Return the rows of a refused bulk change, to mark them again."""
        if request.endpoint != "client.bulk_edit.change" or from_htmx():
            return set()
        return {int(number) for number in request.form.getlist("task") if is_digits(number)}

    def picker(
        self,
        name: str,
        form: AssigneeForm | None = None,
        work: Work | None = None,
        offered: Sequence[Seat] = (),
    ) -> PersonPicker:
        """Return the list of people for a field, with the sent or present value; `offered` limits the people."""
        return PersonPicker(name, self.offer, form, work, offered)

    def refused(self, work: Work) -> AssigneeForm | None:
        """Return the form with what was typed, if it was not clear who it waits on."""
        form: AssigneeForm | None = g.get("refused_form")
        return form if form is not None and form.work == work else None

    @cached_property
    def offer(self) -> People:
        """Return the people that every list on this page offers, in one order."""
        return People(g.seat, active_seats(), queries.holdings(g.client, g.seat))


def header_context() -> dict[str, Any]:
    """Context for templates of pages about a client: `head` and `reader`."""
    if g.get("seat") is None:
        return {}
    if "head" not in g:
        all_seats()
        g.head = ClientHeader()
    return {"head": g.head, "reader": g.head.reader}


def at_goal() -> bool:
    """Whether the reader is on a goal's own page, or pressed a button there."""
    return request.endpoint == "client.goals.show" or request.values.get("at") == "goal"
