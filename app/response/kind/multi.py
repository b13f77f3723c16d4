"""Kind `multi`: several options, of which one may be exclusive."""

from app.definition.question import Question
from app.definition.toolkit import Toolkit
from app.response.kind.base import Asked, Kind, refuse_option
from app.response.kind.choice import out_of
from app.response.measure import Ticks
from app.response.message import N_, RefusedError


def _read(texts: tuple[str, ...], asked: Asked) -> tuple[str, ...]:
    ticked = [text.strip() for text in texts]
    known = asked.question.option_ids
    for text in ticked:
        if text not in known:
            raise refuse_option(text)
    if len(set(ticked)) < len(ticked):
        raise RefusedError("ticked-twice", N_("An option is named twice."))
    exclusive = [option for option in asked.question.options if option.exclusive]
    for option in exclusive:
        if option.id in ticked and len(ticked) > 1:
            message = N_("“%(option)s” can't be chosen together with another answer.")
            raise RefusedError("exclusive", message, option=option.text)
    return tuple(option for option in known if option in ticked)


def _measure(question: Question, _toolkit: Toolkit) -> Ticks:
    return Ticks(
        values=question.option_ids,
        points=tuple(option.points for option in question.options),
        exclusive=tuple(option.exclusive for option in question.options),
        out_of=out_of(question),
        states=tuple(option.text for option in question.options),
        actions=tuple(option.action for option in question.options),
    )


MULTI = Kind(_read, _measure)
