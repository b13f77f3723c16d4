"""Run the web server and the worker as two children, and end them together."""

import ctypes
import http.client
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from threading import Event
from types import FrameType
from typing import Final

import click

from app.paths import ROOT

TARGET: Final = "app.web.wsgi:application"
THREADS: Final = 4
PATIENCE: Final = 30.0
"""Seconds a child may take to end before it is killed; a document takes at most 20."""
READY_PATIENCE: Final = 30.0
"""Seconds a site that does not answer is waited for."""
STEP: Final = 0.1
LONGEST_PAUSE: Final = 30.0
STEADY: Final = 60.0
"""Seconds after which a worker counts as having started well."""


def _die_with_parent() -> None:
    """Ask Linux to end this child when its parent dies in any way."""
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(1, signal.SIGTERM)


@dataclass(slots=True)
class Supervisor:
    """Two children: the web server, without which nothing goes on, and the worker.

    Without `has_worker` the worker is somebody else's affair.
    """

    environ: Mapping[str, str]
    has_worker: bool = True
    stop: Event = field(default_factory=Event)
    web: "subprocess.Popen[bytes] | None" = None
    worker: "subprocess.Popen[bytes] | None" = None
    pause: float = 1.0
    worker_since: float = 0.0

    def run(self, command: list[str], *, host: str, port: int, then: Callable[[], None]) -> int:
        """Serve until told to stop or until the web server ends; returns the exit code.

        `then` is called once the site answers; what goes wrong in it does not end the site.
        """
        for name in (signal.SIGTERM, signal.SIGINT):
            signal.signal(name, self._end)
        self.web = self._start(command)
        if self.has_worker:
            self._start_worker()
        try:
            if self._announce(host, port):
                _try(then)
                while not self.stop.wait(STEP) and self.web.poll() is None:
                    self._watch_worker()
            elif not self.stop.is_set():
                click.echo("eready: the site did not start; its own words are above", err=True)
        finally:
            self._stop_children()
        return 0 if self.stop.is_set() else (self.web.returncode or 1)

    def _end(self, _signal: int, _frame: FrameType | None) -> None:
        self.stop.set()

    def _start(self, command: list[str]) -> "subprocess.Popen[bytes]":
        # A session of its own: Ctrl-C reaches us alone, and we end the children in order.
        return subprocess.Popen(  # noqa: S603  # our own programs with fixed arguments
            command,
            env=dict(self.environ),
            cwd=ROOT,
            start_new_session=True,
            preexec_fn=_die_with_parent,  # noqa: PLW1509  # this process has no threads yet
        )

    def _start_worker(self) -> None:
        self.worker = self._start([sys.executable, "-m", "app.cli", "worker"])
        self.worker_since = time.monotonic()

    def _watch_worker(self) -> None:
        """Start the worker again when it died, later each time unless it ran for a while."""
        if self.worker is None or self.worker.poll() is None:
            return
        lived = time.monotonic() - self.worker_since
        self.pause = 1.0 if lived > STEADY else min(self.pause * 2, LONGEST_PAUSE)
        click.echo(f"eready: the worker ended; starting it again in {self.pause:.0f} s", err=True)
        if not self.stop.wait(self.pause):
            self._start_worker()

    def _announce(self, host: str, port: int) -> bool:
        """Say the address once the site answers; tells whether it does."""
        shown = {"0.0.0.0": "127.0.0.1", "::": "::1"}.get(host, host)  # noqa: S104  # compared
        end = time.monotonic() + READY_PATIENCE
        while time.monotonic() < end and not self.stop.is_set():
            if self.web is None or self.web.poll() is not None:
                return False
            if does_answer(shown, port):
                place = f"[{shown}]" if ":" in shown else shown
                click.echo(f"eready is ready at http://{place}:{port}/ (Ctrl-C ends it)")
                return True
            self.stop.wait(STEP / 2)
        return False

    def _stop_children(self) -> None:
        children = [child for child in (self.web, self.worker) if child is not None]
        for child in children:
            if child.poll() is None:
                child.terminate()
        end = time.monotonic() + PATIENCE
        for child in children:
            try:
                child.wait(max(0.1, end - time.monotonic()))
            except subprocess.TimeoutExpired:
                child.kill()
                child.wait()


def _try(then: Callable[[], None]) -> None:
    try:
        then()
    except Exception as error:  # noqa: BLE001  # the site is up: it stays up, whatever this was
        click.echo(f"eready: {type(error).__name__}: {error}", err=True)


def web_command(host: str, port: int, workers: int) -> list[str]:
    """Return the command that starts the web server."""
    return [
        *(sys.executable, "-m", "granian", "--interface", "wsgi"),
        *("--host", host, "--port", str(port), "--no-ws", "--http", "1"),
        *("--workers", str(workers), "--blocking-threads", str(THREADS)),
        *("--respawn-failed-workers", "--workers-kill-timeout", "10", "--log-level", "warning"),
        TARGET,
    ]


def does_answer(host: str, port: int) -> bool:
    """Tell whether the site answers, whatever it says."""
    connection = http.client.HTTPConnection(host, port, timeout=2)
    try:
        connection.request("GET", "/health")
        connection.getresponse().read()
    except (OSError, http.client.HTTPException):
        return False
    else:
        return True
    finally:
        connection.close()
