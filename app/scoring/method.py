"""The methods by which a node's value comes from its children's: one function and one line each.

w are weights, s the values (0..100) of the children that count; a child with weight 0 never counts.
Under every method but sum and stage `floor` replaces every smaller s, and under every method the
value is held to 100 x `cap` / `out_of`.

- mean: sum(w s) / sum(w)
- geometric: exp(sum(w ln s) / sum(w)); harmonic: sum(w) / sum(w / s);
  power: (sum(w s^p) / sum(w))^(1/p). without a floor a value <= 0 (with p > 0 a value < 0)
  leaves the node without a value, with the finding `non-positive`.
- min, max: the worst, the best child
- sum: sum(w r), r = s x the child's `out_of` / 100, held to `cap` and to its own `out_of`; given as
  100 x sum / `out_of`, where `out_of` is the node's own, else its cap, else sum(w x the child's
  `out_of`) over the children that apply: an unanswered child adds nothing and is a gap.
- median: ordered by s, the value at which the cumulated w passes half of sum(w); the mean of the
  two neighbours where it hits half exactly
- floor-mean: 100 x floor(mean x H / 100 + 1e-9) / H, H the highest level of the scale of the
  questions below (in an index the node's `out_of`)
- stage: 100 x k / K, k the highest of K stages met with all below it. Stages rest on conditions, so
  the kernel fills in the value; the method says where there is one.
"""

from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import Final, NamedTuple

import numpy as np

from app.scoring.array import Floats, Truths
from app.scoring.error import ScoringError
from app.scoring.tree import Branch, Frame, child_columns, divide, weigh

NOISE: Final = 1e-9
"""Weights and levels: what differs by less from a limit has reached it."""

POSITIVE: Final = np.full((1, 1), np.finfo(np.float64).tiny)
"""The least number above 0, where a method has no place for 0."""


class Outcome(NamedTuple):
    """What a method gives: value, whether there is one, and where a value was not positive."""

    value: Floats
    has: Truths
    non_positive: Truths | None = None


Method = Callable[[Branch, Frame], Outcome]


def _mean(branch: Branch, frame: Frame) -> Outcome:
    below = weigh(branch, frame.has)
    return Outcome(divide(weigh(branch, frame.value), below), below > 0.0)


def _transformed(
    branch: Branch, frame: Frame, there: Callable[[Floats], Floats], least: Floats
) -> tuple[Floats, Floats, Truths]:
    """Give sum(w t(s)), sum(w), and where a counted child has no place in t.

    `least` is the least value that has one, shape (n, 1).
    """
    above = np.zeros((len(branch.rows), frame.value.shape[1]))
    below = np.zeros_like(above)
    bad = np.zeros(above.shape, dtype=np.bool_)
    for weight, rows in child_columns(branch):
        counted = (frame.has[rows] > 0.0) & (weight > 0.0)
        value = frame.value[rows]
        bad |= counted & (value < least)
        # What has no place in t is replaced: the reciprocal of almost nothing has no end.
        fit = np.where(counted & (value >= least), value, 1.0)
        above += weight * np.where(counted, there(fit), 0.0)
        below += np.where(counted, weight, 0.0)
    return above, below, bad


def _by_power_mean(
    branch: Branch,
    frame: Frame,
    there: Callable[[Floats], Floats],
    back: Callable[[Floats], Floats],
    *,
    least: Floats = POSITIVE,
) -> Outcome:
    above, below, bad = _transformed(branch, frame, there, least)
    has = (below > 0.0) & ~bad
    inner = np.where(has, divide(above, below), 1.0)
    return Outcome(np.where(has, back(inner), 0.0), has, bad)


def _geometric(branch: Branch, frame: Frame) -> Outcome:
    return _by_power_mean(branch, frame, np.log, np.exp)


def _harmonic(branch: Branch, frame: Frame) -> Outcome:
    return _by_power_mean(branch, frame, np.reciprocal, np.reciprocal)


def _pick(
    branch: Branch, frame: Frame, choose: Callable[[Floats, Floats], Floats], start: float
) -> Outcome:
    value = np.full((len(branch.rows), frame.value.shape[1]), start)
    for weight, rows in child_columns(branch):
        counted = (frame.has[rows] > 0.0) & (weight > 0.0)
        value = choose(value, np.where(counted, frame.value[rows], start))
    has = np.isfinite(value)
    return Outcome(np.where(has, value, 0.0), has)


def _raise(value: Floats, exponent: Floats) -> Floats:
    """Raise each row to its own power, a plain number.

    Numpy computes some powers another way where the exponent is one number. Which way it takes must
    not depend on how many units are computed side by side: a unit's digits would.
    """
    raised = np.empty_like(value)
    for row, power in enumerate(exponent[:, 0].tolist()):
        raised[row] = value[row] ** power
    return raised


def _power(branch: Branch, frame: Frame) -> Outcome:
    exponent = branch.rule_column("p", 1.0)
    if np.any(exponent == 0.0):
        raise ScoringError("The exponent p of a power mean must not be 0: use geometric.")
    greatest = _pick(branch, frame, np.maximum, -np.inf).value
    least = _pick(branch, frame, np.minimum, np.inf).value
    # As shares of the child that weighs most, powers neither overflow nor vanish.
    unit = np.where(exponent > 0.0, greatest, least)
    unit = np.where(unit > 0.0, unit, 1.0)
    with np.errstate(over="ignore", divide="ignore"):
        return _by_power_mean(
            branch,
            frame,
            lambda value: _raise(value / unit, exponent),
            lambda value: unit * _raise(value, 1.0 / exponent),
            least=np.where(exponent > 0.0, 0.0, POSITIVE),
        )


def _min(branch: Branch, frame: Frame) -> Outcome:
    return _pick(branch, frame, np.minimum, np.inf)


def _max(branch: Branch, frame: Frame) -> Outcome:
    return _pick(branch, frame, np.maximum, -np.inf)


def _sum(branch: Branch, frame: Frame) -> Outcome:
    if frame.out_of is None:
        raise ScoringError("A tree with sums needs to know what its children are out of.")
    points = np.zeros((len(branch.rows), frame.value.shape[1]))
    counted = np.zeros_like(points)
    possible = np.zeros((len(branch.rows), frame.applies.shape[1]))
    for weight, rows in child_columns(branch):
        out_of = frame.out_of[rows]
        points += weight * frame.value[rows] * frame.spread(out_of) / 100.0
        counted += weight * frame.has[rows]
        possible += weight * frame.applies[rows] * out_of
    cap = branch.rule_column("cap", np.inf)
    own = branch.rule_column("out_of", np.nan)
    most = np.where(np.isfinite(cap), cap, possible)
    most = np.where(np.isnan(own), most, own)
    frame.out_of[branch.rows] = most
    held = np.fmin(np.minimum(points, cap), own)
    value = divide(100.0 * held, frame.spread(most))
    return Outcome(value, (counted > 0.0) & (frame.spread(most) > 0.0))


def _median(branch: Branch, frame: Frame) -> Outcome:
    counted = (frame.has[branch.children] > 0.0) & (branch.wide_weight > 0.0)
    value = np.where(counted, frame.value[branch.children], np.inf)
    order = np.argsort(value, axis=1, kind="stable")
    value = np.take_along_axis(value, order, axis=1)
    value = np.where(np.isinf(value), 0.0, value)
    weight = np.where(counted, branch.wide_weight, 0.0)
    passed = np.cumsum(np.take_along_axis(weight, order, axis=1), axis=1)
    half = passed[:, -1:] / 2.0
    place = np.argmax(passed >= half * (1.0 - NOISE), axis=1, keepdims=True)
    here = np.take_along_axis(value, place, axis=1)
    # Where half is hit, more than half is still to come: there is a next child that counts.
    following = np.minimum(place + 1, value.shape[1] - 1)
    after = np.take_along_axis(value, following, axis=1)
    is_hit = np.take_along_axis(passed, place, axis=1) <= half * (1.0 + NOISE)
    has = weigh(branch, frame.has) > 0.0
    middle = np.where(is_hit, here + (after - here) / 2.0, here)[:, 0]
    return Outcome(np.where(has, middle, 0.0), has)


def _floor_mean(branch: Branch, frame: Frame) -> Outcome:
    mean = _mean(branch, frame)
    highest = branch.rule_column("out_of", 100.0) if branch.highest is None else branch.highest
    level = np.floor(mean.value * highest / 100.0 + NOISE)
    return Outcome(divide(100.0 * level, highest + np.zeros_like(level)), mean.has)


def _stage(branch: Branch, frame: Frame) -> Outcome:
    has = weigh(branch, frame.has) > 0.0
    return Outcome(np.zeros(has.shape), has)


def most_of(branch: Branch) -> Floats | None:
    """Give the greatest value that the cap of each node leaves, on 0..100; None without a cap."""
    if all(rule.cap is None for rule in branch.rules):
        return None
    return 100.0 * branch.rule_column("cap", np.inf) / branch.rule_column("out_of", 100.0)


def _raised(branch: Branch, frame: Frame) -> Frame:
    """Give the frame with every child raised to the floor of its parent."""
    floor = branch.rule_column("floor", -np.inf)
    value = frame.value.copy()
    for _, rows in child_columns(branch):
        value[rows] = np.where(frame.has[rows] > 0.0, np.maximum(value[rows], floor), value[rows])
    return replace(frame, value=value)


def _held(method: Method) -> Method:
    """Let a method mind the floor and the cap of its nodes."""

    def held(branch: Branch, frame: Frame) -> Outcome:
        if any(rule.floor is not None for rule in branch.rules):
            frame = _raised(branch, frame)
        outcome = method(branch, frame)
        most = most_of(branch)
        return outcome if most is None else outcome._replace(value=np.minimum(outcome.value, most))

    return held


METHODS: Final[Mapping[str, Method]] = {
    "mean": _held(_mean),
    "geometric": _held(_geometric),
    "harmonic": _held(_harmonic),
    "power": _held(_power),
    "min": _held(_min),
    "max": _held(_max),
    "sum": _sum,
    "median": _held(_median),
    "floor-mean": _held(_floor_mean),
    "stage": _stage,
}


def method_named(name: str) -> Method:
    """Give the function of a method; ScoringError for one that this engine does not have."""
    try:
        return METHODS[name]
    except KeyError:
        known = ", ".join(METHODS)
        raise ScoringError(f"The method {name!r} is not computed yet; there are {known}.") from None
