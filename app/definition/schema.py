"""The shape of definition files as JSON Schema (draft 7), for editors that complete and underline.

A number may be written in quotes, a text without them; an empty value stands for an absent key;
keys that begin with `x-` belong to other programs. What goes beyond shape is told by the checker.
"""

from collections.abc import Callable, Iterator, Mapping
from typing import Any, Final

from app.definition.index import Index
from app.definition.model import Model
from app.definition.toolkit import Pillar, Toolkit

_DRAFT: Final = "http://json-schema.org/draft-07/schema#"
_SCALAR: Final = ["string", "number", "boolean"]
_NULL: Final = {"type": "null"}
_NAMED: Final = {"type": "string", "pattern": "^[A-Za-z0-9][A-Za-z0-9_.:-]{0,99}$"}
_NEEDS_OF_KIND: Final[Mapping[str, list[str]]] = {
    "level": ["levels"],
    "choice": ["options"],
    "multi": ["options"],
    "number": ["unit"],
}

Schema = dict[str, Any]


def describe_toolkit() -> Schema:
    """Give the schema of `toolkit.yaml`, and of a toolkit in a single file."""
    # Indices are files of their own, and a pillar may be named instead of written out.
    schema = _describe(Toolkit, without=("indices",))
    pillars = schema["properties"]["pillars"]
    pillars["items"] = {"anyOf": [_NAMED, pillars["items"]]}
    return schema


def describe_pillar() -> Schema:
    """Give the schema of a file in `pillars/`."""
    return _describe(Pillar)


def describe_index() -> Schema:
    """Give the schema of a file in `indices/`, and of an index that stands alone."""
    return _describe(Index)


SCHEMAS: Final[Mapping[str, Callable[[], Schema]]] = {
    "toolkit": describe_toolkit,
    "pillar": describe_pillar,
    "index": describe_index,
}
"""The schema of each kind of file, by the name of the kind."""


def _describe(model: type[Model], *, without: tuple[str, ...] = ()) -> Schema:
    schema = model.model_json_schema(by_alias=True, ref_template="#/definitions/{model}")
    definitions = schema.pop("$defs", {})
    if "$ref" in schema:  # a model that holds itself
        schema = dict(definitions[model.__name__])
    for key in without:
        del schema["properties"][key]
    used = {name: definitions[name] for name in _reachable(schema, definitions)}
    for part in (schema, *used.values()):
        _open_doors(part)
    for part in _every(schema, *used.values()):
        _loosen(part)
    question = used.get("Question")
    if question is not None:
        question["allOf"] = [_require(kind, keys) for kind, keys in _NEEDS_OF_KIND.items()]
    return {"$schema": _DRAFT, **schema, "definitions": dict(sorted(used.items()))}


def _require(kind: str, keys: list[str]) -> Schema:
    of_kind = {"properties": {"kind": {"const": kind}}, "required": ["kind"]}
    return {"if": of_kind, "then": {"required": keys}}


def _reachable(schema: Schema, definitions: Mapping[str, Schema]) -> list[str]:
    """Give the names of the definitions that a schema uses, through others too."""
    found: dict[str, None] = {}
    todo = [schema]
    while todo:
        for part in _every(todo.pop()):
            name = str(part.get("$ref", "")).rpartition("/")[2]
            if name and name not in found:
                found[name] = None
                todo.append(definitions[name])
    return list(found)


def _every(*parts: object) -> Iterator[Schema]:
    """Give every mapping in a schema, from the outside in."""
    todo = list(parts)
    while todo:
        part = todo.pop()
        if isinstance(part, dict):
            yield part
            todo += part.values()
        elif isinstance(part, list):
            todo += part


def _open_doors(part: Schema) -> None:
    """Let keys of other programs in, and empty values stand for absent keys."""
    properties = part.get("properties")
    if properties is None:
        return
    properties.pop("x-", None)
    part["patternProperties"] = {"^x-": {}}
    required = part.get("required", ())
    for key, value in properties.items():
        value.pop("title", None)
        value.pop("default", None)
        if key not in required:
            properties[key] = _or_empty(value)


def _or_empty(value: Schema) -> Schema:
    """Let null stand too: inside the type where that can be, so that faults are named exactly."""
    if "anyOf" in value:
        choices = value["anyOf"]
        return value if _NULL in choices else {"anyOf": [*choices, _NULL]}
    if "$ref" in value or "const" in value:
        return {"anyOf": [value, _NULL]}
    kinds = value.get("type", [])
    kinds = [kinds] if isinstance(kinds, str) else kinds
    if kinds == ["string"] and not value.keys() & {"enum", "pattern"}:
        kinds = _SCALAR
    loose = {**value, "type": [*kinds, "null"]} if kinds else dict(value)
    return {**loose, "enum": [*loose["enum"], None]} if "enum" in loose else loose


def _loosen(part: Schema) -> None:
    """Let every scalar be a text where a text is wanted, and write pairs as draft 7 does."""
    if part.get("type") == "string" and not part.keys() & {"enum", "const", "pattern"}:
        part["type"] = _SCALAR
    values = part.get("additionalProperties")
    if isinstance(values, dict):
        part["additionalProperties"] = _or_empty(values)
    pair = part.pop("prefixItems", None)
    if pair is not None:
        part["items"] = pair[0]
