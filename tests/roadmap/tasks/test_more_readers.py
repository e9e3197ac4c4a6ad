"""Text written for few readers is not saved unasked after the work was shared meanwhile."""

import pytest

from tests.roadmap.people import HOME, at
from tests.world import a_goal, a_person, a_step, a_task
from tracker.clients.models import Role, Seat
from tracker.foundation.database import db
from tracker.history.models import Event
from tracker.roadmap.models import Comment, Goal, Step, Task
from tracker.roadmap.models.statuses import ApprovalState, Visibility

WORDS = "SECRET he has to go"
ASKED = "Dana shared this task with everyone while you were writing. Rosa and Vera can read it now. Send it anyway?"


@pytest.fixture
def private(cast, goal):
    task = a_task(cast.fornello, cast.dana, "Plan the rota", goal=goal, visibility=Visibility.LEADS)
    a_step(task, cast.dana, "Ask Luca")
    task.set_date(None, by=cast.dana)
    db.session.commit()
    return task


FORMS = {
    "a comment": ("/comments", {"body": WORDS}),
    "details": ("", {"details": WORDS}),
    "a title": ("", {"title": WORDS}),
    "a step": ("/steps", {"title": WORDS}),
    "a step's new name": ("/steps/{step}", {"title": WORDS}),
    "a reason": ("/status", {"status": "watch", "why": WORDS}),
    "why a date moves": ("/due", {"due": "2026-12-24", "why": WORDS}),
    "an outsider's name": ("/owner", {"owner": "", "owner_outsider": WORDS}),
}


def stored():
    """All stored texts about tasks."""
    db.session.expire_all()
    said = (
        Task.title,
        Task.details,
        Task.status_reason,
        Task.owner_name,
        Step.title,
        Comment.body,
        Event.details,
    )
    return " ".join(str(value) for column in said for value in db.session.scalars(db.select(column)))


def fields_of(answer):
    """The fields that the form in an answer would send."""
    named = answer.one("form.toast, main form").select("input[name], textarea[name]")
    sent = {tag["name"]: tag.get("value", tag.get_text().removeprefix("\n")) for tag in named}
    return {name: value for name, value in sent.items() if name != "csrf_token"}


@pytest.mark.parametrize("scripts", [True, False])
@pytest.mark.parametrize("kind", FORMS)
def test_text_for_leads_is_not_sent_to_everybody(dana, marco, rosa, private, kind, scripts):
    dana.post(at(private, "/visibility"), visibility="all")
    send = marco.swap if scripts else marco.post
    action, form = FORMS[kind]
    address = at(private, action.format(step=db.session.scalars(Step.of(private)).first().number))
    answer = send(address, None, **form, at="panel", was_readers="leads")
    assert answer.status == 409 and ASKED in answer.text
    assert WORDS not in stored() and WORDS not in rosa.get(at(private)).text
    again = fields_of(answer)
    assert again["was_readers"] == "all" and WORDS in again.values(), "the words are kept, the form knows now"
    assert send(address, None, **again).status in (200, 303)
    assert WORDS in stored()


def test_without_a_change_of_readers_nothing_is_asked(marco, private):
    marco.post(at(private, "/comments"), body=WORDS, was_readers="leads")
    marco.post(at(private, "/comments"), body="More", was_readers="all")
    assert len(db.session.scalars(Comment.of(private)).all()) == 2


def test_every_form_with_text_states_its_readers(dana, marco, private):
    def forms(visitor):
        pages = [visitor.get(at(private)), visitor.get(at(private, "/edit")), visitor.get(at(private, "/due")),
                 visitor.get(at(private, "/owner"))]  # fmt: skip
        found = [form for page in pages for form in page.soup.select("form[method=post]")]
        return [
            form for form in found if form.select("input:not([type]):not([list]), input[type=text], textarea")
        ]

    dana.post(at(private, "/status"), status="watch")
    assert len(forms(marco)) >= 6
    for form in forms(marco):
        assert form.select_one("[name=was_readers][value=leads]"), form["action"]
    dana.post(at(private, "/visibility"), visibility="all")
    assert not [form for form in forms(marco) if form.select_one("[name=was_readers]")], "everybody reads it"


def test_a_comment_on_a_drafts_task_waits_when_it_is_proposed(cast, dana, marco, draft):
    task = a_task(cast.fornello, cast.dana, "Value the ovens", goal=draft)
    field = dana.get(at(task)).one(f"#{task.dom_name}-panel-comment-form [name=was_readers]")["value"]
    dana.post(f"{HOME}/goals/{draft.number}/life", life="proposed")
    answer = dana.swap(at(task, "/comments"), 409, body=WORDS, was_readers=field)
    said = (
        "You proposed the goal while you were writing. Marco and two others can read it now. Send it anyway?"
    )
    assert said in answer.text and WORDS not in stored()


def test_the_goals_own_form_waits_too(dana, draft):
    address = f"{HOME}/goals/{draft.number}"
    page = dana.get(f"{address}/edit")
    field = page.one(f"#{draft.dom_name}-form [name=was_readers]")["value"]
    dana.post(f"{address}/life", life="proposed")
    answer = dana.swap(address, 409, why=WORDS, was_why="", was_readers=field)
    assert "Marco and two others can read it now." in answer.text
    assert db.session.get(Goal, draft.id).why == ""


@pytest.mark.parametrize("seen_by", ["all", "leads"])
def test_a_new_task_under_what_was_a_draft_waits(dana, draft, seen_by):
    line = dana.get(f"{HOME}/").one(f"#{draft.dom_name}-add")
    form = {"goal": draft.number, "was_readers": line.select_one("[name=was_readers]")["value"], "title": WORDS,
            "visibility": seen_by}  # fmt: skip
    dana.post(f"{HOME}/goals/{draft.number}/life", life="proposed")
    answer = dana.swap(f"{HOME}/tasks", 409, **form)
    who = "Marco and two others" if seen_by == "all" else "Marco"
    assert f"{who} can read it now." in answer.text and WORDS not in stored()
    dana.post(f"{HOME}/tasks", **fields_of(answer))
    assert WORDS in stored()


def test_a_task_for_two_under_a_draft_is_for_fewer(dana, draft):
    dana.post(f"{HOME}/tasks", goal=draft.number, was_readers="coo", title=WORDS, visibility="leads")
    assert WORDS in stored()


def test_the_question_names_which_dana_shared_it(cast, dana, marco, private):
    Seat.give(cast.fornello, a_person("Dana Wells", "wells@fornello.example"), Role.TEAM, by=cast.dana)
    db.session.commit()
    dana.post(at(private, "/visibility"), visibility="all")
    answer = marco.swap(at(private, "/comments"), 409, body=WORDS, was_readers="leads")
    assert "Dana Whitlock shared this task with everyone while you were writing." in answer.text


def test_moving_a_task_out_of_a_draft_says_who_can_read_it(cast, dana, goal, draft):
    task = a_task(cast.fornello, cast.dana, "Value the ovens", goal=draft)
    dana.post(at(task, "/goal"), goal=goal.number)
    answer = dana.post(at(task, "/comments"), 409, body=WORDS, was_readers="coo")
    assert "You moved this task to another goal while you were writing." in answer.text


@pytest.mark.parametrize("nonsense", ["", "everybody", "<b>"])
def test_a_field_that_says_nothing_counts_as_the_fewest(dana, private, nonsense):
    dana.post(at(private, "/comments"), 409, body=WORDS, was_readers=nonsense)
    assert WORDS not in stored()


@pytest.mark.parametrize("scripts", [True, False])
def test_a_comment_on_work_hidden_meanwhile_is_kept(dana, rosa, task, scripts):
    dana.post(at(task, "/visibility"), visibility="leads")
    send = rosa.swap if scripts else rosa.post
    answer, other = (
        send(f"{HOME}/tasks/{number}/comments", 404, body=WORDS) for number in (task.number, 999)
    )
    assert "Nothing was saved. Your words are still here" in answer.text
    assert answer.text == other.text, "as if it had never been there"
    if not scripts:
        assert WORDS in answer.one("main textarea, main input").get("value", WORDS)
        assert answer.one("label").text == "Comment"
        assert not answer.soup.select("main form, main button"), "to copy, not to send again"
    else:
        assert list(answer.parts) == ["toasts", "announcement"], "the form on the page is left alone"


def test_a_comment_on_a_task_reassigned_meanwhile_is_kept(dana, rosa, task):
    answer = rosa.post(at(task), 403, details=WORDS)
    assert "You can’t change this" in answer.text and WORDS in answer.html
    assert not answer.soup.select("main form, main button"), "to copy, not to send again"


def said_to(visitor, task, shown):
    """Who opened the task, as a form that showed `shown` as its readers is told when it is sent now."""
    answer = visitor.swap(at(task, "/comments"), 409, body=WORDS, was_readers=shown)
    return answer.words("form.toast").partition(" while you were writing.")[0]


def test_who_restricted_a_task_later_did_not_share_it(cast, dana, marco):
    """It was opened by the proposal; that it is for CEO and COO only since then opened nothing."""
    goal = a_goal(cast.fornello, cast.dana, "Sell the shop", approval_state=ApprovalState.DRAFT)
    task = a_task(cast.fornello, cast.dana, goal=goal)
    goal.propose(cast.marco)
    task.share(Visibility.LEADS, cast.rosa)
    db.session.commit()
    assert said_to(dana, task, "coo") == "Marco proposed the goal"


def test_who_moved_it_among_shared_goals_did_not_open_it(cast, dana, marco, goal, private):
    other = a_goal(cast.fornello, cast.dana, "Saturdays off")
    private.share(Visibility.ALL, cast.dana)
    private.move_to_goal(other, cast.rosa)
    db.session.commit()
    assert said_to(marco, private, "leads") == "Dana shared this task with everyone"


def test_a_task_moved_out_of_a_draft_that_was_shared_since(cast, dana, marco, goal, draft):
    """The move opened it at that time, because the goal it left was still a draft."""
    task = a_task(cast.fornello, cast.dana, "Value the ovens", goal=draft)
    task.move_to_goal(goal, cast.marco)
    draft.propose(cast.rosa)
    db.session.commit()
    assert said_to(dana, task, "coo") == "Marco moved this task to another goal"


def test_an_undo_has_words_of_its_own(cast, dana, goal):
    """Nobody marked the goal as agreed: Dana took back that it became a draft."""
    task = a_task(cast.fornello, cast.dana, goal=goal)
    changed = dana.post(f"{HOME}/goals/{goal.number}/life", life="draft").changed
    dana.post(f"{HOME}/undo/{changed}")
    assert said_to(dana, task, "coo") == "You undid a change"


def test_sharing_a_task_in_a_draft_opens_it_to_nobody(cast, marco, goal, private):
    """Dana shared it where Marco could not look; it was opened by the proposal."""
    goal.return_to_draft(cast.dana)
    private.share(Visibility.ALL, cast.dana)
    goal.propose(cast.rosa)
    db.session.commit()
    assert said_to(marco, private, "leads") == "Rosa proposed the goal"
