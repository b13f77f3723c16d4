"""`eready score`: columns, order, exit codes, nothing half written."""

import csv
import io
import json
from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from app.cli import main
from app.scoring import ENGINE

TOOLKIT = """\
format: eready-toolkit/1
id: sample
version: 1.0.0
status: final
language: en
title: Sample
summary: A sample for the command line.
scopes: [country, city]
scale: {levels: [{level: 0, name: None}, {level: 1, name: Some}, {level: 2, name: All}]}
parameters:
  sector: {title: Sector, options: {health: {title: Health, in_text: health services}}}
scoring:
  aggregate: {topic: mean, pillar: mean, total: mean}
  coverage: {topic: 0.5, pillar: 0.6, total: 0.6, quick: 0.5}
  unknown: exclude
  bands:
    - {id: low, from: 0, name: Low, meaning: little is in place, next_step: Begin.}
    - {id: high, from: 50, name: High, meaning: much is in place, next_step: Go on.}
  views: [{id: green, title: Green, tag: {aim: [green]}}]
pillars:
  - id: P
    family: policy
    title: Policy
    definition: What is decided.
    band_actions: {low: Begin., high: Go on.}
    topics:
      - id: T
        title: Law
        questions:
          - id: A
            kind: level
            text: Is there a law?
            quick_check: true
            tags: {aim: green}
            levels:
              - {level: 0, state: There is no law., action: Write one.}
              - {level: 1, state: A draft is in parliament., action: Adopt it.}
              - {level: 2, state: The law is in force., action: Review it.}
          - id: B
            kind: number
            text: What share of offices is connected?
            unit: '%'
            minimum: 0
            maximum: 100
            levels:
              - {level: 0, from: 0, state: Fewer than a third., action: Connect the capital.}
              - {level: 1, from: 33, state: A third or more., action: Connect the regions.}
              - {level: 2, from: 66, state: Two thirds or more., action: Connect the rest.}
"""
ANSWERS = "question,unit,value,state\nA,north,2,\nB,north,0.1,\nA,south,,unknown\n"

Run = Callable[..., Result]


@pytest.fixture
def run(tmp_path: Path) -> Run:
    (tmp_path / "toolkit.yaml").write_text(TOOLKIT, encoding="utf-8")
    (tmp_path / "answers.csv").write_text(ANSWERS, encoding="utf-8")

    def invoke(*words: object, answers: object = tmp_path / "answers.csv") -> Result:
        arguments = [tmp_path / "toolkit.yaml", answers, *words]
        return CliRunner().invoke(main, ["score", *(str(word) for word in arguments)])

    return invoke


def test_rows_in_order_and_full_precision(run: Run) -> None:
    result = run()
    assert result.exit_code == 0, result.stderr
    lines = result.stdout.splitlines()
    assert lines[0] == "unit,node,kind,score,low,high,coverage,counted,applicable,band,status"
    assert lines[1] == "north,total,total,50.05,50.05,50.05,1.0,2,2,high,published"
    assert [line.split(",")[1] for line in lines[1:]] == ["total", "P", "T", "A", "B", "green"] * 2
    assert lines[5] == "north,B,question,0.1,0.1,0.1,1.0,1,1,low,published"
    assert lines[6] == "north,green,view,100.0,100.0,100.0,1.0,1,1,,published"
    assert lines[7] == "south,total,total,,0.0,100.0,0.0,0,2,,below-coverage"


def test_quick_check_and_scope(run: Run) -> None:
    lines = run("--quick", "--scope", "city").stdout.splitlines()
    assert lines[1] == "north,total,total,100.0,100.0,100.0,1.0,1,1,high,published"
    assert [line.split(",")[1] for line in lines[1:4]] == ["total", "P", "A"]


def test_json_says_the_same(run: Run) -> None:
    tree = json.loads(run("--format", "json", "--parameter", "sector=health").stdout)
    assert (tree["toolkit"], tree["version"], tree["engine"], tree["quick"]) == (
        "sample", "1.0.0", ENGINE, False,
    )  # fmt: skip
    rows = list(csv.DictReader(io.StringIO(run().stdout)))
    nodes = [(unit["unit"], node) for unit in tree["units"] for node in unit["nodes"]]
    for row, (unit, node) in zip(rows, nodes, strict=True):
        assert row["unit"] == unit
        for name in ("node", "kind", "status"):
            assert row[name] == node[name]
        for name in ("score", "low", "high", "coverage", "counted"):
            assert (float(row[name]) if row[name] else None) == node[name]


def test_explain_prints_one_tree(run: Run) -> None:
    tree = json.loads(run("--explain", "north").stdout)
    assert tree["unit"] == "north"
    question = tree["explanation"]["children"][0]["children"][0]["children"][0]
    assert (question["id"], question["points"], question["contribution"]) == ("A", 100.0, 50.0)
    assert question["formula"] == "100 × level 2 / highest level 2"
    assert tree["views"][0]["id"] == "green"


def test_out_is_written_whole(run: Run, tmp_path: Path) -> None:
    out = tmp_path / "scores.csv"
    result = run("--out", out)
    assert (result.exit_code, result.stdout) == (0, "")
    assert out.read_text(encoding="utf-8") == run().stdout
    assert sorted(path.name for path in tmp_path.iterdir()) == [
        "answers.csv", "scores.csv", "toolkit.yaml",
    ]  # fmt: skip


def test_input_errors_are_all_told_and_nothing_is_written(run: Run, tmp_path: Path) -> None:
    wrong = tmp_path / "wrong.csv"
    wrong.write_text('unit,question,value\nu,A,9\nu,B,"1,5"\nu,C,1\n', encoding="utf-8")
    out = tmp_path / "scores.csv"
    result = run("--out", out, answers=wrong)
    assert result.exit_code == 1
    assert [line.split(": ")[0] for line in result.stderr.splitlines()] == [
        f"{wrong}:2:3", f"{wrong}:3:3", f"{wrong}:4:2",
    ]  # fmt: skip
    assert result.stdout == ""
    assert not out.exists()


def test_a_wrong_toolkit_is_an_input_error(run: Run, tmp_path: Path) -> None:
    (tmp_path / "toolkit.yaml").write_text(TOOLKIT.replace("kind: level", "kind: lever"))
    result = run()
    assert result.exit_code == 1
    assert "toolkit.yaml:" in result.stderr


@pytest.mark.parametrize(
    "words",
    [
        ("--scope", "planet"),
        ("--parameter", "sector"),
        ("--parameter", "sector=mining"),
        ("--parameter", "other=health"),
        ("--explain", "nobody"),
        ("--format", "xml"),
        ("--unknown",),
        ("--out", "/proc/none/scores.csv"),
    ],
)
def test_wrong_usage(run: Run, words: tuple[str, ...]) -> None:
    result = run(*words)
    assert result.exit_code == 2
    assert result.stderr
    assert result.stdout == ""


def test_files_that_are_not_there(run: Run, tmp_path: Path) -> None:
    assert run(answers=tmp_path / "none.csv").exit_code == 2
    assert run(answers=tmp_path).exit_code == 2
    missing = CliRunner().invoke(
        main, ["score", str(tmp_path / "none"), str(tmp_path / "answers.csv")]
    )
    assert missing.exit_code == 2


def test_a_folder_without_a_toolkit_is_not_readable(tmp_path: Path) -> None:
    answers = tmp_path / "answers.csv"
    answers.write_text("unit,question,value\n", encoding="utf-8")
    result = CliRunner().invoke(main, ["score", str(tmp_path), str(answers)])
    assert result.exit_code == 2
    assert "unreadable-file" in result.stderr
    (tmp_path / "toolkit.yaml").write_text("id: x\n", encoding="utf-8")
    assert CliRunner().invoke(main, ["score", str(tmp_path), str(answers)]).exit_code == 1


def test_findings_go_to_standard_error_and_the_output_is_written(run: Run, tmp_path: Path) -> None:
    weightless = TOOLKIT.replace(
        "quick_check: true\n", "quick_check: true\n            weight: 0\n"
    )
    (tmp_path / "toolkit.yaml").write_text(weightless, encoding="utf-8")
    result = run("--quick")
    assert result.exit_code == 0, result.stderr
    assert "north: P has no value [zero-weights]" in result.stderr
    assert "north,P,pillar,,,,0.0,1,1,,zero-weights" in result.stdout


def test_rows_that_stand_together_are_read_unit_by_unit(run: Run, tmp_path: Path) -> None:
    rows = [f"u{unit},{question},{unit % 2 + 1}" for unit in range(1_100) for question in "AB"]
    answers = tmp_path / "many.csv"
    answers.write_text("\n".join(["unit,question,value", *rows, ""]), encoding="utf-8")
    for form in ("csv", "json"):
        whole = run("--format", form, answers=answers).stdout
        assert whole.count("u1099") == (6 if form == "csv" else 1)
        assert run("--format", form, "--grouped", answers=answers).stdout == whole


def test_an_error_at_the_end_of_a_long_file_leaves_nothing(run: Run, tmp_path: Path) -> None:
    rows = [f"u{unit},A,1" for unit in range(1_100)]
    answers, out = tmp_path / "many.csv", tmp_path / "out" / "scores.csv"
    answers.write_text("\n".join(["unit,question,value", *rows, "u0,B,1", ""]), encoding="utf-8")
    out.parent.mkdir()
    result = run("--grouped", "--out", out, answers=answers)
    assert (result.exit_code, result.stdout) == (1, "")
    assert f"{answers}:1102:1: error [scattered-unit]" in result.stderr
    assert list(out.parent.iterdir()) == []
    assert run("--out", out, answers=answers).exit_code == 0
    assert out.read_text(encoding="utf-8").count("\n") == 1_100 * 6 + 1
    assert [path.name for path in out.parent.iterdir()] == ["scores.csv"]


def test_an_explanation_is_of_a_whole_file(run: Run) -> None:
    assert run("--grouped", "--explain", "north").exit_code == 2
