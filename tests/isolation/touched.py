"""The planted bugs whose rule a branch touches: `make test-fast` runs only these (`PLANTED=touched`)."""

import inspect
import os
import shutil
import subprocess
import sys
from functools import cache
from pathlib import Path

from tests.conftest import ROOT

ONLY_TOUCHED = os.environ.get("PLANTED") == "touched"


class Target:
    """Takes the place of `monkeypatch`: notes the files in which a bug would be planted, and plants nothing."""

    def __init__(self):
        self.files = set()

    def setattr(self, owner, name, _value, raising=True):
        self.note(owner, getattr(owner, name, None))

    def setitem(self, mapping, key, _value):
        self.note(mapping, mapping.get(key))

    def delattr(self, owner, name):
        self.setattr(owner, name, None)

    def note(self, *things):
        self.files |= {path for thing in things for path in sources(thing)}


def sources(thing):
    """Yield the files below the repository that define a module, a class, a function or a module's dictionary."""
    thing = getattr(thing, "__func__", getattr(thing, "fget", thing))
    if isinstance(thing, dict):
        modules = [each for name, each in sys.modules.items() if name.startswith("tracker")]
        found = [each for each in modules if any(value is thing for value in vars(each).values())]
    else:
        known = inspect.ismodule(thing) or inspect.isclass(thing) or inspect.isfunction(thing)
        found = [inspect.unwrap(thing)] if known else []
    for each in found:
        path = Path(inspect.getsourcefile(each) or "/")
        if path.is_relative_to(ROOT / "tracker"):
            yield str(path.relative_to(ROOT))


@cache
def changed_files():
    """Paths that differ from the merge base with main, those not committed included; None without Git or main."""
    for main in ("main", "origin/main"):
        if base := git("merge-base", "HEAD", main).strip():
            return {
                *git("diff", "--name-only", base).split(),
                *git("ls-files", "--others", "tracker").split(),
            }
    return None


def git(*words):
    """The output of a Git command; empty if it fails or there is no Git."""
    if not shutil.which("git"):
        return ""
    done = subprocess.run(["git", *words], cwd=ROOT, capture_output=True, text=True)
    return done.stdout if done.returncode == 0 else ""


def why_not(app, plant):
    """Return why a bug need not be planted; empty if its file is touched, or cannot be told."""
    if not ONLY_TOUCHED:
        return ""
    if changed_files() is None:
        return "Git knows no branch main to compare with"
    target = Target()
    plant(app, target)
    is_touched = not target.files or target.files & changed_files()
    return "" if is_touched else f"not touched: {', '.join(sorted(target.files))}"
