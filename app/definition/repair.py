"""A tree that is repaired, so that one check tells everything.

What is faulty goes or gives way to a stand-in; where that was, rules on meaning keep quiet.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Final, Generic, TypeVar, get_args

from pydantic_core import ErrorDetails

from app.definition.finding import Finding
from app.definition.model import Model
from app.definition.rule.registry import Path
from app.definition.source import MapNode, Place, SeqNode, Tree

M = TypeVar("M", bound=Model)

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
# What a question is likely to be whose kind is faulty, by the keys it has.
_KIND_BY_KEY: Final[Mapping[str, str]] = {
    "options": "choice",
    "unit": "number",
    "minimum": "number",
    "points": "yesno",
    "levels": "level",
}


class Spot:
    """One spot of a tree: the mapping or list, the key in it, the value (None: absent)."""

    __slots__ = ("holder", "key", "missing", "place", "value")

    def __init__(self, tree: MapNode) -> None:
        self.holder: MapNode | SeqNode | None = None
        self.key: str | int | None = None
        self.value: Tree | None = tree
        self.place = tree.place
        self.missing: str | int | None = None


def locate(tree: MapNode, path: Iterable[str | int]) -> Spot:
    """Give the spot a path leads to, or the deepest part of it that exists."""
    spot = Spot(tree)
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
        return locate(self.tree, path).place

    def is_repaired(self, path: Path) -> bool:
        """Whether the value at a path is a stand-in, or has lost a part."""
        return was_repaired(self, locate(self.tree, path))


def was_repaired(result: Shaped[M], spot: Spot) -> bool:
    """Whether a spot was repaired."""
    key = spot.key if spot.missing is None else spot.missing
    holder = spot.holder if spot.missing is None else spot.value
    return (id(holder), key) in result.repaired or (id(spot.value), None) in result.repaired


def is_echo(kind: str, spot: Spot) -> bool:
    """Whether a list is called too short only because its items failed: they say enough."""
    lost = isinstance(spot.value, SeqNode) and spot.value.has_lost
    return kind == "too_short" and (bool(spot.value) or lost)


def repair(result: Shaped[M], model: type[Model], details: list[ErrorDetails]) -> bool:
    """Take out or replace what is faulty, from the last item of each list to the first.

    Says whether anything changed.
    """
    spots = [(detail["type"], locate(result.tree, detail["loc"])) for detail in details]
    spots = [(kind, spot) for kind, spot in spots if not is_echo(kind, spot)]
    spots.sort(key=lambda pair: pair[1].key if isinstance(pair[1].key, int) else -1, reverse=True)
    changed = False
    for kind, spot in spots:
        value = spot.value
        if kind == "missing" and isinstance(value, MapNode):
            stand_in = _stand_in(model, value, str(spot.missing))
            if stand_in is not None:
                _write(result, value, str(spot.missing), stand_in)
                changed = True
                continue
        changed = _remove(result, spot) or changed
    return changed


def _stand_in(model: type[Model], holder: MapNode, key: str) -> Tree | None:
    if key == "format":
        return str(get_args(model.model_fields[key].annotation)[0])
    if key == "kind" and "question" not in holder:  # the kind of a question, not of a relation
        return next((kind for one, kind in _KIND_BY_KEY.items() if one in holder.keys_at), "text")
    if key in {"aggregate", "coverage"}:
        return MapNode(holder.place)
    return _STAND_IN.get(key)


def _write(result: Shaped[M], holder: MapNode, key: str, stand_in: Tree) -> None:
    result.repaired.add((id(holder), key))
    holder[key] = f"{stand_in}{len(result.repaired)}" if key == "id" else stand_in
    holder.keys_at[key] = holder.values_at[key] = holder.place


def _remove(result: Shaped[M], spot: Spot) -> bool:
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


def cut_short(tree: MapNode, most: int, known: frozenset[str]) -> None:
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
