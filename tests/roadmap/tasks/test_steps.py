"""The checklist of a task."""

from tests.roadmap.people import at, event_count, history, steps_of
from tests.world import a_step, seat_of


def test_dana_adds_a_step(dana, cast, task):
    answer = dana.swap(at(task, "/steps"), title="Cut it to one page", at="panel")
    steps = answer.parts["task-1-panel-steps"]
    assert "Cut it to one page" in steps.text and "0 of 1" in steps.text
    assert steps.select_one("#task-1-panel-steps-line")["value"] == ""
    assert history(task, seat_of(cast.dana, cast.fornello))[-1] == "Dana added the step “Cut it to one page”"


def test_sent_five_times_it_is_one_step(dana, task):
    answers = [
        dana.swap(at(task, "/steps"), title="Cut it", form_key="one-key", at="panel").parts[
            "task-1-panel-steps"
        ]
        for _ in range(5)
    ]
    assert [step.title for step in steps_of(task)] == ["Cut it"]
    assert len({answer.select_one(".steps").get_text() for answer in answers}) == 1


def test_everybody_at_work_ticks(rosa, marco, cast, task):
    step = a_step(task, cast.dana)
    steps = rosa.swap(at(task, "/steps/1/done"), done="yes", at="panel").parts["task-1-panel-steps"]
    assert step.is_done and "1 of 1" in steps.text
    assert steps.select_one("#task-1-panel-step-1-tick")["aria-pressed"] == "true"

    marco.post(at(task, "/steps/1/done"), done="no")
    assert not step.is_done


def test_a_tick_twice_is_one_line(rosa, cast, task):
    a_step(task, cast.dana)
    rosa.swap(at(task, "/steps/1/done"), done="yes")
    before = event_count()
    rosa.swap(at(task, "/steps/1/done"), done="yes")
    assert event_count() == before


def test_a_step_is_renamed(dana, cast, task):
    step = a_step(task, cast.dana, "Shadow Rosa")
    dana.swap(at(task, "/steps/1"), title="Shadow Rosa on a Thursday", was_title="Shadow Rosa")
    assert step.title == "Shadow Rosa on a Thursday"

    answer = dana.swap(at(task, "/steps/1"), 409, title="Shadow Rosa on a Saturday", was_title="Shadow Rosa")
    both = [each.text for each in answer.parts["toasts"].select("b")]
    assert both == ["Shadow Rosa on a Saturday", "Shadow Rosa on a Thursday"]
    page = dana.post(at(task, "/steps/1"), 409, title="Shadow Rosa on a Saturday", was_title="Shadow Rosa")
    assert "Shadow Rosa on a Saturday" in page.text
    assert step.title == "Shadow Rosa on a Thursday"


def test_it_works_without_scripts(dana, cast, task):
    assert dana.post(at(task, "/steps"), title="Cut it").location == at(task) + "#task-1-panel-steps"
    assert dana.post(at(task, "/steps/1"), title="Cut it to one page").location.startswith(at(task))
    assert dana.post(at(task, "/steps/1/done"), done="yes").location.startswith(at(task))
    assert "1 of 1" in dana.get(at(task)).words("#task-1-panel-steps")


def test_bad_words_come_back(dana, cast, task):
    part = dana.swap(at(task, "/steps"), 422, title="  ").parts["task-1-panel-steps"]
    assert "Write the step first." in part.select_one(".error").text
    page = dana.post(at(task, "/steps"), 422, title="x" * 301)
    assert "Keep it to 300 characters." in page.words("#task-1-panel-steps .error")
    assert page.one("#task-1-panel-steps-line")["value"] == "x" * 301

    a_step(task, cast.dana)
    dana.swap(at(task, "/steps/1"), 422, title="")
    dana.swap(at(task, "/steps/1/done"), 422, done="perhaps")


def test_who_may_not(rosa, vera, adaeze, cast, task):
    step = a_step(task, cast.dana)
    writing = [("/steps", {"title": "x"}), ("/steps/1", {"title": "x"})]
    for action, form in writing:
        rosa.swap(at(task, action), 403, **form)
    for action, form in [*writing, ("/steps/1/done", {"done": "yes"})]:
        vera.swap(at(task, action), 403, **form)
        adaeze.swap(at(task, action), 404, **form)
    assert [(each.title, each.is_done) for each in steps_of(task)] == [(step.title, False)]


def test_an_absent_step_is_a_404(dana, cast, task, roses):
    a_step(roses, cast.rosa)
    dana.swap(at(task, "/steps/1/done"), 404, done="yes")
    dana.swap(at(task, "/steps/1"), 404, title="x")


def test_the_team_adds_to_its_own(rosa, roses):
    rosa.swap(at(roses, "/steps"), title="Borrow the camera")
    assert [step.title for step in steps_of(roses)] == ["Borrow the camera"]
