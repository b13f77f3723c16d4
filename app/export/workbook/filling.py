"""Answers that stand already, as the cells of a workbook say them."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date

from app.response import Answer, Value

CellText = str | float | date


@dataclass(frozen=True, slots=True)
class Filled:
    """What a workbook is filled with.

    Attributes:
        unit: Name of the unit, in the form's language.
        assessment: Id of the assessment the answers are of; empty for none.
        answers: By question, each with its version.
    """

    unit: str = ""
    assessment: str = ""
    answers: Mapping[str, Answer] = field(default_factory=dict)


def write_answer_cell(value: Value, labels: Mapping[str, str]) -> CellText:
    """Give what stands in the cell for an answer; `labels` are those of its list, by code.

    A number that a workbook would round is written as text, which is read as exactly.
    """
    if isinstance(value, bool):
        code = "yes" if value else "no"
        return labels.get(code, code)
    if isinstance(value, date):
        return value
    if labels:
        return labels.get(str(value), str(value))
    if isinstance(value, int | float):
        return float(value) if float(f"{value:.16G}") == value else repr(value)
    return str(value)


def list_ticked(answer: Answer | None) -> frozenset[str]:
    """Give the options that are ticked."""
    value = answer.value if answer else None
    return frozenset(value) if isinstance(value, tuple) else frozenset()
