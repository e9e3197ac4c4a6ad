"""An export is brought in again with the importer of the imports' tests."""

from tests.imports.conftest import importer, patience

__all__ = ["importer", "patience"]
