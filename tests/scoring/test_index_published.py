"""Indices of the literature, worked through by hand beside their files, come out as published."""

import csv
from collections.abc import Sequence
from fractions import Fraction
from pathlib import Path

import numpy as np
import pytest

from app.definition.index import Winsorise
from app.definition.loading import load_index
from app.paths import TOOLKITS
from app.scoring import IndexScores, score_index
from app.scoring.index.file import read_figures_csv
from app.scoring.index.ranking import class_units, rank_units
from app.scoring.index.treating import kurtosis, skewness, winsorise
from app.scoring.weighting import paired_weights

INDICES = TOOLKITS / "_indices"
GOLDEN = INDICES / "golden"
NAMES = sorted(folder.name for folder in GOLDEN.iterdir())


def rows_of(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as stream:
        return list(csv.DictReader(stream))


def compute(name: str) -> IndexScores:
    made = load_index(INDICES / f"{name}.yaml")
    with (GOLDEN / name / "data.csv").open("rb") as stream:
        file = read_figures_csv(stream, made)
    assert file.warnings == ()
    return score_index(made, file.table)


@pytest.mark.parametrize("name", NAMES)
def test_published_numbers_come_out(name: str) -> None:
    scores = compute(name)
    assert scores.findings == ()
    expected = rows_of(GOLDEN / name / "expected.csv")
    assert {row["unit"] for row in expected} == set(scores.units)
    for row in expected:
        found = scores.of(row["unit"])[row["part"]].score
        assert found is not None
        away = abs(found - float(row["published"]))
        assert away <= float(row["within"]) + 1e-12, (row, found)


@pytest.mark.parametrize("name", NAMES)
def test_every_example_names_its_source_and_says_where_digits_differ(name: str) -> None:
    text = (GOLDEN / name / "README.md").read_text(encoding="utf-8")
    assert "by hand" in text.casefold()
    steps = {
        (row["published"].partition(".")[2], row["within"])
        for row in rows_of(GOLDEN / name / "expected.csv")
    }
    if any(float(within) > 0.5 * 10.0 ** -len(digits) for digits, within in steps):
        assert "printed" in text


def test_countries_rank_and_group_as_published() -> None:
    hdi, tai = compute("hdi"), compute("tai")
    assert rank_units(hdi).tolist() == [1, 2, 3, 4, 5, 6, 7, 8]
    assert {found.id for found in class_units(hdi) if found is not None} == {"very-high"}
    assert rank_units(tai).tolist() == list(range(1, 11))


def test_the_human_development_index_of_the_technical_notes_of_2020() -> None:
    # Income of 3,829 PPP $ is 0.5506; with 0.6971 for life and 0.3447 for education: 0.510.
    life, years = 20 + 65 * 0.6971, 0.3447
    figures = {
        "life-expectancy": life,
        "expected-schooling": 18 * years,
        "mean-schooling": 15 * years,
        "income": 3829.0,
    }
    found = score_index(load_index(INDICES / "hdi.yaml"), {"A": figures}).of("A")
    assert round(found["income"].score or 0.0, 4) == 0.5506
    assert round(found["hdi"].score or 0.0, 3) == 0.510


def read_matrix(lines: Sequence[Sequence[str]]) -> list[list[float]]:
    return [[float(Fraction(cell)) for cell in line] for line in lines]


def test_weights_and_priorities_of_the_houses_come_from_their_comparisons() -> None:
    made = load_index(INDICES / "house.yaml")
    names = [leaf.id for leaf in made.leaves]
    rows = rows_of(GOLDEN / "house" / "comparisons.csv")
    table = read_matrix([[row[name] for name in names] for row in rows])
    found = paired_weights(names, table)
    assert {leaf.id: leaf.weight for leaf in made.leaves} == {
        name: round(weight, 3) for name, weight in found.weights.items()
    }
    # (9.669 - 8) / 7 over the random index of 1.41.
    assert round(found.ratio, 3) == 0.169
    assert not found.is_consistent
    houses = rows_of(GOLDEN / "house" / "data.csv")
    for row in rows_of(GOLDEN / "house" / "houses.csv"):
        ab, ac, bc = (Fraction(row[pair]) for pair in ("A:B", "A:C", "B:C"))
        pairs = [[1, ab, ac], [1 / ab, 1, bc], [1 / ac, 1 / bc, 1]]
        priorities = paired_weights(
            ["A", "B", "C"], [[float(cell) for cell in line] for line in pairs]
        )
        for house in houses:
            printed = float(house[row["criterion"]])
            assert priorities.weights[house["unit"]] == pytest.approx(printed, abs=0.001)


@pytest.mark.parametrize(
    ("figures", "most", "treated"),
    [
        ([*range(1, 11), 30, 100], 2, [*range(1, 11), 30, 30]),
        ([*range(1, 11), 100], 5, [*range(1, 11), 10]),
        ([*range(1, 11), -100], 2, [*range(1, 11), 1]),
        ([*range(1, 21), 100, 200], 1, None),
    ],
)
def test_treatment_is_that_of_the_composite_indicator_package_of_the_jrc(
    figures: list[int], most: int, treated: list[int] | None
) -> None:
    # W. Becker, COINr: the examples of its page on treatment and of its tests; None: logarithms.
    found = winsorise(np.array(figures, dtype=float), Winsorise(most=most))
    assert found.is_logged == (treated is None)
    if treated is not None:
        assert found.values.tolist() == treated


def test_skewness_and_kurtosis_are_those_of_the_package() -> None:
    values = np.array([*range(1, 11), 30, 100], dtype=float)
    assert (round(skewness(values), 6), round(kurtosis(values), 6)) == (3.063241, 9.741391)
