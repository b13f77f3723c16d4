"""What comes of a workshop on its big screen: in one or two languages, and never a name."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from app.presentation.figure import Matrix
from app.presentation.language import N_, Phrase
from app.presentation.number import show_date
from app.presentation.view.assessment.goal import Goal, describe_state
from app.presentation.view.assessment.plan import find_question
from app.presentation.view.wording import Wording
from app.presentation.view.workshop.action import Action, say_task
from app.presentation.view.workshop.goal import build_room_goals
from app.presentation.view.workshop.priority import Ranked, build_ranking, say_item
from app.presentation.view.workshop.voice import Lines, Voices
from app.response import Answers
from app.response.workshop.rating import Ranking

_PLACE = N_("Impact %(impact)s, effort %(effort)s")
_FEW = N_("Fewer than five rated it: how is not shown.")
_YEAR = N_("by %(year)s")


@dataclass(frozen=True, slots=True)
class WallLine:
    """One line: its number or place, what it is (`own`: as somebody wrote it), and facts of it."""

    number: str
    text: Lines
    own: str
    facts: tuple[Lines, ...]


@dataclass(frozen=True, slots=True)
class WallPart:
    """What a stage shows; `said` is how far it is, `mark` changes where that does."""

    lines: tuple[WallLine, ...] = ()
    said: Lines = ()
    matrix: Matrix | None = None
    mark: int = 0


def build_goal_wall(voices: Voices, agreed: Answers, goals: Mapping[str, Goal]) -> WallPart:
    """Show where the room wants to be, the weakest question first."""
    lines = build_room_goals(voices.first, agreed, goals).set_lines
    return WallPart(tuple(_goal(voices, line.id, goals[line.id]) for line in lines))


def _goal(voices: Voices, question_id: str, goal: Goal) -> WallLine:
    question = voices.first.toolkit.question(question_id)

    def say(wording: Wording) -> Phrase:
        state = describe_state(wording, question, goal.answer)
        return state.answer if state else Phrase("", wording.translator.code)

    return WallLine(
        number="",
        text=voices.phrase(lambda wording: wording.phrase(question.text)),
        own="",
        facts=(voices.say(_YEAR, year=goal.year), voices.phrase(say)),
    )


def build_ranking_wall(voices: Voices, ranking: Ranking) -> WallPart:
    """Show what is rated, how many have, and after the reveal what to do first."""
    view = build_ranking(voices.first, ranking)
    open_now, first = ranking.open_items, view.calibration
    if view.phase in {"trial", "open"}:
        said = voices.ngettext(
            "%(num)s of %(here)s has rated all of it.",
            "%(num)s of %(here)s have rated all of it.",
            view.rated,
            here=view.here,
        )
        shown = [line for line in (first, *view.lines) if line and line.item in open_now]
        lines = tuple(_item(voices, line, is_shown=False) for line in shown)
        return WallPart(lines, said, mark=view.rated)
    if view.phase == "trial-shown" and first:
        return WallPart((_item(voices, first, is_shown=True),))
    lines = tuple(
        _item(voices, line, is_shown=view.is_shown, place=place if view.is_shown else 0)
        for place, line in enumerate(view.lines, start=1)
    )
    return WallPart(lines, matrix=view.matrix)


def _item(voices: Voices, line: Ranked, *, is_shown: bool, place: int = 0) -> WallLine:
    said = say_item(voices.first, line.item)
    is_own = isinstance(said, str) and bool(line.item.text)
    facts: tuple[Lines, ...] = ()
    if is_shown and line.count is None:
        facts = (voices.say(_FEW),)
    elif is_shown:
        facts = (voices.say(_PLACE, impact=line.impact, effort=line.effort),)
    return WallLine(
        number=str(place or line.item.number or ""),
        text=() if is_own else voices.phrase(lambda wording: _phrase(wording, line)),
        own=line.item.text if is_own else "",
        facts=facts,
    )


def _phrase(wording: Wording, line: Ranked) -> Phrase:
    said = say_item(wording, line.item)
    return said if isinstance(said, Phrase) else Phrase(said, wording.translator.code)


def build_action_wall(voices: Voices, actions: Iterable[Action]) -> WallPart:
    """Show the plan; who does what stands in the hands of those in the room."""
    return WallPart(
        tuple(_action(voices, action, place) for place, action in enumerate(actions, start=1))
    )


def _action(voices: Voices, action: Action, place: int) -> WallLine:
    is_own = isinstance(say_task(voices.first, action.question, action.text), str)
    question, due = find_question(voices.first, action.question), action.due

    def say(wording: Wording) -> Phrase:
        said = say_task(wording, action.question, action.text)
        return said if isinstance(said, Phrase) else Phrase(said, wording.translator.code)

    facts: list[Lines] = []
    if question is not None:
        text = question.text
        facts.append(voices.phrase(lambda wording: wording.phrase(text)))
    if due is not None:
        facts.append(
            voices.phrase(
                lambda wording: Phrase(show_date(due, wording.translator), wording.translator.code)
            )
        )
    return WallLine(
        number=str(place),
        text=() if is_own else voices.phrase(say),
        own=action.text if is_own else "",
        facts=tuple(facts),
    )
