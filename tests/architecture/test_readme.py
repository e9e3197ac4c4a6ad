"""README names every setting that is read, and every command there is."""

import ast
import re

import pytest

from tests.architecture.source import PYTHON, tree
from tests.conftest import ROOT
from tracker.cli import main

README = (ROOT / "README.md").read_text()
READERS = ("get", "written", "setting_number", "getenv")


def read_settings():
    """Every NAME that some file takes from the environment."""
    found = set()
    for path in PYTHON:
        for node in ast.walk(tree(path)):
            if (
                isinstance(node, ast.Call)
                and getattr(node.func, "attr", getattr(node.func, "id", "")) in READERS
            ):
                asked = ast.unparse(node)
                if re.search(r"\benv\b|environ", asked):
                    found |= {
                        a.value for a in node.args if isinstance(a, ast.Constant) and isinstance(a.value, str)
                    }
    return {name for name in found if name.isupper()} - {"REQUEST_METHOD"}  # the last one is WSGI's


def test_there_are_settings():
    assert {"DATA", "DATABASE_URL", "SECRET_KEY", "BASE_URL", "PORT"} <= read_settings()


@pytest.mark.parametrize("name", sorted(read_settings()))
def test_readme_names_the_setting(name):
    assert re.search(rf"^\| `{name}` \|", README, re.MULTILINE), f"add | `{name}` | default | what it does |"


@pytest.mark.parametrize("name", sorted(set(main.commands) - {"revise"}))
def test_readme_names_the_command(name):
    assert f"tracker {name}" in README


def test_readme_leads_with_the_two_commands():
    head = README.split("\n## ")[0]
    assert "make run" in head and "make test" in head
