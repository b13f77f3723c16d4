"""From a raw figure to points: the steps on a leaf of an index.

In this order: clip, transform, direction, normalise, round. Goalposts are written in raw units and
pass through clip and transform with the data; where lower is better they turn with it.
"""

from collections.abc import Callable, Mapping
from typing import Final

import numpy as np

from app.definition.index import IndexLeaf, Normalise, Transform
from app.scoring.array import Floats
from app.scoring.error import ScoringError
from app.scoring.rounding import round_node

Step = Callable[[Floats], Floats]


def _shifted_log(shift: float) -> Step:
    return lambda raw: np.log(raw + shift)


_TRANSFORM: Final[Mapping[str, Callable[[Transform], Step]]] = {
    "none": lambda _: lambda raw: raw,
    "log10": lambda _: np.log10,
    "log1p": lambda _: np.log1p,
    "sqrt": lambda _: np.sqrt,
    "ln": lambda transform: _shifted_log(transform.shift or 0.0),
}


def _prepare(leaf: IndexLeaf) -> Step:
    transform = _TRANSFORM[leaf.transform.method](leaf.transform)
    clip = leaf.clip

    def prepare(raw: Floats) -> Floats:
        held = raw if clip is None else np.clip(raw, *clip)
        with np.errstate(divide="ignore", invalid="ignore"):
            return transform(held)

    return prepare


def _goalposts(leaf: IndexLeaf, rule: Normalise, prepare: Step, raw: Floats) -> Floats:
    """V = (x - minimum) / (maximum - minimum), clamped unless `clamp: false`."""
    if rule.minimum is None or rule.maximum is None:
        raise ScoringError(f"{leaf.id}: goalposts need a minimum and a maximum.")
    if rule.clamp:
        # Clamped before the transform too: a figure of 0 then has a place on a logarithmic scale.
        raw = np.clip(raw, min(rule.minimum, rule.maximum), max(rule.minimum, rule.maximum))
    low, high = prepare(np.array([rule.minimum, rule.maximum])).tolist()
    place = prepare(raw)
    share = (high - place if leaf.direction == "lower" else place - low) / (high - low)
    if rule.clamp:
        share = np.clip(share, 0.0, 1.0)
    value: Floats = rule.to[0] + (rule.to[1] - rule.to[0]) * share
    return value


def _as_it_is(leaf: IndexLeaf, _rule: Normalise, prepare: Step, raw: Floats) -> Floats:
    value = prepare(raw)
    return -value if leaf.direction == "lower" else value


NORMALISE: Final[Mapping[str, Callable[[IndexLeaf, Normalise, Step, Floats], Floats]]] = {
    "goalposts": _goalposts,
    "none": _as_it_is,
}
_NONE: Final = Normalise(method="none")


def normalise_leaf(leaf: IndexLeaf, raw: Floats) -> Floats:
    """Give the normalised figures of one leaf for all units, NaN where there is none.

    ScoringError for a step that this engine does not have yet.
    """
    for name in ("denominate", "impute", "treat"):
        if getattr(leaf, name):
            raise ScoringError(f"{leaf.id}: {name} is not computed yet.")
    if leaf.answers:
        raise ScoringError(f"{leaf.id}: a map of answers is not computed yet.")
    rule = leaf.normalise or _NONE
    if rule.method not in NORMALISE:
        known = ", ".join(NORMALISE)
        raise ScoringError(f"{leaf.id}: {rule.method} is not computed yet; there are {known}.")
    value = NORMALISE[rule.method](leaf, rule, _prepare(leaf), raw)
    return value if leaf.round is None else round_node(value, leaf.round)


def ends_of(leaf: IndexLeaf) -> tuple[float, float]:
    """Give the least and greatest that the leaf can be worth: the ends of `to`."""
    rule = leaf.normalise or _NONE
    return rule.to
