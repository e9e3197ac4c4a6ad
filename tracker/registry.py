"""What a feature declares, and all features of an application together.

A package with pages has a `feature.py` with one `feature = Feature(...)`, and one line in
`tracker/features.py`. It is a module of its own so that models and parsers of the package can be imported
without its pages.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from enum import StrEnum
from typing import Any

from flask import Blueprint, Flask, current_app
from sqlalchemy import Select

from tracker.foundation.htmx import ReturnPage
from tracker.history.actions import Action, ActionSet


class Menu(StrEnum):
    """The menus that offer pages.

    Search finds the pages of all but `CLIENT`, whose tabs are one click away on every page of a client.
    """

    PRACTICE = "practice"
    """The sidebar of the practice's people; its roles are staff roles."""
    CLIENT = "client"
    """The tabs above a client's pages, for the practice's people."""
    GUEST = "guest"
    """The bar of a client's own people."""
    SEARCH = "search"
    """No menu; the page is only found by search."""


@dataclass(frozen=True)
class NavigationItem:
    """A page in a menu. Without `roles` it is for all readers of that menu."""

    menu: Menu
    position: int
    """The item's place in its menu, across all features."""
    label: str
    endpoint: str
    icon: str = ""
    roles: tuple[str, ...] = ()
    covers: tuple[str, ...] = ()
    """Other pages that count as within it: for a client, first parts of addresses; otherwise blueprints."""
    hint: str = ""
    """Text that search shows beside it."""

    def is_for(self, role: str | None) -> bool:
        """Whether readers with this role see the item."""
        return not self.roles or role in self.roles


@dataclass(frozen=True)
class UndoPlace:
    """A page with undo buttons. They send `fields`, so that the response fits the page.

    `is_reread`: after an undo the whole page is loaded again, not only the parts that changed.
    """

    endpoint: str
    fields: Mapping[str, str]
    is_reread: bool = False
    is_marked: bool = True
    """Whether a message that is shown on this page offers the undo with these fields."""


@dataclass(frozen=True)
class TrashSource:
    """A feature's items in a client's trash: the action that puts them there, and the items themselves.

    `items` takes the `Trash` of a client and a seat (`roadmap/presentation/trashed.py`) and yields
    `TrashedItem`s.
    """

    action: str
    items: Callable[[Any], Iterable[Any]]


@dataclass(frozen=True)
class Hit:
    """A line of the search results: its title, its address, and details that tell it from similar ones."""

    title: str
    url: str
    icon: str = ""
    """The icon before it: a status, an icon, or the initials of a `client` or of a person (`who`)."""
    meta: str = ""
    says: str = ""
    """The meaning of a status in words; for a quote, what it is about."""
    colour: int = 0
    is_quote: bool = False
    """Whether the title is an excerpt of what a person said."""


Hits = tuple[Sequence[Hit], int]
"""The best hits of one kind, and how many there are in all."""


@dataclass(frozen=True)
class SearchSource:
    """A group of search results, with the table that is indexed for it, if it has one.

    `hits` takes the `Search` of a person (`search/search.py`). It is only called for people with access to a
    client, and returns what that person may read and nothing else.
    """

    group: str
    """The group's heading."""
    position: int
    """The group's place among the results, across all features."""
    hits: Callable[[Any], Hits]
    table: str = ""
    texts: tuple[str, ...] = ()
    """The columns of the table that hold its text."""
    names: tuple[str, ...] = ()
    """Columns with names of people without access. Viewers read first names only, so search does not use
    these columns for them."""
    rows: Callable[[frozenset[str]], Select[Any]] | None = None
    """The query for the rows of the table that a reader in these roles may read, with what a hit needs. Columns of one
    name have the same type in all sources."""
    offers: Callable[[Any], Hits] | None = None
    """What is offered of it while nothing is typed."""
    offered_as: str = ""
    """The heading of what is offered, if it is not the group's."""


CellValue = str | int | float | date | None


@dataclass(frozen=True)
class ExportColumn:
    """A column of a sheet. `width` counts characters, in programs that keep one."""

    title: str
    width: int = 14
    is_blank: bool = False
    """Whether it is left blank, for people who fill it in and import the file again."""


@dataclass(frozen=True)
class ExportSheet:
    """A sheet in the export of a client. A workbook has all of them, a CSV file only the first.

    `rows` takes the client and the seat of the person who exports it, and yields what that person may read: each
    row by column title. The seats of everybody with access are loaded before, and the number of queries may not depend
    on the number of rows.
    """

    title: str
    position: int
    """The sheet's place in the workbook, across all features."""
    columns: Sequence[ExportColumn]
    rows: Callable[[Any, Any], Iterable[Mapping[str, CellValue]]]

    @property
    def titles(self) -> list[str]:
        """The titles of its columns: the header."""
        return [column.title for column in self.columns]


class ShortcutGroup(StrEnum):
    """The groups in the list of keyboard shortcuts, in their order."""

    EVERYWHERE = "Everywhere"
    LIST = "In a list"
    CLIENT = "At a client"
    SEARCH = "Search, when it is open"
    GO_TO = "Go to"


@dataclass(frozen=True)
class Shortcut:
    """A line in the list of keyboard shortcuts: keys pressed together or one after the other, and what they do.

    A script of the feature handles them; a test compares the keys that are declared with those that are handled.
    """

    group: ShortcutGroup
    position: int
    """The line's place in its group, across all features."""
    keys: tuple[str, ...]
    words: str
    is_for_staff: bool = False
    """Whether only the practice's people have it."""


@dataclass(frozen=True)
class Feature:
    """One feature: its pages, and all that the rest of the application needs to know about it."""

    name: str
    views: Sequence[Blueprint] = ()
    """Pages of the practice, about the reader, or for everybody."""
    client_views: Sequence[Blueprint] = ()
    """Pages of one client, under `/clients/<slug>/`."""
    navigation: Sequence[NavigationItem] = ()
    return_pages: Mapping[str, ReturnPage] = field(default_factory=dict)
    """Pages over several records, by the name that their forms send as `back`."""
    undo_places: Sequence[UndoPlace] = ()
    trash: Sequence[TrashSource] = ()
    search: Sequence[SearchSource] = ()
    shortcuts: Sequence[Shortcut] = ()
    export: Sequence[ExportSheet] = ()
    actions: Sequence[Action] = ()
    """The actions that its changes record in history."""
    purge: Sequence[Callable[[datetime], Mapping[str, int]]] = ()
    """Each function deletes rows that are due at a time, and returns how many of each kind to report: {"task": 2}.

    All get the same time, so that no record becomes due between two of them.
    """
    demo: Sequence[Callable[[Any], None]] = ()
    """Chapters of the demo. Each takes a client's `ClientStory` (`demo/client.py`) and plans what happens there."""
    styles: Mapping[str, str] = field(default_factory=dict)
    """By bundle, one of `foundation/assets.py` or one of its own: the stylesheets it adds, without their suffix."""
    setup: Sequence[Callable[[Flask], None]] = ()
    """Called with the application before any page is registered, for template globals and request hooks."""


class Features:
    """All features of an application, in the order of `tracker/features.py`."""

    def __init__(self, features: Iterable[Feature]) -> None:
        self.all = tuple(features)
        self.navigation = sorted(
            (item for feature in self.all for item in feature.navigation), key=lambda item: item.position
        )
        self.return_pages = {
            name: page for feature in self.all for name, page in feature.return_pages.items()
        }
        self.trash = [source for feature in self.all for source in feature.trash]
        self.search = sorted(
            (source for feature in self.all for source in feature.search), key=lambda source: source.position
        )
        self.indexed = {source.table: source for source in self.search if source.table}
        self.export = sorted(
            (sheet for feature in self.all for sheet in feature.export), key=lambda sheet: sheet.position
        )
        self.shortcuts = sorted(
            (shortcut for feature in self.all for shortcut in feature.shortcuts),
            key=lambda shortcut: (list(ShortcutGroup).index(shortcut.group), shortcut.position),
        )
        self.purge = [each for feature in reversed(self.all) for each in feature.purge]
        """Later features first, because their rows may belong to rows of earlier ones."""
        self.demo = [chapter for feature in self.all for chapter in feature.demo]
        self.undo_places = [place for feature in self.all for place in feature.undo_places]

    def menu(self, menu: Menu, role: str | None = None) -> list[NavigationItem]:
        """Return the items of a menu for this role, in order."""
        return [item for item in self.navigation if item.menu == menu and item.is_for(role)]


def init_app(app: Flask, features: Sequence[Feature], client: Blueprint) -> None:
    """Register every feature. The pages of one client are registered under the blueprint `client`."""
    found = Features(features)
    app.extensions["features"] = found
    app.extensions["return_pages"] = found.return_pages
    app.extensions["actions"] = ActionSet(action for feature in features for action in feature.actions)
    for feature in features:
        for set_up in feature.setup:
            set_up(app)
    if not client._got_registered_once:
        for pages in (pages for feature in features for pages in feature.client_views):
            client.register_blueprint(pages)
    for pages in (*(pages for feature in features for pages in feature.views), client):
        app.register_blueprint(pages)


def features() -> Features:
    """Return the features of this application."""
    found: Features = current_app.extensions["features"]
    return found
