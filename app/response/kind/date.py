"""Kind `date`: a day without points, written YYYY-MM-DD."""

import re
from datetime import date
from typing import Final

from app.response.kind.base import Asked, Kind, one
from app.response.message import N_, RefusedError

_DAY: Final = re.compile(r"\d{4}-\d{2}-\d{2}", re.ASCII)


def _read(texts: tuple[str, ...], _asked: Asked) -> date:
    text = one(texts)
    try:
        if _DAY.fullmatch(text):
            return date.fromisoformat(text)
    except ValueError:
        pass
    message = N_("This is not a day: please write year, month and day, as in 2026-01-31.")
    raise RefusedError("not-a-date", message)


DATE = Kind(_read, lambda _question, _toolkit: None)
