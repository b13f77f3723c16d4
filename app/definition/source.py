"""Strict reading of YAML: text in, a tree of text with places out, hard limits on the way.

Every scalar stays text. A plain empty value and a plain `null` are the same as an absent key. The
reader works on a stream of events with its own stack, so that no depth of nesting can exhaust
Python's stack or C's; nodes behind aliases are counted each time they are used.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final, NamedTuple, Protocol, TypeAlias, Union

import yaml

MOST_BYTES: Final = 4_000_000
MOST_SCALAR: Final = 64_000
MOST_DEPTH: Final = 32
MOST_NODES: Final = 200_000
MOST_ALIASES: Final = 100
MOST_FLAWS: Final = 200
# No file that people write comes near these; without them a hostile one would take seconds to list.
MOST_MAPPINGS: Final = 20_000
MOST_ITEMS: Final = 60_000
MOST_KEYS: Final = 5_000

# What no text may hold: control characters but tab and the ends of lines, and half a character.
_CONTROL: Final = re.compile(
    "[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x84\x86-\x9f\ud800-\udfff\ufffe\uffff]"
)
# In a raw file a second byte order mark is refused as well.
_REFUSED: Final = re.compile(_CONTROL.pattern[:-1] + "\ufeff]")


class Place(NamedTuple):
    """Where something stands: file, line and column, counted from 1."""

    file: str
    line: int
    column: int


class MapNode(dict[str, "Tree"]):
    """A mapping that knows where it, its keys and its values stand."""

    __slots__ = ("keys_at", "place", "values_at")

    def __init__(self, place: Place) -> None:
        super().__init__()
        self.place = place
        self.keys_at: dict[str, Place] = {}
        self.values_at: dict[str, Place] = {}


class SeqNode(list["Tree"]):
    """A list that knows where it and its items stand."""

    __slots__ = ("has_lost", "items_at", "place")

    def __init__(self, place: Place) -> None:
        super().__init__()
        self.place = place
        self.items_at: list[Place] = []
        # Whether an item could not be read, so that the list is shorter than it was written.
        self.has_lost = False


Tree: TypeAlias = Union[str, MapNode, SeqNode]  # noqa: UP007 (a string in it names a later class)


class Flaw(NamedTuple):
    """Something wrong with a file as such: the id of the rule, the place, what is wrong."""

    rule: str
    place: Place
    message: str


@dataclass(frozen=True, slots=True)
class Source:
    """What was read from one file: its root (None when there is no mapping), and all flaws."""

    root: MapNode | None
    flaws: tuple[Flaw, ...]


def read_source(data: bytes, file: str) -> Source:
    """Read one YAML file under the limits; never raises for what the file holds."""
    start = Place(file, 1, 1)
    if len(data) > MOST_BYTES:
        message = f"The file has {len(data)} bytes; at most {MOST_BYTES} are read."
        return Source(None, (Flaw("too-large", start, message),))
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        message = f"Byte {error.start + 1} is not UTF-8."
        return Source(None, (Flaw("not-utf-8", Place(file, line, 1), message),))
    return _Reader(file).read(text)


class _Mark(Protocol):
    """The mark of an event, whichever of the two parsers of the package made it."""

    line: int
    column: int


class _StopReadingError(Exception):
    """What follows cannot or must not be read."""

    def __init__(self, flaw: Flaw) -> None:
        super().__init__(flaw.message)
        self.flaw = flaw


class _Frame:
    """A mapping or list that is still open."""

    __slots__ = ("anchor", "height", "key", "key_at", "node", "size", "skip")

    def __init__(self, node: MapNode | SeqNode, anchor: str | None) -> None:
        self.node = node
        self.anchor = anchor
        self.key: str | None = None
        self.key_at = node.place
        self.size = 1
        self.height = 1
        self.skip = False


class _Anchored(NamedTuple):
    tree: Tree | None
    size: int
    height: int


class _Reader:
    def __init__(self, file: str) -> None:
        self.file = file
        self.flaws: list[Flaw] = []
        self.stack: list[_Frame] = []
        self.anchors: dict[str, _Anchored | None] = {}
        self.aliases = 0
        self.nodes = 0
        self.mappings = 0
        self.items = 0
        self.roots: list[Tree | None] = []

    def read(self, text: str) -> Source:
        bad = _REFUSED.search(text)
        if bad is not None:
            place = _place_of_offset(text, bad.start(), self.file)
            message = f"The character U+{ord(bad.group()):04X} is not allowed."
            return Source(None, (Flaw("control-character", place, message),))
        try:
            for event in self._events(text):
                self._take(event)
        except _StopReadingError as stop:
            self.flaws.append(stop.flaw)
            return Source(None, tuple(self.flaws))
        return Source(self._root(), tuple(self.flaws))

    def _events(self, text: str) -> Iterator[yaml.Event]:
        parser = yaml.CSafeLoader(text)
        try:
            while (event := parser.get_event()) is not None:
                yield event
        except yaml.MarkedYAMLError as error:
            mark = error.problem_mark or error.context_mark
            place = self._place(mark)
            message = f"This is not YAML: {error.problem or error.context}."
            raise _StopReadingError(Flaw("yaml-syntax", place, message)) from error
        except yaml.YAMLError as error:
            message = f"This is not YAML: {str(error).splitlines()[0]}."
            raise _StopReadingError(Flaw("yaml-syntax", Place(self.file, 1, 1), message)) from error
        finally:
            parser.dispose()

    def _place(self, mark: _Mark | None) -> Place:
        if mark is None:
            return Place(self.file, 1, 1)
        return Place(self.file, mark.line + 1, mark.column + 1)

    def _stop(self, rule: str, event: yaml.Event, message: str) -> None:
        raise _StopReadingError(Flaw(rule, self._place(event.start_mark), message))

    def _note(self, rule: str, place: Place, message: str) -> None:
        self.flaws.append(Flaw(rule, place, message))
        if len(self.flaws) >= MOST_FLAWS:
            raise _StopReadingError(Flaw("too-many-findings", place, "Reading stops here."))

    def _take(self, event: yaml.Event) -> None:
        if isinstance(event, yaml.ScalarEvent):
            self._take_scalar(event)
        elif isinstance(event, yaml.MappingStartEvent):
            self._open(MapNode(self._place(event.start_mark)), event)
        elif isinstance(event, yaml.SequenceStartEvent):
            self._open(SeqNode(self._place(event.start_mark)), event)
        elif isinstance(event, yaml.MappingEndEvent | yaml.SequenceEndEvent):
            self._close()
        elif isinstance(event, yaml.AliasEvent):
            self._take_alias(event)
        elif isinstance(event, yaml.DocumentStartEvent) and self.roots:
            self._stop("yaml-syntax", event, "A second document begins here.")

    def _take_scalar(self, event: yaml.ScalarEvent) -> None:
        self._look_at_tag(event)
        self._count(1, event)
        text = event.value
        place = self._place(event.start_mark)
        if len(text) > MOST_SCALAR // 4 and len(text.encode()) > MOST_SCALAR:
            self._note("too-large", place, f"The text is longer than {MOST_SCALAR} bytes.")
            text = text[:100]
        # The raw file was searched before; only an escape inside double quotes can bring one in.
        if event.style == '"' and (bad := _CONTROL.search(text)):
            self._note("control-character", place, f"The text holds U+{ord(bad.group()):04X}.")
            text = _CONTROL.sub(" ", text)
        absent = not event.style and text in {"", "null"}
        if event.anchor:
            self.anchors[event.anchor] = _Anchored(None if absent else text, 1, 0)
        if absent and not self._awaits_key():
            self._put(None, place, 1, 0)
        else:
            self._put(text, place, 1, 0)

    def _open(
        self, node: MapNode | SeqNode, event: yaml.MappingStartEvent | yaml.SequenceStartEvent
    ) -> None:
        self._look_at_tag(event)
        self._count(1, event)
        self.mappings += isinstance(node, MapNode)
        if self.mappings > MOST_MAPPINGS:
            self._refuse(node.place, f"There are more than {MOST_MAPPINGS} mappings.")
        if len(self.stack) >= MOST_DEPTH:
            self._stop("too-deep", event, f"This is nested deeper than {MOST_DEPTH} levels.")
        if event.anchor:
            self.anchors[event.anchor] = None
        self.stack.append(_Frame(node, event.anchor))

    def _close(self) -> None:
        frame = self.stack.pop()
        if frame.anchor:
            self.anchors[frame.anchor] = _Anchored(frame.node, frame.size, frame.height)
        self._put(frame.node, frame.node.place, frame.size, frame.height)

    def _take_alias(self, event: yaml.AliasEvent) -> None:
        self.aliases += 1
        if self.aliases > MOST_ALIASES:
            self._stop("too-many-aliases", event, f"There are more than {MOST_ALIASES} aliases.")
        name = event.anchor or ""
        if name not in self.anchors:
            self._stop("yaml-syntax", event, f"The alias *{name} has no anchor before it.")
        anchored = self.anchors[name]
        if anchored is None:
            self._stop("holds-itself", event, f"*{name} stands inside what it names.")
            return
        self._count(anchored.size, event)
        self.items += anchored.size
        if len(self.stack) + anchored.height > MOST_DEPTH:
            self._stop("too-deep", event, f"This is nested deeper than {MOST_DEPTH} levels.")
        self._put(anchored.tree, self._place(event.start_mark), anchored.size, anchored.height)

    def _count(self, nodes: int, event: yaml.Event) -> None:
        self.nodes += nodes
        if self.nodes > MOST_NODES:
            self._stop(
                "too-many-nodes", event, f"There are more than {MOST_NODES} keys and values."
            )

    def _refuse(self, place: Place, message: str) -> None:
        raise _StopReadingError(Flaw("too-many-nodes", place, message))

    def _look_at_tag(self, event: yaml.ScalarEvent | yaml.CollectionStartEvent) -> None:
        if event.tag is not None:
            place = self._place(event.start_mark)
            self._note("explicit-tag", place, f"The tag {event.tag!r} is not allowed.")

    def _awaits_key(self) -> bool:
        return bool(self.stack) and isinstance(self.stack[-1].node, MapNode) and self._keyless()

    def _keyless(self) -> bool:
        frame = self.stack[-1]
        return frame.key is None and not frame.skip

    def _put(self, tree: Tree | None, place: Place, size: int, height: int) -> None:
        if not self.stack:
            self.roots.append(tree)
            return
        frame = self.stack[-1]
        frame.size += size
        frame.height = max(frame.height, height + 1)
        if isinstance(frame.node, SeqNode):
            self._put_item(frame.node, tree, place)
        elif self._keyless():
            self._put_key(frame, tree, place)
        else:
            _put_value(frame, frame.node, tree, place)

    def _put_item(self, node: SeqNode, tree: Tree | None, place: Place) -> None:
        self.items += 1
        if self.items > MOST_ITEMS:
            self._refuse(place, f"The lists have more than {MOST_ITEMS} items.")
        if tree is None:
            self._note("empty-item", place, "The list has an empty item.")
            node.has_lost = True
            return
        node.append(tree)
        node.items_at.append(place)

    def _put_key(self, frame: _Frame, tree: Tree | None, place: Place) -> None:
        frame.key_at = place
        if len(frame.node) >= MOST_KEYS:
            self._refuse(place, f"This mapping has more than {MOST_KEYS} keys.")
        if not isinstance(tree, str):
            self._note("yaml-syntax", place, "A key must be a text.")
            frame.skip = True
        elif tree in frame.node.keys_at:  # type: ignore[union-attr]
            first = frame.node.keys_at[tree]  # type: ignore[union-attr]
            message = (
                f"The key {tree!r} stands here a second time; the first is on line {first.line}."
            )
            self._note("duplicate-key", place, message)
            frame.skip = True
        else:
            frame.key = tree

    def _root(self) -> MapNode | None:
        root = self.roots[0] if self.roots else None
        if isinstance(root, MapNode):
            return root
        message = "The file is empty." if root is None else "The file is not a mapping of keys."
        self.flaws.append(Flaw("yaml-syntax", Place(self.file, 1, 1), message))
        return None


def _put_value(frame: _Frame, node: MapNode, tree: Tree | None, place: Place) -> None:
    if not frame.skip and frame.key is not None:
        node.keys_at[frame.key] = frame.key_at
        if tree is not None:
            node[frame.key] = tree
            node.values_at[frame.key] = place
    frame.key = None
    frame.skip = False


def _place_of_offset(text: str, offset: int, file: str) -> Place:
    before = text[:offset]
    return Place(file, before.count("\n") + 1, offset - (before.rfind("\n") + 1) + 1)
