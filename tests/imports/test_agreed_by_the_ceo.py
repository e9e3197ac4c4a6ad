"""What a COO brings in is agreed already only where nobody has access as CEO."""

from tests.imports.files import a_csv
from tests.world import seat_of
from tracker.foundation.database import db
from tracker.roadmap.models import Goal

PLAN = a_csv(["Goal", "Task"], ["Kitchen", "Order flour"])


def offered(page):
    return [choice["value"] for choice in page.soup.select("[name=life]")]


def test_with_a_ceo_a_coo_proposes(importer, dana):
    importer.visitor = dana
    at = importer.send(PLAN, "plan.csv")
    page = importer.look(PLAN, "plan.csv")
    assert offered(page) == ["proposed", "draft"]
    assert "agreed" not in dana.post(f"{at}/apply", 422, life="agreed").text.lower()
    assert not db.session.query(Goal).count()


def test_without_one_it_may_be_agreed(importer, cast, dana):
    seat_of(cast.marco, cast.fornello).end(cast.dana)
    db.session.commit()
    importer.visitor = dana
    assert offered(importer.look(PLAN, "plan.csv")) == ["agreed", "proposed", "draft"]
