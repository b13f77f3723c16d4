"""The PDF of a real report: tagged, named, searchable, and the same every time."""

import re
import subprocess
from pathlib import Path

import pikepdf
import pytest

from app.export.pdf import render_pdf
from app.presentation.report.building import build_report
from app.presentation.report.structure import FigureBlock
from tests.export.printing import print_report, report_in
from tests.export.reading import elements, list_words, read_pdf
from tests.presentation.report_sample import answer_hostile, answer_unknown, make_material

pytestmark = [pytest.mark.needs_pango, pytest.mark.needs_poppler]
LANGUAGES = ("en", "ar", "zh")
ISOLATES = re.compile("[\u200e\u200f\u202a-\u202e\u2066-\u2069]")


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("pdf")
    for language in LANGUAGES:
        (folder / f"{language}.pdf").write_bytes(print_report(language).body)
    return folder


def text_of(path: Path, *options: str) -> str:
    command = ["pdftotext", *options, str(path), "-"]
    return subprocess.run(command, check=True, capture_output=True, text=True).stdout


@pytest.mark.parametrize("language", LANGUAGES)
def test_language_title_and_marks_are_set(folder: Path, language: str) -> None:
    with pikepdf.open(folder / f"{language}.pdf") as pdf:
        assert str(pdf.Root.Lang) == language
        assert bool(pdf.Root.MarkInfo.Marked)
        assert bool(pdf.Root.ViewerPreferences.DisplayDocTitle)
        assert str(pdf.docinfo["/Title"]) == report_in(language).title
        with pdf.open_metadata() as metadata:
            assert metadata["pdfuaid:part"] == "1"
        assert bytes(pdf.trailer.ID[0]) == report_in(language).identifier


@pytest.mark.parametrize("language", LANGUAGES)
def test_pictures_have_words_and_tables_have_headers(folder: Path, language: str) -> None:
    summaries = [
        block.figure.summary
        for block in report_in(language).blocks()
        if isinstance(block, FigureBlock)
    ]
    with pikepdf.open(folder / f"{language}.pdf") as pdf:
        found = list(elements(pdf.Root.StructTreeRoot.K))
    kinds = [str(element.S) for element in found]
    alternatives = [str(element.Alt) for element in found if str(element.S) == "/Figure"]
    assert alternatives == summaries
    assert kinds.count("/H1") == 1
    assert kinds.count("/H2") == len(report_in(language).sections) + 1
    assert {"/H3", "/H4", "/P", "/L", "/LI", "/Table", "/TH", "/TD", "/Caption"} <= set(kinds)


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_cell_knows_its_headers(folder: Path, language: str) -> None:
    with pikepdf.open(folder / f"{language}.pdf") as pdf:
        tables = [tag for tag in elements(pdf.Root.StructTreeRoot.K) if tag.S == "/Table"]
        groups = 0
        for table in tables:
            groups += check_table(table)
    assert len(tables) > 10
    assert groups > 7


def check_table(table: pikepdf.Dictionary) -> int:
    """See that cells name the headers of their column and row; gives the number of groups."""
    column: dict[int, str] = {}
    group: list[str] = []
    groups = 0
    for row in (tag for tag in elements(table) if tag.S == "/TR"):
        own: list[str] = []
        for place, cell in enumerate(row.K):
            named = [str(name) for name in cell.A.get("/Headers", [])]
            if cell.S == "/TH":
                assert cell.A.Scope in {"/Column", "/Row"}
                if cell.A.Scope == "/Column":
                    column[place] = str(cell.ID)
                elif "/ColSpan" in cell.A and len(row.K) == 1:
                    group, groups = [str(cell.ID)], groups + 1
                else:
                    own = [str(cell.ID)]
                    assert named == group
            elif row.P.S != "/THead" and column.get(place):
                assert named == [column[place], *group, *own]
    return groups


@pytest.mark.parametrize("language", LANGUAGES)
def test_heads_and_feet_are_not_read_as_text(folder: Path, language: str) -> None:
    path, foot = folder / f"{language}.pdf", report_in(language).running_foot
    turn = language == "ar"
    said = [" ".join(list_words(block.lines, turn=turn)) for block in read_pdf(path)]
    words = " ".join(list_words([str(foot)], turn=False))
    assert words not in said
    with pikepdf.open(path) as pdf:
        for page in list(pdf.pages)[1:]:
            kinds = [
                operands[1].get("/Type")
                for operands, operator in pikepdf.parse_content_stream(page)
                if str(operator) == "BDC" and operands[0] == "/Artifact"
            ]
            assert set(kinds) == {"/Pagination"}
        links = [item for page in pdf.pages for item in page.get("/Annots", [])]
        assert links
        assert {int(link.F) for link in links} == {4}


@pytest.mark.parametrize("language", LANGUAGES)
def test_bookmarks_lead_to_every_section(folder: Path, language: str) -> None:
    with pikepdf.open(folder / f"{language}.pdf") as pdf, pdf.open_outline() as outline:
        titles = [item.title for item in outline.root]
    report = report_in(language)
    assert titles == [report.contents_title, *(str(item.title) for item in report.sections)]


@pytest.mark.parametrize("language", LANGUAGES)
def test_text_can_be_searched_and_holds_the_scores(folder: Path, language: str) -> None:
    said = ISOLATES.sub("", text_of(folder / f"{language}.pdf"))
    material = make_material(language=language, is_translated=True)
    assert material.result
    assert material.result.band
    # Poppler gives Arabic back in the order in which it is read.
    assert material.country_name in said
    assert str(material.result.band) in said
    for pillar in material.result.pillars:
        assert re.search(rf"(?<!\d){pillar.score}(?!\d)", said)


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_page_says_whose_position_it_is_not(folder: Path, language: str) -> None:
    path, foot = folder / f"{language}.pdf", str(report_in(language).running_foot)
    pages = text_of(path).split("\f")[:-1]
    assert 8 <= len(pages) <= 14
    key = foot.split(maxsplit=1)[0]
    assert all(key in page for page in pages[1:])
    statement = str(report_in(language).cover.statement).split(maxsplit=1)[0]
    assert statement in pages[0]


def test_the_same_report_gives_the_same_bytes(folder: Path) -> None:
    again = render_pdf(build_report(make_material(is_translated=True)))
    assert again == (folder / "en.pdf").read_bytes()


@pytest.mark.parametrize("language", ["en", "ar"])
def test_hostile_text_is_printed_and_nothing_else_happens(tmp_path: Path, language: str) -> None:
    target = tmp_path / "hostile.pdf"
    report = build_report(make_material(language=language, answering=answer_hostile))
    target.write_bytes(render_pdf(report))
    with pikepdf.open(target) as pdf:
        actions = {
            str(item.A.S) for page in pdf.pages for item in page.get("/Annots", []) if "/A" in item
        }
        assert actions <= {"/URI", "/GoTo"}
        addresses = [
            str(item.A.URI)
            for page in pdf.pages
            for item in page.get("/Annots", [])
            if "/A" in item and "/URI" in item.A
        ]
        assert "/JavaScript" not in pdf.Root.get("/Names", {})
    assert all(address.startswith("https://") for address in addresses)
    said = text_of(target, "-raw")
    assert "7*7" in said
    assert "alert(1)" in said
    assert "root:" not in said


@pytest.mark.parametrize("country", ["VAT", "PSE", "PRK"])
def test_a_country_with_gaps_can_be_reported(tmp_path: Path, country: str) -> None:
    target = tmp_path / "gaps.pdf"
    target.write_bytes(render_pdf(build_report(make_material(country=country, answering=None))))
    assert "missing" in text_of(target)


def test_a_check_with_every_answer_unknown_can_be_reported(tmp_path: Path) -> None:
    target = tmp_path / "unknown.pdf"
    target.write_bytes(render_pdf(build_report(make_material(answering=answer_unknown))))
    assert "Too little is known" in text_of(target)
