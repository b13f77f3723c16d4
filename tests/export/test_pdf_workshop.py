"""The PDF of a workshop's report: tagged, in either direction, and the same bytes every time."""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pikepdf
import pytest

from app.presentation.report.structure import FigureBlock, Report, Votes
from app.service.workshop.record import gather_record
from app.service.workshop.report import draft_report, make_workshop_report
from tests.database import migrated_file
from tests.export.reading import elements
from tests.workshop_day import Day, hold_day, open_house

__all__ = ["migrated_file"]

pytestmark = pytest.mark.needs_pango
LANGUAGES = ("en", "ar")


@dataclass
class Printed:
    """A report, its PDF, and the PDF made once more."""

    report: Report
    path: Path
    again: bytes


def print_day(day: Day, language: str, folder: Path) -> Printed:
    here = day.room.workspace
    record = gather_record(here, day.room.room)
    payload = {"record": record, "language": language}
    path = folder / f"{language}.pdf"
    path.write_bytes(make_workshop_report(here, payload, lambda _done: None))
    again = make_workshop_report(here, payload, lambda _done: None)
    return Printed(draft_report(here, record, language), path, again)


@pytest.fixture(scope="module")
def printed(
    migrated_file: Path,
    tmp_path_factory: pytest.TempPathFactory,
) -> Iterator[dict[str, Printed]]:
    folder = tmp_path_factory.mktemp("day")
    workspace = open_house(folder, migrated_file)
    day = hold_day(workspace)
    yield {language: print_day(day, language, folder) for language in LANGUAGES}
    workspace.engine.dispose()


@pytest.mark.parametrize("language", LANGUAGES)
def test_it_is_tagged_and_says_its_language(printed: dict[str, Printed], language: str) -> None:
    made = printed[language]
    with pikepdf.open(made.path) as pdf:
        assert str(pdf.Root.Lang) == language
        assert bool(pdf.Root.MarkInfo.Marked)
        assert str(pdf.docinfo["/Title"]) == made.report.title
        with pdf.open_metadata() as metadata:
            assert metadata["pdfuaid:part"] == "1"
        found = list(elements(pdf.Root.StructTreeRoot.K))
    kinds = [str(element.S) for element in found]
    assert kinds.count("/H1") == 1
    assert kinds.count("/H2") == len(made.report.sections) + 1
    alternatives = [str(element.Alt) for element in found if str(element.S) == "/Figure"]
    assert alternatives == [
        block.figure.summary for block in made.report.blocks() if isinstance(block, FigureBlock)
    ]


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_row_of_votes_is_a_row_with_its_header(
    printed: dict[str, Printed], language: str
) -> None:
    made = printed[language]
    votes = [block for block in made.report.blocks() if isinstance(block, Votes)]
    with pikepdf.open(made.path) as pdf:
        found = list(elements(pdf.Root.StructTreeRoot.K))
    rows = sum(str(element.S) == "/TR" for element in found)
    assert votes
    assert rows > sum(len(block.rows) + 1 for block in votes)
    assert {str(element.A.Scope) for element in found if str(element.S) == "/TH"} == {
        "/Row",
        "/Column",
    }


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_same_record_gives_the_same_bytes(printed: dict[str, Printed], language: str) -> None:
    assert printed[language].path.read_bytes() == printed[language].again
