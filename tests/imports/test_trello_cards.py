"""What stands on a single Trello card."""

import pytest

from tests.imports.files import a_board, a_card, a_checklist, plan_of, refusal_of, tasks_of, titles_of, told


def the_task(*cards, **board):
    return tasks_of(plan_of(a_board(*cards, **board)))[0]


@pytest.mark.parametrize(
    ("ids", "owner"),
    [
        (["m1"], "Marco Fornello"),
        (["m2"], "rosa"),
        (["m1", "m2"], "Marco Fornello"),
        (["gone", "m2"], "rosa"),
        ([], ""),
    ],
)
def test_the_first_member_we_can_name_is_the_owner(ids, owner):
    assert the_task(a_card(idMembers=ids)).owner_name == owner


def test_further_members_and_those_who_left_are_said():
    notes = told(plan_of(a_board(a_card(idMembers=["m1", "m2"]), a_card("c2", "Sweep", idMembers=["gone"]))))

    assert "the others were not imported: “Order flour: rosa”." in notes
    assert (
        "1 card is assigned to someone who is no longer on the board; it is imported without an owner: “Sweep”."
        in notes
    )


def test_everybody_who_owns_something_is_counted_once():
    plan = plan_of(
        a_board(a_card(idMembers=["m1"]), a_card("c2", idMembers=["m1"]), a_card("c3", idMembers=["m2"]))
    )

    assert [(person.name, person.count) for person in plan.people] == [("Marco Fornello", 2), ("rosa", 1)]


def test_a_checklist_becomes_steps_in_its_order():
    checklist = a_checklist("Call", "Pay")
    checklist["checkItems"][0] |= {"pos": 9}
    checklist["checkItems"][1] |= {"state": "complete"}

    steps = the_task(a_card(), checklists=[checklist]).steps

    assert [(step.key, step.title, step.done) for step in steps] == [
        ("Pay!", "Pay", True),
        ("Call!", "Call", False),
    ]


def test_several_checklists_put_their_names_in_front():
    lists = [a_checklist("Pay", name="After", pos=2), a_checklist("Call", name="Before", pos=1)]

    assert titles_of(the_task(a_card(), checklists=lists).steps) == ["Before: Call", "After: Pay"]


def test_several_checklists_of_one_name_put_nothing_in_front():
    lists = [a_checklist("Pay", pos=2), a_checklist("Call", pos=1), a_checklist(name="Empty")]

    assert titles_of(the_task(a_card(), checklists=lists).steps) == ["Call", "Pay"]


def test_empty_checklist_items_are_left_out_and_said():
    plan = plan_of(a_board(a_card(), checklists=[a_checklist("", "Call", "-----")]))

    assert titles_of(tasks_of(plan)[0].steps) == ["Call"]
    assert "2 empty checklist items were left out." in plan.notes


def test_who_does_a_step_and_by_when_stands_in_the_details():
    checklist = a_checklist("Call")
    checklist["checkItems"][0] |= {"idMember": "m1", "due": "2026-03-20T01:00:00.000Z"}

    plan = plan_of(a_board(a_card(desc="Ask twice."), checklists=[checklist]))

    assert tasks_of(plan)[0].details == "Ask twice.\n\nStep: Call (Marco Fornello, due 2026-03-19)"
    assert "1 step has an owner, a due date, notes or a long title; see the end of the details." in plan.notes


def test_a_very_long_title_stands_in_full_at_the_top_of_the_details():
    name = "Find out who can open the shop on Sundays " * 8

    plan = plan_of(a_board(a_card(name=name, desc="Ask Rosa.")))
    task = tasks_of(plan)[0]

    assert len(task.title) <= 200
    assert task.title.endswith("…")
    assert task.details == f"{name.strip()}\n\nAsk Rosa."
    assert "1 title is longer than 200 letters; the full title is at the top of the details" in told(plan)


@pytest.mark.parametrize("name", ["---", "———", "=====", "* * *", "_______"])
def test_a_drawn_line_is_no_task(name):
    plan = plan_of(a_board(a_card(name=name), a_card("c2", "Bake")))

    assert titles_of(tasks_of(plan)) == ["Bake"]
    assert "1 separator card was left out." in plan.notes


@pytest.mark.parametrize(
    ("card", "note"),
    [
        ({"name": " \u200b"}, "1 empty card was left out."),
        ({"isTemplate": True}, "1 template card was left out: “Order flour”."),
        ({"cardRole": "separator"}, "1 separator card was left out."),
    ],
)
def test_cards_that_are_no_work_are_left_out_and_said(card, note):
    assert note in plan_of(a_board(a_card(**card), a_card("c2"))).notes


@pytest.mark.parametrize("more", [{"desc": "Ask Rosa"}, {"due": "2026-03-20T10:00:00Z"}])
def test_a_card_without_a_name_is_kept_when_there_is_something_on_it(more):
    assert the_task(a_card(name="", **more)).title == "Untitled card"


def test_letters_nobody_can_see_are_taken_out():
    task = the_task(
        a_card(name="Order\x00 \x1bflour\u202e\n now\ud800", desc="one\r\ntwo\x07\tthree\u2028four")
    )

    assert task.title == "Order flour now\ufffd"
    assert task.details == "one\ntwo\tthree\nfour"


def test_details_that_no_page_can_show_refuse_the_board():
    words = refusal_of(a_board(a_card(), a_card("c2", desc="long " * 10_001)))

    assert "Card 2: its text and that of its steps come to 50,004 letters; 50,000 is the most." in words


@pytest.mark.parametrize("odd", [None, 7, [], {}, True, ["x", None, {}]])
def test_parts_of_another_shape_read_as_missing(odd):
    card = a_card(
        desc=odd, due=odd, idMembers=odd, pos=odd, closed=odd if odd is not True else False, labels=odd
    )

    assert the_task(card, checklists=odd, actions=odd, members=odd).title == "Order flour"
