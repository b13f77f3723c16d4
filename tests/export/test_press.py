"""The press: limits hold, nothing is loaded from elsewhere, and a dead press is replaced."""

import os
import re
import signal
import socketserver
import subprocess
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest

from app.export.press import client, library
from app.export.press.client import Press
from app.export.press.limit import (
    Limits,
    PdfFailedError,
    PdfTimeoutError,
    PdfUnavailableError,
)

IDENTIFIER = b"0123456789abcdef"
SMALL = '<html lang="en"><title>Small</title><p>Small.</p></html>'
LONG = (
    '<html lang="en"><title>Long</title>'
    + "<table><tr><td>cell</td><td>cell</td></tr></table>" * 4000
)

pytestmark = pytest.mark.needs_pango


@pytest.fixture(scope="module")
def press() -> Iterator[Press]:
    press = Press()
    yield press
    press.close()


def test_a_page_becomes_a_pdf(press: Press) -> None:
    made = press.make(SMALL, IDENTIFIER)
    assert made.body.startswith(b"%PDF-1.7")
    assert made.seconds < 20
    assert 10_000 < made.peak_kilobytes < 512 * 1024


def test_the_same_page_gives_the_same_bytes(press: Press) -> None:
    assert press.make(SMALL, IDENTIFIER).body == press.make(SMALL, IDENTIFIER).body
    assert press.make(SMALL, IDENTIFIER).body != press.make(SMALL, b"x" * 16).body


def test_a_page_that_takes_too_long_is_stopped(press: Press) -> None:
    with pytest.raises(PdfTimeoutError):
        press.make(LONG, IDENTIFIER, Limits(seconds=0.2))
    assert press.make(SMALL, IDENTIFIER).body


def test_a_page_that_takes_too_much_memory_is_stopped(press: Press) -> None:
    with pytest.raises(PdfFailedError) as caught:
        press.make(LONG, IDENTIFIER, Limits(memory=100 * 1024 * 1024))
    assert caught.value.reason == "memory"
    assert press.make(SMALL, IDENTIFIER).body


def test_a_press_that_was_killed_is_started_anew(press: Press) -> None:
    press.start()
    assert press.process
    os.killpg(press.process.pid, signal.SIGKILL)
    press.process.wait()
    assert press.make(SMALL, IDENTIFIER).body


def test_a_press_that_hangs_is_stopped(press: Press, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(client, "GRACE_SECONDS", 0.3)
    press.start()
    assert press.process
    os.kill(press.process.pid, signal.SIGSTOP)
    with pytest.raises(PdfTimeoutError):
        press.make(SMALL, IDENTIFIER, Limits(seconds=0.1))
    assert press.make(SMALL, IDENTIFIER).body


def test_it_leaves_no_file_behind(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TMPDIR", str(tmp_path))
    press = Press()
    press.make(SMALL, IDENTIFIER)
    with pytest.raises(PdfTimeoutError):
        press.make(LONG, IDENTIFIER, Limits(seconds=0.2))
    press.close()
    assert [path.name for path in tmp_path.iterdir() if "eready" in path.name] == []


HOSTILE_PAGE = """<html lang="en"><title>x</title><base href="HERE/">
<link rel="stylesheet" href="HERE/a.css"><link rel="stylesheet" href="SECRET">
<style>
  @import url("HERE/b.css");
  @font-face { font-family: F; src: url("HERE/f.ttf") }
  p { font-family: F; background: url("HERE/c.png") }
</style>
<p><img alt="x" src="HERE/d.png"><img alt="x" src="file:///etc/passwd">
<img alt="x" src="relative.png"><object data="HERE/e"></object>
<svg><title>x</title><image href="HERE/g.png"/><use href="HERE/h.svg#a"/></svg></p>"""


class Visits(socketserver.BaseRequestHandler):
    def handle(self) -> None:
        self.server.seen.append(self.client_address)  # type: ignore[attr-defined]


def test_nothing_is_loaded_from_elsewhere(press: Press, tmp_path: Path) -> None:
    secret = tmp_path / "secret.css"
    secret.write_text("p::after{content:'secretword'}")
    with socketserver.TCPServer(("127.0.0.1", 0), Visits) as server:
        server.seen = []  # type: ignore[attr-defined]
        thread = threading.Thread(target=server.serve_forever, args=(0.05,))
        thread.start()
        here = f"http://127.0.0.1:{server.server_address[1]}"
        page = HOSTILE_PAGE.replace("HERE", here).replace("SECRET", secret.as_uri())
        made = press.make(page, IDENTIFIER)
        server.shutdown()
        thread.join()
        assert server.seen == []  # type: ignore[attr-defined]
    assert b"secretword" not in made.body


def test_settings_are_not_handed_on(press: Press, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("EREADY_SECRET_KEY", "do not tell")
    assert "EREADY_SECRET_KEY" not in client._make_environment()


def test_missing_libraries_are_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(library, "LIBRARIES", {"libnothing.so.0": "libnothing0"})
    library.find_missing.cache_clear()
    try:
        with pytest.raises(PdfUnavailableError, match="libnothing0") as caught:
            Press().make(SMALL, IDENTIFIER)
    finally:
        library.find_missing.cache_clear()
    assert caught.value.missing == ("libnothing0",)


def test_the_libraries_are_those_that_make_run_installs() -> None:
    script = Path("script/prepare").read_text(encoding="utf-8")
    for name, package in library.LIBRARIES.items():
        assert re.search(rf"{re.escape(name)}\s+{re.escape(package)}\b", script)


@pytest.mark.needs_poppler
def test_fonts_are_those_we_ship(press: Press, tmp_path: Path) -> None:
    page = """<html lang="en"><title>x</title>
        <link rel="stylesheet" href="asset:///vendor/fonts/fonts.css">
        <p>a ع 中</p>"""
    target = tmp_path / "fonts.pdf"
    target.write_bytes(press.make(page, IDENTIFIER).body)
    command = ["pdffonts", str(target)]
    said = subprocess.run(command, check=True, capture_output=True, text=True).stdout
    for name in ("Report-Sans", "Report-Sans-Arabic", "Report-Sans-Chinese"):
        assert re.search(rf"\+{name}\b", said)
