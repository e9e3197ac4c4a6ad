"""People's longer texts: Markdown without HTML, then a sanitiser, then a short list of tags (SECURITY X1–X3)."""

import nh3
from markdown_it import MarkdownIt
from markupsafe import Markup

TAGS = {"p", "br", "strong", "em", "ul", "ol", "li", "blockquote", "code", "pre", "a", "hr"}
PARSER = MarkdownIt("js-default", {"html": False, "linkify": False, "breaks": True}).disable(
    ["image", "table"]
)
HEADINGS = {f"h{level}" for level in range(1, 7)}


def allowed(tag: str, attribute: str, value: str) -> str | None:
    """Only links that say where they go: with a scheme, never `//elsewhere` or a path of ours."""
    if tag == "a" and attribute == "href" and value.startswith(("https://", "http://", "mailto:")):
        return value
    return value if attribute == "rel" else None  # the sanitiser’s own


def markdown(text: str | None) -> Markup:
    """A person's words as HTML that can hold no script, picture, style, form or htmx attribute."""
    html = PARSER.render(text or "")
    for level in HEADINGS:  # a heading inside a comment would break the page's outline
        html = html.replace(f"<{level}>", "<p><strong>").replace(f"</{level}>", "</strong></p>")
    clean = nh3.clean(
        html,
        tags=TAGS,
        attributes={"a": {"href"}},
        attribute_filter=allowed,
        url_schemes={"http", "https", "mailto"},
        link_rel="nofollow noopener noreferrer",
    )
    return Markup(clean)  # noqa: S704  the one place where a string becomes HTML, after the sanitiser (SECURITY X4)
