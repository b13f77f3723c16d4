"""What a room said to one question, as everybody sees it once it is revealed."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date
from typing import Final

from app.definition.question import Question
from app.presentation.language import N_, Phrase, Translator
from app.presentation.number import show_number
from app.presentation.view.wording import Wording
from app.presentation.view.workshop.group import (
    Group,
    find_groups,
    find_middle,
    order_values,
    say_day,
    say_number,
)
from app.response.answer import Answer, State, Value
from app.response.merging import Spread
from app.response.workshop.board import LEAST, Board, Part

ALIKE: Final = N_("all say the same")
CONSENSUS: Final[tuple[tuple[float, str], ...]] = (
    (0.8, N_("close together")),
    (0.6, N_("some disagreement")),
    (0.0, N_("wide disagreement")),
)
"""From which consensus on it is called what, the highest first."""

PLACES: Final = (
    N_("first of %(count)s"),
    N_("second of %(count)s"),
    N_("third of %(count)s"),
    N_("fourth of %(count)s"),
    N_("fifth of %(count)s"),
    N_("sixth of %(count)s"),
    N_("seventh of %(count)s"),
)
PLACE: Final = N_("number %(place)s of %(count)s")

FEW: Final = 12
SOME: Final = 30
"""Up to how many dots in the longest row they are drawn large, and up to how many less so."""

STATES: Final[tuple[tuple[State, str], ...]] = (
    ("unknown", N_("Do not know")),
    ("not-applicable", N_("Does not apply")),
)
OTHERS: Final = N_("All others")


@dataclass(frozen=True, slots=True)
class Remark:
    """A comment, with the name of who wrote it where the session is named."""

    text: str
    name: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Facts:
    """What stands beside the spread of a question.

    Attributes:
        place: Its place by disagreement, from 1, and among how many; None leaves it out.
        remarks: What was commented.
        own: The reader's own answer, to be marked; None for a screen all look at.
        also: Texts of a second language that stand below the first; None for one language.
    """

    place: tuple[int, int] | None = None
    remarks: tuple[Remark, ...] = ()
    own: Answer | None = None
    also: Wording | None = None


NO_FACTS: Final = Facts()


@dataclass(frozen=True, slots=True)
class Row:
    """One possible answer: how often it was given, and whether the middle lies in it.

    `rank` is the number of a level or empty; `said` what a screen reader is told after its text;
    `also` the text in a second language.
    """

    rank: str
    text: Phrase
    count: int
    shown: str
    said: str
    is_middle: bool = False
    is_own: bool = False
    is_typed: bool = False
    also: Phrase | None = None


@dataclass(frozen=True, slots=True)
class Fact:
    """One fact with its label; `key` is a word for it."""

    key: str
    label: str
    value: str
    is_own: bool = False


@dataclass(frozen=True, slots=True)
class PartOfRoom:
    """One role: how many of it answered and what; `is_typed`: its name is what somebody typed."""

    name: str
    is_typed: bool
    said: str
    rows: tuple[Row, ...]
    facts: tuple[Fact, ...]


@dataclass(frozen=True, slots=True)
class Reveal:
    """The spread of one question in words and rows.

    Attributes:
        hidden: Why nothing of it is shown; then all else but the question is empty.
        rows: Every possible answer, or what was given.
        density: `few`, `some` or `many`: how large the dots of the longest row can be.
        facts: Middle, range, unknown, does not apply, answers, consensus and place, those there
            are, in this order.
    """

    question: str
    kind: str
    text: Phrase
    hidden: str = ""
    rows: tuple[Row, ...] = ()
    density: str = "few"
    facts: tuple[Fact, ...] = ()
    parts: tuple[PartOfRoom, ...] = ()
    remarks: tuple[Remark, ...] = ()


@dataclass(frozen=True, slots=True)
class _Subject:
    """A question with the rows it has, in the reader's words."""

    wording: Wording
    question: Question
    groups: tuple[Group, ...]

    @property
    def translator(self) -> Translator:
        return self.wording.translator


def build_reveal(
    wording: Wording, question: Question, board: Board, *, facts: Facts = NO_FACTS
) -> Reveal:
    """Say what a room said to a question; under five answers nothing but why it is not shown."""
    text = wording.phrase(question.text)
    if not board.is_shown:
        return Reveal(question.id, question.kind, text, hidden=_say_hidden(wording.translator))
    subject = _Subject(wording, question, find_groups(wording, question, board.spread))
    rows = _count_rows(subject, board.spread, own=facts.own)
    return Reveal(
        question=question.id,
        kind=question.kind,
        text=text,
        rows=tuple(_say_also(rows, question, board.spread, facts.also)),
        density=_find_density(rows),
        facts=tuple(_list_facts(subject, board, facts)),
        parts=tuple(_build_part(subject, part) for part in board.parts),
        remarks=facts.remarks,
    )


def _say_hidden(translator: Translator) -> str:
    return translator.ngettext(
        "Fewer than %(num)s person answered. What was said is not shown, so that nobody’s answer "
        "can be told.",
        "Fewer than %(num)s people answered. What was said is not shown, so that nobody’s answer "
        "can be told.",
        LEAST,
    )


# --- Rows -------------------------------------------------------------------------------------


def _count_rows(subject: _Subject, spread: Spread, *, own: Answer | None = None) -> tuple[Row, ...]:
    middle = find_middle(order_values(subject.question, spread))
    mine = own.value if own is not None and own.state == "answered" else None
    return tuple(
        _count_row(subject, group, spread=spread, middle=middle, mine=mine)
        for group in subject.groups
    )


def _count_row(
    subject: _Subject, group: Group, *, spread: Spread, middle: tuple[Value, ...], mine: Value
) -> Row:
    translator = subject.translator
    count = sum(tally.count for tally in spread.tallies if group.holds(tally.value))
    is_middle = any(group.holds(value) for value in middle)
    return Row(
        rank=group.rank,
        text=group.text,
        count=count,
        shown=show_number(count, translator),
        said=_say_row(subject, count, is_middle=is_middle),
        is_middle=is_middle,
        is_own=mine is not None and group.holds(mine),
        is_typed=group.is_typed,
    )


def _say_also(
    rows: Iterable[Row], question: Question, spread: Spread, also: Wording | None
) -> Iterable[Row]:
    """Put the texts of a second language beside those of the first, where they are others."""
    if also is None:
        return rows
    groups = find_groups(also, question, spread)
    return (
        row if group.text.text == row.text.text else replace(row, also=group.text)
        for row, group in zip(rows, groups, strict=True)
    )


def _say_row(subject: _Subject, count: int, *, is_middle: bool) -> str:
    translator = subject.translator
    if subject.question.kind == "multi":
        return translator.ngettext("ticked by %(num)s", "ticked by %(num)s", count)
    if is_middle:
        return translator.ngettext("%(num)s answer, middle", "%(num)s answers, middle", count)
    return translator.ngettext("%(num)s answer", "%(num)s answers", count)


def _find_density(rows: Iterable[Row]) -> str:
    most = max((row.count for row in rows), default=0)
    return "few" if most <= FEW else "some" if most <= SOME else "many"


# --- Facts ------------------------------------------------------------------------------------


def _list_facts(subject: _Subject, board: Board, facts: Facts) -> Iterable[Fact]:
    translator, spread = subject.translator, board.spread
    own = facts.own.state if facts.own is not None else ""
    said = {
        "middle": (translator.gettext("Middle"), _say_middle(subject, spread)),
        "range": (translator.gettext("Range"), _say_range(subject, spread)),
    }
    place = "" if facts.place is None else say_disagreement(*facts.place, translator=translator)
    later = {
        "answers": (translator.gettext("Answers"), show_number(board.answers, translator)),
        "consensus": (translator.gettext("Consensus"), say_consensus(translator, spread)),
        "place": (translator.gettext("Disagreement"), place),
    }
    yield from (Fact(key, label, value) for key, (label, value) in said.items() if value)
    yield from list_states(translator, spread, own=own)
    yield from (Fact(key, label, value) for key, (label, value) in later.items() if value)


def list_states(translator: Translator, spread: Spread, *, own: str = "") -> Iterable[Fact]:
    """Say how many do not know, and to how many it does not apply if it does not to any."""
    for state, label in STATES:
        count = spread.states[state]
        if count or state == "unknown":
            shown = show_number(count, translator)
            yield Fact(state, translator.gettext(label), shown, is_own=state == own)


def _say_value(subject: _Subject, value: Value) -> str:
    """Say a value in a sentence: "2", "41 %", "Partly"."""
    if isinstance(value, date):
        return say_day(subject.wording, value).text
    if subject.question.kind == "number" and isinstance(value, int | float):
        return say_number(subject.wording, subject.question, value).text
    group = next(group for group in subject.groups if group.holds(value))
    return group.rank or group.text.as_text(subject.translator)


def _say_middle(subject: _Subject, spread: Spread) -> str:
    middle = find_middle(order_values(subject.question, spread))
    said = [_say_value(subject, value) for value in middle]
    if len(said) > 1:
        return subject.translator.gettext("between %(low)s and %(high)s", low=said[0], high=said[1])
    return said[0] if said else ""


def _say_range(subject: _Subject, spread: Spread) -> str:
    ordered = order_values(subject.question, spread)
    if not ordered:
        return ""
    low, high = (_say_value(subject, value) for value in (ordered[0], ordered[-1]))
    if low == high:
        return subject.translator.gettext("only %(value)s", value=low)
    return subject.translator.gettext("%(low)s to %(high)s", low=low, high=high)


def say_consensus(translator: Translator, spread: Spread) -> str:
    """Say how far a room agrees: "some disagreement (0.72)"."""
    consensus = spread.consensus
    if consensus is None:
        return ""
    words = next(words for least, words in CONSENSUS if consensus >= least)
    return translator.gettext(
        "%(words)s (%(number)s)",
        words=translator.gettext(ALIKE if len(spread.tallies) == 1 else words),
        number=show_number(consensus, translator, decimals=2),
    )


def say_disagreement(place: int, count: int, *, translator: Translator) -> str:
    """Say the place of a question by disagreement, the widest first: "third of 17"."""
    if count == 1:
        return ""
    words = PLACES[place - 1] if place <= len(PLACES) else PLACE
    return translator.gettext(words, place=place, count=count)


# --- By role ----------------------------------------------------------------------------------


def _build_part(subject: _Subject, part: Part) -> PartOfRoom:
    translator, spread = subject.translator, part.spread
    said = sum(count for state, count in spread.states.items() if state != "blank")
    return PartOfRoom(
        name=part.name or translator.gettext(OTHERS),
        is_typed=bool(part.name),
        said=translator.ngettext("%(num)s answer", "%(num)s answers", said),
        rows=tuple(row for row in _count_rows(subject, spread) if row.count),
        facts=tuple(fact for fact in list_states(translator, spread) if fact.value != "0"),
    )
