"""The same engine over Dask: tables larger than one machine's memory, with the same numbers.

Dask is an extra (`pip install eready[dask]`), loaded inside the functions. Scores of questionnaires
are computed partition by partition. Of an index, leaves are computed column after column where the
functions are called, since a normalisation looks at a whole column; the tree is then computed
where the partitions are.
"""

from __future__ import annotations

import pickle
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

from app.scoring.engine import FULL
from app.scoring.frames import figures_from_frame, score_frame
from app.scoring.index.figure import columns_of, pillar_columns
from app.scoring.index.part import UNITS_AT_ONCE, IndexSetting, score_index_parts
from app.scoring.index.ranking import rank_among, ranked_headlines

if TYPE_CHECKING:
    from collections.abc import Iterator

    import dask.dataframe as dd
    import pandas as pd

    from app.definition.index import Index
    from app.definition.toolkit import Toolkit
    from app.response.setting import Setting
    from app.scoring.array import Floats
    from app.scoring.index.figure import FigureTable
    from app.scoring.index.part import IndexParts, Part

_RANKED = " ranked"
"""A column whose name no node can have."""


def score_dask(
    toolkit: Toolkit, answers: dd.DataFrame, setting: Setting = FULL, *, wide: bool = False
) -> dd.DataFrame:
    """Score a Dask frame of answers: one row a unit (its index), one column a question.

    Gives a Dask frame with the columns of `eready score`; with `wide` one row a unit and one column
    a node. Nothing is computed before the result is asked for; what `score_frames` raises comes
    then.
    """
    return answers.map_partitions(
        _score_partition, toolkit, setting, wide, meta=_meta(toolkit, setting, wide=wide)
    )


def _score_partition(
    frame: pd.DataFrame,
    toolkit: Toolkit,
    setting: Setting,
    wide: bool,  # noqa: FBT001 (Dask hands arguments over by place)
) -> pd.DataFrame:
    return score_frame(toolkit, frame, setting, wide=wide)


def _meta(toolkit: Toolkit, setting: Setting, *, wide: bool) -> pd.DataFrame:
    """Give an empty frame of the columns to come."""
    import pandas as pd  # noqa: PLC0415 - see the top of the file

    found = score_frame(toolkit, pd.DataFrame(index=["unit"]), setting, wide=wide)
    return found.iloc[:0]


def score_index_dask(
    index: Index,
    figures: dd.DataFrame,
    setting: IndexSetting | None = None,
    *,
    size: int = UNITS_AT_ONCE,
    folder: Path | None = None,
) -> dd.DataFrame:
    """Score an index over a Dask frame of figures: one row a unit (its index), one column a leaf.

    Gives a Dask frame with a row for each unit and a column for each node and leaf, then `rank`:
    the numbers of `score_index`, NaN where nothing is published, `size` units a partition. Figures,
    leaves and ranks are computed at once, the rest when it is asked for.

    The columns travel to the workers inside the graph. Where they are too many for that, `folder`
    names a place that all workers see: each partition's columns are a file there, to be deleted by
    whoever named it once the result is computed. Raises what `score_index_parts` raises.
    """
    import dask  # noqa: PLC0415 - see the top of the file
    import dask.dataframe as dd  # noqa: PLC0415

    parts = score_index_parts(index, _tables(index, figures), setting, size=size, folder=folder)
    names = [part.id for part in parts.plan.parts]
    meta = _index_frame((), {name: np.empty(0) for name in [*names, "rank"]})
    if not len(parts):
        return dd.from_pandas(meta, npartitions=1)
    score_part = dask.delayed(_score_part)
    made = [score_part(_sendable(parts, place, folder), names) for place in range(len(parts))]
    ranked = dask.compute(*(dask.delayed(_ranked_of)(frame) for frame in made))
    ranks = np.split(
        rank_among(np.concatenate(ranked), index.rank),
        np.cumsum([len(found) for found in ranked])[:-1],
    )
    add_rank = dask.delayed(_with_rank)
    whole = [add_rank(frame, rank) for frame, rank in zip(made, ranks, strict=True)]
    return dd.from_delayed(whole, meta=meta, verify_meta=False)


def _sendable(parts: IndexParts, place: int, folder: Path | None) -> Part | Path:
    """Give a part, or the file that holds it."""
    import cloudpickle  # noqa: PLC0415 - comes with Dask

    part = parts.part(place)
    if folder is None:
        return part
    file = folder.resolve() / f"{parts.plan.index.id}-{place}.part"
    file.write_bytes(cloudpickle.dumps(part))
    return file


def _score_part(part: Part | Path, names: list[str]) -> pd.DataFrame:
    """Score one part where it is, with the number each unit is ranked by."""
    if isinstance(part, Path):
        # Written by this program a moment ago, into the folder it was given.
        read: Part = pickle.loads(part.read_bytes())  # noqa: S301
        return _score_part(read, names)
    scores = part.score()
    columns = {name: scores.score(name) for name in names}
    return _index_frame(scores.units, columns | {_RANKED: ranked_headlines(scores)})


def _ranked_of(frame: pd.DataFrame) -> Floats:
    found: Floats = frame[_RANKED].to_numpy()
    return found


def _with_rank(frame: pd.DataFrame, rank: Floats) -> pd.DataFrame:
    return frame.drop(columns=_RANKED).assign(rank=rank)


def _index_frame(units: tuple[str, ...], columns: dict[str, Floats]) -> pd.DataFrame:
    import pandas as pd  # noqa: PLC0415 - see the top of the file

    return pd.DataFrame(columns, index=pd.Index(units, name="unit", dtype="str"))


def _tables(index: Index, figures: dd.DataFrame) -> Iterator[FigureTable]:
    """Give one partition after the other as columns that an index reads."""
    nodes = pillar_columns(index)
    wanted = [*columns_of(index), *nodes, *nodes.values()]
    here = [name for name in dict.fromkeys(wanted) if name in figures.columns]
    for partition in figures[here].partitions:
        yield figures_from_frame(index, partition.compute())
