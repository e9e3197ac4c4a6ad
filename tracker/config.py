"""Settings, read from the environment and from nowhere else. README lists each with its default."""

from __future__ import annotations

import os
import secrets
from collections.abc import Mapping
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from tracker.foundation.database import engine_options
from tracker.foundation.text.numerals import is_digits

HERE = Path(__file__).parent
ASSETS = HERE if (HERE / "templates").is_dir() else HERE.parent
"""Where templates, static files and migrations lie: in the package when installed, beside it in a checkout."""

MEGABYTE = 1024 * 1024
ENVIRONMENTS = ("production", "trial")


class SettingsError(Exception):
    """A setting is missing or wrong. Says which one and what to write."""


def read_settings(environ: Mapping[str, str] | None = None) -> dict[str, Any]:
    """All settings as Flask wants them. Raises SettingsError in words."""
    env = dict(os.environ if environ is None else environ)
    data = Path(env.get("DATA", "instance")).resolve()
    base_url = env.get("BASE_URL", "").rstrip("/")
    production = bool(base_url) or environment(env) == "production"
    if production:
        check_production(env, base_url)
    url = database_url(env, data)
    secure = base_url.startswith("https://")
    return {
        "DATA": data,
        "PRODUCTION": production,
        "BASE_URL": base_url,
        "SECRET_KEY": env.get("SECRET_KEY") or local_secret(data),
        "SECRET_KEY_FALLBACKS": [key for key in env.get("SECRET_KEY_FALLBACKS", "").split(",") if key],
        "SQLALCHEMY_DATABASE_URI": url,
        "SQLALCHEMY_ENGINE_OPTIONS": engine_options(url),
        "TRUSTED_HOSTS": trusted_hosts(env, base_url, production),
        "PROXIES": whole_number(env, "PROXIES", 0),
        "ALLOWANCES": {},
        "MAX_CONTENT_LENGTH": 11 * MEGABYTE,
        "MAX_FORM_MEMORY_SIZE": 512 * 1024,
        "MAX_FORM_PARTS": 200,
        "SEND_FILE_MAX_AGE_DEFAULT": 31_536_000,
        "PROVIDE_AUTOMATIC_OPTIONS": False,
        "SESSION_COOKIE_SECURE": secure,
        "SESSION_COOKIE_NAME": "__Host-session" if secure else "session",
        "WTF_CSRF_TIME_LIMIT": None,
        "STAFF_IDLE_HOURS": whole_number(env, "STAFF_IDLE_HOURS", 12),
        "STAFF_SESSION_DAYS": whole_number(env, "STAFF_SESSION_DAYS", 14),
        "CLIENT_IDLE_DAYS": whole_number(env, "CLIENT_IDLE_DAYS", 30),
        "CLIENT_SESSION_DAYS": whole_number(env, "CLIENT_SESSION_DAYS", 90),
        "ARGON2": {"time_cost": 2, "memory_cost": 19 * 1024, "parallelism": 1},
    }


def environment(env: Mapping[str, str]) -> str:
    """Where this runs. A misspelt `prodution` must not serve as a local trial."""
    written = env.get("FOOTBRIDGE_ENV", "").strip()
    if written and written not in ENVIRONMENTS:
        raise SettingsError(
            f"FOOTBRIDGE_ENV is “{written}”. It can be {' or '.join(ENVIRONMENTS)}, or left out."
        )
    return written


def check_production(env: Mapping[str, str], base_url: str) -> None:
    if not base_url:
        raise SettingsError(
            "BASE_URL is missing. Set it to the address people type, such as https://ops.example.com"
        )
    if not base_url.startswith("https://"):
        raise SettingsError("BASE_URL must begin with https:// so that nobody on the way can read along.")
    if len(env.get("SECRET_KEY", "")) < 32:
        raise SettingsError(
            "SECRET_KEY is missing or shorter than 32 characters. Make one with: "
            'python3 -c "import secrets; print(secrets.token_urlsafe(48))"'
        )
    if whole_number(env, "PROXIES", 0) < 1:
        raise SettingsError(
            "PROXIES is 0, but https ends in a proxy in front of Footbridge. Set it to how many there are: PROXIES=1"
        )


def database_url(env: Mapping[str, str], data: Path) -> str:
    url = env.get("DATABASE_URL", "")
    if not url:
        data.mkdir(mode=0o700, parents=True, exist_ok=True)
        return f"sqlite:///{data / 'footbridge.db'}"
    for alias in ("postgres://", "postgresql://"):
        if url.startswith(alias):
            return "postgresql+psycopg://" + url.removeprefix(alias)
    return url


def local_secret(data: Path) -> str:
    """A secret made once for a local trial, kept where only its owner can read it."""
    path = data / "secret_key"
    if not path.exists():
        data.mkdir(mode=0o700, parents=True, exist_ok=True)
        try:
            with open(path, "x", opener=lambda name, flags: os.open(name, flags, 0o600)) as file:
                file.write(secrets.token_urlsafe(48))
        except FileExistsError:  # another worker was first
            pass
    return path.read_text()


def trusted_hosts(env: Mapping[str, str], base_url: str, production: bool) -> list[str]:
    """Host names we answer to; another one in the request is refused."""
    named = [host.strip() for host in env.get("TRUSTED_HOSTS", "").split(",") if host.strip()]
    if production:
        return [urlsplit(base_url).hostname or "", *named]
    local = ["localhost", "127.0.0.1", "[::1]", *named]
    host = env.get("HOST", "")
    return local if host in ("", "0.0.0.0", "::") else [*local, host]  # noqa: S104  compared, not bound


def whole_number(env: Mapping[str, str], name: str, default: int) -> int:
    written = env.get(name, "").strip()
    if not written:
        return default
    if not is_digits(written):
        raise SettingsError(f"{name} must be a whole number, not “{written}”.")
    return int(written)
