"""Who at the client sees a task: CEO and COO say so."""

from __future__ import annotations

from flask import Blueprint, Response
from flask_login import current_user

from tracker.foundation.access import CEO, COO, allow
from tracker.foundation.errors import DomainError
from tracker.roadmap import task_answers as answer
from tracker.roadmap.agreeing_forms import MORE_COMMENTS, SharingForm
from tracker.roadmap.status import Visibility
from tracker.roadmap.task_forms import must
from tracker.roadmap.task_reading import task_shown

sharing = Blueprint("sharing", __name__, url_prefix="/tasks/<int:number>")


@sharing.post("/visibility")
@allow(COO, CEO)
def share(number: int) -> Response:
    task = task_shown(number)
    form, before = SharingForm(), task.touched_at
    must(form)
    if not form.fits(task):
        return answer.not_shared(task, MORE_COMMENTS)
    try:
        task.share(Visibility(form.visibility.data), by=current_user, comments=bool(form.comments.data))
    except DomainError as error:
        return answer.not_shared(task, str(error))
    return answer.shared(task, before)
