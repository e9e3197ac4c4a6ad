"""Looking into JSON that may hold anything: what is missing or of another shape reads as nothing."""

import math

Record = dict[str, object]


def json_text(record: Record, key: str) -> str:
    value = record.get(key)
    return value if isinstance(value, str) else ""


def truth(record: Record, key: str) -> bool:
    return record.get(key) is True


def json_number(record: Record, key: str) -> float:
    """A finite number; anything else is 0, so that it can be sorted by."""
    value = record.get(key)
    if isinstance(value, bool) or not isinstance(value, (int, float)):
        return 0.0
    try:
        return float(value) if math.isfinite(value) else 0.0
    except OverflowError:
        return 0.0


def records(record: Record, key: str) -> list[Record]:
    """The objects in a list; whatever else stands in it is passed over."""
    value = record.get(key)
    return [item for item in value if isinstance(item, dict)] if isinstance(value, list) else []


def texts(record: Record, key: str) -> list[str]:
    value = record.get(key)
    return [item for item in value if isinstance(item, str)] if isinstance(value, list) else []
