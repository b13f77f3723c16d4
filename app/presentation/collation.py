"""The order in which a language lists names."""

import unicodedata
from collections.abc import Callable, Iterable
from typing import Any, Final, TypeVar

Item = TypeVar("Item")

_ARABIC_ARTICLE: Final = "ال"
_OWN_LETTERS: Final = {"ru": "йЙ"}
"""Letters that only look as if they had a mark: й stands behind и in the alphabet."""
_SOUNDS_LIKE: Final = str.maketrans("斐瑙", "匪脑")
"""Signs of names that GB 2312 keeps in its second level, by stroke; each beside one that sounds
alike and stands in the first."""


def sort_key(text: str, language: str) -> tuple[Any, ...]:
    """Give what a list of names in a language is sorted by.

    Latin and Cyrillic names go by their letters without marks and case; Arabic ones without the
    article; Chinese ones by the GB 2312 order, which for its first level is that of their sounds.
    """
    if language == "zh":
        return (text.translate(_SOUNDS_LIKE).encode("gb18030", "replace"), text)
    bare = text.removeprefix(_ARABIC_ARTICLE) if language == "ar" else text
    kept = _OWN_LETTERS.get(language, "")
    return ("".join(_strip(char, kept) for char in bare).casefold(), text)


def _strip(char: str, kept: str) -> str:
    """Give a letter without its marks, unless it is one of its own."""
    if char in kept:
        return char
    plain = unicodedata.normalize("NFKD", char)
    return "".join(part for part in plain if not unicodedata.combining(part))


def sort_names(items: Iterable[Item], language: str, *, name: Callable[[Item], str]) -> list[Item]:
    """Sort things by their names as a language lists them."""
    return sorted(items, key=lambda item: sort_key(name(item), language))
