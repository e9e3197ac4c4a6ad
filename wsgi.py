"""What a server such as gunicorn loads: `gunicorn -c python:tracker.ops.server wsgi:app`."""

import sys

from tracker.config import SettingsError
from tracker.ops.server import ready_app

try:
    app = ready_app()
except SettingsError as error:
    print(error, file=sys.stderr)  # noqa: T201
    raise SystemExit(3 if "gunicorn" in sys.modules else 2) from None  # 3 tells gunicorn not to try again
