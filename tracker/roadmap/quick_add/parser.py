r"""Quick words: the fields of a task in a typed line, besides its title. Pure; it runs at every keystroke.

`Call the oven people @rosa fri !build` is a task for Rosa, by Friday, to build. The rules:

* A word is read only if it is unmistakable, and the result is always shown, with a way to undo it.
  No word is ever lost: each is in the title, in a quick word that was read, or in a problem.
* `@name` and `!kind` are read anywhere at the beginning of a word: an e-mail address is not a name, nor is
  `Wow!` a kind.
* A date is read at either end of the line, or beside another quick word, and nowhere else:
  `Order 4 dec lamps` and `Call Fri Winther` keep their words. A month alone is not a date (`May hire`).
* A single word (`fri`, `tomorrow`) that opens a title must be lower case, or have a comma or colon after it:
  `fri call Nia` and `Fri: call Nia` have a date, `Sun hats for the market` has none.
* A day and a month in figures (`4.12.`, `12/4`) stay in the title: `Fix section 4.12.`, `Raise prices by 12.5.`.
  The preview asks whether they are a date; a yes replaces the line by one with the date in words.
* A date that belongs to the words around it stays: `the Sun`, `menu for fri`, `every mon`, `mon or tue`.
  `by`, `on` and `due` are read with the date. `dates.py` has the forms of a date.
* `@ros` is a person with a name or a word of a name that begins so; a whole word outranks a beginning.
  More words are read only while they are whole words of that name: `@rosa delgado`. An address works, too.
  If several people match, or nobody, it is a problem. `@"Luca from Corewell"` is exactly this name, of a
  person with access or of an outsider.
* `!build`, `!planning`, `!r`: the kinds in the practice's or the client's words, or the beginning of one.
* `!private`, or its beginning from `!pr` on: only CEO and COO see the task. For others it is a problem.
* A backslash before a word keeps it (`\fri`), and so do quotes around it (`the "fri" sign`; the quotes stay).
* Two dates, owners or kinds are a problem, which offers to keep either as words.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import date
from itertools import pairwise

from tracker.foundation.text.names import hides_something
from tracker.roadmap.models.statuses import Kind, Visibility
from tracker.roadmap.presentation.name_matching import (
    INVISIBLE_CHARACTER,
    PersonRef,
    exact_matches,
    lookalikes,
    nobody_words,
    people_meant,
    several_words,
    suggestions,
)
from tracker.roadmap.quick_add.dates import LONGEST_DATE, Day, as_day, numeric_days
from tracker.roadmap.quick_add.tokens import (
    CLOSES,
    ENDS,
    OPENS,
    DateOffer,
    LineParser,
    ParsedLine,
    Suggestion,
    Word,
    words_of,
)

BELONGS = set(
    "the a an of for every each until till before after from since to and or last this than not no - – — & + /".split()
)
"""The words that make a date after them part of the sentence."""
JOINS = {"and", "or", "to", "-", "–", "—", "&", "+", "/"}
KIND_WORDS = {
    "strategy": Kind.STRATEGY,
    "planning": Kind.STRATEGY,
    "build": Kind.BUILD,
    "building": Kind.BUILD,
    "routine": Kind.ROUTINE,
    "running": Kind.ROUTINE,
}
PRIVATE, PRIVATE_AT_LEAST = "private", 2
A_KIND = re.compile(rf"!([^\W\d_]+)[{ENDS}]*")
ONLY_LEADS_HIDE = "Only the CEO and the COO can keep a task private."
LONGEST_NAME, NAME_WORDS, SUGGESTIONS_SHOWN = 120, 5, 4


def parse(line: str, today: date, people: Sequence[PersonRef] = (), may_hide: bool = True) -> ParsedLine:
    """Return the line as it is read. `today` is the client's date, `people` are those who may be named.

    `may_hide`: whether this person may limit a task to CEO and COO.
    """
    reading = LineParser(words_of(line))
    for at, word in enumerate(reading.words):
        if at not in reading.taken and not word.kept:
            read_tagged_word(reading, at, people, may_hide)
    for first, last in list(reading.gaps()):
        read_dates(reading, first, last, today)
    reading.compare()
    rest = [word.text for at, word in enumerate(reading.words) if at not in reading.taken]
    settled = reading.problems or any(piece.what == "due" for _, piece in reading.pieces)
    offer = None if settled else offer_date(reading, today)
    return ParsedLine(" ".join(rest), tuple(reading.in_order()), tuple(reading.problems), offer)


def read_tagged_word(reading: LineParser, at: int, people: Sequence[PersonRef], may_hide: bool) -> None:
    """Read the word if it begins with @ or ! and is a quick word."""
    typed = reading.words[at].typed
    if kind := A_KIND.fullmatch(typed):
        if len(kind[1]) >= PRIVATE_AT_LEAST and PRIVATE.startswith(kind[1].casefold()):
            read_private(reading, at, may_hide)
        else:
            read_kind(reading, at, kind[1])
    elif typed.startswith("@") and typed[1:2] and typed[1] in OPENS:
        read_quoted(reading, at, typed[1:].rstrip(ENDS), people)
    elif typed.startswith("@") and typed[1:2].isalpha():
        read_name(reading, at, people)


def read_private(reading: LineParser, at: int, may_hide: bool) -> None:
    """Read `!private`, which limits the task to CEO and COO; refused for others."""
    if may_hide:
        reading.take("visibility", Visibility.LEADS, at, at + 1)
    else:
        reading.refuse(
            ONLY_LEADS_HIDE, at, at + 1, [Suggestion("Keep it in the title", reading.kept(at, at + 1))]
        )


def read_kind(reading: LineParser, at: int, typed: str) -> None:
    """Read `!build`, or the beginning of a kind; refused if none or several begin so."""
    found = {kind for word, kind in KIND_WORDS.items() if word.startswith(typed.casefold())}
    if len(found) == 1:
        reading.take("kind", found.pop(), at, at + 1)
    else:
        words = f"There is no kind “{typed}”. Write !strategy, !build or !routine."
        reading.refuse(words, at, at + 1, [Suggestion("Keep it in the title", reading.kept(at, at + 1))])


def read_quoted(reading: LineParser, at: int, text: str, people: Sequence[PersonRef]) -> None:
    """Read a name in quotes as exactly that: of a person with access, or of an outsider."""
    name = " ".join(text[1:-1].split())
    if len(text) < 2 or text[-1] not in CLOSES:
        reading.refuse('Close the name with a second quote, like @"Luca from Corewell".', at, at + 1)
    elif not name:
        reading.refuse("There is no name between the quotes.", at, at + 1)
    elif len(name) > LONGEST_NAME:
        reading.refuse(f"Keep the name to {LONGEST_NAME} characters.", at, at + 1)
    elif len(found := exact_matches(name, people)) > 1:
        refuse_many(reading, at, at + 1, name, found)
    elif found:
        reading.take("owner", found[0], at, at + 1)
    elif hides_something(name):
        reading.refuse(INVISIBLE_CHARACTER, at, at + 1)
    elif alike := lookalikes(name, people):
        others = [
            Suggestion(each.shown, reading.line_with(at, at + 1, f"@{each.token}"))
            for each in alike[:SUGGESTIONS_SHOWN]
        ]
        words = (
            f"{alike[0].shown} has access here. Choose them, or write the other person’s name differently."
        )
        reading.refuse(
            words, at, at + 1, [*others, Suggestion("Keep it in the title", reading.kept(at, at + 1))]
        )
    else:
        reading.take("owner", name, at, at + 1)


def read_name(reading: LineParser, at: int, people: Sequence[PersonRef]) -> None:
    """Read `@ros` or `@rosa delgado`, with as many of the next words as belong to the name."""
    typed = name_words(reading.words[at : at + NAME_WORDS])
    sizes = range(len(typed), 0, -1)
    size, found = next(
        ((size, who) for size in sizes if (who := people_meant(typed[:size], people))), (1, [])
    )
    if len(found) == 1:
        reading.take("owner", found[0], at, at + size)
    elif found:
        refuse_many(reading, at, at + size, " ".join(typed[:size]), found)
    else:
        name = typed[0]
        near = suggestions(name, people)[:SUGGESTIONS_SHOWN]
        words = f"{nobody_words(name, near)} \\@{name} keeps the word in the title."
        outsider = Suggestion(
            f"Add “{name}” as someone without access", reading.line_with(at, at + 1, f'@"{name}"')
        )
        others = [Suggestion(each.shown, reading.line_with(at, at + 1, f"@{each.token}")) for each in near]
        keep = Suggestion("Keep it in the title", reading.kept(at, at + 1))
        reading.refuse(words, at, at + 1, [*others, outsider, keep])


def name_words(words: Sequence[Word]) -> list[str]:
    """Return the words that may be a name, from the one with the @ on; punctuation ends it."""
    found = [words[0].typed[1:].rstrip(ENDS)]
    for before, word in pairwise(words):
        if word.kept or word.typed[0] in "@!" or before.typed[-1] in ENDS:
            break
        found.append(word.typed.rstrip(ENDS))
    return found


def refuse_many(reading: LineParser, first: int, last: int, typed: str, found: Sequence[PersonRef]) -> None:
    """Refuse a name that several people match, with those people to choose from."""
    choices = [
        Suggestion(each.shown, reading.line_with(first, last, f"@{each.token}"))
        for each in found[:SUGGESTIONS_SHOWN]
    ]
    reading.refuse(several_words(typed, found), first, last, choices)


def read_dates(reading: LineParser, first: int, last: int, today: date) -> None:
    """Read the dates at the end and at the beginning of these words."""
    while found := date_at_end(reading.words[first:last], today):
        size, day = found
        keep_reading(reading, day, last - size, last)
        last -= size
    while found := date_at_start(reading.words[first:last], today):
        size, day = found
        keep_reading(reading, day, first, first + size)
        first += size


def keep_reading(reading: LineParser, day: Day, first: int, last: int) -> None:
    """Take the words as a date, or refuse them with the problem."""
    if day.due:
        reading.take("due", day.due, first, last)
    else:
        reading.refuse(
            day.problem, first, last, [Suggestion("Keep it in the title", reading.kept(first, last))]
        )


def date_at_end(words: Sequence[Word], today: date) -> tuple[int, Day] | None:
    """Return the size and the longest date at the end of the words; None if the word before belongs to it."""
    for size in range(min(LONGEST_DATE, len(words)), 0, -1):
        if day := day_of(words[-size:], today):
            before = words[-size - 1].typed.casefold() if len(words) > size else ""
            return None if before in BELONGS else (size, day)
    return None


def date_at_start(words: Sequence[Word], today: date) -> tuple[int, Day] | None:
    """Return the size and the longest date at the beginning; a single word only if it is meant as a date."""
    for size in range(min(LONGEST_DATE, len(words)), 0, -1):
        if day := day_of(words[:size], today):
            after = words[size].typed.casefold() if len(words) > size else ""
            first = words[0].typed
            meant_so = size > 1 or first == first.casefold() or first[-1] in ",:"
            return (size, day) if meant_so and after not in JOINS else None
    return None


def offer_date(reading: LineParser, today: date) -> DateOffer | None:
    """Return the first figures in the place of a date that may be one; None if there are none."""
    for first, last in reading.gaps():
        for at_end in (True, False):
            for size in (2, 1):
                start = last - size if at_end else first
                if last - first >= size and (offer := offer_at(reading, start, start + size, today)):
                    return offer
    return None


def offer_at(reading: LineParser, first: int, last: int, today: date) -> DateOffer | None:
    """Return these words as a date to confirm; None if they are not one, or belong to words around them."""
    words = reading.words
    if any(word.kept for word in words[first:last]):
        return None
    before = words[first - 1].typed.casefold() if first else ""
    after = words[last].typed.casefold() if last < len(words) else ""
    if before in BELONGS or after in JOINS:
        return None
    days = numeric_days([word.typed for word in words[first:last]], today)
    choices = [(day, reading.line_with(first, last, f"{day.day} {day:%b %Y}")) for day in days]
    return DateOffer(reading.typed(first, last), tuple(choices)) if choices else None


def day_of(words: Sequence[Word], today: date) -> Day | None:
    """Return the date that these words are; None if they are not one, or one of them is kept."""
    return None if any(word.kept for word in words) else as_day([word.typed for word in words], today)
