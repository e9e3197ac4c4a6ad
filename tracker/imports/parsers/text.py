"""Makes text from a file safe to store and short enough to show."""

import hashlib
import re
import unicodedata

from tracker.imports.parsers.limits import KEY, NAME, TITLE

CONTROLS = re.compile(r"[\x00-\x08\x0e-\x1f\x7f-\x84\x86-\x9f\ufeff\ufffe\uffff]")
LONE_SURROGATES = re.compile("[\ud800-\udfff]")
LINE_ENDS = re.compile("\r\n|[\r\x0b\x0c\x85\u2028\u2029]")
DIRECTIONS = re.compile("[\u202a-\u202e\u2066-\u2069]")


def paragraphs(text: str) -> str:
    """Return text of several lines: stripped, with LF line ends and without control characters."""
    if text.isprintable():
        return text.strip()
    text = LONE_SURROGATES.sub("\ufffd", LINE_ENDS.sub("\n", text))
    return CONTROLS.sub("", text).strip()


def plain_line(text: str) -> str:
    """Return the text as one line with single spaces, without control characters or changes of direction.

    Blank if no character in it is visible.
    """
    line = " ".join(DIRECTIONS.sub("", paragraphs(text)).split())
    return line if any(is_visible(letter) for letter in line) else ""


def is_visible(letter: str) -> bool:
    """Whether the character is neither a control, a blank nor a mark on another character."""
    return unicodedata.category(letter)[0] not in "CZM"


def shorten(text: str, length: int) -> str:
    """Return the text with at most `length` characters; a cut one ends in “…”, after a word if possible."""
    if len(text) <= length:
        return text
    start = text[: length - 1]
    return (start.rsplit(" ", 1)[0] if " " in start[length // 2 :] else start).rstrip() + "…"


def fit_title(text: str, length: int = TITLE) -> tuple[str, str]:
    """Return a title that fits, and the full text if it had to be cut."""
    line = plain_line(text)
    return (line, "") if len(line) <= length else (shorten(line, length), paragraphs(text))


def fit_name(text: str) -> str:
    """Return a name that fits."""
    return shorten(plain_line(text), NAME)


def fit_key(text: str) -> str:
    """Return the file's own id; a very long one is replaced by its fingerprint."""
    line = plain_line(text)
    return line if len(line) <= KEY else "sha256:" + hashlib.sha256(line.encode()).hexdigest()


def quote_short(text: str) -> str:
    """Return the text in quotation marks, cut to 60 characters for use in a sentence."""
    return f"“{shorten(plain_line(text), 60)}”"


def is_separator(text: str) -> bool:
    """Whether a title is only a drawn line, such as “---”."""
    return (
        len(text) >= 3
        and not any(letter.isalnum() for letter in text)
        and set(text) <= set("-–—_=*~.·•#+ ─━═")
    )


def plan_name(file_name: str) -> str:
    """Return a name for the plan from the file's name, without folder and extension."""
    base = re.split(r"[/\\]", file_name)[-1]
    return fit_name(base.rsplit(".", 1)[0] or base) or "Untitled plan"
