"""Answers as somebody types them from paper: 0 to 4, the place of an option, `?`, `n/a`.

A level is its number; options and the words of a yes-or-no question count from 1 in the order in
which they stand on the form; of several ticks the places stand together, as in 1 3.
"""

import re
import unicodedata
from collections.abc import Mapping
from typing import Final

from app.definition.question import Question
from app.definition.toolkit import Toolkit
from app.response.answer import Answer, Value, write_value
from app.response.kind import measure_of
from app.response.kind.base import refuse_option
from app.response.kind.yesno import offered
from app.response.measure import Steps
from app.response.message import AnswerError, Problem, RefusedError
from app.response.parsing import RawAnswer, parse_answer
from app.response.text import LONGEST_NOTE, read_text

UNKNOWN: Final = "?"
NOT_APPLICABLE: Final = "n/a"
_UNKNOWN: Final = frozenset({"?", "\u061f", "？"})
"""The question mark of Latin, Arabic and Chinese keyboards."""
_NOT_APPLICABLE: Final = re.compile(
    r"n\s*[/.]?\s*a\b\.?\s*[:,;.-]?\s*(.*)", re.IGNORECASE | re.DOTALL
)
_BETWEEN: Final = re.compile(r"[\s,;+&،؛、，；]+")


def list_codes(question: Question) -> Mapping[str, str]:
    """Give the short code of every answer offered, with what a form sends for it."""
    if question.kind == "level":
        return {str(level.level): str(level.level) for level in question.levels}
    if question.kind in {"choice", "multi"}:
        return {str(place): name for place, name in enumerate(question.option_ids, 1)}
    if question.kind == "yesno":
        return {str(place): name for place, name in enumerate(reversed(offered(question)), 1)}
    return {}


def list_values(question: Question, toolkit: Toolkit) -> tuple[Value, ...]:
    """Give the answers a question can be counted by, in the order of their codes.

    Empty where an answer is typed, or several are ticked.
    """
    if not isinstance(measure_of(question, toolkit), Steps):
        return ()
    read = (_parse(question, toolkit, sent) for sent in list_codes(question).values())
    return tuple(answer.value for answer in read)


def read_short(question: Question, toolkit: Toolkit, typed: str) -> Answer:
    """Read what was typed for a question; nothing is blank.

    Behind `n/a` may stand why; what does not stand on the form is not asked for.

    Raises:
        AnswerError: It is no answer to this question.
    """
    text = typed.strip()
    if text in _UNKNOWN:
        return Answer(question.id, "unknown")
    found = _NOT_APPLICABLE.fullmatch(text) if question.kind != "text" or len(text) <= 4 else None
    if found is not None:
        return Answer(question.id, "not-applicable", reason=_read_reason(question, found[1]))
    codes = list_codes(question)
    if not codes:
        return _parse(question, toolkit, text)
    if question.kind == "multi":
        places = [part for part in _BETWEEN.split(_plain(text)) if part]
        return _parse(question, toolkit, tuple(_find(question, codes, part) for part in places))
    return _parse(question, toolkit, _find(question, codes, _plain(text)) if text else "")


def write_short(question: Question, answer: Answer | None) -> str:
    """Write an answer as `read_short` reads it."""
    if answer is None or answer.state == "blank":
        return ""
    if answer.state == "unknown":
        return UNKNOWN
    if answer.state == "not-applicable":
        return f"{NOT_APPLICABLE}: {answer.reason}" if answer.reason else NOT_APPLICABLE
    back = {sent: code for code, sent in list_codes(question).items()}
    if isinstance(answer.value, tuple):
        return " ".join(back.get(name, name) for name in answer.value)
    text = write_value(answer.value)
    return back.get(text, text.removesuffix(".0") if question.kind == "number" else text)


def _plain(text: str) -> str:
    """Give a text with the digits of any script as Western ones."""
    signs = (unicodedata.decimal(sign, None) for sign in text)
    return "".join(
        sign if digit is None else str(digit) for sign, digit in zip(text, signs, strict=True)
    )


def _find(question: Question, codes: Mapping[str, str], text: str) -> str:
    if text in codes:
        return codes[text]
    if text in codes.values():
        return text
    raise _say(question, refuse_option(text))


def _parse(question: Question, toolkit: Toolkit, sent: str | tuple[str, ...]) -> Answer:
    return parse_answer(question, toolkit, RawAnswer(value=sent))


def _read_reason(question: Question, text: str) -> str:
    try:
        return read_text(text, LONGEST_NOTE)
    except RefusedError as refused:
        raise _say(question, refused) from refused


def _say(question: Question, refused: RefusedError) -> AnswerError:
    problem = Problem(question.id, refused.code, refused.message, refused.params)
    return AnswerError((problem,))
