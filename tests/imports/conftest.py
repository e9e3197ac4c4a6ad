"""A file on its way through the product, in the tests' words."""

import io

import pytest

from tracker.foundation.database import db
from tracker.imports import uploads
from tracker.imports.models import ImportRun

BASE = "/clients/fornello-pizza/import"


class Importer:
    """Somebody who sends files to one client."""

    def __init__(self, visitor, base=BASE):
        self.visitor, self.base, self.last = visitor, base, ""

    def send(self, data, name="board.json", expect=303, **form):
        """Send a file; the address of its page comes back."""
        self.last = self.visitor.post(
            self.base, expect=expect, file=(io.BytesIO(data), name), **form
        ).location
        return self.last

    def look(self, data, name="board.json", **form):
        """Send a file and look at what it would do."""
        return self.visitor.get(self.send(data, name, **form))

    def bring(self, data, name="board.json", **form):
        """Send a file and say yes."""
        at = self.send(data, name, **form)
        self.visitor.post(f"{at}/apply")
        return self.visitor.get(at)


@pytest.fixture(autouse=True)
def patience(monkeypatch):
    """A slow machine does not change what is asked here."""
    monkeypatch.setattr(uploads, "PATIENCE", 60)


@pytest.fixture
def importer(dana):
    return Importer(dana)


@pytest.fixture
def last_run(app):
    def found():
        db.session.rollback()
        return db.session.query(ImportRun).order_by(ImportRun.id.desc()).first()

    return found
