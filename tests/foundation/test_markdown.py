"""Markdown is rendered once, when it is written, within a time budget."""

import time

import pytest
from click.testing import CliRunner
from sqlalchemy import select, update

from tests.imports.conftest import Importer
from tests.query_counter import counted
from tests.world import a_goal, a_task
from tracker.cli import main
from tracker.foundation.database import db
from tracker.foundation.text import markdown
from tracker.foundation.text.markdown import render, rendering_key_of
from tracker.history.models import Event
from tracker.imports import uploads
from tracker.roadmap.models import Comment, Task

TASK = "/clients/fornello-pizza/tasks/1"
TEXT_LENGTH = 50_000  # characters; the most that an import accepts
SAFE = {"p", "br", "strong", "em", "ul", "ol", "li", "blockquote", "code", "pre", "a", "hr"}


def repeat_to_limit(piece):
    return (piece * (TEXT_LENGTH // len(piece) + 1))[:TEXT_LENGTH]


PIECES = (
    "[", "![", "[a]", "[a][a]", "[](", "[a](b", "[a](<b", "](", "[a]: b\n", '[a](b "', "*[", "[*a", "**[a]",
    "*", "_", "*a ", "**a", "*a_ ", "_a **b ", "a**b*c", "a*", "__a_ ", "`", "`a ", "```\n", "~~~a\n", "~~a ",
    ">", "> ", ">\n", "> > a\n", "> - ", "- ", "1. ", "1) 1. ", "* - + ", "- [ ] a\n", "\t- ", "- \t", "+\n",
    "<", "<a ", "<http:", "<b>", "<!--", "<?", "&", "&#1", "\\", "|a|b\n|-|-\n", "# a\n", "a\n===\n", "---\n",
    "\n", "a\n", "a  \n", "    a\n", "http://a.b ", "(", "!", "\u2028", "\x00", "＊",
)  # fmt: skip
EXPENSIVE_TEXTS = {piece: repeat_to_limit(piece) for piece in PIECES} | {
    "nested brackets": "[" * (TEXT_LENGTH // 2) + "]" * (TEXT_LENGTH // 2),
    "nested links": "[" * 5_000 + "a" + "](b)" * 10_000,
    "growing ticks": " ".join("`" * many for many in range(1, 315)),
    "nested lists": "\n".join(" " * (2 * deep) + "- a" for deep in range(220)),
    "nested quotes": "\n".join(">" * deep + " a" for deep in range(300)),
}


@pytest.mark.parametrize("text", EXPENSIVE_TEXTS.values(), ids=map(repr, EXPENSIVE_TEXTS))
def test_no_text_takes_long_to_render(text):
    """50,000 characters of syntax with quadratic cost used to take 7 s."""
    began = time.thread_time()
    html = render(text).html
    assert time.thread_time() - began < 1.5
    words = "".join(letter for letter in text if letter.isalnum())[:1]
    assert not words or words in html, "no text is lost"


@pytest.mark.parametrize(
    "text", ["[" * 400 + "Luca’s words", ">" * 90 + "Luca’s words", "- " * 60 + "Luca’s words"]
)
def test_a_text_that_is_too_expensive_is_shown_as_typed(text):
    assert "Luca’s words" in render(text).html


def test_a_text_over_its_budget_is_plain_paragraphs():
    html = render("One *two*\nthree <script>\n\n> four", seconds=0).html
    assert html == "<p>One *two*<br>three &lt;script&gt;</p><p>&gt; four</p>"


def test_links_work_beside_many_brackets():
    assert '<a href="https://a.example"' in render("- [ ] do it\n" * 200 + "[here](https://a.example)").html


def test_a_text_is_rendered_when_it_is_written(dana, rosa, cast, monkeypatch):
    """This holds for a new task, a change, its undo and a comment. Pages only show the result."""
    a_task(cast.fornello, cast.dana, "Ring the maker")
    dana.post(TASK, title="Ring the maker", details="Ask for **two** ovens")
    dana.post(TASK, title="Ring the maker", details="Ask for *three*")
    dana.post(f"{TASK}/comments", body="He said `no`")
    rewritten = select(Event.change_set_id).where(Event.action == "task_details_changed")
    change = db.session.scalars(rewritten.order_by(Event.id)).all()[-1]
    monkeypatch.setattr(markdown.PARSER, "render", None)  # from here on nothing is parsed
    page = rosa.get(TASK)
    assert [page.words(f".quote {tag}") for tag in ("em", "code")] == ["three", "no"]
    monkeypatch.undo()
    dana.post(f"/clients/fornello-pizza/undo/{change}")
    task = db.session.scalars(select(Task)).one()
    assert task.details_html == "<p>Ask for <strong>two</strong> ovens</p>\n"
    assert task.details_rendering_key == rendering_key_of(task.details)


def test_a_copy_and_an_import_are_rendered_too(dana, cast, monkeypatch):
    monkeypatch.setattr(uploads, "PATIENCE", 60)
    goal = a_goal(cast.fornello, cast.dana, "Second oven decided")
    a_task(cast.fornello, cast.dana, "Ring the maker", goal=goal, details="*Today*")
    dana.post("/clients/fornello-pizza/goals/1/copy", title="A copy", steps="y", owners="y")
    Importer(dana).apply(
        b"Goal,Task,Details\nA goal,Call the bank,**Soon**\nA goal,Fix it,<b onclick=x>\n", "plan.csv"
    )
    kept = db.session.execute(
        select(Task.details_html, Task.details_rendering_key, Task.details).order_by(Task.id)
    ).all()
    assert [html.strip() for html, _, _ in kept] == [
        "<p><em>Today</em></p>", "<p><em>Today</em></p>", "<p><strong>Soon</strong></p>",
        "<p>&lt;b onclick=x&gt;</p>",
    ]  # fmt: skip
    assert all(rendering_key == rendering_key_of(text) for _, rendering_key, text in kept)


def set_rows(model, **columns):
    db.session.execute(update(model).values(**columns))
    db.session.commit()


@pytest.fixture
def unrendered_texts(cast):
    """A task and a comment from before texts were kept rendered."""
    task = a_task(cast.fornello, cast.dana, "Ring the maker", details="Ask for **two**")
    Comment.add(task, "He said *no*", by=cast.dana)
    db.session.commit()
    set_rows(Task, details_html=None, details_rendering_key=None)
    set_rows(Comment, body_html=None, body_rendering_key=None)
    return task


def test_an_old_text_is_rendered_at_its_first_view_and_kept(rosa, unrendered_texts):
    assert rosa.get(TASK).words(".quote em") == "no"
    assert db.session.scalars(select(Comment.body_html)).one() == "<p>He said <em>no</em></p>\n"
    with counted() as asked:
        assert rosa.get(TASK).words(".quote strong") == "two"
    assert not [each for each in asked if each.startswith(("UPDATE task", "UPDATE comment"))]


def test_html_rendered_from_another_text_is_never_shown(rosa, unrendered_texts):
    set_rows(
        Task,
        details="Ask for *three*",
        details_html="<p>Ask for two</p>",
        details_rendering_key=rendering_key_of("Ask for two"),
    )
    assert "three" in rosa.get(TASK).text and "two" not in rosa.get(TASK).text


def test_the_console_renders_texts_of_another_version_again(unrendered_texts, app, monkeypatch):
    from tracker.foundation.text import prose

    set_rows(Task, details_html="<p>old</p>", details_rendering_key="0-abc")
    assert prose.render_all() == 2
    assert prose.render_all() == 0
    db.session.rollback()
    assert db.session.scalars(select(Task.details_html)).one() == "<p>Ask for <strong>two</strong></p>\n"


def test_the_command_reports_what_it_did(tmp_path, monkeypatch):
    monkeypatch.setenv("DATA", str(tmp_path))
    monkeypatch.setenv("DATABASE_URL", f"sqlite:///{tmp_path / 'own.db'}")
    assert CliRunner().invoke(main, ["migrate"]).exit_code == 0
    assert CliRunner().invoke(main, ["render-text"]).output == "Every text is rendered already.\n"
