"""Hooks to which features above the accounts add functions, so that accounts need not import them."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from tracker.accounts.models import Person

WHEN_ACCESS_ENDS: list[Callable[[Person], None]] = []
"""Called when a password is replaced or access ends, to end whatever else depends on the password."""

WHEN_ACCESS_IS_LOST: list[Callable[[Person], None]] = []
"""Called only when a person can no longer sign in: account closed, password voided, last access removed."""

WHEN_PASSWORD_CHANGES: list[Callable[[Person], None]] = []
"""Called when a password is replaced or removed, before access ends with it."""

WHEN_RENAMED: list[Callable[[Person, str], None]] = []
"""Called with the new name before a person's name changes."""

WORDS_NEARBY: list[Callable[[Person], Iterable[str]]] = []
"""Return names that a stranger would try first as this person's password."""
