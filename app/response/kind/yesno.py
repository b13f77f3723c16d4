"""Kind `yesno`: yes, partly, planned, no; 100, 50, 25, 0 unless the question gives its own."""

from collections.abc import Mapping
from typing import Final

from app.definition.question import Question
from app.definition.toolkit import Toolkit
from app.response.kind.base import Asked, Kind, one, refuse_option
from app.response.measure import Steps
from app.response.message import N_

POINTS: Final[Mapping[str, float]] = {"no": 0.0, "planned": 25.0, "partly": 50.0, "yes": 100.0}
WORDS: Final[Mapping[str, str]] = {
    "no": N_("No"),
    "planned": N_("Planned"),
    "partly": N_("Partly"),
    "yes": N_("Yes"),
}


def offered(question: Question) -> tuple[str, ...]:
    """Give the answers offered: all four, or those that the question gives points for."""
    return tuple(word for word in POINTS if not question.points or word in question.points)


def _read(texts: tuple[str, ...], asked: Asked) -> str:
    text = one(texts)
    if text not in offered(asked.question):
        raise refuse_option(text)
    return text


def _measure(question: Question, _toolkit: Toolkit) -> Steps:
    words = offered(question)
    worth: dict[str, float] = {str(word): points for word, points in question.points.items()}
    return Steps(
        values=words,
        points=tuple(min(max(worth.get(word, POINTS[word]), 0.0), 100.0) for word in words),
        levels=(None,) * len(words),
        states=tuple(WORDS[word] for word in words),
        actions=("",) * len(words),
    )


YESNO = Kind(_read, _measure)
