"""The kinds of questions: one file and one line for each."""

from collections.abc import Mapping
from typing import Final

from app.definition.question import Question
from app.definition.toolkit import Toolkit
from app.response.kind.base import Kind
from app.response.kind.choice import CHOICE
from app.response.kind.date import DATE
from app.response.kind.level import LEVEL
from app.response.kind.multi import MULTI
from app.response.kind.number import NUMBER
from app.response.kind.text import TEXT
from app.response.kind.yesno import YESNO
from app.response.measure import Measure

KINDS: Final[Mapping[str, Kind]] = {
    "level": LEVEL,
    "number": NUMBER,
    "choice": CHOICE,
    "multi": MULTI,
    "yesno": YESNO,
    "text": TEXT,
    "date": DATE,
}


def measure_of(question: Question, toolkit: Toolkit) -> Measure | None:
    """Say what the values of a question are worth; None for a kind without points."""
    return KINDS[question.kind].measure(question, toolkit)
