"""`eready index`: columns, order, exit codes, published indices, joined questionnaires."""

import csv
import io
from collections import defaultdict
from collections.abc import Mapping, Sequence
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from app.cli import main
from app.definition.loading import load_index, load_toolkit
from app.paths import REFERENCE, TOOLKITS
from app.response import read_answers_csv
from app.scoring import score as score_one
from app.scoring import twins

INDICES = TOOLKITS / "_indices"
SMALL = """\
format: eready-index/1
id: small
title: Small
tree:
  id: all
  of:
    - {id: a, title: A, unit: '%', normalise: minmax}
    - {id: b, title: B, unit: '%', normalise: {method: goalposts, minimum: 0, maximum: 10}}
classes:
  - {id: low, from: 0, name: Low}
  - {id: high, from: 50, name: High}
"""
DATA = "unit,region,a,b\nX,north,1,5\nY,north,3,\nZ,south,2,10\n"


def run(*arguments: object) -> Result:
    return CliRunner().invoke(main, ["index", *(str(argument) for argument in arguments)])


def table(text: str) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(text)))


@pytest.fixture
def small(tmp_path: Path) -> Path:
    (tmp_path / "small.yaml").write_text(SMALL)
    (tmp_path / "data.csv").write_text(DATA)
    return tmp_path


def test_columns_and_order(small: Path) -> None:
    result = run(small / "small.yaml", small / "data.csv")
    assert result.exit_code == 0
    assert result.stdout.splitlines() == [
        "unit,all,a,b,rank",
        "X,25.0,0.0,50.0,3",
        "Y,100.0,100.0,,1",
        "Z,75.0,50.0,100.0,2",
    ]
    assert "The column 'region' is not used." in result.stderr


def test_details_and_ranks_in_groups(small: Path) -> None:
    result = run(small / "small.yaml", small / "data.csv", "--details", "--by", "region")
    assert result.stderr == ""
    rows = table(result.stdout)
    assert list(rows[0]) == [
        "unit", "all", "a", "b", "rank", "all_coverage", "a_coverage", "b_coverage", "class",
        "variant", "rank_in_region",
    ]  # fmt: skip
    assert [row["class"] for row in rows] == ["low", "high", "high"]
    assert [row["rank_in_region"] for row in rows] == ["2", "1", "1"]
    assert [row["all_coverage"] for row in rows] == ["1.0", "0.5", "1.0"]


def test_findings_go_to_standard_error_and_the_output_is_written(small: Path) -> None:
    (small / "data.csv").write_text("unit,a,b\nX,1,5\nY,1,\n")
    result = run(small / "small.yaml", small / "data.csv", "--out", small / "out.csv")
    assert result.exit_code == 0
    assert "a: all units have the same value" in result.stderr
    assert (small / "out.csv").read_text().splitlines()[1] == "X,50.0,,50.0,1"


def test_errors_have_their_place_and_nothing_is_written(small: Path) -> None:
    (small / "data.csv").write_text("unit,a,b\nX,one,5\nX,1,2\n")
    result = run(small / "small.yaml", small / "data.csv", "--out", small / "out.csv")
    assert result.exit_code == 1
    assert "data.csv:2:2: error [not-a-number]" in result.stderr
    assert "data.csv:3:1: error [second-row]" in result.stderr
    assert not (small / "out.csv").exists()


@pytest.mark.parametrize(
    ("arguments", "status"),
    [
        (("nothing.yaml", "data.csv"), 2),
        (("small.yaml", "nothing.csv"), 2),
        (("small.yaml", "."), 2),
        (("data.csv", "data.csv"), 1),
        (("small.yaml", "data.csv", "--toolkit", "t"), 2),
        (("small.yaml", "data.csv", "--scores", "s", "--toolkit", "t", "--answers", "a"), 2),
        (("small.yaml", "data.csv", "--by", "continent"), 1),
        (("small.yaml", "data.csv", "--strange"), 2),
    ],
)
def test_exit_codes(
    small: Path, monkeypatch: pytest.MonkeyPatch, arguments: Sequence[str], status: int
) -> None:
    monkeypatch.chdir(small)
    result = run(*arguments)
    assert result.exit_code == status
    assert isinstance(result.exception, SystemExit)
    assert "Traceback" not in result.output


def test_a_saved_reference_places_one_unit(small: Path) -> None:
    run(small / "small.yaml", small / "data.csv", "--save-reference", small / "ref.csv")
    assert (small / "ref.csv").read_text().splitlines()[:2] == [
        "leaf,min,max,mean,sd,n",
        "a,1.0,3.0,2.0,1.0,3",
    ]
    later = SMALL.replace(
        "normalise: minmax", "normalise: {method: minmax, bounds: {reference: ref.csv}}"
    )
    (small / "later.yaml").write_text(later)
    (small / "one.csv").write_text("unit,a,b\nZ,2,10\n")
    assert table(run(small / "later.yaml", small / "one.csv").stdout)[0]["all"] == "75.0"
    (small / "ref.csv").unlink()
    lost = run(small / "later.yaml", small / "one.csv")
    assert (lost.exit_code, "unreadable-file" in lost.stderr) == (1, True)


# --- Published indices ------------------------------------------------------------------------


def published(year: str) -> Mapping[str, dict[str, str]]:
    """Give the published figures of one year by country."""
    found: dict[str, dict[str, str]] = defaultdict(dict)
    with (REFERENCE / "observations.csv").open(encoding="utf-8", newline="") as stream:
        for row in csv.DictReader(stream):
            if row["year"] == year:
                found[row["country"]][row["indicator"]] = row["value"]
    return found


def compute(tmp_path: Path, name: str, leaves: Sequence[str], year: str) -> list[dict[str, str]]:
    known = published(year)
    lines = [
        ",".join([unit, *(figures[leaf] for leaf in leaves)])
        for unit, figures in known.items()
        if all(leaf in figures for leaf in leaves)
    ]
    (tmp_path / "data.csv").write_text("\n".join([",".join(["unit", *leaves]), *lines]) + "\n")
    result = run(INDICES / f"{name}.yaml", tmp_path / "data.csv", "--details")
    assert (result.exit_code, result.stderr) == (0, "")
    return table(result.stdout)


@pytest.mark.parametrize("year", ["2022", "2024"])
def test_egdi_is_reproduced_with_its_ranks_and_groups(tmp_path: Path, year: str) -> None:
    known = published(year)
    rows = compute(tmp_path, "egdi", ["osi", "tii", "hci"], year)
    assert len(rows) == 193
    moved = 0
    for row in rows:
        figure = float(known[row["unit"]]["egdi"])
        # The components are published rounded, so that the fourth digit can differ by one.
        assert float(row["egdi"]) == pytest.approx(figure, abs=1e-4)
        moved += row["rank"] != known[row["unit"]]["egdi_rank"].removesuffix(".0")
        group = "very-high" if figure >= 0.75 else "high" if figure >= 0.5 else None
        assert row["class"] == (group or ("middle" if figure >= 0.25 else "low"))
    # Neighbours that differ by less than the digits published.
    assert moved <= 5


@pytest.mark.parametrize("year", ["2022", "2025"])
def test_gtmi_is_reproduced_with_its_groups(tmp_path: Path, year: str) -> None:
    known = published(year)
    leaves = ["gtmi_cgsi", "gtmi_psdi", "gtmi_dcei", "gtmi_gtei"]
    rows = compute(tmp_path, "gtmi", leaves, year)
    assert len(rows) >= 193
    for row in rows:
        figure = float(known[row["unit"]]["gtmi"])
        assert round(float(row["gtmi"]), 3) == pytest.approx(round(figure, 3), abs=1e-9)
        assert row["class"] == "DCBA"[sum(figure >= border for border in (0.25, 0.5, 0.75))]


def test_uncertainty_adds_intervals_of_value_and_rank(small: Path) -> None:
    paths = (small / "small.yaml", small / "data.csv")
    result = run(*paths, "--uncertainty", 200, "--seed", 5)
    rows = table(result.stdout)
    assert list(rows[0])[-5:] == ["rank", "all_p05", "all_p95", "rank_p05", "rank_p95"]
    for row in rows:
        assert float(row["all_p05"]) <= float(row["all_p95"])
        assert 1 <= float(row["rank_p05"]) <= float(row["rank_p95"]) <= 3
    assert run(*paths, "--uncertainty", 200, "--seed", 5).stdout == result.stdout
    assert run(*paths, "--uncertainty", 0).exit_code == 2


# --- Joined with a questionnaire --------------------------------------------------------------

EERI = TOOLKITS / "e-environment" / "indices" / "eeri-r.yaml"
ANSWERS = TOOLKITS / "e-environment" / "golden" / "answers.csv"


@pytest.fixture
def joined(tmp_path: Path) -> Path:
    """Figures of one unit for every leaf, and what its answers score by themselves."""
    leaves = [leaf.id for leaf in load_index(EERI).leaves if leaf.pillar is None]
    unit = table(ANSWERS.read_text(encoding="utf-8"))[0]["unit"]
    cells = ["1.0"] * len(leaves)
    lines = [",".join(["unit", *leaves]), ",".join([unit, *cells]), ",".join(["Elsewhere", *cells])]
    (tmp_path / "data.csv").write_text("\n".join(lines) + "\n")
    arguments = [str(TOOLKITS / "e-environment"), str(ANSWERS), "--out", str(tmp_path / "s.csv")]
    assert CliRunner().invoke(main, ["score", *arguments]).exit_code == 0
    return tmp_path


def test_a_questionnaire_is_read_from_its_scores(joined: Path) -> None:
    result = run(EERI, joined / "data.csv", "--scores", joined / "s.csv", "--details")
    assert result.exit_code == 0
    assert "count twice" in result.stderr
    own, other = table(result.stdout)
    total = table((joined / "s.csv").read_text())[0]
    assert (total["node"], own["questionnaire"]) == ("total", total["score"])
    assert own["questionnaire_coverage"] == total["coverage"]
    parts = 0.6 * float(own["questionnaire"]) + 0.4 * float(own["desk"])
    assert float(own["eeri-r"]) == pytest.approx(parts)
    assert own["variant"] == "country"
    # Without answers the questionnaire is missing, and 0.4 of the weight is too little.
    assert (other["questionnaire"], other["eeri-r"], other["rank"]) == ("", "", "")


def test_a_fact_that_the_index_has_is_counted_once(joined: Path) -> None:
    toolkit = ("--toolkit", TOOLKITS / "e-environment", "--answers", ANSWERS)
    result = run(EERI, joined / "data.csv", *toolkit)
    assert (result.exit_code, result.stderr) == (0, "")
    own = table(result.stdout)[0]
    kit, made = load_toolkit(TOOLKITS / "e-environment"), load_index(EERI)
    figures = {leaf.id: 1.0 for leaf in made.leaves if leaf.pillar is None}
    with ANSWERS.open("rb") as stream:
        answers = read_answers_csv(stream, kit)[own["unit"]]
    without = twins(kit, made, figures)
    assert without
    expected = score_one(kit, answers, without=without)["total"].score
    assert own["questionnaire"] == repr(expected)
    assert own["questionnaire"] != table((joined / "s.csv").read_text())[0]["score"]


def test_a_questionnaire_that_is_not_given_is_an_error(joined: Path) -> None:
    result = run(EERI, joined / "data.csv")
    assert result.exit_code == 1
    assert "'questionnaire' reads a questionnaire" in result.stderr
    (joined / "s.csv").write_text("unit,node,score\nA,total,1\n")
    assert run(EERI, joined / "data.csv", "--scores", joined / "s.csv").exit_code == 1
    assert run(EERI, joined / "data.csv", "--scores", joined / "gone.csv").exit_code == 2
    text = "unit,node,score,low,high,coverage,status\nA,total,nan,1,2,3,published\n"
    (joined / "s.csv").write_text(text)
    result = run(EERI, joined / "data.csv", "--scores", joined / "s.csv")
    assert "s.csv:2:3: error [not-a-number]" in result.stderr
