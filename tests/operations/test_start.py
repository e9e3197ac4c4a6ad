"""Starting and stopping the service: readable errors, no noise, no traceback."""

import os
import signal
import socket
import subprocess
import sys
import time
from urllib.request import urlopen

import pytest

from tests.conftest import ROOT

PRODUCTION = {
    "BASE_URL": "https://ops.example.com",
    "SECRET_KEY": "a-long-secret-of-the-tests-0123456789",
    "PROXIES": "1",
}


def run(*words, **environment):
    return subprocess.run(
        [sys.executable, *words],
        cwd=ROOT,
        env=os.environ | environment,
        capture_output=True,
        text=True,
        timeout=60,
    )


@pytest.mark.parametrize(
    ("settings", "words"),
    [
        (PRODUCTION | {"SECRET_KEY": ""}, "SECRET_KEY is missing"),
        (PRODUCTION | {"BASE_URL": "", "FOOTBRIDGE_ENV": "production"}, "BASE_URL is missing"),
        (PRODUCTION | {"BASE_URL": "http://ops.example.com"}, "https://"),
        (PRODUCTION | {"PROXIES": "0"}, "PROXIES=1"),
        (PRODUCTION | {"PROXIES": ""}, "PROXIES=1"),
        ({"FOOTBRIDGE_ENV": "prodution"}, "It can be production or trial"),
        (PRODUCTION, "tracker migrate"),
    ],
)
def test_production_explains_why_it_does_not_start(surroundings, settings, words):
    answer = run("-c", "import wsgi", **settings)
    assert answer.returncode == 2
    assert words in answer.stderr and "Traceback" not in answer.stderr


@pytest.mark.parametrize("port", ["99999", "eighty", "-1"])
def test_an_invalid_port_gets_a_message(surroundings, port):
    answer = run("-m", "tracker.cli", "serve", PORT=port)
    assert answer.returncode == 2
    assert "PORT must be" in answer.stderr and "Traceback" not in answer.stderr


@pytest.mark.parametrize(
    "words",
    [
        ("-m", "tracker.cli", "check"),
        ("-c", "import wsgi"),
        ("-m", "gunicorn", "-c", "python:tracker.ops.server", "wsgi:app"),
        ("-m", "gunicorn", "wsgi:app"),
    ],
)
def test_an_invalid_number_of_workers_gets_a_message_in_every_command(surroundings, words):
    answer = run(*words, WORKERS="many")
    assert answer.returncode in (1, 2, 3)
    said = answer.stdout + answer.stderr
    assert "WORKERS must be" in said and "Traceback" not in said


def test_gunicorn_prints_the_message_once(surroundings):
    answer = run(
        "-m",
        "gunicorn",
        "-c",
        "python:tracker.ops.server",
        "wsgi:app",
        PORT=free_port(),
        **PRODUCTION,
    )
    assert answer.returncode == 2
    assert answer.stderr.count("tracker migrate") == 1 and "Traceback" not in answer.stderr


def test_gunicorn_without_our_settings_also_refuses(surroundings):
    answer = run("-m", "gunicorn", "-b", f"127.0.0.1:{free_port()}", "wsgi:app", **PRODUCTION)
    assert answer.returncode == 3
    assert "tracker migrate" in answer.stderr and "Traceback" not in answer.stderr


def test_production_refuses_the_demo(surroundings):
    run("-m", "tracker.cli", "demo", "--clients", "1", "--goals", "1", "--tasks", "1")
    answer = run("-c", "import wsgi", **PRODUCTION)
    assert answer.returncode == 2 and "the demo" in answer.stderr


@pytest.fixture
def running_service(surroundings, tmp_path):
    """Run `make run`'s command on a free port. Yields its process, its address and its log."""
    port, log = free_port(), tmp_path / "log"
    with log.open("w") as file:
        process = subprocess.Popen(
            [sys.executable, "-m", "tracker.cli", "serve", "--prepare"],
            cwd=ROOT,
            env=os.environ | {"PORT": port, "HOST": "127.0.0.1"},
            stdout=file,
            stderr=file,
            start_new_session=True,
        )
        yield process, f"http://127.0.0.1:{port}", log
        if process.poll() is None:
            os.killpg(process.pid, signal.SIGKILL)


def free_port():
    with socket.socket() as trial:
        trial.bind(("127.0.0.1", 0))
        return str(trial.getsockname()[1])


def wait_for(url, seconds=40):
    until = time.monotonic() + seconds
    while time.monotonic() < until:
        try:
            return urlopen(url, timeout=5).read().decode()
        except OSError:
            time.sleep(0.1)
    raise AssertionError(f"{url} does not answer")


def test_the_service_runs_and_stops_without_a_traceback(running_service):
    process, url, log = running_service
    assert '"status":"ok"' in wait_for(f"{url}/healthz")
    os.killpg(process.pid, signal.SIGINT)
    assert process.wait(15) == 0
    said = log.read_text()
    assert url in said and "dana@whitlock.example" in said and "footbridge-demo" in said
    assert "Traceback" not in said and "Exception" not in said


def test_a_taken_port_gets_a_message(surroundings):
    with socket.socket() as other:
        other.bind(("127.0.0.1", 0))
        other.listen()
        answer = run("-m", "tracker.cli", "serve", HOST="127.0.0.1", PORT=str(other.getsockname()[1]))
    assert answer.returncode == 2 and "make run PORT=8001" in answer.stderr
