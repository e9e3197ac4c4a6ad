"""A COO may import goals as already agreed only while no CEO has access."""

from tests.imports.files import a_csv
from tests.world import seat_of
from tracker.foundation.database import db
from tracker.roadmap.models import Goal

PLAN = a_csv(["Goal", "Task"], ["Kitchen", "Order flour"])


def offered(page):
    return [choice["value"] for choice in page.soup.select("[name=life]")]


def test_with_a_ceo_a_coo_imports_goals_as_proposed(importer, dana):
    importer.visitor = dana
    at = importer.send(PLAN, "plan.csv")
    page = importer.preview(PLAN, "plan.csv")
    assert offered(page) == ["proposed", "draft"]
    assert "agreed" not in dana.post(f"{at}/apply", 422, life="agreed").text.lower()
    assert not db.session.query(Goal).count()


def test_without_a_ceo_a_coo_may_import_goals_as_agreed(importer, cast, dana):
    seat_of(cast.marco, cast.fornello).end(cast.dana)
    db.session.commit()
    importer.visitor = dana
    assert offered(importer.preview(PLAN, "plan.csv")) == ["agreed", "proposed", "draft"]
