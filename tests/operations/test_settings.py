"""Invalid settings are refused with a message that names the setting and its possible values."""

import pytest
from werkzeug.sansio.utils import host_is_trusted

from tests.operations.test_start import PRODUCTION
from tracker.config import SettingsError, read_settings

KEY = PRODUCTION["SECRET_KEY"]

ALWAYS_INVALID = [
    *(
        ({"BASE_URL": f"https://{rest}"}, "BASE_URL is “https://")
        for rest in (
            "ops.example.com#here",
            "ops.example.com?a=b",
            "ops.example.com,other.example",
            "dana@ops.example.com",
            "ops.example.com/under",
            "ops example.com",
            ":8000",
            "ops.example.com:port",
            "ops.example.com:65536",
            "ops.example.com:0",
            "[2001:db8::1]",
            "my_box.example.com",
            "o" * 64 + ".example.com",
            "büro.example.com",
            "ops..example.com",
            "ops.example.com.",
            "ops.-example.com",
            "ops.example-.com",
        )
    ),
    ({"DATABASE_URL": "sqlite:///footbridge.db"}, "relative path"),
    ({"DATABASE_URL": "sqlite:///~/footbridge.db"}, "relative path"),
    ({"SECRET_KEY": ""}, "SECRET_KEY is missing"),
]
"""Refused in production, where the rest of the settings is as it should be."""

NAMES = (
    "DATA", "DATABASE_URL", "BASE_URL", "FOOTBRIDGE_ENV", "SECRET_KEY_FALLBACKS", "TRUSTED_HOSTS", "PROXIES", "HOST",
    "PORT", "WORKERS", "THREADS", "STAFF_IDLE_HOURS", "STAFF_SESSION_DAYS", "CLIENT_IDLE_DAYS", "CLIENT_SESSION_DAYS",
)  # fmt: skip
"""All settings but the secret key, which may have any characters."""

INVALID_IN_A_TRIAL = [
    ({"SECRET_KEY": "x"}, "SECRET_KEY is missing or shorter than 32"),
    ({"SECRET_KEY": " " * 40}, "SECRET_KEY is too plain"),
    ({"SECRET_KEY": "a" * 64}, "10 different ones"),
    ({"SECRET_KEY": "a b c d e f g h i j k l m n o p "}, "32 characters, blanks not counted"),
    ({"SECRET_KEY": "0123456789" * 4}, "SECRET_KEY repeats"),
    ({"SECRET_KEY": "abcdefghijkl-" * 3 + "abc"}, "SECRET_KEY repeats"),
    *(
        ({"SECRET_KEY_FALLBACKS": keys}, "SECRET_KEY_FALLBACKS holds a key that can be guessed")
        for keys in ("x", f"{KEY}, ", f"{KEY},", f",{KEY}", f"{KEY},,{KEY}1", ",", f"{KEY},{'ab' * 30}", "01" * 20)
    ),
    ({"SECRET_KEY_FALLBACKS": f'{KEY},"{KEY}1"x'}, "SECRET_KEY_FALLBACKS holds quotation marks"),
    *(({name: f'"{value}"'}, f"{name} is in quotation marks") for name in NAMES for value in ("1", KEY)),
    *(
        ({name: value}, f"{name} must be a whole number from")
        for name in NAMES[NAMES.index("PROXIES") :]
        if name != "HOST"
        for value in ("-1", "1.5", "two", "1 2", "٣", "1_0", "+1", "0x1", "9" * 5000, "99999999")
    ),
    *(({name: "0"}, f"{name} must be a whole number from 1") for name in ("PORT", "WORKERS", "THREADS")),
    ({"PORT": "65536"}, "PORT must be a whole number from 1 to 65535"),
    *(({"HOST": host}, "HOST is “") for host in ("127.0.0.1:8000", "*", "unix:/run/footbridge", "my box", "my_box")),
    *(({"FOOTBRIDGE_ENV": named}, "It can be production or trial") for named in ("Production", "prod", "true")),
    ({"DATA": "~/footbridge"}, "Write the whole path"),
    ({"DATA": __file__, "DATABASE_URL": ""}, "cannot be used as a folder"),
    *(
        ({"DATABASE_URL": url}, "names no file of SQLite")
        for url in (
            "sqlite://", "sqlite:///", "sqlite:///:memory:", "sqlite+pysqlite://", "sqlite:////srv/a.db?mode=memory",
            "sqlite:///file:a?mode=memory&uri=true", "sqlite:///file::memory:", "sqlite://srv/footbridge.db",
        )
    ),
    *(
        ({"DATABASE_URL": url}, "DATABASE_URL cannot be read")
        for url in ("postgresql://u:p@db:port/footbridge", "postgres://u:p@db:5432x/footbridge")
    ),
    ({"PROXIES": "99"}, "PROXIES must be a whole number from 0 to 9, not “99”."),
    ({"STAFF_IDLE_HOURS": "0"}, "STAFF_IDLE_HOURS must be a whole number from 1 to 720"),
    ({"STAFF_SESSION_DAYS": "99999999999"}, "STAFF_SESSION_DAYS must be a whole number from 1 to 366"),
    ({"STAFF_SESSION_DAYS": "9" * 5000}, "STAFF_SESSION_DAYS"),
    ({"CLIENT_IDLE_DAYS": "0"}, "CLIENT_IDLE_DAYS must be"),
    ({"CLIENT_SESSION_DAYS": "-1"}, "CLIENT_SESSION_DAYS must be"),
    *(
        ({"TRUSTED_HOSTS": hosts}, "TRUSTED_HOSTS holds “")
        for hosts in (
            ".com",
            "*",
            "ops.example.com, *.example.com",
            "ops.example.com/",
            "ops.example.com:443",
            "https://ops.example.com",
            "ops..example.com",
            "dana@ops",
            "my_box",
            "ops-.example.com",
            "o" * 64,
            "ops.example.com.",
            "a." * 130 + "com",
            "büro.example.com",
        )
    ),
    *(
        ({"TRUSTED_HOSTS": host}, "never answered")
        for host in ("[::1]", "[::1]:8000", "::1", "2001:db8::1", "ops.example.com,[2001:DB8::1]")
    ),
    *(
        ({"DATABASE_URL": url}, "DATABASE_URL")
        for url in (
            "mysql://root@db/footbridge",
            "oracle+oracledb://db",
            "postgresql",
            "postgres+asyncpg://db/footbridge",
            "footbridge.db",
            "sqlite+aiosqlite:///footbridge.db",
        )
    ),
]  # fmt: skip


@pytest.mark.parametrize(("settings", "words"), [*ALWAYS_INVALID, *INVALID_IN_A_TRIAL])
def test_production_refuses_invalid_settings(tmp_path, settings, words):
    with pytest.raises(SettingsError) as error:
        read_settings({"DATA": str(tmp_path), **PRODUCTION, **settings})
    assert words in str(error.value) and len(str(error.value)) < 300


@pytest.mark.parametrize(("settings", "words"), INVALID_IN_A_TRIAL)
def test_a_local_trial_refuses_harmful_settings(tmp_path, settings, words):
    with pytest.raises(SettingsError) as error:
        read_settings({"DATA": str(tmp_path), **settings})
    assert words in str(error.value)


@pytest.mark.parametrize(
    "settings",
    [
        {},
        {"BASE_URL": "https://ops.example.com/"},
        {"BASE_URL": "https://Ops.Example.com:8443"},
        {"BASE_URL": " HTTPS://ops.example.com "},
        {"SECRET_KEY_FALLBACKS": f"{KEY}1,{KEY}2"},
        {"SECRET_KEY_FALLBACKS": " "},
        {"PROXIES": " 1 ", "PORT": "", "WORKERS": " ", "HOST": "::", "FOOTBRIDGE_ENV": " "},
        {"STAFF_IDLE_HOURS": " 8 "},
        {"BASE_URL": "https://ops.example.com:65535"},
        {"TRUSTED_HOSTS": "ops.example.com, localhost,10.0.0.7,, Box.local ,"},
        {"DATABASE_URL": "postgresql://db/footbridge"},
        {"DATABASE_URL": "postgresql+psycopg://db/footbridge"},
        {"DATABASE_URL": "postgresql://dana:a%40b@db:5433/footbridge"},
        {"DATABASE_URL": "sqlite:////srv/footbridge.db"},
    ],
)
def test_valid_settings_are_accepted(tmp_path, settings):
    assert read_settings({"DATA": str(tmp_path), **PRODUCTION, **settings})["PRODUCTION"]


@pytest.mark.parametrize(
    ("settings", "asked_for"),
    [
        ({**PRODUCTION, "BASE_URL": "https://Ops.Example.com:8443"}, "ops.example.com:8443"),
        ({**PRODUCTION, "TRUSTED_HOSTS": "OPS.internal , 10.0.0.7"}, "ops.internal"),
        ({**PRODUCTION, "TRUSTED_HOSTS": "OPS.internal , 10.0.0.7"}, "10.0.0.7:8000"),
        ({"HOST": "Nas.local"}, "nas.local:8000"),
        ({"HOST": "::1"}, "localhost:8000"),
    ],
)
def test_every_configured_host_is_answered(tmp_path, settings, asked_for):
    trusted = read_settings({"DATA": str(tmp_path), **settings})["TRUSTED_HOSTS"]
    assert host_is_trusted(asked_for, trusted)
    assert not host_is_trusted("elsewhere.example", trusted)
    assert all(host_is_trusted(host, trusted) for host in trusted)


def test_spaces_between_earlier_keys_are_ignored(tmp_path):
    settings = read_settings(
        {"DATA": str(tmp_path), **PRODUCTION, "SECRET_KEY_FALLBACKS": f" {KEY}1 ,\t{KEY}2\n"}
    )
    assert settings["SECRET_KEY_FALLBACKS"] == [f"{KEY}1", f"{KEY}2"]


def test_a_blank_data_folder_means_the_default(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    assert read_settings({"DATA": " "})["DATA"] == tmp_path / "instance"


@pytest.mark.parametrize("written", ["", "half a k"])
def test_a_damaged_secret_is_refused_and_a_new_one_is_created_once(tmp_path, written):
    (tmp_path / "secret_key").write_text(written)
    with pytest.raises(SettingsError, match="Delete the file"):
        read_settings({"DATA": str(tmp_path)})
    (tmp_path / "secret_key").unlink()
    made = read_settings({"DATA": str(tmp_path)})["SECRET_KEY"]
    assert read_settings({"DATA": str(tmp_path)})["SECRET_KEY"] == made
    assert [path.name for path in tmp_path.iterdir()] == ["secret_key"]
