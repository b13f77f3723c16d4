"""Asks the press for a document, starts it where it does not run, and stops it where it hangs."""

import atexit
import contextlib
import os
import selectors
import signal
import subprocess
import sys
from dataclasses import dataclass, field
from functools import lru_cache
from threading import Lock
from typing import IO, Any, Final

from app.export.press.frame import read_frame, write_frame
from app.export.press.library import find_missing
from app.export.press.limit import (
    Limits,
    PdfFailedError,
    PdfTimeoutError,
    PdfUnavailableError,
)
from app.paths import ROOT

START_SECONDS: Final = 30.0
GRACE_SECONDS: Final = 5.0
"""The press itself stops a document that is late; past this, the press is stopped."""

_HANDED_ON: Final = ("HOME", "LANG", "LC_ALL", "LD_LIBRARY_PATH", "PATH", "TMPDIR")
_HANDED_ON_PREFIXES: Final = ("FONTCONFIG_", "PYTHON", "XDG_")


def _make_environment() -> dict[str, str]:
    """Give the press what it needs to find libraries and fonts, and none of our settings."""
    return {
        name: value
        for name, value in os.environ.items()
        if name in _HANDED_ON or name.startswith(_HANDED_ON_PREFIXES)
    }


@dataclass(frozen=True, slots=True)
class Made:
    """A PDF, and what it cost: seconds by the clock and of work, and the most memory it held."""

    body: bytes
    seconds: float
    cpu_seconds: float
    peak_kilobytes: int


@dataclass(slots=True)
class Press:
    """One press; makes one document at a time, whoever asks. Started when first needed."""

    process: subprocess.Popen[bytes] | None = None
    _lock: Lock = field(default_factory=Lock)

    def make(self, html: str, identifier: bytes, limits: Limits | None = None) -> Made:
        """Make a PDF of a page.

        Args:
            html: whole document.
            identifier: sixteen bytes, the same for the same content.
            limits: of time and memory; None takes the usual ones.

        Raises:
            PdfUnavailableError: libraries are missing.
            PdfTimeoutError: it took too long.
            PdfFailedError: the page could not be set, or took too much memory.
        """
        limits = limits or Limits()
        head: dict[str, object] = {
            "identifier": identifier.hex(),
            "seconds": limits.seconds,
            "memory": limits.memory,
        }
        with self._lock:
            answer, body = self._ask(head, html.encode("utf-8", "replace"), limits)
        if answer["status"] == "late":
            raise PdfTimeoutError(f"stopped after {limits.seconds:g} seconds")
        if answer["status"] != "done":
            raise PdfFailedError(str(answer["reason"]))
        cost = (answer["seconds"], answer["cpu_seconds"], answer["peak_kilobytes"])
        return Made(body, *cost)

    def start(self) -> None:
        """Start the press and wait until it is warm; nothing to do where it runs.

        Raises:
            PdfUnavailableError: libraries are missing.
            PdfFailedError: it does not start.
        """
        with self._lock:
            self._start()

    def close(self) -> None:
        """Stop the press and whatever it works on."""
        process, self.process = self.process, None
        if process is None:
            return
        with contextlib.suppress(ProcessLookupError):
            os.killpg(process.pid, signal.SIGKILL)
        for stream in (process.stdin, process.stdout):
            if stream:
                with contextlib.suppress(OSError):
                    stream.close()
        process.wait()

    def _ask(
        self, head: dict[str, object], body: bytes, limits: Limits
    ) -> tuple[dict[str, Any], bytes]:
        source, sink = self._start()
        try:
            write_frame(sink, head, body)
            answer = _await_frame(source, limits.seconds + GRACE_SECONDS)
        except (EOFError, OSError):
            self.close()
            raise PdfFailedError("the press died") from None
        if answer is None:
            self.close()
            return {"status": "late"}, b""
        return answer

    def _start(self) -> tuple[IO[bytes], IO[bytes]]:
        if self.process is None or self.process.poll() is not None:
            self.close()
            if missing := find_missing():
                raise PdfUnavailableError(missing)
            self.process = _open_process()
            self._await_ready(self.process)
        streams = self.process.stdout, self.process.stdin
        if not (streams[0] and streams[1]):
            raise PdfFailedError("the press has no pipes")
        return streams[0], streams[1]

    def _await_ready(self, process: subprocess.Popen[bytes]) -> None:
        try:
            is_ready = process.stdout and _await_frame(process.stdout, START_SECONDS)
        except EOFError:
            is_ready = None
        if not is_ready:
            self.close()
            raise PdfFailedError("the press does not start")


def _open_process() -> subprocess.Popen[bytes]:
    return subprocess.Popen(
        [sys.executable, "-m", "app.export.press.server"],
        cwd=ROOT,
        env=_make_environment(),
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        # What libraries complain of may hold what people wrote.
        stderr=subprocess.DEVNULL,
        start_new_session=True,
    )


def _await_frame(stream: IO[bytes], seconds: float) -> tuple[dict[str, Any], bytes] | None:
    """Read the next message; None when it does not begin in time.

    Raises:
        EOFError: the press is gone.
    """
    with selectors.DefaultSelector() as selector:
        selector.register(stream, selectors.EVENT_READ)
        if not selector.select(seconds):
            return None
    frame = read_frame(stream)
    if frame is None:
        raise EOFError
    return frame


@lru_cache(maxsize=1)
def open_press() -> Press:
    """Give the press of this process."""
    press = Press()
    atexit.register(press.close)
    return press
