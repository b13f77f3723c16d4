"""`eready toolkit form` and `answers`: from a toolkit to a workbook, to answers, to scores."""

import csv
import io
from pathlib import Path

import pytest

from app.export.workbook.problem import name_cell
from app.paths import TOOLKITS
from tests.cli.conftest import Eready
from tests.export.filling import answer, change_part, fill, sheets_of
from tests.presentation.blank.blank_sample import TEXT

HEALTH = ("--parameter", "sector=health")


@pytest.fixture
def sample(tmp_path: Path) -> Path:
    path = tmp_path / "sample.yaml"
    path.write_text(TEXT, encoding="utf-8")
    return path


@pytest.fixture
def workbook(eready: Eready, sample: Path, tmp_path: Path) -> Path:
    path = tmp_path / "form.xlsx"
    assert eready("toolkit", "form", sample, "--out", path, *HEALTH).exit_code == 0
    return path


def filled(path: Path, **given: object) -> Path:
    filling = {key.replace("_", "-"): answer(value) for key, value in given.items()}
    path.write_bytes(fill(path.read_bytes(), {"@unit": answer("Kenya"), **filling}))
    return path


def test_a_workbook_filled_in_can_be_scored(
    eready: Eready, sample: Path, workbook: Path, tmp_path: Path
) -> None:
    filled(workbook, L_1=2, N_1="12,5", Y_1="Partly", T_1='a "name"\nand more')
    out = tmp_path / "answers.csv"
    result = eready("toolkit", "answers", workbook, "--toolkit", sample, "--out", out)
    assert result.exit_code == 0, result.stderr
    assert "4 answers read" in result.stderr
    assert f"eready score {sample} {out} --scope country --parameter sector=health" in result.stderr
    rows = list(csv.DictReader(io.StringIO(out.read_text(encoding="utf-8"))))
    assert [(row["unit"], row["question"], row["value"]) for row in rows] == [
        ("Kenya", "N-1", "12.5"),
        ("Kenya", "L-1", "2"),
        ("Kenya", "Y-1", "partly"),
        ("Kenya", "T-1", 'a "name"\nand more'),
    ]
    scored = eready("score", sample, out, *HEALTH)
    assert scored.exit_code == 0, scored.stderr
    found = {row["node"]: row["score"] for row in csv.DictReader(io.StringIO(scored.stdout))}
    assert (found["L-1"], found["N-1"], found["Y-1"]) == ("100.0", "12.5", "50.0")


def test_what_a_csv_does_not_hold_is_said(eready: Eready, sample: Path, workbook: Path) -> None:
    body = fill(workbook.read_bytes(), {"L-1": answer(1, note="Ask again."), "C-1": {"note": "?"}})
    workbook.write_bytes(body)
    result = eready("toolkit", "answers", workbook, "--toolkit", sample, "--unit", "Kenya")
    assert result.stdout == "unit,question,value,state,reason\nKenya,L-1,1,answered,\n"
    assert "1 answer read" in result.stderr
    assert "notes or evidence of 2 questions" in result.stderr


def test_every_wrong_cell_is_said_and_nothing_written(
    eready: Eready, sample: Path, workbook: Path, tmp_path: Path
) -> None:
    filled(workbook, L_1=9, Y_1="perhaps")
    out = tmp_path / "answers.csv"
    result = eready("toolkit", "answers", workbook, "--toolkit", sample, "--out", out)
    assert result.exit_code == 1
    assert not out.exists()
    rows = sheets_of(workbook.read_bytes())["1 Base"]
    place = name_cell(next(n for n, row in enumerate(rows) if row[0] == "L-1"), 6)
    assert f"{workbook}: 1 Base!{place}: “9” is not one of the answers offered" in result.stderr
    assert "“perhaps” is not one of the answers offered" in result.stderr


def test_another_toolkit_is_an_error_and_a_changed_question_can_be_forced(
    eready: Eready, sample: Path, workbook: Path
) -> None:
    filled(workbook, L_1=1)
    sample.write_text(TEXT.replace("A plan is drafted.", "A plan is written."), encoding="utf-8")
    words = ("toolkit", "answers", workbook, "--toolkit", sample)
    refused = eready(*words)
    assert refused.exit_code == 1
    assert "L-1 has changed since the workbook was made" in refused.stderr
    taken = eready(*words, "--force")
    assert taken.exit_code == 0
    assert "The workbook was made for version 1.2.3" in taken.stderr
    other = eready("toolkit", "answers", workbook, "--toolkit", TOOLKITS / "e-government")
    assert other.exit_code == 1
    assert "made for the toolkit every-kind, not for e-government" in other.stderr


def test_a_setting_nobody_knows_goes_into_no_command(
    eready: Eready, sample: Path, workbook: Path
) -> None:
    filled(workbook, L_1=1)
    body = change_part(
        workbook.read_bytes(),
        "xl/sharedStrings.xml",
        lambda text: text.replace("<t>health</t>", "<t>health; rm -rf x</t>"),
    )
    workbook.write_bytes(body)
    result = eready("toolkit", "answers", workbook, "--toolkit", sample)
    assert result.exit_code == 0
    assert "rm -rf" not in result.stderr


@pytest.mark.parametrize("content", [b"", b"PK\x03\x04", b"<html></html>", b"unit,question\n"])
def test_a_file_that_is_no_workbook_is_not_readable(
    eready: Eready, sample: Path, tmp_path: Path, content: bytes
) -> None:
    path = tmp_path / "form.xlsx"
    path.write_bytes(content)
    result = eready("toolkit", "answers", path, "--toolkit", sample)
    assert result.exit_code == 2
    assert "This is no Excel workbook" in result.stderr


def test_wrong_usage_is_told(eready: Eready, sample: Path, tmp_path: Path) -> None:
    out = tmp_path / "form.xlsx"
    cases = {
        ("--out", str(tmp_path / "form.doc")): "ends neither in .pdf nor in .xlsx",
        ("--out", str(out)): "The parameter 'sector' is required",
        ("--out", str(out), *HEALTH, "--lang", "xx"): "'xx' is none of",
        ("--out", str(out), *HEALTH, "--lang", "pt"): "'pt' is none of",
        ("--out", str(out), *HEALTH, "--scope", "moon"): "'moon' is no scope",
        ("--out", str(out), "--parameter", "sector"): "is not of the form NAME=OPTION",
        ("--out", str(tmp_path / "no" / "form.xlsx"), *HEALTH): "cannot be written",
    }
    for words, message in cases.items():
        result = eready("toolkit", "form", sample, *words)
        assert result.exit_code == 2, words
        assert message in result.stderr
    assert not out.exists()
    assert eready("toolkit", "form", tmp_path / "none", "--out", out).exit_code == 2
    assert eready("toolkit", "answers", tmp_path, "--toolkit", sample).exit_code == 2
    assert eready("toolkit", "answers", tmp_path / "x", "--toolkit", sample).exit_code == 2


def test_a_broken_toolkit_is_told(eready: Eready, sample: Path, tmp_path: Path) -> None:
    sample.write_text(TEXT.replace("kind: text", "kind: novel"), encoding="utf-8")
    result = eready("toolkit", "form", sample, "--out", tmp_path / "form.xlsx", *HEALTH)
    assert result.exit_code == 1
    assert "sample.yaml:" in result.stderr


def test_a_setting_without_questions_is_told(eready: Eready, sample: Path, tmp_path: Path) -> None:
    sample.write_text(TEXT.replace("quick_check: true", "quick_check: false"), encoding="utf-8")
    result = eready("toolkit", "form", sample, "--out", tmp_path / "a.xlsx", "--quick", *HEALTH)
    assert result.exit_code == 1


def test_a_form_speaks_the_language_asked_for(eready: Eready, sample: Path, tmp_path: Path) -> None:
    out = tmp_path / "form.xlsx"
    words = ("toolkit", "form", sample, "--out", out, *HEALTH)
    assert eready(*words, "--lang", "zh", "--quick").exit_code == 0
    sheets = sheets_of(out.read_bytes())
    assert next(iter(sheets)) != "How to answer"
    known = {row[1]: row[2] for row in sheets["eready"]}
    assert (known["language"], known["quick"]) == ("zh", "true")


def test_a_form_without_lang_is_in_the_language_of_the_toolkit(
    eready: Eready, sample: Path, tmp_path: Path
) -> None:
    """French is no language of ours: the labels are English, the questions as they were written."""
    home, out = tmp_path / "home", tmp_path / "form.xlsx"
    home.mkdir()
    head = TEXT.replace("language: en", "language: fr")
    (home / "toolkit.yaml").write_text(head, encoding="utf-8")
    translate = eready("toolkit", "translate", home, "en")
    assert translate.exit_code == 0, translate.stderr
    catalogue = home / "locale" / "en.po"
    text = catalogue.read_text("utf-8")
    title = next(line for line in text.splitlines() if line.startswith('msgid "S'))
    translated = text.replace(f'{title}\nmsgstr ""', f'{title}\nmsgstr "In English"')
    assert translated != text
    catalogue.write_text(translated, encoding="utf-8")
    for words, is_english in (((), False), (("--lang", "fr"), False), (("--lang", "en"), True)):
        result = eready("toolkit", "form", home, "--out", out, *HEALTH, *words)
        assert result.exit_code == 0, result.stderr
        assert ("In English" in str(sheets_of(out.read_bytes()))) == is_english


@pytest.mark.needs_pango
def test_a_form_can_be_printed(eready: Eready, sample: Path, tmp_path: Path) -> None:
    out = tmp_path / "form.pdf"
    assert eready("toolkit", "form", sample, "--out", out, *HEALTH).exit_code == 0
    assert out.read_bytes().startswith(b"%PDF-")
