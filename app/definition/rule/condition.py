"""Rules on the wording of expressions: grammar, names, and what can be compared with what."""

import re
from collections.abc import Callable, Collection, Iterator, Mapping
from datetime import date
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
    parts_of,
)
from app.definition.near import suggest
from app.definition.rule.registry import Fault, rule
from app.definition.rule.subject import MOST_CHARACTERS, Condition, Subject

_SCOPES: Final = frozenset({"country", "subnational", "city", "organisation"})
_WORDS: Final = (
    "level",
    "value",
    "score",
    "answered",
    "coverage",
    "parameter",
    "scope",
    "and",
    "or",
    "not",
    "in",
)
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
        reading = condition.reading
        if isinstance(reading, ExpressionError):
            message = f"At character {reading.column}: {reading.message}"
            yield Fault(condition.path, message, _mend_word(subject, reading))
        elif reading is None:
            message = f"The expressions have more than {MOST_CHARACTERS} characters together."
            yield Fault(condition.path, message, "Write fewer or shorter ones.")
            return


def _mend_word(subject: Subject, error: ExpressionError) -> str | None:
    """Say what a word that stands alone may have been: a misspelt word, or an id or a text."""
    if error.word is None:
        return None
    if error.word in subject.question_by_id:
        return f"Write level({error.word}) or value({error.word})."
    return suggest(error.word, _WORDS) or f"Put it in quotes if it is a text: '{error.word}'."


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
    for condition in subject.conditions:
        for function, name in sorted(condition.names):
            known = _known(subject, condition, function)
            if known is not None and name not in known:
                message = f"At character {_place(condition, function, name)}: "
                message += f"{function}({name}) names nothing that exists."
                yield Fault(condition.path, message, subject.near(name, known))


def _place(condition: Condition, function: str, name: str) -> int:
    """Give the character, counted from 1, at which a call of a function begins."""
    call = rf"{function}\s*\(\s*['\"]?{re.escape(name)}['\"]?\s*\)"
    found = re.search(call, condition.text)
    return 1 if found is None else found.start() + 1


def _parsed(subject: Subject) -> Iterator[tuple[Condition, Expression]]:
    for condition in subject.conditions:
        expression = condition.expression
        if expression is not None:
            yield condition, expression


def _known(subject: Subject, condition: Condition, function: str) -> Collection[str] | None:
    """Give what a function may name where a condition stands; None where that is not known."""
    toolkit = subject.toolkit
    if function == "parameter":
        return None if toolkit is None else toolkit.parameters
    own: frozenset[str] = frozenset()
    if condition.index is not None and function != "level":
        own = subject.ids_of(condition.index)
    if toolkit is not None:
        of_nodes = function in {"score", "coverage"}
        known = subject.node_ids if of_nodes else subject.question_by_id.keys()
        return known | own if own else known
    # Alone, an index may name questions and nodes of a toolkit that is not at hand.
    return own if function in {"score", "coverage"} and condition.index is not None else None


@rule(
    "expression-type",
    why="Things that cannot be compared leave the condition undecided for ever.",
    mend="Compare numbers with numbers, texts with texts (== and != only), dates with texts such "
    "as '2026-12-31'; use in for a list or a multi question; use level only for questions that "
    "have levels.",
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
    if left is None or right is None:
        return None
    if {left, right} == {"date", "text"}:
        return _day_fault(part)
    if left != right:
        return f"A {left} is compared with a {right}."
    if left in {"text", "condition"} and part.operator not in {"==", "!="}:
        return f"Of two {left}s none is greater."
    return None


def _day_fault(part: Compare) -> str | None:
    """Say which quoted text beside a date is no day of the calendar."""
    for text in (*_quoted(part.left), *_quoted(part.right)):
        try:
            date.fromisoformat(text)
        except ValueError:
            return f"{text[:60]!r} is no date of the form YYYY-MM-DD."
    return None


def _contains_fault(subject: Subject, part: Contains) -> str | None:
    if _type(subject, part.left) == "list":
        return "The list stands on the right of in."
    if _type(subject, part.right) in {"condition", "date"}:
        return "On the right of in stands a list or a multi question."
    left = _type(subject, part.left)
    if left in {"condition", "date"}:
        return f"A {left} is in no list: use == or !=."
    for right in sorted(_types_inside(subject, part.right)):
        if left is not None and left != right:
            return f"A {left} is looked for among {right}s."
    return None


def _types_inside(subject: Subject, part: Expression) -> set[str]:
    """Give the types of what `in` looks through; none where they are not known."""
    if isinstance(part, Items):
        return {"text" if isinstance(one, str) else "number" for one in part.values}
    found = _type(subject, part)
    return set() if found is None else {"text" if found == "list" else found}


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
                for word, known in _unknown_words(subject, part):
                    place = condition.text.find(word) + 1
                    message = f"At character {place}: {word!r} is no possible value here."
                    yield Fault(condition.path, message, subject.near(word, known))


def _unknown_words(
    subject: Subject, part: Compare | Contains
) -> Iterator[tuple[str, Collection[str]]]:
    for side, other in ((part.left, part.right), (part.right, part.left)):
        words = _words(subject, side)
        if words is not None:
            yield from ((text, words) for text in _quoted(other) if text not in words)


def _quoted(part: Expression) -> tuple[str, ...]:
    if isinstance(part, Items):
        return tuple(one for one in part.values if isinstance(one, str))
    is_text = isinstance(part, Constant) and isinstance(part.value, str)
    return (str(part.value),) if isinstance(part, Constant) and is_text else ()


def _words(subject: Subject, part: Expression) -> Collection[str] | None:
    """Give the words a part can be; None where it can be anything."""
    if isinstance(part, Scope):
        return _SCOPES
    if not isinstance(part, Call) or subject.toolkit is None:
        return None
    if part.function == "parameter":
        parameter = subject.toolkit.parameters.get(part.id)
        return None if parameter is None else parameter.options
    question = subject.question_by_id.get(part.id) if part.function == "value" else None
    if question is None:
        return None
    return _YES_NO if question.kind == "yesno" else question.options_by_id or None
