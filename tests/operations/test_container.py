"""The container image is safe as it comes: read from its Dockerfile, and its commands run where there is no Docker."""

import json
import os
import re
import subprocess
import sys

import pytest

from tests.conftest import ROOT
from tests.operations.test_start import REAL

FILE = (ROOT / "Dockerfile").read_text().replace("\\\n", " ")
LINES = [line.split(None, 1) for line in FILE.splitlines() if line.strip() and not line.startswith("#")]
LAST = LINES[max(place for place, (word, _) in enumerate(LINES) if word == "FROM") :]  # what is shipped


def said(word):
    return [rest for each, rest in LAST if each == word]


def settings():
    return dict(re.findall(r"(\w+)=(\S+)", " ".join(said("ENV"))))


def test_it_does_not_run_as_root():
    assert said("USER") == ["10001"], "a number: Kubernetes can see that it is not root"
    assert LAST.index(["USER", "10001"]) < LAST.index(["CMD", *said("CMD")])


def test_it_holds_no_secret_and_no_data():
    assert not re.search(r"SECRET_KEY=|PASSWORD=|TOKEN=", " ".join(said("ENV") + said("ARG")))
    assert said("COPY") == ["--from=build /venv /venv"], "nothing of the checkout but what was installed"
    ignored = (ROOT / ".dockerignore").read_text().split()
    assert {".git", "instance", "*.env", "**/secret_key", "**/*.db*"} <= set(ignored)


def test_it_writes_to_its_volume_only():
    """So that it runs with --read-only: data in /data, bodies on their way in /tmp."""
    assert settings()["DATA"] == "/data" and said("VOLUME") == ["/data"]
    assert settings()["PYTHONDONTWRITEBYTECODE"] == "1"
    shown = re.findall(r"docker run (.*)", (ROOT / "Dockerfile").read_text())
    assert "--read-only --tmpfs /tmp" in shown[0] and all("-p 127.0.0.1:8000:8000" in each for each in shown)


@pytest.mark.parametrize("missing", ["BASE_URL", "SECRET_KEY", "PROXIES"])
def test_it_does_not_start_before_it_is_told_where_it_runs(surroundings, tmp_path, missing):
    around = os.environ | settings() | REAL | {"DATA": str(tmp_path), "PATH": os.environ["PATH"], missing: ""}
    command = [sys.executable, "-m", "tracker.cli", *json.loads(said("CMD")[0])[1:]]
    answer = subprocess.run(command, cwd=ROOT, env=around, capture_output=True, text=True, timeout=60)
    assert answer.returncode == 2 and missing in answer.stderr and "Traceback" not in answer.stderr


def test_its_health_is_asked_of_the_product(surroundings):
    command = json.loads(said("HEALTHCHECK")[0].removeprefix("CMD "))
    around = os.environ | {"PORT": "9", "BASE_URL": "https://ops.example.com"}
    answer = subprocess.run(
        [sys.executable, *command[1:]], env=around, capture_output=True, text=True, timeout=60
    )
    assert answer.returncode == 1 and "Connection refused" in answer.stderr and "/healthz" in command[-1]
