"""The stylesheet and the script: joined at start from their sources, in memory, under a hashed name.

No build step: the sources lie in `static/css` and `static/js` in the order their ORDER files say, and the
browser keeps a joined file for ever because its name changes with its content.

What only the pages one works at need (DESK) is a second pair of files: sign-in and the letter, which a CEO
opens for a minute on a phone, never pay for it. Of styles there are
four more: PAPER for printing those pages, PICTURE for the timeline alone, IMPORT for imports alone, and NARROW for
large text on a phone.
"""

from __future__ import annotations

import gzip
import hashlib
import re
from dataclasses import dataclass
from pathlib import Path

from flask import Flask, Response, abort, make_response, request, url_for

from tracker.foundation.access import public

KINDS = {".css": "text/css", ".js": "text/javascript", ".svg": "image/svg+xml"}


@dataclass(frozen=True)
class Asset:
    name: str
    body: bytes
    packed: bytes
    kind: str


def joined(folder: Path, order: str = "ORDER") -> bytes:
    """The sources of a folder in the order its ORDER file says."""
    names = (folder / order).read_text().split()
    return b"\n".join((folder / name).read_bytes() for name in names)


def without_comments(script: bytes) -> bytes:
    """A script without the lines that are comments: a phone need not fetch them."""
    return re.sub(rb"(?m)^[ \t]*//.*\n", b"", script)


def sources(static: Path) -> dict[str, bytes]:
    return {
        "app.css": joined(static / "css"),
        "app.js": without_comments(joined(static / "js")),
        "desk.css": joined(static / "css", "DESK"),
        "paper.css": joined(static / "css", "PAPER"),
        "picture.css": joined(static / "css", "PICTURE"),
        "import.css": joined(static / "css", "IMPORT"),
        "narrow.css": joined(static / "css", "NARROW"),
        "desk.js": without_comments(joined(static / "js", "DESK")),
        "htmx.js": (static / "vendor/htmx-4.0.1.min.js").read_bytes(),
        "icons.svg": (static / "icons.svg").read_bytes(),
    }


def hashed(name: str, body: bytes) -> Asset:
    stem, suffix = name.rsplit(".", 1)
    digest = hashlib.sha256(body).hexdigest()[:12]
    return Asset(f"{stem}-{digest}.{suffix}", body, gzip.compress(body, 9), KINDS[f".{suffix}"])


def init_app(app: Flask) -> None:
    assets = {name: hashed(name, body) for name, body in sources(Path(app.static_folder or "")).items()}
    by_address = {asset.name: asset for asset in assets.values()}

    @app.get("/static/<string:name>")
    @public
    def bundle(name: str) -> Response:
        return serve(by_address.get(name))

    @app.template_global("asset")
    def address(name: str) -> str:
        """The address of a joined file; it changes whenever the file does."""
        return url_for("bundle", name=assets[name].name)


def serve(asset: Asset | None) -> Response:
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
