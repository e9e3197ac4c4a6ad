"""The letter, which is the CEO's page, and the page of a person's own tasks."""

from __future__ import annotations

from tracker.accounts.roles import CEO, COO, TEAM
from tracker.letter.views import letter, my_tasks
from tracker.letter.views.letter import LETTER
from tracker.letter.views.my_tasks import MY_TASKS
from tracker.registry import Feature, Menu, NavigationItem, UndoPlace

feature = Feature(
    "letter",
    client_views=[letter, my_tasks],
    navigation=[
        NavigationItem(Menu.CLIENT, 20, "Letter", "client.letter.show", covers=("letter",)),
        NavigationItem(Menu.GUEST, 10, "Home", "client.letter.show", icon="home", roles=(COO, CEO)),
        NavigationItem(Menu.GUEST, 10, "My tasks", "client.my_tasks.show", icon="tick", roles=(TEAM,)),
    ],
    return_pages={"letter": LETTER, "mine": MY_TASKS},
    undo_places=[
        UndoPlace("client.letter.show", {"back": "letter"}),
        UndoPlace("client.my_tasks.show", {"back": "mine"}),
    ],
)
