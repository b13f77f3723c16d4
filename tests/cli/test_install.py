"""`eready toolkit install` and `list`, and what the doctor says of toolkits."""

import json
import os
import shutil
import sqlite3
from pathlib import Path

import pytest

from app.paths import TOOLKITS
from tests.cli.conftest import Eready
from tests.service.packing import HEAD, pack, pack_folder, small_zip, write_small

HIDDEN = "another folder holds this version and is preferred"


@pytest.fixture
def shelf(eready: Eready, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A migrated installation with small 1.0.0 alone."""
    folder = tmp_path / "toolkits"
    folder.mkdir()
    (folder / "small.yaml").write_text(write_small(), encoding="utf-8")
    monkeypatch.setenv("EREADY_TOOLKITS", str(folder))
    assert eready("migrate").exit_code == 0
    return folder


def put(path: Path, data: bytes) -> Path:
    path.write_bytes(data)
    return path


@pytest.mark.parametrize(
    ("data", "said"),
    [
        (small_zip("1.1.0"), "Installed small 1.1.0: 3 questions. New checks use it (circulated"),
        (small_zip("1.1.0"), "1.0.0 stays beside it."),
        (small_zip("0.9.0"), "It stands beside 1.0.0, which stays the current one."),
        (small_zip("1.1.0", "draft"), "It is not open to visitors: its status is draft."),
        (small_zip("1.1.0", "retired"), "It is retired: no new check can be started"),
        (small_zip("1.1.0", "final", id="other"), "New checks use it (final).\n"),
        (small_zip("1.0.0"), "small 1.0.0 is here already, with the same content. Nothing was"),
        (pack({HEAD: write_small(), "README": "x"}), "Renewed the files of small 1.0.0"),
    ],
)  # fmt: skip
def test_what_was_done_is_said(
    eready: Eready, shelf: Path, tmp_path: Path, data: bytes, said: str
) -> None:
    done = eready("toolkit", "install", put(tmp_path / "x.zip", data))
    assert done.exit_code == 0, done.output
    assert said in done.output


def test_a_toolkit_begun_by_command_is_packed_as_it_is(
    eready: Eready, shelf: Path, tmp_path: Path
) -> None:
    """Editors' schemas lie in its folder: whoever packs it does not know of them."""
    assert eready("toolkit", "new", tmp_path / "water").exit_code == 0
    file = put(tmp_path / "water.zip", pack_folder(tmp_path / "water"))
    done = eready("toolkit", "install", file)
    assert (done.exit_code, "Installed water 0.1.0" in done.output) == (0, True), done.output


def test_a_dry_run_says_what_it_would_do(eready: Eready, shelf: Path, tmp_path: Path) -> None:
    file = put(tmp_path / "x.zip", small_zip("1.1.0"))
    for _ in range(2):
        done = eready("toolkit", "install", file, "--dry-run")
        assert (done.exit_code, "Would have installed small 1.1.0" in done.output) == (0, True)


def test_findings_are_told_with_their_places(eready: Eready, shelf: Path, tmp_path: Path) -> None:
    data = pack({"kit/toolkit.yaml": write_small().replace("kind: level", "kind: levle", 1)})
    refused = eready("toolkit", "install", put(tmp_path / "x.zip", data))
    assert refused.exit_code == 1
    assert "toolkit.yaml:42:15: error [unknown-word]" in refused.output
    assert "1 errors, 0 warnings" in refused.output
    refused = eready("toolkit", "install", put(tmp_path / "y.zip", pack({"../x": "", "a.py": ""})))
    assert refused.exit_code == 1
    for words in ("../x:1:1: error [zip-name]", "a.py:1:1: error", "There is no toolkit.yaml"):
        assert words in refused.output


def test_what_can_t_be_read_ends_with_two(eready: Eready, shelf: Path, tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe.zip")
    for path in (tmp_path, tmp_path / "nothing.zip", tmp_path / "pipe.zip", tmp_path / ("x" * 300)):
        refused = eready("toolkit", "install", path)
        assert refused.exit_code == 2
        assert refused.output.startswith("eready: ")
    broken = eready("toolkit", "install", put(tmp_path / "x.zip", small_zip()[:-5]))
    assert broken.exit_code == 2
    assert "x.zip:1:1: error [zip-unreadable]" in broken.output
    assert eready("toolkit", "install").exit_code == 2


def test_an_installation_that_is_not_ready_is_told(
    eready: Eready, instance: Path, tmp_path: Path
) -> None:
    file = put(tmp_path / "x.zip", small_zip("1.1.0"))
    refused = eready("toolkit", "install", file)
    assert refused.exit_code == 2
    assert "eready migrate" in refused.output
    eready("migrate")
    (instance / "installed").write_text("a file where a folder should be")
    refused = eready("toolkit", "install", file)
    assert refused.exit_code == 2
    assert "can't write" in refused.output


def test_the_shipped_toolkits_are_here_already(eready: Eready, tmp_path: Path) -> None:
    eready("migrate")
    file = put(tmp_path / "x.zip", pack_folder(TOOLKITS / "e-government", "e-government/"))
    done = eready("toolkit", "install", file)
    assert done.exit_code == 0
    assert "is here already" in done.output


def test_every_toolkit_is_listed_with_what_becomes_of_it(
    eready: Eready, shelf: Path, instance: Path, tmp_path: Path
) -> None:
    for number, status in enumerate(("final", "draft", "circulated", "retired")):
        name = "other" if status == "retired" else "small"
        data = small_zip(f"1.{number}.0", status, id=name)
        eready("toolkit", "install", put(tmp_path / "x.zip", data))
    shutil.copytree(instance / "installed" / "small" / "1.2.0", shelf / "again")
    lines = eready("toolkit", "list").output.splitlines()
    words = [line.replace("   3 questions", "").split(maxsplit=4) for line in lines]
    assert words == [
        ["other", "1.3.0", "retired", "installed", "no new checks"],
        ["small", "1.0.0", "circulated", "shipped", "an older version"],
        ["small", "1.1.0", "draft", "installed", "not open"],
        ["small", "1.2.0", "circulated", "shipped", HIDDEN],
        ["small", "1.2.0", "circulated", "installed", "in use"],
    ]  # fmt: skip


def test_what_is_left_out_is_told_with_its_first_fault(eready: Eready, shelf: Path) -> None:
    (shelf / "broken.yaml").write_text("format: eready-toolkit/1\nid: NO\n")
    listed = eready("toolkit", "list")
    assert listed.exit_code == 1
    assert "toolkits/broken.yaml" in listed.stdout
    assert "left out: broken.yaml:" in listed.stdout
    assert "more)" in listed.stdout
    doctor = eready("doctor").stdout
    assert "PROBLEM  toolkit toolkits/broken.yaml: left out: broken.yaml:" in doctor
    assert "ok       toolkit small 1.0.0: circulated, shipped, in use" in doctor
    assert "ok       toolkits: 1 in use, 2 in " in doctor
    assert not any(line.startswith("{") for line in doctor.splitlines())


def test_migrate_keeps_what_is_open(eready: Eready, shelf: Path, instance: Path) -> None:
    with sqlite3.connect(instance / "eready.sqlite3") as connection:
        rows = connection.execute("select toolkit_id, version, body from definition").fetchall()
    assert [row[:2] for row in rows] == [("small", "1.0.0")]
    assert json.loads(rows[0][2])["title"] == "A small toolkit"
