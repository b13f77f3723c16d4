"""Conditions in words: "INF-16 is at level 1 or higher" instead of `level(INF-16) >= 1`.

`not` is taken down to the single comparisons (not "at level 1 or higher" is "below level 1"), which
says the same: where an operand is missing, both are undefined. So no sentence has to say "it is not
the case that", and every comparison is one text that a translator can put into good words.
"""

from collections.abc import Mapping, Sequence
from typing import Final

from app.definition.expression import (
    Call,
    Compare,
    Constant,
    Contains,
    Expression,
    Items,
    Join,
    Negate,
    is_condition,
    parse_expression,
)
from app.definition.toolkit import Toolkit
from app.presentation.language import N_, Phrase, Translator
from app.presentation.number import isolate
from app.presentation.operand import Namer, Speaker, kind_of, name_operand, show_constant

_OPPOSITE: Final[Mapping[str, str]] = {
    "==": "!=", "!=": "==", "<": ">=", ">=": "<", ">": "<=", "<=": ">",
}  # fmt: skip
_MIRRORED: Final[Mapping[str, str]] = {
    "==": "==", "!=": "!=", "<": ">", ">": "<", "<=": ">=", ">=": "<=",
}  # fmt: skip

_LEVEL: Final[Mapping[str, str]] = {
    "==": N_("%(what)s is at level %(value)s"),
    "!=": N_("%(what)s is not at level %(value)s"),
    ">=": N_("%(what)s is at level %(value)s or higher"),
    "<=": N_("%(what)s is at level %(value)s or lower"),
    ">": N_("%(what)s is above level %(value)s"),
    "<": N_("%(what)s is below level %(value)s"),
}
_NUMBER: Final[Mapping[str, str]] = {
    "==": N_("%(what)s is %(value)s"),
    "!=": N_("%(what)s is not %(value)s"),
    ">=": N_("%(what)s is %(value)s or more"),
    "<=": N_("%(what)s is %(value)s or less"),
    ">": N_("%(what)s is more than %(value)s"),
    "<": N_("%(what)s is less than %(value)s"),
}
_DATE: Final[Mapping[str, str]] = {
    **_NUMBER,
    ">=": N_("%(what)s is %(value)s or later"),
    "<=": N_("%(what)s is %(value)s or earlier"),
    ">": N_("%(what)s is after %(value)s"),
    "<": N_("%(what)s is before %(value)s"),
}
_TWO: Final[Mapping[str, str]] = {
    "==": N_("%(what)s equals %(value)s"),
    "!=": N_("%(what)s differs from %(value)s"),
    ">=": N_("%(what)s is at least %(value)s"),
    "<=": N_("%(what)s is at most %(value)s"),
    ">": N_("%(what)s is more than %(value)s"),
    "<": N_("%(what)s is less than %(value)s"),
}
_ANSWERED: Final[Mapping[bool, str]] = {
    True: N_("%(question)s is answered"),
    False: N_("%(question)s is not answered"),
}
_TICKED: Final[Mapping[bool, str]] = {
    True: N_("%(option)s is ticked in %(question)s"),
    False: N_("%(option)s is not ticked in %(question)s"),
}
_AMONG: Final[Mapping[bool, str]] = {
    True: N_("%(what)s is among %(value)s"),
    False: N_("%(what)s is not among %(value)s"),
}


def say_expression(
    expression: Expression | str,
    toolkit: Toolkit,
    translator: Translator,
    *,
    question: Namer | None = None,
    text: Namer | None = None,
) -> str:
    """Say a condition in words, as a clause without capital and full stop.

    Args:
        expression: a parsed expression, or its text.
        toolkit: whose questions, options and parameters it names; what it does not know is called
            by its id.
        translator: the reader's language.
        question: gives the form in which a question's id is said, such as "question 12" or a link;
            without it the id itself.
        text: gives the form in which a text of the toolkit is said; without it the text as it is.

    Returns:
        Plain text; HTML where one of the two gave HTML.

    Raises:
        ExpressionError: the text is no expression.
    """
    parsed = parse_expression(expression) if isinstance(expression, str) else expression

    def name(question_id: str) -> str:
        return question(question_id) if question else isolate(question_id, translator)

    def word(original: str) -> str:
        return text(original) if text else Phrase(original, toolkit.language).as_text(translator)

    return _say(parsed, Speaker(toolkit, translator, name, word), holds=True)


def say_when(
    expression: Expression | str,
    toolkit: Toolkit,
    translator: Translator,
    *,
    question: Namer | None = None,
    text: Namer | None = None,
) -> str:
    """Say when a question is asked, in a sentence: "Only if INF-16 is at level 1 or higher.".

    Everything else is as in `say_expression`.
    """
    clause = say_expression(expression, toolkit, translator, question=question, text=text)
    return translator.gettext("Only if %(condition)s.", condition=clause)


# --- Clauses ----------------------------------------------------------------------------------


def _say(expression: Expression, speaker: Speaker, *, holds: bool) -> str:
    """Say that an expression holds, or that it does not."""
    if isinstance(expression, Negate):
        return _say(expression.operand, speaker, holds=not holds)
    if isinstance(expression, Join):
        return _say_join(expression, speaker, holds=holds)
    if isinstance(expression, Compare):
        sign = expression.operator if holds else _OPPOSITE[expression.operator]
        return _say_compare(expression.left, sign, expression.right, speaker=speaker)
    if isinstance(expression, Contains):
        return _say_contains(expression, speaker, holds=holds)
    if isinstance(expression, Call) and expression.function == "answered":
        return speaker.say(_ANSWERED[holds], question=speaker.question(expression.id))
    return _name(expression, speaker)


def _say_join(expression: Join, speaker: Speaker, *, holds: bool) -> str:
    """Join clauses; a join inside a join stands in brackets. `not` turns and into or."""
    parts = [
        speaker.say(N_("(%(condition)s)"), condition=_say(part, speaker, holds=holds))
        if isinstance(_bare(part), Join)
        else _say(part, speaker, holds=holds)
        for part in expression.parts
    ]
    is_and = (expression.word == "and") is holds
    return speaker.translator.join(parts, "standard" if is_and else "or")


def _bare(expression: Expression) -> Expression:
    while isinstance(expression, Negate):
        expression = expression.operand
    return expression


def _say_compare(left: Expression, sign: str, right: Expression, *, speaker: Speaker) -> str:
    if isinstance(left, Constant) and not isinstance(right, Constant):
        left, sign, right = right, _MIRRORED[sign], left
    if isinstance(right, Constant):
        return _say_constants(left, sign, (right.value,), speaker=speaker)
    return speaker.say(_TWO[sign], what=_name(left, speaker), value=_name(right, speaker))


def _say_constants(
    left: Expression, sign: str, values: Sequence[float | str], *, speaker: Speaker
) -> str:
    """Compare something with one constant, or with any of several."""
    shown = speaker.translator.join([show_constant(left, value, speaker) for value in values], "or")
    if isinstance(left, Call) and left.function == "level":
        return speaker.say(_LEVEL[sign], what=speaker.question(left.id), value=shown)
    words = _DATE if kind_of(left, speaker) == "date" else _NUMBER
    return speaker.say(words[sign], what=_name(left, speaker), value=shown)


def _say_contains(expression: Contains, speaker: Speaker, *, holds: bool) -> str:
    left, right = expression.left, expression.right
    sign = "==" if holds else "!="
    if isinstance(right, Items):
        return _say_constants(left, sign, right.values, speaker=speaker)
    if isinstance(right, Constant):
        return _say_constants(left, sign, (right.value,), speaker=speaker)
    if isinstance(left, Constant) and isinstance(right, Call) and right.function == "value":
        option = show_constant(right, left.value, speaker)
        return speaker.say(_TICKED[holds], option=option, question=speaker.question(right.id))
    return speaker.say(_AMONG[holds], what=_name(left, speaker), value=_name(right, speaker))


def _name(expression: Expression, speaker: Speaker) -> str:
    """Name an operand; a condition that is one is said as "whether ..."."""
    if not is_condition(expression):
        return name_operand(expression, speaker)
    clause = _say(expression, speaker, holds=True)
    return speaker.translator.gettext("whether %(condition)s", condition=clause)
