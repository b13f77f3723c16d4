"""The run itself: what is missing is left out, told, and fails where everything is required."""

import os
import subprocess
import sys
from pathlib import Path

import psycopg
import pytest

from app.paths import ROOT

CASES = """
import pytest

@pytest.mark.needs_chromium
def test_browser():
    assert False, "must not run"

def test_other():
    assert True
"""


def run_cases(folder: Path, *words: str, **environment: str) -> subprocess.CompletedProcess[str]:
    (folder / "test_cases.py").write_text(CASES)
    command = [sys.executable, "-m", "pytest", "-q", "-c", str(ROOT / "pyproject.toml")]
    command += ["-p", "tests.conftest", "-p", "no:cacheprovider", *words, str(folder)]
    env = os.environ | {"EREADY_TEST_CHROMIUM": "no-such-browser", "EREADY_REQUIRE": ""}
    return subprocess.run(
        command,
        check=False,
        capture_output=True,
        text=True,
        cwd=ROOT,
        env=env | environment,
        timeout=60,
    )


def test_missing_browser_is_left_out_and_told(tmp_path: Path) -> None:
    result = run_cases(tmp_path)
    assert "Left out: 1 test needs Chromium" in result.stdout
    assert "1 passed, 1 deselected" in result.stdout
    assert result.returncode == 0


def test_missing_browser_fails_where_all_is_required(tmp_path: Path) -> None:
    result = run_cases(tmp_path, EREADY_REQUIRE="all")
    assert "Left out: 1 test needs Chromium" in result.stdout
    assert result.returncode == 1


def test_workers_tell_what_they_left_out_and_skipped(tmp_path: Path) -> None:
    skipping = "import pytest\n\ndef test_it():\n    pytest.skip()\n"
    (tmp_path / "test_skipping.py").write_text(skipping)
    result = run_cases(tmp_path, "-n", "2", EREADY_REQUIRE="all")
    assert "1 passed, 1 skipped" in result.stdout
    assert "Left out: 1 test needs Chromium" in result.stdout
    assert "Left out: 1 skipped, first " in result.stdout
    assert result.returncode == 1


@pytest.mark.needs_postgres
def test_postgres_database_is_our_own_and_takes_utf8(postgres_url: str) -> None:
    with psycopg.connect(postgres_url.replace("+psycopg", "")) as connection:
        assert connection.execute("SELECT 'é中ع'").fetchone() == ("é中ع",)
        # Never the one that was configured: tests make and drop tables.
        assert connection.info.dbname.startswith("eready_test_")
