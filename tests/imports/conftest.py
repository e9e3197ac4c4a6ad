"""Fixtures that upload, preview and apply files."""

import io

import pytest

from tracker.foundation.database import db
from tracker.imports import uploads
from tracker.imports.models import ImportRun

BASE = "/clients/fornello-pizza/import"


class Importer:
    """A visitor who uploads files at one client."""

    def __init__(self, visitor, base=BASE):
        self.visitor, self.base, self.last = visitor, base, ""

    def send(self, data, name="board.json", expect=303, **form):
        """Upload a file and return the address of its import page."""
        self.last = self.visitor.post(
            self.base, expect=expect, file=(io.BytesIO(data), name), **form
        ).location
        return self.last

    def preview(self, data, name="board.json", **form):
        """Upload a file and return the page with its preview."""
        return self.visitor.get(self.send(data, name, **form))

    def apply(self, data, name="board.json", **form):
        """Upload a file, apply it and return its report."""
        at = self.send(data, name, **form)
        self.visitor.post(f"{at}/apply")
        return self.visitor.get(at)

    def apply_as(self, visitor, data, name="plan.csv", **form):
        """Upload a file as this visitor, apply it with these choices and return the address of its page."""
        self.visitor = visitor
        at = self.send(data, name)
        visitor.post(f"{at}/apply", **form)
        db.session.expire_all()
        return at


@pytest.fixture(autouse=True)
def patience(monkeypatch):
    """Raise the time limit, so that a slow machine fails no test."""
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
