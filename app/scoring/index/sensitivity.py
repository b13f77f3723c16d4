"""What an index is sensitive to: Sobol's indices, and what becomes of it without one leaf."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass

import numpy as np

from app.definition.index import Index, IndexLeaf, IndexNode
from app.scoring.array import Floats
from app.scoring.error import ScoringError
from app.scoring.index.ranking import rank_units
from app.scoring.index.uncertainty import Material, score_material

Model = Callable[[Floats], Floats]
"""From N points of d inputs, uniform on 0..1, shape (N, d), to outputs of shape (N,) or (N, m)."""


@dataclass(frozen=True, slots=True)
class Sensitivity:
    """How much of an output's variance comes from each input; shape (d,) or (d, m).

    Attributes:
        first: By the input alone.
        total: By the input and everything it acts together with.
    """

    first: Floats
    total: Floats


def sobol_indices(model: Model, *, inputs: int, draws: int, seed: int) -> Sensitivity:
    """Estimate first-order and total Sobol indices by N (d + 2) runs of a model.

    The estimators are centred: the mean of both samples is taken off before products are formed
    (Sobol', 2001; Saltelli and others, 2010; total by Jansen, 1999). Points come from PCG64(seed).
    An output without variance has indices of 0. Raises ScoringError for fewer than two draws.
    """
    if draws < 2 or inputs < 1:
        raise ScoringError("Sensitivity needs at least one input and two draws.")
    generator = np.random.Generator(np.random.PCG64(seed))
    points = generator.random((draws, 2 * inputs))
    a, b = points[:, :inputs], points[:, inputs:]
    at_a, at_b = model(a), model(b)
    centre = (at_a.mean(axis=0) + at_b.mean(axis=0)) / 2.0
    at_a, at_b = at_a - centre, at_b - centre
    variance = (np.mean(at_a**2, axis=0) + np.mean(at_b**2, axis=0)) / 2.0
    first, total = [], []
    for place in range(inputs):
        mixed = a.copy()
        mixed[:, place] = b[:, place]
        at_mixed = model(mixed) - centre
        first.append(np.mean(at_b * (at_mixed - at_a), axis=0))
        total.append(np.mean((at_a - at_mixed) ** 2, axis=0) / 2.0)
    scale = np.where(variance > 0.0, variance, np.inf)
    return Sensitivity(np.array(first) / scale, np.array(total) / scale)


@dataclass(frozen=True, slots=True)
class Omission:
    """What becomes of the ranks without one leaf.

    Attributes:
        leaf: The leaf left out.
        ranks: By unit, None without a rank.
        shift: Mean absolute change of the ranks of units that have both.
    """

    leaf: str
    ranks: Mapping[str, int | None]
    shift: float


def leave_one_out(index: Index, material: Material) -> tuple[Omission, ...]:
    """Compute the index without each of its leaves in turn, in file order.

    A node left without children goes with its last leaf; an index of one leaf gives nothing.
    """
    whole = rank_units(score_material(index, material))
    found = []
    for leaf in index.leaves:
        tree = _without(index.tree, leaf)
        if tree is None:
            continue
        scores = score_material(index.model_copy(update={"tree": tree}), material)
        ranks = rank_units(scores)
        both = ~np.isnan(whole) & ~np.isnan(ranks)
        shift = float(np.abs(whole - ranks)[both].mean()) if both.any() else 0.0
        names = {
            unit: None if np.isnan(rank) else int(rank)
            for unit, rank in zip(scores.units, ranks, strict=True)
        }
        found.append(Omission(leaf.id, names, shift))
    return tuple(found)


def _without(node: IndexNode, leaf: IndexLeaf) -> IndexNode | None:
    kept: list[IndexNode | IndexLeaf] = []
    for child in node.of:
        if isinstance(child, IndexNode):
            smaller = _without(child, leaf)
            if smaller is not None:
                kept.append(smaller)
        elif child.id != leaf.id:
            kept.append(child)
    return node.model_copy(update={"of": tuple(kept)}) if kept else None
