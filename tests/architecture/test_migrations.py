"""Migration files: named by day and by what they do, so that a list of them reads like a history."""

import re

import pytest

from tests.architecture.source import files, short

NAME = re.compile(r"20\d{6}_(add|remove|rename|create|move)_[a-z0-9]+(_[a-z0-9]+)*\.py")
MIGRATIONS = files("migrations/versions", "*.py")


@pytest.mark.parametrize("path", MIGRATIONS, ids=short)
def test_a_migration_is_named_by_its_day_and_its_verb(path):
    assert NAME.fullmatch(path.name), "name it like 20261128_add_dependency_table.py"
