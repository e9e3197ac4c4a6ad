"""Passwords: hashed with argon2id, and refused when everybody's first guess (SECURITY B1, B2)."""

from __future__ import annotations

from collections.abc import Iterable
from functools import lru_cache
from threading import BoundedSemaphore

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError
from flask import current_app

SHORTEST, LONGEST = 12, 128
ONE_AT_A_TIME = BoundedSemaphore(2)
"""Each hash takes 19 MiB and 40 ms of a core: two at once, so that signing in never starves the rest."""

COMMON = frozenset(
    """password passw0rd letmein welcome qwerty qwertyuiop asdfgh zxcvbn iloveyou monkey dragon sunshine
    princess football baseball superman batman trustno1 master shadow michael jordan abc123 changeme secret
    admin administrator login hello whatever freedom starwars computer internet footbridge company business
    summer winter spring autumn january february november december monday friday pizza coffee""".split()
)


@lru_cache(maxsize=4)
def hasher(time_cost: int, memory_cost: int, parallelism: int) -> PasswordHasher:
    return PasswordHasher(time_cost=time_cost, memory_cost=memory_cost, parallelism=parallelism)


def current_hasher() -> PasswordHasher:
    return hasher(**current_app.config["ARGON2"])


def hash_password(password: str) -> str:
    with ONE_AT_A_TIME:
        return current_hasher().hash(password)


@lru_cache(maxsize=4)
def decoy(time_cost: int, memory_cost: int, parallelism: int) -> str:
    """A hash nobody's password has, so that an unknown address takes as long as a known one (SECURITY B4)."""
    return hasher(time_cost, memory_cost, parallelism).hash("no one has this one")


def matches(password_hash: str | None, password: str) -> bool:
    """Whether this is the password. Takes the same time where there is none to compare with."""
    known = password_hash or decoy(**current_app.config["ARGON2"])
    try:
        with ONE_AT_A_TIME:
            current_hasher().verify(known, password)
    except (VerificationError, InvalidHashError):
        return False
    return password_hash is not None


def is_outdated(password_hash: str) -> bool:
    return current_hasher().check_needs_rehash(password_hash)


def objection(password: str, words_nearby: Iterable[str] = ()) -> str:
    """Why this password will not do, in words; empty when it will.

    `words_nearby` are names somebody would guess first: the person's, the client's, the practice's.
    """
    if len(password) < SHORTEST:
        return f"Use {SHORTEST} characters or more. Three words you’ll remember work well."
    if len(password) > LONGEST:
        return f"Use {LONGEST} characters or fewer."
    left = strip_decoration(password)
    guesses = COMMON | {word.casefold() for phrase in words_nearby for word in phrase.split() if len(word) > 2}
    for guess in sorted(guesses, key=len, reverse=True):
        left = left.replace(guess, "")
    monotonous = len(set(password.casefold())) < 5 and len(password) < 32
    if len(left) < 4 or monotonous:
        return "That one would be guessed first. Use three words that have nothing to do with each other."
    return ""


def strip_decoration(password: str) -> str:
    """The letters of a password: digits and signs at its ends or between words are decoration."""
    return "".join(letter for letter in password.casefold() if letter.isalpha() or ord(letter) > 0x2000)
