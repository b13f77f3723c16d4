"""Rules on scales, levels and states."""

import re
from collections.abc import Iterator
from itertools import pairwise
from typing import Final

from app.definition.question import Question
from app.definition.rule.registry import Fault, Path, rule
from app.definition.rule.subject import Subject
from app.definition.toolkit import Scale

_JUDGEMENT: Final = frozenset(
    {
        "absent",
        "adequate",
        "advanced",
        "average",
        "bad",
        "basic",
        "excellent",
        "fair",
        "fairly",
        "fine",
        "full",
        "good",
        "great",
        "high",
        "inadequate",
        "insufficient",
        "limited",
        "low",
        "lower",
        "medium",
        "middle",
        "moderate",
        "none",
        "no",
        "not",
        "ok",
        "okay",
        "partial",
        "partly",
        "perfect",
        "poor",
        "quite",
        "rather",
        "satisfactory",
        "some",
        "strong",
        "sufficient",
        "unsatisfactory",
        "very",
        "weak",
        "yes",
    }
)
_WORD: Final = re.compile(r"[^\W\d_]+")
_UNSPACED: Final = re.compile("[\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3040-\u30ff\u3400-\u9fff]")
_SHORT_UNSPACED: Final = 4
_DIGIT: Final = re.compile(r"\d")


@rule(
    "scale-levels",
    why="Points are 100 times the level over the highest level.",
    mend="List consecutive whole levels from the lowest (0 or more) to the highest.",
)
def find_broken_scales(subject: Subject) -> Iterator[Fault]:
    """Look for scales whose levels are not consecutive."""
    for path, scale in _scales(subject):
        levels = [one.level for one in scale.levels]
        wanted = list(range(levels[0], levels[0] + len(levels)))
        if levels != wanted or levels[0] < 0 or levels[-1] < 1:
            message = f"The levels are {', '.join(map(str, levels[:20]))}."
            yield Fault((*path, "levels"), message)


def _scales(subject: Subject) -> Iterator[tuple[Path, Scale]]:
    if subject.toolkit is not None:
        yield ("scale",), subject.toolkit.scale
        for name, scale in subject.toolkit.scales.items():
            yield ("scales", name), scale


def scale_of(subject: Subject, question: Question) -> Scale | None:
    """Give the scale of a question; None where it names one that does not exist."""
    toolkit = subject.toolkit
    if toolkit is None or (question.scale is not None and question.scale not in toolkit.scales):
        return None
    return toolkit.levels_of(question)


@rule(
    "unknown-scale",
    why="Without its scale a level has no points.",
    mend="Name a scale of `scales` in the head, or leave `scale` out to use the toolkit's.",
)
def find_unknown_scales(subject: Subject) -> Iterator[Fault]:
    """Look for questions that name a scale that does not exist."""
    names = {} if subject.toolkit is None else subject.toolkit.scales
    for path, question in subject.questions:
        if question.scale is not None and question.scale not in names:
            near = subject.near(question.scale, names)
            message = f"There is no scale {question.scale[:80]!r}."
            yield Fault((*path, "scale"), message, near)


@rule(
    "levels-incomplete",
    why="Whoever answers must find the own state; a missing or doubled level leaves none.",
    mend="State every level of the scale once, from the lowest to the highest.",
)
def find_incomplete_levels(subject: Subject) -> Iterator[Fault]:
    """Look for questions that do not state each level of their scale once, in order."""
    for path, question in subject.questions:
        scale = scale_of(subject, question)
        if not question.levels or scale is None:
            continue
        stated = [one.level for one in question.levels]
        # Lengths first: many questions may share one very long scale.
        if len(stated) != len(scale.levels) or stated != [one.level for one in scale.levels]:
            listed = ", ".join(map(str, stated[:20]))
            wanted = f"{scale.lowest} to {scale.highest}"
            message = f"The levels of {question.id!r} are {listed}; the scale goes from {wanted}."
            yield Fault((*path, "levels"), message)


@rule(
    "level-without-state",
    why="A level is chosen by what can be seen, so it must say what is seen.",
    mend="Write the state as a full sentence.",
)
def find_missing_states(subject: Subject) -> Iterator[Fault]:
    """Look for levels without a state."""
    for path, question in subject.questions:
        for place, level in enumerate(question.levels):
            if not level.state.strip():
                message = f"Level {level.level} of {question.id!r} has no state."
                yield Fault((*path, "levels", place, "state"), message)


@rule(
    "level-without-action",
    why="The report answers each state with what to do next.",
    mend="Write the next action from this state.",
)
def find_missing_actions(subject: Subject) -> Iterator[Fault]:
    """Look for levels without an action."""
    for path, question in subject.questions:
        for place, level in enumerate(question.levels):
            if not level.action.strip():
                message = f"Level {level.level} of {question.id!r} has no action."
                yield Fault((*path, "levels", place, "action"), message)


@rule(
    "level-bounds",
    why="The level that a number reaches is found by these bounds.",
    mend="Write `from` (raw units) or `from_points` (0 to 100) on every level, all in one way: "
    "`from_points` rising with the level, `from` rising too, or falling where lower is better.",
)
def find_broken_bounds(subject: Subject) -> Iterator[Fault]:
    """Look for numbers whose levels cannot be found, or overlap."""
    for path, question in subject.questions:
        if question.kind == "number" and question.levels:
            message = _bounds_fault(question)
            if message is not None:
                yield Fault((*path, "levels"), f"In {question.id!r} {message}.")


def _bounds_fault(question: Question) -> str | None:
    raw = [one.from_ for one in question.levels]
    points = [one.from_points for one in question.levels]
    if any(one is not None for one in raw) and any(one is not None for one in points):
        return "some levels have `from`, others `from_points`"
    if all(one is None for one in raw):
        return _order_fault(points, falls=False, limits=(0.0, 100.0))
    return _order_fault(raw, falls=question.direction == "lower", limits=None)


def _order_fault(
    bounds: list[float | None], *, falls: bool, limits: tuple[float, float] | None
) -> str | None:
    rising = bounds[::-1] if falls else bounds
    # The lowest interval is open downwards, so its bound may be left out.
    known = [one for one in rising[1:] if one is not None]
    if len(known) < len(rising) - 1:
        return "a level has no lower bound"
    if rising[0] is not None:
        known.insert(0, rising[0])
    if any(after <= before for before, after in pairwise(known)):
        return f"the lower bounds do not {'fall' if falls else 'rise'} from level to level"
    if limits and known and not limits[0] <= known[0] <= known[-1] <= limits[1]:
        return "`from_points` is outside 0 to 100"
    return None


@rule(
    "vague-state",
    why="Two people must choose the same level; a mark such as low or good is read differently.",
    mend="Say in a full sentence what can be seen at this level.",
)
def find_vague_states(subject: Subject) -> Iterator[Fault]:
    """Look for states of one word, or of nothing but judgement; a number may state a figure."""
    for path, question in subject.questions:
        for place, level in enumerate(question.levels):
            is_figure = question.kind == "number" and _DIGIT.search(level.state)
            if level.state.strip() and not is_figure and _is_vague(level.state):
                message = f"The state {level.state[:60]!r} says nothing that can be seen."
                yield Fault((*path, "levels", place, "state"), message)


def _is_vague(state: str) -> bool:
    words = _WORD.findall(state.casefold())
    if _UNSPACED.search(state):
        return sum(map(len, words)) < _SHORT_UNSPACED
    return len(words) <= 1 or all(word in _JUDGEMENT for word in words)


@rule(
    "same-state",
    why="Where two levels say the same, the choice between them is chance.",
    mend="Say what differs between the two levels.",
)
def find_repeated_states(subject: Subject) -> Iterator[Fault]:
    """Look for the same text at two levels of one question."""
    for path, question in subject.questions:
        seen: dict[str, int] = {}
        for place, level in enumerate(question.levels):
            text = " ".join(_WORD.findall(level.state.casefold()))
            numbers = tuple(re.findall(r"\d+(?:[.,]\d+)?", level.state))
            key = f"{text} {numbers}"
            if level.state.strip() and key in seen:
                message = f"Levels {seen[key]} and {level.level} of {question.id!r} say the same."
                yield Fault((*path, "levels", place, "state"), message)
            seen.setdefault(key, level.level)
