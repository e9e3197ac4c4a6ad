"""People's longer texts: Markdown without HTML, then a sanitiser, then a short list of tags.

A text is rendered when it is written, and its HTML is kept beside it with a key made of the text and of
`VERSION`. Rendering any text costs little: brackets and nesting are capped, and a text that would take longer
than its budget is shown as plain paragraphs.
"""

from __future__ import annotations

import time
from dataclasses import dataclass
from hashlib import sha256
from itertools import groupby

import nh3
from markdown_it import MarkdownIt
from markdown_it.rules_block import StateBlock
from markdown_it.rules_inline import StateInline
from markupsafe import Markup, escape

VERSION = 1
"""The version of the rendering. After a change, all texts are rendered again (`tracker render-text`)."""

SECONDS = 0.3
"""CPU seconds one text may take. Twenty thousand letters of ordinary Markdown take a third of it."""
BRACKETS = 300
"""Opening brackets of one text; if there are more, none of them is a link.

Their cost grows with their square.
"""
DEPTH = 20
"""How deep quotes and lists may nest: ten nested lists, twenty quotes."""

TAGS = {"p", "br", "strong", "em", "ul", "ol", "li", "blockquote", "code", "pre", "a", "hr"}
HEADINGS = {f"h{level}" for level in range(1, 7)}


class TooMuchError(Exception):
    """A text takes longer than its budget, or nests too deeply to be read."""


@dataclass(frozen=True)
class Rendering:
    """The HTML of a text, with a key made of the text and our version."""

    html: str
    rendering_key: str


def check_time(state: StateBlock | StateInline, *_: int) -> bool:
    """Raise TooMuchError once the time is up.

    A rule that never matches; the parser calls it at every step, so it can stop a text that takes too many.
    """
    if time.thread_time() > state.env["until"]:
        raise TooMuchError
    return False


def check_depth(state: StateBlock, *_: int) -> bool:
    """Raise TooMuchError if the text nests too deeply, and is therefore shown as typed.

    The parser would drop the inner text instead.
    """
    if state.level > DEPTH:
        raise TooMuchError
    return check_time(state)


def parser(*without: str) -> MarkdownIt:
    """Return a Markdown parser with our limits, without images, tables, references and the rules named."""
    made = MarkdownIt("js-default", {"html": False, "linkify": False, "breaks": True})
    made.block.ruler.before("table", "check_depth", check_depth)
    made.inline.ruler.before("text", "check_time", check_time)
    return made.disable(
        ["image", "table", "reference", *without]
    )  # a definition of a link would be swallowed


PARSER, WITHOUT_LINKS = parser(), parser("link")


def render(text: str, seconds: float = SECONDS) -> Rendering:
    """Return the HTML to keep: without any script, picture, style, form or htmx attribute."""
    return Rendering(html_of(text, seconds), rendering_key_of(text))


def rendering_key_of(text: str) -> str:
    """Return the key that a text's HTML must have to be current: our version and a hash of the text."""
    return f"{VERSION}-{sha256(text.encode('utf-8', 'surrogatepass')).hexdigest()[:24]}"


def safe_html(made: Rendering) -> Markup:
    """Mark kept HTML as safe for a page; the caller has compared its key with the text."""
    return Markup(made.html)  # noqa: S704  sanitised: every Rendering was


def html_of(text: str, seconds: float) -> str:
    """Return the sanitised HTML of a text. A text that exceeds its limits becomes plain paragraphs."""
    try:
        html = (PARSER if text.count("[") <= BRACKETS else WITHOUT_LINKS).render(
            text, {"until": time.thread_time() + seconds}
        )
    except (TooMuchError, RecursionError):
        html = plain_html(text)
    for level in HEADINGS:  # a heading inside a comment would break the page's outline
        html = html.replace(f"<{level}>", "<p><strong>").replace(f"</{level}>", "</strong></p>")
    return sanitise(html)


def plain_html(text: str) -> str:
    """Return the text as it was typed, in paragraphs."""
    lines = groupby(text.splitlines(), key=lambda line: bool(line.strip()))
    return "".join(f"<p>{'<br>'.join(map(escape, told))}</p>" for says, told in lines if says)


def sanitise(html: str) -> str:
    """Return the HTML with only the allowed tags, and links only with a safe scheme."""
    return nh3.clean(
        html,
        tags=TAGS,
        attributes={"a": {"href"}},
        attribute_filter=filter_attribute,
        url_schemes={"http", "https", "mailto"},
        link_rel="nofollow noopener noreferrer",
    )


def filter_attribute(tag: str, attribute: str, value: str) -> str | None:
    """Allow only links that show where they lead: with a scheme, never `//elsewhere` or a path of ours."""
    if tag == "a" and attribute == "href" and value.startswith(("https://", "http://", "mailto:")):
        return value
    return value if attribute == "rel" else None  # the sanitiser’s own
