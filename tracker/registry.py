"""What a feature says about itself, and all features of this service together.

A package with pages has a `feature.py` with one `feature = Feature(...)`, and one line in `tracker/features.py`. It is
a module of its own so that models and parsers of the package can be imported without its pages.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any

from flask import Blueprint, Flask, current_app

from tracker.foundation.htmx import ReturnPage
from tracker.history.actions import Action, ActionSet


class Menu(StrEnum):
    """Where a page is offered. Search finds the pages of every menu but `CLIENT`, whose pages `GUEST` names too."""

    PRACTICE = "practice"
    """The side bar of the practice's people. Its roles are staff roles."""
    CLIENT = "client"
    """The tabs above a client's pages, for the practice's people."""
    GUEST = "guest"
    """The bar of a client's own people."""
    SEARCH = "search"
    """Only found by search."""


@dataclass(frozen=True)
class NavigationItem:
    """A page in a menu. `roles` may be empty for everybody who has that menu."""

    menu: Menu
    position: int
    """Menus are sorted by it, whichever feature an item comes from."""
    label: str
    endpoint: str
    icon: str = ""
    roles: tuple[str, ...] = ()
    covers: tuple[str, ...] = ()
    """What else counts as within: of a client, first parts of addresses; of the practice, blueprints."""
    hint: str = ""
    """Said beside it by search."""

    def is_for(self, role: str | None) -> bool:
        return not self.roles or role in self.roles


@dataclass(frozen=True)
class UndoPlace:
    """A page with undo buttons. They send `fields`, so that the answer fits the page.

    `is_reread`: after an undo the whole page is read again, instead of the parts that changed.
    """

    endpoint: str
    fields: Mapping[str, str]
    is_reread: bool = False
    is_marked: bool = True
    """Whether a message that is shown on this page offers the undo with these fields."""


@dataclass(frozen=True)
class TrashSource:
    """What a feature has in the trash of a client: the action that puts it there, and what is listed.

    `items` takes the `Trash` of a client and a seat (`roadmap/presentation/trashed.py`) and yields `TrashedItem`s.
    """

    action: str
    items: Callable[[Any], Iterable[Any]]


@dataclass(frozen=True)
class SearchSource:
    """A table whose words are found by search, and which of its columns hold them.

    `names`: columns with names of people without access. Viewers read first names only, so they do not find by these.
    """

    table: str
    texts: tuple[str, ...]
    names: tuple[str, ...] = ()


@dataclass(frozen=True)
class Feature:
    """One feature: its pages, and everything the rest of the service has to know about it."""

    name: str
    views: Sequence[Blueprint] = ()
    """Pages of the practice, about oneself, or for everybody."""
    client_views: Sequence[Blueprint] = ()
    """Pages of one client, under `/clients/<slug>/`."""
    navigation: Sequence[NavigationItem] = ()
    return_pages: Mapping[str, ReturnPage] = field(default_factory=dict)
    """Pages over several records, by the name that their forms send as `back`."""
    undo_places: Sequence[UndoPlace] = ()
    trash: Sequence[TrashSource] = ()
    search: Sequence[SearchSource] = ()
    actions: Sequence[Action] = ()
    """What happens in it, as history tells it."""
    setup: Sequence[Callable[[Flask], None]] = ()
    """Called with the application, before any page is registered: template globals, hooks of requests."""


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
        self.search = {source.table: source for feature in self.all for source in feature.search}
        self.undo_places = [place for feature in self.all for place in feature.undo_places]

    def menu(self, menu: Menu, role: str | None = None) -> list[NavigationItem]:
        """The pages of one menu for somebody in this role, in order."""
        return [item for item in self.navigation if item.menu == menu and item.is_for(role)]


def init_app(app: Flask, features: Sequence[Feature], client: Blueprint) -> None:
    """Register every feature. `client` is the blueprint under which the pages of one client hang."""
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
    """The features of this application."""
    found: Features = current_app.extensions["features"]
    return found
