"""Reading a Trello board."""

from datetime import date

import pytest

from tests.imports.files import a_board, a_card, a_list, notes_of, plan_of, refusal_of, tasks_of, titles_of

SHUT = {"closed": True}


def test_lists_become_goals_and_cards_their_tasks_in_the_order_of_the_board():
    lists = [a_list("b", "Oven", pos=20), a_list("a", "Kitchen", pos=3.5)]
    cards = [
        a_card("2", "Bake", idList="b"),
        a_card("3", "Taste", pos=9, idList="a"),
        a_card("4", "Knead", idList="a"),
    ]

    plan = plan_of(a_board(*cards, lists=lists))

    assert (plan.source, plan.name) == ("trello", "Fornello Pizza")
    assert [(goal.key, goal.title, titles_of(goal.tasks)) for goal in plan.goals] == [
        ("a", "Kitchen", ["Knead", "Taste"]),
        ("b", "Oven", ["Bake"]),
    ]
    assert [task.row for task in tasks_of(plan)] == [3, 2, 1]


def test_two_lists_with_one_name_stay_two_goals():
    plan = plan_of(a_board(a_card(idList="b"), lists=[a_list("a", "Week"), a_list("b", "Week")]))

    assert [(goal.key, len(goal.tasks)) for goal in plan.goals] == [("a", 0), ("b", 1)]


@pytest.mark.parametrize(
    ("due", "zone", "day"),
    [
        ("2026-03-20T01:00:00.000Z", "America/New_York", date(2026, 3, 19)),
        ("2026-03-20T01:00:00.000Z", "Europe/Rome", date(2026, 3, 20)),
        ("2026-03-20T22:30:00.000Z", "Asia/Tokyo", date(2026, 3, 21)),
        ("2026-03-20T23:59:00", "UTC", date(2026, 3, 20)),
        ("2026-03-20", "Asia/Tokyo", date(2026, 3, 20)),
        (None, "UTC", None),
        ("", "UTC", None),
    ],
)
def test_a_due_time_becomes_a_date_in_the_clients_time_zone(due, zone, day):
    assert tasks_of(plan_of(a_board(a_card(due=due)), zone=zone))[0].due == day


def test_an_invalid_due_date_refuses_the_board_and_names_the_card():
    words = refusal_of(a_board(a_card(), a_card("c2", due="tomorrow")))

    assert "Card 2: the due date “tomorrow” is not a day Trello writes." in words


@pytest.mark.parametrize(
    "due", ["0012-03-20T12:00:00.000Z", "0001-01-01T01:00:00Z", "9999-12-31T23:00:00-05:00"]
)
def test_a_due_date_in_an_unlikely_year_is_skipped_and_reported(due):
    plan = plan_of(a_board(a_card(due=due)))

    assert tasks_of(plan)[0].due is None
    assert "1 due date in an unlikely year was left out" in notes_of(plan)


@pytest.mark.parametrize(
    ("card", "status"),
    [
        ({"dueComplete": True}, "done"),
        ({"dateCompleted": "2026-02-01T10:00:00.000Z"}, "done"),
        ({"dueComplete": False, "dateCompleted": None}, None),
        ({}, None),
    ],
)
def test_a_card_is_done_when_trello_says_it_is_complete(card, status):
    assert tasks_of(plan_of(a_board(a_card(**card))))[0].status == status


@pytest.mark.parametrize("name", ["Done", "Done 🎉", "TERMINADO", "Erledigt!", "完了"])
def test_a_list_called_done_marks_nothing_done_but_is_reported(name):
    plan = plan_of(a_board(a_card(), lists=[a_list(name=name)]))

    assert tasks_of(plan)[0].status is None
    assert f"The list “{name}” sounds finished, but 1 card in it is not ticked" in notes_of(plan)


def test_archived_cards_and_cards_in_archived_lists_are_skipped():
    cards = [a_card(), a_card("c2", "Old", **SHUT), a_card("c3", "Forgotten", idList="old")]

    plan = plan_of(a_board(*cards, lists=[a_list(), a_list("old", "Last year", **SHUT)]))

    assert titles_of(plan.goals) == ["Kitchen"]
    assert titles_of(tasks_of(plan)) == ["Order flour"]
    assert "2 archived cards were left out." in plan.notes
    assert "1 archived list was left out." in plan.notes


def test_archived_cards_are_imported_as_parked_on_request():
    cards = [a_card("c2", "Old", **SHUT), a_card("c3", "Paid", idList="old", dueComplete=True)]
    lists = [a_list(), a_list("old", "Last year", pos=2, **SHUT)]

    plan = plan_of(a_board(*cards, lists=lists), include_archived=True)

    assert [(goal.archived, goal.status) for goal in plan.goals] == [(False, None), (True, "parked")]
    assert [(task.title, task.status, task.archived) for task in tasks_of(plan)] == [
        ("Old", "parked", True),
        ("Paid", "done", True),
    ]
    assert "1 archived card is imported as parked." in plan.notes


def test_a_list_without_a_name_and_one_with_a_very_long_name_are_goals_too():
    plan = plan_of(a_board(lists=[a_list("a", ""), a_list("b", "Kitchen and till " * 30)]))

    assert plan.goals[0].title == "Untitled list"
    assert len(plan.goals[1].title) <= 200
    assert "1 list's name is longer than 200 letters and was cut" in notes_of(plan)


def test_a_card_whose_list_is_missing_goes_to_the_inbox():
    plan = plan_of(a_board(a_card(idList="gone")))

    assert titles_of(plan.inbox) == ["Order flour"]
    assert "1 card's list is not in the file; it goes to the inbox: “Order flour”." in plan.notes


def test_a_board_with_nothing_to_import_says_why():
    words = refusal_of(a_board(a_card(**SHUT), lists=[a_list(**SHUT)]))

    assert words.startswith("There are no goals and no tasks in this file. 1 archived card was left out.")


@pytest.mark.parametrize(
    ("cards", "words"),
    [
        ([a_card(), a_card()], "Card 2: another card has the same id."),
        ([a_card(), a_card("")], "Card 2: it has no id."),
    ],
)
def test_cards_with_one_id_refuse_the_board(cards, words):
    assert words in refusal_of(a_board(*cards))


def test_two_lists_with_one_id_refuse_the_board():
    assert "two of its lists have the same id" in refusal_of(a_board(lists=[a_list(), a_list()]))


def test_unsupported_contents_are_reported():
    card = a_card(
        labels=[{"name": "red"}],
        start="2026-01-01T00:00:00Z",
        attachments=[{}],
        customFieldItems=[{}],
        idMembersVoted=["m1"],
        locationName="Pier 4",
        pluginData=[{"value": "5 points"}],
    )
    comment = {"type": "commentCard", "data": {"text": "Ask Rosa"}}

    plan = plan_of(a_board(card, actions=[comment], closed=True, desc="Marco signs above 900"))

    assert (
        "Not imported: labels, start dates, attachments, custom fields, votes, places, data of Power-Ups, "
        "the board’s description." in plan.notes
    )
    assert "Comments are not imported." in plan.notes
    assert "This board itself is archived in Trello." in plan.notes


def test_the_secret_address_of_a_card_is_not_stored():
    assert "boards.trello" not in repr(plan_of(a_board(a_card(email="marco+secret@boards.trello.com"))))
