"""`tracker import`: the same way in, from the console."""

import pytest

from tests.imports.files import a_board, a_card, a_csv
from tracker.foundation.database import db, writing
from tracker.foundation.exceptions import DomainError
from tracker.imports import cli
from tracker.roadmap.models import Task


@pytest.fixture
def bring(cast, tmp_path):
    """Bring a file in at Fornello; the lines that are told."""

    def bring(data, name="board.json", slug="fornello-pizza"):
        path = tmp_path / name
        path.write_bytes(data)
        return list(cli.bring_in_file(slug, path))

    before = writing.set(True)
    yield bring
    db.session.rollback()
    writing.reset(before)


def test_it_tells_what_came(bring, cast):
    assert bring(a_board(a_card()))[0] == "board.json: 1 goal and 1 task new."
    task = db.session.query(Task).one()
    assert (task.title, task.created_by_id) == ("Order flour", cast.dana.id)


def test_the_same_again_changes_nothing(bring):
    bring(a_board(a_card()))
    assert bring(a_board(a_card()))[0] == "board.json: nothing new, nothing changed."
    assert bring(a_board(a_card(name="Order more")))[0] == "board.json: 1 updated."


def test_a_refused_file_says_why_and_where(bring):
    with pytest.raises(DomainError, match=r"Some rows are not right(?s:.*)Row 2: "):
        bring(a_csv(["Goal", "Task", "Status"], ["Oven", "Order", "doomed"]), "plan.csv")
    assert db.session.query(Task).count() == 0


def test_a_file_without_ids_comes_once(bring):
    bring(a_csv(["Goal", "Task"], ["Oven", "Order"]), "plan.csv")
    with pytest.raises(DomainError, match="This same file was imported on"):
        bring(a_csv(["Goal", "Task"], ["Oven", "Order"]), "plan.csv")


def test_a_client_nobody_knows(bring):
    with pytest.raises(DomainError, match="no client nowhere"):
        bring(b"", slug="nowhere")
