"""Several respondents, one unit: how far they agree on each question, and a value in the middle.

Consensus is that of Tastle and Wierman (2007): 1 + sum of p log2(1 - |x - mean| / width), on the
points 0..100 of the answers: 1 where all say the same, 0 where half stand at each end. Nobody's
answer is lost in a merge: the spread keeps how often each value was given.
"""

import math
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from app.definition.question import Question
from app.definition.toolkit import Toolkit
from app.response.answer import STATES, Answer, Answers, State, Value
from app.response.kind import measure_of
from app.response.level import points_of
from app.response.measure import Measure, Ticks

_WIDTH: Final = 100.0


@dataclass(frozen=True, slots=True)
class Tally:
    """How often one value was given, and the points it is worth (None without points)."""

    value: Value
    count: int
    points: float | None


@dataclass(frozen=True, slots=True)
class Spread:
    """What several respondents say to one question.

    Attributes:
        question: Its id.
        states: How many answered, do not know, say it does not apply, left it blank.
        tallies: The values given, by points from low to high, else in the order first given.
        least, median, greatest: Of the points; None where no answer has points.
        consensus: 0..1; None with fewer than two answers that have points.
    """

    question: str
    states: Mapping[State, int]
    tallies: tuple[Tally, ...]
    least: float | None
    median: float | None
    greatest: float | None
    consensus: float | None

    @property
    def count(self) -> int:
        """How many respondents gave a value."""
        return self.states["answered"]


@dataclass(frozen=True, slots=True)
class Merged:
    """One set of answers for several respondents, and how far they agree, by question."""

    answers: Answers
    spreads: Mapping[str, Spread]


def merge_respondents(toolkit: Toolkit, respondents: Iterable[Answers]) -> Merged:
    """Merge the answers of several respondents to the questions of a toolkit.

    A question takes a value where at least one gave one: the middle one by points, of two middle
    ones the lower, so that no value arises that nobody gave. Several ticks: the options that more
    than half of those who answered ticked. Text and date: what was given most often, of equals the
    first. Without a value the state given most often stands, unknown before not applicable; a merge
    keeps the first reason for it.
    """
    sheets = list(respondents)
    answers, spreads = [], {}
    for question in toolkit.questions:
        given = [sheet[question.id] for sheet in sheets if question.id in sheet]
        measure = measure_of(question, toolkit)
        spread = spread_of(question, measure, given, of=len(sheets))
        spreads[question.id] = spread
        answers.append(_merge(question, measure, given, spread))
    return Merged(Answers(answers), spreads)


def spread_of(
    question: Question, measure: Measure | None, given: Sequence[Answer], *, of: int
) -> Spread:
    """Say how the answers of `of` respondents to one question are spread."""
    states = Counter(answer.state for answer in given)
    states["blank"] += of - len(given)
    values = Counter(answer.value for answer in given if answer.state == "answered")
    tallies = [
        Tally(value, count, None if measure is None else _points(measure, value))
        for value, count in values.items()
    ]
    scored = [tally for tally in tallies if tally.points is not None]
    tallies.sort(key=lambda tally: math.inf if tally.points is None else tally.points)
    points = sorted(
        tally.points for tally in scored for _ in range(tally.count) if tally.points is not None
    )
    return Spread(
        question=question.id,
        states={state: states[state] for state in STATES},
        tallies=tuple(tallies),
        least=points[0] if points else None,
        median=_median(points),
        greatest=points[-1] if points else None,
        consensus=consensus(points) if len(points) > 1 else None,
    )


def consensus(points: Sequence[float]) -> float:
    """Give the consensus of points on 0..100: 1 all alike, 0 half at each end."""
    total = len(points)
    mean = math.fsum(points) / total
    shares = Counter(points)
    parts = (
        count / total * math.log2(1.0 - abs(place - mean) / _WIDTH)
        for place, count in shares.items()
    )
    return min(1.0, max(0.0, 1.0 + math.fsum(parts)))


def _points(measure: Measure, value: Value) -> float | None:
    points = points_of(measure, measure.code_of(value))
    return None if math.isnan(points) else points


def _median(points: Sequence[float]) -> float | None:
    if not points:
        return None
    middle = len(points) // 2
    if len(points) % 2:
        return points[middle]
    return (points[middle - 1] + points[middle]) / 2.0


def _merge(
    question: Question, measure: Measure | None, given: Sequence[Answer], spread: Spread
) -> Answer:
    answered = [answer for answer in given if answer.state == "answered"]
    if not answered:
        return _merge_states(question, given, spread)
    if isinstance(measure, Ticks):
        return Answer(question.id, value=_most_ticked(measure, answered, spread))
    if measure is None:
        return Answer(question.id, value=Counter(a.value for a in answered).most_common(1)[0][0])
    middle = (spread.count - 1) // 2
    passed = 0
    for tally in spread.tallies:
        passed += tally.count
        if passed > middle:
            return Answer(question.id, value=tally.value)
    raise RuntimeError("A spread of answers has a middle.")


def _most_ticked(measure: Ticks, answered: Sequence[Answer], spread: Spread) -> Value:
    """Give the options that more than half ticked; where there are none, the answer worth least."""
    ticks = Counter(option for answer in answered for option in _options(answer.value))
    most = tuple(option for option in measure.values if ticks[option] > len(answered) / 2)
    return most or spread.tallies[0].value


def _options(value: Value) -> tuple[str, ...]:
    return value if isinstance(value, tuple) else ()


def _merge_states(question: Question, given: Sequence[Answer], spread: Spread) -> Answer:
    order: tuple[State, ...] = ("unknown", "not-applicable")
    state = max(order, key=lambda each: spread.states[each])
    if not spread.states[state]:
        return Answer(question.id, "blank")
    reasons = (answer.reason for answer in given if answer.state == state and answer.reason)
    return Answer(question.id, state, reason=next(reasons, ""))
