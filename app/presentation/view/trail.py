"""What the trail says beside a deed, in words: people by name, lists as they are written."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Final

from app.presentation.language import Translator
from app.presentation.view.assessment.naming import name_person, name_within

ACCOUNT: Final = "account"
PEOPLE: Final = frozenset({"added", "taken"})
"""Details that are lists of an account with the part of an assessment given to it or taken back."""


@dataclass(frozen=True, slots=True)
class Detail:
    """One thing said beside a deed: its stable name, and what it is."""

    name: str
    text: str


def find_people(detail: object) -> Iterator[str]:
    """Give the accounts that a detail names beside whoever did it."""
    if not isinstance(detail, dict):
        return
    if isinstance(detail.get(ACCOUNT), str):
        yield detail[ACCOUNT]
    for name in PEOPLE:
        yield from (account for account, _ in _list_pairs(detail.get(name)))


def say_details(
    detail: object, names: Mapping[str, str], translator: Translator
) -> tuple[Detail, ...]:
    """Say all of it by name; an empty list says nothing. `names` are those of people."""
    pairs = detail if isinstance(detail, dict) else {}
    said = ((name, _say(name, pairs[name], names, translator)) for name in sorted(pairs))
    return tuple(Detail(name, text) for name, text in said if text)


def _say(name: str, value: object, names: Mapping[str, str], translator: Translator) -> str:
    pairs = tuple(_list_pairs(value)) if name in PEOPLE else ()
    if pairs:
        return _say_pairs(pairs, names, translator)
    if name == ACCOUNT and isinstance(value, str):
        return name_person(names, value, translator)
    return _say_value(value, translator)


def _say_value(value: object, translator: Translator) -> str:
    if isinstance(value, bool):
        return translator.gettext("yes") if value else translator.gettext("no")
    if isinstance(value, dict):
        items = (f"{key}: {_say_value(value[key], translator)}" for key in sorted(value))
        return "; ".join(items)
    if isinstance(value, list):
        return translator.join([_say_value(item, translator) for item in value])
    return "" if value is None else str(value)


def _list_pairs(value: object) -> Iterator[tuple[str, str]]:
    for item in value if isinstance(value, list) else ():
        if isinstance(item, list) and len(item) == len(("account", "part")):
            yield str(item[0]), str(item[1])


def _say_pairs(
    pairs: Iterable[tuple[str, str]], names: Mapping[str, str], translator: Translator
) -> str:
    """Say who has which parts, person by person."""
    parts: dict[str, list[str]] = {}
    for account, part in pairs:
        parts.setdefault(account, []).append(part or translator.gettext("all questions"))
    return "; ".join(
        translator.gettext(
            "%(name)s: %(parts)s",
            name=name_within(names, account, translator),
            parts=translator.join(own),
        )
        for account, own in parts.items()
    )
