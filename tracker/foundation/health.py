"""The health check for monitoring."""

from __future__ import annotations

from flask import Blueprint, Response, current_app, jsonify
from sqlalchemy import literal, select
from sqlalchemy.exc import DBAPIError

from tracker.foundation.access import public
from tracker.foundation.database import db

health = Blueprint("health", __name__)


@health.get("/healthz")
@public
def healthz() -> tuple[Response, int]:
    """200 while the database answers, otherwise 503 with a sentence."""
    name = db.engine.dialect.name
    try:
        table = next(iter(db.metadata.tables.values()))
        db.session.execute(select(literal(1)).select_from(table).limit(1))
    except DBAPIError:
        return jsonify(status="the database does not answer", database=name, version=version()), 503
    return jsonify(status="ok", database=name, version=version()), 200


def version() -> str:
    """Return the version of the service that runs."""
    return str(current_app.config["VERSION"])
