"""Signs between texts that no sentence holds together, as each language writes them."""

from collections.abc import Iterable, Mapping
from typing import Final

from markupsafe import Markup, escape

_SIGNS: Final[Mapping[str, Mapping[str, str]]] = {
    "ar": {", ": "، ", "; ": "؛ "},
    # No line may begin with the sign.
    "fr": {": ": "\u00a0: ", "; ": "\u00a0; "},
    "zh": {", ": "、", ": ": "：", "; ": "；"},
}


def write_sign(sign: str, language: str) -> str:
    """Write a sign, with the spaces round it, as a language does; another text as it is."""
    return _SIGNS.get(language, {}).get(sign, sign)


def separate(texts: Iterable[str], language: str) -> str:
    """Put semicolons between texts; with a piece of HTML among them HTML comes back."""
    found, sign = list(texts), write_sign("; ", language)
    if any(isinstance(text, Markup) for text in found):
        return escape(sign).join(found)
    return sign.join(found)


def label(text: str, language: str) -> Markup:
    """Put a colon behind words that name what follows."""
    return escape(text) + write_sign(": ", language).rstrip(" ")
