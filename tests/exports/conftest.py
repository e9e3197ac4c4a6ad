"""An export is brought in again with the importer of the imports' tests."""

from tests.imports.conftest import importer

__all__ = ["importer"]
