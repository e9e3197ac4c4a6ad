"""A critic's eye on a page in the browser: axe's rules, nothing sideways, nothing too small to press."""

from functools import cache

from tests.conftest import ROOT

STANDARD = {
    "type": "tag",
    "values": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"],
}
OF_COLOUR = {"type": "rule", "values": ["color-contrast", "link-in-text-block"]}
"""The rules that read colours: all that can differ between light and dark, which are one page in other tokens."""

WIDTHS = (320, 390, 768, 1024, 1440)
PHONES = (320, 390)


@cache
def eyes():
    return "\n".join(
        (ROOT / "tests" / name).read_text() for name in ("vendor/axe.min.js", "browser/looking.js")
    )


def look(page, ask, *args):
    """Ask `looking.js` something about the page as it stands."""
    if not page.evaluate("'looking' in globalThis"):
        page.evaluate(eyes())
    return page.evaluate(f"(args) => looking.{ask}(...args)", list(args))


def at(page, width, scheme="light"):
    page.emulate_media(color_scheme=scheme)
    page.set_viewport_size({"width": width, "height": 900})


def uncovered(page, width):
    """The bar of many stays at the foot, half over whatever scrolls under it: the page is made as tall as it is."""
    if page.locator("#bulk-edit-bar").is_visible():
        page.set_viewport_size({"width": width, "height": look(page, "height")})


def broken_rules(page):
    """What axe finds, wide and narrow, light and dark."""
    for width in (1440, 390):
        for scheme, rules in (("light", STANDARD), ("dark", OF_COLOUR)):
            at(page, width, scheme)
            uncovered(page, width)
            yield from (f"{width} {scheme} {found}" for found in look(page, "violations", rules))


def sideways(page, widths):
    """What is wider than the page, at these widths."""
    for width in widths:
        at(page, width)
        yield from (f"{width} sideways: {found}" for found in look(page, "sideways"))


def too_small(page):
    """What a finger or an unsteady hand would miss; the page is made as tall as it is, to be seen whole."""
    for width in (1440, 390):
        at(page, width)
        page.set_viewport_size({"width": width, "height": look(page, "height")})
        yield from (f"{width} too small: {found}" for found in look(page, "tooSmall"))


def stacked(page):
    """Words that a phone shows a letter or two a line."""
    at(page, 390)
    yield from (f"stacked: {found}" for found in look(page, "stacked"))
