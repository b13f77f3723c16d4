"""Indices computed part after part: the numbers of the whole, to the last digit."""

from collections.abc import Iterator
from io import BytesIO
from pathlib import Path
from random import Random
from typing import Any

import numpy as np
import pytest

from app.response import InputFileError
from app.scoring import IndexScores, ScoringError, score_index
from app.scoring.index.engine import SLICE
from app.scoring.index.figure import FigureTable, Statistic, tabulate
from app.scoring.index.file import read_figures_csv
from app.scoring.index.part import IndexSetting, score_index_parts
from app.scoring.index.plan import compile_index
from app.scoring.index.ranking import rank_units
from tests.scoring.test_index import index, leaf, node
from tests.scoring.test_index_plain import some_case

ARRAYS = ("value", "low", "high", "coverage", "effective", "raw", "applies", "used")
CODES = ("status", "imputed", "variant")


def slices(table: FigureTable, size: int) -> Iterator[FigureTable]:
    for start in range(0, len(table.units), size):
        here = slice(start, start + size)
        yield FigureTable(
            table.units[here],
            {name: column[here] for name, column in table.numbers.items()},
            {name: words[here] for name, words in table.words.items()},
        )


def assert_same(whole: IndexScores, parts: list[IndexScores], where: str) -> None:
    assert tuple(unit for part in parts for unit in part.units) == whole.units
    for name in (*ARRAYS, *CODES):
        found = np.concatenate([getattr(part, name) for part in parts], axis=-1)
        expected = getattr(whole, name)
        assert np.array_equal(found, expected, equal_nan=name in ARRAYS), f"{where}, {name}"
    said: dict[tuple[str, str], list[str]] = {}
    for part in parts:
        for finding in part.findings:
            said.setdefault((finding.rule, finding.node), []).extend(finding.units)
    expected_said = {(one.rule, one.node): list(one.units) for one in whole.findings}
    assert said == expected_said, where


def written(statistics: dict[str, Statistic]) -> dict[str, str]:
    return {name: repr(one) for name, one in statistics.items()}


@pytest.mark.parametrize("block", range(4))
def test_random_indices_come_out_the_same_in_parts(block: int, tmp_path: Path) -> None:
    compared = 0
    for seed in range(80 * block, 80 * block + 80):
        made, figures = some_case(Random(seed))  # noqa: S311 (a seed, no secret)
        table, size = tabulate(made, figures), 1 + seed % 4
        if compile_index(made).compares_units:
            with pytest.raises(ScoringError, match="copeland"):
                score_index_parts(made, table)
            continue
        compared += 1
        whole = score_index(made, table)
        folder = tmp_path if seed % 2 else None
        given = table if seed % 3 else slices(table, 1 + seed % 5)
        parts = score_index_parts(made, given, size=size, folder=folder)
        assert_same(whole, list(parts), f"seed {seed}")
        assert np.array_equal(parts.ranks(), rank_units(whole), equal_nan=True), f"seed {seed}"
        assert written(parts.statistics) == written(whole.statistics), f"seed {seed}"
    assert compared > 30
    assert list(tmp_path.iterdir()) == []


def many(units: int, seed: int = 3) -> FigureTable:
    random = np.random.default_rng(seed)
    numbers: dict[str, Any] = {}
    for name in ("a", "b", "c", "d"):
        numbers[name] = random.lognormal(2.0, 1.5, units)
        numbers[name][random.random(units) < 0.1] = np.nan
    return FigureTable(tuple(f"u{unit}" for unit in range(units)), numbers)


RICH = index(
    node(
        "g",
        leaf("a", transform="log10", normalise={"method": "minmax"}),
        leaf("b", normalise="zscore", impute="mean"),
        method="power",
        p=-1.5,
        after={"method": "minmax", "to": [1, 100]},
    ),
    node(
        "h",
        leaf("c", normalise="percentile-rank"),
        leaf("d", normalise="rank", direction="lower"),
        method="geometric",
        floor=1,
        after="zscore",
    ),
    method="harmonic",
    floor=0.5,
    after={"method": "minmax", "bounds": {"percentile": [5, 95]}},
)


@pytest.mark.parametrize("size", [1, 7, 512, 999, 5_000])
def test_storeys_of_second_normalisations_are_fitted_to_all_units(size: int) -> None:
    table = many(1_000)
    whole = score_index(RICH, table)
    parts = score_index_parts(RICH, table, size=size)
    assert len(parts) == -(-1_000 // size)
    groups = [f"g{unit % 3}" if unit % 7 else None for unit in range(1_000)]
    # Ranks asked for first make a pass of their own.
    ranks = parts.ranks(groups)
    assert np.array_equal(ranks, rank_units(whole, groups), equal_nan=True)
    assert_same(whole, list(parts), f"size {size}")


def test_scores_of_a_questionnaire_and_variants_come_along() -> None:
    made = index(
        {"id": "q", "title": "Q", "unit": "points", "pillar": "P"},
        leaf("x"),
        head={
            "variants": [
                {"id": "full", "when": "answered(x)"},
                {"id": "rest", "when": "not answered(x)", "rank": "false"},
            ]
        },
    )
    table = tabulate(made, {"A": {"x": 10.0, "q": 70.0}, "B": {"q": 20.0}, "C": {"x": 50.0}})
    whole = score_index(made, table)
    parts = score_index_parts(made, table, IndexSetting(), size=1)
    assert_same(whole, list(parts), "variants")
    assert np.array_equal(parts.ranks(), rank_units(whole), equal_nan=True)


@pytest.mark.parametrize("share", [0.01, 0.4])
@pytest.mark.parametrize("rule", ["skip", "zero"])
def test_a_tree_computed_in_slices_is_that_of_its_parts(share: float, rule: str) -> None:
    units = SLICE + 500
    random = np.random.default_rng(7)
    columns = {name: random.uniform(1.0, 9.0, units) for name in "abcd"}
    for column in columns.values():
        column[: SLICE + 300][random.random(SLICE + 300) < share] = np.nan
    columns["a"][7] = columns["b"][7] = np.nan
    words = np.where(random.random(units) < share, "yes", "no").astype(object)
    words[SLICE + 100 :] = "n/a"
    nodes = (
        node("g", leaf("a"), leaf("b", weight=2), coverage=0.5, missing=rule),
        node("h", leaf("c"), leaf("d"), method="min"),
    )
    asked = leaf("e", answers={"yes": 100, "no": 0, "n/a": "skip"}, normalise="none")
    table = FigureTable(tuple(f"u{unit}" for unit in range(units)), columns, {"e": words.tolist()})
    for made in (index(*nodes), index(*nodes, asked)):
        whole = score_index(made, table)
        parts = list(score_index_parts(made, table, size=units // 3))
        assert_same(whole, parts, f"{share}, {rule}")


def test_no_units_and_wrong_parts() -> None:
    made = index(leaf("x"))
    empty = score_index_parts(made, iter([FigureTable((), {"x": np.empty(0)})]))
    assert (len(empty), list(empty), empty.ranks().tolist()) == (0, [], [])
    with pytest.raises(IndexError):
        empty.part(0)
    with pytest.raises(ScoringError, match="at least one"):
        score_index_parts(made, FigureTable(()), size=0)
    uneven = [FigureTable(("A",), {"x": np.ones(1)}), FigureTable(("B",), {"y": np.ones(1)})]
    with pytest.raises(ScoringError, match="x, y"):
        score_index_parts(made, uneven)


def test_an_index_that_compares_units_is_refused_by_name() -> None:
    made = index(node("duel", leaf("x"), method="copeland"))
    with pytest.raises(ScoringError, match="duel: copeland compares"):
        score_index_parts(made, FigureTable(("A",), {"x": np.ones(1)}))


def test_cells_read_a_row_at_once_are_those_read_one_by_one() -> None:
    made = index(leaf("x"), leaf("y"))
    cells = ["1", "-2.50", "+.5", "3.", "", "1e3", " 7 ", "0.1", "123456789012345678"]
    rows = [f"{n}{m},{x},{y}" for n, x in enumerate(cells) for m, y in enumerate(cells)]
    data = "\n".join(["unit,x,y", *rows]).encode()
    table = read_figures_csv(BytesIO(data), made).table
    expected = [float(cell) if cell else np.nan for cell in cells]
    assert np.array_equal(table.numbers["x"], np.repeat(expected, len(cells)), equal_nan=True)
    assert np.array_equal(table.numbers["y"], np.tile(expected, len(cells)), equal_nan=True)
    for wrong in (".", "+", "1-2", "--1", "1.2.3", "1_0", "٣", "nan", "inf", "9" * 41 + "0" * 30):
        with pytest.raises(InputFileError) as caught:
            read_figures_csv(BytesIO(f"unit,x,y\nA,1,{wrong}\n".encode()), made)
        assert [(one.line, one.column) for one in caught.value.findings] == [(2, 3)], wrong
