"""What the add line understands: one table, read on Saturday 21 November 2026 unless a row says otherwise."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as some

from tracker.roadmap.presentation.name_matching import PersonRef
from tracker.roadmap.quick_add.parser import parse

TODAY = date(2026, 11, 21)
ROSA, MARCO = (
    PersonRef("Rosa Delgado", "rosa@fornello.example"),
    PersonRef("Marco Bellini", "marco@fornello.example"),
)
JOSE, ANNE = (
    PersonRef("José Álvarez", "jose@fornello.example"),
    PersonRef("Anne-Marie O’Brien", "anne@fornello.example"),
)
IVAN, LUKASZ = (
    PersonRef("Иван Петров", "ivan@fornello.example"),
    PersonRef("Łukasz Żak", "lz@fornello.example"),
)
JUAN, ROSALIND = (
    PersonRef("Juan de la Cruz", "jc@fornello.example"),
    PersonRef("Rosalind Marsh", "rm@fornello.example"),
)
PEOPLE = [ROSA, MARCO, JOSE, ANNE, IVAN, LUKASZ, JUAN, ROSALIND]
LONG = "Donaudampfschifffahrtsgesellschaftskapitänsmützenabzeichenfabrik"
FRI, TOMORROW, DEC4, JAN4 = date(2026, 11, 27), date(2026, 11, 22), date(2026, 12, 4), date(2027, 1, 4)

UNDERSTOOD = [
    # the line, its title, and what was read
    ("Call the oven people", "Call the oven people", set()),
    ("Call the oven people @rosa fri", "Call the oven people", {ROSA, FRI}),
    ("fri @rosa !build Call the oven people", "Call the oven people", {ROSA, FRI, "build"}),
    ("!build Call the oven people fri @rosa", "Call the oven people", {ROSA, FRI, "build"}),
    ("Call @rosa the oven people fri", "Call the oven people", {ROSA, FRI}),
    ("Call the oven people FRI", "Call the oven people", {FRI}),
    ("Call the oven people, friday.", "Call the oven people,", {FRI}),
    ("Call the oven people by fri", "Call the oven people", {FRI}),
    ("Call the oven people on Friday", "Call the oven people", {FRI}),
    ("Call the oven people this fri", "Call the oven people", {FRI}),
    ("Sweep today", "Sweep", {TODAY}),
    ("Sweep tomorrow!", "Sweep", {TOMORROW}),
    ("Sweep sat", "Sweep", {date(2026, 11, 28)}),
    ("Sweep next sat", "Sweep", {date(2026, 11, 28)}),
    ("Sweep next mon", "Sweep", {date(2026, 11, 23)}),
    ("Sweep 4 dec", "Sweep", {DEC4}),
    ("Sweep 4 December", "Sweep", {DEC4}),
    ("Sweep 4th dec", "Sweep", {DEC4}),
    ("Sweep dec 4", "Sweep", {DEC4}),
    ("Sweep Dec 4th, 2026", "Sweep", {DEC4}),
    ("Sweep 4. Dec", "Sweep", {DEC4}),
    ("Sweep fri 4.12.", "Sweep", {DEC4}),
    ("Sweep by Fri 4.12.2026", "Sweep", {DEC4}),
    ("Sweep 2026-12-04", "Sweep", {DEC4}),
    ("Sweep fri 4 dec", "Sweep", {DEC4}),
    ("Sweep Fri 4 Dec 2026", "Sweep", {DEC4}),
    ("Sweep in 3 days", "Sweep", {date(2026, 11, 24)}),
    ("Sweep in 1 day", "Sweep", {TOMORROW}),
    ("Sweep in 2 weeks", "Sweep", {date(2026, 12, 5)}),
    ("Sweep in a week", "Sweep", {date(2026, 11, 28)}),
    ("In 2 weeks sweep", "sweep", {date(2026, 12, 5)}),
    ("4 dec Sweep", "Sweep", {DEC4}),
    ("fri call Nia", "call Nia", {FRI}),
    ("Fri: call Nia", "call Nia", {FRI}),
    ("Tomorrow, call Nia", "call Nia", {TOMORROW}),
    ("Sweep 4 jan", "Sweep", {JAN4}),  # the year turns
    ("Sweep jan 4 2028", "Sweep", {date(2028, 1, 4)}),
    ("Sweep 22 aug", "Sweep", {date(2027, 8, 22)}),
    ("Sweep 29 feb 2028", "Sweep", {date(2028, 2, 29)}),
    # left alone
    ("Sun hats for the market", "Sun hats for the market", set()),
    ("Fri call Nia", "Fri call Nia", set()),
    ("May hire", "May hire", set()),
    ("march plan", "march plan", set()),
    ("Plan for May", "Plan for May", set()),
    ("Order 4 dec lamps", "Order 4 dec lamps", set()),
    ("Call Fri Winther", "Call Fri Winther", set()),
    ("Buy a copy of the Sun", "Buy a copy of the Sun", set()),
    ("Write the menu for fri", "Write the menu for fri", set()),
    ("Sweep every mon", "Sweep every mon", set()),
    ("Plan for 4 dec", "Plan for 4 dec", set()),
    ("Close until next mon", "Close until next mon", set()),
    ("Ring Nia mon or tue", "Ring Nia mon or tue", set()),
    ("fri and sat shifts", "fri and sat shifts", set()),
    ("Pour 4.12 litres", "Pour 4.12 litres", set()),
    ("Read chapter 4/12", "Read chapter 4/12", set()),
    ("Fix section 4.12.", "Fix section 4.12.", set()),
    ("Raise prices by 12.5.", "Raise prices by 12.5.", set()),
    ("Pay the rent due 1.12.", "Pay the rent due 1.12.", set()),
    ("4.12. Sweep", "4.12. Sweep", set()),
    ("Install 4.12.2026", "Install 4.12.2026", set()),
    ("Read part 31.11.", "Read part 31.11.", set()),
    ("Raise prices sat 12.5.", "Raise prices sat 12.5.", set()),
    ("Answer the phone 24/7", "Answer the phone 24/7", set()),
    ("Sweep @rosa 4.12.", "Sweep 4.12.", {ROSA}),
    ("Read 4.12. fri", "Read 4.12.", {FRI}),
    ("Order 45 dec", "Order 45 dec", set()),
    ("Test version 4.13.", "Test version 4.13.", set()),
    ("Mail rosa@fornello.example", "Mail rosa@fornello.example", set()),
    ("Meet @ noon", "Meet @ noon", set()),
    ("Meet @5pm", "Meet @5pm", set()),
    ("Say wow! and wait !", "Say wow! and wait !", set()),
    ("Tomorrow’s menu", "Tomorrow’s menu", set()),
    (r"Call Nia \fri", "Call Nia fri", set()),
    (r"Sweep \4 \dec", "Sweep 4 dec", set()),
    (r"Write to \@rosa", "Write to @rosa", set()),
    (r"Do it \!build", "Do it !build", set()),
    (r"Copy \\server\plans", r"Copy \\server\plans", set()),
    ('Paint the sign "fri"', 'Paint the sign "fri"', set()),
    ("Frame “see you fri”", "Frame “see you fri”", set()),
    ('Order a 12" pan fri', 'Order a 12" pan', {FRI}),
    # names
    ("Sweep @ROSA", "Sweep", {ROSA}),
    ("Sweep @del", "Sweep", {ROSA}),
    ("Sweep @marc", "Sweep", {MARCO}),
    ("Sweep @rosa delgado fri", "Sweep", {ROSA, FRI}),
    ("@rosa delgado sweeps", "sweeps", {ROSA}),
    ("@rosa del sol closes", "del sol closes", {ROSA}),
    ("Sweep @rosa, delgado street", "Sweep delgado street", {ROSA}),
    ("Sweep @rosal", "Sweep", {ROSALIND}),
    ("Sweep @jose", "Sweep", {JOSE}),
    ("Sweep @alvarez", "Sweep", {JOSE}),
    ("Sweep @José ÁLVAREZ today", "Sweep", {JOSE, TODAY}),
    ("Sweep @anne-marie", "Sweep", {ANNE}),
    ("Sweep @o'brien", "Sweep", {ANNE}),
    ("Sweep @juan de la cruz mon", "Sweep", {JUAN, date(2026, 11, 23)}),
    ("Sweep @lukasz", "Sweep", {LUKASZ}),
    ("Sweep @zak", "Sweep", {LUKASZ}),
    ("Подмести @иван", "Подмести", {IVAN}),
    ("Подмести @ПЕТ fri", "Подмести", {IVAN, FRI}),
    ("Sweep @rosa@fornello.example", "Sweep", {ROSA}),
    ('Sweep @"Rosa Delgado"', "Sweep", {ROSA}),
    ('Sweep @"Luca from Corewell" fri', "Sweep", {"Luca from Corewell", FRI}),
    ("Sweep @“Luca from Corewell”, fri", "Sweep", {"Luca from Corewell", FRI}),
    ("Sweep @rosa @rosa", "Sweep", {ROSA}),
    # kinds
    ("Sweep !build", "Sweep", {"build"}),
    ("Sweep !Strategy", "Sweep", {"strategy"}),
    ("Sweep !planning", "Sweep", {"strategy"}),
    ("Sweep !building", "Sweep", {"build"}),
    ("Sweep !running", "Sweep", {"routine"}),
    ("Sweep !r", "Sweep", {"routine"}),
    ("Sweep !build.", "Sweep", {"build"}),
    # for CEO and COO only
    ("Let Luca go !private", "Let Luca go", {"leads"}),
    ("!private Let Luca go fri @marco !build", "Let Luca go", {"leads", FRI, MARCO, "build"}),
    ("Let Luca go !PRIV.", "Let Luca go", {"leads"}),
    ("Let Luca go !private !private", "Let Luca go", {"leads"}),
    ("Let Luca go !pl", "Let Luca go", {"strategy"}),
    (r"Paint the sign \!private", "Paint the sign !private", set()),
    ('Paint the sign "!private"', 'Paint the sign "!private"', set()),
    ("Keep it private", "Keep it private", set()),
    # long words, blanks, nothing else
    (f"{LONG} @rosa", LONG, {ROSA}),
    ("  Sweep   the\tfloor  ", "Sweep the floor", set()),
    ("fri", "", {FRI}),
    ("", "", set()),
]


@pytest.mark.parametrize(("line", "title", "values"), UNDERSTOOD, ids=[row[0] for row in UNDERSTOOD])
def test_a_line_is_understood(line, title, values):
    said = parse(line, TODAY, PEOPLE)
    assert (said.title, {piece.value for piece in said.pieces}, said.problems) == (title, values, ())


CONFIRMED = [
    # the line, the figures that are asked about, and what each answer makes of it
    ("Fix section 4.12.", "4.12.", {DEC4: "Fix section"}),
    ("Raise prices by 12.5.", "by 12.5.", {date(2027, 5, 12): "Raise prices"}),
    ("Install 4.12.2026", "4.12.2026", {DEC4: "Install"}),
    ("4.12. Sweep", "4.12.", {DEC4: "Sweep"}),
    ("Sweep 20.11.", "20.11.", {date(2027, 11, 20): "Sweep"}),
    ("Sweep 29.2.", "29.2.", {date(2028, 2, 29): "Sweep"}),
    ("Sweep 12/4", "12/4", {date(2027, 4, 12): "Sweep", DEC4: "Sweep"}),
    ("Sweep 12/24", "12/24", {date(2026, 12, 24): "Sweep"}),
    ("Sweep 4/12/2026", "4/12/2026", {DEC4: "Sweep", date(2026, 4, 12): "Sweep"}),
    ("Sweep 4.12. @rosa", "4.12.", {DEC4: "Sweep"}),
]


@pytest.mark.parametrize(("line", "typed", "answers"), CONFIRMED, ids=[row[0] for row in CONFIRMED])
def test_figures_become_a_date_only_when_confirmed(line, typed, answers):
    said = parse(line, TODAY, PEOPLE)
    assert said.due is None
    assert said.date_offer.typed == typed
    assert {due: parse(taken, TODAY, PEOPLE).title for due, taken in said.date_offer.choices} == answers
    assert [parse(taken, TODAY, PEOPLE).due for _, taken in said.date_offer.choices] == list(answers)


NO_QUESTION = [
    "Pour 4.12 litres",
    "Order 4.12. lamps",
    "Answer the phone 24/7",
    "Read the 4.12.",
    "Read 4.12. fri",
    r"Read \4.12.",
    'Read "4.12."',
    "Read 45.13.",
    "Read 1/2 and 3/4",
]


@pytest.mark.parametrize("line", NO_QUESTION)
def test_figures_that_belong_to_the_words_around_them_are_not_asked_about(line):
    assert parse(line, TODAY, PEOPLE).date_offer is None


REFUSED = [
    ("Sweep 31 feb", "There is no 31 February."),
    ("Sweep 29 feb", "There is no 29 February in 2026."),
    ("Sweep 2026-13-04", "There is no such day as 2026-13-04."),
    ("Sweep 20 nov", "Fri 20 Nov has just gone by. Write the year: 20 Nov 2026 or 20 Nov 2027."),
    ("Sweep thu 4 dec", "4 Dec 2026 is a Friday. Leave the weekday out, or correct it."),
    ("tomorrow sweep fri", "Two dates: “tomorrow” and “fri”."),
    ("Sweep sat sun", "Two dates: “sat” and “sun”."),
    ("Sweep @rosa @marco", "Two people: “@rosa” and “@marco”."),
    ("Sweep !build !running", "Two kinds: “!build” and “!running”."),
    ("Sweep !biuld", "There is no kind “biuld”. Write !strategy, !build or !routine."),
    ("Sweep !privately", "There is no kind “privately”."),
    ("Sweep @ros", "Two people here match “ros”: Rosa Delgado and Rosalind Marsh. Choose one of them."),
    ("Sweep @nobody", "Nobody with access here is called “nobody”."),
    (f"Sweep @{LONG}", f"Nobody with access here is called “{LONG}”."),
    ('Sweep @"Luca from', "Close the name with a second quote"),
    ('Sweep @""', "There is no name between the quotes."),
    (f'Sweep @"{"x" * 121}"', "Keep the name to 120 characters."),
]


@pytest.mark.parametrize(("line", "words"), REFUSED, ids=[row[0] for row in REFUSED])
def test_impossible_input_is_reported_not_guessed(line, words):
    problems = parse(line, TODAY, PEOPLE).problems
    assert problems[0].words.startswith(words)


OTHER_DAYS = [
    (date(2026, 11, 27), "Sweep fri", date(2026, 12, 4)),  # on a Friday, Friday is in a week
    (date(2026, 11, 23), "Sweep next fri", DEC4),
    (date(2026, 12, 31), "Sweep tomorrow", date(2027, 1, 1)),
    (date(2026, 12, 31), "Sweep fri", date(2027, 1, 1)),
    (date(2026, 12, 4), "Sweep 4 dec", DEC4),
    (date(2027, 1, 3), "Sweep 20 dec", date(2027, 12, 20)),
    (date(2028, 1, 3), "Sweep 29 feb", date(2028, 2, 29)),
    (date(2027, 12, 1), "Sweep 29 feb", date(2028, 2, 29)),
]


@pytest.mark.parametrize(("today", "line", "due"), OTHER_DAYS)
def test_a_date_is_counted_from_the_clients_day(today, line, due):
    assert parse(line, today).due == due


def test_people_who_may_not_hide_a_task_get_a_message():
    said = parse("Let Luca go !private fri", TODAY, PEOPLE, may_hide=False)
    assert (said.title, said.due, said.is_for_leads) == ("Let Luca go", FRI, False)
    assert said.problems[0].words == "Only the CEO and the COO can keep a task private."
    (keep,) = said.problems[0].choices
    again = parse(keep.line, TODAY, PEOPLE, may_hide=False)
    assert (keep.label, again.title, again.problems) == ("Keep it in the title", "Let Luca go !private", ())


def test_two_people_with_one_name_are_both_offered():
    other = PersonRef("Rosa Delgado", "rosa2@fornello.example")
    for line in ("Sweep @rosa", "Sweep @rosa delgado", 'Sweep @"Rosa Delgado"'):
        problem = parse(line, TODAY, [ROSA, other]).problems[0]
        assert problem.words.casefold().startswith("two people here match “rosa")
        assert [parse(way.line, TODAY, [ROSA, other]).owner for way in problem.choices] == [ROSA, other]


def test_a_problem_offers_lines_that_have_none():
    for line, _ in REFUSED:
        for way in parse(line, TODAY, PEOPLE).problems[0].choices:
            assert not parse(way.line, TODAY, PEOPLE).problems, way


WORDS = some.one_of(
    some.sampled_from(
        'fri Fri sun 4 dec may next in 2 weeks today the for and by @rosa @ros @"Luca Bel" delgado !build !x '
        '!private 2026-12-04 31 feb 4.12. by 12.5. 4/12 24/7 1.1.2027 sat \\fri " “so” \\ @ ! a@b.c , José'.split()
    ),
    some.text(min_size=1, max_size=60).filter(lambda text: text.split() == [text]),
)


@given(some.lists(WORDS, max_size=12))
def test_no_word_is_lost(words):
    """Each word is in the title, in a recognised token or in a reported problem."""
    said = parse(" ".join(words), TODAY, PEOPLE)
    kept = " ".join([said.title, *(each.typed for each in (*said.pieces, *said.problems))]).split()
    for word in words:
        assert word in kept or word.removeprefix("\\") in kept, (word, said)


@given(some.lists(WORDS, max_size=8))
def test_every_recognised_token_can_be_undone(words):
    for piece in parse(" ".join(words), TODAY, PEOPLE).pieces:
        again = parse(piece.undone, TODAY, PEOPLE)
        assert piece.typed.split()[0] in again.title.split()


@given(some.lists(WORDS, max_size=8))
def test_figures_alone_are_never_a_date_and_a_confirmed_one_is_exactly_that_date(words):
    said = parse(" ".join(words), TODAY, PEOPLE)
    for piece in said.pieces:
        assert piece.what != "due" or any(letter.isalpha() for letter in piece.typed) or "-" in piece.typed
    if said.date_offer:
        assert said.date_offer.typed.split()[-1] in said.title.split()
        for due, line in said.date_offer.choices:
            confirmed = parse(line, TODAY, PEOPLE)  # beside another weekday it asks which of the two is meant
            assert confirmed.due == due or any("is a" in each.words for each in confirmed.problems)


@given(
    some.dates(date(2000, 1, 1), date(2099, 12, 31)),
    some.sampled_from(["{0.day}.{0.month}.", "{0.day}/{0.month}"]),
)
def test_a_line_of_figures_keeps_every_figure(day, shape):
    line = f"Fix section {shape.format(day)}"
    assert parse(line, TODAY, PEOPLE).title == line
