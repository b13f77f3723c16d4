"""A line somebody wrote that stands beside other texts: a name, a title."""

import unicodedata
from typing import Final

TURNING: Final = frozenset(
    "\u061c\u200b\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2060\u2066\u2067\u2068\u2069\ufeff"
)
"""Characters without a shape of their own that turn, or break, the text they stand in."""


def tidy(text: str, most: int) -> str:
    """Give what somebody wrote as one line without characters nobody sees at work.

    Control characters and those that turn the direction of text would act on what stands beside
    it on a screen; joiners stay, for several scripts are written with them.
    """
    kept = ("" if one in TURNING else " " if _is_control(one) else one for one in text)
    return " ".join("".join(kept).split())[:most].strip()


def _is_control(character: str) -> bool:
    return unicodedata.category(character) in {"Cc", "Cs", "Zl", "Zp"}
