"""Conditions over many units: each different combination of facts is evaluated once.

The one evaluator of the expression language looks at one unit. Units whose facts are the same share
its verdict, so that a gate on two questions costs at most 25 evaluations however many units there
are.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final, Protocol

import numpy as np

from app.definition.expression import Context, Value, evaluate
from app.scoring.array import Codes, Floats, Truths
from app.scoring.plan import Condition, Plan
from app.scoring.table import decode
from app.scoring.tree import Frame

TRUE: Final = 1
FALSE: Final = 0
UNDEFINED: Final = -1
_GAP: Final = -np.inf


@dataclass(frozen=True, slots=True)
class Facts:
    """What conditions may look at, for X units or runs of units.

    Attributes:
        level, code: Of each question; shape (Q, X).
        known: Whether the question is asked and answered; shape (Q, X).
        texts: What stands behind the codes of free texts.
        score, coverage: Of each row, NaN where not published, not applicable; shape (R, X).
    """

    plan: Plan
    level: Floats
    code: Floats
    known: Truths
    texts: Sequence[str] = ()
    score: Floats | None = None
    coverage: Floats | None = None

    @property
    def units(self) -> int:
        """How many units, or runs of units."""
        return int(self.known.shape[1])

    def context(self, found: "Found") -> Context:
        """Give one combination of facts the way the evaluator asks for it."""
        return _Context(self, found)

    def column(self, function: str, name: str) -> Floats:
        """Give one fact for every unit; NaN where it is missing."""
        units = self.units
        row = self.plan.row_of.get(name)
        if row is None:
            return np.full(units, np.nan)
        if function in {"score", "coverage"}:
            table = self.score if function == "score" else self.coverage
            if table is None:
                return np.full(units, np.nan)
            fact: Floats = table[row]
            return fact
        if row >= len(self.plan.questions):
            return np.full(units, np.nan)
        if function == "answered":
            is_known: Floats = self.known[row].astype(np.float64)
            return is_known
        answer = self.level[row] if function == "level" else self.code[row]
        known: Floats = np.where(self.known[row], answer, np.nan)
        return known


Found = Mapping[tuple[str, str], float]
"""One combination of facts: the value of every name, or the mark of a gap."""


class Source(Protocol):
    """Where conditions find their facts, for many units at once."""

    @property
    def units(self) -> int:
        """How many units, or runs of units."""

    def column(self, function: str, name: str) -> Floats:
        """Give one fact for every unit; NaN where it is missing."""

    def context(self, found: Found) -> Context:
        """Give one combination of facts the way the evaluator asks for it."""


def judge(condition: Condition, facts: Source) -> Codes:
    """Say for every unit whether the condition is TRUE, FALSE or UNDEFINED."""
    names = [name for name in condition.names if name[0] != "parameter"]
    units = facts.units
    if not names:
        return np.full(units, _verdict(condition, {}, facts), dtype=np.int8)
    table = np.vstack([facts.column(*name) for name in names])
    table = np.where(np.isnan(table), _GAP, table)
    different, place = (table, None) if units < 2 else np.unique(table, axis=1, return_inverse=True)
    verdicts = np.array(
        [
            _verdict(condition, dict(zip(names, column, strict=True)), facts)
            for column in different.T.tolist()
        ],
        dtype=np.int8,
    )
    return verdicts if place is None else verdicts[place.ravel()]


def _verdict(condition: Condition, found: Found, facts: Source) -> int:
    value = evaluate(condition.expression, facts.context(found))
    return int(value) if isinstance(value, bool) else UNDEFINED


def number_in(found: Found, function: str, name: str) -> float | None:
    """Give a fact of a combination, None for a gap."""
    number = found[function, name]
    return None if number == _GAP else number


class _Context:
    """One combination of facts, as the evaluator asks for them."""

    __slots__ = ("facts", "found")

    def __init__(self, facts: Facts, found: Found) -> None:
        self.facts = facts
        self.found = found

    def _number(self, function: str, name: str) -> float | None:
        return number_in(self.found, function, name)

    @property
    def scope(self) -> str:
        return self.facts.plan.setting.scope

    def parameter(self, name: str, /) -> str | None:
        return self.facts.plan.setting.parameters.get(name)

    def level(self, question: str, /) -> int | None:
        level = self._number("level", question)
        return None if level is None else int(level)

    def value(self, question: str, /) -> Value:
        code = self._number("value", question)
        if code is None:
            return None
        row = self.facts.plan.row_of[question]
        plan = self.facts.plan
        return decode(plan.measures[row], plan.questions[row].kind, code, self.facts.texts)

    def score(self, node: str, /) -> float | None:
        return self._number("score", node)

    def answered(self, question: str, /) -> bool | None:
        known = self._number("answered", question)
        return None if known is None else bool(known)

    def coverage(self, node: str, /) -> float | None:
        return self._number("coverage", node)


def published(plan: Plan, frame: Frame, tolerance: float) -> Floats:
    """Give the score of every row where it is shown, else NaN; shape (R, B x U).

    The second and third run stand for a unit that has answered everything, so that all is shown.
    """
    least = np.array([*(node.least for node in plan.nodes), 0.0])[:, None]
    shown = frame.has > 0.0
    units = frame.applies.shape[1]
    shown[:, :units] &= frame.coverage >= least - tolerance
    return np.where(shown, frame.value, np.nan)
