"""The one place where numbers become text: pages, charts, files and PDF all print what this gives.

Rounding happens here and only here, when a number is shown: the shortest decimal that reads back as
the same double (`Decimal(repr(x))`) is rounded half away from zero. Scores have no decimals on
pages and charts and one in tables and annexes, gains have one, coverage is in whole per cent,
rounded down unless complete. Digits are Latin in every language.
"""

import math
from collections.abc import Iterable
from datetime import date
from decimal import ROUND_DOWN, ROUND_HALF_UP, Context, Decimal, localcontext
from functools import lru_cache
from typing import Final, Literal, Protocol

from babel import Locale
from babel.dates import format_date
from babel.numbers import format_decimal, format_percent

from app.presentation.language import Translator, add_marks, direction_of_text

MISSING: Final = "—"
"""Stands where there is no value; figures and tables say the word beside or instead."""

_MINUS: Final = "\u2212"
_MOST_DECIMALS: Final = 6
_MOST_DAYS: Final = 1_024
_TOLERANCE: Final = Decimal("1e-9")
# Wide enough for every double, so that no input can make quantize fail.
_CONTEXT: Final = Context(prec=700)


class Limit(Protocol):
    """Anything with the lower limit of a band, such as a band of a toolkit."""

    @property
    def from_(self) -> float:
        """The lower limit, which belongs to the band."""


def _exact(x: float) -> Decimal:
    """Give the decimal a number is written as.

    Raises:
        ValueError: the number is not finite.
    """
    if isinstance(x, int):
        return Decimal(x)
    if not math.isfinite(x):
        raise ValueError(f"not a number that can be shown: {x!r}")
    return Decimal(repr(float(x)))


def round_shown(x: float, decimals: int = 0) -> Decimal:
    """Round a number as it is shown: half away from zero, never to minus zero.

    Raises:
        ValueError: the number is not finite.
    """
    return _round(_exact(x), decimals, ROUND_HALF_UP)


def _round(exact: Decimal, decimals: int, rounding: str) -> Decimal:
    rounded = exact.quantize(Decimal(1).scaleb(-decimals), rounding=rounding, context=_CONTEXT)
    return abs(rounded) if rounded.is_zero() else rounded


def isolate(text: str, translator: Translator) -> str:
    """Keep digits and signs in order where the language runs from right to left."""
    return add_marks(text, "ltr") if translator.direction == "rtl" else text


def _write_size(value: Decimal, translator: Translator, decimals: int) -> str:
    pattern = "#,##0." + "0" * decimals if decimals else "#,##0"
    # Babel rounds once more, in the context of the thread: there 1e28 is too long for it.
    with localcontext(_CONTEXT):
        return format_decimal(
            abs(value), format=pattern, locale=translator.locale, numbering_system="latn"
        )


def _write(value: Decimal, translator: Translator, decimals: int) -> str:
    size = _write_size(value, translator, decimals)
    return isolate(_MINUS + size, translator) if value < 0 else size


def show_number(x: float | None, translator: Translator, *, decimals: int = 0) -> str:
    """Show a number with the language's marks: 1,234.5 in English."""
    if x is None:
        return MISSING
    return _write(round_shown(x, decimals), translator, decimals)


def show_score(x: float | None, translator: Translator, *, decimals: int = 0) -> str:
    """Show a score on 0..100: no decimals on pages and charts, 1 in tables and annexes."""
    return show_number(x, translator, decimals=decimals)


def show_score_in_band(
    x: float | None, translator: Translator, *, bands: Iterable[Limit], decimals: int = 0
) -> str:
    """Show a score so that the number lies in the band its full value lies in.

    Bands include their lower limit. While the rounded number would reach the next band's limit (or
    fall under its own band's) one more decimal is shown, 6 at most: 49.97 under a limit of 50 shows
    as 49.97, not as 50 or 50.0. A value closer than that is cut, not rounded.
    """
    if x is None:
        return MISSING
    exact = _exact(x)
    limits = [_exact(band.from_) for band in bands]
    # What lies less than 1e-9 under a limit has reached it, as it has for `band_of`.
    reached = exact + _TOLERANCE
    above = min((limit for limit in limits if limit > reached), default=None)
    below = max((limit for limit in limits if limit <= reached), default=None)
    for places in range(decimals, max(decimals, _MOST_DECIMALS) + 1):
        shown = _round(exact, places, ROUND_HALF_UP)
        if (above is None or shown < above) and (below is None or shown >= below):
            return _write(shown, translator, places)
    return _write(_round(exact, places, ROUND_DOWN), translator, places)


def show_gain(x: float | None, translator: Translator) -> str:
    """Show a change of score with one decimal and its sign: +2.1, −0.4, and 0.0 without one."""
    if x is None:
        return MISSING
    value = round_shown(x, 1)
    size = _write_size(value, translator, 1)
    if value.is_zero():
        return size
    return isolate((_MINUS if value < 0 else "+") + size, translator)


def show_coverage(share: float | None, translator: Translator) -> str:
    """Show a share of 0..1 in whole per cent, rounded down: 100 % means complete.

    A share within 1e-9 of a whole per cent counts as that, because sums of weights carry noise.
    """
    if share is None:
        return MISSING
    whole = _round((_exact(share) + _TOLERANCE) * 100, 0, ROUND_DOWN)
    return _show_percent(whole / 100, translator, 0)


def show_percent(share: float | None, translator: Translator, *, decimals: int = 0) -> str:
    """Show a share of 0..1 in per cent."""
    if share is None:
        return MISSING
    return _show_percent(
        _round(_exact(share) * 100, decimals, ROUND_HALF_UP) / 100, translator, decimals
    )


def _show_percent(share: Decimal, translator: Translator, decimals: int) -> str:
    # The language decides where the sign stands and whether a space goes before it.
    pattern = translator.locale.percent_formats[None].pattern.strip("\u200e\u200f")
    text = format_percent(
        share,
        format=pattern.replace("#,##0", "#,##0." + "0" * decimals if decimals else "#,##0"),
        locale=translator.locale,
        numbering_system="latn",
    )
    return isolate(text.replace("\u200e", "").replace("-", _MINUS), translator)


def choose_decimals(values: Iterable[float | None]) -> int:
    """Choose how many decimals a published figure or a column of them is shown with.

    None for whole numbers and from 1,000 up, else 2; a figure under 0.01 keeps two significant
    digits. A column takes the most that one of its values asks for, so that numbers align.
    """
    return max((_choose_decimals(value) for value in values if value is not None), default=0)


def _choose_decimals(value: float) -> int:
    exact = _exact(value)
    if exact == exact.to_integral_value() or abs(exact) >= 1000:
        return 0
    # adjusted() is the power of ten of the first digit: -3 for 0.0042.
    return max(2, 1 - exact.adjusted()) if abs(exact) < Decimal("0.01") else 2


def show_value(
    x: float | None, translator: Translator, *, unit: str = "", decimals: int | None = None
) -> str:
    """Show a published figure or an answered number in its own unit.

    Args:
        x: the raw value; None is missing.
        translator: whose marks are used.
        unit: words put after the number, already in the reader's language where it is known in it;
            a page that prints the unit apart leaves it out.
        decimals: how many decimals; None lets `choose_decimals` choose.
    """
    if x is None:
        return MISSING
    number = show_number(
        x, translator, decimals=choose_decimals([x]) if decimals is None else decimals
    )
    if not unit:
        return number
    if translator.direction == "ltr":
        return f"{number} {unit}"
    if direction_of_text(unit, translator.direction) == "ltr":
        # Words that run from left to right take their number with them: after digits of theirs it
        # would stand right beside these.
        return add_marks(f"{number} {unit}", "ltr")
    return f"{number} {add_marks(unit, 'auto')}"


def show_range(
    low: float | None, high: float | None, *, translator: Translator, decimals: int = 0
) -> str:
    """Show what a score lies between: 40–56; one number where both show alike."""
    if low is None or high is None:
        return MISSING
    first, last = (_write_size(round_shown(x, decimals), translator, decimals) for x in (low, high))
    return first if first == last else isolate(f"{first}–{last}", translator)


def show_years(first: int | None, last: int | None, *, translator: Translator) -> str:
    """Show the years figures are of: 2024, or 2023–2025."""
    if first is None or last is None:
        return MISSING
    return str(first) if first == last else isolate(f"{first}–{last}", translator)


def show_date(
    day: date | None, translator: Translator, *, style: Literal["long", "medium"] = "long"
) -> str:
    """Show a day: 22 November 2026; the medium style shortens the month."""
    return MISSING if day is None else _write_date(day, style, translator.locale)


@lru_cache(maxsize=_MOST_DAYS)
def _write_date(day: date, style: Literal["long", "medium"], locale: Locale) -> str:
    """Write a day once: a page of a team's answers shows the same few on every line."""
    return format_date(day, format=style, locale=locale)
