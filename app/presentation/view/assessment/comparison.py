"""Two rounds of a unit as their page shows them: the parts of the change, and each question."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Final, Literal

from app.definition.question import Question
from app.definition.toolkit import TOTAL, Pillar, Toolkit, walk
from app.presentation.language import Phrase
from app.presentation.number import show_gain, show_score
from app.presentation.view.answer import say_answer
from app.presentation.view.assessment.goal import Goal, GoalLine, build_goal_line, describe_state
from app.presentation.view.assessment.round import DECIMALS, list_nodes
from app.presentation.view.wording import Wording
from app.response import Answer, Answers
from app.response.routing import is_listed
from app.scoring.change import Change

GONE: Final = "_"
"""Begins the id of a question that only the first round asked."""

Turn = Literal["better", "worse", "other", "answered", "left", "new", "gone"]


@dataclass(frozen=True, slots=True)
class Compared:
    """Two rounds held against each other.

    Attributes:
        old, new: Their toolkits.
        answers: Those of the first and of the second.
        still: Answers of the first as they can stand under the second one's toolkit.
        common: Old id to new id of the questions that can be compared.
        change: The change by its parts; None where the rounds can't be compared.
        goals: Of the second round, by question.
        has_other_engine: Whether the scores kept of one were made by another engine version.
    """

    old: Toolkit
    new: Toolkit
    answers: tuple[Answers, Answers]
    still: Answers
    common: Mapping[str, str]
    change: Change | None
    goals: Mapping[str, Goal]
    has_other_engine: bool = False


@dataclass(frozen=True, slots=True)
class PartRow:
    """The change of the total or a pillar and its parts, which add up to it as they are shown."""

    title: Phrase
    family: str
    before: str
    after: str
    total: str
    answers: str
    rules: str
    not_comparable: str


@dataclass(frozen=True, slots=True)
class QuestionChange:
    """One question of which two rounds say different things.

    `before` and `after` are what was answered, each with the state it reaches where that is said
    in words of its own.
    """

    id: str
    text: Phrase
    turn: Turn
    before: tuple[Phrase, Phrase]
    after: tuple[Phrase, Phrase]


@dataclass(frozen=True, slots=True)
class ChangedPillar:
    """A pillar with the questions that changed."""

    title: Phrase
    family: str
    questions: tuple[QuestionChange, ...]


@dataclass(frozen=True, slots=True)
class ComparedView:
    """Two rounds as their page shows them.

    `counts` says how many questions turned which way; `same` how many say the same in both.
    """

    parts: tuple[PartRow, ...]
    pillars: tuple[ChangedPillar, ...]
    counts: Mapping[Turn, int]
    same: int
    goals: tuple[GoalLine, ...]
    is_comparable: bool
    has_other_engine: bool


def build_compared(compared: Compared, before: Wording, after: Wording) -> ComparedView:
    """Build the comparison of two rounds."""
    changed = {item.id: item for item in _list_changed(compared, before, after)}
    pillars = tuple(_group(changed, after, before, compared))
    turns = [item.turn for item in changed.values()]
    first, second = compared.answers
    both = {
        heir
        for name, heir in compared.common.items()
        if _real(first.get(name)) and _real(second.get(heir))
    }
    return ComparedView(
        parts=tuple(_list_parts(compared, after)),
        pillars=pillars,
        counts={turn: turns.count(turn) for turn in dict.fromkeys(turns)},
        same=len(both - changed.keys()),
        goals=tuple(_list_goals(compared, after)),
        is_comparable=compared.change is not None,
        has_other_engine=compared.has_other_engine,
    )


def _list_parts(compared: Compared, wording: Wording) -> Iterator[PartRow]:
    if compared.change is None:
        return
    found = {TOTAL: compared.change, **compared.change.pillars}
    for name, title, family in list_nodes(wording):
        change = found.get(name)
        if change is not None and not (change.before is None and change.after is None):
            yield _part_row(title, family, change, wording)


def _part_row(title: Phrase, family: str, change: Change, wording: Wording) -> PartRow:
    translator, shown = wording.translator, change.shown(DECIMALS)
    parts = (
        (shown.total, shown.answers, shown.rules, shown.not_comparable) if shown else (None,) * 4
    )
    total, answers, rules, rest = (
        show_gain(None if part is None else float(part), translator) for part in parts
    )
    return PartRow(
        title,
        family,
        show_score(change.before, translator, decimals=DECIMALS),
        show_score(change.after, translator, decimals=DECIMALS),
        total,
        answers,
        rules,
        rest,
    )


# --- Question by question -----------------------------------------------------------------------


def _list_changed(compared: Compared, before: Wording, after: Wording) -> Iterator[QuestionChange]:
    """Give the questions that say something else; what only one version asks too."""
    olds = {question.id: question for question in compared.old.questions}
    origin = {heir: name for name, heir in compared.common.items()}
    first, second = compared.answers
    for question in compared.new.questions:
        old = olds.get(origin.get(question.id, ""))
        now = _real(second.get(question.id))
        was = _real(first.get(old.id)) if old else None
        found = _compare(compared, (before, old, was), (after, question, now))
        if found is not None:
            yield found
    for old in compared.old.questions:
        was = _real(first.get(old.id))
        if old.id not in compared.common and was is not None:
            yield QuestionChange(
                GONE + old.id,
                before.phrase(old.text),
                "gone",
                _say(before, old, was),
                (Phrase(""), Phrase("")),
            )


def _real(answer: Answer | None) -> Answer | None:
    return None if answer is None or answer.state == "blank" else answer


Side = tuple[Wording, Question | None, Answer | None]


def _compare(
    compared: Compared, first: Side, second: tuple[Wording, Question, Answer | None]
) -> QuestionChange | None:
    before, old, was = first
    after, question, now = second
    turn = _find_turn(compared, after, question, (old is not None, was, now))
    if turn is None:
        return None
    said = _say(before, old, was) if old else (Phrase(""), Phrase(""))
    return QuestionChange(
        question.id, after.phrase(question.text), turn, said, _say(after, question, now)
    )


def _find_turn(
    compared: Compared,
    wording: Wording,
    question: Question,
    given: tuple[bool, Answer | None, Answer | None],
) -> Turn | None:
    """Tell which way a question turned; None where nothing of it did."""
    is_known, was, now = given
    if was is None or now is None:
        if was is None and now is None:
            return None
        return "left" if now is None else ("answered" if is_known else "new")
    if (was.state, was.reason, was.value) == (now.state, now.reason, now.value):
        return None
    points = [
        state.points if (state := describe_state(wording, question, answer)) else None
        for answer in (compared.still.get(question.id), now)
    ]
    if points[0] is None or points[1] is None or points[0] == points[1]:
        return "other"
    return "better" if points[1] > points[0] else "worse"


def _say(wording: Wording, question: Question, answer: Answer | None) -> tuple[Phrase, Phrase]:
    state = describe_state(wording, question, answer)
    said = say_answer(wording, question, answer)
    return said, state.reached if state else Phrase("")


def _group(
    changed: Mapping[str, QuestionChange], after: Wording, before: Wording, compared: Compared
) -> Iterator[ChangedPillar]:
    """Group questions by pillar; those that are gone stand with the pillar they were in."""
    left = dict(changed)
    olds = {pillar.id: pillar for pillar in compared.old.pillars}
    for pillar in compared.new.pillars:
        same = olds.pop(pillar.id, None)
        found = _take(left, [*_ids_of(pillar), *(_ids_gone(same) if same else ())])
        if found:
            yield ChangedPillar(after.phrase(pillar.title), pillar.family, found)
    for pillar in olds.values():
        found = _take(left, _ids_gone(pillar))
        if found:
            yield ChangedPillar(before.phrase(pillar.title), pillar.family, found)


def _ids_of(pillar: Pillar) -> tuple[str, ...]:
    return tuple(item.id for item in walk(pillar) if isinstance(item, Question))


def _ids_gone(pillar: Pillar) -> tuple[str, ...]:
    return tuple(GONE + name for name in _ids_of(pillar))


def _take(left: dict[str, QuestionChange], wanted: Iterable[str]) -> tuple[QuestionChange, ...]:
    return tuple(left.pop(name) for name in wanted if name in left)


def _list_goals(compared: Compared, wording: Wording) -> Iterator[GoalLine]:
    for question in compared.new.questions:
        goal = compared.goals.get(question.id)
        if goal is not None and is_listed(question, wording.setting):
            yield build_goal_line(
                wording, question, goal, answers=compared.answers[1], last=compared.still
            )
