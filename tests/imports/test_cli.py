"""The console command `tracker import`."""

import pytest

from tests.imports.files import a_board, a_card, a_csv
from tests.roadmap.people import HOME
from tests.world import seat_of
from tracker.accounts.models import Person
from tracker.foundation.database import db, writing
from tracker.foundation.exceptions import DomainError
from tracker.imports import cli
from tracker.roadmap.models import Goal, Task


@pytest.fixture
def import_lines(cast, tmp_path):
    """Import a file at Fornello from the console and return the lines it prints."""

    def import_lines(data, name="board.json", slug="fornello-pizza", by=""):
        path = tmp_path / name
        path.write_bytes(data)
        return list(cli.import_file(slug, path, by))

    before = writing.set(True)
    yield import_lines
    db.session.rollback()
    writing.reset(before)


def test_it_reports_what_was_imported(import_lines, cast):
    assert import_lines(a_board(a_card()))[0] == "board.json: 1 goal and 1 task new."
    task = db.session.query(Task).one()
    assert (task.title, task.created_by_id) == ("Order flour", None)


def test_the_same_file_again_changes_nothing(import_lines):
    import_lines(a_board(a_card()))
    assert import_lines(a_board(a_card()))[0] == "board.json: nothing new, nothing changed."
    assert import_lines(a_board(a_card(name="Order more")))[0] == "board.json: 1 updated."


def test_a_refused_file_says_why_and_where(import_lines):
    with pytest.raises(DomainError, match=r"Some rows are not right(?s:.*)Row 2: "):
        import_lines(a_csv(["Goal", "Task", "Status"], ["Oven", "Order", "doomed"]), "plan.csv")
    assert db.session.query(Task).count() == 0


def test_a_file_without_ids_is_imported_once(import_lines):
    import_lines(a_csv(["Goal", "Task"], ["Oven", "Order"]), "plan.csv")
    with pytest.raises(DomainError, match="This same file was imported on"):
        import_lines(a_csv(["Goal", "Task"], ["Oven", "Order"]), "plan.csv")


def test_an_unknown_client_is_refused(import_lines):
    with pytest.raises(DomainError, match="no client nowhere"):
        import_lines(b"", slug="nowhere")


def test_an_operators_import_names_the_practice_and_no_person(import_lines, cast, visit):
    """Dana did not do it, so no page says so: neither history nor Past imports."""
    import_lines(a_csv(["Goal", "Task", "Status"], ["Oven", "Order", "Done"]), "plan.csv")
    for who in (cast.dana, cast.marco):
        told = visit(who).get(f"{HOME}/history").text
        assert "Whitlock Operations added “Order”" in told and "Dana added “" not in told, who.name
    dana = visit(cast.dana)
    assert "Dana imported" not in dana.get(f"{HOME}/history").text
    assert "Whitlock Operations imported a plan from plan.csv" in dana.get(f"{HOME}/history").text
    past = dana.get(f"{HOME}/import").words("#imports")
    assert "Whitlock Operations, " in past and "Dana" not in past
    run = dana.get(f"{HOME}/import").one("#imports a")["href"]
    assert "sent by Whitlock Operations" in dana.get(run).text
    assert db.session.query(Person).filter_by(name="Whitlock Operations").count() == 0


def test_a_coo_may_be_named_as_the_importer(import_lines, cast, dana):
    import_lines(a_csv(["Goal", "Task"], ["Oven", "Order"]), "plan.csv", by=" Dana@Whitlock.example ")
    assert "Dana imported a plan from plan.csv" in dana.get(f"{HOME}/history").text
    assert db.session.query(Task).one().created_by_id == cast.dana.id


@pytest.mark.parametrize(
    "address", ["marco@fornello.example", "ash@whitlock.example", "nobody@nowhere.example"]
)
def test_only_a_coo_of_the_client_may_be_named(import_lines, address):
    with pytest.raises(DomainError, match=f"{address} is not the address of a COO of Fornello Pizza"):
        import_lines(a_board(a_card()), by=address)


def test_with_a_ceo_new_goals_are_proposed_as_on_the_page(import_lines, marco):
    told = import_lines(a_csv(["Goal", "Task"], ["Oven", "Order"]), "plan.csv")
    goal = db.session.query(Goal).one()
    assert (goal.approval_state, goal.agreed_at) == ("proposed", None)
    assert "New goals are proposed, for the CEO to agree." in told
    assert marco.get(f"{HOME}/goals/{goal.number}").soup.select("[action$='/agree'], [formaction$='/agree']")


def test_without_a_ceo_they_are_agreed(import_lines, cast):
    seat_of(cast.marco, cast.fornello).end(cast.dana)
    told = import_lines(a_csv(["Goal", "Task"], ["Oven", "Order"]), "plan.csv")
    assert db.session.query(Goal).one().approval_state == "agreed"
    assert "New goals are agreed, because nobody has access as CEO." in told


def test_what_is_imported_again_keeps_its_agreement(import_lines, cast):
    import_lines(a_board(a_card()))
    db.session.query(Goal).one().agree(cast.marco)
    told = import_lines(a_board(a_card(name="Order more")))
    assert db.session.query(Goal).one().approval_state == "agreed"
    assert not [line for line in told if line.startswith("New goals")]
