"""Two people wrote in one field: what becomes of the choice between their words (DECISIONS 14). Pure."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any


def chosen(posted: Mapping[str, Any], form: Mapping[str, str]) -> dict[str, Any]:
    """The fields to save: without those where the writer chose to keep what somebody else wrote.

    `roadmap/_both_texts.html` sends `theirs` with the names of the fields in question.
    """
    given_up = set(form.get("theirs", "").split())
    return {name: value for name, value in posted.items() if name not in given_up}
