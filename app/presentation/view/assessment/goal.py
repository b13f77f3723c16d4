"""Goals as their pages show them: where a question stands, where it is to be, how far that is."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final, Literal

from app.definition.question import Question
from app.presentation.language import Phrase
from app.presentation.number import show_number, show_percent, show_score
from app.presentation.view.answer import say_answer
from app.presentation.view.page import Page, find_pages, questions_on
from app.presentation.view.wording import Wording
from app.response import Answer, Answers, Value, measure_of
from app.response.level import level_of, points_of
from app.response.measure import Line, Measure, Steps
from app.scoring import score
from app.scoring.result import state_text

TOTAL: Final = "total"
Standing = Literal["met", "open", "unknown"]


@dataclass(frozen=True, slots=True)
class Goal:
    """What a question is to reach by which year, as it is kept."""

    question: str
    value: Value
    year: int
    note: str
    version: int

    @property
    def answer(self) -> Answer:
        """The answer the question would have if the goal is met."""
        return Answer(question=self.question, value=self.value)


@dataclass(frozen=True, slots=True)
class State:
    """A state of a question in words: what was answered, the state it reaches, its points."""

    answer: Phrase
    reached: Phrase
    points: float
    shown: str


@dataclass(frozen=True, slots=True)
class GoalLine:
    """A question with its goal, if it has one.

    Attributes:
        before, now, goal: where it stood in the last round, stands, and is to be; None for what
            is not known.
        gap: points still missing, as shown; empty where nothing is missing or known.
        moved: points gained since the last round, as shown with sign; empty where not known.
        way: share of the way from the last round to the goal that is behind; empty likewise.
        standing: whether the goal is met.
    """

    id: str
    text: Phrase
    aim: Goal | None
    before: State | None
    now: State | None
    goal: State | None
    gap: str
    moved: str
    way: str
    standing: Standing


@dataclass(frozen=True, slots=True)
class GoalPage:
    """The questions of one page that can have goals, with those they have."""

    page: Page
    pillar: Phrase
    lines: tuple[GoalLine, ...]


@dataclass(frozen=True, slots=True)
class GoalTotal:
    """The total now and if every goal is met, with what that adds; empty where there is none."""

    now: str
    then: str
    gain: str


@dataclass(frozen=True, slots=True)
class GoalView:
    """All goals of an assessment."""

    pages: tuple[GoalPage, ...]
    count: int
    met: int
    total: GoalTotal


def describe_state(wording: Wording, question: Question, answer: Answer | None) -> State | None:
    """Describe an answer; None for one without points, or one that does not fit the question."""
    measure = measure_of(question, wording.toolkit)
    if answer is None or measure is None or answer.state != "answered":
        return None
    try:
        code = measure.code_of(answer.value)
    except (ValueError, TypeError):
        return None
    points = points_of(measure, code)
    return State(
        say_answer(wording, question, answer),
        _say_reached(wording, question, measure, code),
        points,
        show_score(points, wording.translator),
    )


def _say_reached(wording: Wording, question: Question, measure: Measure, code: float) -> Phrase:
    """Give the state a number reaches; for all else the answer says it."""
    text = state_text(measure, code, level_of(measure, code)) if isinstance(measure, Line) else ""
    return wording.state(question.id, text)


def build_goal_line(
    wording: Wording, question: Question, goal: Goal | None, *, answers: Answers, last: Answers
) -> GoalLine:
    """Build one question with its goal."""
    before = describe_state(wording, question, last.get(question.id))
    now = describe_state(wording, question, answers.get(question.id))
    aim = describe_state(wording, question, goal.answer) if goal else None
    gap = aim.points - now.points if aim and now else None
    moved = now.points - before.points if now and before else None
    return GoalLine(
        id=question.id,
        text=wording.phrase(question.text),
        aim=goal,
        before=before,
        now=now,
        goal=aim,
        gap=show_score(gap, wording.translator) if gap is not None and gap > 0 else "",
        moved=_show_signed(wording, moved),
        way=_measure_way(wording, before, now, aim),
        standing="unknown" if gap is None else ("met" if gap <= 0 else "open"),
    )


def _show_signed(wording: Wording, moved: float | None) -> str:
    if moved is None:
        return ""
    shown = show_number(moved, wording.translator)
    return f"+{shown}" if moved > 0 else shown


def _measure_way(
    wording: Wording, before: State | None, now: State | None, aim: State | None
) -> str:
    """Give (now - before) / (goal - before), held to 0..100 %."""
    if before is None or now is None or aim is None or aim.points <= before.points:
        return ""
    share = (now.points - before.points) / (aim.points - before.points)
    return show_percent(min(max(share, 0.0), 1.0), wording.translator)


def build_goals(
    wording: Wording, goals: Mapping[str, Goal], answers: Answers, last: Answers
) -> GoalView:
    """Build the list of all questions that can have goals, page by page.

    One that is not asked now stands there while it has a goal, so that it can be taken back.
    """
    pages = []
    for page in find_pages(wording):
        asked = {question.id for question in questions_on(wording, page, answers)}
        shown = [name for name in page.questions if name in asked or name in goals]
        questions = map(wording.toolkit.question, shown)
        lines = tuple(
            build_goal_line(wording, question, goals.get(question.id), answers=answers, last=last)
            for question in questions
            if measure_of(question, wording.toolkit) is not None
        )
        if lines:
            pages.append(GoalPage(page, wording.phrase(page.pillars[0].title), lines))
    standings = [line.standing for page in pages for line in page.lines if line.aim]
    total = measure_total(wording, goals, answers)
    return GoalView(tuple(pages), len(standings), standings.count("met"), total)


def reach_goals(wording: Wording, goals: Mapping[str, Goal], answers: Answers) -> Answers:
    """Give the answers as they are once every goal is met; what stands above its goal stays.

    A goal of a question that the toolkit no longer has is left out.
    """
    known = {question.id: question for question in wording.toolkit.questions}
    for goal in goals.values():
        question = known.get(goal.question)
        if question is None:
            continue
        now = describe_state(wording, question, answers.get(goal.question))
        aim = describe_state(wording, question, goal.answer)
        if aim is not None and (now is None or now.points < aim.points):
            answers = answers.with_answer(goal.answer)
    return answers


def measure_total(wording: Wording, goals: Mapping[str, Goal], answers: Answers) -> GoalTotal:
    """Score the answers as they stand and once every goal is met, by the same engine."""
    now = score(wording.toolkit, answers, wording.setting).nodes[TOTAL].score
    after = reach_goals(wording, goals, answers)
    then = score(wording.toolkit, after, wording.setting).nodes[TOTAL].score
    gain = then - now if then is not None and now is not None else None
    translator = wording.translator
    return GoalTotal(
        show_score(now, translator) if now is not None else "",
        show_score(then, translator) if then is not None else "",
        _show_signed(wording, gain),
    )


# --- The form of one goal -----------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class GoalChoice:
    """One value a goal can have: what the form sends, its text, and what it is worth."""

    value: str
    text: Phrase
    points: str
    is_now: bool


def list_choices(wording: Wording, question: Question, answers: Answers) -> tuple[GoalChoice, ...]:
    """List what can be chosen as a goal; empty for a number, which is typed."""
    measure = measure_of(question, wording.toolkit)
    if measure is None or isinstance(measure, Line):
        return ()
    given = answers.get(question.id)
    value = given.value if given is not None and given.state == "answered" else None
    chosen = value if isinstance(value, tuple) else (value,)
    worth = (
        [show_score(points, wording.translator) for points in measure.points]
        if isinstance(measure, Steps)
        else [""] * len(measure.values)
    )
    return tuple(
        GoalChoice(str(option), wording.state(question.id, state), points, option in chosen)
        for option, state, points in zip(measure.values, measure.states, worth, strict=True)
    )
