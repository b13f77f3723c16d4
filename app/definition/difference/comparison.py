"""Comparing two trees of plain values key by key, list items by their ids."""

import json
import re
from collections.abc import Iterator, Mapping, Sequence
from typing import Any, Final, NamedTuple

Raw = Any
"""A value of JSON: what a model gives when it is written out."""

_ID_KEYS: Final = ("id", "level", "stage")
# Keys whose own keys are names that an author chose.
_NAMED: Final = frozenset(
    {"parameters", "sources", "references", "scales", "answers", "notes", "x-", "band_actions"}
    | {"tags", "tag"}
)
_OPTIONS: Final = ("parameters", "options")
_CONDITIONS: Final = frozenset({"when", "if", "then", "needs"})
_NAMES: Final = re.compile(r"(\b(?:level|value|answered|score|coverage)\(\s*)([^\s()]+)")
_EMPTY: Final[tuple[Raw, ...]] = (None, "", [], {})
ORDER: Final = "(order)"
ANY: Final = "*"
"""Stands in `Seen.keys` for an id or a name that an author chose."""


class Seen(NamedTuple):
    """One difference: where it is by ids, where by keys alone, what stood there, what stands."""

    path: tuple[str, ...]
    keys: tuple[str, ...]
    before: Raw
    after: Raw


def find_differences(
    before: Raw, after: Raw, *, path: tuple[str, ...] = (), keys: tuple[str, ...] = ()
) -> Iterator[Seen]:
    """Give every difference of two trees, in the order of the new one.

    Nothing written equals an empty text, list or mapping. A list whose items have ids is compared
    by them; of its order only that it changed is said. Any other list of texts is one value.
    """
    before, after = _tidy(before), _tidy(after)
    if before == after:
        return
    old, new = _by_id(before), _by_id(after)
    if old is not None and new is not None:
        yield from _compare_items(old, new, path, keys)
        return
    is_named = bool(keys) and (keys[-1] in _NAMED or (keys[0], keys[-1]) == _OPTIONS)
    was, now = _as_mapping(before, is_open=is_named), _as_mapping(after, is_open=is_named)
    if was is None or now is None:
        yield Seen(path, keys, before, after)
        return
    for name in merge(tuple(was), tuple(now)):
        child = (*keys, ANY if is_named else str(name))
        here = (*path, str(name))
        yield from find_differences(was.get(name), now.get(name), path=here, keys=child)


def _tidy(value: Raw) -> Raw:
    return None if any(value is one or value == one for one in _EMPTY) else value


def _by_id(value: Raw) -> dict[Any, Raw] | None:
    """Give the items of a list by their ids, else by their number; None for any other value."""
    if value is None:
        return {}
    if not isinstance(value, list) or not all(isinstance(item, Mapping) for item in value):
        return None
    for key in _ID_KEYS:
        if all(key in item for item in value):
            return {item[key]: item for item in value}
    return dict(enumerate(value, 1))


def _as_mapping(value: Raw, *, is_open: bool) -> Mapping[Any, Raw] | None:
    """Give a mapping; nothing is an empty one only where authors choose the names in it."""
    if value is None and is_open:
        return {}
    return value if isinstance(value, Mapping) else None


def _compare_items(
    old: Mapping[Any, Raw], new: Mapping[Any, Raw], path: tuple[str, ...], keys: tuple[str, ...]
) -> Iterator[Seen]:
    for name in merge(tuple(old), tuple(new)):
        here = (*path, str(name))
        if name in old and name in new:
            yield from find_differences(old[name], new[name], path=here, keys=(*keys, ANY))
        else:
            yield Seen(here, (*keys, ANY), old.get(name), new.get(name))
    order = order_change(tuple(old), tuple(new))
    if order is not None:
        yield Seen((*path, ORDER), (*keys, ORDER), *order)


def rename_ids(raw: Raw, renames: Mapping[str, str]) -> Raw:
    """Give a tree in which conditions name questions by their new ids."""
    if not renames:
        return raw
    if isinstance(raw, Mapping):
        return {
            key: _rename(value, renames)
            if key in _CONDITIONS and isinstance(value, str)
            else rename_ids(value, renames)
            for key, value in raw.items()
        }
    return [rename_ids(item, renames) for item in raw] if isinstance(raw, list) else raw


def _rename(condition: str, renames: Mapping[str, str]) -> str:
    return _NAMES.sub(lambda found: found[1] + renames.get(found[2], found[2]), condition)


def order_change(
    old: Sequence[object], new: Sequence[object]
) -> tuple[list[str], list[str]] | None:
    """Give the old and the new order of what both have; None where it is the same."""
    before = [str(one) for one in old if one in new]
    after = [str(one) for one in new if one in old]
    return None if before == after else (before, after)


def merge(old: Sequence[Any], new: Sequence[Any]) -> list[Any]:
    """Give all names in the order of the new list; those only in the old one where they stood."""
    merged: list[Any] = list(new)
    known = set(new)
    place = 0
    for name in old:
        if name in known:
            place = merged.index(name) + 1
        else:
            merged.insert(place, name)
            place += 1
    return merged


def write_raw(value: Raw) -> str | None:
    """Write a value for people: a part by its text, title or id, a list with commas."""
    if value is None:
        return None
    if isinstance(value, Mapping):
        for key in ("text", "state", "title", "name", "say", "id"):
            if value.get(key):
                return str(value[key])
        return json.dumps(value, ensure_ascii=False)
    if isinstance(value, list):
        return ", ".join(str(write_raw(item)) for item in value)
    if isinstance(value, bool):
        return "true" if value else "false"
    return repr(value).removesuffix(".0") if isinstance(value, float) else str(value)
