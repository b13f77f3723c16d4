"""A workbook that comes back: every answer as it was meant, or every cell that is wrong."""

from datetime import UTC, date, datetime
from functools import cache
from pathlib import Path

import pytest

from app.definition.loading import load_toolkit
from app.export.workbook.cell import write_day
from app.export.workbook.reading import WorkbookReading, read_workbook
from app.export.workbook.writing import write_workbook
from app.paths import TOOLKITS
from app.presentation.blank.structure import BlankQuestion
from app.response import Answer, Setting
from app.response.message import RefusedError
from tests.export.filling import (
    Entry,
    Filling,
    Formula,
    Percent,
    answer,
    change_part,
    fill,
    find_place,
    sheets_of,
)
from tests.presentation.blank.blank_sample import (
    HEALTH,
    QUICK,
    TEXT,
    load_sample,
    load_text,
    make_form,
)

UNIT: Filling = {"@unit": answer("Kenya")}


@cache
def blank(language: str = "en", setting: Setting = HEALTH) -> bytes:
    return write_workbook(make_form(language, setting))


def read(filling: Filling, *, language: str = "en", unit: str = "Kenya") -> WorkbookReading:
    return read_workbook(fill(blank(language), filling), load_sample(), unit=unit)


def taken(filling: Filling, *, language: str = "en") -> dict[str, Answer]:
    reading = read(filling, language=language)
    assert [str(problem) for problem in reading.problems] == []
    return dict(reading.answers["Kenya"])


def said(filling: Filling) -> list[str]:
    """Say what is wrong, with the cell named by its column."""
    reading = read(filling)
    assert not reading.answers or not reading.problems
    return [str(problem) for problem in reading.problems]


def cell(key: str, column: str = "answer") -> str:
    _, sheet, place = find_place(blank(), key, column)
    return f"{sheet}!{place}"


def test_every_kind_of_question_is_read_back() -> None:
    answers = taken(
        {
            "N-1": answer(37.5, note="from the budget", link="https://example.org/a"),
            "L-1": answer("2: A plan is adopted and public."),
            "C-1": answer("Several bodies"),
            "M-1=law": answer("x"),
            "M-1=money": answer("x"),
            "Y-1": answer("Partly"),
            "T-1": answer("=SUM(A1) \n second line"),
            "D-1": answer(date(2025, 3, 1)),
        }
    )
    assert {key: item.value for key, item in answers.items()} == {
        "N-1": 37.5,
        "L-1": 2,
        "C-1": "many",
        "M-1": ("law", "money"),
        "Y-1": "partly",
        "T-1": "=SUM(A1) \n second line",
        "D-1": date(2025, 3, 1),
    }
    assert (answers["N-1"].note, answers["N-1"].link) == (
        "from the budget",
        "https://example.org/a",
    )


def test_states_notes_and_evidence_are_read_back() -> None:
    answers = taken(
        {
            "N-1": {"state": "I do not know"},
            "L-1": {"state": "Does not apply here", "reason": "There is no such body."},
            "C-1": {"note": "We must ask."},
            "Y-1": answer("Yes", link="Gazette 12, page 3", note="See there."),
            "T-1": {"state": "Answered", "answer": "A name"},
        }
    )
    assert {key: item.state for key, item in answers.items()} == {
        "N-1": "unknown",
        "L-1": "not-applicable",
        "C-1": "blank",
        "Y-1": "answered",
        "T-1": "answered",
    }
    assert answers["L-1"].reason == "There is no such body."
    assert answers["C-1"].note == "We must ask."
    # What is no web address is kept beside the note.
    assert (answers["Y-1"].note, answers["Y-1"].link) == ("See there.\nGazette 12, page 3", "")


@pytest.mark.parametrize(
    ("key", "written", "value"),
    [
        ("N-1", "12,5", 12.5),
        ("N-1", "٣٧٫٥", 37.5),
        ("N-1", " 40 ", 40.0),
        ("N-1", Percent(0.07), 7.0),
        ("N-1", 0.1 + 0.2, 0.1 + 0.2),
        ("N-1", Formula("1+1", 2), 2.0),
        ("L-1", 2, 2),
        ("L-1", "2", 2),
        ("L-1", "٢", 2),
        ("L-1", "1: something else", 1),
        ("L-1", "a plan is  DRAFTED.", 1),
        ("C-1", "one", "one"),
        ("C-1", "ONE BODY", "one"),
        ("Y-1", "yes", "yes"),
        ("Y-1", "PLANNED", "planned"),
        ("Y-1", True, "yes"),
        ("Y-1", False, "no"),
        ("M-1", "law; money", ("law", "money")),
        ("M-1", "Law", ("law",)),
        ("T-1", 2026, "2026"),
        ("D-1", "2026-01-31", date(2026, 1, 31)),
        ("D-1", "٢٠٢٦-٠١-٣١", date(2026, 1, 31)),
    ],
)
def test_what_people_write_is_understood(key: str, written: Entry, value: object) -> None:
    assert taken({key: answer(written)})[key].value == value


@pytest.mark.parametrize("mark", ["x", "X", "✓", "☒", "×", 1, True, "yes"])
def test_boxes_are_ticked_in_many_ways(mark: Entry) -> None:
    assert taken({"M-1=law": answer(mark)})["M-1"].value == ("law",)


@pytest.mark.parametrize("mark", [0, False, " "])
def test_a_box_may_say_that_it_is_not_ticked(mark: Entry) -> None:
    assert taken({"M-1=law": answer(mark)}) == {}


@pytest.mark.parametrize(
    ("key", "written", "state"),
    [
        ("N-1", "I do not know", "unknown"),
        ("L-1", "unknown", "unknown"),
        ("C-1", "I DO NOT KNOW ", "unknown"),
        ("M-1", "I do not know", "unknown"),
    ],
)
def test_not_knowing_may_stand_as_the_answer(key: str, written: str, state: str) -> None:
    assert taken({key: answer(written)})[key].state == state


def test_an_option_may_have_the_name_of_a_state() -> None:
    text = TEXT.replace("{id: many, text: Several bodies", "{id: unknown, text: Not written down")
    toolkit = load_text(text.replace("== 'many'", "== 'unknown'"))
    for written in ("unknown", "Not written down"):
        body = fill(write_workbook(make_form(toolkit=toolkit)), {"C-1": answer(written)})
        given = read_workbook(body, toolkit, unit="K").answers["K"]["C-1"]
        assert (given.state, given.value) == ("answered", "unknown")


def test_not_knowing_beside_an_answer_is_refused() -> None:
    beside: Filling = {"M-1": answer("I do not know"), "M-1=law": answer("x")}
    assert said(beside) == [
        f"{cell('M-1')}: There is an answer as well as “unknown”: please keep one of the two."
    ]
    assert (
        "please keep one of the two"
        in said(
            {"L-1": {"answer": "I do not know", "state": "Does not apply here", "reason": "x"}}
        )[0]
    )


def test_a_workbook_is_read_in_the_language_it_was_filled_in() -> None:
    words = {
        (str(row[1]), str(row[2])): str(row[3])
        for row in sheets_of(blank("ar"))["eready"]
        if row[0] == "choice"
    }
    answers = taken(
        {
            "Y-1": answer(words["Y-1", "partly"]),
            "N-1": {"state": words["@state", "unknown"]},
            "L-1": answer(words["L-1", "1"]),
        },
        language="ar",
    )
    assert (answers["Y-1"].value, answers["L-1"].value) == ("partly", 1)
    assert answers["N-1"].state == "unknown"


def test_an_untouched_workbook_answers_nothing() -> None:
    assert taken({}) == {}


def test_the_unit_is_the_one_written_or_the_one_given() -> None:
    assert list(read(UNIT, unit="").answers) == ["Kenya"]
    assert list(read(UNIT, unit="Nairobi").answers) == ["Nairobi"]
    reading = read({}, unit="")
    assert [str(problem) for problem in reading.problems] == [
        "How to answer!C5: Write the name of the country or unit here."
    ]
    assert read({}, unit="x" * 201).problems[0].code == "too-long"


def test_the_setting_comes_with_it() -> None:
    reading = read_workbook(blank("en", QUICK), load_sample(), unit="Kenya")
    assert reading.setting == QUICK


# --- What is wrong ---


@pytest.mark.parametrize(
    ("key", "columns", "column", "message"),
    [
        ("N-1", {"answer": "many"}, "answer", "This is not a number"),
        ("N-1", {"answer": 101}, "answer", "This number is too large: the greatest possible is 1"),
        ("N-1", {"answer": "1,234"}, "answer", "without marks between thousands"),
        ("N-1", {"answer": Formula("A1")}, "answer", "A formula without a result stands here"),
        ("N-1", {"answer": Formula("1/0", "#DIV/0!")}, "answer", "A formula without a result"),
        ("L-1", {"answer": 7}, "answer", "“7” is not one of the answers offered. Write one of"),
        ("L-1", {"answer": 1.5}, "answer", "Write one of these: 0; 1; 2."),
        ("L-1", {"answer": Percent(0.02)}, "answer", "“0.02” is not one of the answers offered"),
        ("C-1", {"answer": "three"}, "answer", "One body; Several bodies"),
        ("Y-1", {"answer": "maybe"}, "answer", "Write one of these: No; Planned; Partly; Yes."),
        ("D-1", {"answer": "31/01/2026"}, "answer", "This is not a day"),
        ("D-1", {"answer": "2026-02-30"}, "answer", "This is not a day"),
        ("M-1", {"answer": "law;air"}, "answer", "“air” is not one of the answers offered"),
        ("T-1", {"answer": "x" * 10_001}, "answer", "at most 10000"),
        ("L-1", {"answer": 1, "state": "I do not know"}, "answer", "please keep one of the two"),
        ("L-1", {"state": "perhaps"}, "state", "“perhaps” is no state of an answer"),
        ("L-1", {"state": "Answered"}, "answer", "An answer is missing."),
        ("L-1", {"state": "Does not apply here"}, "reason", "say why the question does not apply"),
        ("L-1", {"reason": "No body."}, "state", "A reason stands beside it"),
        ("L-1", {"note": "x" * 2_001}, "note", "at most 2000"),
        ("L-1", {"note": "x" * 1_500, "link": "y" * 600}, "link", "more than 2000 characters"),
    ],
)
def test_what_is_wrong_is_said_with_its_cell(
    key: str, columns: dict[str, Entry], column: str, message: str
) -> None:
    problems = said({key: columns})
    assert len(problems) == 1, problems
    assert problems[0].startswith(f"{cell(key, column)}: ")
    assert message in problems[0]


def test_boxes_that_can_t_be_are_said() -> None:
    both: Filling = {"M-1=law": answer("x"), "M-1=nothing": answer("x")}
    assert said(both) == [
        f"{cell('M-1')}: “None of these” can't be chosen together with another answer."
    ]
    assert said({"M-1=law": answer("perhaps")}) == [
        f"{cell('M-1=law')}: Write an x here, or leave it empty."
    ]


def test_all_that_is_wrong_is_said_at_once() -> None:
    wrong: Filling = {
        "N-1": answer("many", note="x" * 2_001),
        "L-1": answer(9),
        "Y-1": {"state": "?"},
        "C-1": answer("one"),
    }
    reading = read(wrong)
    assert len(reading.problems) == 4
    assert reading.answers == {}


def test_a_number_in_per_cent_where_none_is_asked() -> None:
    toolkit = load_text(TEXT.replace("'% of the budget'", "people"))
    body = fill(write_workbook(make_form(toolkit=toolkit)), {"N-1": answer(Percent(0.45))})
    reading = read_workbook(body, toolkit, unit="Kenya")
    assert "This cell is in per cent" in str(reading.problems[0])


def test_the_result_of_a_formula_is_taken_and_said() -> None:
    reading = read({"N-1": answer(Formula("45/90*100", 50))})
    assert reading.answers["Kenya"]["N-1"].value == 50
    assert [str(remark) for remark in reading.remarks] == [
        f"{cell('N-1')}: A formula stands here: its result was taken as the answer."
    ]


def test_a_bare_number_is_no_day() -> None:
    with pytest.raises(RefusedError):
        write_day(2026)
    assert write_day(datetime(2026, 1, 31, 12, tzinfo=UTC)) == "2026-01-31"
    assert write_day("2026-01-31T00:00:00.000") == "2026-01-31"


def test_merged_cells_are_refused() -> None:
    part, sheet, _ = find_place(blank(), "N-1", "answer")
    merged = '<mergeCells count="1"><mergeCell ref="G8:G9"/></mergeCells><dataValidations'
    body = change_part(blank(), part, lambda text: text.replace("<dataValidations", merged, 1))
    reading = read_workbook(body, load_sample(), unit="Kenya")
    assert str(reading.problems[0]).startswith(f"{sheet}!G8:G9: These cells are merged")


def test_a_question_on_two_rows_is_refused() -> None:
    body = fill(blank(), {"L-1": answer(1), "C-1": answer(2)})
    part, _, place = find_place(body, "C-1", "answer")
    # As if the row of L-1 had been copied over that of C-1.
    strings = sheets_of(body)["1 Base"]
    assert strings
    key = place.replace("G", "A")
    body = change_part(
        body,
        part,
        lambda text: text.replace(
            f'<c r="{key}" t="s">',
            f'<c r="{key}" t="inlineStr"><is><t>L-1</t></is></c><c r="Z{key[1:]}" t="s">',
        ),
    )
    reading = read_workbook(body, load_sample(), unit="Kenya")
    assert "L-1 is answered a second time" in str(reading.problems[0])


# --- Other versions ---


def test_another_toolkit_is_refused() -> None:
    other = load_text(TEXT.replace("id: every-kind", "id: other-kind"))
    reading = read_workbook(fill(blank(), UNIT), other)
    assert [str(problem) for problem in reading.problems] == [
        "The workbook was made for the toolkit every-kind, not for other-kind."
    ]


def test_another_version_is_read_where_the_questions_are_the_same() -> None:
    newer = load_text(TEXT.replace("'1.2.3'", "'1.3.0'").replace("A plan keeps", "Plans keep"))
    reading = read_workbook(fill(blank(), {"L-1": answer(2)}), newer, unit="Kenya")
    assert reading.answers["Kenya"]["L-1"].value == 2
    assert reading.remarks[0].code == "other-version"
    assert "version 1.2.3" in str(reading.remarks[0])
    assert "version 1.3.0" in str(reading.remarks[0])


def test_an_answer_to_a_question_that_changed_is_refused_unless_asked_for() -> None:
    newer = load_text(TEXT.replace("A plan is drafted.", "A plan is written by several bodies."))
    body = fill(blank(), {"L-1": answer(1), "C-1": answer("one")})
    reading = read_workbook(body, newer, unit="Kenya")
    assert [str(problem) for problem in reading.problems] == [
        f"{cell('L-1')}: L-1 has changed since the workbook was made: answer it in a new workbook."
    ]
    reading = read_workbook(body, newer, unit="Kenya", accept_changed=True)
    assert reading.answers["Kenya"]["L-1"].value == 1
    untouched = read_workbook(fill(blank(), {"C-1": answer("one")}), newer, unit="Kenya")
    assert untouched.problems == ()


def test_a_question_that_is_gone_is_refused_where_it_was_answered() -> None:
    newer = load_text(TEXT.replace("id: Y-1", "id: Y-2").replace("answered(Y-1)", "answered(Y-2)"))
    reading = read_workbook(fill(blank(), {"Y-1": answer("yes")}), newer, unit="Kenya")
    assert str(reading.problems[0]).endswith(
        "There is no question Y-1 in every-kind: empty this row."
    )
    assert read_workbook(blank(), newer, unit="Kenya").problems == ()


def test_columns_may_be_moved_and_sheets_renamed() -> None:
    body = change_part(
        fill(blank(), {"Y-1": answer("yes")}),
        "xl/workbook.xml",
        lambda text: text.replace('name="2 Far"', 'name="Ministry of &lt;ICT&gt;"'),
    )
    assert read_workbook(body, load_sample(), unit="K").answers["K"]["Y-1"].value == "yes"


def test_rows_that_are_gone_are_told() -> None:
    part, _, _ = find_place(blank(), "Y-1", "answer")
    body = change_part(
        blank(), part, lambda text: text[: text.index("<sheetData>")] + "<sheetData/></worksheet>"
    )
    reading = read_workbook(body, load_sample(), unit="Kenya")
    assert [str(remark) for remark in reading.remarks] == [
        "The rows of these questions are not in the workbook: Y-1, T-1, D-1."
    ]


# --- Whole toolkits ---

SHIPPED = [path.parent for path in sorted(TOOLKITS.glob("*/toolkit.yaml"))]
SAMPLES = [
    path
    for path in sorted((TOOLKITS / "_features" / "right").glob("*.yaml"))
    if "eready-toolkit/1" in path.read_text(encoding="utf-8")
]


def give(question: BlankQuestion) -> tuple[Filling, object]:
    """Give what is written into the rows of a question, and what it is read back as."""
    codes = [choice.code for choice in question.choices]
    if question.kind == "multi":
        keys = [f"{question.id}={code}" for code in codes[:2]]
        return {key: answer("x") for key in keys}, tuple(codes[:2])
    if question.kind == "number":
        least, most = question.limits
        value = float((least or 0) + (most if most is not None else 10)) / 2
        return {question.id: answer(value)}, value
    if question.kind == "level":
        return {question.id: answer(f"{codes[-1]}: …")}, int(codes[-1])
    if question.kind == "date":
        return {question.id: answer(date(2024, 2, 29))}, date(2024, 2, 29)
    written = codes[0] if codes else "Some words"
    return {question.id: answer(written)}, written


@pytest.mark.parametrize("path", [*SHIPPED, *SAMPLES], ids=lambda path: path.stem)
def test_every_toolkit_is_read_back(path: Path) -> None:
    toolkit = load_toolkit(path)
    chosen = {key: next(iter(item.options)) for key, item in toolkit.parameters.items()}
    setting = Setting(scope=toolkit.scopes[0], parameters=chosen)
    form = make_form("ar", setting, toolkit)
    filling: dict[str, dict[str, Entry]] = {}
    expected: dict[str, object] = {}
    for question in form.questions:
        rows, expected[question.id] = give(question)
        filling |= {key: dict(cells) for key, cells in rows.items()}
    reading = read_workbook(fill(write_workbook(form), filling), toolkit, unit="Kenya")
    assert [str(problem) for problem in reading.problems] == []
    assert reading.setting == setting
    answers = reading.answers["Kenya"]
    assert {key: item.value for key, item in answers.items()} == expected
