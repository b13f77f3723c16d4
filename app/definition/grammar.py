"""The grammar of conditions: what an expression is made of, and how a text becomes one.

`when`, `if`, `then` and `needs` are written in this small closed language. It is read by an LALR
parser of its own; nothing of Python's is reachable from it.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache, lru_cache
from math import isinf
from typing import Final, TypeAlias, Union

import lark

from app.definition.model import IDENTIFIER, NUMBER

MOST_CHARACTERS: Final = 2_000
MOST_DEPTH: Final = 32


class ExpressionError(ValueError):
    """A text is no expression; `column` counts its characters from 1.

    `word` is the word that is not expected there, None where it is no word.
    """

    def __init__(self, message: str, column: int, word: str | None = None) -> None:
        super().__init__(message)
        self.message = message
        self.column = column
        self.word = word


@dataclass(frozen=True, slots=True)
class Constant:
    """A number or a quoted text."""

    value: float | str


@dataclass(frozen=True, slots=True)
class Scope:
    """The scope of the assessment."""


@dataclass(frozen=True, slots=True)
class Call:
    """A function and the id it asks about, such as `level(INF-01)` or `coverage(desk)`."""

    function: str
    id: str


@dataclass(frozen=True, slots=True)
class Items:
    """A list of numbers and quoted texts."""

    values: tuple[float | str, ...]


@dataclass(frozen=True, slots=True)
class Compare:
    """Two operands and one of `== != < <= > >=`."""

    operator: str
    left: "Expression"
    right: "Expression"


@dataclass(frozen=True, slots=True)
class Contains:
    """Whether the right side holds the left one."""

    left: "Expression"
    right: "Expression"


@dataclass(frozen=True, slots=True)
class Negate:
    """`not`."""

    operand: "Expression"


@dataclass(frozen=True, slots=True)
class Join:
    """`and` or `or` over two or more parts."""

    word: str
    parts: tuple["Expression", ...]


Expression: TypeAlias = Union[  # noqa: UP007 (the parts name each other before they exist)
    Constant, Scope, Call, Items, Compare, Contains, Negate, Join
]


_GRAMMAR: Final = r"""
?start: either
either: both (_OR both)*
both: negation (_AND negation)*
?negation: _NOT negation                        -> negate
    | test
?test: operand
    | operand OPERATOR operand                  -> compare
    | operand _IN collection                    -> contains
    | operand _NOT _IN collection               -> lacks
?operand: NUMBER                                -> number
    | STRING                                    -> text
    | FUNCTION "(" name ")"                     -> call
    | _SCOPE                                    -> scope
    | "(" either ")"
?collection: operand
    | "[" item ("," item)* "]"                  -> items
    | "(" item ("," item)+ ")"                  -> items
?item: NUMBER                                   -> number
    | STRING                                    -> text
?name: ID                                       -> plain
    | STRING                                    -> quoted
_OR: /or(?![A-Za-z0-9_.:-])/
_AND: /and(?![A-Za-z0-9_.:-])/
_NOT: /not(?![A-Za-z0-9_.:-])/
_IN: /in(?![A-Za-z0-9_.:-])/
_SCOPE: /scope(?![A-Za-z0-9_.:-])/
OPERATOR: "==" | "!=" | "<=" | "<" | ">=" | ">"
FUNCTION: /(level|value|score|answered|coverage|parameter)(?=[ \t\r\n]*\()/
NUMBER: /-?(?:0|[1-9][0-9]*)(?:\.[0-9]+)?(?:[eE][+-]?[0-9]+)?(?![A-Za-z0-9_.:-])/
STRING: /'[^'\n]*'|"[^"\n]*"/
ID: /[A-Za-z0-9][A-Za-z0-9_.:-]*/
%ignore /[ \t\r\n]+/
"""


def parse_expression(text: str) -> Expression:
    """Parse an expression.

    Raises ExpressionError, with the column, for whatever the grammar does not know, for texts
    longer than 2,000 characters and for nesting deeper than 32. Parsed once: later calls with the
    same text give the same object.
    """
    if len(text) > MOST_CHARACTERS:
        message = f"The expression is longer than {MOST_CHARACTERS} characters."
        raise ExpressionError(message, MOST_CHARACTERS + 1)
    return _parse(text)


@lru_cache(maxsize=4096)
def _parse(text: str) -> Expression:
    try:
        tree = _parser().parse(text)
    except lark.UnexpectedInput as error:
        raise _explain(text, error) from error
    except lark.exceptions.VisitError as error:
        raise ExpressionError(str(error.orig_exc), 1) from error
    expression: Expression = tree  # type: ignore[assignment]
    if any(depth > MOST_DEPTH for _, depth in _walk(expression)):
        raise ExpressionError(f"The expression is nested deeper than {MOST_DEPTH}.", 1)
    return expression


@cache
def _parser() -> lark.Lark:
    return lark.Lark(_GRAMMAR, parser="lalr", transformer=_Builder(), maybe_placeholders=False)


_INSTEAD: Final = {"=": "==", "&": "and", "|": "or", "!": "not"}


def _explain(text: str, error: lark.UnexpectedInput) -> ExpressionError:
    position = int(getattr(error, "pos_in_stream", 0))
    if isinstance(error, lark.UnexpectedToken) and error.token.type == "$END":
        return ExpressionError("The expression ends too early.", len(text) + 1)
    word = IDENTIFIER.match(text, position)
    if word is None or NUMBER.match(text, position):
        sign = text[position]
        instead = f": write {_INSTEAD[sign]}" if sign in _INSTEAD else ""
        return ExpressionError(f"{sign!r} is not expected here{instead}.", position + 1)
    name = word.group()
    message = (
        f"{name!r} stands alone: a text is put in quotes, '{name}', a question in level({name}) "
        f"or value({name})."
    )
    return ExpressionError(message, position + 1, name)


@lark.v_args(inline=True)
class _Builder(lark.Transformer[lark.Token, Expression]):
    """Make the parts; called by the parser from the inside out, so no text is too deep for it."""

    def either(self, *parts: Expression) -> Expression:
        return _join("or", parts)

    def both(self, *parts: Expression) -> Expression:
        return _join("and", parts)

    def negate(self, operand: Expression) -> Expression:
        return Negate(_condition("not", operand))

    def compare(self, left: Expression, sign: lark.Token, right: Expression) -> Expression:
        return Compare(str(sign), left, right)

    def contains(self, left: Expression, right: Expression) -> Expression:
        return Contains(left, right)

    def lacks(self, left: Expression, right: Expression) -> Expression:
        return Negate(Contains(left, right))

    def number(self, token: lark.Token) -> Expression:
        number = float(token)
        if isinf(number):
            raise ExpressionError("The number is too large.", 1)
        return Constant(number)

    def text(self, token: lark.Token) -> Expression:
        return Constant(str(token)[1:-1])

    def scope(self) -> Expression:
        return Scope()

    def call(self, function: lark.Token, name: str) -> Expression:
        return Call(str(function), name)

    def items(self, *items: Constant) -> Expression:
        return Items(tuple(item.value for item in items))

    def plain(self, token: lark.Token) -> str:
        return str(token)

    def quoted(self, token: lark.Token) -> str:
        return str(token)[1:-1]


def _join(word: str, parts: tuple[Expression, ...]) -> Expression:
    if len(parts) == 1:
        return parts[0]
    return Join(word, tuple(_condition(word, part) for part in parts))


def _condition(word: str, part: Expression) -> Expression:
    if not is_condition(part):
        raise ExpressionError(f"{word!r} joins conditions; a number or text is none.", 1)
    return part


def is_condition(expression: Expression) -> bool:
    """Whether an expression is true, false or undefined, and not a number or text."""
    if isinstance(expression, Call):
        return expression.function == "answered"
    return isinstance(expression, Compare | Contains | Negate | Join)


def _parts(expression: Expression) -> tuple[Expression, ...]:
    if isinstance(expression, Compare | Contains):
        return (expression.left, expression.right)
    if isinstance(expression, Negate):
        return (expression.operand,)
    return expression.parts if isinstance(expression, Join) else ()


def _walk(expression: Expression) -> Iterator[tuple[Expression, int]]:
    """Give every part with its depth, without recursion."""
    todo = [(expression, 1)]
    while todo:
        part, depth = todo.pop()
        yield part, depth
        todo += [(inner, depth + 1) for inner in _parts(part)]


def parts_of(expression: Expression) -> Iterator[Expression]:
    """Give an expression and every part of it."""
    return (part for part, _ in _walk(expression))


def names_in(expression: Expression) -> frozenset[tuple[str, str]]:
    """Give every name an expression asks about, as pairs of function and id."""
    calls = (part for part in parts_of(expression) if isinstance(part, Call))
    return frozenset((call.function, call.id) for call in calls)
