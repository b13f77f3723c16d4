"""From what stands in a cell to what a form would have sent."""

import math
import re
from collections.abc import Mapping
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from typing import Final

from app.export.workbook.sheet import CellValue
from app.presentation.language import N_
from app.response.message import RefusedError

TICKS: Final = frozenset({"x", "×", "✓", "✔", "☑", "☒", "х", "1", "true"})
"""What people put in a box: Latin and Cyrillic letters, signs, and what programs make of them."""
NO_TICKS: Final = frozenset({"", "0", "false"})

_DIGITS: Final = {
    **{0x0660 + digit: str(digit) for digit in range(10)},
    **{0x06F0 + digit: str(digit) for digit in range(10)},
    **dict.fromkeys((0x061C, 0x200E, 0x200F, 0x2066, 0x2067, 0x2068, 0x2069)),
}
_MIDNIGHT: Final = re.compile(r"T00:00(?::00(?:\.0+)?)?Z?", re.ASCII)
"""What strict workbooks write behind a day."""
_LEVEL: Final = re.compile(r"\s*(-?[0-9]{1,9})\s*(?:$|[:.)–—-]\s)", re.ASCII)


def write_plain(value: CellValue) -> str:
    """Write a cell as text: whole numbers without decimals, days as YYYY-MM-DD."""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, float) and value.is_integer() and abs(value) < 1e15:
        return str(int(value))
    if isinstance(value, datetime):
        return value.date().isoformat()
    return value.isoformat() if isinstance(value, date) else str(value)


def write_number(value: CellValue, *, is_percent: bool, unit: str) -> str:
    """Write a number for `parse_answer`.

    A spreadsheet program keeps 45 % as 0.45: where the unit is one of per cent, 45 is meant.

    Raises:
        RefusedError: a day or time, or per cent of what is no percentage.
    """
    if isinstance(value, date | time | timedelta):
        raise RefusedError(
            "not-a-number",
            N_("A day or time stands here instead of a number: please write the number anew."),
        )
    if isinstance(value, str | bool) or not math.isfinite(value):
        return str(value)
    exact = Decimal(repr(value))
    if is_percent:
        if "%" not in unit:
            raise RefusedError(
                "per-cent",
                N_("This cell is in per cent: please set it to a plain number, in the unit asked."),
            )
        exact *= 100
    return f"{exact.normalize():f}"


def write_day(value: CellValue) -> str:
    """Write a day for `parse_answer`.

    Raises:
        RefusedError: a bare number; it may be a year as well as a count of days.
    """
    if isinstance(value, str):
        return _MIDNIGHT.sub("", value.translate(_DIGITS).strip())
    if isinstance(value, date):
        return write_plain(value)
    raise RefusedError(
        "not-a-date", N_("This is not a day: please write year, month and day, as in 2026-01-31.")
    )


def find_code(value: CellValue, kind: str, labels: Mapping[str, str]) -> str:
    """Give the code of an answer offered; what fits none is given back as it is.

    `labels` has every form in which an answer may be written, with its code. Of a level the number
    alone will do, or the number before the state.
    """
    text = write_plain(value).strip()
    if kind == "yesno" and isinstance(value, bool):
        return "yes" if value else "no"
    codes = set(labels.values())
    if text in codes:
        return text
    if text in labels:
        return labels[text]
    plain = fold(text)
    folded = {code for label, code in labels.items() if fold(label) == plain}
    folded |= {code for code in codes if fold(code) == plain}
    if len(folded) == 1:
        return folded.pop()
    found = _LEVEL.match(text.translate(_DIGITS)) if kind == "level" else None
    return str(int(found[1])) if found else text


def fold(text: str) -> str:
    """Give a text without what people write differently: case, spaces, marks of direction."""
    return " ".join(text.translate(_DIGITS).split()).casefold()


def is_ticked(value: CellValue, yes: frozenset[str]) -> bool | None:
    """Tell whether a box is ticked; None where that can't be told. `yes` holds words for yes."""
    text = fold(write_plain(value))
    if text in TICKS or text in yes:
        return True
    return False if text in NO_TICKS else None
