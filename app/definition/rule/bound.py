"""Rules on comparisons that lie beyond what a level, score or coverage can be."""

import operator
from collections.abc import Callable, Iterator, Mapping
from typing import Final, NamedTuple

from app.definition.grammar import Call, Compare, Constant, Contains, Expression, Items, parts_of
from app.definition.rule.registry import Fault, rule
from app.definition.rule.subject import Condition, Subject

_MIRRORED: Final[Mapping[str, str]] = {"<": ">", "<=": ">=", ">": "<", ">=": "<="}
_ORDER: Final[Mapping[str, Callable[[float, float], bool]]] = {
    "<": operator.lt,
    "<=": operator.le,
    ">": operator.gt,
    ">=": operator.ge,
}


class Span(NamedTuple):
    """The least and the greatest number something can be, and whether only whole ones."""

    low: float
    high: float
    is_whole: bool = False

    def holds(self, number: float) -> bool:
        """Whether it can be this number."""
        return self.low <= number <= self.high and not (self.is_whole and number % 1)

    def reaches(self, sign: str, number: float) -> bool:
        """Whether it can stand in a comparison with a number."""
        if sign == "==":
            return self.holds(number)
        if sign == "!=":
            return True
        return any(_ORDER[sign](end, number) for end in (self.low, self.high))


@rule(
    "expression-out-of-range",
    why="A level beyond the scale, a coverage in per cent or a score above 100 is never met, so "
    "the gate, stage, deduction or rule would silently do nothing.",
    mend="Compare with a number that can be reached: levels as on the scale, coverage from 0 to 1, "
    "scores from 0 to 100.",
)
def find_unreachable_numbers(subject: Subject) -> Iterator[Fault]:
    """Look for comparisons that no level, score or coverage can make true.

    Conditions of questions are left out: whether these can be true is tried out as a whole.
    """
    for condition in subject.conditions:
        if condition.question is None and condition.expression is not None:
            for part in parts_of(condition.expression):
                yield from _look_at(subject, condition, part)


def _look_at(subject: Subject, condition: Condition, part: Expression) -> Iterator[Fault]:
    for call, sign, numbers in _comparisons(part):
        span = _span_of(subject, condition, call)
        if span is None or any(span.reaches(sign, number) for number in numbers):
            continue
        listed = ", ".join(f"{number:g}" for number in numbers[:5])
        message = f"{call.function}({call.id}) {sign} {listed} is never true: "
        message += f"it goes from {span.low:g} to {span.high:g}."
        yield Fault(condition.path, message)


def _comparisons(part: Expression) -> Iterator[tuple[Call, str, tuple[float, ...]]]:
    """Give what is compared with numbers, as if it always stood on the left; `in` is ==."""
    sides: list[tuple[Expression, Expression, str]] = []
    if isinstance(part, Compare):
        mirrored = _MIRRORED.get(part.operator, part.operator)
        sides = [(part.left, part.right, part.operator), (part.right, part.left, mirrored)]
    elif isinstance(part, Contains):
        sides = [(part.left, part.right, "==")]
    for call, other, sign in sides:
        numbers = _numbers_in(other)
        if isinstance(call, Call) and numbers:
            yield call, sign, numbers


def _numbers_in(part: Expression) -> tuple[float, ...]:
    """Give the numbers that stand there; none where something else stands among them."""
    if isinstance(part, Constant):
        return () if isinstance(part.value, str) else (part.value,)
    if not isinstance(part, Items):
        return ()
    found = tuple(one for one in part.values if not isinstance(one, str))
    return found if len(found) == len(part.values) else ()


def _span_of(subject: Subject, condition: Condition, call: Call) -> Span | None:
    """Give what a level, score or coverage can be; None where that is not known."""
    if call.function == "coverage":
        return Span(0.0, 1.0)
    if call.function == "score":
        # The nodes of an index have the scale that its author gives them.
        return Span(0.0, 100.0) if condition.index is None else None
    question = subject.question_by_id.get(call.id) if call.function == "level" else None
    if question is None or not question.levels:
        return None
    stated = [one.level for one in question.levels]
    return Span(min(stated), max(stated), is_whole=True)
