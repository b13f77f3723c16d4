"""How long a second start takes until the site answers, and what its two workers hold.

.venv/bin/python benchmarks/start.py
"""

import os
import signal
import socket
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from urllib.error import URLError
from urllib.request import urlopen

ROOT = Path(__file__).resolve().parent.parent
PAGES = ("/", "/check/e-government/KEN", "/check/e-environment/KEN", "/indicators")
ROUNDS = 40


def find_port() -> int:
    """Give a port nobody uses."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def start(folder: str, port: int) -> tuple[subprocess.Popen[bytes], float]:
    """Start the site; gives it and the seconds until it was ready."""
    environ = os.environ | {"EREADY_INSTANCE": folder, "EREADY_LOG_LEVEL": "error"}
    begun = time.perf_counter()
    site = subprocess.Popen(
        [str(Path(sys.executable).parent / "eready"), "serve", "--port", str(port)],
        env=environ, cwd=ROOT, stdout=subprocess.DEVNULL,
    )  # fmt: skip
    while True:
        try:
            with urlopen(f"http://127.0.0.1:{port}/health") as response:
                if response.status == 200:
                    return site, time.perf_counter() - begun
        except URLError:
            time.sleep(0.02)


def children_of(pid: int) -> list[int]:
    """Give a process and all below it."""
    below = Path(f"/proc/{pid}/task/{pid}/children").read_text().split()
    return [pid, *(found for child in below for found in children_of(int(child)))]


def share_of(pid: int) -> float:
    """Give the proportional memory of a process in MB."""
    text = Path(f"/proc/{pid}/smaps_rollup").read_text()
    line = next(line for line in text.splitlines() if line.startswith("Pss:"))
    return int(line.split()[1]) / 1024


def name_of(pid: int) -> str:
    """Give the command of a process."""
    return Path(f"/proc/{pid}/cmdline").read_text().replace("\0", " ")


def main() -> None:
    """Measure and print."""
    with tempfile.TemporaryDirectory() as folder:
        first, took = start(folder, find_port())
        print(f"first start, with migration and data: {took:.2f} s")
        first.send_signal(signal.SIGTERM)
        first.wait(20)
        port = find_port()
        site, took = start(folder, port)
        print(f"second start until ready (promise: under 2 s): {took:.2f} s")
        for _ in range(ROUNDS):
            for page in PAGES:
                with urlopen(f"http://127.0.0.1:{port}{page}") as response:
                    response.read()
        web = [pid for pid in children_of(site.pid) if "granian" in name_of(pid)]
        held = sorted(share_of(pid) for pid in web)[-2:]
        print(f"memory of the two workers (promise: under 200 MB): {sum(held):.0f} MB")
        site.send_signal(signal.SIGTERM)
        site.wait(20)


if __name__ == "__main__":
    main()
