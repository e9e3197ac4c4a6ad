// Checks that tests run on a page. Never served: a test passes it to Chromium.
globalThis.pageChecks = (() => {
  // Rows get their layout when they come near the window, a frame later. The checks look at all of them at once.
  const rows = new CSSStyleSheet();
  rows.replaceSync(".task { content-visibility: visible; }");
  document.adoptedStyleSheets.push(rows);

  // What axe finds, a line a finding.
  const violations = async (runOnly) => {
    const found = await axe.run(document, { runOnly, preload: false, resultTypes: ["violations"] });
    return found.violations.flatMap(({ id, nodes }) =>
      nodes.map((node) => `${id}: ${node.html.slice(0, 220)} ${node.failureSummary}`));
  };

  const clips = (each) => getComputedStyle(each).overflowX !== "visible";

  const rightEnd = (each) => {
    const { left, right } = each.getBoundingClientRect();
    return clips(each) ? right : Math.max(right, left + each.scrollWidth);
  };

  // Inside something of its own that scrolls or cuts, such as a row of tabs.
  const isHeld = (each, box) => {
    for (let up = each.parentElement; up && up !== box && up !== document.body; up = up.parentElement) {
      if (clips(up)) return true;
    }
    return false;
  };

  // Whatever makes the page, or an open dialog, wider than it is.
  const sideways = () => {
    const boxes = [document.documentElement, ...document.querySelectorAll("dialog[open]")];
    return boxes.filter((box) => box.scrollWidth > box.clientWidth).flatMap((box) => {
      const end = box.getBoundingClientRect().left + box.clientWidth + 0.5;
      const out = [...box.querySelectorAll("*")].filter((each) => rightEnd(each) > end && !isHeld(each, box));
      const said = out.reverse().slice(0, 6).map((each) => each.outerHTML.slice(0, 160));
      return [`${box.tagName} is ${box.scrollWidth} wide`, ...said];
    });
  };

  const place = () => document.querySelector("dialog[open]") ?? document;

  const height = () => Math.min(16000, Math.max(900, document.documentElement.scrollHeight,
    document.querySelector("dialog[open]")?.scrollHeight ?? 0));

  const isSeen = (each) => !each.disabled && !each.closest(".visually-hidden, .skip")
    && each.checkVisibility({ visibilityProperty: true, opacityProperty: true });

  const inSentence = (each) => each.matches("a") && getComputedStyle(each).display === "inline";

  const isHit = (each, x, y) => {
    const met = document.elementFromPoint(x, y);
    if (!met || met.closest(".toasts, .bottom-bar, .menu, [popover]")) return Boolean(met); // something that lies over it for now
    return each.contains(met) || met.closest("label")?.control === each;
  };

  const isSmall = (each) => {
    const box = (each.closest("label") ?? each).getBoundingClientRect();
    const [x, y] = [box.left + box.width / 2, box.top + box.height / 2];
    const frame = each.closest(".tabs, .timeline, .chips")?.getBoundingClientRect() ?? { left: 0, right: innerWidth };
    const beyond = x < frame.left + 12 || x > frame.right - 12; // in something that scrolls
    const list = each.closest(".palette .list")?.getBoundingClientRect();
    if (list && y > list.bottom - 12) return false; // half under the end of a list that scrolls
    if (beyond || x < 0 || x > innerWidth || y < 0 || y > innerHeight) return false;
    return [[-11.5, 0], [11.5, 0], [0, -11.5], [0, 11.5]].some(([dx, dy]) => !isHit(each, x + dx, y + dy));
  };

  // Controls that are not hit 12 px from their middle in each direction (WCAG 2.5.8). Links in a sentence are exempt.
  const tooSmall = () => {
    const controls = place().querySelectorAll("a[href], button, input:not([type=hidden]), select, textarea, summary");
    return [...controls].filter((each) => isSeen(each) && !inSentence(each) && isSmall(each)).map((each) => {
      const { width, height, left, top } = each.getBoundingClientRect();
      return `${Math.round(width)} × ${Math.round(height)} at ${Math.round(left)}, ${Math.round(top)}: `
        + each.outerHTML.slice(0, 160);
    });
  };

  // Words of five letters and more that are broken into lines of fewer than three: too narrow to be read.
  const stacked = () => {
    const texts = document.createTreeWalker(place().body ?? place(), NodeFilter.SHOW_TEXT);
    const found = [];
    for (let text = texts.nextNode(); text; text = texts.nextNode()) {
      if (!isSeen(text.parentElement) || text.parentElement.closest("svg, select, textarea")) continue;
      for (const word of text.data.matchAll(/[^\s–-]{5,}/g)) {
        const range = document.createRange();
        range.setStart(text, word.index);
        range.setEnd(text, word.index + word[0].length);
        const lines = new Set([...range.getClientRects()].map(({ top }) => Math.round(top))).size;
        if (lines > 1 && word[0].length / lines < 3) found.push(`“${word[0]}” on ${lines} lines in ${text.parentElement.outerHTML.slice(0, 120)}`);
      }
    }
    return found;
  };

  return { violations, sideways, height, tooSmall, stacked };
})();
