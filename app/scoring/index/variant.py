"""Which variant of an index a unit is read by: the first whose condition is true."""

from dataclasses import dataclass

import numpy as np

from app.definition.expression import Context, Value
from app.definition.index import Variant
from app.scoring.array import Floats, Truths
from app.scoring.condition import TRUE, Found, judge, number_in
from app.scoring.index.result import IndexScores
from app.scoring.plan import read_condition


def choose_variants(scores: IndexScores, scope: str) -> None:
    """Use, for every unit, the first variant whose condition is true."""
    facts = _IndexFacts(scores, scope)
    for place, variant in enumerate(scores.plan.index.variants):
        holds = _holds(variant, facts)
        scores.variant[(scores.variant < 0) & holds] = place


def _holds(variant: Variant, facts: "_IndexFacts") -> Truths:
    holds: Truths = judge(read_condition(variant.when), facts) == TRUE
    return holds


@dataclass(frozen=True, slots=True)
class _IndexFacts:
    scores: IndexScores
    scope: str

    @property
    def units(self) -> int:
        return len(self.scores.units)

    def column(self, function: str, name: str) -> Floats:
        row = self.scores.plan.row_of.get(name)
        if row is None or function not in {"score", "coverage"}:
            return np.full(self.units, np.nan)
        if function == "score":
            return self.scores.score(name)
        coverage: Floats = self.scores.coverage[row]
        return coverage

    def context(self, found: Found) -> Context:
        return _IndexContext(found, self.scope)


@dataclass(frozen=True, slots=True)
class _IndexContext:
    found: Found
    scope: str

    def level(self, _question: str, /) -> int | None:
        return None

    def value(self, _question: str, /) -> Value:
        return None

    def answered(self, _question: str, /) -> bool | None:
        return None

    def parameter(self, _name: str, /) -> str | None:
        return None

    def score(self, node: str, /) -> float | None:
        return number_in(self.found, "score", node)

    def coverage(self, node: str, /) -> float | None:
        return number_in(self.found, "coverage", node)
