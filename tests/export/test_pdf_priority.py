"""The picture of priorities in the PDF: what is drawn, said in its place, and kept together."""

import subprocess
from dataclasses import replace
from functools import cache
from pathlib import Path

import pikepdf
import pytest

from app.export.pdf import render_pdf
from app.presentation.report.building import build_report
from app.presentation.report.structure import (
    Column,
    FigureBlock,
    Paragraph,
    Report,
    Row,
    Section,
    Table,
)
from tests.export.reading import INVISIBLE, elements
from tests.presentation.report_sample import make_material, make_team, plan_action

pytestmark = [pytest.mark.needs_pango, pytest.mark.needs_poppler]
LANGUAGES = ("en", "ar", "zh")
FILLER = tuple(Paragraph(f"Line {number}") for number in range(30))
"""So many lines that a page has room for a heading, a line and a few rows, no more."""
BEFORE = Section("before", "Before", FILLER, starts_page=True)


@cache
def whole_report(language: str) -> Report:
    plan = (
        plan_action(1, "Publish the catalogue", (5, 1)),
        plan_action(27, "Lay a cable", (5, 5)),
        plan_action(3, "Train the teams", (3, 3)),
    )
    material = make_material(language=language, is_translated=True)
    return build_report(replace(material, source="team", team=make_team(*plan)))


def report_of(language: str, *before: Section) -> Report:
    """Give a report of one chapter, so that it is made in a moment."""
    report = whole_report(language)
    own = next(section for section in report.sections if section.id == "priorities")
    return replace(report, sections=(*before, own))


def pages_of(report: Report, folder: Path) -> list[str]:
    path = folder / "report.pdf"
    path.write_bytes(render_pdf(report))
    command = ["pdftotext", str(path), "-"]
    said = subprocess.run(command, check=True, capture_output=True, text=True).stdout
    return INVISIBLE.sub("", said).split("\f")[:-1]


@pytest.mark.parametrize("language", LANGUAGES)
def test_it_has_words_in_its_place_and_a_table_with_headers(tmp_path: Path, language: str) -> None:
    report = report_of(language)
    (figure,) = (block.figure for block in report.blocks() if isinstance(block, FigureBlock))
    page = pages_of(report, tmp_path)[-1]
    with pikepdf.open(tmp_path / "report.pdf") as pdf:
        found = list(elements(pdf.Root.StructTreeRoot.K))
    pictures = [str(tag.Alt) for tag in found if str(tag.S) == "/Figure"]
    assert pictures == [figure.summary]
    table = [tag for tag in found if str(tag.S) == "/Table"][-1]
    heads = [tag for tag in elements(table) if str(tag.S) == "/TH"]
    assert [str(tag.A.Scope) for tag in heads] == ["/Column"] * 4 + ["/Row"] * 3
    for words in ("Publish the catalogue", "Lay a cable", "Train the teams"):
        assert words in page
    # Once in its cell, once in the table.
    assert page.split().count("27") == 2
    assert str(report.sections[-1].title) in page


def test_the_same_plan_gives_the_same_bytes() -> None:
    assert render_pdf(report_of("ar")) == render_pdf(report_of("ar"))


def find_page(report: Report, folder: Path, words: str) -> str:
    """Give the text of the one page on which words stand."""
    (page,) = (page for page in pages_of(report, folder) if words in page)
    return page


def test_its_heading_stays_with_it(tmp_path: Path) -> None:
    page = find_page(report_of("en", BEFORE), tmp_path, "Each number is an action.")
    assert "Do first" in page
    assert "Line 0" not in page


def test_a_short_table_is_on_one_page_with_what_opens_it(tmp_path: Path) -> None:
    rows = tuple(Row((f"Row {number}", "x")) for number in range(6))
    table = Table("Six rows", (Column("A"), Column("B")), rows)
    opened = Section("short", "A short table", (Paragraph("What opens it."), table))
    page = find_page(replace(report_of("en"), sections=(BEFORE, opened)), tmp_path, "Row 5")
    assert "What opens it." in page
    assert "Row 0" in page
    assert "Line 0" not in page
    assert not replace(table, rows=(*rows, rows[0])).is_short
