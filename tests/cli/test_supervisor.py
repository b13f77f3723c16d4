import http.client
import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from sqlalchemy import create_engine, text

from app.cli import supervisor
from app.cli.serve import find_own_names
from app.paths import ROOT

SERVE = """
import sys
from app.cli import main, supervisor
supervisor.TARGET = "tests.cli.small_site:application"
main(["serve", *sys.argv[1:]])
"""


def find_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@contextmanager
def serving(instance: Path, *words: str) -> Iterator[tuple[subprocess.Popen[str], int]]:
    """Serve a small site in a process of its own until its address is printed."""
    port = find_port()
    environ = os.environ | {"EREADY_INSTANCE": str(instance), "PYTHONPATH": str(ROOT)}
    process = subprocess.Popen(
        [sys.executable, "-c", SERVE, "--port", str(port), "--workers", "1", *words],
        env=environ,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
    )
    try:
        assert process.stdout is not None
        lines = []
        for line in process.stdout:
            lines.append(line)
            if f"ready at http://127.0.0.1:{port}/" in line:
                break
        assert process.poll() is None, lines
        yield process, port
    finally:
        process.terminate()
        process.wait(40)


def fetch(port: int) -> str:
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=5)
    connection.request("GET", "/")
    return connection.getresponse().read().decode()


def child_of(parent: int, word: str) -> int | None:
    """The process id of a child that was called with a word of its own."""
    children = Path(f"/proc/{parent}/task/{parent}/children").read_text(encoding="ascii").split()
    for child in children:
        if word in Path(f"/proc/{child}/cmdline").read_text(encoding="utf-8").split("\0"):
            return int(child)
    return None


def wait_for(look: object, seconds: float = 15) -> object:
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        found = look()  # type: ignore[operator]
        if found:
            return found
        time.sleep(0.05)
    raise AssertionError("waited in vain")


def test_one_command_migrates_loads_serves_and_ends_cleanly(instance: Path) -> None:
    with serving(instance) as (process, port):
        assert fetch(port) == "localhost,127.0.0.1,[::1]"
        engine = create_engine(f"sqlite:///{instance}/eready.sqlite3")
        with engine.connect() as connection:
            assert connection.scalar(text("SELECT count(*) FROM country")) == 195
        web = child_of(process.pid, "granian")
        worker = child_of(process.pid, "worker")
        assert web
        assert worker
        process.send_signal(signal.SIGINT)
        assert process.wait(40) == 0
        for child in (web, worker):
            assert not Path(f"/proc/{child}").exists()


def test_the_worker_may_run_elsewhere(instance: Path) -> None:
    with serving(instance, "--no-worker") as (process, port):
        assert fetch(port)
        assert child_of(process.pid, "granian")
        assert child_of(process.pid, "worker") is None


def test_a_worker_that_dies_is_started_again(instance: Path) -> None:
    with serving(instance) as (process, port):
        first = child_of(process.pid, "worker")
        assert first
        os.kill(first, signal.SIGKILL)
        second = wait_for(lambda: child_of(process.pid, "worker") not in {None, first})
        assert second
        assert fetch(port)


def test_children_do_not_outlive_a_killed_parent(instance: Path) -> None:
    with serving(instance) as (process, _):
        children = [child_of(process.pid, word) for word in ("granian", "worker")]
        process.kill()
        for child in children:
            wait_for(lambda child=child: not Path(f"/proc/{child}").exists(), 40)


def test_a_port_in_use_is_one_plain_line(instance: Path) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        done = subprocess.run(
            [sys.executable, "-m", "app.cli", "serve", "--port", str(port)],
            env=os.environ | {"EREADY_INSTANCE": str(instance)},
            cwd=ROOT,
            capture_output=True,
            text=True,
            check=False,
        )
    assert done.returncode == 1
    assert done.stderr.startswith(f"eready: can't listen on 127.0.0.1:{port}")
    assert "Traceback" not in done.stderr


@pytest.mark.parametrize("host", ["127.0.0.1", "192.168.7.7"])
def test_the_address_listened_on_is_answered_to(host: str) -> None:
    assert host in find_own_names(host)


def test_on_all_addresses_the_machines_own_name_is_answered_to() -> None:
    assert socket.gethostname() in find_own_names("0.0.0.0")  # noqa: S104  # only asked about


def test_a_site_that_cannot_start_ends_with_an_error(
    instance: Path, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(supervisor, "READY_PATIENCE", 1.0)
    monkeypatch.setattr(signal, "signal", lambda *_: None)
    silent = [sys.executable, "-c", "import time; time.sleep(60)"]
    crew = supervisor.Supervisor(os.environ | {"EREADY_INSTANCE": str(instance)})
    code = crew.run(silent, host="127.0.0.1", port=find_port(), then=pytest.fail)
    assert code != 0
    assert "did not start" in capfd.readouterr().err
    assert crew.web is not None
    assert crew.web.poll() is not None
