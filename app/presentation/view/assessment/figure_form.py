"""The fields of one figure: filled, and read with what is wrong."""

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Final

from app.presentation.language import N_, Translator
from app.presentation.view.assessment.figure import LEAST_YEAR, Entered
from app.response.message import RefusedError
from app.response.number import read_number
from app.response.text import LONGEST_NOTE, read_text

FIELDS: Final = ("value", "year", "source", "note")
LARGEST: Final = 1e15
LONGEST_SOURCE: Final = 500

_TOGETHER: Final = N_("Value, year and source go together: fill in all three, or none.")
_LARGE: Final = N_("This number is too large.")
_YEAR: Final = N_("Write a year between %(first)s and %(last)s.")

Typed = Mapping[str, str]
"""What stands in the four fields of a leaf."""


def fill_figure(entered: Entered | None) -> dict[str, str]:
    """Give the fields as they stand for a figure; a number with a dot, read back the same."""
    if entered is None:
        return dict.fromkeys(FIELDS, "")
    value = entered.value
    text = str(int(value)) if value.is_integer() and abs(value) < LARGEST else repr(value)
    return {
        "value": text,
        "year": str(entered.year),
        "source": entered.source,
        "note": entered.note,
    }


def print_of(typed: Typed) -> str:
    """Give a short print of what stands in the fields of a leaf."""
    text = "\0".join(" ".join(typed.get(name, "").split()) for name in FIELDS)
    return hashlib.sha256(text.encode("utf-8", "replace")).hexdigest()[:16]


def read_figure(
    typed: Typed, translator: Translator, *, last_year: int
) -> tuple[Entered | None, dict[str, str]]:
    """Read the fields of a leaf: a figure, or None for empty fields; with what is wrong."""
    if not any(typed.get(name, "").strip() for name in FIELDS):
        return None, {}
    reader = _Reader(typed, translator)
    value, year = reader.read_value(), reader.read_year(last_year)
    source, note = reader.read_text("source", LONGEST_SOURCE), reader.read_text("note")
    for name in ("value", "year", "source"):
        if not typed.get(name, "").strip():
            reader.problems[name] = translator.gettext(_TOGETHER)
    if reader.problems:
        return None, reader.problems
    return Entered(value, year, source, note, 0), {}


@dataclass(slots=True)
class _Reader:
    """Reads field after field and gathers what is wrong."""

    typed: Typed
    translator: Translator
    problems: dict[str, str] = field(default_factory=dict)

    def _number(self, name: str) -> float:
        try:
            return read_number(self.typed.get(name, ""), strict=False)
        except RefusedError as refused:
            self.problems[name] = self.translator.gettext(refused.message, **refused.params)
            return 0.0

    def read_value(self) -> float:
        value = self._number("value")
        if abs(value) > LARGEST:
            self.problems["value"] = self.translator.gettext(_LARGE)
        return value

    def read_year(self, last: int) -> int:
        year = self._number("year")
        if "year" not in self.problems and not (year.is_integer() and LEAST_YEAR <= year <= last):
            self.problems["year"] = self.translator.gettext(_YEAR, first=LEAST_YEAR, last=last)
        return int(year) if abs(year) < LARGEST else 0

    def read_text(self, name: str, most: int = LONGEST_NOTE) -> str:
        try:
            return read_text(self.typed.get(name, ""), most)
        except RefusedError as refused:
            self.problems[name] = self.translator.gettext(refused.message, **refused.params)
            return ""
