"""Leaves of an index that read a score of the questionnaire."""

from collections.abc import Mapping, Sequence
from typing import NamedTuple, Protocol

import numpy as np

from app.definition.index import IndexLeaf
from app.scoring.array import Floats, Truths
from app.scoring.index.figure import FigureTable, References
from app.scoring.index.finding import IndexFinding
from app.scoring.index.leaf import find_statistic
from app.scoring.index.normalising import Pool, Scale, fit_scale
from app.scoring.rounding import round_node


class PillarScore(Protocol):
    """What a leaf with `pillar` reads of a node of the questionnaire; a NodeScore is one."""

    @property
    def score(self) -> float | None:
        """0..100, None unless published."""

    @property
    def low(self) -> float | None:
        """The least it could be."""

    @property
    def high(self) -> float | None:
        """The greatest it could be."""

    @property
    def coverage(self) -> float:
        """0..1."""

    @property
    def status(self) -> str:
        """Status of the node; not-applicable takes the leaf out."""


PillarScores = Mapping[str, Mapping[str, PillarScore]]


class PillarColumn(NamedTuple):
    """A leaf of the questionnaire over U units; NaN where there is no score."""

    value: Floats
    low: Floats
    high: Floats
    coverage: Floats
    applies: Truths
    scale: Scale
    findings: tuple[IndexFinding, ...]


def read_pillar_leaf(
    leaf: IndexLeaf, table: FigureTable, scores: PillarScores, references: References
) -> PillarColumn:
    """Read a node of the questionnaire for all units.

    It is not normalised unless the leaf says so. A figure of the leaf's own column stands in its
    place, with coverage 1. What is not known of a range lies between 0 and 100.
    """
    own = table.number(leaf.id)
    given = ~np.isnan(own)
    found = [scores.get(unit, {}).get(leaf.pillar or "") for unit in table.units]
    score = np.where(given, own, _numbers([node.score if node else None for node in found]))
    low = np.where(given, own, _numbers([node.low if node else None for node in found]))
    high = np.where(given, own, _numbers([node.high if node else None for node in found]))
    low, high = np.where(np.isnan(low), 0.0, low), np.where(np.isnan(high), 100.0, high)
    coverage = np.where(given, 1.0, [node.coverage if node else 0.0 for node in found])
    applies = given | np.array(
        [node is None or node.status != "not-applicable" for node in found], dtype=np.bool_
    )
    scale = Scale(lambda column: column, (0.0, 100.0))
    findings: tuple[IndexFinding, ...] = ()
    if leaf.normalise is not None:
        statistic = find_statistic(leaf.normalise, leaf.id, references)
        sign = -1.0 if leaf.direction == "lower" else 1.0
        scale = fit_scale(leaf.normalise, Pool(score, table.units, sign, statistic=statistic))
        findings = (IndexFinding(scale.finding, leaf.id),) if scale.finding else ()
    value, ends = scale.read(score), (scale.read(low), scale.read(high))
    if leaf.round is not None:
        value = round_node(value, leaf.round)
    return PillarColumn(value, np.fmin(*ends), np.fmax(*ends), coverage, applies, scale, findings)


def _numbers(found: Sequence[float | None]) -> Floats:
    return np.array([np.nan if number is None else number for number in found], dtype=np.float64)
