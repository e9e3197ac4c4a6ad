"""Notes on a file that was read: each is shown once, with its count."""

from tracker.imports.parsers.limits import EXAMPLES_SHOWN
from tracker.imports.parsers.text import quote_short


class Notes:
    """Sentences for a person who wants to know what happened to their file."""

    def __init__(self) -> None:
        self._found: dict[tuple[str, str], list[str]] = {}

    def add(self, one: str, many: str = "", example: str = "") -> None:
        """Count a note. `many` is its plural: {n} becomes the count, and it ends in a full stop."""
        self._found.setdefault((one, many), []).append(example)

    def sentences(self) -> tuple[str, ...]:
        """Return each note once, with its count and first examples."""
        return tuple(self._sentence(one, many, examples) for (one, many), examples in self._found.items())

    @staticmethod
    def _sentence(one: str, many: str, examples: list[str]) -> str:
        count = len(examples)
        sentence = many.replace("{n}", f"{count:,}") if many and count > 1 else one
        shown = [quote_short(example) for example in examples[:EXAMPLES_SHOWN] if example]
        if not shown:
            return sentence
        rest = f" and {count - len(shown):,} more" if count > len(shown) else ""
        return f"{sentence.removesuffix('.')}: {', '.join(shown)}{rest}."
