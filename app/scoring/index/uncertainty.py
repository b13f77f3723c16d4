"""How sure an index is: its value and rank over many draws of what could have been otherwise.

What varies is in the index (`uncertainty`); without it weights vary by 25 % and missing leaves lie
anywhere in their range. Where gaps are filled every unit has a value, as in its range; where they
are not, units and nodes count as they do in the index as written. Only units that have a value
there are ranked. After Saisana, Saltelli and Tarantola (2005) and the Handbook on
Constructing Composite Indicators (OECD and JRC, 2008).
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from itertools import product
from typing import Final

import numpy as np

from app.definition.index import Index, Uncertainty
from app.scoring.array import Floats, Places
from app.scoring.error import ScoringError
from app.scoring.index.draw import Base, run_draws
from app.scoring.index.engine import prepare_work, score_index
from app.scoring.index.figure import Figures, FigureTable, References, tabulate
from app.scoring.index.pillar import PillarScores
from app.scoring.index.ranking import rank_draws
from app.scoring.index.result import IndexScores
from app.scoring.index.vary import Choice, choices_of, vary_index

USUAL: Final = Uncertainty(weights=0.25, missing="uniform")
"""What varies where an index says nothing."""

MOST_COMBINATIONS: Final = 5_000
MOST_DRAWS: Final = 100_000
_ENDS: Final = (0.05, 0.95)


@dataclass(frozen=True, slots=True)
class Draws:
    """Values and ranks over D draws.

    Attributes:
        units: Names of U units.
        values: The number each unit is read by, NaN where it has none; shape (D, U).
        ranks: Its rank among them; shape (D, U).
        is_complete: Whether these are all combinations rather than a sample.
    """

    units: tuple[str, ...]
    values: Floats
    ranks: Floats
    is_complete: bool

    def interval(self) -> tuple[Floats, Floats]:
        """Give the 5 and 95 % quantiles (type 7) of every unit's value; shape (U,)."""
        return _quantiles(self.values)

    def rank_interval(self) -> tuple[Floats, Floats]:
        """Give the 5 and 95 % quantiles (type 7) of every unit's rank; shape (U,)."""
        return _quantiles(self.ranks)


@dataclass(frozen=True, slots=True)
class Material:
    """What an index is computed from, once more and once more: the arguments of `score_index`."""

    values: Figures | FigureTable
    scope: str = "country"
    node_scores: PillarScores | None = None
    references: References | None = None


def score_material(index: Index, material: Material) -> IndexScores:
    """Score an index as it is written; raises what `score_index` raises."""
    return score_index(
        index,
        material.values,
        scope=material.scope,
        node_scores=material.node_scores,
        references=material.references,
    )


def draw_index(
    index: Index,
    material: Material,
    *,
    draws: int,
    seed: int,
    tell: Callable[[int, int], None] | None = None,
) -> Draws:
    """Compute an index many times over, each time with other choices.

    All combinations where only lists vary and are at most 5,000; else `draws` draws by PCG64(seed),
    in the order weights (file order), lists, gaps (unit, then leaf). `tell` hears from time to time
    how many runs are done, and of how many. Raises ScoringError for a number of draws that cannot
    be, and what `score_index` raises.
    """
    if not 1 <= draws <= MOST_DRAWS:
        raise ScoringError(f"From 1 to {MOST_DRAWS} draws can be made, not {draws}.")
    rule = index.uncertainty or USUAL
    choices = list(product(*choices_of(rule)))
    only_lists = rule.weights is None and rule.missing is None
    bases = _Bases(index, material)
    is_complete = only_lists and len(choices) <= MOST_COMBINATIONS
    count = _Count(len(choices) if is_complete else draws, tell)
    if is_complete:
        runs = [run_draws(bases.of(choice), None, None, tell=count.add) for choice in choices]
        found = np.vstack(runs)
    else:
        generator = np.random.Generator(np.random.PCG64(seed))
        found = _sample(rule, bases, draws, generator, tell=count.add)
    # A unit that has no rank as the index is written gets none by chance.
    ranked = np.where(bases.usual.is_ranked, found, np.nan)
    return Draws(bases.usual.units, found, rank_draws(ranked, index.rank), is_complete)


class _Count:
    """Counts runs, and tells who wants to hear of them."""

    def __init__(self, total: int, tell: Callable[[int, int], None] | None) -> None:
        self.total = total
        self.done = 0
        self._tell = tell

    def add(self, runs: int) -> None:
        self.done += runs
        if self._tell is not None:
            self._tell(self.done, self.total)


class _Bases:
    """The index with its leaves computed, once for each combination of choices."""

    def __init__(self, index: Index, material: Material) -> None:
        self.index = index
        self.material = material
        given = material.values
        self.table = given if isinstance(given, FigureTable) else tabulate(index, given)
        self._known: dict[tuple[Choice, ...], Base] = {}

    def of(self, choice: tuple[Choice, ...]) -> Base:
        if choice not in self._known:
            varied, method = vary_index(self.index, choice)
            material = self.material
            found = prepare_work(
                varied,
                self.table,
                scope=material.scope,
                node_scores=material.node_scores,
                references=material.references,
            )
            self._known[choice] = Base(found, method)
        return self._known[choice]

    @property
    def usual(self) -> Base:
        """The index as written."""
        return self.of(())


def _sample(
    rule: Uncertainty,
    bases: _Bases,
    draws: int,
    generator: np.random.Generator,
    *,
    tell: Callable[[int], None],
) -> Floats:
    """Draw weights, lists and gaps; then compute the draws that share their choices together."""
    lists = choices_of(rule)
    usual = bases.usual
    factors = np.ones((draws, usual.parts))
    picked = np.zeros((draws, len(lists)), dtype=np.intp)
    gaps = np.empty((draws, usual.gaps if rule.missing else 0))
    for draw in range(draws):
        if rule.weights is not None:
            spread = generator.random(usual.parts - 1)
            # The root has no sisters to be weighed against.
            factors[draw, 1:] = 1.0 - rule.weights + 2.0 * rule.weights * spread
        for place, choices in enumerate(lists):
            picked[draw, place] = generator.integers(len(choices))
        gaps[draw] = generator.random(gaps.shape[1])
    found = np.empty((draws, len(usual.units)))
    for choice, rows in _together(lists, picked):
        base = bases.of(choice)
        found[rows] = run_draws(
            base,
            factors[rows] if rule.weights is not None else None,
            gaps[rows] if rule.missing else None,
            count=len(rows),
            tell=tell,
        )
    return found


def _together(
    lists: tuple[tuple[Choice, ...], ...], picked: Places
) -> Iterator[tuple[tuple[Choice, ...], Places]]:
    if not lists:
        yield (), np.arange(len(picked))
        return
    sizes = [len(choices) for choices in lists]
    codes = np.ravel_multi_index(tuple(picked.T), sizes)
    for code in np.unique(codes):
        places = np.unravel_index(int(code), sizes)
        choice = tuple(choices[int(place)] for choices, place in zip(lists, places, strict=True))
        yield choice, np.flatnonzero(codes == code)


def _quantiles(values: Floats) -> tuple[Floats, Floats]:
    """Give type 7 quantiles over the draws that have a value; NaN for a unit without any."""
    has = ~np.isnan(values).all(axis=0)
    ends = np.full((2, values.shape[1]), np.nan)
    if has.any():
        ends[:, has] = np.nanquantile(values[:, has], _ENDS, axis=0, method="linear")
    return ends[0], ends[1]
