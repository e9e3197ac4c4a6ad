"""Bringing a plan in: send the file, look at what it would do, then say yes or leave it."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, Response, abort, current_app, g, make_response, request, url_for
from flask_login import current_user

from tracker.clients.scope import all_seats
from tracker.foundation import clock
from tracker.foundation.access import CEO, COO, allow
from tracker.foundation.exceptions import DomainError
from tracker.foundation.forms import validate_or_abort
from tracker.foundation.htmx import Fragment, dom_id, invalid, page, redirect_anywhere, updated, wants_part
from tracker.imports import queries
from tracker.imports.apply.importer import apply_import
from tracker.imports.forms import ImportedGoalsForm, UploadForm
from tracker.imports.models import ImportRun, State
from tracker.imports.parsers.limits import FILE_BYTES
from tracker.imports.parsers.spreadsheet.columns import own_columns, template_csv
from tracker.imports.uploads import File, file_name, read_in_background, start_import

imports = Blueprint("imports", __name__)

PAGE = "imports/index.html"


@imports.get("/import")
@allow(COO, CEO)
def index() -> str:
    return page(PAGE, **imports_context(UploadForm(formdata=None)))


@imports.post("/import")
@allow(COO, CEO)
def take() -> Response:
    """Keep the run first, then read outside of any transaction; a small file comes straight to its preview."""
    form = UploadForm()
    if not form.validate():
        return refused(form)
    file = sent(form)
    try:
        run, is_new = start_import(g.client, file, current_user, form.idempotency_key)
    except DomainError as error:
        form.file.errors = [str(error)]
        return refused(form, 429)
    run_id, at = run.id, url_for(".show", number=run.number)
    if is_new:
        read_in_background(current_app._get_current_object(), run_id, file)  # type: ignore[attr-defined]
    return redirect_anywhere(at)


@imports.get("/import/<int:number>")
@allow(COO, CEO)
def show(number: int) -> Response | str:
    """How far it is. Asked every second while it is read: nothing new is 204."""
    run = queries.run_of(g.client, number)
    asked = request.args.get("seen")
    if wants_part() and run.shown_state == State.READING and asked == str(run.progress):
        return make_response("", 204)
    part = queries.PARTS[run.shown_state]
    return page("imports/show.html", part=part if asked else "", inner=part, **queries.run_context(run))


@imports.post("/import/<int:number>/apply")
@allow(COO, CEO)
def apply(number: int) -> Response:
    """All of it or nothing. Pressed twice, it comes in once."""
    run, form = queries.run_of(g.client, number), ImportedGoalsForm(g.seat, all_seats())
    validate_or_abort(form)
    run = apply_import(run.id, g.client, all_seats(), by=current_user, life=form.chosen)
    return updated(part_of(run), *head_parts(), otherwise=url_for(".show", number=number), say="Imported")


@imports.post("/import/<int:number>/cancel")
@allow(COO, CEO)
def cancel(number: int) -> Response:
    run = queries.run_of(g.client, number)
    run.cancel()
    return updated(part_of(run), otherwise=url_for(".index"), say="Cancelled. Nothing was imported")


@imports.get("/import/template.csv")
@allow(COO, CEO)
def template() -> Response:
    """Our own columns with an example; the mark in front is for Excel."""
    body = "\ufeff" + template_csv(clock.today(g.client))
    response = make_response(body.encode(), {"Content-Type": "text/csv; charset=utf-8"})
    response.headers["Content-Disposition"] = "attachment; filename=footbridge-template.csv"
    return response


def refused(form: UploadForm, status: int = 422) -> Response:
    part = Fragment("upload", "imports/_upload_form.html", {"form": form})
    return invalid(part, PAGE, status, **imports_context(form))


def sent(form: UploadForm) -> File:
    data: bytes = form.file.data.read(FILE_BYTES + 1)
    if len(data) > FILE_BYTES:
        abort(413)
    return File(file_name(form.file.data.filename), data, g.client.zone, form.include_archived.data)


def imports_context(form: UploadForm) -> dict[str, Any]:
    return {"form": form, "runs": queries.past(g.client), "columns": own_columns}


def part_of(run: ImportRun) -> Fragment:
    return Fragment(dom_id(run), queries.PARTS[run.shown_state], queries.run_context(run))


def head_parts() -> list[Fragment]:
    """“15 of 26 tasks” at the top of the page, for those who have it there."""
    return [Fragment("client-counts", "clients/_counts.html")] if current_user.is_staff else []
