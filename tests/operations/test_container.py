"""The container image is safe by default. Its Dockerfile is read and its commands are run without Docker."""

import json
import os
import re
import subprocess
import sys

import pytest

from tests.conftest import ROOT
from tests.operations.test_start import PRODUCTION

DOCKERFILE = (ROOT / "Dockerfile").read_text().replace("\\\n", " ")
LINES = [line.split(None, 1) for line in DOCKERFILE.splitlines() if line.strip() and not line.startswith("#")]
LAST_STAGE = LINES[
    max(place for place, (word, _) in enumerate(LINES) if word == "FROM") :
]  # the stage that is shipped


def arguments_of(word):
    return [rest for each, rest in LAST_STAGE if each == word]


def image_settings():
    return dict(re.findall(r"(\w+)=(\S+)", " ".join(arguments_of("ENV"))))


def test_the_container_does_not_run_as_root():
    assert arguments_of("USER") == ["10001"], "a number: Kubernetes can see that it is not root"
    assert LAST_STAGE.index(["USER", "10001"]) < LAST_STAGE.index(["CMD", *arguments_of("CMD")])


def test_the_image_contains_no_secret_and_no_data():
    assert not re.search(r"SECRET_KEY=|PASSWORD=|TOKEN=", " ".join(arguments_of("ENV") + arguments_of("ARG")))
    assert arguments_of("COPY") == ["--from=build /venv /venv"], (
        "nothing of the checkout but what was installed"
    )
    ignored = (ROOT / ".dockerignore").read_text().split()
    assert {".git", "instance", "*.env", "**/secret_key", "**/*.db*"} <= set(ignored)


def test_the_container_writes_only_to_its_volume():
    """It can run with --read-only, because data is in /data and uploads in progress are in /tmp."""
    assert image_settings()["DATA"] == "/data" and arguments_of("VOLUME") == ["/data"]
    assert image_settings()["PYTHONDONTWRITEBYTECODE"] == "1"
    shown = re.findall(r"docker run (.*)", (ROOT / "Dockerfile").read_text())
    assert "--read-only --tmpfs /tmp" in shown[0] and all("-p 127.0.0.1:8000:8000" in each for each in shown)


@pytest.mark.parametrize("missing", ["BASE_URL", "SECRET_KEY", "PROXIES"])
def test_the_container_does_not_start_without_its_settings(surroundings, tmp_path, missing):
    around = (
        os.environ
        | image_settings()
        | PRODUCTION
        | {"DATA": str(tmp_path), "PATH": os.environ["PATH"], missing: ""}
    )
    command = [sys.executable, "-m", "tracker.cli", *json.loads(arguments_of("CMD")[0])[1:]]
    answer = subprocess.run(command, cwd=ROOT, env=around, capture_output=True, text=True, timeout=60)
    assert answer.returncode == 2 and missing in answer.stderr and "Traceback" not in answer.stderr


def test_the_health_check_asks_the_product(surroundings):
    command = json.loads(arguments_of("HEALTHCHECK")[0].removeprefix("CMD "))
    around = os.environ | {"PORT": "9", "BASE_URL": "https://ops.example.com"}
    answer = subprocess.run(
        [sys.executable, *command[1:]], env=around, capture_output=True, text=True, timeout=60
    )
    assert answer.returncode == 1 and "Connection refused" in answer.stderr and "/healthz" in command[-1]
