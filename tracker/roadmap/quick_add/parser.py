"""Quick words: what the add line says besides the title. Pure; it may be asked at every keystroke.

`Call the oven people @rosa fri !build` is a task for Rosa, by Friday, to build. The rules:

* A word is left alone unless it is unmistakable, and what was read is always shown, with the way to undo it.
  No word is ever lost: each is in the title, in a piece that was read, or in a problem that is told.
* `@name` and `!kind` are read anywhere, where a word begins: an e-mail address is no name, `Wow!` is no kind.
* A date is read at either end of the line, or beside another quick word, and nowhere else:
  `Order 4 dec lamps` and `Call Fri Winther` keep their words. A month alone is no date (`May hire`).
* A single word (`fri`, `tomorrow`) that opens a title must be lower case, or have a comma or colon after it:
  `fri call Nia` and `Fri: call Nia` have a date, `Sun hats for the market` has none.
* A day and a month in figures (`4.12.`, `12/4`) stay in the title: `Fix section 4.12.`, `Raise prices by 12.5.`.
  The preview asks whether they are a date, and whoever says yes gets a line with the date in words.
* A date that belongs to the words around it stays with them: `the Sun`, `menu for fri`, `every mon`, `mon or tue`.
  `by`, `on` and `due` go with the date. The dates themselves: quick_dates.
* `@ros` is whose name, first, last or whole, begins so; a whole word goes before the beginning of another.
  Further words are taken only while they are whole words of that name: `@rosa delgado`. An address does too.
  Two who fit, or nobody, is a problem. `@"Luca from Corewell"` is exactly that: somebody's full name, or an outsider's.
* `!build`, `!planning`, `!r`: the kinds as the practice or the client calls them, or the beginning of one.
* `!private`, or its beginning from `!pr` on: only CEO and COO see the task. Others may not hide a task: a problem.
* A backslash before a word keeps it (`\\fri`), and so do quotes around it (`the "fri" sign`; the quotes stay).
* Two dates, two owners or two kinds are asked about, not chosen between.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import date
from itertools import pairwise

from tracker.foundation.text.names import hides_something
from tracker.roadmap.models.statuses import Kind, Visibility
from tracker.roadmap.presentation.name_matching import (
    UNSEEN,
    PersonRef,
    exactly,
    nobody_words,
    people_meant,
    several_words,
    suggested,
    taken_for,
)
from tracker.roadmap.quick_add.dates import LONGEST, Day, as_day, numeric_days
from tracker.roadmap.quick_add.tokens import (
    CLOSES,
    ENDS,
    OPENS,
    DateOffer,
    LineParser,
    ParsedLine,
    Remedy,
    Word,
    words_of,
)

BELONGS = set(
    "the a an of for every each until till before after from since to and or last this than not no - – — & + /".split()
)
"""After one of these a date is part of the sentence."""
JOINS = {"and", "or", "to", "-", "–", "—", "&", "+", "/"}
KIND_WORDS = {
    "strategy": Kind.STRATEGY, "planning": Kind.STRATEGY, "build": Kind.BUILD, "building": Kind.BUILD,
    "routine": Kind.ROUTINE, "running": Kind.ROUTINE,
}  # fmt: skip
PRIVATE, PRIVATE_AT_LEAST = "private", 2
A_KIND = re.compile(rf"!([^\W\d_]+)[{ENDS}]*")
ONLY_LEADS_HIDE = "Only the CEO and the COO can keep a task private."
LONGEST_NAME, NAME_WORDS, SHOWN = 120, 5, 4


def read(line: str, today: date, people: Sequence[PersonRef] = (), may_hide: bool = True) -> ParsedLine:
    """What a line says; `today` is the client's date, `people` are those who may be named.

    `may_hide`: whether this person may keep a task between CEO and COO.
    """
    reading = LineParser(words_of(line))
    for at, word in enumerate(reading.words):
        if at not in reading.taken and not word.kept:
            read_mark(reading, at, people, may_hide)
    for first, last in list(reading.gaps()):
        read_dates(reading, first, last, today)
    reading.compare()
    rest = [word.text for at, word in enumerate(reading.words) if at not in reading.taken]
    settled = reading.problems or any(piece.what == "due" for _, piece in reading.pieces)
    offer = None if settled else offer_date(reading, today)
    return ParsedLine(" ".join(rest), tuple(reading.in_order()), tuple(reading.problems), offer)


def read_mark(reading: LineParser, at: int, people: Sequence[PersonRef], may_hide: bool) -> None:
    """A word that begins with @ or !, if that is what it is."""
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
    if may_hide:
        reading.take("visibility", Visibility.LEADS, at, at + 1)
    else:
        reading.refuse(
            ONLY_LEADS_HIDE, at, at + 1, [Remedy("Keep it in the title", reading.kept(at, at + 1))]
        )


def read_kind(reading: LineParser, at: int, typed: str) -> None:
    found = {kind for word, kind in KIND_WORDS.items() if word.startswith(typed.casefold())}
    if len(found) == 1:
        reading.take("kind", found.pop(), at, at + 1)
    else:
        words = f"There is no kind “{typed}”. Write !strategy, !build or !routine."
        reading.refuse(words, at, at + 1, [Remedy("Keep it in the title", reading.kept(at, at + 1))])


def read_quoted(reading: LineParser, at: int, text: str, people: Sequence[PersonRef]) -> None:
    """Exactly this name: that of somebody with access, or an outsider’s."""
    name = " ".join(text[1:-1].split())
    if len(text) < 2 or text[-1] not in CLOSES:
        reading.refuse('Close the name with a second quote, like @"Luca from Corewell".', at, at + 1)
    elif not name:
        reading.refuse("There is no name between the quotes.", at, at + 1)
    elif len(name) > LONGEST_NAME:
        reading.refuse(f"Keep the name to {LONGEST_NAME} characters.", at, at + 1)
    elif len(found := exactly(name, people)) > 1:
        refuse_many(reading, at, at + 1, name, found)
    elif found:
        reading.take("owner", found[0], at, at + 1)
    elif hides_something(name):
        reading.refuse(UNSEEN, at, at + 1)
    elif alike := taken_for(name, people):
        others = [
            Remedy(each.shown, reading.line_with(at, at + 1, f"@{each.token}")) for each in alike[:SHOWN]
        ]
        words = (
            f"{alike[0].shown} has access here. Choose them, or write the other person’s name differently."
        )
        reading.refuse(words, at, at + 1, [*others, Remedy("Keep it in the title", reading.kept(at, at + 1))])
    else:
        reading.take("owner", name, at, at + 1)


def read_name(reading: LineParser, at: int, people: Sequence[PersonRef]) -> None:
    """Whom `@ros` or `@rosa delgado` means: as many words as are a name."""
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
        near = suggested(name, people)[:SHOWN]
        words = f"{nobody_words(name, near)} \\@{name} keeps the word in the title."
        outsider = Remedy(
            f"Add “{name}” as someone without access", reading.line_with(at, at + 1, f'@"{name}"')
        )
        others = [Remedy(each.shown, reading.line_with(at, at + 1, f"@{each.token}")) for each in near]
        keep = Remedy("Keep it in the title", reading.kept(at, at + 1))
        reading.refuse(words, at, at + 1, [*others, outsider, keep])


def name_words(words: Sequence[Word]) -> list[str]:
    """The words a name may be made of, from the one with the @ on; a comma ends it."""
    found = [words[0].typed[1:].rstrip(ENDS)]
    for before, word in pairwise(words):
        if word.kept or word.typed[0] in "@!" or before.typed[-1] in ENDS:
            break
        found.append(word.typed.rstrip(ENDS))
    return found


def refuse_many(reading: LineParser, first: int, last: int, typed: str, found: Sequence[PersonRef]) -> None:
    """More than one person fits: who they are, to choose from."""
    choices = [Remedy(each.shown, reading.line_with(first, last, f"@{each.token}")) for each in found[:SHOWN]]
    reading.refuse(several_words(typed, found), first, last, choices)


def read_dates(reading: LineParser, first: int, last: int, today: date) -> None:
    """The dates at the end and at the beginning of a stretch of words."""
    while found := date_at_end(reading.words[first:last], today):
        size, said = found
        keep_reading(reading, said, last - size, last)
        last -= size
    while found := date_at_start(reading.words[first:last], today):
        size, said = found
        keep_reading(reading, said, first, first + size)
        first += size


def keep_reading(reading: LineParser, said: Day, first: int, last: int) -> None:
    if said.due:
        reading.take("due", said.due, first, last)
    else:
        reading.refuse(said.problem, first, last, [Remedy("Keep it in the title", reading.kept(first, last))])


def date_at_end(words: Sequence[Word], today: date) -> tuple[int, Day] | None:
    """The longest date the words end with, unless the word before it holds on to it."""
    for size in range(min(LONGEST, len(words)), 0, -1):
        if said := day_of(words[-size:], today):
            before = words[-size - 1].typed.casefold() if len(words) > size else ""
            return None if before in BELONGS else (size, said)
    return None


def date_at_start(words: Sequence[Word], today: date) -> tuple[int, Day] | None:
    """The longest date the words begin with; a single word opens a title only where it is meant to."""
    for size in range(min(LONGEST, len(words)), 0, -1):
        if said := day_of(words[:size], today):
            after = words[size].typed.casefold() if len(words) > size else ""
            first = words[0].typed
            meant_so = size > 1 or first == first.casefold() or first[-1] in ",:"
            return (size, said) if meant_so and after not in JOINS else None
    return None


def offer_date(reading: LineParser, today: date) -> DateOffer | None:
    """The first figures that stand where a date would, and may be one."""
    for first, last in reading.gaps():
        for at_end in (True, False):
            for size in (2, 1):
                start = last - size if at_end else first
                if last - first >= size and (offer := offer_at(reading, start, start + size, today)):
                    return offer
    return None


def offer_at(reading: LineParser, first: int, last: int, today: date) -> DateOffer | None:
    """These words as a date to confirm, unless the words around them hold on to them."""
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
    return None if any(word.kept for word in words) else as_day([word.typed for word in words], today)
