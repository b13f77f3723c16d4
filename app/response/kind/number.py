"""Kind `number`: a number with a unit, scored between its goalposts or by the level it reaches."""

from app.definition.question import Question
from app.definition.toolkit import Toolkit
from app.response.kind.base import Asked, Kind, one
from app.response.measure import Line, Mark
from app.response.message import N_, RefusedError
from app.response.number import read_number


def _read(texts: tuple[str, ...], asked: Asked) -> float:
    value = read_number(one(texts), strict=asked.strict)
    low, high = _valid(asked.question)
    if low is not None and value < low:
        message = N_("This number is too small: the least possible is %(least)s.")
        raise RefusedError("too-small", message, least=f"{low:.15g}")
    if high is not None and value > high:
        message = N_("This number is too large: the greatest possible is %(greatest)s.")
        raise RefusedError("too-large", message, greatest=f"{high:.15g}")
    return value


def _valid(question: Question) -> tuple[float | None, float | None]:
    return (question.valid.from_, question.valid.to) if question.valid else (None, None)


def _measure(question: Question, toolkit: Toolkit) -> Line:
    levels = sorted(question.levels, key=lambda level: level.level)
    return Line(
        minimum=question.minimum,
        maximum=question.maximum,
        lower=question.direction == "lower",
        log=question.transform == "log10",
        by_level=question.score_by == "level",
        marks=tuple(
            Mark(level.level, level.from_, level.from_points, level.state, level.action)
            for level in levels
        ),
        highest=toolkit.levels_of(question).highest,
        valid=_valid(question),
    )


NUMBER = Kind(_read, _measure)
