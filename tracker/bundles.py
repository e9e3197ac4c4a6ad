"""The list of stylesheets and scripts: which files make up each bundle, in order.

A feature adds its own stylesheets to one of these bundles, or to a bundle of its own (`Feature.styles`).

`base` is for every page; `workspace` is only for the pages people work on, so that sign-in and the letter,
which a CEO opens briefly on a phone, never load it. Four more stylesheets are loaded only where they apply:
`print` for printing the workspace, `timeline` and `import` for these pages, `large-text` for narrow screens.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping

BUNDLES = {
    "base.css": """
        fonts reset tokens base layout icon text button avatar status progress nav field check menu drawer
        toast conflict empty request-card settings-section people-list notice updates-list letter auth utilities
        print
    """,
    "workspace.css": """
        goal task-row goal-form task-panel today client-table onboarding-steps tools person-picker
        dependencies live-updates date-table parse-preview approval palette search my-tasks filters
        row-selection bulk-bar drag history approval-choice health
    """,
    "print.css": "print-workspace print-timeline",
    "large-text.css": "narrow narrow-workspace",
    "base.js": """
        app behaviors/modified-clicks behaviors/history-restore behaviors/loading-state
        behaviors/request-errors behaviors/toast behaviors/implicit-hx-url behaviors/keep-address
        behaviors/drafts behaviors/reveal behaviors/focus-opened behaviors/link-code
        behaviors/conflict-choice
    """,
    "workspace.js": """
        behaviors/escape behaviors/keep-open-forms behaviors/keep-focus behaviors/message-position
        behaviors/drawer behaviors/task-rows behaviors/add-line behaviors/disclosure behaviors/menu
        behaviors/copy behaviors/print behaviors/timeline behaviors/live-updates
        behaviors/live-updates-apply behaviors/folded-tasks behaviors/parse-preview behaviors/shortcut
        behaviors/people-list behaviors/person-picker behaviors/mention-picker behaviors/palette
        behaviors/keyboard-shortcuts behaviors/selection behaviors/selection-input
        behaviors/clear-changed-param behaviors/drag-save behaviors/drag
    """,
}
"""Bundle: the sources it is joined from, in order, without their suffix."""


def bundles_with(styles: Iterable[Mapping[str, str]]) -> dict[str, str]:
    """Return all bundles, with the stylesheets that features declare after those of the same bundle."""
    found = dict(BUNDLES)
    for bundle, names in (item for declared in styles for item in declared.items()):
        found[bundle] = f"{found.get(bundle, '')} {names}"
    return found
