"""A small application for the product's worker, with responses larger than any page, made in every way WSGI allows."""

import hashlib
import tempfile

LARGE = hashlib.shake_256(b"footbridge").digest(6_000_000)
ENDLESS = 300


def app(environ, start_response):
    return ANSWERS[environ["PATH_INFO"]](environ, start_response)


def short(_environ, start_response):
    start_response("200 OK", [("Content-Length", "7")])
    return [b"Sign in"]


def at_once(_environ, start_response):
    start_response("200 OK", [("Content-Length", str(len(LARGE)))])
    return [LARGE]


def in_chunks(_environ, start_response):
    start_response("200 OK", [])
    return (LARGE[at : at + 100_000] for at in range(0, len(LARGE), 100_000))


def as_file(environ, start_response):
    file = tempfile.TemporaryFile()  # noqa: SIM115  the wrapper closes it
    file.write(LARGE)
    file.seek(0)
    start_response("200 OK", [("Content-Length", str(len(LARGE)))])
    return environ["wsgi.file_wrapper"](file)


def endless(_environ, start_response):
    start_response("200 OK", [])
    return (b"x" * 1_000_000 for _ in range(ENDLESS))


def broken(_environ, start_response):
    def parts():
        yield LARGE[:3_000_000]
        raise ValueError("halfway")

    start_response("200 OK", [("Content-Length", str(len(LARGE)))])
    return parts()


ANSWERS = {"/sign-in": short, "/healthz": short, "/at-once": at_once, "/in-chunks": in_chunks, "/as-file": as_file,
           "/endless": endless, "/broken": broken}  # fmt: skip
