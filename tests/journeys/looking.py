"""A critic's eye on a page in the browser: axe's rules, nothing sideways, nothing too small to press."""

from functools import cache

from tests.conftest import ROOT

STANDARD = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
OF_COLOUR = ["color-contrast", "link-in-text-block"]
"""The rules that read colours: all that can differ between light and dark, which are the same page in other tokens."""

WIDTHS = (320, 390, 768, 1024, 1440)


@cache
def axe():
    return (ROOT / "tests/vendor/axe.min.js").read_text()


def violations(page, tags=(), rules=()):
    """What axe finds, a line a finding."""
    if not page.evaluate("typeof axe !== 'undefined'"):
        page.evaluate(axe())
    only = {"type": "rule", "values": rules} if rules else {"type": "tag", "values": tags}
    found = page.evaluate(
        """(runOnly) => axe.run(document, {runOnly, preload: false, resultTypes: ["violations"]}).then(({violations}) =>
            violations.flatMap(({id, nodes}) => nodes.map((node) => `${id}: ${node.html.slice(0, 220)} ${node.failureSummary}`)))""",
        only,
    )
    return found


def at(page, width, scheme="light"):
    page.emulate_media(color_scheme=scheme)
    page.set_viewport_size({"width": width, "height": 900})


def sideways(page):
    """What is wider than the page, at every width; `(width, element)` each."""
    found = []
    for width in WIDTHS:
        at(page, width)
        found += [(width, culprit) for culprit in page.evaluate(SIDEWAYS)]
    return found


SIDEWAYS = """() => {
  const root = document.documentElement;
  const boxes = [root, ...document.querySelectorAll("dialog[open]")].filter((box) => box.scrollWidth > box.clientWidth);
  const inside = (each) => { for (let up = each.parentElement; up; up = up.parentElement)
    if (!boxes.includes(up) && up !== document.body && getComputedStyle(up).overflowX !== "visible") return true; return false; };
  const right = (each) => { const {left, right} = each.getBoundingClientRect();
    return getComputedStyle(each).overflowX === "visible" ? Math.max(right, left + each.scrollWidth) : right; };
  const out = (box) => [...box.querySelectorAll("*")].filter((each) =>
    right(each) > box.getBoundingClientRect().left + box.clientWidth + 0.5 && !inside(each)).reverse();
  return boxes.flatMap((box) => [`${box.tagName} is ${box.scrollWidth} wide`,
    ...out(box).slice(0, 6).map((each) => each.outerHTML.slice(0, 160))]);
}"""


def too_small(page):
    """Controls that are not hit 12 px from their middle in each direction (WCAG 2.5.8). Links in a sentence are exempt."""
    page.set_viewport_size({"width": page.viewport_size["width"], "height": page.evaluate(TALL)})
    return page.evaluate(TOO_SMALL)


TALL = "Math.min(16000, Math.max(900, document.documentElement.scrollHeight, document.querySelector('dialog[open]')?.scrollHeight ?? 0))"
TOO_SMALL = """() => {
  const place = document.querySelector("dialog[open]") ?? document;
  const seen = (each) => each.checkVisibility({visibilityProperty: true, opacityProperty: true}) && !each.closest(".sr, .skip");
  const inSentence = (each) => each.matches("a") && getComputedStyle(each).display === "inline";
  const hits = (each, x, y) => { const met = document.elementFromPoint(x, y);
    return met && (each.contains(met) || met.closest("label")?.control === each || met.closest(".toasts, .bar, .menu") !== null); };
  const misses = (each) => { const box = (each.closest("label") ?? each).getBoundingClientRect();
    const [x, y] = [box.left + box.width / 2, box.top + box.height / 2];
    if (x < 0 || x > innerWidth || y < 0 || y > innerHeight) return false; // in something that scrolls
    return [[-11.5, 0], [11.5, 0], [0, -11.5], [0, 11.5]].some(([right, down]) => !hits(each, x + right, y + down)); };
  return [...place.querySelectorAll("a[href], button, input:not([type=hidden]), select, textarea, summary")]
    .filter((each) => !each.disabled && seen(each) && !inSentence(each) && misses(each))
    .map((each) => { const box = each.getBoundingClientRect();
      return `${Math.round(box.width)} × ${Math.round(box.height)} at ${Math.round(box.left)}, ${Math.round(box.top)}: ${each.outerHTML.slice(0, 160)}`; });
}"""
