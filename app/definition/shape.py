"""From a tree of text to a model: every fault of shape at once, each with its place.

After the first look the tree is repaired (unknown keys go, faulty values give way to stand-ins), so
that the rules on meaning can run over the rest and one check tells everything. Where something was
repaired, rules on meaning keep quiet about that very spot.
"""

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import cache
from itertools import islice
from typing import Final, Generic, TypeVar, get_args

from pydantic import ValidationError
from pydantic.fields import FieldInfo
from pydantic_core import ErrorDetails

from app.definition.finding import Finding
from app.definition.model import IDENTIFIER, TOOLKIT_ID, Model, Tally, TooManyFaultsError
from app.definition.near import suggest
from app.definition.rule.registry import Path, find, register
from app.definition.source import MapNode, Place, SeqNode, Tree

M = TypeVar("M", bound=Model)

_MOST_ROUNDS: Final = 12
_MOST_FINDINGS: Final = 500
_MOST_MODELS: Final = 100_000
_CUTS: Final = (100, 10, 2)
_SHOWN: Final = 60
_MERGE: Final = "Merge keys are not known here: use an alias for a whole value, or write it out."
_NUMBERS: Final = re.compile(r"[vV]?([0-9]{1,9})(?:\.([0-9]{1,9}))?(?:\.([0-9]{1,9}))?")
_NOT_IN_TOOLKIT_ID: Final = re.compile(r"[^a-z0-9]+")
_NOT_IN_ID: Final = re.compile(r"[^A-Za-z0-9_.:-]+")

register(
    "unknown-key",
    why="A misspelt key would silently do nothing.",
    mend="Correct the key, or move it under `notes`.",
)
register(
    "missing-key",
    why="Without it the part has no meaning.",
    mend="Add the key with its value.",
)
register(
    "wrong-number",
    why="Only JSON's way of writing numbers means the same everywhere.",
    mend="Write digits with a dot, such as 0.5: no leading zeros, no plus, no NaN or infinity.",
)
register(
    "wrong-truth",
    why="yes, on and 1 mean different things to different programs.",
    mend="Write true or false.",
)
register(
    "wrong-text",
    why="A text is expected here, not a list or mapping.",
    mend="Write a text of at least one character.",
)
register(
    "wrong-id",
    why="Ids are columns, addresses and names of translations, so their letters are limited.",
    mend="Write it in the form that the message names.",
)
register(
    "unknown-word",
    why="Only the listed words have a meaning.",
    mend="Use one of the listed words.",
)
register(
    "wrong-form",
    why="A list, mapping or pair is expected here.",
    mend="Indent and mark it as a list (- item) or as a mapping (key: value).",
)
register(
    "empty-list",
    why="A required list with nothing in it leaves nothing to ask or count.",
    mend="Add at least one item.",
)

_RULE_OF: Final[Mapping[str, str]] = {
    "extra_forbidden": "unknown-key",
    "missing": "missing-key",
    "number": "wrong-number",
    "whole": "wrong-number",
    "finite_number": "wrong-number",
    "truth": "wrong-truth",
    "text": "wrong-text",
    "empty": "wrong-text",
    "string_type": "wrong-text",
    "pattern": "wrong-id",
    "literal_error": "unknown-word",
    "too_short": "empty-list",
}
# Written where a required key is missing or faulty, so that the rest can still be looked at.
_STAND_IN: Final[Mapping[str, str]] = {
    "id": "unnamed-",
    "version": "0.0.0",
    "language": "en",
    "status": "draft",
    "family": "management",
    "unknown": "exclude",
    "points": "0",
    **dict.fromkeys(("title", "summary", "text", "name", "say", "reason", "in_text"), "?"),
}


@dataclass(slots=True)
class Shaped(Generic[M]):
    """A model (None where too much is missing), what was found, and where it was repaired."""

    model: M | None
    tree: MapNode
    findings: list[Finding] = field(default_factory=list)
    repaired: set[tuple[int, str | int | None]] = field(default_factory=set)
    removed: list[Tree] = field(default_factory=list)
    is_whole: bool = True

    def place_of(self, path: Path) -> Place:
        """Give the place of a path, or of the deepest part of it that exists."""
        return _locate(self.tree, path).place

    def is_repaired(self, path: Path) -> bool:
        """Whether the value at a path is a stand-in, or has lost a part."""
        return _was_repaired(self, _locate(self.tree, path))


def shape(tree: MapNode, model: type[M]) -> Shaped[M]:
    """Turn a tree into a model, with one finding for each fault of shape.

    Past 500 faults the tree is cut short and only what is left of it is told off: there is no model
    then.
    """
    result: Shaped[M] = Shaped(None, tree)
    tried = 0
    for _ in range(_MOST_ROUNDS):
        tally = Tally(_MOST_FINDINGS)
        details = _try(result, model, tally)
        if details is None:
            result.findings += _first_findings(result, model)
            break
        result.findings += _findings(result, model, details)
        tried += tally.models
        if not details or tried > _MOST_MODELS or not _repair(result, details):
            break
    return result


def _try(result: Shaped[M], model: type[M], tally: Tally) -> list[ErrorDetails] | None:
    """Read the model; give the faults, or None where they are too many."""
    try:
        result.model = model.model_validate(result.tree, context=tally)
    except TooManyFaultsError:
        return None
    except ValidationError as error:
        if error.error_count() > tally.most:
            return None
        return error.errors(include_url=False, include_input=False)
    return []


def _first_findings(result: Shaped[M], model: type[M]) -> Iterator[Finding]:
    """Cut lists and mappings until what is wrong can be named, and name that."""
    known = frozenset().union(*_keys_below(model).values())
    for most in _CUTS:
        _cut(result.tree, most, known)
        details = _try(result, model, Tally(4 * _MOST_FINDINGS))
        if details is not None:
            yield from islice(_findings(result, model, details), _MOST_FINDINGS)
            break
    result.model = None
    result.is_whole = False
    yield find("too-many-findings", result.tree.place, "There are more faults than are named here.")


def _cut(tree: MapNode, most: int, known: frozenset[str]) -> None:
    """Leave the first items of each list, and of each mapping the first keys nobody knows."""
    todo: list[Tree] = [tree]
    seen: set[int] = set()
    while todo:
        node = todo.pop()
        if isinstance(node, str) or id(node) in seen:
            continue
        seen.add(id(node))
        if isinstance(node, SeqNode):
            node.has_lost = node.has_lost or len(node) > most
            del node[most:], node.items_at[most:]
            todo += node
        else:
            for key in [key for key in node.keys_at if key not in known][most:]:
                node.pop(key, None)
                node.values_at.pop(key, None)
                del node.keys_at[key]
            todo += node.values()


class _Spot:
    """One spot of a tree: the mapping or list, the key in it, the value (None: absent)."""

    __slots__ = ("holder", "key", "missing", "place", "value")

    def __init__(self, tree: MapNode) -> None:
        self.holder: MapNode | SeqNode | None = None
        self.key: str | int | None = None
        self.value: Tree | None = tree
        self.place = tree.place
        self.missing: str | int | None = None


def _locate(tree: MapNode, path: Iterable[str | int]) -> _Spot:
    spot = _Spot(tree)
    for part in path:
        node = spot.value
        if isinstance(node, MapNode) and isinstance(part, str) and part in node.keys_at:
            spot.holder, spot.key, spot.value = node, part, node.get(part)
            spot.place = node.values_at.get(part, node.keys_at[part])
            spot.missing = None
        elif isinstance(node, SeqNode) and isinstance(part, int) and part < len(node):
            spot.holder, spot.key, spot.value = node, part, node[part]
            spot.place = node.items_at[part]
            spot.missing = None
        elif not isinstance(node, str):
            spot.missing = part
    return spot


def _findings(
    result: Shaped[M], model: type[Model], details: list[ErrorDetails]
) -> Iterator[Finding]:
    for detail in details:
        spot = _locate(result.tree, detail["loc"])
        if _is_echo(detail["type"], spot) or _was_repaired(result, spot):
            continue
        rule_id = _RULE_OF.get(detail["type"], "wrong-form")
        mend = _suggest(rule_id, detail, spot, model)
        yield find(rule_id, _place(spot, rule_id), _describe(rule_id, detail, spot), mend=mend)


def _is_echo(kind: str, spot: _Spot) -> bool:
    """Whether a list is called too short only because its items failed: they say enough."""
    lost = isinstance(spot.value, SeqNode) and spot.value.has_lost
    return kind == "too_short" and (bool(spot.value) or lost)


def _was_repaired(result: Shaped[M], spot: _Spot) -> bool:
    key = spot.key if spot.missing is None else spot.missing
    holder = spot.holder if spot.missing is None else spot.value
    return (id(holder), key) in result.repaired or (id(spot.value), None) in result.repaired


def _place(spot: _Spot, rule_id: str) -> Place:
    if rule_id == "unknown-key" and isinstance(spot.holder, MapNode) and isinstance(spot.key, str):
        return spot.holder.keys_at[spot.key]
    return spot.place


def _describe(rule_id: str, detail: ErrorDetails, spot: _Spot) -> str:
    name = f"Item {spot.key + 1}" if isinstance(spot.key, int) else f"{_shown(str(spot.key))}"
    match rule_id:
        case "unknown-key":
            return f"The key {name} is not known here."
        case "missing-key":
            return f"The key {str(detail['loc'][-1])!r} is missing."
        case "unknown-word":
            return f"{_shown(spot.value)} is none of {detail['ctx']['expected']}."
        case "empty-list":
            return f"{name} is empty."
        case "wrong-form":
            return f"{name} has the wrong form: it should be {_form(detail)}."
    return f"{name} {detail['msg'].removeprefix('Input ')}: {_shown(spot.value)}."


def _form(detail: ErrorDetails) -> str:
    """Say what is expected in the words of somebody who writes YAML."""
    if detail["type"] in {"tuple_type", "list_type"}:
        return "a list"
    if detail["type"] in {"model_type", "dict_type", "mapping_type", "model_attributes_type"}:
        return "a mapping of keys"
    if detail["type"] == "too_long":
        return "a list of {max_length} items".format(**detail["ctx"])
    return detail["msg"].removeprefix("Input ").removeprefix("should be ")


def _shown(value: Tree | None) -> str:
    if isinstance(value, str):
        return repr(value if len(value) <= _SHOWN else value[:_SHOWN] + "…")
    return "a list" if isinstance(value, list) else "a mapping"


def _suggest(rule_id: str, detail: ErrorDetails, spot: _Spot, model: type[Model]) -> str | None:
    if rule_id == "unknown-key":
        if spot.key == "<<":
            return _MERGE
        return suggest(str(spot.key), _keys_near(model, detail["loc"][:-1]))
    if not isinstance(spot.value, str):
        return None
    if rule_id == "unknown-word":
        return suggest(spot.value, re.findall(r"'([^']*)'", detail["ctx"]["expected"]))
    if rule_id == "wrong-id":
        return _suggest_form(spot.value, str(detail["ctx"]["kind"]))
    return None


def _suggest_form(wrong: str, kind: str) -> str | None:
    """Give the way in which a version or an id could be written."""
    if kind.startswith("a version"):
        numbers = _NUMBERS.fullmatch(wrong)
        if numbers is None:
            return None
        first, second, third = (str(int(one or "0")) for one in numbers.groups())
        return f"Write three whole numbers, such as {first}.{second}.{third}."
    if kind.startswith("a toolkit id"):
        near = _NOT_IN_TOOLKIT_ID.sub("-", wrong[:_SHOWN].casefold()).strip("-")
        return f"Write it as {near!r}." if TOOLKIT_ID.fullmatch(near) else None
    if kind.startswith("an id"):
        near = _NOT_IN_ID.sub("-", wrong[:_SHOWN]).strip("-")
        return f"Write it as {near!r}." if IDENTIFIER.fullmatch(near) else None
    return None


def _keys_near(model: type[Model], path: tuple[str | int, ...]) -> frozenset[str]:
    """Give the keys known where a path leads: those of the last field on it that holds models."""
    table = _keys_below(model)
    for part in reversed(path):
        if part in table:
            return table[str(part)]
    return table[""]


@cache
def _keys_below(model: type[Model]) -> Mapping[str, frozenset[str]]:
    """Map each key of a model and of the models in it to the keys that are known below it."""
    table: dict[str, frozenset[str]] = {"": _keys_of(model)}
    todo, seen = [model], {model}
    while todo:
        for key, info in _fields(todo.pop()):
            inner = _models_in(info.annotation)
            if inner:
                table[key] = table.get(key, frozenset()).union(*map(_keys_of, inner))
            todo += inner - seen
            seen |= inner
    return table


def _fields(model: type[Model]) -> list[tuple[str, FieldInfo]]:
    return [(info.alias or name, info) for name, info in model.model_fields.items()]


def _keys_of(model: type[Model]) -> frozenset[str]:
    return frozenset(key for key, _ in _fields(model) if key != "x-")


def _models_in(annotation: object) -> set[type[Model]]:
    if isinstance(annotation, type) and issubclass(annotation, Model):
        return {annotation}
    return set().union(*(_models_in(part) for part in get_args(annotation)))


def _repair(result: Shaped[M], details: list[ErrorDetails]) -> bool:
    """Take out or replace what is faulty, from the last item of each list to the first."""
    spots = [(detail["type"], _locate(result.tree, detail["loc"])) for detail in details]
    spots = [(kind, spot) for kind, spot in spots if not _is_echo(kind, spot)]
    spots.sort(key=lambda pair: pair[1].key if isinstance(pair[1].key, int) else -1, reverse=True)
    changed = False
    for kind, spot in spots:
        stand_in = _STAND_IN.get(str(spot.missing)) if kind == "missing" else None
        if stand_in is not None and isinstance(spot.value, MapNode):
            _write(result, spot.value, str(spot.missing), stand_in)
            changed = True
        else:
            changed = _remove(result, spot) or changed
    return changed


def _write(result: Shaped[M], holder: MapNode, key: str, stand_in: str) -> None:
    result.repaired.add((id(holder), key))
    holder[key] = f"{stand_in}{len(result.repaired)}" if key == "id" else stand_in
    holder.keys_at[key] = holder.values_at[key] = holder.place


def _remove(result: Shaped[M], spot: _Spot) -> bool:
    holder, key = spot.holder, spot.key
    if isinstance(holder, MapNode) and isinstance(key, str) and key in holder.keys_at:
        result.removed.append(holder.pop(key, ""))
        del holder.keys_at[key]
        holder.values_at.pop(key, None)
        result.repaired.add((id(holder), key))
        return True
    if (
        isinstance(holder, SeqNode)
        and isinstance(key, int)
        and holder[key : key + 1] == [spot.value]
    ):
        result.removed.append(holder.pop(key))
        holder.items_at.pop(key)
        result.repaired.add((id(holder), None))
        result.is_whole = result.is_whole and isinstance(spot.value, str)
        return True
    return False
