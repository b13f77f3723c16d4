"""`eready toolkit preview` starts on this machine only, follows the file, and ends when told."""

import re
import signal
import socket
import subprocess
import sys
import time
import urllib.request
from pathlib import Path

import pytest

from app.paths import TOOLKITS
from tests.cli.conftest import Eready

SAMPLE = TOOLKITS / "_features" / "right" / "level.yaml"
PATIENCE = 60.0


@pytest.mark.parametrize("host", ["0.0.0.0", "192.0.2.1", "example.org", ""])  # noqa: S104
def test_only_this_machine_can_be_listened_on(eready: Eready, host: str) -> None:
    result = eready("toolkit", "preview", SAMPLE, "--host", host)
    assert result.exit_code == 2
    assert "this machine only" in result.output


def test_port_that_is_taken_is_told(eready: Eready) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        result = eready("toolkit", "preview", SAMPLE, "--port", taken.getsockname()[1])
    assert result.exit_code == 2
    assert "can't listen" in result.output


def test_wrong_words_are_refused(eready: Eready) -> None:
    assert eready("toolkit", "preview", "no-such-file").exit_code == 2
    assert eready("toolkit", "preview", SAMPLE, "--lang", "xx").exit_code == 2


def test_it_serves_follows_the_file_and_ends(tmp_path: Path) -> None:
    path = tmp_path / "level.yaml"
    path.write_bytes(SAMPLE.read_bytes())
    # Modules of other people stand where the author works.
    for name in ("app.py", "secrets.py", "flask.py"):
        (tmp_path / name).write_text("raise SystemExit(9)", encoding="utf-8")
    before = sorted(item.name for item in tmp_path.iterdir())
    eready = str(Path(sys.executable).parent / "eready")
    process = subprocess.Popen(
        [eready, "toolkit", "preview", str(path), "--port", "0"],
        stdout=subprocess.PIPE,
        text=True,
        cwd=tmp_path,
    )
    assert process.stdout is not None
    try:
        found = re.search(r"http://127\.0\.0\.1:\d+/", process.stdout.readline())
        assert found
        assert process.stdout.readline() == "0 errors, 0 warnings. Ctrl-C ends the preview.\n"
        assert "Base" in fetch(found[0])
        path.write_text(SAMPLE.read_text("utf-8").replace("title: Base", "title: Other"), "utf-8")
        assert "Other" in fetch(found[0])
    finally:
        began = time.monotonic()
        process.send_signal(signal.SIGTERM)
        assert process.wait(PATIENCE) == 0
        process.stdout.close()
    assert time.monotonic() - began < PATIENCE / 2
    assert sorted(item.name for item in tmp_path.iterdir()) == before


def fetch(address: str) -> str:
    with urllib.request.urlopen(address, timeout=PATIENCE) as response:  # noqa: S310
        return str(response.read().decode())
