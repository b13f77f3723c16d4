"""The workbook as it is handed out: inert, locked but for the cells to fill in, the same always."""

import re

import pytest

from app.definition.loading import load_toolkit
from app.export.workbook import layout
from app.export.workbook.writing import LONGEST_LABEL, label_choices, write_workbook
from app.paths import TOOLKITS
from app.presentation.blank.structure import BlankForm
from app.response import Setting
from tests.export.filling import find_place, parts_of, sheets_of
from tests.presentation.blank.blank_sample import QUICK, TEXT, load_sample, load_text, make_form

SHEETS = ["How to answer", "1 Base", "2 Far", "eready"]


def sheet_xml(body: bytes, number: int) -> str:
    return parts_of(body)[f"xl/worksheets/sheet{number}.xml"].decode()


def test_there_is_a_sheet_for_every_pillar() -> None:
    body = write_workbook(make_form())
    sheets = sheets_of(body)
    assert list(sheets) == SHEETS
    book = parts_of(body)["xl/workbook.xml"].decode()
    assert re.search(r'name="eready" sheetId="4" state="veryHidden"', book)
    keys = [row[0] for row in sheets["1 Base"] if row[0]]
    assert keys == [
        layout.FORMAT, "N-1", "L-1", "C-1", "M-1", "M-1=law", "M-1=money", "M-1=nothing",
    ]  # fmt: skip
    heads = sheets["1 Base"][3][1:]
    assert heads[:6] == ["No.", "Code", "Question", "Kind of answer", "What to write", "Answer"]
    question = next(row for row in sheets["1 Base"] if row[0] == "M-1")
    assert question[3] == "What does it cover?\nOnly if question 2 is at level 1 or higher."


def test_the_hidden_sheet_says_what_it_was_made_from() -> None:
    rows = sheets_of(write_workbook(make_form(setting=QUICK)))["eready"]
    known = {str(row[1]): row[2] for row in rows if row[0] == "property"}
    assert known == {
        "format": "eready-workbook/1",
        "toolkit": "every-kind",
        "version": "1.2.3",
        "content_hash": load_sample().content_hash,
        "language": "en",
        "scope": "country",
        "quick": "true",
        "parameter.sector": "health",
    }
    assert [row[1] for row in rows if row[0] == "question"] == ["N-1", "L-1", "Y-1"]


def test_only_the_cells_to_fill_in_are_open() -> None:
    body = write_workbook(make_form())
    styles = parts_of(body)["xl/styles.xml"].decode()
    formats = re.search(r"<cellXfs.*</cellXfs>", styles, re.DOTALL)
    assert formats
    found = re.findall(r"<xf [^>]*?(?:/>|>.*?</xf>)", formats[0], re.DOTALL)
    is_open = ['protection locked="0"' in item for item in found]
    for number in (1, 2, 3):
        sheet = sheet_xml(body, number)
        assert '<sheetProtection sheet="1" objects="1" scenarios="1"' in sheet
        assert "password" not in sheet
    _, _, answer = find_place(body, "L-1", layout.ANSWER)
    _, _, question = find_place(body, "L-1", layout.QUESTION)
    sheet = sheet_xml(body, 2)
    for cell, expected in ((answer, True), (question, False)):
        style = re.search(rf'<c r="{cell}" s="(\d+)"', sheet)
        assert style
        assert is_open[int(style[1])] is expected


def test_answers_are_offered_from_lists_and_numbers_have_limits() -> None:
    body = write_workbook(make_form())
    base, far = sheet_xml(body, 2), sheet_xml(body, 3)
    _, _, number = find_place(body, "N-1", layout.ANSWER)
    rule = re.search(rf'<dataValidation [^>]*sqref="{number}".*?</dataValidation>', base)
    assert rule
    assert 'type="decimal" errorStyle="warning"' in rule[0]
    assert "<formula1>0.0</formula1><formula2>100.0</formula2>" in rule[0]
    assert base.count('type="list"') == 4 + 2 + 3
    assert 'type="date"' in far
    rows = sheets_of(body)["eready"]
    labels = {
        (row[1], row[2]): row[3] for row in rows if row[0] == "choice" and row[1] in {"L-1", "C-1"}
    }
    assert labels == {
        ("L-1", "0"): "0: There is no plan.",
        ("L-1", "1"): "1: A plan is drafted.",
        ("L-1", "2"): "2: A plan is adopted and public.",
        ("C-1", "one"): "One body",
        ("C-1", "many"): "Several bodies",
    }


def test_nothing_in_it_is_a_formula_or_a_link() -> None:
    text = TEXT.replace("Who leads?", "=cmd|' /C calc'!A0").replace(
        "title: Base", "title: '@SUM(1+1)'"
    )
    text = text.replace("One body", "=HYPERLINK(1)")
    body = write_workbook(make_form(toolkit=load_text(text)))
    for name, part in parts_of(body).items():
        assert "vba" not in name
        if name.startswith("xl/worksheets/"):
            assert b"<f>" not in part
            assert b"hyperlink" not in part
    cells = [cell for row in sheets_of(body)["1 @SUM(1+1)"] for cell in row]
    assert "=cmd|' /C calc'!A0" in cells


def test_arabic_sheets_run_from_the_right_and_speak_arabic() -> None:
    body = write_workbook(make_form("ar"))
    for number in range(1, 5):
        assert 'rightToLeft="1"' in sheet_xml(body, number)
    assert "rightToLeft" not in sheet_xml(write_workbook(make_form()), 1)
    states = [row[3] for row in sheets_of(body)["eready"] if row[1] == "@state"]
    assert states[1] == "لا أعلم"


def test_heads_stay_in_sight_and_pages_have_numbers() -> None:
    sheet = sheet_xml(write_workbook(make_form()), 2)
    assert '<pane xSplit="3" ySplit="4"' in sheet
    assert 'orientation="landscape"' in sheet
    assert "&amp;P / &amp;N" in sheet


@pytest.mark.parametrize("language", ["en", "ar"])
def test_the_same_form_gives_the_same_file(language: str) -> None:
    assert write_workbook(make_form(language)) == write_workbook(make_form(language))


def test_no_label_occurs_twice_or_is_too_long() -> None:
    long = "A very long text " * 10
    text = TEXT.replace("One body", f"{long}one").replace("Several bodies", f"{long}two")
    form = make_form(toolkit=load_text(text))
    question = next(item for item in form.questions if item.id == "C-1")
    labels = [label for _, label in label_choices(question)]
    assert len(labels[0]) <= LONGEST_LABEL
    assert labels[1] == f"{labels[0]} (many)"


def test_pillars_of_one_name_have_sheets_of_their_own() -> None:
    text = TEXT.replace("title: Far", "title: Base")
    sheets = sheets_of(write_workbook(make_form(toolkit=load_text(text))))
    assert list(sheets) == ["How to answer", "1 Base", "2 Base", "eready"]


def shipped_forms() -> list[BlankForm]:
    forms = []
    for path in sorted(TOOLKITS.iterdir()):
        if (path / "toolkit.yaml").exists():
            toolkit = load_toolkit(path)
            chosen = {name: next(iter(item.options)) for name, item in toolkit.parameters.items()}
            forms.append(make_form("en", Setting(parameters=chosen), toolkit))
    return forms


def test_every_shipped_toolkit_has_a_workbook() -> None:
    forms = shipped_forms()
    assert len(forms) >= 6
    for form in forms:
        sheets = sheets_of(write_workbook(form))
        assert len(sheets) == len(form.parts) + 2
