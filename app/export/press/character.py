"""Says for each glyph in a PDF which characters it stands for, so that texts can be read back.

WeasyPrint notes for a glyph the characters of the first place where it is drawn. Where a letter and
a mark are drawn together there, one of the two glyphs gets both characters and the other none, in
the whole document; and a bracket that Arabic turns round stands for its mirror image ever after.
Our fonts know better, by their tables of characters and by the names of their glyphs.
"""

import re
import unicodedata
from collections.abc import Mapping
from functools import lru_cache
from pathlib import Path
from typing import Any, Final

from app.paths import STATIC

FONTS: Final = STATIC / "vendor" / "fonts"
_FACE: Final = re.compile(
    r'font-family: "([^"]+)";\s*font-style: (\w+);\s*font-weight: (\d+);\s*src: url\("([^"]+)"\)'
)
_ENTRY: Final = re.compile(rb"<([0-9a-f]{4})> <([0-9a-f]*)>")
_FORMS: Final = ("\ufb00", "\ufefc")
"""Between them lie joined Latin letters, and Arabic letters as they look where they stand."""


def _read_name(name: str) -> str:
    """Give the characters a glyph stands for by its name, such as `uni0628.init` or `f_i`."""
    from fontTools import agl  # noqa: PLC0415  # slow to load; WeasyPrint loads it anyway

    return make_plain(agl.toUnicode(name))


def make_plain(text: str) -> str:
    """Put plain letters for joined ones and for forms of Arabic letters, and nothing else."""
    if not any(_FORMS[0] <= character <= _FORMS[1] for character in text):
        return text
    return unicodedata.normalize("NFKC", text).strip()


class FontCharacters:
    """What the glyphs of one font stand for, by number."""

    __slots__ = ("_by_map", "_order")

    def __init__(self, path: Path) -> None:
        """Read a font file's list of glyphs and its table of characters."""
        from fontTools.ttLib import TTFont  # noqa: PLC0415  # slow to load

        with TTFont(path, lazy=True) as font:
            self._order: list[str] = font.getGlyphOrder()
            numbers: Mapping[str, int] = font.getReverseGlyphMap()
            self._by_map: dict[int, list[str]] = {}
            for code, name in sorted(font.getBestCmap().items()):
                self._by_map.setdefault(numbers[name], []).append(make_plain(chr(code)))

    def read(self, glyph: int, noted: str) -> str:
        """Give the characters of a glyph; of several that are drawn alike the one noted."""
        known = self._by_map.get(glyph)
        if known is not None:
            return noted if noted in known else known[0]
        if glyph < len(self._order):
            return _read_name(self._order[glyph]) or noted
        return noted


@lru_cache(maxsize=1)
def load_fonts() -> Mapping[bytes, FontCharacters]:
    """Read all our fonts; a font goes by the name that Pango gives it."""
    found = {}
    sheet = (FONTS / "fonts.css").read_text(encoding="utf-8")
    for family, style, weight, file in _FACE.findall(sheet):
        bold, slant = " Bold" * (weight == "700"), " Italic" * (style == "italic")
        name = f"{family}{bold}{slant}".replace(" ", "-").encode()
        found[name] = FontCharacters(FONTS / file)
    return found


def correct_characters(pdf: Any) -> None:  # noqa: ANN401  # no annotations
    """Correct what a PDF says of our fonts, before it is written."""
    for item in pdf.objects:
        if isinstance(item, dict) and item.get("Type") == "/Font" and "ToUnicode" in item:
            # A subset's name is /ABCDEF+Name.
            characters = load_fonts().get(bytes(item["BaseFont"]).partition(b"+")[2])
            if characters:
                number = int(item["ToUnicode"].split()[0])
                _correct_map(pdf.objects[number], characters)


def _correct_map(stream: Any, characters: FontCharacters) -> None:  # noqa: ANN401  # no annotations
    def correct(found: re.Match[bytes]) -> bytes:
        noted = bytes.fromhex(found[2].decode()).decode("utf-16-be")
        text = characters.read(int(found[1], 16), noted)
        return b"<%s> <%s>" % (found[1], text.encode("utf-16-be").hex().encode())

    stream.stream = [
        _ENTRY.sub(correct, line) if isinstance(line, bytes) else line for line in stream.stream
    ]
