"""Kind `choice`: one option; 100 x its points / `out_of`, held to 0..100."""

from app.definition.question import Question
from app.definition.toolkit import Toolkit
from app.response.kind.base import Asked, Kind, one, refuse_option
from app.response.measure import Steps


def _read(texts: tuple[str, ...], asked: Asked) -> str:
    text = one(texts)
    if text not in asked.question.option_ids:
        raise refuse_option(text)
    return text


def out_of(question: Question) -> float:
    """Give the points that count as 100: `out_of` if written, else `cap`, else 100."""
    written = question.out_of if question.out_of is not None else question.cap
    return 100.0 if written is None else written


def _measure(question: Question, _toolkit: Toolkit) -> Steps:
    most = out_of(question)
    return Steps(
        values=question.option_ids,
        points=tuple(
            100.0 * min(max(option.points / most, 0.0), 1.0) for option in question.options
        ),
        levels=(None,) * len(question.options),
        states=tuple(option.text for option in question.options),
        actions=tuple(option.action for option in question.options),
    )


CHOICE = Kind(_read, _measure)
