"""Writing a toolkit as the files of its folder, for people: block style, long texts folded.

What is written reads back to the same content hash. Comments of the original files are not part of
a toolkit and not written.
"""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from types import MappingProxyType
from typing import Any, Final

import yaml

from app.definition.index import LEAF_DEFAULTS, NODE_DEFAULTS, Index
from app.definition.model import Model
from app.definition.toolkit import Toolkit

WIDTH: Final = 110
LONG: Final = 80
"""A longer text gets lines of its own, folded."""
HEAD: Final = "toolkit.yaml"

Raw = Any

# Whatever any reader of YAML could take for a number, a date, a truth value or nothing.
_MISREAD: Final = re.compile(
    r"[-+.\d][\d_.,:eExXoOabcdfABCDF+-]*|[-+]?\.?(?:inf|nan)"
    r"|~|null|true|false|yes|no|on|off|y|n|=|<<",
    re.IGNORECASE,
)
_BREAKS: Final = frozenset("\r\t\x85\u2028\u2029\ufeff")
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
    files = {HEAD: _write(head)}
    for name, pillar in zip(pillars, toolkit.pillars, strict=True):
        files[f"pillars/{name}.yaml"] = _write(_dump(pillar))
    ids = [index.id for index in toolkit.indices]
    names = _name_files(ids)
    if sorted(f"{name}.yaml" for name in names) != [f"{name}.yaml" for name in names]:
        names = [f"{number:03}-{name}" for number, name in enumerate(names, 1)]
    for name, index in zip(names, toolkit.indices, strict=True):
        files[f"indices/{name}.yaml"] = _write(_dump_index(index))
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


# --- Text ---------------------------------------------------------------------------------------


class _Dumper(yaml.SafeDumper):
    """Writes each text in the style that reads best and can't be misread."""

    def ignore_aliases(self, data: Any) -> bool:  # noqa: ANN401, ARG002 (the library's signature)
        return True

    def increase_indent(self, flow: bool = False, indentless: bool = False) -> None:  # noqa: ARG002, FBT001, FBT002
        super().increase_indent(flow, False)  # noqa: FBT003


def _write_text(dumper: _Dumper, text: str) -> yaml.ScalarNode:
    return dumper.represent_scalar("tag:yaml.org,2002:str", text, style=_style_of(text))


def _style_of(text: str) -> str | None:
    """Give YAML's sign of a style; None for the plain one, quoted where it needs to be."""
    if not text or _MISREAD.fullmatch(text):
        return "'"
    body = text.removesuffix("\n")
    if _BREAKS.intersection(body) or not _is_block(body):
        return '"'
    if "\n" in body:
        return "|"
    return ">" if body != text or len(text) > LONG else None


def _is_block(text: str) -> bool:
    """Whether lines can stand as they are, and be folded without losing a space."""
    lines = text.split("\n")
    if not lines[0] or not lines[-1]:
        return False
    return all(line == line.strip() and "  " not in line for line in lines)


def _write_number(dumper: _Dumper, number: float) -> yaml.ScalarNode:
    text = repr(number).removesuffix(".0")
    # Left plain: what has an exponent alone is a number to this format, a text to YAML 1.1.
    kind = "float" if "." in text else "str" if "e" in text else "int"
    return dumper.represent_scalar(f"tag:yaml.org,2002:{kind}", text)


_Dumper.add_representer(str, _write_text)
_Dumper.add_representer(float, _write_number)


def _write(raw: Mapping[str, Raw]) -> str:
    text = yaml.dump(
        dict(raw),
        Dumper=_Dumper,
        allow_unicode=True,
        default_flow_style=False,
        sort_keys=False,
        width=WIDTH,
    )
    return str(text)
