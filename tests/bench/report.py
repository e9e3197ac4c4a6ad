"""The table of a run, and of two runs side by side."""

HEADS = ("work", "p50 ms", "p95 ms", "CPU ms", "least", "ratio", "queries", "bytes", "gzip")
FIGURES = ("p50_ms", "p95_ms", "cpu_ms", "floor_cpu_ms", "ratio", "queries", "bytes", "gzip")
COUNTED = ("queries", "bytes", "gzip")
GOALS = {"_paint_ms": 1200, "_task_ms": 50, "tap_500_ms": 100, "open_2000_ms": 300}
"""Milliseconds of the browser's figures, by how their names end."""
COMPARED = ("cpu_ms", "ratio", "queries", "gzip")


def table(found):
    """The figures of a run as lines of text."""
    yield f"Size {found['size']} on {found['database']}; a ratio is our CPU ÷ that of the least page"
    yield aligned(HEADS)
    for name, work in found["works"].items():
        yield aligned((name, *(work[figure] for figure in FIGURES)))
    for name, figures in found["writers"].items():
        yield f"{name}: " + ", ".join(f"{key} {value}" for key, value in figures.items())
    if found["memory_mib"]:
        yield f"memory of two workers: {found['memory_mib']} MiB"
        yield f"start, migrated: {found['start_s']} s"


def browser_line(name, figure):
    """A figure of the browser, and the most it may be where there is a goal."""
    goal = next((f"at most {most}" for end, most in GOALS.items() if name.endswith(end)), "")
    return f"{name:<24}{figure:>9} {goal}".rstrip()


def counts(found):
    """Statements and bytes at several sizes."""
    yield aligned(("work", *(f"{figure} {size}" for size in found for figure in COUNTED)), 12)
    first = next(iter(found.values()))
    for name in first:
        yield aligned((name, *(of[name][figure] for of in found.values() for figure in COUNTED)), 12)


def comparison(before, after):
    """Two runs side by side."""
    yield f"{before['size']} on {before['database']} → {after['size']} on {after['database']}"
    yield aligned(("work", *COMPARED), 22)
    for name, work in after["works"].items():
        was = before["works"].get(name, {})
        yield aligned((name, *(f"{was.get(figure, '–')} → {work[figure]}" for figure in COMPARED)), 22)
    yield f"memory: {before['memory_mib']} → {after['memory_mib']} MiB"
    yield f"start: {before.get('start_s', '–')} → {after['start_s']} s"


def aligned(cells, width=9):
    """The cells in columns, the first to the left."""
    first, *others = map(str, cells)
    return f"{first:<10}" + "".join(f"{cell:>{width}}" for cell in others)
