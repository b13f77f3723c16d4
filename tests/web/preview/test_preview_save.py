"""The page follows the file: what is saved is shown, what is broken is told, nothing dies of it."""

import os
import shutil
from pathlib import Path

import pytest

from app.paths import TOOLKITS
from tests.web.preview.conftest import Author, OpenAuthor

RIGHT = TOOLKITS / "_features" / "right"
BROKEN = {
    "empty": b"",
    "half": b"format: eready-toolkit/1\nid: x\npillars: [",
    "nul": b"a: \0",
    "no text": b"\xff\xfe\x00",
    "brackets": b"x: " + b"[" * 5_000,
    "aliases": b"a: &a [1]\nb: [" + b"*a," * 500 + b"]",
    "tag": b"a: !!python/object/apply:os.system ['true']",
    "large": b"x" * 6_000_000,
}


@pytest.fixture
def author(open_author: OpenAuthor, tmp_path: Path) -> Author:
    path = tmp_path / "level.yaml"
    path.write_bytes((RIGHT / "level.yaml").read_bytes())
    return open_author(path)


def version(author: Author) -> str:
    return author.text("/version")


def test_a_save_changes_the_page(author: Author) -> None:
    path = author.preview.watch.path
    before = version(author)
    assert version(author) == before
    text = path.read_text(encoding="utf-8")
    path.write_text(text.replace("title: Base", "title: A new title"), encoding="utf-8")
    assert version(author) != before
    assert "A new title" in author.text("/form/base")


def test_polling_costs_no_body(author: Author) -> None:
    first = author.client.get("/version")
    same = author.client.get("/version", headers={"If-None-Match": first.headers["ETag"]})
    assert same.status_code == 304
    assert same.data == b""
    os.utime(author.preview.watch.path, (1, 1))
    again = author.client.get("/version", headers={"If-None-Match": first.headers["ETag"]})
    assert again.status_code == 200


@pytest.mark.parametrize("kind", BROKEN)
def test_a_broken_save_keeps_the_last_good_version(author: Author, kind: str) -> None:
    path = author.preview.watch.path
    good = path.read_bytes()
    author.fill("middle")
    path.write_bytes(BROKEN[kind])
    for page in ("/form", "/score", "/report", "/blank"):
        author.open(page)
        assert "You see the version read at" in author.text(page), page
    assert author.preview.watch.look().errors
    author.open("/findings")
    path.write_bytes(good)
    assert "You see the version read at" not in author.text("/form")


def test_file_that_is_gone_is_told(author: Author) -> None:
    author.preview.watch.path.unlink()
    assert "unreadable-file" in author.text("/findings")
    author.open("/form")


def test_finding_stands_beside_its_question(author: Author) -> None:
    path = author.preview.watch.path
    lines = path.read_text(encoding="utf-8").splitlines()
    row = next(n for n, line in enumerate(lines) if "state:" in line)
    lines[row] = lines[row].replace("state:", "stat:")
    path.write_text("\n".join(lines), encoding="utf-8")
    page = author.open("/findings")
    link = next(item for item in page.find("a") if "/form/" in item.attributes["href"])
    form, _, anchor = link.attributes["href"].partition("#")
    shown = author.open(form)
    marks = [item.text for item in author.find(shown, "finding")]
    assert any(f"{path.name}:{row + 1}:" in text for text in marks)
    assert anchor in {item.attributes.get("id") for item in shown.elements}
    quoted = [item.text for item in author.open("/findings").find("bdi")]
    assert lines[row].strip() in quoted


def test_nothing_to_show_yet_leads_to_the_findings(open_author: OpenAuthor, tmp_path: Path) -> None:
    path = tmp_path / "new.yaml"
    path.write_text("format: eready-toolkit/1\n", encoding="utf-8")
    author = open_author(path)
    for page in (
        "/",
        "/form",
        "/score",
        "/report",
        "/report.pdf",
        "/blank",
        "/blank.pdf",
        "/score/total",
    ):
        response = author.client.get(page)
        assert response.status_code == 303, page
        assert response.headers["Location"] == "/findings"
    assert "No version of this file could be used yet" in author.text("/")
    path.write_bytes((RIGHT / "level.yaml").read_bytes())
    author.open("/form/base")


@pytest.mark.parametrize("named", ["", "toolkit.yaml"])
def test_every_file_of_a_folder_is_watched(
    open_author: OpenAuthor, tmp_path: Path, named: str
) -> None:
    folder = tmp_path / "toolkit"
    shutil.copytree(TOOLKITS / "climate-ewaste", folder)
    author = open_author(folder / named)
    seen = version(author)
    for name in ("toolkit.yaml", "pillars/CE-POL.yaml"):
        with (folder / name).open("a", encoding="utf-8") as stream:
            stream.write("\n# one more line\n")
        assert version(author) != seen
        seen = version(author)
    (folder / "indices").mkdir(exist_ok=True)
    (folder / "indices" / "wrong.yaml").write_text("a: 1", encoding="utf-8")
    assert version(author) != seen
    assert author.preview.watch.look().errors


def test_nothing_is_written(open_author: OpenAuthor, tmp_path: Path) -> None:
    folder = tmp_path / "toolkit"
    shutil.copytree(TOOLKITS / "climate-ewaste", folder)
    before = {path: path.stat().st_mtime_ns for path in folder.rglob("*")}
    author = open_author(folder)
    author.fill("highest")
    author.text("/report")
    assert {path: path.stat().st_mtime_ns for path in folder.rglob("*")} == before
    assert [path.name for path in tmp_path.iterdir()] == ["toolkit"]


def test_a_translation_is_checked_too(open_author: OpenAuthor, tmp_path: Path) -> None:
    folder = tmp_path / "kit"
    shutil.copytree(RIGHT / "translated", folder)
    author = open_author(folder)
    before = author.preview.watch.look()
    assert not before.errors
    catalogue = folder / "locale" / "ar.po"
    text = catalogue.read_text(encoding="utf-8")
    assert text.count("{sector}") > 1
    catalogue.write_text(
        text.replace('msgstr "هل {sector}', 'msgstr "هل {sektor}'), encoding="utf-8"
    )
    page = author.text("/findings")
    assert "translation-placeholder" in page
    assert "locale/ar.po:" in page
    now = author.preview.watch.look()
    assert now.is_current
    assert len(now.findings) == len(before.findings) + 1
