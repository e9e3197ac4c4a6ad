"""Small helpers that the tests of tasks share."""

from sqlalchemy.orm import joinedload

from tests.world import a_person
from tracker.clients.models import Role, Seat
from tracker.foundation.database import db
from tracker.history.models import Event
from tracker.roadmap.models import Comment, Step
from tracker.roadmap.presentation.history_viewpoint import history_lines

HOME = "/clients/fornello-pizza"


def at(task, action=""):
    """A task's address at Fornello."""
    return f"{HOME}/tasks/{task.number}{action}"


def history(task, seat):
    """The sentences of a task's history, oldest first."""
    events = db.session.scalars(
        db.select(Event).where(Event.task_id == task.id).options(joinedload(Event.actor)).order_by(Event.id)
    )
    return [line.words for line in history_lines(events, seat)]


def event_count():
    return db.session.scalar(db.select(db.func.count()).select_from(Event))


def last_change():
    """The id of the newest event's change set."""
    return db.session.query(Event).order_by(Event.id.desc()).first().change_set_id


def a_second_rosa(cast):
    """Give another Rosa Delgado access to Fornello."""
    person = a_person("Rosa Delgado", "rosa2@fornello.example")
    seat = Seat.give(cast.fornello, person, Role.TEAM, by=cast.dana)
    db.session.commit()
    return seat


def steps_of(task):
    return list(db.session.scalars(Step.of(task)))


def comments_of(task):
    return list(db.session.scalars(Comment.of(task)))
