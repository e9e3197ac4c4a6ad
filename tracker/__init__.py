"""Footbridge: the engagement tracker of an outsourced COO.

Begin with `features.py`, which lists every feature that has pages. Each package's `__init__` describes the
package.
"""

from __future__ import annotations

from importlib.metadata import PackageNotFoundError, version

from flask import Flask
from jinja2 import StrictUndefined
from werkzeug.middleware.proxy_fix import ProxyFix

from tracker.accounts.csrf import SessionCSRFProtect
from tracker.config import ASSETS, read_settings
from tracker.features import bundles, register_features
from tracker.foundation import access, assets, database, errors, form_limits, htmx, security_headers
from tracker.foundation.text import formatting
from tracker.foundation.transactions import Application

csrf = SessionCSRFProtect()

try:
    __version__ = version("tracker")
except PackageNotFoundError:  # run from a folder that was never installed
    __version__ = "0"


def create_app(**changes: object) -> Flask:
    """Return the application, ready to serve.

    Settings come from the environment; `changes` override them, for tests.
    """
    app = Application(
        __name__,
        root_path=str(ASSETS),
        template_folder="templates",
        static_folder="static",
    )
    app.config.update(read_settings(), VERSION=__version__)
    app.config.update(changes)
    app.jinja_env.undefined = StrictUndefined
    app.jinja_env.trim_blocks = app.jinja_env.lstrip_blocks = True
    if app.config["PROXIES"]:
        hops = app.config["PROXIES"]
        app.wsgi_app = ProxyFix(app.wsgi_app, x_for=hops, x_proto=hops, x_host=hops)  # type: ignore[method-assign]
    security_headers.init_app(app)  # first, so that another site's write is refused unread
    form_limits.init_app(app)
    csrf.init_app(app)
    htmx.init_app(app)
    formatting.init_app(app)
    assets.init_app(app, bundles())
    errors.init_app(app, home="portfolio.home", contact="your COO")
    register_features(app)
    database.init_app(app)
    access.public(app.view_functions["static"])
    access.check_declared(app)
    return app
