"""`eready report`: the PDF of one unit from files, in any scope and language, or one clear line."""

import re
import subprocess
import sys
from datetime import date
from pathlib import Path

import pytest

from app.cli import progress
from app.cli import report as command
from app.definition.loading import load_toolkit
from app.paths import ROOT, TOOLKITS
from app.presentation.language import load_translator
from app.presentation.report.structure import Report
from app.presentation.view.wording import Wording
from app.response import Answers, Setting, read_answers_csv
from app.response.example import fill_example
from app.service.unit_report import PdfError, UnitOrder, build_unit_report
from tests.cli.conftest import Eready
from tests.presentation.report_sample import reference, toolkit_of
from tests.presentation.test_report import text_of

E_GOVERNMENT = TOOLKITS / "e-government"
ANSWERS = E_GOVERNMENT / "golden" / "answers.csv"
UNIT = "northland"
DAY = "2026-11-22"
FEATURES = [
    path
    for path in sorted((TOOLKITS / "_features" / "right").glob("*.yaml"))
    if "eready-toolkit/" in path.read_text(encoding="utf-8")
]


@pytest.fixture(scope="module")
def answers() -> Answers:
    with ANSWERS.open("rb") as stream:
        return read_answers_csv(stream, toolkit_of("e-government"))[UNIT]


def build(answers: Answers, unit: str, *, quick: bool = False, language: str = "en") -> Report:
    wording = Wording(toolkit_of("e-government"), Setting(quick), load_translator(language))
    order = UnitOrder(wording, unit, answers, date.fromisoformat(DAY))
    return build_unit_report(order, reference())


@pytest.mark.parametrize("quick", [True, False])
def test_a_file_is_no_visitor_and_no_government(answers: Answers, quick: bool) -> None:
    report = build(answers, UNIT, quick=quick)
    said = text_of(report)
    assert "computed by a program from a file of answers" in text_of(report.cover.statement)
    assert "no statement of any government" in text_of(report.cover.statement)
    assert "visitor" not in said
    assert "Private" not in said
    assert "One person answered" not in said
    assert "22 November 2026" in text_of(report.cover.lines)


def test_a_full_scoring_is_called_one(answers: Answers) -> None:
    full = build(answers, UNIT)
    assert "Readiness assessment" in text_of(full.cover.lines)
    assert "full assessment, 80 questions" in text_of(full.cover.facts)
    assert not re.search("quick-?check", text_of(full), re.IGNORECASE)
    quick = build(answers, UNIT, quick=True)
    assert "Readiness quick-check" in text_of(quick.cover.lines)
    assert "quick-check, 20 of 80 questions" in text_of(quick.cover.facts)


def test_a_country_is_known_by_its_code(answers: Answers) -> None:
    report = build(answers, "KEN", language="ar")
    assert text_of(report.cover.title) == "كينيا"
    assert {"beside", "figures"} <= {section.id for section in report.sections}


@pytest.mark.parametrize("unit", ["northland", "Kenya", "ken", "<b>Été</b> {x}", "وزارة الصحة"])
def test_any_other_unit_has_its_own_name_and_no_figures(answers: Answers, unit: str) -> None:
    report = build(answers, unit)
    assert text_of(report.cover.title).strip("\u2068\u2069") == unit
    assert not {"beside", "figures"} & {section.id for section in report.sections}
    assert "No published figures could be laid beside these answers." in text_of(report)


@pytest.mark.parametrize("path", FEATURES, ids=lambda path: path.stem)
def test_every_feature_of_the_format_can_be_reported(path: Path) -> None:
    toolkit = load_toolkit(path)
    parameters = {name: next(iter(item.options)) for name, item in toolkit.parameters.items()}
    for scope in toolkit.scopes:
        setting = Setting(quick=False, scope=scope, parameters=parameters)
        given = fill_example(toolkit, setting, "random", seed=1)
        wording = Wording(toolkit, setting, load_translator("ar"))
        order = UnitOrder(wording, "Any", given, date.fromisoformat(DAY))
        assert build_unit_report(order, reference()).sections


@pytest.mark.needs_pango
def test_the_same_files_and_day_give_the_same_bytes(eready: Eready, tmp_path: Path) -> None:
    made = []
    for name in ("one.pdf", "two.pdf"):
        out = tmp_path / name
        result = eready(
            "report", ANSWERS, "--toolkit", E_GOVERNMENT, "--unit", UNIT, "--lang", "zh",
            "--quick", "--date", DAY, "--out", out,
        )  # fmt: skip
        assert (result.exit_code, result.output) == (0, "")
        made.append(out.read_bytes())
    assert made[0].startswith(b"%PDF-")
    assert made[0] == made[1]


def refuse(eready: Eready, out: Path, *words: object, **changes: object) -> tuple[int, str]:
    options = {"--toolkit": E_GOVERNMENT, "--unit": UNIT, "--out": out, **changes}
    pairs = [str(item) for pair in options.items() for item in pair]
    result = eready("report", *(words or (ANSWERS,)), *pairs)
    assert not out.exists()
    return result.exit_code, result.output


@pytest.mark.needs_pango
@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"--unit": "nobody"}, "There is no unit 'nobody' in the answers."),
        ({"--lang": "pt"}, "'pt' is not one of"),
        ({"--scope": "mars"}, "'mars' is no scope of this toolkit"),
        ({"--date": "22.11.2026"}, "does not match the format"),
        ({"--parameter": "sector"}, "not of the form NAME=OPTION"),
        ({"--toolkit": "/nowhere"}, "there is no such file or folder"),
    ],
)
def test_wrong_usage_ends_with_2(
    eready: Eready, tmp_path: Path, changes: dict[str, object], said: str
) -> None:
    status, output = refuse(eready, tmp_path / "out.pdf", **changes)
    assert status == 2
    assert said in output


@pytest.mark.needs_pango
def test_every_fault_of_the_file_is_told_with_its_place(eready: Eready, tmp_path: Path) -> None:
    wrong = tmp_path / "wrong.csv"
    wrong.write_text("unit,question,value\nnorthland,POL-01,9\nnorthland,NO-01,1\n")
    status, output = refuse(eready, tmp_path / "out.pdf", wrong)
    assert status == 1
    assert f"{wrong}:2:3: error" in output
    assert f"{wrong}:3:2: error [unknown-question]" in output


def test_missing_libraries_are_named(
    eready: Eready, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(command, "find_missing", lambda: ("libpango-1.0-0",))
    status, output = refuse(eready, tmp_path / "out.pdf")
    assert status == 2
    assert output == "No PDF can be made here. Install: libpango-1.0-0.\n"


def test_a_pdf_that_fails_is_one_line(
    eready: Eready, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(_report: Report) -> bytes:
        raise PdfError("It took too long.")

    monkeypatch.setattr(command, "find_missing", lambda: ())
    monkeypatch.setattr(command, "render_pdf", fail)
    status, output = refuse(eready, tmp_path / "out.pdf")
    assert (status, output) == (2, "No PDF was made: It took too long.\n")


def test_it_needs_no_database_and_no_web() -> None:
    code = "import sys, app.cli.report; print({'flask', 'sqlalchemy'} & set(sys.modules))"
    run = subprocess.run(
        [sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=True
    )
    assert run.stdout == "set()\n"


# --- Progress ---------------------------------------------------------------------------------


class Terminal:
    """Standard error where somebody watches, or not."""

    def __init__(self, *, is_watched: bool) -> None:
        self.is_watched = is_watched
        self.written: list[str] = []

    def isatty(self) -> bool:
        return self.is_watched

    def write(self, text: str) -> None:
        self.written.append(text)

    def flush(self) -> None:
        self.written.append("")


@pytest.mark.parametrize("is_watched", [True, False])
def test_progress_is_for_those_who_watch(monkeypatch: pytest.MonkeyPatch, is_watched: bool) -> None:
    terminal = Terminal(is_watched=is_watched)
    monkeypatch.setattr(progress.sys, "stderr", terminal)
    with progress.Progress("Counting") as told:
        for done in range(100_001):
            told.show(done, 100_000)
    said = [text for text in terminal.written if text]
    assert len(said) == (102 if is_watched else 0)
    assert all("\n" not in text for text in said)
    if is_watched:
        assert said[-2].endswith("Counting: 100 %")
        assert said[-1] == "\r\x1b[K"


def test_reading_tells_how_much_was_read(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    terminal = Terminal(is_watched=True)
    monkeypatch.setattr(progress.sys, "stderr", terminal)
    path = tmp_path / "long.csv"
    path.write_bytes(b"x" * 1_000_000)
    with progress.Progress("Reading") as told, progress.open_watched(path, told) as stream:
        assert b"".join(iter(lambda: stream.read(100_000), b"")) == path.read_bytes()
    shown = [text for text in terminal.written if "%" in text]
    assert shown[0].endswith("Reading: 0 %")
    assert shown[-1].endswith("Reading: 100 %")
    assert len(shown) > 5


@pytest.mark.parametrize("grouped", [False, True])
def test_progress_stays_out_of_what_is_written(
    eready: Eready, tmp_path: Path, grouped: bool
) -> None:
    result = eready("score", E_GOVERNMENT, ANSWERS, *(["--grouped"] if grouped else []))
    assert result.exit_code == 0
    assert result.stderr == ""
    assert "%" not in result.stdout
    assert "\r" not in result.stdout
