"""Bringing a plan in: send the file, look at what it would do, then say yes or leave it."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, Response, abort, current_app, g, make_response, request, url_for
from flask_login import current_user

from tracker.clients.door import people
from tracker.exchange import reading
from tracker.exchange.applying import bring_in
from tracker.exchange.forms import LifeForm, UploadForm
from tracker.exchange.limits import FILE_BYTES
from tracker.exchange.models import ImportRun, State
from tracker.exchange.own_columns import own_columns, template_csv
from tracker.exchange.taking import File, file_name, read_beside, send_in
from tracker.foundation import clock
from tracker.foundation.access import CEO, COO, allow
from tracker.foundation.hypermedia import Part, changed, dom_id, elsewhere, page, refused, wants_part
from tracker.roadmap.task_forms import must

imports = Blueprint("imports", __name__)

PAGE = "exchange/index.html"


@imports.get("/import")
@allow(COO, CEO)
def index() -> str:
    return page(PAGE, **whole(UploadForm(formdata=None)))


@imports.post("/import")
@allow(COO, CEO)
def take() -> Response:
    """Keep the run first, then read outside of any transaction; a small file comes straight to its preview."""
    form = UploadForm()
    if not form.validate():
        return refused(Part("upload", "exchange/_upload.html", {"form": form}), PAGE, **whole(form))
    file = sent(form)
    run, is_new = send_in(g.client, file, current_user, form.once)
    run_id, at = run.id, url_for(".show", number=run.number)
    if is_new:
        read_beside(current_app._get_current_object(), run_id, file)  # type: ignore[attr-defined]
    return elsewhere(at)


@imports.get("/import/<int:number>")
@allow(COO, CEO)
def show(number: int) -> Response | str:
    """How far it is. Asked every second while it is read: nothing new is 204."""
    run = reading.run_of(g.client, number)
    asked = request.args.get("seen")
    if wants_part() and run.shown_state == State.READING and asked == str(run.progress):
        return make_response("", 204)
    part = reading.PARTS[run.shown_state]
    return page("exchange/run.html", part=part if asked else "", inner=part, **reading.context(run))


@imports.post("/import/<int:number>/apply")
@allow(COO, CEO)
def apply(number: int) -> Response:
    """All of it or nothing. Pressed twice, it comes in once."""
    run, form = reading.run_of(g.client, number), LifeForm(g.seat)
    must(form)
    run = bring_in(run.id, g.client, people(), by=current_user, life=form.chosen)
    return changed(part_of(run), *head_parts(), otherwise=url_for(".show", number=number), say="Brought in")


@imports.post("/import/<int:number>/cancel")
@allow(COO, CEO)
def cancel(number: int) -> Response:
    run = reading.run_of(g.client, number)
    run.cancel()
    return changed(part_of(run), otherwise=url_for(".index"), say="Left. Nothing was brought in")


@imports.get("/import/template.csv")
@allow(COO, CEO)
def template() -> Response:
    """Our own columns with an example; the mark in front is for Excel."""
    body = "\ufeff" + template_csv(clock.today(g.client))
    response = make_response(body.encode(), {"Content-Type": "text/csv; charset=utf-8"})
    response.headers["Content-Disposition"] = "attachment; filename=footbridge-template.csv"
    return response


def sent(form: UploadForm) -> File:
    data: bytes = form.file.data.read(FILE_BYTES + 1)
    if len(data) > FILE_BYTES:
        abort(413)
    return File(file_name(form.file.data.filename), data, g.client.zone, form.include_archived.data)


def whole(form: UploadForm) -> dict[str, Any]:
    return {"form": form, "runs": reading.past(g.client), "columns": own_columns}


def part_of(run: ImportRun) -> Part:
    return Part(dom_id(run), reading.PARTS[run.shown_state], reading.context(run))


def head_parts() -> list[Part]:
    """“15 of 26 tasks” at the top of the page, for those who have it there."""
    return [Part("client-counts", "clients/_counts.html")] if current_user.is_staff else []
