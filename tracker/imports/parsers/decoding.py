"""Decodes a file's bytes, or refuses files that are not text."""

from tracker.imports.parsers.errors import ImportRefused
from tracker.imports.parsers.limits import FILE_BYTES

TEMPLATE = "Copy its tasks into our spreadsheet template, save that as CSV and import that."
EXCEL = "This is an Excel file. Save the sheet as CSV and try again."
PROJECT = f"This is a Microsoft Project file, which we cannot read yet. {TEMPLATE}"

ZIPS: tuple[tuple[bytes, str], ...] = (
    (b"xl/workbook", EXCEL),
    (
        b"application/vnd.oasis.opendocument.spreadsheet",
        EXCEL.replace("an Excel file", "a LibreOffice spreadsheet"),
    ),
    (b"word/document", f"This is a Word document. {TEMPLATE}"),
    (b"", "This is a ZIP archive. Unpack it and import the CSV or JSON file inside."),
)
BINARIES: tuple[tuple[bytes, str], ...] = (
    (b"%PDF", "This is a PDF. Export the plan as CSV, or a Trello board as JSON, and try again."),
    (b"\x1f\x8b", "This is a compressed file. Unpack it and import the CSV or JSON file inside."),
    (b"\x89PNG", "This is a picture. Export the plan as CSV, or a Trello board as JSON, and try again."),
    (b"\xff\xd8\xff", "This is a picture. Export the plan as CSV, or a Trello board as JSON, and try again."),
)
NOT_TEXT = "This file is not text. Export the plan as CSV (UTF-8), or a Trello board as JSON, and try again."
DAMAGED = "Some letters in this file are damaged. Export it again as CSV UTF-8 and try again."
WESTERN = (
    "The file does not say how its letters are stored; it was read as Western European (Windows-1252). "
    "Look at accented letters before you go on."
)


def decode(data: bytes, file_name: str) -> tuple[str, str]:
    """Return the text, and a note if its encoding was guessed. Raise ImportRefused if it cannot be read."""
    if len(data) > FILE_BYTES:
        raise ImportRefused(f"This file is larger than {FILE_BYTES // 1024 // 1024} MB, the most we read.")
    if not data.strip():
        raise ImportRefused("This file is empty.")
    refuse_binary(data, file_name)
    text, note = as_text(data)
    if "\x00" in text:
        raise ImportRefused(NOT_TEXT)
    refuse_markup(text)
    return text, note


def refuse_binary(data: bytes, file_name: str) -> None:
    """Raise ImportRefused for known binary formats, with advice on what to export instead."""
    if data.startswith(b"PK\x03\x04"):
        raise ImportRefused(next(words for signature, words in ZIPS if signature in data))
    if data.startswith(b"\xd0\xcf\x11\xe0"):
        raise ImportRefused(
            PROJECT if file_name.lower().endswith(".mpp") else EXCEL.replace("an Excel", "an old Excel")
        )
    for signature, words in BINARIES:
        if data.startswith(signature):
            raise ImportRefused(words)


def refuse_markup(text: str) -> None:
    """Raise ImportRefused for XML and web pages."""
    if text.lstrip().startswith("<"):
        head = text[:2000].lower()
        if "schemas.microsoft.com/project" in head:
            raise ImportRefused(PROJECT)
        kind = "a web page" if "<html" in head or "<!doctype html" in head else "an XML file"
        raise ImportRefused(f"This is {kind}, not a plan. Export the plan as CSV, or a Trello board as JSON.")


def as_text(data: bytes) -> tuple[str, str]:
    """Return the text, and a note for Windows-1252. Tries UTF-16, UTF-8, then Windows-1252."""
    wide = wide_encoding(data)
    try:
        return data.decode(wide or "utf-8-sig").removeprefix("\ufeff"), ""
    except UnicodeDecodeError:
        if wide or is_damaged_utf8(data):
            raise ImportRefused(DAMAGED) from None
    try:
        return data.decode("cp1252"), WESTERN
    except UnicodeDecodeError:
        raise ImportRefused(NOT_TEXT) from None


def wide_encoding(data: bytes) -> str:
    """Return the UTF-16 codec of the data, by byte order mark or by zero bytes at its start; else blank."""
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):
        return "utf-16"
    start = data[:8]
    if len(start) >= 4 and not any(start[1::2]) and all(start[0::2]):
        return "utf-16-le"
    if len(start) >= 4 and not any(start[0::2]) and all(start[1::2]):
        return "utf-16-be"
    return ""


def is_damaged_utf8(data: bytes) -> bool:
    """Whether most letters beyond ASCII are valid UTF-8, so that the others must be damage."""
    text = data.decode("utf-8", errors="replace")
    beyond = len(text) - len(text.encode("ascii", errors="ignore"))
    return beyond - text.count("\ufffd") > text.count("\ufffd")
