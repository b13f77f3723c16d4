"""The answers a question can be given in a room, each a row: states, options, or what was given.

Numbers and dates of which there are many are put together in even steps, texts that differ in
nothing but their case and spaces as one.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any, Final

from app.definition.question import Question
from app.presentation.language import Phrase
from app.presentation.number import show_date, show_number, show_value
from app.presentation.view.wording import Wording
from app.response import measure_of
from app.response.answer import Value
from app.response.measure import Steps, Ticks
from app.response.merging import Spread

MOST_VALUES: Final = 8
"""Different numbers or dates up to which each has a row of its own."""
STEPS: Final = 6
"""About how many even steps more of them are put in."""
WIDTHS: Final = (Decimal(1), Decimal(2), Decimal(5), Decimal(10))


@dataclass(frozen=True, slots=True)
class Group:
    """One row: `rank` is the number of its level, empty for all else.

    `holds` tells whether a value belongs to it; `is_typed` that its text is what somebody typed.
    """

    rank: str
    text: Phrase
    holds: Callable[[Value], bool]
    is_typed: bool = False


def find_groups(wording: Wording, question: Question, spread: Spread) -> tuple[Group, ...]:
    """Give the rows of a question, from the lowest to the highest or in the toolkit's order."""
    measure = measure_of(question, wording.toolkit)
    if isinstance(measure, Steps):
        return tuple(_list_steps(wording, question, measure))
    if isinstance(measure, Ticks):
        return tuple(
            Group("", wording.phrase(option.text), _ticks(option.id)) for option in question.options
        )
    return _SORTERS[question.kind](wording, question, spread)


def _list_steps(wording: Wording, question: Question, measure: Steps) -> Iterable[Group]:
    for value, state, level in zip(measure.values, measure.states, measure.levels, strict=True):
        rank = "" if level is None else show_number(level, wording.translator)
        yield Group(rank, wording.state(question.id, state), _is(value))


def _is(value: Value) -> Callable[[Value], bool]:
    return lambda given: given == value


def _ticks(option: str) -> Callable[[Value], bool]:
    return lambda given: isinstance(given, tuple) and option in given


def _own(wording: Wording, text: str) -> Phrase:
    return Phrase(text, wording.translator.code)


# --- Numbers ----------------------------------------------------------------------------------


def _sort_numbers(wording: Wording, question: Question, spread: Spread) -> tuple[Group, ...]:
    given = sorted(
        {tally.value for tally in spread.tallies if isinstance(tally.value, int | float)}
    )
    if len(given) <= MOST_VALUES:
        return tuple(Group("", say_number(wording, question, value), _is(value)) for value in given)
    return tuple(_list_spans(wording, question, given))


def say_number(wording: Wording, question: Question, value: float) -> Phrase:
    """Say a number with the unit of its question."""
    unit = wording.phrase(question.unit).as_text(wording.translator)
    return _own(wording, show_value(value, wording.translator, unit=unit))


def choose_width(low: Decimal, high: Decimal) -> Decimal:
    """Choose a width of even steps: 1, 2 or 5 times a power of ten, for about six of them."""
    rough = (high - low) / STEPS
    power = Decimal(1).scaleb(rough.adjusted())
    return next(width * power for width in WIDTHS if width * power >= rough)


def _list_spans(wording: Wording, question: Question, given: Sequence[float]) -> Iterable[Group]:
    exact = [Decimal(repr(value)) for value in given]
    width = choose_width(exact[0], exact[-1])
    decimals = max(0, -int(width.normalize().as_tuple().exponent))
    first, last = (int(value // width) for value in (exact[0], exact[-1]))
    # Decimals cut towards zero, so that what lies below it belongs to the step under it.
    first -= exact[0] < first * width
    unit = wording.phrase(question.unit).as_text(wording.translator)
    for place in range(first, last + 1):
        low, high = place * width, (place + 1) * width
        text = wording.translator.gettext(
            "%(low)s to under %(high)s",
            low=show_number(float(low), wording.translator, decimals=decimals),
            high=show_value(float(high), wording.translator, unit=unit, decimals=decimals),
        )
        yield Group("", _own(wording, text), _lies_in(low, high))


def _lies_in(low: Decimal, high: Decimal) -> Callable[[Value], bool]:
    return lambda given: isinstance(given, int | float) and low <= Decimal(repr(given)) < high


# --- Dates and texts --------------------------------------------------------------------------


def _sort_dates(wording: Wording, _question: Question, spread: Spread) -> tuple[Group, ...]:
    days = sorted({tally.value for tally in spread.tallies if isinstance(tally.value, date)})
    if len(days) <= MOST_VALUES:
        return tuple(Group("", say_day(wording, day), _is(day)) for day in days)
    years = range(days[0].year, days[-1].year + 1)
    # More years than can be looked over are left to those that were given.
    shown = years if len(years) <= MOST_VALUES else sorted({day.year for day in days})
    return tuple(Group("", _own(wording, str(year)), _falls_in(year)) for year in shown)


def say_day(wording: Wording, day: date) -> Phrase:
    """Say a day."""
    return _own(wording, show_date(day, wording.translator))


def _falls_in(year: int) -> Callable[[Value], bool]:
    return lambda given: isinstance(given, date) and given.year == year


def _fold(value: Value) -> str:
    return " ".join(str(value).casefold().split())


def _sort_texts(_wording: Wording, _question: Question, spread: Spread) -> tuple[Group, ...]:
    counts: dict[str, int] = {}
    first: dict[str, str] = {}
    for tally in spread.tallies:
        folded = _fold(tally.value)
        counts[folded] = counts.get(folded, 0) + tally.count
        first.setdefault(folded, str(tally.value))
    return tuple(
        Group("", Phrase(first[folded]), _reads(folded), is_typed=True)
        for folded in sorted(counts, key=lambda folded: (-counts[folded], folded))
    )


def _reads(folded: str) -> Callable[[Value], bool]:
    return lambda given: _fold(given) == folded


_SORTERS: Final[Mapping[str, Callable[[Wording, Question, Spread], tuple[Group, ...]]]] = {
    "number": _sort_numbers,
    "date": _sort_dates,
    "text": _sort_texts,
}


# --- The middle -------------------------------------------------------------------------------


def order_values(question: Question, spread: Spread) -> tuple[Value, ...]:
    """Give every value given, once for each time, from the least to the greatest.

    Empty where they have no order: texts, several ticks, options of which two are worth the same.
    """
    tallies = [tally for tally in spread.tallies if tally.value is not None]
    if question.kind in {"number", "date"}:
        key: Callable[[Any], Any] = lambda tally: tally.value  # noqa: E731
    elif question.kind in {"level", "choice", "yesno"}:
        points = [tally.points for tally in tallies]
        if None in points or len(set(points)) < len(points):
            return ()
        key = lambda tally: tally.points  # noqa: E731
    else:
        return ()
    return tuple(tally.value for tally in sorted(tallies, key=key) for _ in range(tally.count))


def find_middle(ordered: Sequence[Value]) -> tuple[Value, ...]:
    """Give the value in the middle, or the two it lies between; nothing of nothing."""
    if not ordered:
        return ()
    low, high = ordered[(len(ordered) - 1) // 2], ordered[len(ordered) // 2]
    return (low,) if low == high else (low, high)
