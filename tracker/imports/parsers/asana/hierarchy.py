"""Who belongs under whom when parents are given by name only."""

from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass, field


@dataclass
class Tree:
    """Rows by their position: the parents found, and the positions whose parent needs a remark."""

    parents: dict[int, int] = field(default_factory=dict)
    children: dict[int, list[int]] = field(default_factory=dict)
    tops: list[int] = field(default_factory=list)
    guessed: list[int] = field(default_factory=list)
    lost: list[int] = field(default_factory=list)

    def below(self, top: int) -> list[int]:
        """Everything under a row, however deep, in the order a person reads it."""
        found: list[int] = []
        waiting = [top]
        while waiting:
            found.append(waiting.pop())
            waiting.extend(reversed(self.children.get(found[-1], [])))
        return found[1:]


def grow(rows: Sequence[tuple[str, str]]) -> Tree:
    """The tree of (name, parent's name) rows.

    A unique name means that row, of several the nearest above. Without such a row it stays on top.
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
    """The row meant by a name that stands at those places, never the row itself."""
    above = bisect_left(named, place)
    if len(named) == 1:
        return named[0] if named[0] != place else None
    if above:
        tree.guessed.append(place)
        return named[above - 1]
    return None


def break_rings(tree: Tree, count: int) -> None:
    """Rows that are each other's parents would vanish: the first of such a ring comes to the top."""
    reached = [False] * count
    for top in tree.tops:
        mark(tree, top, reached)
    for place in range(count):
        if not reached[place]:
            first = min(ring_above(tree, place))
            tree.children[tree.parents.pop(first)].remove(first)
            tree.tops.append(first)
            tree.lost.append(first)
            mark(tree, first, reached)
    tree.tops.sort()


def ring_above(tree: Tree, place: int) -> list[int]:
    """The ring that a row which no top reaches belongs to, or hangs from."""
    walked: dict[int, None] = {}
    while place not in walked:
        walked[place] = None
        place = tree.parents[place]
    path = list(walked)
    return path[path.index(place) :]


def mark(tree: Tree, top: int, reached: list[bool]) -> None:
    for place in (top, *tree.below(top)):
        reached[place] = True
