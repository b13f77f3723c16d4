"""How wide a text will be, and where it breaks, without the font at hand.

Pages use the reader's own fonts, so widths are estimated, on the wide side: a label that needs a
little less than its room looks well, one that needs more is cut.
"""

import re
from functools import lru_cache
from typing import Final

_NARROW: Final = frozenset("iljtfrI.,;:'|!()[]/ -’‘·")
_WIDE: Final = frozenset("mwMW@%—")
_HIDDEN: Final = frozenset("\u200e\u200f\u2066\u2067\u2068\u2069\u00ad")
_BOLD: Final = 1.06
# A token is a word with the space before it, or one character of a script without spaces together
# with the marks that must not begin a line.
_EAST: Final = "\u2e80-\u9fff\uf900-\ufaff\uff01-\uff60"
_TOKEN: Final = re.compile(rf"\s*(?:[{_EAST}][、，。；：）》」！？]*|[^\s{_EAST}]+)")


def _measure_character(character: str) -> float:
    code = ord(character)
    if character in _HIDDEN:
        return 0.0
    if 0x2E80 <= code <= 0x9FFF or 0xF900 <= code <= 0xFFEF:
        return 1.0
    if character in _NARROW:
        return 0.36
    if character in _WIDE:
        return 0.95
    if 0x600 <= code <= 0x6FF:
        return 0.55
    return 0.7 if character.isupper() else 0.61


@lru_cache(maxsize=4096)
def measure(text: str, size: float, *, bold: bool = False) -> float:
    """Estimate the width of a text in units of its size."""
    width = sum(map(_measure_character, text)) * size
    return width * _BOLD if bold else width


def _split(token: str, room: float, size: float, *, bold: bool) -> list[str]:
    """Break a word that is wider than a line."""
    pieces = [""]
    for character in token:
        if pieces[-1] and measure(pieces[-1] + character, size, bold=bold) > room:
            pieces.append("")
        pieces[-1] += character
    return pieces


def _fill(tokens: list[str], room: float, size: float, *, bold: bool) -> list[str]:
    lines: list[str] = []
    for token in tokens:
        joined = lines[-1] + token if lines else token.lstrip()
        if lines and measure(joined, size, bold=bold) <= room:
            lines[-1] = joined
        elif measure(token.lstrip(), size, bold=bold) <= room:
            lines.append(token.lstrip())
        else:
            lines.extend(_split(token.lstrip(), room, size, bold=bold))
    return lines


@lru_cache(maxsize=4096)
def wrap(
    text: str, room: float, size: float, *, bold: bool = False, most: int = 3
) -> tuple[str, ...]:
    """Break a text into lines of about equal width that fit the room.

    What does not fit into `most` lines is shortened with an ellipsis: the table has it in full.
    """
    tokens = _TOKEN.findall(text)
    lines = _fill(tokens, room, size, bold=bold)
    if len(lines) > most:
        last = lines[most - 1]
        while last and measure(last + "…", size, bold=bold) > room:
            last = last[:-1]
        return (*lines[: most - 1], last.rstrip(" ,;:،、") + "…")
    if len(lines) > 1:
        fair = measure(text, size, bold=bold) / len(lines) * 1.12
        widest = max(measure(token.strip(), size, bold=bold) for token in tokens)
        balanced = _fill(tokens, min(room, max(fair, widest)), size, bold=bold)
        lines = balanced if len(balanced) == len(lines) else lines
    return tuple(lines)
