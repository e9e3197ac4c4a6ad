"""The stylesheets and scripts: bundles joined from their sources at start, in memory, under a hashed name.

There is no build step: the sources are in `static/css` and `static/js`, and `tracker/bundles.py` lists them in order.
The browser may keep a bundle for ever because its name changes with its content.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

import deflate
from flask import Flask, Response, abort, make_response, request, url_for
from markupsafe import Markup

from tracker.foundation.access import public
from tracker.foundation.templates import macro

CONTENT_TYPES = {".css": "text/css", ".js": "text/javascript", ".svg": "image/svg+xml"}

SMALLEST_LEVEL = 12
"""The level that makes the smallest files, 3 % less than zlib does; 30 ms for all, once at start."""

Bundles = Mapping[str, str]

A_TOKEN = re.compile(rb"""("[^"]*"|'[^']*'|url\([^"')]*\))|\s*([{};])\s*|(,)\s+|\s+""")
"""In a stylesheet: text to leave unchanged (strings, addresses), and surplus white space."""


@dataclass(frozen=True)
class Asset:
    """A file as it is served: its hashed name, its body, the body compressed, and its content type."""

    name: str
    body: bytes
    packed: bytes
    kind: str


def bundle_sources(static: Path, bundle: str, bundles: Bundles) -> list[Path]:
    """Return the files a bundle is joined from, in order."""
    folder, suffix = static / bundle.rsplit(".", 1)[1], Path(bundle).suffix
    return [folder / f"{name}{suffix}" for name in bundles[bundle].split()]


def build_bundle(static: Path, bundle: str, bundles: Bundles) -> bytes:
    """Return a bundle as it is served: its sources joined, without comments and surplus white space."""
    shrink = compact_style if bundle.endswith(".css") else without_comments
    return shrink(b"\n".join(path.read_bytes() for path in bundle_sources(static, bundle, bundles)))


def compact_style(style: bytes) -> bytes:
    """Return the same rules in fewer bytes: without comments, and with little white space."""
    bare = re.sub(rb"/\*.*?\*/", b"", style, flags=re.DOTALL)
    short = (
        A_TOKEN.sub(lambda found: found[1] or found[2] or found[3] or b" ", bare).replace(b";}", b"}").strip()
    )
    return re.sub(rb"(?<=[{};])([\w-]+): ", rb"\1:", short)


def without_comments(script: bytes) -> bytes:
    """Return a script without its comment lines, which a phone need not fetch."""
    return re.sub(rb"(?m)^[ \t]*//.*\n", b"", script)


def sources(static: Path, bundles: Bundles) -> dict[str, bytes]:
    """Return every file that is served under a hashed name, by its plain name."""
    return {
        **{bundle: build_bundle(static, bundle, bundles) for bundle in bundles},
        "htmx.js": (static / "vendor/htmx-4.0.1.min.js").read_bytes(),
        "icons.svg": (static / "icons.svg").read_bytes(),
    }


def hash_asset(name: str, body: bytes) -> Asset:
    """Return a file under a name with a hash of its content."""
    stem, suffix = name.rsplit(".", 1)
    digest = hashlib.sha256(body).hexdigest()[:12]
    packed = bytes(deflate.gzip_compress(body, SMALLEST_LEVEL))
    return Asset(f"{stem}-{digest}.{suffix}", body, packed, CONTENT_TYPES[f".{suffix}"])


def init_app(app: Flask, bundles: Bundles) -> None:
    """Join the bundles, serve them under `/static/<name>`, and give templates `asset` for their addresses."""
    assets = {
        name: hash_asset(name, body) for name, body in sources(Path(app.static_folder or ""), bundles).items()
    }
    by_address = {asset.name: asset for asset in assets.values()}

    @app.get("/static/<string:name>")
    @public
    def bundle(name: str) -> Response:
        return serve(by_address.get(name))

    @app.template_global("asset")
    def address(name: str) -> str:
        """Return the address of a bundle, which changes whenever the bundle does."""
        return url_for("bundle", name=assets[name].name)

    app.add_template_global(icon_drawer(address), "draw_icon")


def icon_drawer(address: Callable[[str], str]) -> Callable[..., Markup]:
    """Return the function that draws an icon. A page has dozens, so each is drawn once in a process."""

    def draw(name: str, cls: str = "") -> Markup:
        """Return an icon, named as in `static/icons.svg`."""
        return icon_of(address("icons.svg"), name, cls)

    return draw


@lru_cache(maxsize=1_024)
def icon_of(sheet: str, name: str, cls: str) -> Markup:
    """Return an icon of the sheet at this address."""
    return macro("ui/icons.html", "icon_of")(sheet, name, cls)


def serve(asset: Asset | None) -> Response:
    """Serve an asset, compressed if the browser accepts it; 404 for None."""
    if asset is None:
        abort(404)
    packed = request.accept_encodings["gzip"] > 0
    response = make_response(asset.packed if packed else asset.body)
    response.headers["Content-Type"] = f"{asset.kind}; charset=utf-8"
    response.headers["Cache-Control"] = "public, max-age=31536000, immutable"
    response.vary.add("Accept-Encoding")
    if packed:
        response.headers["Content-Encoding"] = "gzip"
    return response
