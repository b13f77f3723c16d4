"""What an index costs, beside plain numpy that computes the same outputs.

    .venv/bin/python benchmarks/index.py

The index is invented: 7 groups of 7 leaves, minmax, a mean of means. Both sides start from the same
wide columns, one figure in twenty missing, and end with value, low, high, coverage and effective
weight of every node and leaf, and the rank of every unit. Both run in turns, many times, in one
process; matrices are multiplied in one thread, which is the faster way here and makes the time of
the processor comparable.
"""

import os
import sys
from pathlib import Path

os.environ["OPENBLAS_NUM_THREADS"] = "1"

import numpy as np

sys.path.insert(0, str(Path(__file__).parent.parent))

from app.definition.index import Index
from app.scoring import score_index
from app.scoring.index.figure import FigureTable
from app.scoring.index.ranking import rank_units
from app.scoring.index.uncertainty import Material, draw_index
from benchmarks.measure import Beside, best_time, compare_times, peak_memory

GROUPS = LEAVES = 7
UNITS = 10_000
Arrays = dict[str, np.ndarray]


def make_index() -> Index:
    """Make the index of the benchmark."""
    groups = [
        {
            "id": f"g{g}",
            "of": [
                {"id": f"x{g}{n}", "title": "Leaf", "unit": "%", "normalise": "minmax"}
                for n in range(LEAVES)
            ],
        }
        for g in range(GROUPS)
    ]
    tree = {"id": "root", "of": groups}
    return Index.model_validate(
        {"format": "eready-index/1", "id": "bench", "title": "Bench", "tree": tree}
    )


def make_table(index: Index, units: int) -> FigureTable:
    """Make figures of many units, one in twenty missing."""
    random = np.random.default_rng(1)
    columns = {}
    for leaf in index.leaves:
        column = random.uniform(-5.0, 60.0, size=units)
        column[random.random(units) < 0.05] = np.nan
        columns[leaf.id] = column
    return FigureTable(tuple(f"u{unit}" for unit in range(units)), columns)


def run_ours(index: Index, table: FigureTable) -> Arrays:
    """Compute index and ranks with the engine."""
    scores = score_index(index, table)
    names = ("value", "low", "high", "coverage", "effective")
    found = {name: getattr(scores, name)[:-1] for name in names}
    return {**found, "rank": rank_units(scores)}


def run_plain(table: FigureTable) -> Arrays:
    """Compute the same the plain way, three runs over all units."""
    raw = np.vstack(list(table.numbers.values()))
    low, high = np.nanmin(raw, axis=1, keepdims=True), np.nanmax(raw, axis=1, keepdims=True)
    share = 100.0 * (raw - low) / (high - low)
    has = ~np.isnan(share)
    group = np.kron(np.eye(GROUPS), np.ones(LEAVES))
    runs = {}
    for name, filler in (("value", np.nan), ("low", 0.0), ("high", 100.0)):
        own = np.where(has, share, filler)
        counted = ~np.isnan(own)
        groups = (group @ np.where(counted, own, 0.0)) / (group @ counted)
        runs[name] = np.vstack([groups.mean(axis=0)[None], groups, own])
    by_group = group @ has / LEAVES
    coverage = np.vstack([by_group.mean(axis=0)[None], by_group, has])
    rows, units = coverage.shape
    # All leaves apply to every unit: one column, looked at by all.
    shares = np.repeat([1.0, 1 / 7, 1 / 49], [1, GROUPS, GROUPS * LEAVES])
    effective = np.broadcast_to(shares[:, None], (rows, units))
    total = runs["value"][0]
    rank = np.searchsorted(np.sort(-total), -total, side="left") + 1.0
    return {**runs, "coverage": coverage, "effective": effective, "rank": rank}


def in_file_order(index: Index, plain: Arrays) -> Arrays:
    """Put the rows of the plain way into the order of the engine."""
    groups = [node.id for node in index.nodes[1:]]
    order = ["root", *groups, *(leaf.id for leaf in index.leaves)]
    rows = [order.index(part) for part in _walk(index)]
    return {name: array if name == "rank" else array[rows] for name, array in plain.items()}


def _walk(index: Index) -> list[str]:
    found = ["root"]
    for node in index.nodes[1:]:
        found += [node.id, *(leaf.id for leaf in node.of)]
    return found


def say_times(found: Beside) -> str:
    """Say how the engine did beside plain numpy."""
    return (
        f"{found.own * 1e3:.1f} ms; numpy {found.other * 1e3:.1f} ms; "
        f"{found.ratio:.2f} times (four fifths of the pairs {found.least:.2f} to {found.most:.2f}, "
        f"shortest times {found.shortest:.2f})"
    )


def main() -> None:
    """Compare, then measure growth and uncertainty."""
    index = make_index()
    table = make_table(index, UNITS)
    ours, plain = run_ours(index, table), in_file_order(index, run_plain(table))
    for name, expected in plain.items():
        np.testing.assert_allclose(ours[name], expected, atol=1e-9)
    del ours, plain, expected
    clock, processor = compare_times(lambda: run_ours(index, table), lambda: run_plain(table))
    print(f"{UNITS} units x 49 leaves, by the clock: {say_times(clock)}")
    print(f"{UNITS} units x 49 leaves, by the processor: {say_times(processor)}")
    own, other = peak_memory(lambda: run_ours(index, table)), peak_memory(lambda: run_plain(table))
    print(f"memory {own / 1e6:.0f} MB; numpy {other / 1e6:.0f} MB; {own / other:.2f} times")
    small, large = make_table(index, 2_041), make_table(index, 20_409)
    _, growth = compare_times(lambda: run_ours(index, large), lambda: run_ours(index, small), 21)
    print(f"1,000,000 figures against 100,000, by the processor: {growth.ratio:.1f} times")
    few_units = Material(make_table(index, 200))
    drawn = best_time(lambda: draw_index(index, few_units, draws=1_000, seed=1), 3)
    print(f"1,000 draws over 200 units: {drawn:.2f} s")


if __name__ == "__main__":
    main()
