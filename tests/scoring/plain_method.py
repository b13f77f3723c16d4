"""The methods of an index in plain Python: one number from weights and values."""

import math
from collections.abc import Callable, Mapping, Sequence

from app.definition.index import IndexNode

Pairs = Sequence[tuple[float, float]]


def _power(pairs: Pairs, p: float) -> float:
    total = math.fsum(w for w, _ in pairs)
    return (math.fsum(w * s**p for w, s in pairs) / total) ** (1 / p)


def _mean(pairs: Pairs) -> float:
    return math.fsum(w * s for w, s in pairs) / math.fsum(w for w, _ in pairs)


def _geometric(pairs: Pairs) -> float:
    total = math.fsum(w for w, _ in pairs)
    return math.exp(math.fsum(w * math.log(s) for w, s in pairs) / total)


def _median(pairs: Pairs) -> float:
    ordered = sorted(pairs, key=lambda pair: pair[1])
    half, passed = math.fsum(w for w, _ in ordered) / 2, 0.0
    for place, (weight, value) in enumerate(ordered):
        passed += weight
        if math.isclose(passed, half, rel_tol=1e-9):
            return (value + ordered[place + 1][1]) / 2
        if passed > half:
            return value
    raise AssertionError(pairs)


_METHODS: Mapping[str, Callable[[Pairs], float]] = {
    "mean": _mean,
    "geometric": _geometric,
    "harmonic": lambda pairs: _power(pairs, -1),
    "median": _median,
    "min": lambda pairs: min(s for _, s in pairs),
    "max": lambda pairs: max(s for _, s in pairs),
    "stage": lambda _: 0.0,
}


def value_by(node: IndexNode, pairs: Pairs) -> tuple[float | None, str]:
    """Give the value of a node, or None and why; pairs hold the weights and values that count."""
    if not pairs:
        return None, ""
    if node.method == "stage":
        return 0.0, ""
    if node.floor is not None:
        pairs = [(w, max(s, node.floor)) for w, s in pairs]
    least = min(s for _, s in pairs)
    p = 1.0 if node.p is None else node.p
    has_log = node.method in {"geometric", "harmonic"} or (node.method == "power" and p < 0)
    if (has_log and least <= 0) or (node.method == "power" and least < 0):
        return None, "non-positive"
    if node.method == "power":
        value = _power(pairs, p)
    elif node.method == "floor-mean":
        highest = 100.0 if node.out_of is None else node.out_of
        value = 100 * math.floor(_mean(pairs) * highest / 100 + 1e-9) / highest
    else:
        value = _METHODS[node.method](pairs)
    if node.cap is not None:
        value = min(value, 100 * node.cap / (100.0 if node.out_of is None else node.out_of))
    return value, ""


def copeland(units: Sequence[Sequence[tuple[str, float, float]]]) -> list[float | None]:
    """Give wins minus losses; for each unit the criteria it has: id, weight and value."""
    tables = [{name: (weight, value) for name, weight, value in unit} for unit in units]
    return [
        sum(_duel(own, other) for other in tables if other is not own) if own else None
        for own in tables
    ]


def _duel(own: Mapping[str, tuple[float, float]], other: Mapping[str, tuple[float, float]]) -> int:
    both = [name for name in own if name in other]
    total = sum(own[name][0] for name in both)
    if total <= 0:
        return 0
    won = 0.0
    for name in both:
        mine, theirs = own[name][1], other[name][1]
        won += own[name][0] * (1.0 if mine > theirs else 0.5 if mine == theirs else 0.0)
    share = won / total
    return int(share > 0.5 + 1e-9) - int(share < 0.5 - 1e-9)
