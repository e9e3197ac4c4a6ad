"""The page of components: who sees it, and that nothing is missing from it."""

import re
from pathlib import Path

from tracker.clients.models.client import Health
from tracker.roadmap.models.statuses import Status

PAGE = "/practice/components"
ROOT = Path(__file__).parents[2]
SEEN_ELSEWHERE = {"search_result.html", "sign_in_attempt.html", "illustration.html"}
"""Parts that need a record, or the whole page: search, the sign-ins and signing in show them."""


def test_every_status_health_and_icon_is_on_it(dana):
    shown = dana.get(PAGE)
    for status in Status:
        assert shown.soup.select(f".status--{status}"), status
    for health in Health:
        assert health.word in shown.text
    icons = re.findall(r'<symbol id="([a-z-]+)"', (ROOT / "static/icons.svg").read_text())
    drawn = {use["href"].partition("#")[2] for use in shown.soup.select("main svg.icon use")}
    assert set(icons) <= drawn


def test_every_shared_part_is_on_it(dana):
    parts = {path.name for path in (ROOT / "templates/ui").glob("*.html")} - SEEN_ELSEWHERE
    written = (ROOT / "templates/components/show.html").read_text()
    assert {part for part in parts if f'"ui/{part}"' not in written} == set()


def test_each_message_can_be_looked_at(dana):
    for state, button in (
        ("resting", "Undo"),
        ("confirm", "Send it anyway"),
        ("both-changed", "Keep theirs"),
    ):
        toast = dana.get(f"{PAGE}?state={state}").soup.select_one("main #toast")
        assert button in toast.get_text()
    assert dana.get(f"{PAGE}?state=nonsense").soup.select_one("main #toast")


def test_only_the_owner_of_a_trial_sees_it(app, dana, ash, marco, monkeypatch):
    assert ash.get(PAGE, 404) and marco.get(PAGE, 404)
    monkeypatch.setitem(app.config, "PRODUCTION", True)
    assert "no such page" in dana.get(PAGE, 404).text
