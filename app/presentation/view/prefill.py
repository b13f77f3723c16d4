"""Published figures put in the fields of a form, and taken out of them again."""

from dataclasses import dataclass
from typing import Final

from app.definition.question import Question
from app.presentation.view.wording import Wording
from app.reference import Observation, Reference
from app.response import Answer, RawAnswer, write_value

PREFILL_DECIMALS: Final = 2
ANSWERED: Final = "answered"
MOST_EXACT: Final = 1e15
"""Below it a whole number is written with its digits, whatever the type it is kept in."""


@dataclass(frozen=True, slots=True)
class Prefill:
    """A published figure put in the field: the text in it, and where it is from."""

    text: str
    source: str


def find_published(
    wording: Wording, question: Question, *, reference: Reference, country: str
) -> Observation | None:
    """Give the published figure a number question is prefilled with, if there is one in its limits.

    Only a country's figures are published; other units start from an empty field.
    """
    if question.kind != "number" or question.indicator is None:
        return None
    if wording.setting.scope != "country":
        return None
    seen = reference.latest(question.indicator, country)
    if seen is None or not _is_valid(question, seen.value):
        return None
    return seen


def _is_valid(question: Question, value: float) -> bool:
    valid = question.valid
    if valid is None:
        return True
    return (valid.from_ is None or value >= valid.from_) and (valid.to is None or value <= valid.to)


def write_prefill(value: float) -> str:
    """Write a published figure as it stands in the field: short, with a dot, without grouping."""
    short = round(value, PREFILL_DECIMALS) if abs(value) >= 0.01 else value
    return str(int(short)) if float(short).is_integer() else repr(short)


def write_field(answer: Answer) -> str | tuple[str, ...]:
    """Write what a saved answer puts in its field; read back it is the same answer."""
    value = answer.value
    if isinstance(value, tuple):
        return value
    if isinstance(value, float) and answer.origin == "published":
        return write_prefill(value)
    if isinstance(value, float) and value.is_integer() and abs(value) < MOST_EXACT:
        return str(int(value))
    return write_value(value)


def find_prefill(
    wording: Wording, question: Question, *, reference: Reference, country: str
) -> Prefill | None:
    """Give the published figure for a field that was never saved, with year and source."""
    seen = find_published(wording, question, reference=reference, country=country)
    if seen is None:
        return None
    source = wording.translator.gettext(
        "Prefilled: %(source)s. Change it if you have a better figure, and say where it is from.",
        source=reference.attribution(seen).text,
    )
    return Prefill(write_prefill(seen.value), source)


def read_published(question: Question, raw: RawAnswer, seen: Observation | None) -> Answer | None:
    """Give the published figure as an answer where it was left standing in the field, else None.

    The full value is kept, not the shortened text of the field.
    """
    if seen is None or raw.value != write_prefill(seen.value):
        return None
    if raw.state not in {"", ANSWERED}:
        return None
    return Answer(question.id, value=seen.value, note=raw.note, link=raw.link, origin="published")
