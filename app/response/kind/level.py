"""Kind `level`: one of the observable states; 100 x level / highest level."""

from app.definition.question import Question
from app.definition.toolkit import Toolkit
from app.response.kind.base import Asked, Kind, one, refuse_option
from app.response.measure import Steps


def _read(texts: tuple[str, ...], asked: Asked) -> int:
    text = one(texts)
    for level in asked.question.levels:
        if text == str(level.level):
            return level.level
    raise refuse_option(text)


def _measure(question: Question, toolkit: Toolkit) -> Steps:
    highest = toolkit.levels_of(question).highest
    levels = sorted(question.levels, key=lambda level: level.level)
    return Steps(
        values=tuple(level.level for level in levels),
        points=tuple(100.0 * level.level / highest if highest else 0.0 for level in levels),
        levels=tuple(level.level for level in levels),
        states=tuple(level.state for level in levels),
        actions=tuple(level.action for level in levels),
    )


LEVEL = Kind(_read, _measure)
