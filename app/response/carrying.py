"""Carrying answers over to another version of their toolkit, with a line for each of them."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Final, Literal

from app.definition.difference import Difference, QuestionChange, compare_toolkits
from app.definition.question import Question
from app.definition.toolkit import Toolkit
from app.response.answer import Answer, Answers, Value, write_value
from app.response.message import N_, AnswerError, Message
from app.response.parsing import RawAnswer, parse_answer

Became = Literal["carried", "confirm", "dropped"]

REASONS: Final[Mapping[str, str]] = {
    "same": N_("The question is the same."),
    "reworded": N_("The question says the same in other words."),
    "rescored": N_("The question is the same; its answers count differently now."),
    "moved": N_("The question stands in another place, or under another id."),
    "confirm-words": N_("The question or its answers were worded anew: please confirm."),
    "confirm-unit": N_("The unit was changed from %(before)s to %(after)s: please confirm."),
    "confirm-direction": N_("What counts as better was turned around: please confirm."),
    "confirm-figure": N_("The published figure comes from another indicator now: please confirm."),
    "options-lost": N_("Some of the ticked answers are not offered any more: please confirm."),
    "option-removed": N_("This answer is not offered any more."),
    "level-removed": N_("This level is not offered any more."),
    "scale-changed": N_("The levels were %(before)s and are %(after)s now."),
    "kind-changed": N_("The question is answered in another way now."),
    "id-reused": N_("Another question bears this id now."),
    "question-removed": N_("The question was removed."),
    "question-unknown": N_("The old version has no such question."),
}
"""Why an answer became what it became, by code; other codes are those of a refused answer."""

_CONFIRM: Final[Mapping[str, str]] = {
    "unit": "confirm-unit",
    "direction": "confirm-direction",
    "indicator": "confirm-figure",
}


@dataclass(frozen=True, slots=True)
class CarryLine:
    """What became of one old answer.

    Attributes:
        before: The old answer, whole.
        became: `carried` as it was, carried to be confirmed (`confirm`), or `dropped`.
        after: The answer under the new version. A dropped one whose question still stands leaves
            its note and link as a blank answer; None where nothing is left.
        code: Why, for programs.
        reason: Why, as a text to translate.
        lost: Ticked options that are not offered any more, each by its id.
    """

    before: Answer
    became: Became
    after: Answer | None
    code: str
    reason: Message
    lost: tuple[str, ...] = ()


@dataclass(frozen=True)
class Carried:
    """Answers under the new version, and one line for every old answer, in toolkit order."""

    answers: Answers
    record: tuple[CarryLine, ...]

    @cached_property
    def to_confirm(self) -> frozenset[str]:
        """The new ids of the questions whose answers are to be confirmed."""
        lines = (line for line in self.record if line.became == "confirm")
        return frozenset(line.after.question for line in lines if line.after is not None)

    @cached_property
    def dropped(self) -> tuple[CarryLine, ...]:
        """The lines of answers that could not stand."""
        return tuple(line for line in self.record if line.became == "dropped")


def carry_answers(
    old: Toolkit, new: Toolkit, answers: Answers, *, difference: Difference | None = None
) -> Carried:
    """Carry the answers of one unit from one version of a toolkit to another.

    Nothing is lost without a line: the record has one for every old answer. Unknown and not
    applicable carry over wherever the question does, with their reasons. Versions of answers stay
    as they are. `difference` may be handed over where it is known already.
    """
    found = difference or compare_toolkits(old, new)
    record = tuple(_carry_all(found, new, answers))
    kept = Answers(line.after for line in record if line.after is not None)
    return Carried(kept, record)


def _carry_all(difference: Difference, new: Toolkit, answers: Answers) -> Iterator[CarryLine]:
    changes = difference.by_old_id
    for name, change in changes.items():
        if name in answers:
            yield _carry_one(change, new, answers[name])
    for answer in answers.values():
        if answer.question not in changes:
            yield _drop(answer, None, "question-unknown")


def _carry_one(change: QuestionChange, new: Toolkit, answer: Answer) -> CarryLine:
    if change.new is None or change.old is None:
        return _drop(answer, None, "question-removed")
    if change.old.kind != change.new.kind:
        return _drop(answer, None, "kind-changed")
    if change.carries == "no" and change.reuses_id:
        return _drop(answer, None, "id-reused")
    if answer.state != "answered":
        return _keep(answer, change)
    if change.carries == "no":
        places = _before_after(change, "scale.levels")
        return _drop(answer, change.new, "scale-changed", **places)
    return _carry_value(change, change.new, new, answer)


def _carry_value(
    change: QuestionChange, question: Question, new: Toolkit, answer: Answer
) -> CarryLine:
    lost, value = _keep_offered(question, answer.value)
    if lost and not value:
        return replace(_drop(answer, question, "option-removed"), lost=lost)
    if _lacks(question, value):
        return _drop(answer, question, "level-removed" if question.levels else "option-removed")
    kept = replace(answer, question=question.id, value=value)
    try:
        parsed = parse_answer(question, new, _write(kept), strict=True)
    except AnswerError as error:
        problem = error.problems[0]
        line = _drop(answer, question, "same")
        return replace(line, code=problem.code, reason=Message(problem.message, problem.params))
    kept = replace(kept, value=parsed.value)
    if lost:
        return CarryLine(answer, "confirm", kept, "options-lost", _say("options-lost"), lost)
    return _keep(answer, change, after=kept)


def _keep_offered(question: Question, value: Value) -> tuple[tuple[str, ...], Value]:
    """Give the ticked options that are gone, and the value without them."""
    if question.kind != "multi" or not isinstance(value, tuple):
        return (), value
    lost = tuple(option for option in value if option not in question.option_ids)
    return lost, tuple(option for option in value if option in question.option_ids)


def _lacks(question: Question, value: Value) -> bool:
    """Whether a choice or level is not offered any more."""
    if question.kind == "choice":
        return value not in question.option_ids
    return question.kind == "level" and value not in {one.level for one in question.levels}


def _write(answer: Answer) -> RawAnswer:
    value = answer.value if isinstance(answer.value, tuple) else write_value(answer.value)
    # Reason, note and link were taken once and are no matter of the version.
    return RawAnswer(answer.state, value)


def _keep(answer: Answer, change: QuestionChange, *, after: Answer | None = None) -> CarryLine:
    kept = after or replace(answer, question=change.id)
    code, places = _code_of(change, answer)
    became: Became = "confirm" if code.startswith("confirm") else "carried"
    return CarryLine(answer, became, kept, code, _say(code, **places))


def _code_of(change: QuestionChange, answer: Answer) -> tuple[str, dict[str, str]]:
    if answer.state == "blank":
        return _plain_code(change), {}
    watched = ["unit", "direction"] if answer.state == "answered" else []
    if answer.origin == "published":
        watched.append("indicator")
    for path in watched:
        places = _before_after(change, path)
        if places:
            return _CONFIRM[path], places
    return ("confirm-words" if change.carries == "confirm" else _plain_code(change)), {}


def _plain_code(change: QuestionChange) -> str:
    return change.status if change.status in {"same", "rescored", "moved"} else "reworded"


def _before_after(change: QuestionChange, path: str) -> dict[str, str]:
    for key in change.changes:
        if key.path == path:
            return {"before": key.before or "–", "after": key.after or "–"}
    return {}


def _drop(answer: Answer, question: Question | None, code: str, **places: str) -> CarryLine:
    """Leave the value behind; a note and a link stay with a question that still stands."""
    left = None
    if question is not None and (answer.note or answer.link):
        left = replace(
            answer, question=question.id, state="blank", value=None, reason="", origin="own"
        )
    return CarryLine(answer, "dropped", left, code, _say(code, **places))


def _say(code: str, **places: str) -> Message:
    text = REASONS[code]
    return Message(text, {name: value for name, value in places.items() if f"%({name})s" in text})


def carry_parameters(new: Toolkit, chosen: Mapping[str, str]) -> dict[str, str]:
    """Give the chosen options of parameters that the new version still offers."""
    return {
        name: option
        for name, option in chosen.items()
        if name in new.parameters and option in new.parameters[name].options
    }
