"""The pages of imports: send a file, see its preview, then confirm or cancel."""

from __future__ import annotations

from flask import Blueprint, Response, abort, current_app, g, make_response, request, url_for
from flask_login import current_user

from tracker.accounts.roles import CEO, COO
from tracker.clients.scope import all_seats
from tracker.foundation import clock
from tracker.foundation.access import allow
from tracker.foundation.exceptions import DomainError
from tracker.foundation.forms import validate_or_abort
from tracker.foundation.htmx import (
    Fragment,
    TemplateContext,
    dom_id,
    invalid,
    page,
    redirect_anywhere,
    updated,
    wants_part,
)
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
    """Show the form, the columns of our spreadsheet, and past imports."""
    return page(PAGE, **imports_context(UploadForm(formdata=None)))


@imports.post("/import")
@allow(COO, CEO)
def upload() -> Response:
    """Start the import, and read the file outside any transaction; a small one is ready at once."""
    form = UploadForm()
    if not form.validate():
        return refused_form(form)
    file = sent_file(form)
    try:
        run, is_new = start_import(g.client, file, current_user, form.idempotency_key)
    except DomainError as error:
        form.file.errors = [str(error)]
        return refused_form(form, 429)
    run_id, at = run.id, url_for(".show", number=run.number)
    if is_new:
        read_in_background(current_app._get_current_object(), run_id, file)  # type: ignore[attr-defined]
    return redirect_anywhere(at)


@imports.get("/import/<int:number>")
@allow(COO, CEO)
def show(number: int) -> Response | str:
    """Show the state of the import. The page asks every second while the file is read: 204 for no news."""
    run = queries.run_of(g.client, number)
    asked = request.args.get("seen")
    if wants_part() and run.shown_state == State.READING and asked == str(run.progress):
        return make_response("", 204)
    part = queries.PARTS[run.shown_state]
    return page("imports/show.html", part=part if asked else "", inner=part, **queries.run_context(run))


@imports.post("/import/<int:number>/apply")
@allow(COO, CEO)
def apply(number: int) -> Response:
    """Import all of it or nothing. A second request for the same run changes nothing."""
    run, form = queries.run_of(g.client, number), ImportedGoalsForm(g.seat, all_seats())
    validate_or_abort(form)
    run = apply_import(run.id, g.client, all_seats(), by=current_user, approval_state=form.chosen)
    say = "Imported" if run.has_added or run.has_changed else "Nothing changed"
    return updated(part_of(run), *head_parts(), otherwise=url_for(".show", number=number), say=say)


@imports.post("/import/<int:number>/cancel")
@allow(COO, CEO)
def cancel(number: int) -> Response:
    """Cancel the import; nothing of it is kept on the road map."""
    run = queries.run_of(g.client, number)
    run.cancel()
    return updated(part_of(run), otherwise=url_for(".index"), say="Cancelled. Nothing was imported")


@imports.get("/import/template.csv")
@allow(COO, CEO)
def template() -> Response:
    """Send our spreadsheet template with an example. It begins with a byte order mark for Excel."""
    body = "\ufeff" + template_csv(clock.today(g.client))
    response = make_response(body.encode(), {"Content-Type": "text/csv; charset=utf-8"})
    response.headers["Content-Disposition"] = "attachment; filename=footbridge-template.csv"
    return response


def refused_form(form: UploadForm, status: int = 422) -> Response:
    """Return the form with its errors."""
    part = Fragment("upload", "imports/_upload_form.html", {"form": form})
    return invalid(part, PAGE, status, **imports_context(form))


def sent_file(form: UploadForm) -> File:
    """Return the file of the form; 413 if it is too large."""
    data: bytes = form.file.data.read(FILE_BYTES + 1)
    if len(data) > FILE_BYTES:
        abort(413)
    return File(file_name(form.file.data.filename), data, g.client.time_zone, form.include_archived.data)


def imports_context(form: UploadForm) -> TemplateContext:
    """Return the context of the page: the form, our columns, and the imports this seat may see."""
    return {"form": form, "runs": queries.past_imports(g.client), "columns": own_columns}


def part_of(run: ImportRun) -> Fragment:
    """Return the fragment with a run in its present state."""
    return Fragment(dom_id(run), queries.PARTS[run.shown_state], queries.run_context(run))


def head_parts() -> list[Fragment]:
    """Return the count of tasks at the top of the page, “15 of 26 tasks”, which only staff have."""
    return [Fragment("client-counts", "clients/_counts.html")] if current_user.is_staff else []
