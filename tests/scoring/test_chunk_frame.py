"""Frames of answers scored one after the other, and over a small cluster: the same numbers."""

import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from random import Random
from typing import Any

import numpy as np
import pandas as pd
import pytest

from app.response import Answer, Answers
from app.scoring import SCORE_COLUMNS, ScoringError, score_batch, score_index, score_rows
from app.scoring.cluster import score_dask, score_index_dask
from app.scoring.frames import (
    answers_from_frame,
    figures_from_frame,
    score_frames,
    scores_frame,
    wide_frame,
)
from app.scoring.index.ranking import rank_units
from tests.scoring.sample import choice, level, multi, number, pillar, toolkit, topic, yesno
from tests.scoring.strategy import SETTINGS, make_answers, make_toolkit
from tests.scoring.test_chunk_index import RICH, many

KIT = toolkit(
    pillar(
        "P",
        topic("T", level("L"), number("N", weight=2), choice("C", 0, 40, 100)),
        topic("U", multi("M", 1, 2), yesno("Y", when="level(L) >= 2"), level("K")),
    )
)


def some_answers(units: int) -> pd.DataFrame:
    random = np.random.default_rng(5)
    frame = pd.DataFrame(
        {
            "L": random.integers(0, 5, units).astype(float),
            "N": random.uniform(0, 100, units),
            "C": random.choice(["o0", "o1", "o2"], units),
            "M": random.choice(["o0", "o1", "o0;o1"], units),
            "Y": random.choice(["yes", "no", "partly"], units),
        },
        index=[f"u{unit}" for unit in range(units)],
    )
    return frame.mask(random.random(frame.shape) < 0.15)


def frames(whole: pd.DataFrame, size: int) -> Iterator[pd.DataFrame]:
    return (whole.iloc[start : start + size] for start in range(0, len(whole), size))


def test_frames_hold_what_the_rows_hold() -> None:
    for seed in range(40):
        random = Random(seed)  # noqa: S311 (a seed, no secret)
        kit = make_toolkit(random)
        answers = {f"u{n}": make_answers(random, kit) for n in range(5)}
        table = score_batch(kit, answers, SETTINGS[seed % len(SETTINGS)])
        plain = pd.DataFrame(list(score_rows(table)), columns=list(SCORE_COLUMNS))
        found = scores_frame(table)
        assert list(found.columns) == list(SCORE_COLUMNS)
        pd.testing.assert_frame_equal(found, plain.astype(found.dtypes), check_exact=True)


def test_a_frame_holds_what_typed_answers_hold() -> None:
    frame = some_answers(60)
    units = {
        unit: Answers(
            Answer(name, value=_typed(name, cell))
            for name, cell in row.items()
            if cell == cell  # noqa: PLR0124
        )
        for unit, row in frame.iterrows()
    }
    expected = scores_frame(score_batch(KIT, units))
    found = scores_frame(score_batch(KIT, answers_from_frame(KIT, frame)))
    pd.testing.assert_frame_equal(found, expected, check_exact=True)


def _typed(name: str, cell: Any) -> Any:
    if name == "M":
        return tuple(cell.split(";"))
    return int(cell) if name == "L" else cell


@pytest.mark.parametrize("size", [1, 3, 50, 1_000])
@pytest.mark.parametrize("wide", [False, True])
def test_frame_after_frame_gives_the_numbers_of_the_whole(size: int, wide: bool) -> None:
    whole = some_answers(600)
    table = score_batch(KIT, answers_from_frame(KIT, whole))
    expected = wide_frame(table) if wide else scores_frame(table)
    found = pd.concat(list(score_frames(KIT, frames(whole, size), wide=wide)))
    found = found if wide else found.reset_index(drop=True)
    pd.testing.assert_frame_equal(found, expected, check_exact=True)


def test_what_a_frame_cannot_hold_is_refused() -> None:
    for frame, match in (
        (pd.DataFrame({"L": [1.0, 9.0]}, index=["a", "b"]), "b, L: 9.0 is not a possible answer"),
        (pd.DataFrame({"L": [1, 2]}, index=["a", "a"]), "unit stands there twice: a"),
        (pd.DataFrame([[1, 2]], columns=["L", "L"]), "column stands there twice: L"),
        (pd.DataFrame({"M": [["o0"]]}), "plain values"),
        (pd.DataFrame({"N": ["many"]}), "'many' is not a possible answer"),
    ):
        with pytest.raises(ScoringError, match=match):
            answers_from_frame(KIT, frame)
    blank = pd.DataFrame({"M": ["", " ; "], "C": ["", None], "L": [None, np.nan]})
    assert not answers_from_frame(KIT, blank).state.any()


def figures(units: int) -> pd.DataFrame:
    table = many(units)
    return pd.DataFrame(dict(table.numbers), index=list(table.units))


def test_figures_from_a_frame() -> None:
    frame = figures(50)
    found = score_index(RICH, figures_from_frame(RICH, frame))
    assert np.array_equal(found.value, score_index(RICH, many(50)).value, equal_nan=True)
    with pytest.raises(ScoringError, match="a: a cell is no number"):
        figures_from_frame(RICH, frame.assign(a="many"))


def test_scoring_does_not_load_dask() -> None:
    code = "import sys, app.scoring.cluster, eready; sys.exit('dask' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0


@pytest.mark.needs_dask
def test_a_small_cluster_gives_the_same_numbers(tmp_path: Path) -> None:
    import dask.dataframe as dd  # noqa: PLC0415 (an extra)
    from distributed import Client, LocalCluster  # noqa: PLC0415 (the same)

    answers, numbers = some_answers(900), figures(900)
    table = score_batch(KIT, answers_from_frame(KIT, answers))
    whole = score_index(RICH, many(900))
    options = {"n_workers": 2, "threads_per_worker": 1, "dashboard_address": None}
    with (
        LocalCluster(processes=True, local_directory=tmp_path / "dask", **options) as cluster,
        Client(cluster),
    ):
        given = dd.from_pandas(answers, npartitions=4, sort=False)
        long = score_dask(KIT, given).compute().reset_index(drop=True)
        wide = score_dask(KIT, given, wide=True).compute()
        source = dd.from_pandas(numbers, npartitions=3, sort=False)
        parts = tmp_path / "parts"
        parts.mkdir()
        made = [
            score_index_dask(RICH, source, size=250).compute(),
            score_index_dask(RICH, source, size=400, folder=parts).compute(),
        ]
        with pytest.raises(ScoringError, match="not a possible answer"):
            score_dask(KIT, given.assign(C="o9")).compute()
    pd.testing.assert_frame_equal(long, scores_frame(table), check_exact=True, check_dtype=False)
    pd.testing.assert_frame_equal(wide, wide_frame(table), check_exact=True, check_dtype=False)
    assert len(list(parts.iterdir())) == 3
    for found in made:
        assert tuple(found.index) == whole.units
        assert list(found.columns) == [*(part.id for part in whole.plan.parts), "rank"]
        for name in found.columns[:-1]:
            assert np.array_equal(found[name], whole.score(name), equal_nan=True), name
        assert np.array_equal(found["rank"], rank_units(whole), equal_nan=True)
