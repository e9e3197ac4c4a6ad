"""The header of a client's pages, and its readers. Queries the database only if it is shown."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import cached_property
from typing import Any

from flask import current_app, g, request, url_for
from markupsafe import Markup

from tracker.clients.models import Health, Seat
from tracker.clients.queries import first_ceo, vision_credit
from tracker.clients.scope import active_seats, all_seats
from tracker.foundation import clock
from tracker.foundation.htmx import TemplateContext, from_htmx
from tracker.foundation.text.numerals import whole_number
from tracker.roadmap.models import Goal, Task, quarters
from tracker.roadmap.models.progress import Progress
from tracker.roadmap.models.statuses import Visibility
from tracker.roadmap.presentation import approval, queries
from tracker.roadmap.presentation.approval import ApprovalView, BeforeSharing, DiscussionRequest
from tracker.roadmap.presentation.dependencies import blockers_by_task
from tracker.roadmap.presentation.dependency_graph import Blockers
from tracker.roadmap.presentation.filters import Choices, Filters
from tracker.roadmap.presentation.forms import AssigneeForm
from tracker.roadmap.presentation.lists.goal_rows import GoalRow, goal_row
from tracker.roadmap.presentation.lists.holdings import Holdings, holdings, holdings_of
from tracker.roadmap.presentation.lists.listed_task import Work
from tracker.roadmap.presentation.lists.rows import Rows
from tracker.roadmap.presentation.page_moment import poll_context
from tracker.roadmap.presentation.person_picker import People, PersonPicker
from tracker.roadmap.presentation.queries import RoadMap, steps_of
from tracker.roadmap.presentation.sharing import shown_parts
from tracker.roadmap.presentation.sharing.shown_goals import goal_versions_field
from tracker.roadmap.presentation.viewer import Viewer


class ClientHeader:
    """Counts and look-ups for a page about a client; the client itself is `g.client`."""

    @cached_property
    def viewer(self) -> Viewer:
        """The reader's rights and words, made once a request."""
        return Viewer.at(g.seat)

    def statuses(self, work: Work) -> Markup:
        """Return the six statuses as options; rendered once a request, because they occur often."""
        return self.options(lambda: self.viewer.choices(work), work.status, self.viewer.status(work))

    def reader_options(self, chosen: str) -> Markup:
        """Return who may see a new task as options; rendered once a request, for the line under each goal."""
        return self.options(lambda: self.readers_to_choose, chosen)

    def options(self, choices: Callable[[], Choices], chosen: str, word: str = "") -> Markup:
        """Return choices as options, of which one is chosen and has this word."""
        key = chosen, word
        if key not in self.rendered_options:
            draw = current_app.jinja_env.get_template("ui/options.html").module.options  # type: ignore[attr-defined]
            self.rendered_options[key] = draw(choices(), chosen)
        return self.rendered_options[key]

    @cached_property
    def rendered_options(self) -> dict[tuple[str, str], Markup]:
        """The rendered options, by the chosen one and its word; no two lists have a choice in common."""
        return {}

    @cached_property
    def blockers(self) -> dict[int, Blockers]:
        """The open blockers of blocked tasks, by task id."""
        return blockers_by_task(g.seat)

    @cached_property
    def rows(self) -> Rows:
        """The rows of tasks, with what repeats among them."""
        return Rows(self)

    @cached_property
    def every_task(self) -> str:
        """The address of the road map that shows every task under the present filters."""
        shown: dict[str, Any] = {**Filters.asked(request.args).unfolded()}
        return url_for("client.roadmap.index", **shown)

    @cached_property
    def goals_address(self) -> str:
        """The address of a goal's page without its number."""
        return url_for("client.goals.show", number=1).removesuffix("1")

    def goal_row(self, goal: Goal, asking: bool) -> GoalRow:
        """Return what the title row of a goal shows. `asking`: a status may ask for its reason, too."""
        return goal_row(goal, self, asking)

    @cached_property
    def progress(self) -> Progress:
        """The progress over all tasks of the client."""
        return queries.progress_at(g.client, g.seat)

    def with_counts_of(self, board: RoadMap) -> RoadMap:
        """Return the road map, after counting from it what the header and the lists of people would ask for."""
        self.progress = board.progress
        self.holdings = holdings_of(board.goals, board.tasks)
        return board

    @cached_property
    def holdings(self) -> Holdings:
        """The owners of open tasks, and the outsiders in use here."""
        return holdings(g.client, g.seat)

    @cached_property
    def ceo(self) -> Seat | None:
        """The CEO whose view of the page a COO is offered first."""
        return first_ceo(active_seats())

    @property
    def vision_credit(self) -> str:
        """Return the credit of the vision for this reader."""
        return vision_credit(g.client, g.seat.person_id, all_seats())

    @property
    def nothing_here(self) -> str:
        """The heading of an empty page for the client's people, if there was work before; otherwise empty."""
        return "No goals now." if queries.has_trashed_work(g.client, g.seat) else ""

    @property
    def at_goal(self) -> bool:
        """The function `at_goal` for templates, whose forms then send `at=goal`."""
        return at_goal()

    def agreement(self, goal: Goal) -> ApprovalView:
        """Return the approval of a goal, with the CEO's request to discuss it."""
        return ApprovalView(
            goal,
            g.seat,
            active_seats(),
            self.discussion_requests.get(goal.id) if goal.discussion_requested_at else None,
        )

    @cached_property
    def discussion_requests(self) -> dict[int, DiscussionRequest]:
        """Return the requests to discuss by goal; one query a request, only if such a goal is shown."""
        return queries.discussion_requests_at(g.client, g.seat)

    @cached_property
    def leads(self) -> str:
        """The readers of tasks hidden from the team: “Marco and Dana”."""
        return approval.leads_by_name(active_seats())

    def is_private(self, task: Task) -> bool:
        """Whether the task is hidden from some people at the client."""
        return task.is_for_leads or task.in_draft()

    @property
    def readers_to_choose(self) -> list[tuple[str, str]]:
        """The choices of who sees a task: “Everyone with access”, or “Marco and Dana only”."""
        return [(str(Visibility.ALL), "Everyone with access"), (str(Visibility.LEADS), f"{self.leads} only")]

    def before_sharing(self, task: Task) -> BeforeSharing:
        """Return the note of the form that shares a task for CEO and COO."""
        return approval.before_sharing(task, len(steps_of(task)), active_seats())

    def shown_goal(self, goal: Goal) -> str:
        """Return the parts of a goal that a form about its approval shows.

        On a draft's own page they are all that the client would read, as a digest.
        """
        if goal.is_draft and at_goal():
            return shown_parts.goal_digest(goal)
        return self.goals_shown[goal.id]

    @cached_property
    def goals_shown(self) -> dict[int, str]:
        """The parts of all goals, by goal id; two queries a request, only if such a form is shown."""
        return goal_versions_field(g.client, g.seat)

    def shown_parts(self, task: Task) -> str:
        """Return the digest of the parts that others would read, for the form that shows the task to them."""
        return shown_parts.parts_digest(shown_parts.parts_of_task(task, steps_of(task)))

    def hidden_comments(self, task: Task) -> str:
        """Return a digest of the comments that sharing the task may show."""
        return shown_parts.digest(shown_parts.hidden_comments(task))

    def other_readers(self, task: Task) -> str:
        """Return the sentence about the task's other readers."""
        others = [seat.name for seat in approval.task_readers(task, active_seats()) if seat.id != g.seat.id]
        until = " while its goal is a draft" if task.in_draft() else ""
        return (
            f"{approval.names_up_to(others)} can read it, too{until}"
            if others
            else f"Only you can read it{until}"
        )

    @property
    def healths(self) -> list[tuple[str, str]]:
        """The values of the client's health as choices, in their order."""
        order = (Health.STEADY, Health.WATCH, Health.STEP_IN, Health.SETTLING_IN)
        return [(str(each), each.word) for each in order]

    @property
    def week(self) -> str:
        """“Q4, week 8 of 13”."""
        today = clock.today(g.client)
        week, weeks = quarters.week_of(today)
        return f"{quarters.quarter_of(today)[-2:]}, week {week} of {weeks}"

    @property
    def news(self) -> TemplateContext:
        """The page's time and filters, for the element that polls for others' changes."""
        return poll_context()

    @property
    def has_checkboxes(self) -> bool:
        """Whether rows have a checkbox from the server. Otherwise a script adds it: 500 rows stay small."""
        return request.args.get("marks") == "yes" or bool(self.selected_numbers)

    @cached_property
    def selected_numbers(self) -> set[int]:
        """The numbers of the rows in a refused bulk change, to select them again."""
        if request.endpoint != "client.bulk_edit.change" or from_htmx():
            return set()
        numbers = map(whole_number, request.form.getlist("task"))
        return {number for number in numbers if number is not None}

    def picker(
        self,
        name: str,
        form: AssigneeForm | None = None,
        work: Work | None = None,
        offered: Sequence[Seat] = (),
    ) -> PersonPicker:
        """Return the list of people for a field, with the sent or present value. `offered` limits it."""
        return PersonPicker(name, self.offer, form, work, offered)

    def refused(self, work: Work) -> AssigneeForm | None:
        """Return the form with its typed text, if it was not clear who this work waits on."""
        form: AssigneeForm | None = g.get("refused_form")
        return form if form is not None and form.work == work else None

    @cached_property
    def offer(self) -> People:
        """The people that every list on this page offers, in one order."""
        return People(g.seat, active_seats(), self.holdings)


def header_context() -> TemplateContext:
    """Return the context for templates of pages about a client: `head` and `viewer`."""
    if g.get("seat") is None:
        return {}
    head = header()
    return {"head": head, "viewer": head.viewer}


def header() -> ClientHeader:
    """Return the header of this request's client, with its people loaded."""
    if "head" not in g:
        all_seats()
        g.head = ClientHeader()
    found: ClientHeader = g.head
    return found


def at_goal() -> bool:
    """Whether the reader is on a goal's own page, or pressed a button there."""
    return request.endpoint == "client.goals.show" or request.values.get("at") == "goal"
