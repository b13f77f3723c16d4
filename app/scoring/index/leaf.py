"""From the raw figures of one leaf to its values: the steps of one column over all units.

In this order: answers map, denominate, impute, clip, transform, treat, direction, normalise, round.
Impute and treat see the undirected value. Goalposts, targets, points and reference bounds are
written in raw units and pass through clip and transform with the data.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Final

import numpy as np

from app.definition.index import IndexLeaf, Normalise, Transform
from app.scoring.array import Floats, Truths
from app.scoring.error import ScoringError
from app.scoring.index.figure import LARGEST, FigureTable, References, Statistic
from app.scoring.index.finding import IndexFinding
from app.scoring.index.imputing import fill_gaps
from app.scoring.index.normalising import Pool, Scale, fit_scale
from app.scoring.index.treating import winsorise
from app.scoring.rounding import round_node

Step = Callable[[Floats], Floats]
NONE: Final = Normalise(method="none")
SKIP: Final = "skip"
_IN_RAW_UNITS: Final = frozenset({"goalposts", "distance-to-target", "distance-to-point", "scaled"})
"""Normalisations whose numbers are written in raw units, whatever bounds they have."""


@dataclass(frozen=True, slots=True)
class LeafColumn:
    """A leaf over U units.

    Attributes:
        raw: The figures after answers map and denominator, NaN where missing.
        value: On the scale, NaN where there is none.
        ends: The least and greatest a figure that is missing or filled could be worth.
        is_imputed: Where a gap was filled: such a value does not count in coverage.
        is_skipped: Where an answer says that the leaf does not apply.
        is_excluded: Where the definition leaves the figure out.
        described: The column that was normalised, and its raw figures where it holds them still.
        scale: What it was normalised by.
        findings: Why values are missing that were given.
    """

    raw: Floats
    value: Floats
    ends: tuple[float, float]
    is_imputed: Truths
    is_skipped: Truths
    is_excluded: Truths
    described: tuple[Floats, Floats]
    scale: Scale
    findings: tuple[IndexFinding, ...]


def read_leaf(leaf: IndexLeaf, table: FigureTable, references: References) -> LeafColumn:
    """Compute one leaf for all units.

    Raises ScoringError for a text that is none of the leaf's answers, and for a column of groups or
    years that is not there.
    """
    findings: list[IndexFinding] = []
    given, is_skipped = _map_answers(leaf, table)
    raw = _denominate(leaf, given, table, findings)
    is_excluded = _excluded(leaf, table, given)
    held = raw if leaf.exclude is None else np.where(is_excluded, np.nan, raw)
    filled = held
    is_imputed = np.zeros(raw.shape, dtype=np.bool_)
    if leaf.impute is not None:
        filled = np.where(is_skipped | is_excluded, np.nan, fill_gaps(leaf, held, table))
        is_imputed = np.isnan(held) & ~np.isnan(filled)
    column = prepare(leaf)(filled)
    if leaf.transform.method != "none":
        findings += _find("non-positive", leaf, table, np.isnan(column) & ~np.isnan(filled))
    treated, unmoved = _treat(leaf, column, filled, findings)
    rule = leaf.normalise or NONE
    scale = fit_scale(rule, _pool(leaf, treated, table.units, references))
    why = scale.finding
    if why is None and np.isnan(filled).all():
        why = "missing"
    # Where every figure was lost on the way, that has been said already.
    if why is not None and not (why == "missing" and findings):
        findings.append(IndexFinding(why, leaf.id))
    value = scale.read(treated)
    if leaf.round is not None:
        value = round_node(value, leaf.round)
    has_value = ~np.isnan(value)
    if scale.finding is None and not has_value.all():
        findings += _find("non-positive", leaf, table, ~has_value & ~np.isnan(treated))
    return LeafColumn(
        raw=raw,
        value=value,
        ends=_ends(leaf, scale, value),
        is_imputed=is_imputed & has_value,
        is_skipped=is_skipped,
        is_excluded=is_excluded,
        described=(treated, unmoved),
        scale=scale,
        findings=tuple(findings),
    )


def _find(rule: str, leaf: IndexLeaf, table: FigureTable, where: Truths) -> list[IndexFinding]:
    """Give a finding about the units where something is so; none without any."""
    if not where.any():
        return []
    units = tuple(table.units[row] for row in np.flatnonzero(where))
    return [IndexFinding(rule, leaf.id, units)]


def _map_answers(leaf: IndexLeaf, table: FigureTable) -> tuple[Floats, Truths]:
    """Give the numbers that answers stand for, and where an answer says: does not apply."""
    count = len(table.units)
    words = table.words.get(leaf.id)
    if not leaf.answers or words is None:
        return table.number(leaf.id), np.zeros(count, dtype=np.bool_)
    strange = sorted({word for word in words if word is not None} - leaf.answers.keys())
    if strange:
        known = ", ".join(leaf.answers)
        raise ScoringError(f"{leaf.id}: {strange[0]!r} is none of the answers {known}.")
    worth = {word: np.nan if to == SKIP else float(to) for word, to in leaf.answers.items()}
    skipped = {word for word, to in leaf.answers.items() if to == SKIP}
    numbers = np.array([np.nan if word is None else worth[word] for word in words])
    return numbers, np.array([word in skipped for word in words], dtype=np.bool_)


def _denominate(
    leaf: IndexLeaf, given: Floats, table: FigureTable, findings: list[IndexFinding]
) -> Floats:
    if leaf.denominate is None:
        return given
    below = table.number(leaf.denominate)
    with np.errstate(divide="ignore", invalid="ignore", over="ignore"):
        shares: Floats = given / below
        is_lost = (below == 0.0) | (np.abs(shares) > LARGEST)
    findings += _find("zero-denominator", leaf, table, is_lost & ~np.isnan(given))
    return np.where(is_lost, np.nan, shares)


def _excluded(leaf: IndexLeaf, table: FigureTable, given: Floats) -> Truths:
    if leaf.exclude is None:
        return np.zeros(len(table.units), dtype=np.bool_)
    return np.isin(np.array(table.units), leaf.exclude.codes) & ~np.isnan(given)


# --- Clip and transform -----------------------------------------------------------------------

_TRANSFORM: Final[Mapping[str, Callable[[Transform], Step]]] = {
    "none": lambda _: lambda raw: raw,
    "log10": lambda _: np.log10,
    "log1p": lambda _: np.log1p,
    "sqrt": lambda _: np.sqrt,
    "ln": lambda transform: lambda raw: np.log(raw + (transform.shift or 0.0)),
}


def prepare(leaf: IndexLeaf) -> Step:
    """Give the step from raw units to those in which a leaf is normalised: clip and transform."""
    transform = _TRANSFORM[leaf.transform.method](leaf.transform)
    held = _held_by_goalposts(leaf)
    is_plain = leaf.transform.method == "none"

    def step(raw: Floats) -> Floats:
        column = raw if leaf.clip is None else np.clip(raw, *leaf.clip)
        if held is not None:
            column = np.clip(column, *held)
        if is_plain:
            return column
        with np.errstate(divide="ignore", invalid="ignore"):
            column = transform(column)
        return np.where(np.isfinite(column), column, np.nan)

    return step


def _held_by_goalposts(leaf: IndexLeaf) -> tuple[float, float] | None:
    """Where a figure is held between goalposts anyway, hold it before a transformation.

    A figure of 0 then has a place on a logarithmic scale. Treatment must see what was measured.
    """
    rule = leaf.normalise
    if rule is None or rule.method != "goalposts" or not rule.clamp or leaf.treat is not None:
        return None
    if leaf.transform.method == "none" or rule.minimum is None or rule.maximum is None:
        return None
    return min(rule.minimum, rule.maximum), max(rule.minimum, rule.maximum)


# --- Treat and normalise ----------------------------------------------------------------------


def _treat(
    leaf: IndexLeaf, column: Floats, raw: Floats, findings: list[IndexFinding]
) -> tuple[Floats, Floats]:
    if leaf.treat is None:
        return column, raw
    may_log = not _is_in_raw_units(leaf.normalise or NONE)
    found = winsorise(column, leaf.treat.winsorise, may_log=may_log)
    if not may_log and winsorise(column, leaf.treat.winsorise).is_logged:
        findings.append(IndexFinding("treat-bounds", leaf.id))
    if found.is_logged:
        return found.values, found.values
    # A point pulled in stands where another one does, whose raw figure a reference can name.
    return found.values, np.where(found.values == column, raw, np.nan)


def _is_in_raw_units(rule: Normalise) -> bool:
    is_written = rule.minimum is not None or rule.maximum is not None
    has_reference = rule.bounds is not None and rule.bounds.reference is not None
    return rule.method in _IN_RAW_UNITS or is_written or has_reference


def _pool(leaf: IndexLeaf, column: Floats, units: tuple[str, ...], references: References) -> Pool:
    step = prepare(leaf)
    return Pool(
        values=column,
        units=units,
        sign=-1.0 if leaf.direction == "lower" else 1.0,
        place=lambda raw: float(step(np.array([raw]))[0]),
        statistic=find_statistic(leaf.normalise or NONE, leaf.id, references),
    )


def find_statistic(rule: Normalise, name: str, references: References) -> Statistic | None:
    """Give what the reference that a rule names says of a leaf or node; None without one."""
    if rule.bounds is None or rule.bounds.reference is None:
        return None
    return references.get(rule.bounds.reference, {}).get(name)


def _ends(leaf: IndexLeaf, scale: Scale, value: Floats) -> tuple[float, float]:
    """Give the least and greatest a missing figure could be worth: the ends of `to`, else found."""
    if scale.ends is not None:
        return scale.ends
    if leaf.pillar is not None:
        return (leaf.normalise or NONE).to
    known = value[~np.isnan(value)]
    return (float(known.min()), float(known.max())) if known.size else (np.nan, np.nan)
