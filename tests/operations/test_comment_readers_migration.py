"""The migration, up and down, that stores who could read a task when something was written about it."""

from sqlalchemy import select

from tests import world
from tracker.foundation.database import db
from tracker.history.models import Event
from tracker.ops import migrations
from tracker.roadmap.models import Comment, Task
from tracker.roadmap.models.statuses import ApprovalState, Visibility

BEFORE = "20261128_sign_in_details"


def create_history():
    """Create comments and changes of every kind, each with the expected readers."""
    cast = world.create_cast()
    by = cast.dana
    shown = world.a_task(cast.fornello, by, "Sweep")
    world.a_comment(shown, by, "for all")
    shown.share(Visibility.LEADS, by)
    world.a_comment(shown, by, "for leads")
    shared = world.a_task(cast.fornello, by, "Let Luca go", visibility=Visibility.LEADS)
    world.a_comment(shared, by, "shared long ago")
    shared.change(by, title="Plan the rota")
    shared.share(Visibility.ALL, by)
    shared.change(by, title="Plan the winter rota")
    draft = world.a_goal(cast.fornello, by, "Sell", approval_state=ApprovalState.DRAFT)
    drafted = world.a_task(cast.fornello, by, "Ask broker", goal=draft)
    world.a_comment(drafted, by, "for the COO")
    world.a_comment(drafted, by, "gone").put_in_trash(drafted, by)
    db.session.commit()


def task_events():
    query = select(Event).where(Event.task_id.is_not(None)).order_by(Event.id)
    found = db.session.scalars(query)
    return [(line.action, line.details.get("leads"), line.details.get("draft")) for line in found]


def test_events_and_comments_get_the_readers_of_their_task(unmigrated_app):
    migrations.migrate(unmigrated_app)
    with unmigrated_app.app_context():
        create_history()
        marked = task_events()
        assert ("task_title_changed", True, None) in marked and ("task_title_changed", None, None) in marked
        db.session.remove()
    for _ in range(2):
        migrations.migrate(unmigrated_app, to=BEFORE)
        with unmigrated_app.app_context():
            found = db.session.execute(db.text("SELECT details FROM event")).scalars().all()
            assert not any('"leads": true' in str(details) for details in found)
            db.session.remove()
        migrations.migrate(unmigrated_app)
    with unmigrated_app.app_context():
        assert task_events() == marked
        assert dict(db.session.execute(select(Comment.body, Comment.readers)).all()) == {
            "for all": "all", "for leads": "leads", "shared long ago": "all", "for the COO": "coo", "gone": "coo",
        }  # fmt: skip
        counts = select(Task.title, Task.comment_count, Task.comments_for_leads, Task.comments_for_coo)
        assert {tuple(row) for row in db.session.execute(counts)} == {
            ("Sweep", 2, 1, 0), ("Plan the winter rota", 1, 0, 0), ("Ask broker", 1, 0, 1),
        }  # fmt: skip
        db.session.remove()
