"""Passwords: hashed with argon2id, and refused if they are too easy to guess.

The same letters can be typed in more than one way (é, or e and an accent). Passwords are hashed and compared
in their composed form (NFC).
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Iterator
from functools import lru_cache
from threading import BoundedSemaphore, Lock

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError
from flask import current_app

SHORTEST_PASSWORD, LONGEST_PASSWORD = 12, 128
ONE_AT_A_TIME = BoundedSemaphore(2)
"""Each hash takes 19 MiB and 40 ms of a core, so only two run at once and other requests are not starved."""

DEMO_PASSWORD = "footbridge-demo"  # noqa: S105  public on purpose: production refuses it
OUR_WORDS = ("footbridge", "company", "business")
TOO_EASY = "That password is too easy to guess. Use three words that have nothing to do with each other."

STRONG_ENOUGH = 3
"""On zxcvbn's scale of 0 to 4: more than 100 million guesses, even with all the usual lists."""

JUDGED_AT_MOST = 40
"""The number of characters that zxcvbn examines, because its cost grows faster than the length."""

OTHER_KEYBOARDS = (
    str.maketrans("йцукенгшщзхъфывапролджэячсмитьбюієї", "qwertyuiop[]asdfghjkl;'zxcvbnm,.s']"),
    str.maketrans("yz", "zy"),
)
"""Letters on Cyrillic and German keyboards, with the ones on the same keys of an American keyboard."""

LOOKALIKES = (str.maketrans("013457@$", "oieastas"), str.maketrans("013457@$", "oleastas"))
"""Digits and signs that people use as letters; a 1 may be an i or an l."""

ESTIMATING = Lock()
"""A lock, because zxcvbn keeps the user's words in a module variable that all threads share."""


@lru_cache(maxsize=4)
def hasher(time_cost: int, memory_cost: int, parallelism: int) -> PasswordHasher:
    """Return the argon2id hasher with this cost; `memory_cost` is in KiB."""
    return PasswordHasher(time_cost=time_cost, memory_cost=memory_cost, parallelism=parallelism)


def current_hasher() -> PasswordHasher:
    """Return the hasher with the configured cost."""
    return hasher(**current_app.config["ARGON2"])


def normalise_password(password: str) -> str:
    """Return the password in the form that is hashed and compared (NFC)."""
    return unicodedata.normalize("NFC", password)


def hash_password(password: str) -> str:
    """Return the argon2id hash of a password in composed form. Waits while two others are computed."""
    with ONE_AT_A_TIME:
        return current_hasher().hash(normalise_password(password))


@lru_cache(maxsize=4)
def decoy_hash(time_cost: int, memory_cost: int, parallelism: int) -> str:
    """Return a hash that no password has, so that an unknown address takes as long as a known one."""
    return hasher(time_cost, memory_cost, parallelism).hash("no one has this one")


def matches(password_hash: str | None, password: str) -> bool:
    """Whether the password is right. Takes the same time if there is no hash to compare with.

    An older hash may be of the password as it was typed. In production the demo's password never matches.
    """
    known = password_hash or decoy_hash(**current_app.config["ARGON2"])
    found = any(verify_hash(known, form) for form in password_forms(password))
    return (
        found and password_hash is not None and not (current_app.config["PRODUCTION"] and is_public(password))
    )


def password_forms(password: str) -> Iterator[str]:
    """Return the password composed and, if that differs, as it was typed."""
    yield normalise_password(password)
    if not unicodedata.is_normalized("NFC", password):
        yield password


def verify_hash(password_hash: str, password: str) -> bool:
    """Whether the hash is of exactly this text; a hash that cannot be read matches nothing."""
    try:
        with ONE_AT_A_TIME:
            return current_hasher().verify(password_hash, password)
    except (VerificationError, InvalidHashError):
        return False


def is_outdated(password_hash: str, password: str) -> bool:
    """Whether the hash of this correct password should be renewed: too weak now, or not in composed form."""
    if current_hasher().check_needs_rehash(password_hash):
        return True
    return not unicodedata.is_normalized("NFC", password) and not verify_hash(
        password_hash, normalise_password(password)
    )


def is_public(password: str) -> bool:
    """Whether it is the demo's published password."""
    return normalise_password(password).strip().casefold() == DEMO_PASSWORD


def weakness(password: str, words_nearby: Iterable[str] = ()) -> str:
    """Return why a password is not accepted, as a sentence; empty if it is.

    `words_nearby` are names to try first: the person's, the client's, the practice's.
    """
    password = normalise_password(password)
    if len(password) < SHORTEST_PASSWORD:
        return f"Use {SHORTEST_PASSWORD} characters or more. Three words you’ll remember work well."
    if len(password) > LONGEST_PASSWORD:
        return f"Use {LONGEST_PASSWORD} characters or fewer."
    nearby = {
        word.casefold()
        for phrase in words_nearby
        for word in normalise_password(phrase).split()
        if len(word) > 2
    }
    nearby |= set(OUR_WORDS)
    monotonous = len(set(password.casefold())) < 5 and len(password) < 32
    if monotonous or is_public(password) or is_made_of(password, nearby) or is_common(password, nearby):
        return TOO_EASY
    return ""


def is_made_of(password: str, nearby: Iterable[str]) -> bool:
    """Whether fewer than four letters remain without these words, written plainly or like F0rn3ll0."""
    for spelling in (password, *(password.translate(signs) for signs in LOOKALIKES)):
        left = strip_decoration(spelling)
        for guess in sorted(nearby, key=len, reverse=True):
            left = left.replace(guess, "")
        if len(left) < 4:
            return True
    return False


def strip_decoration(password: str) -> str:
    """Return the letters of a password, without digits and signs."""
    return "".join(letter for letter in password.casefold() if letter.isalpha() or ord(letter) > 0x2000)


def is_common(password: str, nearby: Iterable[str]) -> bool:
    """Whether common passwords, words, names, keyboard walks, repeats or dates make up most of it.

    Characters that zxcvbn has no lists for (emoji, Chinese) are judged by the other rules alone.
    """
    words = password.split()
    once = " ".join(dict.fromkeys(words)) if all(len(word) > 2 for word in words) else password
    typed = password.casefold()
    elsewhere = [typed.translate(keyboard) for keyboard in OTHER_KEYBOARDS]
    readings = {password, once, *(text for text in elsewhere if text != typed)}
    latin = [text for text in readings if any(letter.isascii() and letter.isalpha() for letter in text)]
    return any(strength(text, sorted(nearby)) < STRONG_ENOUGH for text in latin)


def strength(password: str, nearby: list[str]) -> int:
    """Return zxcvbn's score, 0 to 4. `nearby` are more words that count as easy to guess."""
    from zxcvbn import zxcvbn  # loads its lists: 200 ms that only choosing a password needs

    with ESTIMATING:
        return int(zxcvbn(password[:JUDGED_AT_MOST], user_inputs=nearby)["score"])
