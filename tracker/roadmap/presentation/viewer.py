"""The reader of the road map: their rights to a piece of work, and the words they read for it. Pure."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from tracker.clients.models import Role, Seat
from tracker.clients.short_names import name_for
from tracker.foundation import clock
from tracker.foundation.text.formatting import day, person_colour
from tracker.roadmap.models import Goal, Task, metric
from tracker.roadmap.models.statuses import Status
from tracker.roadmap.presentation import wording
from tracker.roadmap.presentation.lists.listed_task import ListedTask, Work, dates_of


@dataclass(frozen=True)
class Viewer:
    """A seat at the client and the client's date; templates use it instead of roles."""

    seat: Seat
    today: date

    @classmethod
    def at(cls, seat: Seat) -> Viewer:
        """Return the reader with this seat, today."""
        return cls(seat, clock.today(seat.client))

    @property
    def leads(self) -> bool:
        """Whether the reader is COO or CEO: they create goals, change them and assign work."""
        return self.seat.is_lead

    @property
    def may_work(self) -> bool:
        """Whether the reader may add tasks, set statuses and comment: all but viewers."""
        return self.seat.role != Role.VIEWER

    def may_edit(self, work: Work) -> bool:
        """Whether the reader may change all of its fields."""
        return self.leads if isinstance(work, Goal) else work.may_be_edited_by(self.seat)

    def may_move(self, work: Work) -> bool:
        """Whether the reader may set its status, and comment on it."""
        return self.leads if isinstance(work, Goal) else work.may_be_moved_by(self.seat)

    def name(self, name: str) -> str:
        """Return a name as this reader may read it: viewers read first names only."""
        return name_for(self.seat, name)

    def owner(self, work: Work) -> str:
        """Return the owner's name as this reader may read it; empty if there is none."""
        return self.name(work.owner)

    def owner_has_no_access(self, work: Work) -> bool:
        """Whether its owner is an outsider, who sees and receives nothing."""
        return bool(work.owner) and not work.owner_seat_id

    def owner_label(self, work: Work) -> str:
        """Return the label of the owner's initials: “Zebra Ltd, no access”."""
        return self.owner(work) + (", no access" if self.owner_has_no_access(work) else "")

    def colour(self, work: Work) -> int:
        """Return the colour of the owner's initials; 0 (a dashed circle) for a person without access."""
        return person_colour(work.owner) if work.owner_seat_id else 0

    def status(self, work: Work) -> str:
        """Return its status in the reader's words, with the person it waits on."""
        return wording.status_word(
            work.status,
            wording.audience_of(self.seat),
            waiting_on=wording.waiting_name(work, self.seat),
            waits_on_reader=work.is_waiting_for(self.seat),
            days_later=wording.days_later(*dates_of(work)),
        )

    def choices(self, work: Work) -> list[tuple[str, str]]:
        """Return the six statuses as choices; the present one includes the person it waits on."""
        mine = {str(work.status): self.status(work)}
        return [
            (key, mine.get(key, word)) for key, word in wording.choices_for(wording.audience_of(self.seat))
        ]

    def note(self, work: Work) -> str:
        """Return the note beside the title: its first date, how late it is, and since when it waits."""
        since = work.waiting_since if work.status == Status.WAITING else None
        notes = [self.date_note(work)]
        if since:
            notes.append(f"waiting since {day(clock.local(since, self.seat.client).date(), self.today)}")
        return ", ".join(word for word in notes if word)

    def date_note(self, work: Work) -> str:
        """Return the part of it about the date: “was 28 Dec, three weeks late”.

        The date of a goal that was never agreed is no promise, so it is never late: “proposed for Fri 20 Nov”.
        """
        first, now = dates_of(work)
        if isinstance(work, Goal) and not work.was_agreed:
            has_passed = work.is_open and now is not None and now < self.today
            word = "proposed" if work.is_proposed else "planned"
            return f"{word} for {day(now, self.today)}" if has_passed else ""
        was = wording.was_word(first, now)
        late = wording.late_word(now, self.today, wording.audience_of(self.seat), is_open=work.is_open)
        return f"{was}, {late[:1].lower()}{late[1:]}" if was and late else was or late

    def measure(self, goal: Goal) -> str:
        """Return its measure with its values: “Weeks to open: from 6 to 2 weeks, now 3”. Empty if it has none."""
        return metric.metric_line(goal)

    def short_measure(self, goal: Goal) -> str:
        """Return its measure for a line with little room: the numbers, or the text if there are none."""
        return metric.metric_scale(goal) or goal.metric

    def scale(self, goal: Goal) -> str:
        """Return its measure in numbers; empty if it has none."""
        return metric.metric_scale(goal)

    def number(self, number: float | None) -> str:
        """Return a number as the field of a measure shows and accepts it: “2.5”, “12,000”. Empty for None."""
        return metric.number_text(number)

    def kind(self, task: Task | ListedTask) -> str:
        """Return its kind in the reader's words: “Build” for a COO, “Building” for the others."""
        return wording.kind_word(task.kind, wording.audience_of(self.seat))

    @property
    def kinds(self) -> list[tuple[str, str]]:
        """Return the three kinds of work as choices."""
        return wording.kinds_for(wording.audience_of(self.seat))

    def is_date_highlighted(self, work: Work) -> bool:
        """Whether its date is gold: moved to a later day, or passed, while the work is open."""
        first, now = dates_of(work)
        if isinstance(work, Goal) and not work.was_agreed:
            return False
        return work.is_open and now is not None and (wording.days_later(first, now) > 0 or now < self.today)

    def missing_field(self, work: Work, asking: bool) -> str:
        """Return the name of the field that its status still needs: `waiting_on`, `why`, or none."""
        if not self.may_move(work):
            return ""
        if work.status == Status.WAITING and not work.waiting_on:
            return "waiting_on"
        if work.status == Status.WATCH and not work.status_reason and (asking or isinstance(work, Goal)):
            return "why"
        return ""
