"""Settings, read only from the environment. The README lists each with its default."""

from __future__ import annotations

import os
import re
import secrets
from collections.abc import Mapping
from dataclasses import dataclass
from ipaddress import ip_address
from pathlib import Path
from urllib.parse import urlsplit

from sqlalchemy.engine import make_url
from sqlalchemy.exc import ArgumentError

from tracker.foundation.database import engine_options
from tracker.foundation.text.numerals import is_digits

HERE = Path(__file__).parent
ASSETS = HERE if (HERE / "templates").is_dir() else HERE.parent
"""The folder of templates, static files and migrations: the package if installed, otherwise its parent."""

MEGABYTE = 1024 * 1024
ENVIRONMENTS = ("production", "trial")
SHORTEST_KEY = 32
FEWEST_LETTERS = 10
"""The least number of different characters in a key; 32 random ones almost never have fewer."""
MOST_PROXIES = 9
LABEL = "[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?"
HOST_NAME = re.compile(rf"(?=.{{1,253}}\Z){LABEL}(?:\.{LABEL})*", re.ASCII)
"""A host name or IPv4 address in small letters, without a port.

Werkzeug refuses requests for names with other characters, such as “_”. It cuts the names it trusts at their first
colon, so it would never find an IPv6 address among them.
"""
ORIGIN = re.compile(r"https://(?P<host>[^/:]+)(?::(?P<port>[0-9]{1,5}))?", re.ASCII)
QUOTES = "\"'“”‘’"
HIGHEST_PORT = 65535
LONGEST_PATTERN = 16
"""A key that only repeats at most this many characters is as easy to guess as they are."""
DATABASES = re.compile(r"(?:sqlite(?:\+pysqlite)?|postgresql\+psycopg)://.*", re.DOTALL)
MAKE_A_KEY = 'Make one with: python3 -c "import secrets; print(secrets.token_urlsafe(48))"'


class SettingsError(Exception):
    """A setting is missing or wrong. The message names it and a correct value."""


def read_settings(environ: Mapping[str, str] | None = None) -> dict[str, object]:
    """Return all settings in the form Flask expects. Raises SettingsError with a message for the operator."""
    env = dict(os.environ if environ is None else environ)
    named = environment(env)
    base_url = written(env, "BASE_URL").rstrip("/").lower()
    production = bool(base_url) or named == "production"
    data = data_folder(env)
    if production:
        check_production(env, base_url)
    if production or env.get("SECRET_KEY"):
        check_key(env.get("SECRET_KEY", ""))
    read_server_settings(env)
    url = database_url(env, data, production)
    secure = base_url.startswith("https://")
    return {
        "DATA": data,
        "PRODUCTION": production,
        "BASE_URL": base_url,
        "SECRET_KEY": env.get("SECRET_KEY") or local_secret(data),
        "SECRET_KEY_FALLBACKS": fallback_keys(env),
        "SQLALCHEMY_DATABASE_URI": url,
        "SQLALCHEMY_ENGINE_OPTIONS": engine_options(url),
        "TRUSTED_HOSTS": trusted_hosts(env, base_url, production),
        "PROXIES": setting_number(env, "PROXIES", 0, 0, MOST_PROXIES),
        "ALLOWANCES": {},
        "MAX_CONTENT_LENGTH": 11 * MEGABYTE,
        "MAX_FORM_MEMORY_SIZE": 512 * 1024,
        "MAX_FORM_PARTS": 200,
        "SEND_FILE_MAX_AGE_DEFAULT": 31_536_000,
        "PROVIDE_AUTOMATIC_OPTIONS": False,
        "SESSION_COOKIE_SECURE": secure,
        "SESSION_COOKIE_NAME": "__Host-session" if secure else "session",
        "WTF_CSRF_TIME_LIMIT": None,
        "STAFF_IDLE_HOURS": setting_number(env, "STAFF_IDLE_HOURS", 12, 1, 720),
        "STAFF_SESSION_DAYS": setting_number(env, "STAFF_SESSION_DAYS", 14, 1, 366),
        "CLIENT_IDLE_DAYS": setting_number(env, "CLIENT_IDLE_DAYS", 30, 1, 366),
        "CLIENT_SESSION_DAYS": setting_number(env, "CLIENT_SESSION_DAYS", 90, 1, 366),
        "ARGON2": {"time_cost": 2, "memory_cost": 19 * 1024, "parallelism": 1},
    }


@dataclass(frozen=True)
class ServerSettings:
    """Where the server listens, and with how many processes and threads."""

    host: str
    port: int
    workers: int
    threads: int


def read_server_settings(env: Mapping[str, str]) -> ServerSettings:
    """Return the settings of the server. Raises SettingsError with a message for the operator."""
    host = written(env, "HOST") or "127.0.0.1"
    if host.startswith("[") and host.endswith("]"):
        host = host[1:-1]
    if not is_ipv6(host) and not HOST_NAME.fullmatch(host.lower()):
        raise SettingsError(
            f"HOST is “{host[:80]}”. It can be an address of this machine, without a port: 127.0.0.1, 0.0.0.0 or ::"
        )
    return ServerSettings(
        host=host,
        port=setting_number(env, "PORT", 8000, 1, HIGHEST_PORT),
        workers=setting_number(env, "WORKERS", 2, 1, 64),
        threads=setting_number(env, "THREADS", 4, 1, 64),
    )


def written(env: Mapping[str, str], name: str) -> str:
    """Return a setting without the blanks around it; empty if it is left out.

    Quotation marks around it raise: systemd and shells take them off, `docker --env-file` hands them on.
    """
    value = env.get(name, "").strip()
    if value and (value[0] in QUOTES or value[-1] in QUOTES):
        raise SettingsError(
            f"{name} is in quotation marks, which would be a part of it. Write it without them."
        )
    return value


def environment(env: Mapping[str, str]) -> str:
    """Return “production”, “trial” or empty.

    A misspelt value raises, so that it never serves as a local trial.
    """
    named = written(env, "FOOTBRIDGE_ENV")
    if named and named not in ENVIRONMENTS:
        raise SettingsError(
            f"FOOTBRIDGE_ENV is “{named[:40]}”. It can be {' or '.join(ENVIRONMENTS)}, or left out."
        )
    return named


def data_folder(env: Mapping[str, str]) -> Path:
    """Return the data folder, which `make_folder` creates when it is needed."""
    named = written(env, "DATA") or "instance"
    if named.startswith("~"):
        raise SettingsError(f"DATA is “{named[:80]}”, and ~ means nothing here. Write the whole path.")
    return Path(named).resolve()


def make_folder(data: Path) -> None:
    """Create the data folder, for this account only, unless it is there."""
    try:
        data.mkdir(mode=0o700, parents=True, exist_ok=True)
    except OSError as error:
        raise SettingsError(
            f"DATA is {data}, which cannot be used as a folder ({error.strerror}). Name another one."
        ) from error


def check_production(env: Mapping[str, str], base_url: str) -> None:
    """Raise SettingsError if a setting is missing or unsafe for production."""
    if not base_url:
        raise SettingsError(
            "BASE_URL is missing. Set it to the address people type, such as https://ops.example.com"
        )
    if not base_url.startswith("https://"):
        raise SettingsError("BASE_URL must begin with https:// so that nobody on the way can read along.")
    origin = ORIGIN.fullmatch(base_url)
    named = origin and HOST_NAME.fullmatch(origin["host"])
    if not origin or not named or not 0 < int(origin["port"] or 443) <= HIGHEST_PORT:
        raise SettingsError(
            f"BASE_URL is “{base_url[:80]}”. It can be https://, a host name and a port up to 65535 if there is one, "
            "no more: https://ops.example.com. The name has letters, digits, dots and hyphens only."
        )
    if setting_number(env, "PROXIES", 0, 0, MOST_PROXIES) < 1:
        raise SettingsError(
            "PROXIES is 0, but https ends in a proxy in front of Footbridge. Set it to how many there are: PROXIES=1"
        )


def check_key(key: str) -> None:
    """Raise SettingsError for a secret key that can be guessed."""
    if len(key) < SHORTEST_KEY:
        raise SettingsError(f"SECRET_KEY is missing or shorter than {SHORTEST_KEY} characters. {MAKE_A_KEY}")
    if is_guessable(key):
        raise SettingsError(
            f"SECRET_KEY is too plain: it needs {SHORTEST_KEY} characters, blanks not counted, and {FEWEST_LETTERS} "
            f"different ones among them. {MAKE_A_KEY}"
        )
    if is_repeated(key):
        raise SettingsError(f"SECRET_KEY repeats a few characters over and over. {MAKE_A_KEY}")


def is_guessable(key: str) -> bool:
    """Whether a key is too short or has too few different characters."""
    letters = "".join(key.split())
    return len(letters) < SHORTEST_KEY or len(set(letters)) < FEWEST_LETTERS


def is_repeated(key: str) -> bool:
    """Whether a key only repeats one short pattern."""
    lengths = range(1, LONGEST_PATTERN + 1)
    return any(key == (key[:length] * len(key))[: len(key)] for length in lengths if length * 2 <= len(key))


def fallback_keys(env: Mapping[str, str]) -> list[str]:
    """Return the earlier keys, in the order written.

    Raises SettingsError if one can be guessed, because they are still accepted.
    """
    listed = written(env, "SECRET_KEY_FALLBACKS")
    keys = [key.strip() for key in listed.split(",")] if listed else []
    if any(key and (key[0] in QUOTES or key[-1] in QUOTES) for key in keys):
        raise SettingsError("SECRET_KEY_FALLBACKS holds quotation marks. Write the keys without them.")
    if any(is_guessable(key) or is_repeated(key) for key in keys):
        raise SettingsError(
            f"SECRET_KEY_FALLBACKS holds a key that can be guessed. Each needs {SHORTEST_KEY} characters, with "
            f"{FEWEST_LETTERS} different ones among them, and a comma between two keys. Leave out what was never a key."
        )
    return keys


def database_url(env: Mapping[str, str], data: Path, production: bool) -> str:
    """Return the database's URL, by default of a SQLite file in the data folder, which is then created."""
    url = written(env, "DATABASE_URL")
    if not url:
        make_folder(data)
        return f"sqlite:///{data / 'footbridge.db'}"
    for alias in ("postgres://", "postgresql://"):
        if url.startswith(alias):
            url = "postgresql+psycopg://" + url.removeprefix(alias)
    if not DATABASES.fullmatch(url):
        raise SettingsError(
            "DATABASE_URL is not the address of a database Footbridge works with. It can be "
            "postgresql://user:password@host/name or sqlite:////path/to/footbridge.db, or left out."
        )
    check_database(url, production)
    return url


def check_database(url: str, production: bool) -> None:
    """Raise SettingsError for an address that cannot be read, and for SQLite without a file that stays.

    The message never shows the address, which may hold a password.
    """
    try:
        parts = make_url(url)
    except (ArgumentError, ValueError):
        raise SettingsError(
            "DATABASE_URL cannot be read as an address. A password with signs such as @ : / # has them written as "
            "%40 %3A %2F %23; a port is a number."
        ) from None
    if parts.drivername.startswith("postgresql"):
        return
    path = parts.database or ""
    if path in ("", ":memory:") or path.startswith("file:") or parts.query or parts.host:
        raise SettingsError(
            "DATABASE_URL names no file of SQLite. A database in memory is another one in each process and gone with "
            "it. Write sqlite:/// and then the whole path, no more: sqlite:////srv/footbridge/footbridge.db"
        )
    if production and not Path(path).is_absolute():
        raise SettingsError(
            "DATABASE_URL names a file by a relative path, which is another file in every folder the service is "
            "started from. Write the whole path, after four slashes: sqlite:////srv/footbridge/footbridge.db"
        )


def local_secret(data: Path) -> str:
    """Return the secret key of a local trial, created once in a file that only the server's own user can read.

    The file is written under another name first, so that a second process never reads half of it.
    """
    path = data / "secret_key"
    if not path.exists():
        make_folder(data)
        draft = data / f"secret_key.{secrets.token_hex(8)}"
        with open(draft, "x", opener=lambda name, flags: os.open(name, flags, 0o600)) as file:
            file.write(secrets.token_urlsafe(48))
        try:
            os.link(draft, path)
        except FileExistsError:  # another process was first
            pass
        finally:
            draft.unlink()
    key = path.read_text().strip()
    if is_guessable(key):
        raise SettingsError(
            f"{path} holds no secret key. Delete the file, and the next start makes a new one."
        )
    return key


def trusted_hosts(env: Mapping[str, str], base_url: str, production: bool) -> list[str]:
    """Return the host names we answer to, in small letters; requests for other ones are refused."""
    listed = written(env, "TRUSTED_HOSTS").lower()
    named = [host.strip() for host in listed.split(",") if host.strip()]
    for host in named:
        if host.startswith("[") or is_ipv6(host):
            raise SettingsError(
                f"TRUSTED_HOSTS holds the IPv6 address “{host[:80]}”. Requests that name one are never answered. "
                "Give that machine a host name and write it here."
            )
        if not HOST_NAME.fullmatch(host):
            raise SettingsError(
                f"TRUSTED_HOSTS holds “{host[:80]}”. Write whole host names without https://, port or path, of "
                "letters, digits, dots and hyphens, and a comma between two: ops.example.com,10.0.0.7"
            )
    if production:
        return [urlsplit(base_url).hostname or "", *named]
    local = ["localhost", "127.0.0.1", *named]
    host = read_server_settings(env).host.lower()
    return local if host in local or host == "0.0.0.0" or is_ipv6(host) else [*local, host]  # noqa: S104  compared


def is_ipv6(text: str) -> bool:
    """Whether the text is an IPv6 address, without brackets."""
    try:
        return ip_address(text).version == 6
    except ValueError:
        return False


def setting_number(env: Mapping[str, str], name: str, default: int, lowest: int, highest: int) -> int:
    """Return the number in a setting. Raises SettingsError outside its range.

    A session time of 0, for example, would lock everybody out.
    """
    value = written(env, name)
    if not value:
        return default
    if not is_digits(value) or len(value) > 9 or not lowest <= int(value) <= highest:
        raise SettingsError(f"{name} must be a whole number from {lowest} to {highest}, not “{value[:40]}”.")
    return int(value)
