"""Nodes of an index beyond the mean: copeland, second normalisation, stages, ranks, classes."""

from io import BytesIO
from typing import Any

import numpy as np
import pytest

from app.definition.index import Index, Rank
from app.response import InputFileError
from app.scoring import score_index
from app.scoring.index.copeland import compare_units
from app.scoring.index.file import (
    read_figures_csv,
    read_references,
    read_statistics_csv,
    write_statistics,
)
from app.scoring.index.ranking import class_units, rank_units, rank_values, rounded_for_rank


def leaf(name: str, **more: Any) -> dict[str, Any]:
    return {"id": name, "title": name, "unit": "%", **more}


def node(name: str, *of: dict[str, Any], **more: Any) -> dict[str, Any]:
    return {"id": name, "title": name, "of": list(of), **more}


def index(*of: dict[str, Any], head: dict[str, Any] | None = None, **more: Any) -> Index:
    tree = node("root", *of, **more)
    return Index.model_validate(
        {"format": "eready-index/1", "id": "ix", "title": "Index", "tree": tree, **(head or {})}
    )


# Three units, three criteria of weight 1: A beats B by two of three, B beats C by two of three,
# A beats C by all three.
DUEL = {
    "A": {"x": 3.0, "y": 3.0, "z": 2.0},
    "B": {"x": 2.0, "y": 2.0, "z": 3.0},
    "C": {"x": 1.0, "y": 2.0, "z": 1.0},
}


def test_copeland_counts_wins_and_losses() -> None:
    scores = score_index(index(leaf("x"), leaf("y"), leaf("z"), method="copeland"), DUEL)
    assert scores.score("root").tolist() == [2.0, 0.0, -2.0]
    assert rank_units(scores).tolist() == [1.0, 2.0, 3.0]


def test_copeland_weighs_and_compares_only_what_both_have() -> None:
    heavy = index(leaf("x"), leaf("y"), leaf("z", weight=3), method="copeland")
    assert score_index(heavy, DUEL).score("root").tolist() == [0.0, 2.0, -2.0]
    gaps = {"A": {"x": 1.0}, "B": {"x": 2.0, "y": 5.0}, "C": {"y": 4.0}}
    scores = score_index(index(leaf("x"), leaf("y"), method="copeland"), gaps)
    assert scores.score("root").tolist() == [-1.0, 2.0, -1.0]
    assert [(each.rule, each.units) for each in scores.findings] == [
        ("nothing-in-common", ("A", "C"))
    ]


def test_copeland_takes_units_in_slices(monkeypatch: pytest.MonkeyPatch) -> None:
    generator = np.random.Generator(np.random.PCG64(3))
    value = generator.random((4, 23)).round(1)
    has = generator.random((4, 23)) > 0.2
    whole = compare_units(value, has, np.ones(4))
    monkeypatch.setattr("app.scoring.index.copeland._MOST_CELLS", 23 * 5)
    parts = compare_units(value, has, np.ones(4))
    assert parts.score.tolist() == whole.score.tolist()
    assert parts.lacks_pair.tolist() == whole.lacks_pair.tolist()
    assert whole.score.sum() == 0.0


def test_a_second_normalisation_lies_above_the_leaves() -> None:
    ix = index(node("a", leaf("x"), leaf("y"), after="minmax"), leaf("z"))
    units = {"A": {"x": 1.0, "y": 3.0, "z": 50.0}, "B": {"x": 3.0, "y": 3.0, "z": 50.0},
             "C": {"x": 6.0, "y": 6.0, "z": 50.0}}  # fmt: skip
    scores = score_index(ix, units)
    assert scores.score("a").tolist() == [0.0, 25.0, 100.0]
    assert scores.score("root").tolist() == [25.0, 37.5, 75.0]
    one = index(node("a", leaf("x"), leaf("y"), after={"method": "minmax",
                "bounds": {"reference": "f.csv"}}), leaf("z"))  # fmt: skip
    alone = score_index(one, {"B": units["B"]}, references={"f.csv": scores.statistics})
    assert alone.score("a").tolist() == [25.0]
    flat = score_index(ix, {"A": units["A"], "D": units["A"]})
    assert {(each.rule, each.node) for each in flat.findings} == {("constant", "a")}
    assert flat.score("root").tolist() == [50.0, 50.0]


def test_stages_and_deductions_look_at_scores_and_figures() -> None:
    stages = [
        {"stage": 2, "needs": "score(y) >= 50"},
        {"stage": 1, "needs": "value(x) >= 10"},
    ]
    ix = index(leaf("x"), leaf("y"), method="stage", stages=stages)
    units = {"A": {"x": 10.0, "y": 50.0}, "B": {"x": 10.0, "y": 49.0}, "C": {"x": 9.0, "y": 90.0},
             "D": {"y": 90.0}}  # fmt: skip
    assert score_index(ix, units).score("root").tolist() == [100.0, 50.0, 0.0, 0.0]
    cut = index(leaf("x"), leaf("y"), deduct={"if": "score(y) < 20", "share": 0.5})
    found = score_index(cut, {"A": {"x": 90.0, "y": 10.0}, "B": {"x": 90.0, "y": 20.0}})
    assert found.score("root").tolist() == [25.0, 55.0]


def test_median_and_floor_mean_in_an_index() -> None:
    units = {"A": {"x": 10.0, "y": 90.0, "z": 30.0}}
    tree = [leaf("x"), leaf("y"), leaf("z")]
    assert score_index(index(*tree, method="median"), units).score("root").tolist() == [30.0]


def test_ranges_hold_the_value_and_fill_gaps_with_the_ends_of_the_scale() -> None:
    post = {"method": "goalposts", "minimum": 0, "maximum": 10, "to": [0, 1]}
    ix = index(leaf("x", normalise=post), leaf("y", normalise=post))
    found = score_index(ix, {"A": {"x": 5.0}, "B": {"x": 5.0, "y": 10.0}})
    assert (found.low[0].tolist(), found.high[0].tolist()) == ([0.25, 0.75], [0.75, 0.75])
    found = score_index(index(leaf("x"), leaf("y")), {"A": {"x": 4.0}, "B": {"x": 6.0, "y": 8.0}})
    assert (found.value[0, 0], found.low[0, 0], found.high[0, 0]) == (4.0, 4.0, 6.0)
    raw = index(leaf("x"), leaf("y"))
    found = score_index(
        raw, {"A": {"x": 5.0}, "B": {"x": 7.0, "y": 20.0}, "C": {"x": 9.0, "y": 4.0}}
    )
    assert (found.low[0, 0], found.high[0, 0]) == (4.5, 12.5)


def test_an_empty_node_is_a_finding() -> None:
    found = score_index(
        index(node("a", leaf("x")), leaf("y")), {"A": {"y": 1.0}, "B": {"x": 2.0, "y": 1.0}}
    )
    assert found.of("A")["a"].status == "empty"
    assert [(each.rule, each.node, each.units) for each in found.findings] == [
        ("empty", "a", ("A",))
    ]


def test_the_last_figure_of_a_unit_is_carried_forward() -> None:
    data = b"unit,year,x\nA,2020,\nA,2018,4\nA,2019,5\nB,2019,\nB,2020,7\n"
    ix = index(leaf("x", impute="last"))
    file = read_figures_csv(BytesIO(data), ix)
    scores = score_index(ix, file.table)
    assert scores.value[1].tolist()[:3] == [5.0, 4.0, 5.0]
    assert np.isnan(scores.value[1, 3])
    with pytest.raises(InputFileError, match="year"):
        read_figures_csv(BytesIO(b"unit,x\nA,1\n"), ix)


# --- Ranks and classes ------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("values", "rule", "ranks"),
    [
        ([3.0, 1.0, 3.0, np.nan], Rank(), [1, 3, 1, None]),
        ([3.0, 1.0, 3.0], Rank(order="ascending"), [2, 1, 2]),
        ([0.12345, 0.1234, 0.12344], Rank(decimals=4), [1, 2, 2]),
        ([1 / 3, 1 / 3 + 1e-13, 0.3], Rank(), [1, 1, 3]),
        ([2.675, 2.68, 2.6749], Rank(decimals=2), [1, 1, 3]),
    ],
)
def test_ranks(values: list[float], rule: Rank, ranks: list[int | None]) -> None:
    found = rank_values(np.array(values), rule).tolist()
    assert [None if np.isnan(rank) else rank for rank in found] == ranks


def test_rounding_goes_by_the_shortest_text_and_away_from_zero() -> None:
    values = np.array([2.675, -2.675, 1.005, 0.5, 0.0, 123456.5])
    assert rounded_for_rank(values, Rank(decimals=2)).tolist() == [
        2.68, -2.68, 1.01, 0.5, 0.0, 123456.5,
    ]  # fmt: skip
    assert rounded_for_rank(np.array([1.23456789049, 1.23456789051]), Rank()).tolist() == [
        1.23456789, 1.234567891,
    ]  # fmt: skip


CLASSES = {
    "classes": [
        {"id": "high", "from": 75, "name": "High"},
        {"id": "low", "from": 0, "name": "Low"},
    ],
    "rank": {"decimals": 1},
}


def test_classes_take_the_rounded_value_and_include_their_border() -> None:
    units = {"A": {"x": 74.96}, "B": {"x": 74.94}, "C": {"x": -3.0}, "D": {"x": None}}
    scores = score_index(index(leaf("x"), head=CLASSES), units)
    assert [found and found.id for found in class_units(scores)] == ["high", "low", None, None]


def test_variants_show_another_node_and_may_have_no_rank() -> None:
    variants = [
        {"id": "whole", "when": "coverage(a) >= 0.5"},
        {"id": "part", "when": "coverage(a) < 0.5", "tree": "b", "rank": "false"},
    ]
    ix = index(node("a", leaf("x")), node("b", leaf("y")), head={"variants": variants})
    scores = score_index(
        ix, {"A": {"x": 10.0, "y": 20.0}, "B": {"y": 90.0}, "C": {"x": 0.0, "y": 4.0}}
    )
    assert scores.headlines().tolist() == [15.0, 90.0, 2.0]
    ranks = rank_units(scores).tolist()
    assert (ranks[0], ranks[2]) == (1.0, 2.0)
    assert np.isnan(ranks[1])
    groups = rank_units(scores, ["north", "north", None]).tolist()
    assert groups[0] == 1.0
    assert np.isnan(groups[2])


# --- Files ------------------------------------------------------------------------------------


def test_every_fault_of_a_file_of_figures_has_its_place() -> None:
    data = b"unit,x,y,note,x\nA,1,2,a,1\n"
    ix = index(leaf("x"), leaf("y", answers={"yes": 1, "no": 0}))
    with pytest.raises(InputFileError) as caught:
        read_figures_csv(BytesIO(data), ix, name="d.csv")
    assert [(each.rule, each.line, each.column) for each in caught.value.findings] == [
        ("second-column", 1, 5)
    ]
    data = b'unit,x,y\nA,1_0,yes\nB,nan,maybe\nB,1,no\n,2,no\nC,"1,5",\nD,1\nE,1e999,no\n'
    with pytest.raises(InputFileError) as caught:
        read_figures_csv(BytesIO(data), ix, name="d.csv")
    assert [(each.rule, each.line, each.column) for each in caught.value.findings] == [
        ("not-a-number", 2, 2), ("not-a-number", 3, 2), ("unknown-answer", 3, 3),
        ("second-row", 4, 1), ("no-unit", 5, 1), ("not-a-number", 6, 2), ("wrong-length", 7, 2),
        ("not-a-number", 8, 2),
    ]  # fmt: skip
    with pytest.raises(InputFileError, match="'y' has no column"):
        read_figures_csv(BytesIO(b"unit,x\nA,1\n"), ix)


def test_other_columns_are_groups_or_a_warning() -> None:
    data = b"\xef\xbb\xbfunit,region,x,comment\r\nA,north,1,\r\nB,,2,hm\r\n"
    file = read_figures_csv(BytesIO(data), index(leaf("x")), groups=["region"])
    assert file.groups == {"region": ("north", None)}
    assert file.warnings == ("The column 'comment' is not used.",)
    assert file.table.numbers["x"].tolist() == [1.0, 2.0]


def test_statistics_survive_their_file(tmp_path: Any) -> None:
    scores = score_index(index(leaf("x", normalise="zscore")), {"A": {"x": 0.1}, "B": {"x": 0.3}})
    text = write_statistics(scores.statistics)
    assert text.splitlines()[0] == "leaf,min,max,mean,sd,n"
    assert read_statistics_csv(BytesIO(text.encode())) == scores.statistics
    (tmp_path / "f.csv").write_text(text)
    rule = {"method": "zscore", "bounds": {"reference": "f.csv"}}
    ix = index(leaf("x", normalise=rule))
    assert read_references(ix, tmp_path) == {"f.csv": scores.statistics}
    with pytest.raises(InputFileError, match="no such file"):
        read_references(ix, tmp_path / "elsewhere")
    rule["bounds"] = {"reference": "../f.csv"}  # type: ignore[assignment]
    with pytest.raises(InputFileError, match="outside"):
        read_references(index(leaf("x", normalise=rule)), tmp_path / "sub")
    with pytest.raises(InputFileError, match="column n"):
        read_statistics_csv(BytesIO(b"leaf,min,max,mean,sd\n"))
