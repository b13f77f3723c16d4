"""The report as a structure: what it says, and that it says what the pages say."""

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from app.paths import TOOLKITS
from app.presentation.language import Phrase
from app.presentation.report.building import build_report
from app.presentation.report.material import Material
from app.presentation.report.structure import (
    Column,
    Counts,
    Definitions,
    FigureBlock,
    Finding,
    Heading,
    ItemList,
    Link,
    Note,
    Paragraph,
    Quote,
    Report,
    Row,
    Table,
)
from tests.presentation.report_sample import answer_unknown, make_material, toolkit_of


@pytest.fixture(scope="module")
def material() -> Material:
    return make_material()


@pytest.fixture(scope="module")
def report(material: Material) -> Report:
    return build_report(material)


def words(value: object) -> Iterator[str]:
    """Give every text in a structure."""
    if isinstance(value, str):
        yield value
    elif isinstance(value, Phrase | Quote):
        yield value.text
    elif isinstance(value, Link):
        yield from words(value.text)
        yield value.url
    elif isinstance(value, tuple):
        for item in value:
            yield from words(item)
    elif hasattr(value, "__dataclass_fields__"):
        for name in value.__dataclass_fields__:
            yield from words(getattr(value, name))


def text_of(value: object) -> str:
    return "\n".join(words(value))


def section_ids(report: Report) -> list[str]:
    return [section.id for section in report.sections]


def tables(report: Report) -> dict[str, Table]:
    return {text_of(block.caption): block for block in report.blocks() if isinstance(block, Table)}


def test_a_report_with_judgement_has_every_chapter(report: Report) -> None:
    assert section_ids(report) == [
        "summary",
        "making",
        "profile",
        "findings",
        "beside",
        "figures",
        "open",
        "method",
        "annex",
    ]


def test_a_report_by_data_alone_is_shorter() -> None:
    report = build_report(make_material(answering=None))
    assert section_ids(report) == ["summary", "making", "beside", "figures", "method"]
    assert "Nobody was asked" in text_of(report)
    assert not [block for block in report.blocks() if isinstance(block, Finding)]


def test_a_toolkit_without_figures_reports_judgement_alone() -> None:
    report = build_report(make_material("digital-inclusion"))
    assert "beside" not in section_ids(report)
    assert "figures" not in section_ids(report)
    assert "no index of published figures" in text_of(report)


@pytest.mark.parametrize(
    "path", sorted(TOOLKITS.glob("*/toolkit.yaml")), ids=lambda p: p.parent.name
)
def test_every_toolkit_can_be_reported(path: Path) -> None:
    report = build_report(make_material(path.parent.name, "VAT"))
    assert text_of(report).count("{") == 0  # every parameter is filled in


def test_numbers_are_those_of_the_pages(material: Material, report: Report) -> None:
    result, data = material.result, material.data
    assert result
    assert data
    assert [(mark.value, mark.label) for mark in report.cover.marks] == [
        (pillar.score, pillar.title) for pillar in result.pillars
    ]
    by_judgement = tables(report)["Pillars by judgement"]
    for row, pillar in zip(by_judgement.rows, result.pillars, strict=False):
        assert row.cells[2:] == (pillar.score, pillar.range, pillar.coverage, pillar.counted)
    by_data = tables(report)["Pillars by published figures"]
    assert [row.cells[2] for row in by_data.rows] == [
        *(pillar.score for pillar in data.pillars),
        data.total,
    ]
    assert by_judgement.rows[-1].cells[2] == result.total


def test_every_question_is_told_once(material: Material, report: Report) -> None:
    assert material.result
    told = [block.code for block in report.blocks() if isinstance(block, Finding)]
    asked = [q for pillar in material.result.pillars for q in pillar.questions]
    assert told == [item.id for item in asked if item.state == "answered"]
    open_ones = {
        row.cells[0]
        for block in report.blocks()
        if isinstance(block, Table) and block.caption == "Without an answer"
        for row in block.rows
    }
    assert open_ones == {item.id for item in asked if item.state != "answered"}
    annex = tables(report)["Every question of the check"]
    assert [row.cells[1] for row in annex.rows if not row.is_group] == [item.id for item in asked]


def test_reasons_notes_and_links_are_printed(report: Report) -> None:
    said = text_of(report)
    assert "Left to the provinces." in said
    assert "Since 2024." in said
    assert "https://example.org/law.pdf" in said


def test_it_says_whose_position_it_is_not(report: Report) -> None:
    assert "no statement of the government of Kenya" in text_of(report.cover.statement)
    assert "No official position" in text_of(report.running_foot)


def test_every_figure_has_unit_year_and_source(material: Material, report: Report) -> None:
    assert material.data
    figures = tables(report)["Figures by pillar"]
    rows = [row for row in figures.rows if not row.is_group]
    assert len(rows) == sum(len(pillar.figures) for pillar in material.data.pillars)
    assert all(text_of(cell) for row in rows for cell in row.cells)
    sources = tables(report)["Sources of the figures"]
    numbers = {row.cells[0] for row in sources.rows}
    assert {row.cells[-1] for row in rows} <= numbers


def test_what_is_missing_is_said_to_be_missing() -> None:
    report = build_report(make_material(country="VAT"))
    figures = tables(report)["Figures by pillar"]
    values = {row.cells[1] for row in figures.rows if not row.is_group}
    assert values == {"missing"}
    assert "There is no figure in these data." in text_of(report)
    assert "Sources of the figures" not in tables(report)


def test_all_unknown_names_no_band_and_no_action() -> None:
    report = build_report(make_material(answering=answer_unknown))
    assert "Too little is known of Kenya to name a band." in text_of(report)
    assert "No action can be named yet" in text_of(report)
    assert {mark.value for mark in report.cover.marks} == {"—"}


def test_contributions_add_up_by_hand(material: Material, report: Report) -> None:
    rows = tables(report)["From pillars to the whole"].rows
    total = sum(float(str(row.cells[-1])) for row in rows)
    assert material.whole
    assert total == pytest.approx(float(material.whole.sum), abs=0.02)


def test_goals_are_listed_with_their_questions(report: Report) -> None:
    annex = report.sections[-1]
    pairs = [
        pair for block in annex.blocks if isinstance(block, Definitions) for pair in block.pairs
    ]
    assert "Sustainable Development Goals, targets" in {pair.term for pair in pairs}


def test_figures_say_what_they_show(report: Report) -> None:
    figures = [block.figure for block in report.blocks() if isinstance(block, FigureBlock)]
    assert len(figures) >= 3
    assert all(figure.summary for figure in figures)
    assert len({figure.id for figure in figures}) == len(figures)


def test_the_identifier_follows_the_content(material: Material, report: Report) -> None:
    assert report.identifier == build_report(material).identifier
    assert len(report.identifier) == 16
    assert replace(report, title="Another").identifier != report.identifier


@pytest.mark.parametrize("language", ["ar", "zh", "fr", "ru", "es"])
def test_a_translated_report_says_which_texts_are_not(language: str) -> None:
    report = build_report(make_material(language=language))
    assert report.language == language
    finding = next(block for block in report.blocks() if isinstance(block, Finding))
    assert isinstance(finding.title, Phrase)
    assert finding.title.language == toolkit_of("e-government").language


def test_a_row_fits_its_table() -> None:
    columns = (Column("A"), Column("B"))
    with pytest.raises(ValueError, match="1 cells under 2 columns"):
        Table("T", columns, (Row(("a",)),))
    Table("T", columns, (Row(("a",), is_group=True),))


@pytest.mark.parametrize(
    ("url", "is_web"),
    [
        ("https://example.org", True),
        ("HTTP://example.org", True),
        ("javascript:alert(1)", False),
        ("data:text/html,x", False),
        ("file:///etc/passwd", False),
        (" https://example.org", False),
    ],
)
def test_only_web_addresses_become_links(url: str, is_web: bool) -> None:
    assert Link("x", url).is_web is is_web


def test_every_block_has_words(report: Report) -> None:
    for block in report.blocks():
        if isinstance(block, Paragraph | Heading | Note):
            assert text_of(block.text)
        elif isinstance(block, ItemList):
            assert block.items
        elif isinstance(block, Counts | Definitions):
            assert block.pairs
