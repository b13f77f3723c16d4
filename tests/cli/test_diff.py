"""`eready toolkit diff`: what is told in each form, exit codes, nothing half written."""

import csv
import io
import json
from pathlib import Path

import pytest
from click.testing import Result

from app.definition.loading import load_toolkit
from app.paths import TOOLKITS
from app.response import read_answers_csv
from tests.cli.conftest import Eready

PAIRS = TOOLKITS / "_features" / "versions"
MAJOR = PAIRS / "right-major"
ANSWERS = """\
unit,question,value,state,reason
north,L-1,2,,
north,L-2,1,,
south,L-1,,unknown,
south,L-2,,not-applicable,Paid elsewhere
"""


@pytest.fixture
def answers(tmp_path: Path) -> Path:
    path = tmp_path / "answers.csv"
    path.write_text(ANSWERS, encoding="utf-8")
    return path


def compare(eready: Eready, pair: Path, *words: object) -> Result:
    return eready("toolkit", "diff", pair / "old.yaml", pair / "new.yaml", *words)


def test_text_says_what_became_of_each_question(eready: Eready) -> None:
    result = compare(eready, MAJOR)
    assert result.exit_code == 0, result.output
    assert "sample-wrong: 1.0.0 -> 2.0.0" in result.output
    assert "Questions: 1 moved, 1 added, 1 removed." in result.output
    assert "asks for a major step; the version takes a major step" in result.output
    assert "MOVED L-2 -> L-3 (old answers stand)" in result.output
    assert "REMOVED L-1 (old answers do not stand)" in result.output
    assert "ADDED L-4 (no old answers)" in result.output


def test_markdown_and_json_say_the_same(eready: Eready) -> None:
    marked = compare(eready, MAJOR, "--format", "markdown").output
    assert marked.startswith("# sample-wrong: 1.0.0 -\\> 2.0.0\n")
    assert "- **L-2 -\\> L-3** (old answers stand): Is it paid for?" in marked
    told = json.loads(compare(eready, MAJOR, "--format", "json").output)
    assert (told["needs"], told["step"], told["same"]) == ("major", "major", False)
    statuses = {one["old_id"] or one["new_id"]: one["status"] for one in told["questions"]}
    assert statuses == {"L-1": "removed", "L-2": "moved", "L-4": "added"}


def test_answers_that_are_offered_no_more_are_told(eready: Eready, tmp_path: Path) -> None:
    old = (TOOLKITS / "_features" / "right" / "choice.yaml").read_text("utf-8")
    lines = [line for line in old.splitlines(keepends=True) if "id: paper" not in line]
    new = "".join(lines).replace("'1.0.0'", "'2.0.0'")
    (tmp_path / "old.yaml").write_text(old, encoding="utf-8")
    (tmp_path / "new.yaml").write_text(new, encoding="utf-8")
    told = compare(eready, tmp_path).output
    assert "(old answers stand, where they can still be given)" in told
    questions = json.loads(compare(eready, tmp_path, "--format", "json").output)["questions"]
    assert [one["offers_less"] for one in questions] == [True]


def test_two_of_one_are_the_same(eready: Eready) -> None:
    result = eready("toolkit", "diff", MAJOR / "old.yaml", MAJOR / "old.yaml")
    assert (result.exit_code, result.output.splitlines()[1]) == (0, "Both are the same.")


def test_answers_carry_over_with_a_record_and_the_split_of_the_change(
    eready: Eready, answers: Path, tmp_path: Path
) -> None:
    carried, record = tmp_path / "carried.csv", tmp_path / "record.json"
    files = ("--answers", answers, "--carry", carried, "--record", record)
    result = compare(eready, MAJOR, *files, "--format", "json")
    assert result.exit_code == 0, result.output
    units = json.loads(result.output)["units"]
    change = units[0]["change"]
    assert (change["before"], change["after"]) == (75.0, 50.0)
    parts = change["answers"] + change["rules"] + change["not_comparable"]
    assert change["total"] == parts == -25.0
    with carried.open("rb") as stream:
        read = read_answers_csv(stream, load_toolkit(MAJOR / "new.yaml"))
    assert read["north"]["L-3"].value == 1
    assert read["south"]["L-3"].reason == "Paid elsewhere"
    told = json.loads(record.read_text(encoding="utf-8"))
    lines = {(unit["unit"], line["question"]): line for unit in told for line in unit["record"]}
    assert len(lines) == 4
    assert lines["north", "L-1"]["became"] == "dropped"
    assert lines["north", "L-1"]["before"]["value"] == "2"
    assert lines["south", "L-1"]["code"] == "question-removed"


def test_text_tells_units_and_their_scores(eready: Eready, answers: Path) -> None:
    output = compare(eready, MAJOR, "--answers", answers).output
    assert "UNIT north: answers that stand 1, to be confirmed 0, dropped 1" in output
    assert "total: 75.0 -> 50.0 (-25.0)" in output
    assert "dropped L-1: The question was removed." in output
    assert "total: no value -> no value" in output


@pytest.mark.parametrize("rule", ["version-step", "id-changed-meaning", "other-toolkit"])
@pytest.mark.parametrize("form", ["text", "json", "markdown"])
def test_a_version_that_breaks_with_the_old_one_ends_with_1(
    eready: Eready, rule: str, form: str
) -> None:
    result = compare(eready, PAIRS / rule, "--format", form)
    assert result.exit_code == 1
    assert rule in result.output
    if form == "json":
        assert json.loads(result.stdout)["findings"][0]["rule"] == rule
    else:
        assert "new.yaml:" in result.stderr


def test_wrong_usage_and_wrong_files(eready: Eready, tmp_path: Path, answers: Path) -> None:
    assert compare(eready, MAJOR, "--carry", tmp_path / "c.csv").exit_code == 2
    assert compare(eready, tmp_path / "nowhere").exit_code == 2
    assert compare(eready, MAJOR, "--answers", tmp_path / "nowhere.csv").exit_code == 2
    assert compare(eready, MAJOR, "--answers", answers, "--scope", "moon").exit_code == 2
    assert compare(eready, MAJOR, "--answers", answers, "--parameter", "x").exit_code == 2
    broken = tmp_path / "broken.yaml"
    broken.write_text("format: [", encoding="utf-8")
    result = eready("toolkit", "diff", MAJOR / "old.yaml", broken)
    assert result.exit_code == 1
    assert "yaml-syntax" in result.output
    answers.write_text(ANSWERS + "north,L-9,1,,\n", encoding="utf-8")
    out = tmp_path / "c.csv"
    result = compare(eready, MAJOR, "--answers", answers, "--carry", out)
    assert result.exit_code == 1
    assert "L-9" in result.output
    assert not out.exists()
    assert compare(eready, MAJOR, "--answers", tmp_path).exit_code == 2


def test_odd_cells_survive_the_carried_file(eready: Eready, tmp_path: Path) -> None:
    answers, carried = tmp_path / "a.csv", tmp_path / "c.csv"
    pair = PAIRS / "right-minor"
    odd = ['=1+1, "quoted"', "two\nlines", "ünïcode ; semicolon"]
    rows = [("unit", "question", "value", "state", "reason")]
    rows += [(f"u{n}", "L-1", "", "not-applicable", reason) for n, reason in enumerate(odd)]
    buffer = io.StringIO(newline="")
    csv.writer(buffer).writerows(rows)
    answers.write_text(buffer.getvalue(), encoding="utf-8")
    result = compare(eready, pair, "--answers", answers, "--carry", carried)
    assert result.exit_code == 0, result.output
    with carried.open("rb") as stream:
        read = read_answers_csv(stream, load_toolkit(pair / "new.yaml"))
    assert [read[f"u{n}"]["L-1"].reason for n in range(3)] == odd


def test_check_compares_with_the_version_before(eready: Eready, tmp_path: Path) -> None:
    pair = PAIRS / "version-step"
    words = ("toolkit", "check", pair / "new.yaml", "--against")
    result = eready(*words, pair / "old.yaml")
    assert result.exit_code == 1
    assert "new.yaml:5:10: error [version-step]" in result.output
    found = json.loads(eready(*words, pair / "old.yaml", "--format", "json").output)["findings"]
    assert [finding["rule"] for finding in found] == ["version-step"]
    assert eready(*words, pair / "new.yaml").exit_code == 0
    assert eready(*words, tmp_path / "nowhere").exit_code == 2
    index = TOOLKITS / "_features" / "right" / "index.yaml"
    assert eready("toolkit", "check", index, "--against", pair / "old.yaml").exit_code == 2


def test_each_version_takes_the_parameters_it_offers(
    eready: Eready, answers: Path, tmp_path: Path
) -> None:
    more = "parameters: {area: {title: Area, required: true, options: {n: {title: N, in_text: n}}}}"
    new = tmp_path / "new.yaml"
    text = (MAJOR / "new.yaml").read_text(encoding="utf-8")
    new.write_text(f"{text}{more}\n", encoding="utf-8")
    words = ("toolkit", "diff", MAJOR / "old.yaml", new, "--answers", answers)
    lacking = eready(*words)
    assert lacking.exit_code == 2
    assert "version 2.0.0: The parameter 'area' is required" in lacking.output
    assert eready(*words, "--parameter", "area=n").exit_code == 0
    assert "Neither version" in eready(*words, "--parameter", "area=x").output
    assert eready(*words, "--parameter", "other=n").exit_code == 2
