"""`tracker import` on a fresh installation."""

from sqlalchemy import select

from tracker.clients.models import Client
from tracker.foundation.database import db
from tracker.roadmap.models import Goal, Task

PLAN = (
    "Goal,Task,Owner,Due\nSecond oven,Choose lease or buy,Marco,2026-12-04\nSecond oven,Book the install,,\n"
)


def test_a_plan_can_be_imported(tracker, unmigrated_app, tmp_path):
    tracker("demo", "--clients", "1", "--goals", "0")
    (tmp_path / "plan.csv").write_text(PLAN)
    code, said = tracker("import", "--client", "client-001", str(tmp_path / "plan.csv"))
    assert code == 0, said
    with unmigrated_app.app_context():
        client = db.session.scalars(select(Client)).one()
        assert [goal.title for goal in db.session.scalars(Goal.of(client))] == ["Second oven"]
        assert len(db.session.scalars(Task.of(client)).all()) == 2


def test_a_broken_file_gets_a_message(tracker, tmp_path):
    tracker("demo", "--clients", "1", "--goals", "0")
    (tmp_path / "plan.csv").write_text("colour,smell\nred,sweet\n")
    code, said = tracker("import", "--client", "client-001", str(tmp_path / "plan.csv"))
    assert code == 2 and "Traceback" not in said and len(said) > 40


def test_an_unknown_client_gets_a_message(tracker, tmp_path):
    tracker("demo", "--clients", "1", "--goals", "0")
    (tmp_path / "plan.csv").write_text(PLAN)
    assert tracker("import", "--client", "nobody", str(tmp_path / "plan.csv"))[0] == 2
