"""The system's Chromium, driven by Playwright, with fonts of the tests' own; and an eye on everything it is shown."""

import os
import shutil

from tests.conftest import ROOT

MISSING = (
    "The browser tests need Chromium and found none. Install it (sudo apt-get install -y chromium), "
    "or name yours: CHROMIUM=/path/to/chrome make test"
)
NAMES = ("chromium", "chromium-browser", "google-chrome")


def find():
    """Where Chromium is, or an empty text."""
    named = os.environ.get("CHROMIUM", "")
    if named:
        return shutil.which(named) or ""
    return next((path for path in map(shutil.which, NAMES) if path), "")


def arguments():
    """Root may not use the sandbox; nobody else goes without."""
    return ["--no-sandbox"] if os.geteuid() == 0 else []


FONTS = """<?xml version="1.0"?>
<!DOCTYPE fontconfig SYSTEM "fonts.dtd">
<fontconfig><dir>{fonts}</dir><cachedir>{cache}</cachedir></fontconfig>
"""


def only_font(name, folder):
    """The environment in which Chromium finds one font of `tests/fonts` and none of this machine."""
    settings = folder / f"fonts-{name}.conf"
    settings.write_text(FONTS.format(fonts=ROOT / "tests/fonts" / name, cache=folder / "font-cache"))
    return {**os.environ, "FONTCONFIG_FILE": str(settings)}


NOTICE = """
addEventListener("securitypolicyviolation", (event) =>
  console.error(`Content Security Policy: ${event.violatedDirective} ${event.blockedURI} ${event.sample}`), true);
"""


class Watch:
    """What no page may do: break the policy, throw, or speak with anybody else's server."""

    def __init__(self, home):
        self.home, self.wrong = home, []

    def over(self, context):
        context.add_init_script(NOTICE)
        context.on("console", self.hear)
        context.on("weberror", lambda error: self.wrong.append(f"script: {error.error}"))
        context.on("request", self.see)
        context.on("page", self.answer_questions)

    def hear(self, message):
        if "Content Security Policy" in message.text:
            self.wrong.append(message.text)

    def see(self, request):
        if not request.url.startswith((self.home, "data:", "about:", "blob:")):
            self.wrong.append(f"asked {request.url}")

    def answer_questions(self, page):
        page.on("dialog", self.close)

    def close(self, dialog):
        if dialog.type not in ("beforeunload", "confirm"):
            self.wrong.append(f"{dialog.type}: {dialog.message}")
        dialog.accept()
