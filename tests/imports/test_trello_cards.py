"""Reading a single Trello card."""

import pytest

from tests.imports.files import (
    a_board,
    a_card,
    a_checklist,
    notes_of,
    plan_of,
    refusal_of,
    tasks_of,
    titles_of,
)


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
def test_the_first_known_member_is_the_owner(ids, owner):
    assert the_task(a_card(idMembers=ids)).owner_name == owner


def test_other_members_and_former_members_are_reported():
    notes = notes_of(
        plan_of(a_board(a_card(idMembers=["m1", "m2"]), a_card("c2", "Sweep", idMembers=["gone"])))
    )

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


def test_steps_of_several_checklists_begin_with_the_checklists_name():
    lists = [a_checklist("Pay", name="After", pos=2), a_checklist("Call", name="Before", pos=1)]

    assert titles_of(the_task(a_card(), checklists=lists).steps) == ["Before: Call", "After: Pay"]


def test_steps_of_checklists_with_one_name_have_no_prefix():
    lists = [a_checklist("Pay", pos=2), a_checklist("Call", pos=1), a_checklist(name="Empty")]

    assert titles_of(the_task(a_card(), checklists=lists).steps) == ["Call", "Pay"]


def test_empty_checklist_items_are_skipped_and_reported():
    plan = plan_of(a_board(a_card(), checklists=[a_checklist("", "Call", "-----")]))

    assert titles_of(tasks_of(plan)[0].steps) == ["Call"]
    assert "2 empty checklist items were left out." in plan.notes


def test_owner_and_date_of_a_checklist_item_go_into_the_details():
    checklist = a_checklist("Call")
    checklist["checkItems"][0] |= {"idMember": "m1", "due": "2026-03-20T01:00:00.000Z"}

    plan = plan_of(a_board(a_card(desc="Ask twice."), checklists=[checklist]))

    assert tasks_of(plan)[0].details == "Ask twice.\n\nStep: Call (Marco Fornello, due 2026-03-19)"
    assert "1 step has an owner, a due date, notes or a long title; see the end of the details." in plan.notes


def test_a_very_long_title_is_kept_in_full_in_the_details():
    name = "Find out who can open the shop on Sundays " * 8

    plan = plan_of(a_board(a_card(name=name, desc="Ask Rosa.")))
    task = tasks_of(plan)[0]

    assert len(task.title) <= 200
    assert task.title.endswith("…")
    assert task.details == f"{name.strip()}\n\nAsk Rosa."
    assert "1 title is longer than 200 letters; the full title is at the top of the details" in notes_of(plan)


@pytest.mark.parametrize("name", ["---", "———", "=====", "* * *", "_______"])
def test_a_divider_is_no_task(name):
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
def test_cards_that_are_no_work_are_skipped_and_reported(card, note):
    assert note in plan_of(a_board(a_card(**card), a_card("c2"))).notes


CONTENTS = [
    {"desc": "Ask Rosa"},
    {"due": "2026-03-20T10:00:00Z"},
    {"start": "2026-03-20T10:00:00Z"},
    {"idMembers": ["m1"]},
    {"idMembers": ["gone"]},
    {"attachments": [{"name": "Menu.pdf"}]},
    {"customFieldItems": [{"idCustomField": "f1"}]},
    {"badges": {"comments": 2}},
]


@pytest.mark.parametrize("more", CONTENTS)
@pytest.mark.parametrize(
    ("card", "title"),
    [
        ({"name": ""}, "Untitled card"),
        ({"name": "---"}, "---"),
        ({"name": "Kitchen", "cardRole": "separator"}, "Kitchen"),
    ],
)
def test_a_nameless_card_or_divider_with_contents_is_kept(card, title, more):
    plan = plan_of(a_board(a_card(**card, **more)))

    assert titles_of(tasks_of(plan)) == [title]
    assert "left out" not in notes_of(plan)


@pytest.mark.parametrize("kind", ["commentCard", "copyCommentCard"])
def test_a_divider_with_a_checklist_or_comment_is_a_task(kind):
    comment = {"type": kind, "data": {"text": "Ask Rosa", "card": {"id": "c2"}}}
    lines = [a_card(name="---"), a_card("c2", "---"), a_card("c3", "---", labels=[{"name": "red"}])]

    plan = plan_of(a_board(*lines, checklists=[a_checklist("Call")], actions=[comment]))

    assert [(task.title, titles_of(task.steps)) for task in tasks_of(plan)] == [
        ("---", ["Call"]),
        ("---", []),
    ]
    assert "1 separator card was left out." in plan.notes
    assert "Comments are not imported." in plan.notes


def test_a_nameless_checklist_item_with_an_owner_is_kept():
    checklist = a_checklist("", "--", "")
    checklist["checkItems"][0] |= {"idMember": "m1"}
    checklist["checkItems"][1] |= {"due": "2026-03-20T10:00:00Z"}

    plan = plan_of(a_board(a_card(), checklists=[checklist]))

    assert titles_of(tasks_of(plan)[0].steps) == ["Untitled item", "--"]
    assert "1 empty checklist item was left out." in plan.notes


def test_checklists_without_items_or_card_are_reported():
    empty = {"id": "k2", "idCard": "c1", "name": "Later", "checkItems": []}
    lost = a_checklist("Sweep", card="c9", name="Closing")
    named = a_checklist("Call", name="Before the inspector comes")

    notes = plan_of(a_board(a_card(), checklists=[named, empty, lost])).notes

    assert "The name of 1 checklist was not imported, only its items: “Before the inspector comes”." in notes
    assert "1 checklist without items was left out: “Later”." in notes
    assert "1 checklist's card is not in the file; it was left out: “Closing”." in notes


def test_invisible_characters_are_removed():
    task = the_task(
        a_card(name="Order\x00 \x1bflour\u202e\n now\ud800", desc="one\r\ntwo\x07\tthree\u2028four")
    )

    assert task.title == "Order flour now\ufffd"
    assert task.details == "one\ntwo\tthree\nfour"


def test_details_that_are_too_long_refuse_the_board():
    words = refusal_of(a_board(a_card(), a_card("c2", desc="long " * 10_001)))

    assert "Card 2: its text and that of its steps come to 50,004 letters; 50,000 is the most." in words


@pytest.mark.parametrize("odd", [None, 7, [], {}, True, ["x", None, {}]])
def test_parts_with_an_unexpected_type_are_read_as_missing(odd):
    card = a_card(
        desc=odd, due=odd, idMembers=odd, pos=odd, closed=odd if odd is not True else False, labels=odd
    )

    assert the_task(card, checklists=odd, actions=odd, members=odd).title == "Order flour"
