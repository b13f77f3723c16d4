"""Rules on the wording of expressions: grammar, names, and what can be compared with what."""

from collections.abc import Callable, Iterator, Mapping
from typing import Final

from app.definition.grammar import (
    Call,
    Compare,
    Constant,
    Contains,
    Expression,
    ExpressionError,
    Items,
    Scope,
    is_condition,
    parse_expression,
    parts_of,
)
from app.definition.question import Question
from app.definition.rule.registry import Fault, rule
from app.definition.rule.subject import Condition, Subject

_SCOPES: Final = frozenset({"country", "subnational", "city", "organisation"})
_YES_NO: Final = frozenset({"yes", "partly", "planned", "no"})
_TYPE_OF_KIND: Final[Mapping[str, str]] = {
    "level": "number",
    "number": "number",
    "choice": "text",
    "yesno": "text",
    "text": "text",
    "multi": "list",
    "date": "date",
}
_TYPE_OF_FUNCTION: Final[Mapping[str, str]] = {
    "level": "number",
    "score": "number",
    "coverage": "number",
    "answered": "condition",
    "parameter": "text",
}


@rule(
    "expression-syntax",
    why="A condition that cannot be read would silently never hold.",
    mend="Use level(ID), value(ID), score(NODE), answered(ID), coverage(NODE), scope, "
    "parameter(NAME), numbers, quoted texts, == != < <= > >=, in, and, or, not, brackets.",
)
def find_unreadable_expressions(subject: Subject) -> Iterator[Fault]:
    """Look for expressions that the grammar does not know."""
    for condition in subject.conditions:
        try:
            parse_expression(condition.text)
        except ExpressionError as error:
            yield Fault(condition.path, f"At character {error.column}: {error.message}")


@rule(
    "expression-not-condition",
    why="A condition is true, false or undefined; a bare number or text is none of them.",
    mend="Compare it with something, such as level(ID) >= 2.",
)
def find_bare_values(subject: Subject) -> Iterator[Fault]:
    """Look for expressions that are no conditions."""
    for condition in subject.conditions:
        expression = condition.expression
        if expression is not None and not is_condition(expression):
            yield Fault(condition.path, f"{condition.text[:60]!r} is not a condition.")


@rule(
    "expression-unknown-name",
    why="A condition on something that does not exist is never decided.",
    mend="Name a question in level, value and answered; total, a pillar, topic, question, view or "
    "index node in score and coverage; a parameter of the head in parameter.",
)
def find_unknown_names(subject: Subject) -> Iterator[Fault]:
    """Look for names in expressions that do not exist."""
    if not subject.is_whole:
        return
    for condition, expression in _parsed(subject):
        calls = {part for part in parts_of(expression) if isinstance(part, Call)}
        for call in sorted(calls, key=lambda one: (one.function, one.id)):
            if not _is_known(subject, condition, call):
                message = f"{call.function}({call.id}) names nothing that exists."
                yield Fault(condition.path, message)


def _parsed(subject: Subject) -> Iterator[tuple[Condition, Expression]]:
    for condition in subject.conditions:
        expression = condition.expression
        if expression is not None:
            yield condition, expression


def _is_known(subject: Subject, condition: Condition, call: Call) -> bool:
    if subject.toolkit is None and condition.index is None:
        return True
    if call.function == "parameter":
        return subject.toolkit is None or call.id in subject.toolkit.parameters
    parts = {part.id for _, part, its in subject.index_parts if its is condition.index}
    if call.id in parts and call.function != "level":
        return True
    if subject.toolkit is None:
        # Alone, an index may name questions and nodes of a toolkit that is not at hand.
        return call.function not in {"score", "coverage"}
    if call.function in {"score", "coverage"}:
        return call.id in subject.node_ids
    return call.id in subject.question_by_id


@rule(
    "expression-type",
    why="Things that cannot be compared leave the condition undecided for ever.",
    mend="Compare numbers with numbers and texts with texts (== and != only); use in for a multi "
    "question; use level only for questions that have levels.",
)
def find_wrong_types(subject: Subject) -> Iterator[Fault]:
    """Look for comparisons that can never be decided."""
    for condition, expression in _parsed(subject):
        for part in parts_of(expression):
            message = _TYPE_CHECKS.get(type(part), _no_fault)(subject, part)
            if message is not None:
                yield Fault(condition.path, message)


def is_sound(subject: Subject, expression: Expression) -> bool:
    """Whether an expression is a condition whose comparisons could be decided."""
    if not is_condition(expression):
        return False
    for part in parts_of(expression):
        if _TYPE_CHECKS.get(type(part), _no_fault)(subject, part) is not None:
            return False
        if isinstance(part, Compare | Contains) and any(_unknown_words(subject, part)):
            return False
    return True


def _no_fault(_subject: Subject, _part: Expression) -> str | None:
    return None


def _call_fault(subject: Subject, call: Call) -> str | None:
    question = subject.question_by_id.get(call.id)
    if call.function == "level" and question is not None and not question.levels:
        return f"{call.id!r} has no levels."
    return None


def _compare_fault(subject: Subject, part: Compare) -> str | None:
    left, right = _type(subject, part.left), _type(subject, part.right)
    if "list" in {left, right}:
        return f"A list cannot stand beside {part.operator}."
    if left is None or right is None or {left, right} == {"date", "text"}:
        return None
    if left != right:
        return f"A {left} is compared with a {right}."
    if left in {"text", "condition"} and part.operator not in {"==", "!="}:
        return f"Of two {left}s none is greater."
    return None


def _contains_fault(subject: Subject, part: Contains) -> str | None:
    if _type(subject, part.left) == "list":
        return "The list stands on the right of in."
    if _type(subject, part.right) in {"condition", "date"}:
        return "On the right of in stands a list or a multi question."
    return None


_TYPE_CHECKS: Final[Mapping[type, Callable[..., str | None]]] = {
    Call: _call_fault,
    Compare: _compare_fault,
    Contains: _contains_fault,
}


def _type(subject: Subject, part: Expression) -> str | None:
    if isinstance(part, Constant):
        return "text" if isinstance(part.value, str) else "number"
    if isinstance(part, Scope):
        return "text"
    if isinstance(part, Items):
        return "list"
    if not isinstance(part, Call):
        return "condition"
    if part.function == "value":
        question = subject.question_by_id.get(part.id)
        return None if question is None else _TYPE_OF_KIND[question.kind]
    return _TYPE_OF_FUNCTION[part.function]


@rule(
    "expression-unknown-word",
    why="A word that can never be answered makes the comparison empty.",
    mend="Use the id of an option, one of yes, partly, planned and no, an option of the "
    "parameter, or a scope.",
)
def find_unknown_words(subject: Subject) -> Iterator[Fault]:
    """Look for quoted words that are no option of what they are compared with."""
    for condition, expression in _parsed(subject):
        for part in parts_of(expression):
            if isinstance(part, Compare | Contains):
                for word in _unknown_words(subject, part):
                    yield Fault(condition.path, f"{word!r} is no possible value here.")


def _unknown_words(subject: Subject, part: Compare | Contains) -> Iterator[str]:
    for side, other in ((part.left, part.right), (part.right, part.left)):
        words = _words(subject, side)
        if words is not None:
            yield from (text for text in _quoted(other) if text not in words)


def _quoted(part: Expression) -> tuple[str, ...]:
    if isinstance(part, Items):
        return tuple(one for one in part.values if isinstance(one, str))
    is_text = isinstance(part, Constant) and isinstance(part.value, str)
    return (str(part.value),) if isinstance(part, Constant) and is_text else ()


def _words(subject: Subject, part: Expression) -> frozenset[str] | None:
    """Give the words a part can be; None where it can be anything."""
    if isinstance(part, Scope):
        return _SCOPES
    if not isinstance(part, Call) or subject.toolkit is None:
        return None
    if part.function == "parameter":
        parameter = subject.toolkit.parameters.get(part.id)
        return None if parameter is None else frozenset(parameter.options)
    question = subject.question_by_id.get(part.id) if part.function == "value" else None
    return None if question is None else _words_of(question)


def _words_of(question: Question) -> frozenset[str] | None:
    if question.kind == "yesno":
        return _YES_NO
    return frozenset(question.option_ids) if question.options else None
