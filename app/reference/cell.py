"""One cell of a CSV file: text in, value out, or a ValueError that says what is wrong."""

from __future__ import annotations

import math
import re
from collections.abc import Callable
from datetime import date
from functools import lru_cache
from typing import TypeAlias

#: Takes the text of a cell, returns its value, raises ValueError.
Parser: TypeAlias = Callable[[str], object]

_NUMBER = re.compile(r"-?[0-9]{1,30}(\.[0-9]{1,30})?([eE][+-]?[0-9]{1,3})?")
_YEAR = re.compile(r"(19|20)[0-9]{2}")
_DATE = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
_LONGEST_TEXT = 2000


def shorten(text: str) -> str:
    """The text for a message: quoted, printable, at most forty characters of it."""
    return repr(text if len(text) <= 40 else text[:39] + "…")


def parse_note(text: str) -> str:
    """Any printable text of one line, without blanks around it, possibly empty."""
    if text and not text.isprintable():
        raise ValueError(f"{shorten(text)} holds a character that cannot be printed")
    if len(text) > _LONGEST_TEXT:
        raise ValueError(f"longer than {_LONGEST_TEXT} characters")
    if text.strip() != text:
        raise ValueError(f"{shorten(text)} begins or ends with a blank")
    return text


def parse_text(text: str) -> str:
    """As `parse_note`, but not empty."""
    if not text:
        raise ValueError("is empty")
    return parse_note(text)


def parse_address(text: str) -> str:
    """An https or http address, possibly empty."""
    if text and not re.fullmatch(r"https?://[!-~]+", text):
        raise ValueError(f"{shorten(text)} is no web address")
    return text


def match(pattern: str, meaning: str) -> Parser:
    """A parser for codes of one shape; the meaning stands in its message."""
    compiled = re.compile(pattern)

    # The same few codes come back in thousands of rows.
    @lru_cache(maxsize=2048)
    def parse_code(text: str) -> str:
        if not compiled.fullmatch(text):
            raise ValueError(f"{shorten(text)} is no {meaning}")
        return text

    return parse_code


def one_of(*allowed: str) -> Parser:
    """A parser for one of a few words."""

    def parse_word(text: str) -> str:
        if text not in allowed:
            raise ValueError(f"{shorten(text)} is none of {', '.join(allowed)}")
        return text

    return parse_word


def parse_number(text: str) -> float:
    """A finite number with a dot, no grouping."""
    if not _NUMBER.fullmatch(text):
        raise ValueError(f"{shorten(text)} is no number (digits, a dot, no grouping)")
    number = float(text)
    if not math.isfinite(number):
        raise ValueError(f"{shorten(text)} is too large")
    return number


def number_between(low: float, high: float) -> Parser:
    """A parser for a number within limits, both included."""

    def parse_limited(text: str) -> float:
        number = parse_number(text)
        if not low <= number <= high:
            raise ValueError(f"{shorten(text)} is not between {low:g} and {high:g}")
        return number

    return parse_limited


@lru_cache(maxsize=256)
def parse_year(text: str) -> int:
    """A year of four digits, 1900 to 2099."""
    if not _YEAR.fullmatch(text):
        raise ValueError(f"{shorten(text)} is no year from 1900 to 2099")
    return int(text)


def parse_date(text: str) -> date:
    """A day as YYYY-MM-DD."""
    if not _DATE.fullmatch(text):
        raise ValueError(f"{shorten(text)} is no date YYYY-MM-DD")
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise ValueError(f"{shorten(text)} is no day of the calendar") from None


def optional(parse: Parser) -> Parser:
    """A parser that reads an empty cell as None."""

    def parse_optional(text: str) -> object:
        return parse(text) if text else None

    return parse_optional
