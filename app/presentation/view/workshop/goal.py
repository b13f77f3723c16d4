"""The goals of a room as its pages show them: agreed questions, the weakest first."""

import math
from collections.abc import Mapping
from dataclasses import dataclass, replace

from app.definition.question import Question
from app.presentation.language import Phrase
from app.presentation.view.assessment.goal import (
    Goal,
    GoalChoice,
    State,
    describe_state,
    list_choices,
)
from app.presentation.view.assessment.goal_form import (
    Aim,
    TypedGoal,
    fill_goal,
    find_measured,
    read_goal,
)
from app.presentation.view.wording import Wording
from app.response import Answer, Answers, measure_of
from app.response.level import points_of
from app.response.measure import Line

__all__ = [
    "Aim",
    "RoomGoal",
    "RoomGoalForm",
    "RoomGoals",
    "TypedGoal",
    "build_room_goal_form",
    "build_room_goals",
    "read_room_goal",
]

FULL = 100.0


@dataclass(frozen=True, slots=True)
class RoomGoal:
    """An agreed question with its goal, if it has one.

    `agreed` and `goal` are None where there is nothing with points; `is_top`: nothing is above it.
    """

    id: str
    text: Phrase
    pillar: Phrase
    agreed: State | None
    goal: State | None
    year: int | None
    version: int
    is_top: bool


@dataclass(frozen=True, slots=True)
class RoomGoals:
    """All agreed questions that can have a goal, the weakest first."""

    lines: tuple[RoomGoal, ...]

    @property
    def set_lines(self) -> tuple[RoomGoal, ...]:
        """Those that have one."""
        return tuple(line for line in self.lines if line.year is not None)

    def find(self, question: str) -> RoomGoal | None:
        """Give a question by its id."""
        return next((line for line in self.lines if line.id == question), None)


@dataclass(frozen=True, slots=True)
class RoomGoalForm:
    """The form of one goal: what can be chosen (nothing for a number, which is typed)."""

    line: RoomGoal
    is_multi: bool
    unit: Phrase
    choices: tuple[GoalChoice, ...]
    typed: TypedGoal


def build_room_goals(wording: Wording, agreed: Answers, goals: Mapping[str, Goal]) -> RoomGoals:
    """Build the list; of equals in the toolkit's order, those not known last."""
    found = (find_measured(wording.toolkit, name) for name in agreed)
    wanted = {question.id for question in found if question is not None} | goals.keys()
    lines = [
        _line(wording, question, agreed.get(question.id), goals.get(question.id))
        for question in wording.toolkit.questions
        if question.id in wanted and _can_aim(agreed.get(question.id), goals.get(question.id))
    ]
    return RoomGoals(tuple(sorted(lines, key=_weakest_first)))


def _can_aim(answer: Answer | None, goal: Goal | None) -> bool:
    return goal is not None or (answer is not None and answer.state != "not-applicable")


def _weakest_first(line: RoomGoal) -> float:
    return line.agreed.points if line.agreed else math.inf


def _line(
    wording: Wording, question: Question, answer: Answer | None, goal: Goal | None
) -> RoomGoal:
    standing = describe_state(wording, question, answer)
    return RoomGoal(
        id=question.id,
        text=wording.phrase(question.text),
        pillar=wording.pillar_title(wording.toolkit.pillar_of(question.id)),
        agreed=standing,
        goal=describe_state(wording, question, goal.answer) if goal else None,
        year=goal.year if goal else None,
        version=goal.version if goal else 0,
        is_top=standing is not None and standing.points >= FULL,
    )


def build_room_goal_form(
    wording: Wording,
    line: RoomGoal,
    agreed: Answers,
    *,
    typed: TypedGoal | None,
    goal: Goal | None,
) -> RoomGoalForm:
    """Build the form of a goal; of a question with one answer only what is above the agreed one."""
    question = wording.toolkit.question(line.id)
    return RoomGoalForm(
        line=line,
        is_multi=question.kind == "multi",
        unit=wording.phrase(question.unit),
        choices=_list_above(wording, question, line, agreed),
        typed=typed or fill_goal(goal),
    )


def _list_above(
    wording: Wording, question: Question, line: RoomGoal, agreed: Answers
) -> tuple[GoalChoice, ...]:
    measure = measure_of(question, wording.toolkit)
    choices = list_choices(wording, question, agreed)
    if measure is None or isinstance(measure, Line) or question.kind == "multi" or not line.agreed:
        return choices
    least = line.agreed.points
    above = {
        str(value) for value in measure.values if points_of(measure, measure.code_of(value)) > least
    }
    return tuple(replace(choice, is_now=False) for choice in choices if choice.value in above)


def read_room_goal(wording: Wording, question_id: str, typed: TypedGoal) -> Aim | None:
    """Read the form; None where something is to be put right, which `typed` then says."""
    return read_goal(wording, wording.toolkit.question(question_id), typed)
