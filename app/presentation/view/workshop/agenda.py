"""The agenda of a workshop: what begins when, from the minutes a question takes."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from app.presentation.blank.structure import BlankPart
from app.presentation.language import N_, Phrase
from app.presentation.number import show_number
from app.presentation.report.structure import Column, Row, Table, Text
from app.presentation.view.wording import Wording
from app.presentation.view.workshop.document import Occasion
from app.response.workshop.limit import (
    GOAL_MINUTES,
    PLAN_MINUTES,
    PRACTICE_MINUTES,
    PRIORITY_MINUTES,
)

HOUR = 60
DAY = 24 * HOUR
CLOSING = (
    (N_("Goals: where we want to be, and by when"), GOAL_MINUTES),
    (N_("Priorities: impact and effort"), PRIORITY_MINUTES),
    (N_("Plan: at most ten actions with owner and day"), PLAN_MINUTES),
)


@dataclass(frozen=True, slots=True)
class Step:
    """One line of the agenda: minutes from the beginning, what is done, how long it takes."""

    at: int
    what: Text
    minutes: int
    family: str = ""


def build_agenda(
    wording: Wording, occasion: Occasion, tables: Sequence[tuple[str, tuple[BlankPart, ...]]]
) -> Table:
    """Build the agenda; tables that work beside each other stand one below the other."""
    gettext = wording.translator.gettext
    begin = Step(0, gettext("Welcome, joining and a question to practise with"), PRACTICE_MINUTES)
    rows = [_write(begin, wording, occasion)]
    end = PRACTICE_MINUTES
    for name, parts in tables:
        if len(tables) > 1:
            rows.append(Row((name,), is_group=True))
        steps = tuple(_list_steps(parts, occasion.minutes))
        rows.extend(_write(step, wording, occasion) for step in steps)
        end = max([end, *(step.at + step.minutes for step in steps)])
    if len(tables) > 1:
        rows.append(Row((gettext("The whole room"),), is_group=True))
    for text, minutes in CLOSING:
        rows.append(_write(Step(end, gettext(text), minutes), wording, occasion))
        end += minutes
    columns = (
        Column(gettext("Time"), width=16),
        Column(gettext("What"), width=66),
        Column(gettext("Minutes"), is_number=True, width=18),
    )
    caption = gettext("Breaks come on top.")
    if not occasion.begins:
        caption = gettext("Times are counted from the beginning. Breaks come on top.")
    return Table(caption, columns, tuple(rows))


def _list_steps(parts: tuple[BlankPart, ...], minutes: int) -> Iterator[Step]:
    at = PRACTICE_MINUTES
    for part in parts:
        length = len(part.questions) * minutes
        yield Step(at, part.title, length, part.family)
        at += length


def _write(step: Step, wording: Wording, occasion: Occasion) -> Row:
    what = step.what
    if isinstance(what, Phrase):
        what = what.as_markup(wording.translator)
    return Row(
        (say_clock(occasion.begins, step.at), what, show_number(step.minutes, wording.translator)),
        family=step.family,
    )


def say_clock(begins: str, minutes: int) -> str:
    """Say a time of the day some minutes after the beginning; without one, count from 0:00."""
    if not begins:
        hours, rest = divmod(minutes, HOUR)
        return f"{hours}:{rest:02}"
    hour, minute = map(int, begins.split(":"))
    hours, rest = divmod((hour * HOUR + minute + minutes) % DAY, HOUR)
    return f"{hours:02}:{rest:02}"
