"""What docs/how-to/compute-an-index.md shows works as shown; its numbers by hand."""

import csv
import re
from collections.abc import Iterable
from math import log, prod
from pathlib import Path
from statistics import fmean, stdev

import pytest

from app.paths import ROOT
from tests.following import follow_page

PAGE = ROOT / "docs" / "how-to" / "compute-an-index.md"
Rows = dict[str, dict[str, str]]


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("index")
    with pytest.MonkeyPatch.context() as patch:
        patch.chdir(folder)
        kinds = follow_page(PAGE, folder)
    assert (kinds.count("sh"), kinds.count("text")) == (8, 5)
    return folder


def read(path: Path) -> Rows:
    rows = csv.DictReader(path.read_text(encoding="utf-8").splitlines())
    return {row["unit"]: row for row in rows}


def place(value: str, low: float, high: float) -> float:
    return (float(value) - low) / (high - low)


def test_three_dimensions_by_hand(folder: Path) -> None:
    figures, results = read(folder / "figures.csv"), read(folder / "results.csv")
    for unit in ("Northland", "Eastland", "Southland", "Midland"):
        row = figures[unit]
        parts = (
            place(row["life"], 20, 85),
            fmean((place(row["expected"], 0, 18), place(row["mean_years"], 0, 15))),
            (log(float(row["income"])) - log(100)) / (log(75000) - log(100)),
        )
        assert float(results[unit]["development"]) == pytest.approx(prod(parts) ** (1 / 3))
    assert results["Westland"]["development"] == results["Westland"]["rank"] == ""
    assert [results[unit]["class"] for unit in results] == [
        "very-high", "high", "low", "", "medium",
    ]  # fmt: skip
    assert [results[unit]["rank_in_region"] for unit in results] == ["1", "2", "2", "", "1"]


def test_doubt_lies_around_the_value(folder: Path) -> None:
    for row in read(folder / "unsure.csv").values():
        if row["development"]:
            low, high = float(row["development_p05"]), float(row["development_p95"])
            assert low < float(row["development"]) < high


def deviations(column: Iterable[str], of: str) -> float:
    known = [float(cell) for cell in column]
    return (float(of) - fmean(known)) / stdev(known)


def test_a_newcomer_stands_where_it_would_have_stood_in_the_edition(folder: Path) -> None:
    held = read(folder / "edition.csv")
    held["Northland"]["mobile"] = "120"  # the clip of the index
    new = read(folder / "newcomer.csv")["Newland"]
    leaves = ("mobile", "users", "broadband")

    def mean_of(row: dict[str, str]) -> float:
        columns = {leaf: [each[leaf] for each in held.values()] for leaf in leaves}
        return fmean(deviations(columns[leaf], row[leaf]) for leaf in leaves)

    means = [mean_of(row) for row in held.values()]
    by_hand = (mean_of(new) - min(means)) / (max(means) - min(means))
    (said,) = re.findall(r"(?m)^Newland,([\d.]+),", PAGE.read_text(encoding="utf-8"))[-1:]
    assert float(said) == pytest.approx(by_hand)


def test_govtech_groups_and_a_joined_questionnaire(folder: Path) -> None:
    results = read(folder / "govtech-results.csv")
    assert {unit: row["class"] for unit, row in results.items()} == {
        "Northland": "A",
        "Southland": "C",
    }
    assert "Northland,96.4,100.0,91.0,91.0,1" in PAGE.read_text(encoding="utf-8")


def test_links_of_the_page_lead_somewhere() -> None:
    targets = re.findall(r"\]\(([^)#]+)\)", PAGE.read_text(encoding="utf-8"))
    assert targets
    assert [name for name in targets if not (PAGE.parent / name).exists()] == []
