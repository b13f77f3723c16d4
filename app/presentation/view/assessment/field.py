"""Reads the fields of a form one after the other and gathers what is wrong with them."""

from collections.abc import Mapping
from datetime import date
from typing import Final

from app.presentation.language import N_, Translator
from app.response.message import RefusedError
from app.response.text import read_text

LONGEST_NAME: Final = 200
FIRST_YEAR: Final = 1900
LAST_YEAR: Final = 2200

_NO_DAY: Final = N_("This is no day. Write it as year, month and day, such as 2026-11-22.")


class FieldReader:
    """What was sent, and `problems`: by field, in the reader's language."""

    def __init__(self, translator: Translator, fields: Mapping[str, str]) -> None:
        self.translator = translator
        self.fields = fields
        self.problems: dict[str, str] = {}

    def refuse(self, field: str, message: str, **params: object) -> None:
        """Say what is wrong with a field; `message` is a message id."""
        self.problems[field] = self.translator.gettext(message, **params)

    def read_text(self, field: str, most: int) -> str:
        """Read a text of at most so many characters; empty where it is refused."""
        try:
            return read_text(self.fields.get(field, ""), most)
        except RefusedError as refused:
            self.refuse(field, refused.message, **refused.params)
            return ""

    def read_line(self, field: str, most: int = LONGEST_NAME) -> str:
        """Read a text of one line."""
        return " ".join(self.read_text(field, most).split())

    def read_day(self, field: str) -> date | None:
        """Read a day as a form sends it; None where none was given, or it is refused."""
        text = self.fields.get(field, "").strip()
        if not text:
            return None
        try:
            day = date.fromisoformat(text)
        except ValueError:
            day = None
        if day is None or not FIRST_YEAR <= day.year <= LAST_YEAR:
            self.refuse(field, _NO_DAY)
            return None
        return day
