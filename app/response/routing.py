"""Routing: which questions are asked, given the answers so far, and how far a unit has come."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

from app.definition.expression import evaluate
from app.definition.grammar import Expression
from app.definition.question import Question
from app.definition.toolkit import Pillar, Toolkit
from app.response.answer import Answer, Answers, Value
from app.response.kind import measure_of
from app.response.level import level_of
from app.response.setting import Setting

Status = Literal["asked", "parked", "out-of-scope"]


@dataclass(frozen=True, slots=True)
class Asked:
    """A question of the list, its pillar, and whether it is asked now.

    `parked`: its condition is not true, so it is neither asked nor scored; an answer it already has
    is kept and counts again when the condition holds. `out-of-scope`: asked of other units only.
    """

    question: Question
    pillar: Pillar
    status: Status


@dataclass(frozen=True, slots=True)
class Progress:
    """How far a unit has come, counted over the questions that are asked now.

    Attributes:
        answered: Questions with an answer.
        dealt_with: Those, and those marked unknown or not applicable.
        asked: All that are asked.
        by_pillar: (dealt with, asked) for each pillar with a question in the list.
    """

    answered: int
    dealt_with: int
    asked: int
    by_pillar: Mapping[str, tuple[int, int]]


def is_listed(question: Question, setting: Setting) -> bool:
    """Whether the question belongs to the toolkit as it is used: quick-check or all."""
    return question.quick_check or not setting.quick


def is_in_scope(question: Question, setting: Setting) -> bool:
    """Whether the question is for this kind of unit; without scopes it is for all."""
    return not question.scopes or setting.scope in question.scopes


def questions_for(toolkit: Toolkit, answers: Answers, setting: Setting) -> tuple[Asked, ...]:
    """Give the questions in toolkit order, each asked, parked or out of scope.

    In the quick-check only its own questions are in the list. A condition that is false or
    undefined (it names a question that is blank, unknown, not applicable or parked) parks.
    """
    facts = _Facts(answers, setting)
    listed: list[Asked] = []
    for question in toolkit.questions:
        if not is_listed(question, setting):
            continue
        status = _status(question, toolkit.conditions.get(question.id), facts)
        if status == "asked":
            facts.asked[question.id] = (question, toolkit)
        listed.append(Asked(question, toolkit.pillar_of(question.id), status))
    return tuple(listed)


def _status(question: Question, condition: Expression | None, facts: "_Facts") -> Status:
    if not is_in_scope(question, facts.setting):
        return "out-of-scope"
    if condition is None or evaluate(condition, facts) is True:
        return "asked"
    return "parked"


def progress(toolkit: Toolkit, answers: Answers, setting: Setting) -> Progress:
    """Count what is answered and dealt with, over the questions that are asked now."""
    by_pillar: dict[str, tuple[int, int]] = {}
    answered = 0
    for item in questions_for(toolkit, answers, setting):
        if item.status != "asked":
            continue
        state = answers.state(item.question.id)
        dealt, asked = by_pillar.get(item.pillar.id, (0, 0))
        by_pillar[item.pillar.id] = (dealt + (state != "blank"), asked + 1)
        answered += state == "answered"
    return Progress(
        answered=answered,
        dealt_with=sum(dealt for dealt, _ in by_pillar.values()),
        asked=sum(asked for _, asked in by_pillar.values()),
        by_pillar=by_pillar,
    )


class _Facts:
    """What a condition may look at: the answers to questions asked before it."""

    def __init__(self, answers: Answers, setting: Setting) -> None:
        self.answers = answers
        self.setting = setting
        self.asked: dict[str, tuple[Question, Toolkit]] = {}

    @property
    def scope(self) -> str:
        return self.setting.scope

    def parameter(self, name: str) -> str | None:
        return self.setting.parameters.get(name)

    def _answer(self, question_id: str) -> Answer | None:
        answer = self.answers.get(question_id) if question_id in self.asked else None
        return answer if answer is not None and answer.state == "answered" else None

    def level(self, question_id: str) -> int | None:
        answer = self._answer(question_id)
        if answer is None:
            return None
        measure = measure_of(*self.asked[question_id])
        return None if measure is None else level_of(measure, measure.code_of(answer.value))

    def value(self, question_id: str) -> Value:
        answer = self._answer(question_id)
        return None if answer is None else answer.value

    def answered(self, question_id: str) -> bool:
        return self._answer(question_id) is not None

    def score(self, _node_id: str) -> None:
        """No score is known while questions are asked."""

    def coverage(self, _node_id: str) -> None:
        """No coverage is known while questions are asked."""
