"""Example answers to a whole toolkit: the worst, the middle, the best, or drawn by lot.

For trying a toolkit out. Nothing here is chance: the same seed gives the same answers everywhere.
"""

import hashlib
from collections.abc import Iterator
from datetime import date
from typing import Final, Literal

from app.definition.question import Question
from app.definition.toolkit import Toolkit
from app.response.answer import Answer, Answers, Value
from app.response.kind import measure_of
from app.response.level import extremes, points_of, value_at
from app.response.measure import Line, Measure, Steps, Ticks
from app.response.setting import Setting

Pattern = Literal["lowest", "middle", "highest", "random"]
PATTERNS: Final[tuple[Pattern, ...]] = ("lowest", "middle", "highest", "random")

EXAMPLE_DAY: Final = date(2026, 1, 1)
EXAMPLE_TEXT: Final = "Example"
EXAMPLE_REASON: Final = "Example: it does not apply."
UNKNOWN_SHARE: Final = 0.08
NOT_APPLICABLE_SHARE: Final = 0.04
_DIGITS: Final = 4
_UNIT: Final = 2.0**53


def fill_example(toolkit: Toolkit, setting: Setting, pattern: Pattern, *, seed: int = 0) -> Answers:
    """Answer every question that may be asked under the setting, hidden ones too.

    `lowest` and `highest` give each question its least and its greatest points, `middle` an answer
    near 50 points; `random` draws by `seed`, and leaves about one question in eight unknown or not
    applicable. Every answer is one that `parse_answer` would take.
    """
    return Answers(
        _answer(question, toolkit, pattern, Lot(seed, question.id))
        for question in toolkit.questions
        if (question.quick_check or not setting.quick)
        and (not question.scopes or setting.scope in question.scopes)
    )


def value_at_share(question: Question, toolkit: Toolkit, share: float) -> Value:
    """Give a value about so far from the worst (0) to the best (1); a text or a day has neither."""
    measure = measure_of(question, toolkit)
    if measure is None:
        return EXAMPLE_DAY if question.kind == "date" else EXAMPLE_TEXT
    return _value_of(measure, _code_at(measure, share))


class Lot:
    """Numbers in 0..1 that depend on the seed and what they are drawn for only."""

    def __init__(self, seed: int | str, about: str) -> None:
        self._numbers = self._draw(f"{seed}:{about}")

    @staticmethod
    def _draw(text: str) -> Iterator[float]:
        count = 0
        while True:
            digest = hashlib.sha256(f"{text}:{count}".encode()).digest()
            yield (int.from_bytes(digest[:8], "big") >> 11) / _UNIT
            count += 1

    def next(self) -> float:
        """Give the next number."""
        return next(self._numbers)


def _answer(question: Question, toolkit: Toolkit, pattern: Pattern, lot: Lot) -> Answer:
    if pattern == "random":
        drawn = lot.next()
        if drawn < UNKNOWN_SHARE:
            return Answer(question.id, "unknown")
        if drawn < UNKNOWN_SHARE + NOT_APPLICABLE_SHARE:
            return Answer(question.id, "not-applicable", reason=EXAMPLE_REASON)
    measure = measure_of(question, toolkit)
    if measure is None:
        return Answer(question.id, value=EXAMPLE_DAY if question.kind == "date" else EXAMPLE_TEXT)
    code = _draw_code(measure, lot) if pattern == "random" else _find_code(measure, pattern)
    return Answer(question.id, value=_value_of(measure, code))


def _value_of(measure: Measure, code: float) -> Value:
    value = measure.value_of(code)
    if isinstance(measure, Ticks) and not value:
        # Nothing ticked would be no answer.
        return measure.value_of(1.0)
    return value


def _find_code(measure: Measure, pattern: Pattern) -> float:
    least, greatest = extremes(measure)
    if pattern == "middle":
        return _code_at(measure, 0.5)
    return _round(measure, least.code if pattern == "lowest" else greatest.code)


def _draw_code(measure: Measure, lot: Lot) -> float:
    if not isinstance(measure, Ticks):
        return _code_at(measure, lot.next())
    free = [place for place, alone in enumerate(measure.exclusive) if not alone]
    bits = sum(1 << place for place in free if lot.next() < 0.5)
    alone = [place for place in range(len(measure.values)) if place not in free]
    return float(bits or 1 << (alone or free)[0])


def _code_at(measure: Measure, share: float) -> float:
    """Give a code about so far from the worst to the best."""
    if isinstance(measure, Steps):
        order = sorted(range(len(measure.values)), key=lambda place: measure.points[place])
        return float(order[min(int(share * len(order)), len(order) - 1)])
    if isinstance(measure, Ticks):
        return _tick_until(measure, 100.0 * share)
    return _number_at(measure, share)


def _tick_until(ticks: Ticks, points: float) -> float:
    """Tick options, at least one, until these points are reached."""
    bits = 0
    for place, alone in enumerate(ticks.exclusive):
        more = bits | 1 << place
        if not alone and (not bits or points_of(ticks, float(more)) <= points):
            bits = more
    return float(bits or 1)


def _number_at(line: Line, share: float) -> float:
    least, greatest = (reach.code for reach in extremes(line))
    code = least + share * (greatest - least)
    if line.minimum is not None and line.maximum is not None and not line.by_level:
        code = value_at(line, 100.0 * share)
    return _round(line, code)


def _round(measure: Measure, code: float) -> float:
    """Give a number a person would type, where it still is within the limits of input."""
    if not isinstance(measure, Line):
        return code
    low, high = measure.valid
    short = float(f"{code:.{_DIGITS}g}")
    low = short if low is None else low
    high = short if high is None else high
    return min(max(short, low), high)
