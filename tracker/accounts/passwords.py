"""Passwords: hashed with argon2id, and refused when they are too easy to guess.

The same letters may be typed in more than one way (é, or e and an accent). Passwords are compared in the composed
form (NFC), which is also what is hashed.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Iterator
from functools import lru_cache
from threading import BoundedSemaphore, Lock

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError
from flask import current_app

SHORTEST, LONGEST = 12, 128
ONE_AT_A_TIME = BoundedSemaphore(2)
"""Each hash takes 19 MiB and 40 ms of a core: two at once, so that signing in never starves the rest."""

DEMO_PASSWORD = "footbridge-demo"  # noqa: S105  public on purpose: production refuses it
OUR_WORDS = ("footbridge", "company", "business")
TOO_EASY = "That password is too easy to guess. Use three words that have nothing to do with each other."

STRONG_ENOUGH = 3
"""On zxcvbn's scale of 0 to 4: more than 100 million guesses by somebody who knows all the usual lists."""

JUDGED_AT_MOST = 40
"""Letters that zxcvbn looks at; what it needs grows faster than the length."""

OTHER_KEYBOARDS = (
    str.maketrans("йцукенгшщзхъфывапролджэячсмитьбюієї", "qwertyuiop[]asdfghjkl;'zxcvbnm,.s']"),
    str.maketrans("yz", "zy"),
)
"""Letters on the keys of a Cyrillic and of a German keyboard, and what an American one has there."""

LOOKALIKES = (str.maketrans("013457@$", "oieastas"), str.maketrans("013457@$", "oleastas"))
"""Digits and signs that people write for letters; a 1 may be an i or an l."""

ESTIMATING = Lock()
"""zxcvbn keeps the words nearby where all threads see them."""


@lru_cache(maxsize=4)
def hasher(time_cost: int, memory_cost: int, parallelism: int) -> PasswordHasher:
    return PasswordHasher(time_cost=time_cost, memory_cost=memory_cost, parallelism=parallelism)


def current_hasher() -> PasswordHasher:
    return hasher(**current_app.config["ARGON2"])


def composed(password: str) -> str:
    return unicodedata.normalize("NFC", password)


def hash_password(password: str) -> str:
    with ONE_AT_A_TIME:
        return current_hasher().hash(composed(password))


@lru_cache(maxsize=4)
def decoy(time_cost: int, memory_cost: int, parallelism: int) -> str:
    """A hash nobody's password has, so that an unknown address takes as long as a known one."""
    return hasher(time_cost, memory_cost, parallelism).hash("no one has this one")


def matches(password_hash: str | None, password: str) -> bool:
    """Whether this is the password. Takes the same time where there is none to compare with.

    An older hash may be of the password as it was typed. In production the demo's password opens nothing.
    """
    known = password_hash or decoy(**current_app.config["ARGON2"])
    found = any(verifies(known, form) for form in forms(password))
    return (
        found and password_hash is not None and not (current_app.config["PRODUCTION"] and is_public(password))
    )


def forms(password: str) -> Iterator[str]:
    """The password composed and, where that differs, as it was typed."""
    yield composed(password)
    if not unicodedata.is_normalized("NFC", password):
        yield password


def verifies(password_hash: str, password: str) -> bool:
    try:
        with ONE_AT_A_TIME:
            return current_hasher().verify(password_hash, password)
    except (VerificationError, InvalidHashError):
        return False


def is_outdated(password_hash: str, password: str) -> bool:
    """Whether a hash that this password matches should be made anew: weaker than today's, or not composed."""
    if current_hasher().check_needs_rehash(password_hash):
        return True
    return not unicodedata.is_normalized("NFC", password) and not verifies(password_hash, composed(password))


def is_public(password: str) -> bool:
    return composed(password).strip().casefold() == DEMO_PASSWORD


def weakness(password: str, words_nearby: Iterable[str] = ()) -> str:
    """Why this password will not do, in words; empty when it will.

    `words_nearby` are names somebody would guess first: the person's, the client's, the practice's.
    """
    password = composed(password)
    if len(password) < SHORTEST:
        return f"Use {SHORTEST} characters or more. Three words you’ll remember work well."
    if len(password) > LONGEST:
        return f"Use {LONGEST} characters or fewer."
    nearby = {
        word.casefold() for phrase in words_nearby for word in composed(phrase).split() if len(word) > 2
    }
    nearby |= set(OUR_WORDS)
    monotonous = len(set(password.casefold())) < 5 and len(password) < 32
    if monotonous or is_public(password) or is_made_of(password, nearby) or is_common(password, nearby):
        return TOO_EASY
    return ""


def is_made_of(password: str, nearby: Iterable[str]) -> bool:
    """Whether nothing much is left of a password without these words, written plainly or like F0rn3ll0."""
    for spelling in (password, *(password.translate(signs) for signs in LOOKALIKES)):
        left = strip_decoration(spelling)
        for guess in sorted(nearby, key=len, reverse=True):
            left = left.replace(guess, "")
        if len(left) < 4:
            return True
    return False


def strip_decoration(password: str) -> str:
    """The letters of a password: digits and signs at its ends or between words are decoration."""
    return "".join(letter for letter in password.casefold() if letter.isalpha() or ord(letter) > 0x2000)


def is_common(password: str, nearby: Iterable[str]) -> bool:
    """Whether lists of common passwords, words and names, keyboard walks, repeats or dates make most of it.

    Letters that zxcvbn has no lists for (emoji, Chinese) are judged by the other rules alone.
    """
    words = password.split()
    once = " ".join(dict.fromkeys(words)) if all(len(word) > 2 for word in words) else password
    typed = password.casefold()
    elsewhere = [typed.translate(keyboard) for keyboard in OTHER_KEYBOARDS]
    readings = {password, once, *(text for text in elsewhere if text != typed)}
    latin = [text for text in readings if any(letter.isascii() and letter.isalpha() for letter in text)]
    return any(strength(text, sorted(nearby)) < STRONG_ENOUGH for text in latin)


def strength(password: str, nearby: list[str]) -> int:
    from zxcvbn import zxcvbn  # loads its lists: 200 ms that only choosing a password needs

    with ESTIMATING:
        return int(zxcvbn(password[:JUDGED_AT_MOST], user_inputs=nearby)["score"])
