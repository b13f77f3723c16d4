"""What a table agreed on a question, as all in the room see it."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from app.definition.question import Question
from app.presentation.language import N_
from app.presentation.view.answer import say_answer
from app.presentation.view.workshop.voice import Lines, Voices
from app.response.answer import Answer

OUTCOMES: Final[Mapping[str, str]] = {
    "agreed": N_("Agreed"),
    "reservation": N_("Agreed with a reservation"),
    "none": N_("No agreement"),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Agreement:
    """What was agreed, as it is kept: texts as they were typed, None without an answer."""

    outcome: str
    answer: Answer | None
    note: str = ""
    minority: str = ""
    minority_answer: Answer | None = None


@dataclass(frozen=True, slots=True)
class Choice:
    """An answer in words, before them the number of its level if it is one."""

    rank: str
    said: Lines


@dataclass(frozen=True, slots=True)
class Agreed:
    """The same in words; `note` and `minority` as they were typed."""

    outcome: Lines
    chosen: Choice | None
    note: str
    minority: str
    minority_chosen: Choice | None


def build_agreed(voices: Voices, question: Question, kept: Agreement) -> Agreed:
    """Say what a table agreed on a question."""
    return Agreed(
        outcome=voices.say(OUTCOMES[kept.outcome]),
        chosen=_say(voices, question, kept.answer),
        note=kept.note,
        minority=kept.minority,
        minority_chosen=_say(voices, question, kept.minority_answer),
    )


def _say(voices: Voices, question: Question, answer: Answer | None) -> Choice | None:
    if answer is None:
        return None
    is_level = question.kind == "level" and answer.state == "answered"
    said = voices.phrase(lambda wording: say_answer(wording, question, answer))
    return Choice(str(answer.value) if is_level else "", said)
