"""What every kind of question provides."""

from collections.abc import Callable
from dataclasses import dataclass

from app.definition.question import Question
from app.definition.toolkit import Toolkit
from app.response.answer import Value
from app.response.measure import Measure
from app.response.message import N_, RefusedError


@dataclass(frozen=True, slots=True)
class Asked:
    """A question within its toolkit, and the grammar its answer is read by."""

    question: Question
    toolkit: Toolkit
    strict: bool


Read = Callable[[tuple[str, ...], Asked], Value]


@dataclass(frozen=True, slots=True)
class Kind:
    """One kind of question.

    Attributes:
        read: Turns the texts of a form or file into a value; raises RefusedError.
        measure: Says what values are worth; None for kinds without points.
    """

    read: Read
    measure: Callable[[Question, Toolkit], Measure | None]


def one(texts: tuple[str, ...]) -> str:
    """Give the only text; RefusedError where there are several."""
    if len(texts) != 1:
        raise RefusedError("several-values", N_("Please give one answer only."))
    return texts[0].strip()


def refuse_option(value: str) -> RefusedError:
    """Say that the definition does not offer this value."""
    message = N_("“%(value)s” is not one of the answers offered.")
    return RefusedError("not-offered", message, value=value[:50])
