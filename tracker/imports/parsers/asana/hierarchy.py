"""Builds the tree of tasks when parents are given by name only."""

from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass, field


@dataclass
class Tree:
    """Rows by their position: parents, children, top rows, and the positions that need a note.

    `guessed` rows had several possible parents; the parent of `lost` rows was not found.
    """

    parents: dict[int, int] = field(default_factory=dict)
    children: dict[int, list[int]] = field(default_factory=dict)
    tops: list[int] = field(default_factory=list)
    guessed: list[int] = field(default_factory=list)
    lost: list[int] = field(default_factory=list)

    def below(self, top: int) -> list[int]:
        """Return all descendants of a row, depth first, in the order of the file."""
        found: list[int] = []
        waiting = [top]
        while waiting:
            found.append(waiting.pop())
            waiting.extend(reversed(self.children.get(found[-1], [])))
        return found[1:]


def build_tree(rows: Sequence[tuple[str, str]]) -> Tree:
    """Return the tree of (name, parent's name) rows.

    Of several rows with the parent's name, the nearest above is the parent. Rows without a parent are on top.
    """
    tree = Tree()
    places: dict[str, list[int]] = {}
    for place, (name, _) in enumerate(rows):
        places.setdefault(name, []).append(place)
    for place, (_, parent) in enumerate(rows):
        found = find_parent(place, places.get(parent, []), tree) if parent else None
        if found is not None:
            tree.parents[place] = found
            tree.children.setdefault(found, []).append(place)
        else:
            tree.tops.append(place)
            tree.lost.extend([place] if parent else [])
    break_rings(tree, len(rows))
    return tree


def find_parent(place: int, named: list[int], tree: Tree) -> int | None:
    """Return the parent among the positions that have its name; None if there is none but the row itself."""
    above = bisect_left(named, place)
    if len(named) == 1:
        return named[0] if named[0] != place else None
    if above:
        tree.guessed.append(place)
        return named[above - 1]
    return None


def break_rings(tree: Tree, count: int) -> None:
    """Make the first row of each cycle a top row. Rows that are each other's parents would be lost."""
    reached = [False] * count
    for top in tree.tops:
        mark_reached(tree, top, reached)
    for place in range(count):
        if not reached[place]:
            first = min(ring_above(tree, place))
            tree.children[tree.parents.pop(first)].remove(first)
            tree.tops.append(first)
            tree.lost.append(first)
            mark_reached(tree, first, reached)
    tree.tops.sort()


def ring_above(tree: Tree, place: int) -> list[int]:
    """Return the cycle that a row unreachable from the top belongs to, or hangs from."""
    walked: dict[int, None] = {}
    while place not in walked:
        walked[place] = None
        place = tree.parents[place]
    path = list(walked)
    return path[path.index(place) :]


def mark_reached(tree: Tree, top: int, reached: list[bool]) -> None:
    """Mark a row and all its descendants as reached."""
    for place in (top, *tree.below(top)):
        reached[place] = True
