"""What changed outside the questions: head, scoring, bands, pillars, topics and indices."""

from collections.abc import Iterator, Mapping
from typing import Final, NamedTuple

from app.definition.difference.change import KeyChange
from app.definition.difference.comparison import (
    ORDER,
    Raw,
    Seen,
    find_differences,
    merge,
    order_change,
    rename_ids,
    write_raw,
)
from app.definition.difference.step import GATES_OFF, step_of
from app.definition.question import Question
from app.definition.toolkit import Pillar, Toolkit, Topic

_HEAD_WITHOUT: Final = frozenset({"format", "id", "version", "pillars", "indices"})
_NODE_WITHOUT: Final = frozenset({"id", "topics", "questions"})

Place = tuple[str, ...]


class Nodes(NamedTuple):
    """The pillars and topics of a toolkit by id, and the ids of those above each."""

    by_id: Mapping[str, Pillar | Topic]
    places: Mapping[str, Place]


def compare_parts(old: Toolkit, new: Toolkit, renames: Mapping[str, str]) -> Iterator[KeyChange]:
    """Give every change outside the questions, in the order of the head, the tree, the indices.

    `renames` gives the new ids of questions that were renamed: a condition that names one by its
    new id is the same.
    """
    for name in ("id", "version"):
        before, after = getattr(old, name), getattr(new, name)
        if before != after:
            yield KeyChange(name, before, after, "major" if name == "id" else "patch")
    for seen in find_differences(rename_ids(_write_head(old), renames), _write_head(new)):
        yield key_change(seen)
    yield from _compare_nodes(find_nodes(old), find_nodes(new), renames)
    before, after = rename_ids(_write_indices(old), renames), _write_indices(new)
    for seen in find_differences(before, after, path=("indices",), keys=("indices",)):
        yield key_change(seen)


def key_change(seen: Seen) -> KeyChange:
    """Say a difference in words and with its step."""
    path = ".".join(seen.path)
    return KeyChange(path, write_raw(seen.before), write_raw(seen.after), step_of(seen))


def _write_head(toolkit: Toolkit) -> Raw:
    head = toolkit.model_dump(mode="json", by_alias=True, exclude=set(_HEAD_WITHOUT))
    gates = head["scoring"]["gates"]
    head["scoring"]["gates"] = [gate for gate in gates if gate["enabled"]]
    head["scoring"][GATES_OFF] = [gate for gate in gates if not gate["enabled"]]
    return head


def _write_indices(toolkit: Toolkit) -> list[Raw]:
    # The defaults are already written into each node and leaf of the tree.
    return [
        index.model_dump(mode="json", by_alias=True, exclude={"defaults"})
        for index in toolkit.indices
    ]


def find_nodes(toolkit: Toolkit) -> Nodes:
    """Give the pillars and topics of a toolkit, parents first."""
    by_id: dict[str, Pillar | Topic] = {}
    places: dict[str, Place] = {}
    todo: list[tuple[Pillar | Topic, Place]] = [(pillar, ()) for pillar in toolkit.pillars[::-1]]
    while todo:
        node, place = todo.pop()
        by_id[node.id], places[node.id] = node, place
        todo += [(topic, (*place, node.id)) for topic in node.topics[::-1]]
    return Nodes(by_id, places)


def place_questions(toolkit: Toolkit) -> Iterator[tuple[Question, Place]]:
    """Give every question with the ids of its pillar and topics, in the order of asking."""
    nodes = find_nodes(toolkit)
    holders = {
        question.id: (*nodes.places[node.id], node.id)
        for node in nodes.by_id.values()
        for question in node.questions
    }
    for question in toolkit.questions:
        yield question, holders[question.id]


def _compare_nodes(old: Nodes, new: Nodes, renames: Mapping[str, str]) -> Iterator[KeyChange]:
    tops = [[name for name, place in nodes.places.items() if not place] for nodes in (old, new)]
    yield from _compare_order("pillars", *tops)
    for name in merge(list(old.by_id), list(new.by_id)):
        before, after = old.by_id.get(name), new.by_id.get(name)
        places = (new if after else old).places
        path = ".".join((*places[name], name))
        if before is None or after is None:
            first, second = (None if node is None else node.title for node in (before, after))
            yield KeyChange(path, first, second, "minor" if before is None else "major")
            continue
        if old.places[name] != new.places[name]:
            above = "/".join(old.places[name]), "/".join(new.places[name])
            yield KeyChange(f"{path}.place", *above, "major")
        was, now = rename_ids(_write_node(before), renames), _write_node(after)
        for seen in find_differences(was, now, keys=("node",)):
            yield key_change(seen._replace(path=(path, *seen.path)))
        children = [[child.id for child in node.children] for node in (before, after)]
        yield from _compare_order(path, *children)


def _compare_order(path: str, old: list[str], new: list[str]) -> Iterator[KeyChange]:
    order = order_change(old, new)
    if order is not None:
        yield KeyChange(f"{path}.{ORDER}", write_raw(order[0]), write_raw(order[1]), "patch")


def _write_node(node: Pillar | Topic) -> Raw:
    return node.model_dump(mode="json", by_alias=True, exclude=set(_NODE_WITHOUT))
