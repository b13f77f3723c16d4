"""The one way to evaluate a condition: form, preview, score and report all call it.

A comparison with an operand that is missing is undefined (None); `and`, `or` and `not` follow
Kleene: false and undefined is false, true or undefined is true, every other combination with an
undefined part is undefined.
"""

import operator
from collections.abc import Callable, Mapping
from datetime import date
from typing import Any, Final, Protocol, TypeAlias

from app.definition.grammar import (
    Call,
    Compare,
    Constant,
    Contains,
    Expression,
    ExpressionError,
    Items,
    Join,
    Negate,
    Scope,
    is_condition,
    names_in,
    parse_expression,
    parts_of,
)

__all__ = [
    "Call",
    "Compare",
    "Constant",
    "Contains",
    "Context",
    "Expression",
    "ExpressionError",
    "Items",
    "Join",
    "Negate",
    "Scope",
    "Value",
    "evaluate",
    "is_condition",
    "names_in",
    "parse_expression",
    "parts_of",
]

Value: TypeAlias = bool | float | int | str | date | tuple[float | str, ...] | None


class Context(Protocol):
    """What an expression may ask about; None stands for missing, parked or not published."""

    @property
    def scope(self) -> str:
        """The scope of the assessment."""

    def level(self, question: str, /) -> int | None:
        """Give the level reached."""

    def value(self, question: str, /) -> Value:
        """Give the number, option id, option ids, word or date answered."""

    def score(self, node: str, /) -> float | None:
        """Give the published score of a node."""

    def answered(self, question: str, /) -> bool | None:
        """Say whether a question is answered."""

    def coverage(self, node: str, /) -> float | None:
        """Give the coverage of a node."""

    def parameter(self, name: str, /) -> str | None:
        """Give the option chosen for a parameter."""


def evaluate(expression: Expression, context: Context) -> Value:
    """Evaluate an expression; None is undefined.

    A comparison with a missing operand, or of things that cannot be compared, is undefined.
    """
    return _EVALUATE[type(expression)](expression, context)


_ASK: Final[Mapping[str, Callable[[Context, str], Value]]] = {
    "level": lambda context, name: context.level(name),
    "value": lambda context, name: context.value(name),
    "score": lambda context, name: context.score(name),
    "answered": lambda context, name: context.answered(name),
    "coverage": lambda context, name: context.coverage(name),
    "parameter": lambda context, name: context.parameter(name),
}
_ORDER: Final[Mapping[str, Callable[[Any, Any], bool]]] = {
    "==": operator.eq,
    "!=": operator.ne,
    "<": operator.lt,
    "<=": operator.le,
    ">": operator.gt,
    ">=": operator.ge,
}


def _compare(expression: Compare, context: Context) -> bool | None:
    left = evaluate(expression.left, context)
    right = evaluate(expression.right, context)
    left, right = _dated(left, right), _dated(right, left)
    if not _are_comparable(left, right, expression.operator):
        return None
    return _ORDER[expression.operator](left, right)


def _dated(value: Value, other: Value) -> Value:
    """Read a text as a date where it stands beside one."""
    if isinstance(value, str) and isinstance(other, date):
        try:
            return date.fromisoformat(value)
        except ValueError:
            return None
    return value


def _are_comparable(left: Value, right: Value, sign: str) -> bool:
    if left is None or right is None:
        return False
    for kinds in (bool, (int, float), str, date):
        if isinstance(left, kinds) or isinstance(right, kinds):
            both = isinstance(left, kinds) and isinstance(right, kinds)
            return both and (sign in {"==", "!="} or kinds not in {bool, str})
    return False


def _contains(expression: Contains, context: Context) -> bool | None:
    left = evaluate(expression.left, context)
    right = evaluate(expression.right, context)
    if left is None or right is None or isinstance(left, tuple):
        return None
    return left in (right if isinstance(right, tuple) else (right,))


def _negate(expression: Negate, context: Context) -> bool | None:
    value = evaluate(expression.operand, context)
    return not value if isinstance(value, bool) else None


def _join_values(expression: Join, context: Context) -> bool | None:
    """One part can decide: a false one an `and`, a true one an `or`."""
    deciding = expression.word == "or"
    values = [evaluate(part, context) for part in expression.parts]
    if any(value is deciding for value in values):
        return deciding
    return None if any(value is None for value in values) else not deciding


_EVALUATE: Final[Mapping[type, Callable[..., Value]]] = {
    Constant: lambda expression, _: expression.value,
    Scope: lambda _, context: context.scope,
    Call: lambda expression, context: _ASK[expression.function](context, expression.id),
    Items: lambda expression, _: expression.values,
    Compare: _compare,
    Contains: _contains,
    Negate: _negate,
    Join: _join_values,
}
