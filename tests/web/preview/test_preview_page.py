"""Every feature of the format goes through form, example answers, score and report."""

import re
from pathlib import Path

import pytest

from app.export.pdf import find_missing
from app.paths import TOOLKITS
from tests.web.preview.conftest import OpenAuthor
from tests.web.test_anchor import write_evil

RIGHT = sorted((TOOLKITS / "_features" / "right").glob("*.yaml"))
WRONG = sorted((TOOLKITS / "_features" / "wrong").glob("*.yaml"))
NEED_DATA = {"leaf-unknown", "unknown-indicator"}
PAGES = ["/", "/findings", "/form", "/score", "/report", "/blank", "/setting"]


def name(path: Path) -> str:
    return path.stem


@pytest.mark.parametrize("path", RIGHT, ids=name)
def test_every_feature_goes_through_all_pages(open_author: OpenAuthor, path: Path) -> None:
    author = open_author(path)
    trial = author.preview.open()
    if trial is None:
        assert "format: eready-index/" in path.read_text(encoding="utf-8")
        assert "This file holds an index alone" in author.text("/form")
        return
    for page in PAGES[1:]:
        author.open(page)
    author.fill("random")
    opened = author.preview.open()
    assert opened is not None
    assert opened.answers
    for pillar in trial.toolkit.pillars:
        author.open(f"/form/{pillar.id}")
    for node in ("total", trial.toolkit.pillars[0].id, trial.toolkit.questions[0].id):
        author.open(f"/score/{node}")
    for section in re.findall(r'"/report/([\w-]+)"', author.text("/report")):
        author.open(f"/report/{section}")


@pytest.mark.parametrize("path", WRONG, ids=name)
def test_wrong_files_show_their_findings(open_author: OpenAuthor, path: Path) -> None:
    author = open_author(path, with_data=path.stem in NEED_DATA)
    rules = {finding.rule for finding in author.preview.watch.look().findings}
    assert rules
    assert rules <= {item.text for item in author.open("/findings").find("small")}
    for address in PAGES:
        author.open(address)


@pytest.mark.parametrize("folder", ["e-environment", "sector-e-strategy"])
def test_a_whole_toolkit_goes_through(open_author: OpenAuthor, folder: str) -> None:
    author = open_author(TOOLKITS / folder, with_data=True)
    author.fill("random")
    author.act("/choose", {"asked": "quick", "country": "ken"})
    trial = author.preview.open()
    assert trial is not None
    assert trial.setting.quick
    assert trial.place.country.iso3 == "KEN"
    for page in PAGES:
        assert len(author.open(page).response.data) < 100_000, page


def test_pages_are_mirrored_for_arabic(open_author: OpenAuthor) -> None:
    author = open_author(TOOLKITS / "_features" / "right" / "when.yaml", language="ar")
    author.fill("random")
    for page in PAGES:
        assert '<html lang="ar" dir="rtl">' in author.text(page), page
    assert '<html lang="en" dir="ltr">' in author.text("/form?lang=en")
    assert '<html lang="en" dir="ltr">' in author.text("/form"), "a choice is remembered"


HOSTILE = "<script>alert(1)</script> {{7*7}} %(a)s & \" '"


def test_texts_of_a_toolkit_stay_texts(open_author: OpenAuthor, tmp_path: Path) -> None:
    text = (TOOLKITS / "_features" / "right" / "multi.yaml").read_text(encoding="utf-8")
    quoted = "'" + HOSTILE.replace("'", "''") + "'"
    for key in ("title", "text", "name", "summary", "meaning"):
        text = re.sub(rf"(?<=\b{key}: )[^,}}\n]+", lambda _: quoted, text)
    path = tmp_path / "hostile.yaml"
    path.write_text(text, encoding="utf-8")
    author = open_author(path)
    assert author.preview.open() is not None, author.preview.watch.look().findings
    author.fill("highest")
    for page in [*PAGES, "/score/total"]:
        shown = author.text(page)
        assert "<script>alert" not in shown, page
        assert "&lt;script&gt;alert(1)" in shown, page


MAGIC = {"/report.pdf": b"%PDF", "/blank.pdf": b"%PDF", "/blank.xlsx": b"PK"}


@pytest.mark.parametrize("address", MAGIC)
def test_files_are_made_of_the_trial(open_author: OpenAuthor, address: str) -> None:
    author = open_author(TOOLKITS / "_features" / "right" / "views.yaml")
    author.fill("middle")
    response = author.client.get(address)
    # Without its libraries a PDF can't be made, and the page says so.
    assert response.status_code == 200 or (find_missing() and response.status_code == 503)
    if response.status_code == 200:
        assert response.data.startswith(MAGIC[address])
        assert response.headers["Cache-Control"] == "no-store"


@pytest.mark.parametrize("address", ["/blank.docx", "/blank.", "/blank.pdf.exe"])
def test_other_files_are_not_there(open_author: OpenAuthor, address: str) -> None:
    author = open_author(TOOLKITS / "_features" / "right" / "views.yaml")
    author.open(address, status=404)


def test_each_id_stands_once_whatever_a_question_is_called(
    open_author: OpenAuthor, tmp_path: Path
) -> None:
    write_evil(tmp_path / "kits")
    author = open_author(tmp_path / "kits" / "written.yaml")
    for part in ("pillar-1", "pillar-2"):
        assert author.open(f"/form/{part}").find("fieldset")
    for page in PAGES:
        author.open(page)
