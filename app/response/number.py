"""Numbers as people type them, and as files write them.

A form understands Western, Arabic-Indic and Persian digits, and a dot, a comma or an Arabic comma
before the decimals. Marks between thousands are refused with a hint, since 1,234 means two
different numbers in two countries. A file writes numbers with Western digits and a dot only.
"""

import math
import re
from typing import Final

from app.response.message import N_, RefusedError

LONGEST_NUMBER: Final = 40

_DIGITS: Final = {
    **{0x0660 + digit: str(digit) for digit in range(10)},
    **{0x06F0 + digit: str(digit) for digit in range(10)},
    0x066B: ".",
    0x2212: "-",
    # Marks of direction that come along when a number is copied out of an Arabic text
    **dict.fromkeys((0x061C, 0x200E, 0x200F, 0x2066, 0x2067, 0x2068, 0x2069)),
}
_PLAIN: Final = re.compile(r"[+-]?(?:\d+(?:\.\d+)?|\.\d+)(?:[eE][+-]?\d{1,3})?", re.ASCII)
_COMMA: Final = re.compile(r"[+-]?\d*,\d+", re.ASCII)
_THOUSAND: Final = re.compile(r"[+-]?[1-9]\d{0,2},\d{3}", re.ASCII)
_STRICT: Final = re.compile(r"[+-]?\d+(?:\.\d+)?(?:[eE][+-]?\d{1,3})?", re.ASCII)
_GROUPED: Final = re.compile("[+-]?\\d+(?:[ \u00a0\u2009\u202f'’_,.\u066c]\\d+)+", re.ASCII)


def read_number(raw: str, *, strict: bool) -> float:
    """Read one number; `strict` is the grammar of files.

    Raises RefusedError: too-long, grouping, not-a-number.
    """
    text = raw.strip()
    if len(text) > LONGEST_NUMBER:
        message = N_("This number has %(length)s characters; at most %(most)s are read.")
        raise RefusedError("too-long", message, length=len(text), most=LONGEST_NUMBER)
    plain = _to_plain(text, strict=strict)
    if plain is None:
        raise _refuse(text, strict=strict)
    value = float(plain)
    if not math.isfinite(value):
        raise RefusedError("not-a-number", N_("This number is too large."))
    return value + 0.0  # no negative zero


def _to_plain(text: str, *, strict: bool) -> str | None:
    if strict:
        return text if _STRICT.fullmatch(text) else None
    text = text.translate(_DIGITS)
    if _COMMA.fullmatch(text) and not _THOUSAND.fullmatch(text):
        text = text.replace(",", ".")
    return text if _PLAIN.fullmatch(text) else None


def _refuse(text: str, *, strict: bool) -> RefusedError:
    if _GROUPED.fullmatch(text.translate(_DIGITS)):
        if strict:
            message = N_("Write the number with a dot and without marks between thousands.")
        else:
            message = N_(
                "Please write the number without marks between thousands, for example 1234.5."
            )
        return RefusedError("grouping", message)
    return RefusedError("not-a-number", N_("This is not a number: please write digits only."))
