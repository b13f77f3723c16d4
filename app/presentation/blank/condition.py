"""Conditions as a form on paper states them: decided where they can be, else in words.

On a form all answers are still open. A condition is looked at for what it can become: one that can
never be true leaves its question out, one that is always true isn't mentioned, and of any other
only the parts that still matter are said. Comparisons follow Kleene, as they do where questions
are asked: a comparison with a question that is not on the form stays undefined.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from itertools import product
from typing import Final

from app.definition.expression import evaluate
from app.definition.grammar import (
    Call,
    Expression,
    Join,
    Negate,
    names_in,
    parse_expression,
)
from app.response import Setting

Outcomes = frozenset[bool | None]

_OPEN: Final[Outcomes] = frozenset({True, False, None})


@dataclass(frozen=True, slots=True)
class Known:
    """What is known before anything is answered: the setting, and which questions are asked.

    `numbers` gives the number of every question on the form so far, by its id.
    """

    setting: Setting
    numbers: Mapping[str, int]

    @property
    def scope(self) -> str:
        """The scope of the form."""
        return self.setting.scope

    def parameter(self, name: str) -> str | None:
        """Give the option chosen for a parameter."""
        return self.setting.parameters.get(name)

    def level(self, _question: str, /) -> None:
        """No level is known."""

    def value(self, _question: str, /) -> None:
        """No value is known."""

    def score(self, _node: str, /) -> None:
        """No score is known."""

    def answered(self, _question: str, /) -> None:
        """Whether a question will be answered is not known."""

    def coverage(self, _node: str, /) -> None:
        """No coverage is known."""


def reduce_condition(when: str | None, known: Known) -> Expression | bool:
    """Say whether a question is always asked (True), never (False), or under which condition."""
    if when is None:
        return True
    return _reduce(parse_expression(when), known)


def _reduce(expression: Expression, known: Known) -> Expression | bool:
    outcomes = _foresee(expression, known)
    if True not in outcomes:
        return False
    if outcomes == {True}:
        return True
    if not isinstance(expression, Join):
        return expression
    # A part that is always true says nothing in an `and`, one that can't be true nothing in an
    # `or`. The other two cases were decided above.
    reduced = (_reduce(part, known) for part in expression.parts)
    parts = tuple(part for part in reduced if not isinstance(part, bool))
    return parts[0] if len(parts) == 1 else Join(expression.word, parts)


def _foresee(expression: Expression, known: Known) -> Outcomes:
    """Give everything a condition can become."""
    if isinstance(expression, Join):
        of_parts = [_foresee(part, known) for part in expression.parts]
        return _foresee_join(expression.word, of_parts)
    if isinstance(expression, Negate):
        inner = _foresee(expression.operand, known)
        return frozenset(None if value is None else not value for value in inner)
    if isinstance(expression, Call):
        return frozenset({True, False}) if expression.id in known.numbers else frozenset({False})
    asked = {name for function, name in names_in(expression) if function != "parameter"}
    if not asked:
        value = evaluate(expression, known)
        return frozenset({value if isinstance(value, bool) else None})
    return _OPEN if asked <= known.numbers.keys() else frozenset({None})


def _foresee_join(word: str, of_parts: list[Outcomes]) -> Outcomes:
    deciding = word == "or"
    found: Outcomes = of_parts[0]
    for outcomes in of_parts[1:]:
        found = frozenset(_join(deciding, pair) for pair in product(found, outcomes))
    return found


def _join(deciding: bool, values: tuple[bool | None, ...]) -> bool | None:  # noqa: FBT001
    if deciding in values:
        return deciding
    return None if None in values else not deciding
