"""Two people on one thing: different fields merge, the same field asks (DECISIONS 14, SECURITY K2).

A form carries, beside each field, the value it showed (`was_title`). A save is accepted when the field still
has that value, or already has the new one. Only a change of *that field* in between is a conflict, and then
nothing is saved and both texts are shown.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True)
class Clash:
    """One field, two texts."""

    field: str
    label: str
    yours: str
    theirs: str


class ConflictError(Exception):
    """Somebody changed the same field since it was shown. Holds what each wrote."""

    def __init__(self, *clashes: Clash) -> None:
        super().__init__("Somebody else changed this while you were writing.")
        self.clashes = clashes


def as_shown(value: Any) -> str:
    """A value as a form shows it: nothing is empty, line ends are one kind."""
    return "" if value is None else str(value).replace("\r\n", "\n").strip()


def settle_fields(
    record: Any, posted: Mapping[str, Any], shown: Mapping[str, str], labels: Mapping[str, str]
) -> dict[str, Any]:
    """The fields of `posted` that are real changes; raises ConflictError with all clashes at once.

    A field sent back as it was shown is no change, whatever became of it meanwhile.
    """
    changes, clashes = {}, []
    for name, value in posted.items():
        current = getattr(record, name)
        unedited = name in shown and as_shown(shown[name]) == as_shown(value)
        if unedited or as_shown(current) == as_shown(value):
            continue
        if name in shown and as_shown(shown[name]) != as_shown(current):
            clashes.append(Clash(name, labels.get(name, name), as_shown(value), as_shown(current)))
        else:
            changes[name] = value
    if clashes:
        raise ConflictError(*clashes)
    return changes


def shown_values(form: Mapping[str, str]) -> dict[str, str]:
    """What the form says it showed: every `was_<field>`."""
    return {name[4:]: value for name, value in form.items() if name and name.startswith("was_")}
