"""A leaf of an index in plain Python: from raw figures to its values, cell after cell."""

import math
import statistics
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from decimal import ROUND_CEILING, ROUND_FLOOR, ROUND_HALF_EVEN, ROUND_HALF_UP, Decimal

from app.definition.index import Impute, IndexLeaf, Normalise, Winsorise
from app.definition.node import Rounding

Cell = float | str | None
Cells = list[float | None]
NONE = Normalise(method="none")
FREE = {"rank", "borda", "zscore", "scaled", "none"}
FIXED = {"goalposts", "scaled", "none"}


@dataclass
class Column:
    raw: Cells
    value: Cells
    imputed: list[bool]
    skipped: list[bool]
    status: list[str]
    ends: tuple[float, float] | None


def read_column(
    leaf: IndexLeaf, units: Sequence[str], rows: Sequence[Mapping[str, Cell]]
) -> Column:
    """Do the steps of a leaf in their order."""
    cells = [row.get(leaf.id) for row in rows]
    skipped = [leaf.answers.get(str(cell)) == "skip" for cell in cells]
    raw = [_number(leaf, cell) for cell in cells]
    if leaf.denominate is not None:
        raw = [_divide(x, row.get(leaf.denominate)) for x, row in zip(raw, rows, strict=True)]
    out = leaf.exclude.codes if leaf.exclude is not None else ()
    excluded = [unit in out and cells[n] is not None for n, unit in enumerate(units)]
    held = [None if excluded[n] else x for n, x in enumerate(raw)]
    filled = _impute(leaf.impute, held, rows)
    filled = [None if skipped[n] or excluded[n] else x for n, x in enumerate(filled)]
    imputed = [held[n] is None and filled[n] is not None for n in range(len(units))]
    treated = [None if x is None else place(leaf, x) for x in filled]
    if leaf.treat is not None:
        treated = winsorised(treated, leaf.treat.winsorise)
    rule = leaf.normalise or NONE
    value = scale_values(rule, units, treated, treated, leaf=leaf)
    if leaf.round is not None:
        value = [None if x is None else round_by(x, leaf.round) for x in value]
    known = [x for x in value if x is not None]
    free = (min(known), max(known)) if known else None
    status = ["published" if x is not None else "none" for x in value]
    status = ["excluded" if excluded[n] else one for n, one in enumerate(status)]
    status = ["not-applicable" if skipped[n] else one for n, one in enumerate(status)]
    imputed = [imputed[n] and value[n] is not None for n in range(len(units))]
    has_figures = any(x is not None for x in treated)
    ends = free if rule.method in FREE else (min(rule.to), max(rule.to))
    if has_figures and not known:
        ends = None
    return Column(raw, value, imputed, skipped, status, ends)


def _number(leaf: IndexLeaf, cell: Cell) -> float | None:
    if leaf.answers and cell is not None:
        worth = leaf.answers[str(cell)]
        return None if worth == "skip" else float(worth)
    return None if cell is None else float(cell)


def _divide(x: float | None, below: Cell) -> float | None:
    return None if x is None or below is None or float(below) == 0 else x / float(below)


def _impute(rule: Impute | None, held: Cells, rows: Sequence[Mapping[str, Cell]]) -> Cells:
    if rule is None:
        return list(held)
    groups: list[Cell] = ["all"] * len(held)
    if rule.group is not None:
        groups = [row.get(rule.group) for row in rows]
    middle = statistics.fmean if rule.method == "mean" else statistics.median
    filled = list(held)
    for n, x in enumerate(held):
        same = [y for y, group in zip(held, groups, strict=True) if group == groups[n]]
        known = [y for y in same if y is not None]
        if x is None and known and groups[n] is not None:
            filled[n] = middle(known)
    return filled


def place(leaf: IndexLeaf, x: float) -> float | None:
    """Clip and transform; where goalposts hold the figure anyway, before a logarithm does."""
    if leaf.clip is not None:
        x = min(max(x, leaf.clip[0]), leaf.clip[1])
    rule, method = leaf.normalise or NONE, leaf.transform.method
    if rule.method == "goalposts" and rule.clamp and method != "none" and leaf.treat is None:
        low, high = rule.minimum, rule.maximum
        if low is not None and high is not None:
            x = min(max(x, low), high)
    shift = leaf.transform.shift or 0.0
    make: Mapping[str, Callable[[float], float]] = {
        "none": float,
        "log10": math.log10,
        "log1p": math.log1p,
        "sqrt": math.sqrt,
        "ln": lambda y: math.log(y + shift),
    }
    try:
        return make[method](x)
    except ValueError:
        return None


def skew(values: Sequence[float]) -> float:
    """G1 of a sample."""
    n, mean = len(values), statistics.fmean(values)
    m2 = math.fsum((x - mean) ** 2 for x in values) / n
    m3 = math.fsum((x - mean) ** 3 for x in values) / n
    return 0.0 if n < 3 or m2 == 0 else math.sqrt(n * (n - 1)) / (n - 2) * m3 / m2**1.5


def kurtosis(values: Sequence[float]) -> float:
    """G2 of a sample."""
    n, mean = len(values), statistics.fmean(values)
    m2 = math.fsum((x - mean) ** 2 for x in values) / n
    m4 = math.fsum((x - mean) ** 4 for x in values) / n
    if n < 4 or m2 == 0:
        return 0.0
    return (n - 1) / ((n - 2) * (n - 3)) * ((n + 1) * (m4 / m2**2 - 3) + 6)


def winsorised(cells: Cells, rule: Winsorise) -> Cells:
    """Pull in extreme points one after the other, or take the logarithm."""
    known = sorted(x for x in cells if x is not None)
    if not known:
        return list(cells)
    held, tops, bottoms = list(known), 0, 0

    def is_extreme() -> bool:
        return abs(skew(held)) > rule.skew and kurtosis(held) > rule.kurtosis

    while is_extreme() and tops + bottoms < min(rule.most, len(known) - 1):
        if skew(held) > 0:
            tops += 1
        else:
            bottoms += 1
        least, most = known[bottoms], known[len(known) - 1 - tops]
        held = [min(max(x, least), most) for x in known]
    if is_extreme():
        low, high = known[0], known[-1]
        return [None if x is None else math.log(x - low + 0.01 * (high - low)) for x in cells]
    return [None if x is None else min(max(x, held[0]), held[-1]) for x in cells]


# --- Normalisation ----------------------------------------------------------------------------


def scale_values(
    rule: Normalise,
    units: Sequence[str],
    pool: Cells,
    cells: Cells,
    *,
    leaf: IndexLeaf | None = None,
) -> Cells:
    """Lay cells over the scale that a pool of values gives."""
    sign = -1.0 if leaf is not None and leaf.direction == "lower" else 1.0
    known = [sign * x for x in pool if x is not None]
    if not known and rule.method not in FIXED:
        return [None] * len(cells)

    def turn(raw: float) -> float:
        placed = raw if leaf is None else place(leaf, raw)
        assert placed is not None
        return sign * placed

    ends = _bounds(rule, known, turn)
    share = _shares(rule, known, ends, turn)
    if rule.method == "distance-to-unit":
        at = [x for unit, x in zip(units, pool, strict=True) if unit == rule.unit]
        share = _from_unit(sign * at[0] if at and at[0] is not None else None, ends)
    if rule.method == "share-of-max":
        share = _of_max(sign, [x for x in pool if x is not None])
    if share is None:
        return [None] * len(cells)
    found = [None if x is None else share(sign * x) for x in cells]
    if rule.method in FREE:
        return found
    low, high = rule.to
    return [None if v is None else low + (high - low) * v for v in found]


Share = Callable[[float], float | None]


def _bounds(
    rule: Normalise, known: Sequence[float], turn: Callable[[float], float]
) -> tuple[float, float]:
    bounds = rule.bounds
    if bounds is not None and bounds.percentile is not None:
        low, high = (
            share / (100 if bounds.percentile[1] > 1 else 1) for share in bounds.percentile
        )
        return quantile(known, low), quantile(known, high)
    written = [turn(raw) for raw in (rule.minimum, rule.maximum) if raw is not None]
    if len(written) == 2 and (bounds is None or bounds.source != "data"):
        return min(written), max(written)
    return (min(known), max(known)) if known else (0.0, 0.0)


def quantile(values: Sequence[float], share: float) -> float:
    """Type 7."""
    ordered, at = sorted(values), share * (len(values) - 1)
    low = math.floor(at)
    high = min(low + 1, len(ordered) - 1)
    return ordered[low] + (at - low) * (ordered[high] - ordered[low])


def _is_flat(rule: Normalise, known: Sequence[float], ends: tuple[float, float]) -> bool:
    """A scale taken from data that are all alike."""
    if rule.method in {"minmax", "distance-to-best", "goalposts"}:
        return ends[0] == ends[1]
    if rule.method == "distance-to-target" and rule.minimum is not None:
        return False
    return rule.method not in FIXED and min(known) == max(known)


def _shares(
    rule: Normalise,
    known: Sequence[float],
    ends: tuple[float, float],
    turn: Callable[[float], float],
) -> Share | None:
    if _is_flat(rule, known, ends):
        return None
    low, high = ends
    if rule.method in {"minmax", "distance-to-best", "goalposts"}:
        found: Share = lambda x: (x - low) / (high - low)  # noqa: E731
        return _clamped(found) if rule.clamp else found
    make: Mapping[str, Callable[[], Share | None]] = {
        "none": lambda: lambda x: x,
        "rank": lambda: lambda x: 1 + sum(y < x for y in known),
        "borda": lambda: lambda x: sum(y < x for y in known),
        "percentile-rank": lambda: lambda x: sum(y < x for y in known) / (len(known) - 1),
        "zscore": lambda: _zscore(rule, known),
        "scaled": lambda: _scaled(rule, turn),
        "distance-to-target": lambda: _to_target(rule, low, turn(rule.target or 0.0)),
        "distance-to-point": lambda: _to_point(rule, known, turn(rule.point or 0.0)),
    }
    return make.get(rule.method, lambda: None)()


def _clamped(share: Share) -> Share:
    def clamped(x: float) -> float | None:
        found = share(x)
        return None if found is None else min(max(found, 0.0), 1.0)

    return clamped


def _zscore(rule: Normalise, known: Sequence[float]) -> Share:
    mean = statistics.fmean(known)
    spread = statistics.pstdev(known) if rule.population else statistics.stdev(known)
    return lambda x: (
        (rule.mean or 0.0) + (1.0 if rule.sd is None else rule.sd) * (x - mean) / spread
    )


def _scaled(rule: Normalise, turn: Callable[[float], float]) -> Share | None:
    low, high = sorted((turn(rule.low or 0.0), turn(1.0 if rule.high is None else rule.high)))
    if low == high:
        return None
    return lambda x: (1.0 if rule.factor is None else rule.factor) * (x - low) / (high - low)


def _to_target(rule: Normalise, low: float, target: float) -> Share | None:
    if target <= low:
        return None
    return lambda x: min((x - low) / (target - low), 1.0 if rule.clamp else math.inf)


def _to_point(rule: Normalise, known: Sequence[float], point: float) -> Share | None:
    def far(x: float) -> float:
        return 0.0 if rule.sides == "one" and x > point else abs(x - point)

    farthest = max(far(x) for x in known)
    return None if farthest == 0 else lambda x: 1 - far(x) / farthest


def _from_unit(reference: float | None, ends: tuple[float, float]) -> Share | None:
    if reference is None or reference <= ends[0]:
        return None
    return lambda x: 1 - (reference - x) / (reference - ends[0])


def _of_max(sign: float, known: Sequence[float]) -> Share | None:
    positive = [x for x in known if x > 0]
    if not positive or min(known) == max(known):
        return None

    def share(turned: float) -> float | None:
        x = sign * turned
        if x <= 0:
            return None
        return x / max(positive) if sign > 0 else min(positive) / x

    return share


def round_by(value: float, rule: Rounding) -> float:
    """Round the number as it is written, half away from zero."""
    modes = {
        "half-up": ROUND_HALF_UP,
        "half-even": ROUND_HALF_EVEN,
        "floor": ROUND_FLOOR,
        "ceiling": ROUND_CEILING,
    }
    step = Decimal(1).scaleb(-rule.decimals)
    # What the computer's arithmetic adds beyond the eleventh digit decides nothing.
    exact = Decimal(repr(round(value, 11)))
    return float(exact.quantize(step, rounding=modes[rule.mode]))
