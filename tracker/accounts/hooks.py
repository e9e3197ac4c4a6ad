"""What accounts asks of the rooms above it without knowing them: each adds itself to these lists."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from tracker.accounts.models import Person

WHEN_ACCESS_ENDS: list[Callable[[Person], None]] = []
"""What else stops working with a person's password: when they choose another, and when they lose access."""

WHEN_ACCESS_IS_LOST: list[Callable[[Person], None]] = []
"""What ends only when a person can no longer get in: account closed, password voided, last access removed."""

WHEN_PASSWORD_CHANGES: list[Callable[[Person], None]] = []
"""Who is told that a password is replaced or taken away, before access ends with it."""

WHEN_RENAMED: list[Callable[[Person, str], None]] = []
"""Who is told, before it happens, that somebody takes another name."""

WORDS_NEARBY: list[Callable[[Person], Iterable[str]]] = []
"""Names somebody would guess first as this person's password."""
