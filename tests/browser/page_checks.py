"""Checks of a page in the browser: axe's rules, horizontal overflow and the size of controls."""

from functools import cache

from tests.conftest import ROOT

ALL_RULES = {
    "type": "tag",
    "values": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"],
}
COLOUR_RULES = {"type": "rule", "values": ["color-contrast", "link-in-text-block"]}
"""The rules about colours. Only these can differ between light and dark, which differ in tokens only."""

WIDTHS = (320, 390, 768, 1024, 1440)
PHONES = (320, 390)


@cache
def read_scripts():
    return "\n".join(
        (ROOT / "tests" / name).read_text() for name in ("vendor/axe.min.js", "browser/page_checks.js")
    )


def run_check(page, ask, *args):
    """Run a check of `page_checks.js` on the current page."""
    if not page.evaluate("'pageChecks' in globalThis"):
        page.evaluate(read_scripts())
    return page.evaluate(f"(args) => pageChecks.{ask}(...args)", list(args))


def resize(page, width, scheme="light"):
    page.emulate_media(color_scheme=scheme)
    page.set_viewport_size({"width": width, "height": 900})


def expand_under_bulk_bar(page, width):
    """Make the window as tall as the page, because the bulk edit bar covers what scrolls under it."""
    if page.locator("#bulk-edit-bar").is_visible():
        page.set_viewport_size({"width": width, "height": run_check(page, "height")})


def find_axe_violations(page):
    """Yield what axe finds, wide and narrow, light and dark."""
    for width in (1440, 390):
        for scheme, rules in (("light", ALL_RULES), ("dark", COLOUR_RULES)):
            resize(page, width, scheme)
            expand_under_bulk_bar(page, width)
            yield from (f"{width} {scheme} {found}" for found in run_check(page, "violations", rules))


def find_overflow(page, widths):
    """Yield elements wider than the page, at these widths."""
    for width in widths:
        resize(page, width)
        yield from (f"{width} sideways: {found}" for found in run_check(page, "sideways"))


def find_small_targets(page):
    """Yield controls that are too small to hit, with the window as tall as the page."""
    for width in (1440, 390):
        resize(page, width)
        page.set_viewport_size({"width": width, "height": run_check(page, "height")})
        yield from (f"{width} too small: {found}" for found in run_check(page, "tooSmall"))


def find_stacked_words(page):
    """Yield words that a phone breaks into lines of one or two letters."""
    resize(page, 390)
    yield from (f"stacked: {found}" for found in run_check(page, "stacked"))
