"""Comments on a task, and how a page shows their text."""

import re

import pytest

from tests.roadmap.people import at, comments_of
from tests.world import set_columns
from tracker.roadmap.models import Step

HOSTILE = [
    "<script>alert(1)</script>",
    "<img src=x onerror=alert(1)>",
    "<svg onload=alert(1)></svg>",
    "<svg><script>alert(1)</script></svg>",
    "<body onload=alert(1)>",
    "<iframe src=javascript:alert(1)></iframe>",
    "<a href=javascript:alert(1)>x</a>",
    "[x](javascript:alert(1))",
    "[x](JaVaScRiPt:alert(1))",
    "[x](data:text/html;base64,PHNjcmlwdD5hbGVydCgxKTwvc2NyaXB0Pg==)",
    "[x](vbscript:msgbox(1))",
    "[x](//evil.example/x)",
    "[x](/sign-out)",
    "![x](https://evil.example/pixel.png)",
    "![x](//evil.example/pixel.png)",
    "<div hx-get='/clients' hx-trigger=load>x</div>",
    "<div data-hx-post='/sign-out' data-hx-trigger=load>x</div>",
    "<hx-partial hx-target='#main'>x</hx-partial>",
    "<div hx-on:click='alert(1)'>x</div>",
    '<button hx-post=/clients/fornello-pizza/tasks/1/status hx-vals=\'{"status":"done"}\'>x</button>',
    "<form action=https://evil.example><input name=password></form>",
    "<base href=https://evil.example/>",
    "<meta http-equiv=refresh content='0;url=https://evil.example'>",
    "<style>*{display:none}</style>",
    "<link rel=stylesheet href=https://evil.example/x.css>",
    "<math><mi xlink:href=javascript:alert(1)>x</mi></math>",
    "<template><script>alert(1)</script></template>",
    "<details open ontoggle=alert(1)>x</details>",
    "<object data=https://evil.example/x.swf></object>",
    '"><script>alert(1)</script>',
    "' autofocus onfocus=alert(1) x='",
    "</textarea></title><script>alert(1)</script>",
    "{{ 7 * 7 }}{% raw %}",
    "<p style='background:url(https://evil.example/x)'>x</p>",
]
HARMLESS = {"p", "br", "strong", "em", "ul", "ol", "li", "blockquote", "code", "pre", "a", "hr"}


def test_rosa_adds_a_comment(rosa, task):
    answer = rosa.swap(at(task, "/comments"), body="31 steps, which is **too many**.")
    assert (
        answer.parts["task-1-panel-discussion"].select_one("#task-1-comment-1 .quote strong").text
        == "too many"
    )
    assert answer.parts["task-1-panel-comment-form"].textarea.text.strip() == ""
    assert answer.parts["announcement"].text == "Sent"
    assert task.comment_count == 1


def test_a_form_sent_five_times_adds_one_comment(rosa, task):
    answers = {
        rosa.swap(at(task, "/comments"), body="Once.", form_key="one-key").words("ol") for _ in range(5)
    }
    assert [comment.body for comment in comments_of(task)] == ["Once."]
    assert len(answers) == 1


def test_two_people_with_one_form_key_both_add_a_comment(rosa, marco, task):
    rosa.swap(at(task, "/comments"), body="Rosa’s", form_key="one-key")
    marco.swap(at(task, "/comments"), body="Marco’s", form_key="another-key")
    assert [comment.body for comment in comments_of(task)] == ["Rosa’s", "Marco’s"]


def test_the_answer_includes_comments_written_meanwhile(rosa, marco, task):
    marco.swap(at(task, "/comments"), body="Try it on Tuesday.")
    assert (
        "Try it on Tuesday."
        in rosa.swap(at(task, "/comments"), body="Done.").parts["task-1-panel-discussion"].text
    )


def test_it_works_without_scripts(rosa, task):
    assert rosa.post(at(task, "/comments"), body="Done.").location == at(task) + "#task-1-panel-comment-form"
    assert "Done." in rosa.get(at(task)).words("#task-1-comment-1")


@pytest.mark.parametrize(
    ("body", "words"), [(" \n ", "Write a few words first."), ("x" * 20_001, "Keep it to 20,000 characters.")]
)
def test_invalid_text_comes_back(rosa, task, body, words):
    part = rosa.swap(at(task, "/comments"), 422, body=body).parts["task-1-panel-comment-form"]
    assert words in part.select_one(".error").text
    page = rosa.post(at(task, "/comments"), 422, body=body)
    assert page.one("#task-1-panel-comment-form-body").text.strip() == body.strip()
    assert comments_of(task) == []


def test_who_may_not(vera, adaeze, task):
    vera.swap(at(task, "/comments"), 403, body="Hello")
    adaeze.swap(at(task, "/comments"), 404, body="Hello")
    assert comments_of(task) == []


@pytest.mark.parametrize("line", HOSTILE)
def test_hostile_text_is_only_text(dana, task, line):
    """Hostile text is shown as text in title, details, step and comment."""
    dana.swap(at(task), title=line[:200], details=line)
    dana.swap(at(task, "/steps"), title=line)
    dana.swap(at(task, "/comments"), body=line)
    page = dana.get(at(task))
    shown = " ".join(line.split()).replace("hx-partial", "x-part")  # as the tests read it, see Answer
    assert page.words("h1") == shown
    assert shown in page.words(".steps li > span")
    for voice in page.soup.select(".quote"):
        check_harmless(voice)
    for part in ("title", "steps"):
        assert not page.soup.select(
            f"#task-1-panel-{part} :is(script, img, iframe, object, base, meta, style)"
        )
    assert "evil.example/pixel" not in str([tag.attrs for tag in page.soup.select("[src]")])


def check_harmless(voice):
    """Check that nothing in the text runs, loads, posts or styles, and that htmx ignores it."""
    assert voice.has_attr("hx-ignore")
    for tag in voice.find_all(True):
        assert tag.name in HARMLESS, tag
        assert set(tag.attrs) <= {"href", "rel"}, tag
        assert re.match(r"https?://|mailto:", tag.get("href", "https://")), tag


def test_markdown_is_kept_and_links_send_no_referrer(dana, task):
    dana.swap(at(task, "/comments"), body="See [the draft](https://example.com/a).\n\n# Big\n\n- one\n- two")
    voice = dana.get(at(task)).one("#task-1-comment-1 .quote")
    assert voice.a["rel"] == ["nofollow", "noopener", "noreferrer"]
    assert voice.select_one("p strong").text == "Big" and len(voice.select("li")) == 2
    assert not voice.select("h1, h2")


def test_a_step_is_shown_as_it_was_typed(dana, cast, task):
    Step.add(task, "**not** bold", by=cast.dana)
    set_columns(task, title="*not* slanted")
    page = dana.get(at(task))
    assert page.words("h1") == "*not* slanted"
    assert "**not** bold" in page.words(".steps")
