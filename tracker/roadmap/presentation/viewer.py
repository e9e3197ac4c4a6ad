"""The reader of the road map: what they may do with a piece of work, and the words for it. Pure."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from tracker.clients.models import Role, Seat
from tracker.foundation import clock
from tracker.foundation.text.formatting import day, person_colour
from tracker.roadmap.models import Goal, Task, metric
from tracker.roadmap.models.statuses import Status
from tracker.roadmap.presentation import wording

Work = Goal | Task


@dataclass(frozen=True)
class Viewer:
    """A seat at the client and the client's date; templates use it instead of roles."""

    seat: Seat
    today: date

    @classmethod
    def at(cls, seat: Seat) -> Viewer:
        return cls(seat, clock.today(seat.client))

    @property
    def leads(self) -> bool:
        """Whether the reader is COO or CEO: they create goals, change them and assign work."""
        return self.seat.is_lead

    @property
    def works(self) -> bool:
        """Whether the reader may add tasks, set statuses and comment: all but viewers."""
        return self.seat.role != Role.VIEWER

    def may_edit(self, work: Work) -> bool:
        return self.leads if isinstance(work, Goal) else work.may_be_edited_by(self.seat)

    def may_move(self, work: Work) -> bool:
        return self.leads if isinstance(work, Goal) else work.may_be_moved_by(self.seat)

    def name(self, name: str) -> str:
        return wording.name_for(self.seat, name)

    def owner(self, work: Work) -> str:
        return self.name(work.owner)

    def owner_has_no_access(self, work: Work) -> bool:
        """Whether its owner is only a name, and so sees and receives nothing."""
        return bool(work.owner) and not work.owner_seat_id

    def owner_label(self, work: Work) -> str:
        """Return the label of the owner's initials: Zebra Ltd, no access."""
        return self.owner(work) + (", no access" if self.owner_has_no_access(work) else "")

    def colour(self, work: Work) -> int:
        """Return the colour of its owner's initials; 0 (a dashed circle) for a person without access."""
        return person_colour(work.owner) if work.owner_seat_id else 0

    def status(self, work: Work) -> str:
        """Return its status in the reader's words, with the person it waits on."""
        return wording.status_word(
            work.status,
            wording.reader_of(self.seat),
            waiting_on=wording.waiting_name(work, self.seat),
            waits_on_reader=work.is_waiting_for(self.seat),
            days_later=wording.days_later(*dates_of(work)),
        )

    def choices(self, work: Work) -> list[tuple[str, str]]:
        """Return the six statuses as choices; the present one includes the person it waits on."""
        mine = {str(work.status): self.status(work)}
        return [(key, mine.get(key, word)) for key, word in wording.choices_for(wording.reader_of(self.seat))]

    def note(self, work: Work) -> str:
        """Return the note beside the title: the first date, how late, waiting since when."""
        since = work.waiting_since if work.status == Status.WAITING else None
        said = [self.date_note(work)]
        if since:
            said.append(f"since {day(clock.local(since, self.seat.client).date(), self.today)}")
        return ", ".join(word for word in said if word)

    def date_note(self, work: Work) -> str:
        """Return the same about its date alone."""
        first, now = dates_of(work)
        late = wording.late_word(now, self.today, wording.reader_of(self.seat), is_open=work.is_open)
        return ", ".join(word for word in (wording.was_word(first, now), late) if word)

    def measure(self, goal: Goal) -> str:
        return metric.in_a_line(goal)

    def short_measure(self, goal: Goal) -> str:
        """Return the same for a line with little room: the numbers, or the words if there are none."""
        return metric.scale(goal) or goal.measure

    def scale(self, goal: Goal) -> str:
        """Return its measure in numbers; empty if it has none."""
        return metric.scale(goal)

    def number(self, number: float | None) -> str:
        return metric.number_text(number)

    def kind(self, task: Task) -> str:
        return wording.kind_word(task.kind, wording.reader_of(self.seat))

    @property
    def kinds(self) -> list[tuple[str, str]]:
        """Return the three kinds of work as choices."""
        return wording.kinds_for(wording.reader_of(self.seat))

    def date_is_warm(self, work: Work) -> bool:
        """Whether the date is gold: moved to a later day, or passed on open work."""
        first, now = dates_of(work)
        return work.is_open and now is not None and (wording.days_later(first, now) > 0 or now < self.today)

    def asks(self, work: Work, asking: bool) -> str:
        """Return the field its status still needs: the person it waits on, or why it is watched."""
        if not self.may_move(work):
            return ""
        if work.status == Status.WAITING and not work.waiting_on:
            return "waiting_on"
        if work.status == Status.WATCH and not work.why_watch and (asking or isinstance(work, Goal)):
            return "why"
        return ""


def dates_of(work: Work) -> tuple[date | None, date | None]:
    """Return the first agreed date and the present one."""
    return (work.first_done_by, work.done_by) if isinstance(work, Goal) else (work.first_due, work.due)
