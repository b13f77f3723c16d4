"""The site as it is really served: `eready serve` with its worker, which may be killed."""

import os
import shutil
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from pathlib import Path

PATIENCE = 60.0


def find_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


class Served:
    """One installation in a folder of its own, on one port."""

    def __init__(self, folder: Path, database: Path) -> None:
        self.folder = folder
        self.port = find_port()
        self.url = f"http://127.0.0.1:{self.port}"
        self.process: subprocess.Popen[bytes] | None = None
        folder.mkdir(parents=True, exist_ok=True)
        shutil.copy(database, folder / "eready.sqlite3")

    def start(self) -> None:
        plain = {name: value for name, value in os.environ.items() if not name.startswith("EREADY")}
        command = ["-m", "app.cli", "serve", "--port", str(self.port), "--workers", "1"]
        with (self.folder / "log.txt").open("ab") as log:
            self.process = subprocess.Popen(
                [sys.executable, *command],
                env={**plain, "EREADY_INSTANCE": str(self.folder), "EREADY_WORKER_POLL": "0.2"},
                stdout=log,
                stderr=log,
                start_new_session=True,
            )
        self._wait(is_up=True)

    def kill(self) -> None:
        """Kill it as a power cut would, children and all."""
        assert self.process is not None
        for child in [*self._children(), self.process.pid]:
            os.kill(child, signal.SIGKILL)
        self.process.wait(PATIENCE)
        self._wait(is_up=False)

    def stop(self) -> None:
        if self.process is not None and self.process.poll() is None:
            self.process.terminate()
            self.process.wait(PATIENCE)

    def _children(self) -> list[int]:
        assert self.process is not None
        parents: dict[int, int] = {}
        for entry in Path("/proc").iterdir():
            if entry.name.isdigit() and (entry / "stat").exists():
                fields = (entry / "stat").read_text().rsplit(")", 1)[1].split()
                parents[int(entry.name)] = int(fields[1])
        found = [self.process.pid]
        for pid in found:
            found += [child for child, parent in parents.items() if parent == pid]
        return found[1:]

    def _wait(self, *, is_up: bool) -> None:
        end = time.monotonic() + PATIENCE
        while time.monotonic() < end:
            if self._answers() is is_up:
                return
            time.sleep(0.1)
        raise RuntimeError((self.folder / "log.txt").read_text(errors="replace")[-3_000:])

    def _answers(self) -> bool:
        try:
            with urllib.request.urlopen(f"{self.url}/health", timeout=5) as response:  # noqa: S310
                return bool(response.status == 200)
        except (urllib.error.URLError, OSError):
            return False
