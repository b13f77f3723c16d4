"""Writing a toolkit as the files of its folder, for people: block style, long texts folded.

What is written reads back to the same content hash. Comments of the original files are not part of
a toolkit and not written.
"""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from types import MappingProxyType
from typing import Any, Final

from app.definition.emitting import emit
from app.definition.index import LEAF_DEFAULTS, NODE_DEFAULTS, Index
from app.definition.model import Model
from app.definition.toolkit import Toolkit

HEAD: Final = "toolkit.yaml"

Raw = Any

_LAST_KEYS: Final = ("notes", "x-")
# Mappings of one key that may be written as its bare value.
_BARE: Final[Mapping[str, str]] = {
    **dict.fromkeys(("normalise", "transform", "impute", "after"), "method"),
    **dict.fromkeys(("topic", "pillar", "total"), "method"),
    "bounds": "source",
}
# Where the word `none` is kept as "nothing", to be told from a key that is absent.
_NONE: Final = "none"


def toolkit_files(toolkit: Toolkit) -> Mapping[str, str]:
    """Write a toolkit as text, by path in its folder: head, pillars, indices.

    The head comes first and names the pillars in order; indices are read by the order of their
    names, so they are numbered where their ids alone would change it.
    """
    head = _dump(toolkit)
    pillars = _name_files([pillar.id for pillar in toolkit.pillars])
    head.pop("indices", None)
    head["pillars"] = list(pillars)
    files = {HEAD: emit(head)}
    for name, pillar in zip(pillars, toolkit.pillars, strict=True):
        files[f"pillars/{name}.yaml"] = emit(_dump(pillar))
    ids = [index.id for index in toolkit.indices]
    names = _name_files(ids)
    if sorted(f"{name}.yaml" for name in names) != [f"{name}.yaml" for name in names]:
        names = [f"{number:03}-{name}" for number, name in enumerate(names, 1)]
    for name, index in zip(names, toolkit.indices, strict=True):
        files[f"indices/{name}.yaml"] = emit(_dump_index(index))
    return MappingProxyType(files)


def _name_files(ids: Sequence[str]) -> list[str]:
    """Give each id a file name that every file system takes and tells from the others."""
    names = [re.sub(r"[^A-Za-z0-9_-]", "-", one) for one in ids]
    if len({name.casefold() for name in names}) == len(names):
        return names
    return [f"{number:03}-{name}" for number, name in enumerate(names, 1)]


def _dump(model: Model) -> dict[str, Raw]:
    raw = _tidy(model.model_dump(mode="json", by_alias=True, exclude_unset=True))
    if not isinstance(raw, dict):
        raise TypeError("a model is written as a mapping")
    return raw


def _dump_index(index: Index) -> dict[str, Raw]:
    """Write an index without the defaults that reading writes into its tree again."""
    raw = index.model_dump(mode="json", by_alias=True, exclude_unset=True)
    defaults = raw.get("defaults", {})
    if defaults:
        todo = [raw["tree"]]
        while todo:
            branch = todo.pop()
            if "of" in branch:
                _forget(branch, defaults, NODE_DEFAULTS)
                todo += branch["of"]
            elif "pillar" not in branch:
                _forget(branch, defaults, LEAF_DEFAULTS)
    tidy = _tidy(raw)
    return dict(tidy)


def _forget(branch: dict[str, Raw], defaults: Mapping[str, Raw], keys: Iterable[str]) -> None:
    for key in keys:
        if key in defaults and key in branch and branch[key] == defaults[key]:
            del branch[key]


def _tidy(raw: Raw, key: str = "") -> Raw:
    """Bring a dump into the form that authors write."""
    if raw is None:
        return _NONE
    if isinstance(raw, Mapping):
        bare = _BARE.get(key)
        if bare is not None and set(raw) == {bare} and isinstance(raw[bare], str):
            return raw[bare]
        return dict(_tidy_keys(raw))
    if isinstance(raw, list):
        return [_tidy(item) for item in raw]
    return raw


def _tidy_keys(raw: Mapping[str, Raw]) -> Iterator[tuple[str, Raw]]:
    for key, value in raw.items():
        if key not in _LAST_KEYS:
            yield key, _tidy(value, key)
    if "notes" in raw:
        yield "notes", raw["notes"]
    yield from raw.get("x-", {}).items()
