"""What pages cost over HTTP: a page of 20 saved answers and its saving, against an empty page.

    .venv/bin/python benchmarks/web.py

Starts the site as `eready serve` does (granian, 2 workers x 4 threads, SQLite) in a folder of
its own, with a toolkit of one page of 20 questions, and asks it from the same machine: by `wrk`
where it is installed, so both share its cores.
"""

import gzip
import json
import os
import shutil
import socket
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from http.client import HTTPConnection
from pathlib import Path
from urllib.parse import urlencode

Asker = Callable[[], bool]
Maker = Callable[[int], Asker]

ROOT = Path(__file__).resolve().parent.parent
SECONDS = 5
CONNECTIONS = 16
STEADY = 40
QUESTIONS = 20
PATH = "/check/twenty/KEN"
PAGE = f"{PATH}/answers/only"

TOOLKIT = """format: eready-toolkit/1
id: twenty
version: '1.0.0'
status: final
language: en
title: Twenty questions
summary: One page of twenty questions.
scopes: [country]
scale: {levels: [%s]}
scoring:
  aggregate: {topic: mean, pillar: mean, total: mean}
  coverage: {topic: 0.5, pillar: 0.5, total: 0.5}
  unknown: exclude
  bands: [{id: low, from: 0, name: Low, meaning: Low.}, {id: high, from: 50, name: High, meaning: High.}]
pillars:
  - id: only
    family: policy
    title: Only
    questions:
%s
"""  # noqa: E501
QUESTION = """      - id: Q-%02d
        kind: level
        quick_check: true
        text: How far has the country come with the matter number %d of this page of questions?
        why: Because somebody who reads this should know what the question is for.
        levels: [%s]"""


def write_toolkit(folder: Path) -> None:
    """Write the toolkit of the benchmark."""
    names = ", ".join(f"{{level: {n}, name: Level {n}}}" for n in range(5))
    states = ", ".join(
        f"{{level: {n}, state: The state number {n} holds and every part of it can be shown., "
        f"action: Do what leads to the state number {n + 1}.}}"
        for n in range(5)
    )
    questions = "\n".join(QUESTION % (n, n, states) for n in range(1, QUESTIONS + 1))
    folder.mkdir()
    (folder / "twenty.yaml").write_text(TOOLKIT % (names, questions), encoding="utf-8")


@contextmanager
def run_site(folder: Path) -> Iterator[int]:
    """Serve the site with an empty page beside it; gives the port."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = int(probe.getsockname()[1])
    shared = {
        "EREADY_INSTANCE": str(folder / "instance"),
        "EREADY_TOOLKITS": str(folder / "toolkits"),
        "EREADY_LOG_LEVEL": "error",
    }
    environ = os.environ | shared
    binary = Path(sys.executable).parent
    subprocess.run([str(binary / "eready"), "migrate"], env=environ, cwd=ROOT, check=True)
    subprocess.run([str(binary / "eready"), "data", "load"], env=environ, cwd=ROOT, check=True)
    subprocess.run(
        [sys.executable, "-c", "from app.settings import load_settings; load_settings()"],
        env=environ, cwd=ROOT, check=True,
    )  # fmt: skip
    server = subprocess.Popen(
        [sys.executable, "-m", "granian", "--interface", "wsgi", "--host", "127.0.0.1", "--port",
         str(port), "--workers", "2", "--blocking-threads", "4", "--no-ws", "--log-level", "error",
         "benchmarks.site:application"],
        env=environ, cwd=ROOT,
    )  # fmt: skip
    try:
        wait_for(port)
        yield port
    finally:
        server.terminate()
        server.wait(10)


def wait_for(port: int) -> None:
    """Wait until the site answers."""
    for _ in range(200):
        try:
            if fetch(port, "/empty")[0] == 200:
                return
        except OSError:
            time.sleep(0.1)
    raise RuntimeError("the site did not start")


def fetch(
    port: int, path: str, *, body: str | None = None, cookie: str = "", accept: str = "text/html"
) -> tuple[int, bytes, dict[str, str]]:
    """Ask once and give status, body and headers; cookies set are joined under `cookies`."""
    connection = HTTPConnection("127.0.0.1", port, timeout=20)
    headers = {"Accept": accept, "Cookie": cookie, "Accept-Encoding": "gzip"}
    if body is not None:
        headers["Content-Type"] = "application/x-www-form-urlencoded"
        headers["Origin"] = f"http://127.0.0.1:{port}"
    connection.request("POST" if body is not None else "GET", path, body, headers)
    response = connection.getresponse()
    data = response.read()
    cookies = [
        value.split(";", 1)[0]
        for name, value in response.getheaders()
        if name.lower() == "set-cookie"
    ]
    found = dict(response.getheaders()) | {"cookies": "; ".join(cookies)}
    connection.close()
    return response.status, data, found


def form_of(answers: dict[str, int], versions: dict[str, int], **extra: str) -> str:
    """Write a form as the page sends it."""
    fields: dict[str, str] = dict(extra)
    for question, level in answers.items():
        fields[question] = f"={level}"
        fields[f"{question}.version"] = str(versions.get(question, 0))
        fields[f"{question}.was"] = ""
    return urlencode(fields)


def begin(port: int) -> tuple[str, dict[str, int]]:
    """Begin a check with all questions answered; gives its cookie and the versions."""
    names = [f"Q-{n:02d}" for n in range(1, QUESTIONS + 1)]
    status, data, headers = fetch(
        port, PAGE, body=form_of(dict.fromkeys(names, 2), {}), accept="application/json"
    )
    assert status == 200, (status, data[:300])
    told = json.loads(gzip.decompress(data) if data[:2] == b"\x1f\x8b" else data)
    versions = {name: item["version"] for name, item in told["saved"].items()}
    assert len(versions) == QUESTIONS
    return headers["cookies"], versions


class Load:
    """Asks the same thing over and over from several connections."""

    def __init__(self, port: int, connections: int, rate: float | None = None) -> None:
        """Take `rate` requests a second in all, or as many as come through."""
        self.port, self.connections, self.rate = port, connections, rate
        self.times: list[float] = []
        self.failed = 0

    def run(self, make: Maker, seconds: float = SECONDS) -> "Load":
        """Run `make(connection_number)`, which gives a function that asks once."""
        end = time.perf_counter() + seconds
        threads = [
            threading.Thread(target=self._work, args=(make(number), end))
            for number in range(self.connections)
        ]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        return self

    def _work(self, ask: Asker, end: float) -> None:
        pause = self.connections / self.rate if self.rate else 0.0
        while (now := time.perf_counter()) < end:
            good = ask()
            took = time.perf_counter() - now
            self.times.append(took)
            self.failed += not good
            if pause > took:
                time.sleep(pause - took)

    def percentile(self, share: float) -> float:
        """Give a percentile of the times in milliseconds."""
        return 1000 * sorted(self.times)[min(int(len(self.times) * share), len(self.times) - 1)]


def page_asker(port: int, path: str, cookie: str) -> Maker:
    """Give a maker of functions that fetch a page over one connection."""

    def make(_number: int) -> Asker:
        connection = HTTPConnection("127.0.0.1", port, timeout=20)

        def ask() -> bool:
            headers = {"Cookie": cookie, "Accept-Encoding": "gzip"}
            connection.request("GET", path, headers=headers)
            response = connection.getresponse()
            return bool(response.read()) and response.status == 200

        return ask

    return make


def save_asker(port: int, count: int) -> Maker:
    """Give a maker of functions that save answers, each connection to a check of its own."""

    def make(_number: int) -> Asker:
        cookie, versions = begin(port)
        names = list(versions)[:count]
        state = {"turn": 0}
        connection = HTTPConnection("127.0.0.1", port, timeout=20)

        def ask() -> bool:
            state["turn"] += 1
            body = form_of(dict.fromkeys(names, state["turn"] % 5), versions, begun="1")
            connection.request("POST", PAGE, body, {
                "Content-Type": "application/x-www-form-urlencoded", "Cookie": cookie,
                "Accept": "application/json", "Origin": f"http://127.0.0.1:{port}",
            })  # fmt: skip
            response = connection.getresponse()
            told = json.loads(response.read())
            versions.update({name: item["version"] for name, item in told["saved"].items()})
            return response.status == 200 and len(told["saved"]) == count

        return ask

    return make


def rate_by_wrk(port: int, path: str, cookie: str) -> float:
    """Give requests a second as wrk counts them."""
    out = subprocess.run(
        ["wrk", "-t1", f"-c{CONNECTIONS}", f"-d{SECONDS}s", "-H", f"Cookie: {cookie}",
         "-H", "Accept-Encoding: gzip", f"http://127.0.0.1:{port}{path}"],
        check=True, capture_output=True, text=True,
    ).stdout  # fmt: skip
    line = next(line for line in out.splitlines() if line.startswith("Requests/sec"))
    return float(line.split()[1])


def rate_of(port: int, path: str, cookie: str) -> float:
    """Give requests a second."""
    if shutil.which("wrk"):
        return rate_by_wrk(port, path, cookie)
    load = Load(port, CONNECTIONS).run(page_asker(port, path, cookie))
    return len(load.times) / SECONDS


def measure(port: int) -> list[tuple[str, str]]:
    """Measure and give rows of what and how much."""
    cookie, _versions = begin(port)
    fetch(port, PAGE, cookie=cookie)
    empty = rate_of(port, "/empty", "")
    page = rate_of(port, PAGE, cookie)
    steady = Load(port, 8, STEADY).run(page_asker(port, PAGE, cookie))
    one = Load(port, CONNECTIONS).run(save_asker(port, 1))
    many = Load(port, CONNECTIONS).run(save_asker(port, QUESTIONS))
    slow = Load(port, 8, STEADY).run(save_asker(port, 1))
    result = Load(port, 1).run(page_asker(port, f"{PATH}/result", cookie), 3)
    data = fetch(port, PAGE, cookie=cookie)[1]
    return [
        ("empty page, requests/s", f"{empty:,.0f}"),
        ("page of 20 saved answers, requests/s", f"{page:,.0f}"),
        ("page / empty page (promise: 0.25 or more)", f"{page / empty:.2f}"),
        ("page at 40/s, p99 (promise: under 250 ms)", f"{steady.percentile(0.99):.0f} ms"),
        ("page, bytes over the wire without static files", f"{len(data):,}"),
        ("autosave, 16 connections (promise: 200/s)", f"{len(one.times) / SECONDS:,.0f}/s"),
        ("a page of 20 saved, 16 connections", f"{len(many.times) / SECONDS:,.0f}/s"),
        (
            "empty page / saving 20 answers (promise: 15 at most)",
            f"{empty / (len(many.times) / SECONDS):.1f}",
        ),
        ("autosave at 40/s, p99 (promise: under 250 ms)", f"{slow.percentile(0.99):.0f} ms"),
        ("saves that failed", str(one.failed + many.failed + slow.failed)),
        ("results page, p95 (promise: 80 ms cached)", f"{result.percentile(0.95):.0f} ms"),
    ]


def main() -> None:
    """Measure and print."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        write_toolkit(folder / "toolkits")
        with run_site(folder) as port:
            for what, figure in measure(port):
                print(f"{what}: {figure}")


if __name__ == "__main__":
    main()
