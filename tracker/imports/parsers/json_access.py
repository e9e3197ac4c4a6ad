"""Reads JSON of unknown shape: a missing value, or one of another type, reads as empty."""

import math

Record = dict[str, object]


def json_text(record: Record, key: str) -> str:
    """Return the string under this key; otherwise a blank one."""
    value = record.get(key)
    return value if isinstance(value, str) else ""


def json_record(record: Record, key: str) -> Record:
    """Return the object under this key; otherwise an empty one."""
    value = record.get(key)
    return value if isinstance(value, dict) else {}


def json_true(record: Record, key: str) -> bool:
    """Whether the value is `true`."""
    return record.get(key) is True


def json_number(record: Record, key: str) -> float:
    """Return the finite number under this key; otherwise 0, so that it can be sorted by."""
    value = record.get(key)
    if isinstance(value, bool) or not isinstance(value, (int, float)):
        return 0.0
    try:
        return float(value) if math.isfinite(value) else 0.0
    except OverflowError:
        return 0.0


def json_records(record: Record, key: str) -> list[Record]:
    """Return the objects in the list under this key; other items are skipped."""
    value = record.get(key)
    return [item for item in value if isinstance(item, dict)] if isinstance(value, list) else []


def json_texts(record: Record, key: str) -> list[str]:
    """Return the strings in the list under this key; other items are skipped."""
    value = record.get(key)
    return [item for item in value if isinstance(item, str)] if isinstance(value, list) else []
