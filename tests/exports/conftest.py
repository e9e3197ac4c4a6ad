"""The importer fixture, with which the tests import an export again."""

from tests.imports.conftest import importer, patience

__all__ = ["importer", "patience"]
