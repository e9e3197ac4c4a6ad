"""Two people edit one record.

Changes of different fields are merged; changes of the same field are a conflict.

A form sends, beside each field, the value it showed (`was_title`). A save is accepted if the field still has
that value, or already has the new one. Only a change of *that field* in between is a conflict; then nothing
is saved and both texts are shown.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import TypeVar

from tracker.foundation.exceptions import ConflictError, FieldConflict

Value = TypeVar("Value")


def as_shown(value: object) -> str:
    """Return a value as a form shows it: None as empty, with one kind of line end."""
    return "" if value is None else str(value).replace("\r\n", "\n").strip()


def merge_fields(
    record: object, posted: Mapping[str, Value], shown: Mapping[str, str], labels: Mapping[str, str]
) -> dict[str, Value]:
    """Return the fields of `posted` that are real changes; raises ConflictError with all clashes at once.

    A field sent back as it was shown is not a change, whatever happened to it since.
    """
    changes, clashes = {}, []
    for name, value in posted.items():
        current = getattr(record, name)
        unedited = name in shown and as_shown(shown[name]) == as_shown(value)
        if unedited or as_shown(current) == as_shown(value):
            continue
        if name in shown and as_shown(shown[name]) != as_shown(current):
            clashes.append(FieldConflict(name, labels.get(name, name), as_shown(value), as_shown(current)))
        else:
            changes[name] = value
    if clashes:
        raise ConflictError(*clashes)
    return changes


def check_choice(
    field: str,
    wanted: str,
    current: str,
    form: Mapping[str, str],
    label: str,
    word: Callable[[str], str] = str,
    words: Callable[[], str] | None = None,
) -> bool:
    """Whether to carry out a tap; raises ConflictError if another person has set another value since.

    False if the choice between both was made already, in favour of the other person's.
    """
    if field in form.get("theirs", "").split():
        return False
    if current not in (form.get(f"was_{field}", current), wanted):
        clash = FieldConflict(field, label, wanted, current, word(wanted), word(current))
        raise ConflictError(clash, **({"words": words()} if words else {}))
    return True


def without_conceded(posted: Mapping[str, Value], form: Mapping[str, str]) -> dict[str, Value]:
    """Return the fields to save, without those where the writer kept the other person's text.

    `ui/_conflict_texts.html` sends `theirs` with the names of these fields.
    """
    given_up = set(form.get("theirs", "").split())
    return {name: value for name, value in posted.items() if name not in given_up}


def original_values(form: Mapping[str, str]) -> dict[str, str]:
    """Return the values the form showed: every `was_<field>`."""
    return {name[4:]: value for name, value in form.items() if name and name.startswith("was_")}
