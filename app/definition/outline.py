"""Where the parts of a definition stand in its files, so that a finding is told beside its part."""

from collections.abc import Container, Iterator
from dataclasses import dataclass
from pathlib import Path

from app.definition.finding import Finding
from app.definition.folder import read_files
from app.definition.source import MapNode, SeqNode, Tree


@dataclass(frozen=True, slots=True)
class Stretch:
    """The lines, both included, that one part with an id takes up in a file."""

    id: str
    file: str
    first: int
    last: int

    def holds(self, finding: Finding) -> bool:
        """Whether the finding stands within these lines."""
        return self.file == finding.file and self.first <= finding.line <= self.last


def outline_files(path: Path) -> tuple[Stretch, ...]:
    """Give the lines of every pillar, topic, question and other part with an id.

    A definition that cannot be read gives what can be made out, or nothing. Never raises for what
    the files hold.
    """
    files = read_files(path)
    found: list[Stretch] = []
    if files.tree is not None:
        _walk(files.tree, found, set())
    return tuple(found)


def find_part(outline: tuple[Stretch, ...], finding: Finding, among: Container[str]) -> str | None:
    """Give the smallest of the parts named by `among` that a finding stands in; None outside."""
    holding = [item for item in outline if item.id in among and item.holds(finding)]
    smallest = min(holding, key=lambda stretch: stretch.last - stretch.first, default=None)
    return smallest.id if smallest else None


def _walk(tree: Tree, found: list[Stretch], seen: set[int]) -> int:
    """Note the parts of a tree and give its last line; aliased parts are looked at once."""
    if isinstance(tree, str) or id(tree) in seen:
        return 0
    seen.add(id(tree))
    lines = [tree.place.line]
    for child, line in _children(tree):
        below = _walk(child, found, seen)
        # A pillar in a file of its own ends in that file, not in the head.
        is_here = isinstance(child, str) or child.place.file == tree.place.file
        lines.append(max(line, below) if is_here else line)
    identifier = tree.get("id") if isinstance(tree, MapNode) else None
    if isinstance(identifier, str):
        found.append(Stretch(identifier, tree.place.file, tree.place.line, max(lines)))
    return max(lines)


def _children(tree: MapNode | SeqNode) -> Iterator[tuple[Tree, int]]:
    """Give the values below, each with the last line known of its key and its beginning."""
    if isinstance(tree, SeqNode):
        for item, place in zip(tree, tree.items_at, strict=False):
            yield item, place.line if place.file == tree.place.file else tree.place.line
        return
    for key, value in tree.items():
        places = [places[key] for places in (tree.keys_at, tree.values_at) if key in places]
        here = [place.line for place in places if place.file == tree.place.file]
        yield value, max(here, default=tree.place.line)
