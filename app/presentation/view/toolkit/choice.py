"""The states and options of a question: what each says, what it is worth, what comes next."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Final

from app.definition.question import Level, Question
from app.presentation.language import N_, Phrase
from app.presentation.number import show_number
from app.presentation.view.answer import YESNO_WORDS
from app.presentation.view.toolkit.sentence import Sentences
from app.response.kind import measure_of
from app.response.measure import Line, Measure, Steps, Ticks

_FULL: Final = 100.0


@dataclass(frozen=True, slots=True)
class ChoiceLine:
    """A state or option.

    Attributes:
        name: The level with its name; empty for an option.
        text: What it says.
        bound: From where on a number reaches it; empty for what is no number.
        points: 0..100; empty where the number itself is scored. For one of several options the
            points that it adds.
        action: What comes next from there.
        exclusive: Whether it stands alone.
    """

    name: str
    text: Phrase
    bound: str
    points: str
    action: Phrase
    exclusive: bool = False


def list_choices(sentences: Sentences, question: Question) -> tuple[ChoiceLine, ...]:
    """List what can be answered, in the order of the definition; a number's levels likewise."""
    measure = measure_of(question, sentences.wording.toolkit)
    if question.options:
        return tuple(_list_options(sentences, question, measure))
    if question.levels:
        return tuple(_list_levels(sentences, question, measure))
    return tuple(_list_words(sentences, measure)) if isinstance(measure, Steps) else ()


def say_measuring(sentences: Sentences, question: Question) -> tuple[str, ...]:
    """Say how a number or several ticks become points; empty where the points stand beside."""
    measure = measure_of(question, sentences.wording.toolkit)
    if isinstance(measure, Ticks):
        return (_say_ticks(sentences, measure),)
    return tuple(_say_line(sentences, question, measure)) if isinstance(measure, Line) else ()


def _show_points(sentences: Sentences, points: float) -> str:
    return show_number(points, sentences.translator, decimals=0 if points == int(points) else 1)


def _list_options(
    sentences: Sentences, question: Question, measure: Measure | None
) -> Iterator[ChoiceLine]:
    points = measure.points if isinstance(measure, Steps | Ticks) else ()
    for option, worth in zip(question.options, points, strict=True):
        yield ChoiceLine(
            "",
            sentences.wording.phrase(option.text),
            "",
            _show_points(sentences, worth),
            sentences.wording.phrase(option.action),
            option.exclusive,
        )


def _list_words(sentences: Sentences, measure: Steps) -> Iterator[ChoiceLine]:
    empty = sentences.wording.phrase("")
    for value, points in zip(measure.values, measure.points, strict=True):
        words = sentences.gettext(YESNO_WORDS[str(value)])
        text = Phrase(words, sentences.translator.code)
        yield ChoiceLine("", text, "", _show_points(sentences, points), empty)


def _list_levels(
    sentences: Sentences, question: Question, measure: Measure | None
) -> Iterator[ChoiceLine]:
    scale = sentences.wording.toolkit.levels_of(question)
    has_points = isinstance(measure, Steps) or (isinstance(measure, Line) and measure.by_level)
    bounds = _say_bounds(sentences, question)
    names = {item.level: item.name for item in scale.levels}
    for level in question.levels:
        points = _FULL * level.level / scale.highest if scale.highest else 0.0
        yield ChoiceLine(
            _name_level(sentences, level.level, names.get(level.level, "")),
            sentences.wording.phrase(level.state),
            bounds.get(level.level, ""),
            _show_points(sentences, points) if has_points else "",
            sentences.wording.phrase(level.action),
        )


def _name_level(sentences: Sentences, level: int, name: str) -> str:
    if not name:
        return str(level)
    # Translators: a level of a scale and its name, such as "2 In place".
    return sentences.gettext("%(level)s %(name)s", level=level, name=sentences.text(name))


# --- Numbers ----------------------------------------------------------------------------------


def _say_bounds(sentences: Sentences, question: Question) -> Mapping[int, str]:
    """Say from where on a number reaches each level; the lowest interval is open downwards."""
    raw = _say_intervals(sentences, question.levels, "from_")
    return raw or _say_intervals(sentences, question.levels, "from_points")


def _say_intervals(sentences: Sentences, levels: tuple[Level, ...], key: str) -> Mapping[int, str]:
    known = [(getattr(level, key), level.level) for level in levels]
    marks = sorted((bound, level) for bound, level in known if bound is not None)
    from_text, below_text = (
        (N_("from %(bound)s points on"), N_("below %(bound)s points"))
        if key == "from_points"
        else (N_("from %(bound)s on"), N_("below %(bound)s"))
    )
    said = {
        level: sentences.gettext(from_text, bound=sentences.number(bound))
        for bound, level in marks[1:]
    }
    if len(marks) > 1:
        said[marks[0][1]] = sentences.gettext(below_text, bound=sentences.number(marks[1][0]))
    return said


def _say_line(sentences: Sentences, question: Question, line: Line) -> Iterator[str]:
    if line.by_level:
        yield sentences.gettext("The level that the number reaches is scored.")
    elif line.minimum is not None and line.maximum is not None:
        ends = (line.maximum, line.minimum) if line.lower else (line.minimum, line.maximum)
        text = (
            N_("%(worst)s is 0 points, %(best)s is 100; between them by the logarithm.")
            if line.log
            else N_("%(worst)s is 0 points, %(best)s is 100; between them in proportion.")
        )
        worst, best = (sentences.number(end) for end in ends)
        yield sentences.gettext(text, worst=worst, best=best)
    if question.direction == "lower":
        yield sentences.gettext("Lower is better.")
    yield from _say_valid(sentences, line)


def _say_valid(sentences: Sentences, line: Line) -> Iterator[str]:
    low, high = line.valid
    if low is not None and high is not None:
        yield sentences.gettext(
            "Numbers from %(low)s to %(high)s are taken.",
            low=sentences.number(low),
            high=sentences.number(high),
        )
    elif low is not None:
        yield sentences.gettext("Numbers from %(low)s on are taken.", low=sentences.number(low))
    elif high is not None:
        yield sentences.gettext("Numbers up to %(high)s are taken.", high=sentences.number(high))


def _say_ticks(sentences: Sentences, ticks: Ticks) -> str:
    if ticks.out_of == _FULL:
        return sentences.gettext("The points of the ticked options are added, to 100 at most.")
    return sentences.gettext(
        "The points of the ticked options are added; %(most)s of them make 100.",
        most=sentences.number(ticks.out_of),
    )
