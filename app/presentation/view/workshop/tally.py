"""The sheet on which raised hands are counted: a row for each possible answer."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from app.presentation.language import Phrase
from app.presentation.view.answer import say_answer
from app.presentation.view.wording import Wording
from app.presentation.view.workshop.paper import sort_by_pillar
from app.response import Answer
from app.response.answer import State, Value
from app.response.message import RefusedError
from app.response.number import read_number

FIELD: Final = "h."
"""Begins the name of the field of an answer: `h.QUESTION.PLACE`."""

Counted = Mapping[str, tuple[tuple[int, State, Value, int | None], ...]]
"""By question: place, answer, and the hands counted for it."""


@dataclass(frozen=True, slots=True)
class TallyRow:
    """One possible answer with its field."""

    name: str
    rank: str
    text: Phrase
    typed: str


@dataclass(frozen=True, slots=True)
class TallyQuestion:
    """One question; `problem` is what is wrong with its hands."""

    id: str
    number: int
    text: Phrase
    rows: tuple[TallyRow, ...]
    problem: str
    is_shown: bool


@dataclass(frozen=True, slots=True)
class TallyPart:
    """The questions of one pillar."""

    id: str
    title: Phrase
    questions: tuple[TallyQuestion, ...]


def build_tally(
    wording: Wording,
    counted: Counted,
    fields: Mapping[str, str] | None,
    *,
    problems: Mapping[str, str],
    open_questions: frozenset[str],
) -> tuple[TallyPart, ...]:
    """Build the sheet; `fields` is what was typed and not kept, None shows what stands."""
    numbers = {name: number for number, name in enumerate(counted, 1)}

    def build(name: str) -> TallyQuestion:
        question = wording.toolkit.question(name)
        rows = []
        for place, state, value, hands in counted[name]:
            field = f"{FIELD}{name}.{place}"
            stands = "" if hands is None else str(hands)
            typed = stands if fields is None else fields.get(field, "")
            text = say_answer(wording, question, Answer(name, state, value=value))
            rank = str(value) if question.kind == "level" and value is not None else ""
            rows.append(TallyRow(field, rank, text, typed))
        is_shown = name not in open_questions
        problem = problems.get(name, "")
        text = wording.phrase(question.text)
        return TallyQuestion(name, numbers[name], text, tuple(rows), problem, is_shown)

    return tuple(
        TallyPart(pillar.id, wording.phrase(pillar.title), tuple(build(name) for name in names))
        for pillar, names in sort_by_pillar(wording, tuple(counted))
    )


def read_tally(
    counted: Counted, fields: Mapping[str, str], open_questions: frozenset[str]
) -> tuple[dict[str, dict[int, int]], dict[str, str]]:
    """Read the hands of every question for which something was typed, and why not.

    An empty field beside others counts as no hand.
    """
    hands: dict[str, dict[int, int]] = {}
    problems: dict[str, str] = {}
    for name, places in counted.items():
        typed = {place: fields.get(f"{FIELD}{name}.{place}", "").strip() for place, *_ in places}
        stands = any(given is not None for *_, given in places)
        if name not in open_questions or not (stands or any(typed.values())):
            continue
        try:
            hands[name] = {place: _read_count(text) for place, text in typed.items()}
        except RefusedError:
            problems[name] = "count"
    return hands, problems


def _read_count(text: str) -> int:
    number = read_number(text, strict=False) if text else 0.0
    if not number.is_integer() or not 0 <= number <= 1_000:
        raise RefusedError("count", "count")
    return int(number)
