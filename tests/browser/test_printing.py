"""Thirty goals do not overlap on the timeline and print on one sheet, and the list prints as text."""

import re
from datetime import date, timedelta

import pytest

from tests import world
from tests.browser.product import DANA
from tracker.clients.models import Span
from tracker.foundation.database import db
from tracker.roadmap.models.quarters import first_day, quarter_of, quarters_later

NOW = quarter_of(date.today())
TITLES = (
    "Second oven decided",
    "New hires trained in two weeks, without Marco’s help, on every evening of the week and on Sundays",
    "Rota",
    "Paperwork off the kitchen table",
    "Lebensmittelunternehmensgründungsvoraussetzungen geklärt",
)
FIND_OVERLAPS = """() => {
  const boxes = [...document.querySelectorAll(".timeline__bars > li")].map((item) => {
    const pieces = [...item.querySelectorAll(".timeline__bar, .timeline__label, .first-date")]
      .map((piece) => piece.getBoundingClientRect());
    return {
      name: item.textContent.trim().slice(0, 40),
      left: Math.min(...pieces.map((box) => box.left)), right: Math.max(...pieces.map((box) => box.right)),
      top: Math.min(...pieces.map((box) => box.top)), bottom: Math.max(...pieces.map((box) => box.bottom)),
    };
  });
  const met = (a, b) => a.left < b.right - 1 && b.left < a.right - 1 && a.top < b.bottom - 1 && b.top < a.bottom - 1;
  return { drawn: boxes.length, meeting: boxes.flatMap((a, n) => boxes.slice(n + 1).filter((b) => met(a, b))
    .map((b) => `${a.name} and ${b.name}`)) };
}"""
COUNT_CLIPPED_LABELS = """() => [...document.querySelectorAll(".timeline__bars .timeline__label > span")]
  .filter((words) => words.getBoundingClientRect().bottom > words.closest("li").getBoundingClientRect().bottom + 1
    || words.getBoundingClientRect().right
      > words.closest(".timeline__label").getBoundingClientRect().right + 1).length"""


def spread(number):
    """Return dates over four quarters and five spans, short and long, some moved in either direction."""
    start_chromium = first_day(quarters_later(NOW, number % 4 - 1))
    return start_chromium, start_chromium + timedelta(days=(number * 17) % 88 + 1), number % 6


def at_once(number):
    """Return dates in this quarter and one span, so that no two goals can share a row."""
    return first_day(NOW), first_day(NOW) + timedelta(days=60 + number), 2


@pytest.fixture(params=[spread, at_once], ids=lambda scene: scene.__name__)
def plan(request, product):
    road_map = product.a_client()
    with product.edit_client(road_map) as (client, dana):
        spans = db.session.scalars(Span.of(client)).all()
        for number in range(30):
            start_chromium, end, span = request.param(number)
            goal = world.a_goal(
                client, dana, TITLES[number % 5], quarter=quarter_of(start_chromium), target_date=end
            )
            goal.set_span(spans[span] if span < 5 else None, by=dana)
            if number % 3 == 0:
                moved = end + timedelta(days=(number % 2 * 2 - 1) * 24)
                world.set_columns(goal, original_target_date=moved)
    return road_map


def check_timeline(page):
    found = page.evaluate(FIND_OVERLAPS)
    assert found["drawn"] == 30 and not found["meeting"], found
    assert page.evaluate(COUNT_CLIPPED_LABELS) == 0


def page_count_and_size(pdf):
    """Return the number of pages and the width and height of the first page in points."""
    width, height = re.search(rb"/MediaBox\s*\[\s*0 0 ([\d.]+) ([\d.]+)", pdf).groups()
    return len(re.findall(rb"/Type\s*/Page\b(?!s)", pdf)), round(float(width)), round(float(height))


@pytest.mark.parametrize("width", [1440, 1100, 390])
def test_bars_of_the_timeline_do_not_overlap(browse, plan, width):
    page = browse(DANA, width=width)
    page.goto(f"{plan}timeline")
    check_timeline(page)
    assert page.evaluate("document.documentElement.scrollWidth") <= width


def test_the_timeline_prints_on_one_landscape_sheet(browse, plan):
    page = browse(DANA)
    page.goto(f"{plan}timeline")
    page.set_viewport_size({"width": 1047, "height": 718})
    page.emulate_media(media="print")
    check_timeline(page)
    assert not page.locator("#tools, .tabs, .sidebar").first.is_visible()
    assert page_count_and_size(page.pdf(prefer_css_page_size=True)) == (1, 842, 595)


def test_a_phone_opens_the_timeline_at_today(browse, plan):
    page = browse(DANA, width=390, height=844)
    page.goto(f"{plan}timeline")
    box = page.locator("#timeline-today").bounding_box()
    assert 16 <= box["x"] <= 374


def test_the_list_prints_as_text_without_controls(browse, product):
    plan = {f"Goal {n}": [f"Task {n}.{m}" for m in range(12)] for n in range(6)}
    road_map = product.a_client(plan)
    page = browse(DANA)
    page.goto(road_map)
    page.emulate_media(media="print")
    for control in ("#tools", ".tabs", ".check", ".add-line", "[type=checkbox]", ".more", "#client-health"):
        assert not page.locator(f"main {control}:visible").count(), control
    assert page.locator("#print-header").is_visible() and page.locator("#task-1 select").is_visible()
    pages, width, height = page_count_and_size(page.pdf(prefer_css_page_size=True))
    assert (width, height) == (595, 842) and pages <= 4
