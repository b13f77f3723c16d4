"""Strict reading of YAML: text in, a tree of text with places out, hard limits on the way.

Every scalar stays text. A plain empty value and a plain `null` are the same as an absent key. The
reader works on a stream of events with its own stack, so that no depth of nesting can exhaust
Python's stack or C's; nodes behind aliases are counted each time they are used.
"""

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import Final, NamedTuple, Protocol, TypeAlias, Union

import yaml

MOST_BYTES: Final = 4_000_000
MOST_SCALAR: Final = 64_000
MOST_DEPTH: Final = 32
MOST_NODES: Final = 200_000
MOST_ALIASES: Final = 100
MOST_FLAWS: Final = 200
# The time libyaml takes grows with the square of their number; a file that people write has none.
MOST_DIRECTIVES: Final = 100

_ABSENT: Final = frozenset({"", "null"})
_DIRECTIVE: Final = re.compile("^%TAG", re.MULTILINE)

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


_IN_BRACES: Final = (
    " Within braces or brackets a text that holds a comma or one of them stands in quotes."
)
# What people mean who meet these words of the library.
_HINTS: Final[Mapping[str, str]] = {
    "mapping values are not allowed in this context": (
        " A text that holds a colon and a space stands in quotes: 'a: b'."
    ),
    "found character that cannot start any token": (
        " A text that begins with %, @ or ` stands in quotes: '% of people'; lines begin with "
        "spaces, never with a tab."
    ),
    "did not find expected key": (
        " The line above may lack a quote, or hold one too many: within '…' an apostrophe is "
        "written twice."
    ),
    "did not find expected ',' or '}'": _IN_BRACES,
    "did not find expected ',' or ']'": _IN_BRACES,
}


class Flaw(NamedTuple):
    """Something wrong with a file as such: the id of the rule, the place, what is wrong."""

    rule: str
    place: Place
    message: str


@dataclass(frozen=True, slots=True)
class Source:
    """What was read from one file: its root (None when there is no mapping), and all flaws.

    `nodes` counts its keys and values, those behind aliases each time they are used.
    """

    root: MapNode | None
    flaws: tuple[Flaw, ...]
    nodes: int = 0


def read_source(data: bytes, file: str, *, most_nodes: int = MOST_NODES) -> Source:
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
    return _Reader(file, most_nodes).read(text)


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

    def awaits_key(self) -> bool:
        return self.key is None and not self.skip and isinstance(self.node, MapNode)


class _Anchored(NamedTuple):
    tree: Tree | None
    size: int
    height: int


class _Reader:
    def __init__(self, file: str, most_nodes: int) -> None:
        self.file = file
        self.most_nodes = most_nodes
        self.flaws: list[Flaw] = []
        self.stack: list[_Frame] = []
        self.anchors: dict[str, _Anchored | None] = {}
        self.aliases = 0
        self.nodes = 0
        self.roots: list[Tree | None] = []

    def read(self, text: str) -> Source:
        flaw = self._look_at_text(text)
        if flaw is not None:
            return Source(None, (flaw,))
        try:
            for event in self._events(text):
                take = _TAKE.get(type(event))
                if take is not None:
                    take(self, event)
        except _StopReadingError as stop:
            self.flaws.append(stop.flaw)
            return Source(None, tuple(self.flaws), self.nodes)
        return Source(self._root(), tuple(self.flaws), self.nodes)

    def _look_at_text(self, text: str) -> Flaw | None:
        bad = _REFUSED.search(text)
        if bad is not None:
            place = _place_of_offset(text, bad.start(), self.file)
            message = f"The character U+{ord(bad.group()):04X} is not allowed."
            return Flaw("control-character", place, message)
        for number, match in enumerate(_DIRECTIVE.finditer(text)):
            if number >= MOST_DIRECTIVES:
                place = _place_of_offset(text, match.start(), self.file)
                message = f"There are more than {MOST_DIRECTIVES} directives for tags."
                return Flaw("explicit-tag", place, message)
        return None

    def _events(self, text: str) -> Iterator[yaml.Event]:
        parser = yaml.CSafeLoader(text)
        try:
            while (event := parser.get_event()) is not None:
                yield event
        except yaml.MarkedYAMLError as error:
            mark = error.problem_mark or error.context_mark
            place = self._place(mark)
            problem = str(error.problem or error.context)
            message = f"This is not YAML: {problem}.{_HINTS.get(problem, '')}"
            raise _StopReadingError(Flaw("yaml-syntax", place, message)) from error
        except yaml.YAMLError as error:
            message = f"This is not YAML: {str(error).splitlines()[0]}."
            raise _StopReadingError(Flaw("yaml-syntax", Place(self.file, 1, 1), message)) from error
        finally:
            parser.dispose()

    def _place(self, mark: _Mark | None) -> Place:
        if mark is None:
            return Place(self.file, 1, 1)
        return _make_place(Place, (self.file, mark.line + 1, mark.column + 1))

    def _stop(self, rule: str, event: yaml.Event, message: str) -> None:
        raise _StopReadingError(Flaw(rule, self._place(event.start_mark), message))

    def _note(self, rule: str, place: Place, message: str) -> None:
        self.flaws.append(Flaw(rule, place, message))
        if len(self.flaws) >= MOST_FLAWS:
            raise _StopReadingError(Flaw("too-many-findings", place, "Reading stops here."))

    def begin_document(self, event: yaml.Event) -> None:
        if self.roots:
            self._stop("yaml-syntax", event, "A second document begins here.")

    def take_scalar(self, event: yaml.ScalarEvent) -> None:
        self.nodes += 1
        if event.tag is not None or self.nodes > self.most_nodes:
            self._look_at(event)
        text = event.value
        place = self._place(event.start_mark)
        style = event.style
        # The raw file was searched before; only an escape inside double quotes can bring one in.
        if style == '"' or len(text) > MOST_SCALAR // 4:
            text = self._clean(text, place)
        absent = not style and text in _ABSENT
        if event.anchor:
            self.anchors[event.anchor] = _Anchored(None if absent else text, 1, 0)
        self._put(None if absent and not self._awaits_key() else text, place, 1, 0)

    def _clean(self, text: str, place: Place) -> str:
        if len(text.encode("utf-8", "replace")) > MOST_SCALAR:
            self._note("too-large", place, f"The text is longer than {MOST_SCALAR} bytes.")
            text = text[:100]
        if bad := _CONTROL.search(text):
            self._note("control-character", place, f"The text holds U+{ord(bad.group()):04X}.")
            text = _CONTROL.sub(" ", text)
        return text

    def open_mapping(self, event: yaml.MappingStartEvent) -> None:
        self._open(MapNode(self._place(event.start_mark)), event)

    def open_sequence(self, event: yaml.SequenceStartEvent) -> None:
        self._open(SeqNode(self._place(event.start_mark)), event)

    def _open(
        self, node: MapNode | SeqNode, event: yaml.MappingStartEvent | yaml.SequenceStartEvent
    ) -> None:
        self.nodes += 1
        self._look_at(event)
        if len(self.stack) >= MOST_DEPTH:
            self._stop("too-deep", event, f"This is nested deeper than {MOST_DEPTH} levels.")
        if event.anchor:
            self.anchors[event.anchor] = None
        self.stack.append(_Frame(node, event.anchor))

    def close(self, _event: yaml.Event) -> None:
        frame = self.stack.pop()
        if frame.anchor:
            self.anchors[frame.anchor] = _Anchored(frame.node, frame.size, frame.height)
        self._put(frame.node, frame.node.place, frame.size, frame.height)

    def take_alias(self, event: yaml.AliasEvent) -> None:
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
        self.nodes += anchored.size
        self._look_at(event)
        if len(self.stack) + anchored.height > MOST_DEPTH:
            self._stop("too-deep", event, f"This is nested deeper than {MOST_DEPTH} levels.")
        self._put(anchored.tree, self._place(event.start_mark), anchored.size, anchored.height)

    def _look_at(self, event: yaml.NodeEvent) -> None:
        if self.nodes > self.most_nodes:
            message = f"The definition has more than {MOST_NODES} keys and values."
            self._stop("too-many-nodes", event, message)
        tag = getattr(event, "tag", None)
        if tag is not None:
            place = self._place(event.start_mark)
            self._note("explicit-tag", place, f"The tag {tag[:60]!r} is not allowed.")

    def _awaits_key(self) -> bool:
        return bool(self.stack) and self.stack[-1].awaits_key()

    def _put(self, tree: Tree | None, place: Place, size: int, height: int) -> None:
        if not self.stack:
            self.roots.append(tree)
            return
        frame = self.stack[-1]
        frame.size += size
        if height >= frame.height:
            frame.height = height + 1
        node = frame.node
        if isinstance(node, SeqNode):
            self._put_item(node, tree, place)
        elif frame.key is None and not frame.skip:
            self._put_key(frame, node, tree, place)
        else:
            _put_value(frame, node, tree, place)

    def _put_item(self, node: SeqNode, tree: Tree | None, place: Place) -> None:
        if tree is None:
            self._note("empty-item", place, "The list has an empty item.")
            node.has_lost = True
            return
        node.append(tree)
        node.items_at.append(place)

    def _put_key(self, frame: _Frame, node: MapNode, tree: Tree | None, place: Place) -> None:
        frame.key_at = place
        if not isinstance(tree, str):
            self._note("yaml-syntax", place, "A key must be a text.")
            frame.skip = True
        elif tree in node.keys_at:
            line = node.keys_at[tree].line
            message = (
                f"The key {tree[:60]!r} stands here a second time; the first is on line {line}."
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


_make_place: Final = tuple.__new__
_TAKE: Final[Mapping[type, Callable[..., None]]] = {
    yaml.ScalarEvent: _Reader.take_scalar,
    yaml.MappingStartEvent: _Reader.open_mapping,
    yaml.SequenceStartEvent: _Reader.open_sequence,
    yaml.MappingEndEvent: _Reader.close,
    yaml.SequenceEndEvent: _Reader.close,
    yaml.AliasEvent: _Reader.take_alias,
    yaml.DocumentStartEvent: _Reader.begin_document,
}


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
