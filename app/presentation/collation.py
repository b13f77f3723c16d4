"""The order in which a language lists names."""

import unicodedata
from collections.abc import Callable, Iterable
from typing import Any, Final, TypeVar

Item = TypeVar("Item")

_ARABIC_ARTICLE: Final = "ال"


def sort_key(text: str, language: str) -> tuple[Any, ...]:
    """Give what a list of names in a language is sorted by.

    Latin and Cyrillic names go by their letters without marks and case; Arabic ones without the
    article; Chinese ones by the GB 2312 order, which for its first level is that of their sounds.
    """
    if language == "zh":
        return (text.encode("gb18030", "replace"),)
    bare = text.removeprefix(_ARABIC_ARTICLE) if language == "ar" else text
    plain = unicodedata.normalize("NFKD", bare)
    letters = "".join(char for char in plain if not unicodedata.combining(char))
    return (letters.casefold(), text)


def sort_names(items: Iterable[Item], language: str, *, name: Callable[[Item], str]) -> list[Item]:
    """Sort things by their names as a language lists them."""
    return sorted(items, key=lambda item: sort_key(name(item), language))
