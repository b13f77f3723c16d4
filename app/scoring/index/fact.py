"""What the conditions of an index may look at: its scores, its coverage, its figures."""

from dataclasses import dataclass

import numpy as np

from app.definition.expression import Context, Value
from app.scoring.array import Floats
from app.scoring.condition import Found, number_in
from app.scoring.index.plan import IndexPlan


@dataclass(frozen=True, slots=True)
class IndexFacts:
    """Facts of U units or runs of units; arrays of shape (R, U), NaN where missing."""

    plan: IndexPlan
    scope: str
    score: Floats
    coverage: Floats
    raw: Floats

    @property
    def units(self) -> int:
        """How many units, or runs of units."""
        return int(self.score.shape[1])

    def column(self, function: str, name: str) -> Floats:
        """Give one fact for every unit; NaN where it is missing."""
        row = self.plan.row_of.get(name)
        tables = {"score": self.score, "coverage": self.coverage, "value": self.raw}
        if row is not None and function == "answered":
            return np.where(np.isnan(self.raw[row]), 0.0, 1.0)
        if row is None or function not in tables:
            return np.full(self.units, np.nan)
        fact: Floats = tables[function][row]
        return fact

    def context(self, found: Found) -> Context:
        """Give one combination of facts the way the evaluator asks for it."""
        return _IndexContext(found, self.scope)


@dataclass(frozen=True, slots=True)
class _IndexContext:
    found: Found
    scope: str

    def level(self, _question: str, /) -> int | None:
        return None

    def value(self, leaf: str, /) -> Value:
        return number_in(self.found, "value", leaf)

    def answered(self, leaf: str, /) -> bool | None:
        return number_in(self.found, "answered", leaf) == 1.0

    def parameter(self, _name: str, /) -> str | None:
        return None

    def score(self, node: str, /) -> float | None:
        return number_in(self.found, "score", node)

    def coverage(self, node: str, /) -> float | None:
        return number_in(self.found, "coverage", node)
