"""The headers of every response, and the check that a write comes from our own page."""

from __future__ import annotations

import deflate
from flask import Flask, Response, abort, current_app, request

POLICY = (
    "default-src 'self'; img-src 'self' data:; object-src 'none'; base-uri 'none'; "
    "form-action 'self'; frame-ancestors 'none'"
)
SAFE = frozenset({"GET", "HEAD", "OPTIONS"})
SMALLEST = 1_000  # bytes; below that compression costs more than it saves
LEVEL = 6
"""As small as zlib's level 9, in a third of the time; level 7 would save 4 % and take half as long again."""


def init_app(app: Flask) -> None:
    """Refuse other sites' writes before any view, and set headers and compression on every response."""
    app.before_request(refuse_foreign_writes)
    app.after_request(protect)
    app.after_request(compress_page)


def refuse_foreign_writes() -> None:
    """Refuse with 403 a write that another site sent."""
    if is_foreign_write():
        abort(403)


def is_foreign_write() -> bool:
    """Whether another site sent this write.

    Our own pages send our origin or, from old browsers, nothing; then the token decides. Text from another
    site must not come back in a form, because the reader would send a stranger's words as their own.
    """
    if request.method in SAFE:
        return False
    site = request.headers.get("Sec-Fetch-Site")
    if site is not None:
        return site not in ("same-origin", "none")
    origin = request.headers.get("Origin")
    return origin is not None and origin.partition("://")[2] != request.host


def protect(response: Response) -> Response:
    """Set the security headers; pages are never cached, and production requires HTTPS for a year."""
    headers = response.headers
    headers["Content-Security-Policy"] = POLICY
    headers["X-Content-Type-Options"] = "nosniff"
    headers["Referrer-Policy"] = "same-origin"
    headers["Cross-Origin-Opener-Policy"] = "same-origin"
    headers["Cross-Origin-Resource-Policy"] = "same-origin"
    if current_app.config["SESSION_COOKIE_SECURE"]:
        headers["Strict-Transport-Security"] = "max-age=31536000; includeSubDomains"
    if request.endpoint not in ("bundle", "static") or response.status_code >= 400:
        headers["Cache-Control"] = "no-store"
    return response


def compress_page(response: Response) -> Response:
    """Compress pages. BREACH would need many hidden same-cookie requests, which Lax cookies prevent."""
    if (
        response.mimetype == "text/html"
        and not response.direct_passthrough
        and "Content-Encoding" not in response.headers
        and request.accept_encodings["gzip"] > 0
        and (response.content_length or 0) >= SMALLEST
    ):
        response.set_data(bytes(deflate.gzip_compress(response.get_data(), LEVEL)))
        response.headers["Content-Encoding"] = "gzip"
    response.vary.add("Accept-Encoding")
    return response
