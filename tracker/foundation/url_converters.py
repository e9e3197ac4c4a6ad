"""URL converters: a slug, a small number or a token. Other values are a 404 before a view runs."""

from flask import Flask
from werkzeug.routing import BaseConverter, IntegerConverter


class Slug(BaseConverter):
    """Words in kebab-case: fornello-pizza."""

    regex = "[a-z0-9]+(?:-[a-z0-9]+)*"


class RecordNumber(IntegerConverter):
    """1, 2, 3 … up to the largest value of a database column; never 007 or 2^63."""

    regex = "[1-9][0-9]{0,8}"


class Token(BaseConverter):
    """A random identifier or the secret of a link."""

    regex = "[A-Za-z0-9_-]{8,64}"


def init_app(app: Flask) -> None:
    """Register the converters for rules: `slug`, `int` and `token`; `int` replaces Werkzeug's own."""
    app.url_map.converters.update(slug=Slug, int=RecordNumber, token=Token)
