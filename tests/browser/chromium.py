"""The system's Chromium, driven by Playwright with the tests' own fonts, and a monitor for every page it opens."""

import os
import shutil

from tests.conftest import ROOT

MISSING = (
    "The browser tests need Chromium and found none. Install it (sudo apt-get install -y chromium), "
    "or name yours: CHROMIUM=/path/to/chrome make test"
)
NAMES = ("chromium", "chromium-browser", "google-chrome")


def find_chromium():
    """Return the path of Chromium, or an empty string."""
    named = os.environ.get("CHROMIUM", "")
    if named:
        return shutil.which(named) or ""
    return next((path for path in map(shutil.which, NAMES) if path), "")


def sandbox_arguments():
    """Root cannot use the sandbox. All other users run with it."""
    return ["--no-sandbox"] if os.geteuid() == 0 else []


FONTS = """<?xml version="1.0"?>
<!DOCTYPE fontconfig SYSTEM "fonts.dtd">
<fontconfig><dir>{fonts}</dir><cachedir>{cache}</cachedir></fontconfig>
"""


def environment_with_font(name, folder):
    """Return an environment in which Chromium finds one font of `tests/fonts` and none of this machine."""
    settings = folder / f"fonts-{name}.conf"
    settings.write_text(FONTS.format(fonts=ROOT / "tests/fonts" / name, cache=folder / "font-cache"))
    return {**os.environ, "FONTCONFIG_FILE": str(settings)}


REPORT_POLICY_VIOLATIONS = """
addEventListener("securitypolicyviolation", (event) =>
  console.error(`Content Security Policy: ${event.violatedDirective} ${event.blockedURI} ${event.sample}`), true);
"""


class PageMonitor:
    """Records what no page may do: violate the policy, raise an error, or contact another server."""

    def __init__(self, home):
        self.home, self.problems = home, []

    def attach_to(self, context):
        context.add_init_script(REPORT_POLICY_VIOLATIONS)
        context.on("console", self.record_policy_violation)
        context.on("weberror", lambda error: self.problems.append(f"script: {error.error}"))
        context.on("request", self.record_foreign_request)
        context.on("page", self.accept_dialogs)

    def record_policy_violation(self, message):
        if "Content Security Policy" in message.text:
            self.problems.append(message.text)

    def record_foreign_request(self, request):
        if not request.url.startswith((self.home, "data:", "about:", "blob:")):
            self.problems.append(f"asked {request.url}")

    def accept_dialogs(self, page):
        page.on("dialog", self.accept_dialog)

    def accept_dialog(self, dialog):
        if dialog.type not in ("beforeunload", "confirm"):
            self.problems.append(f"{dialog.type}: {dialog.message}")
        dialog.accept()
