"""The files of a definition: a folder with pillars and indices, or one single file."""

import os
from dataclasses import dataclass
from pathlib import Path
from time import perf_counter
from typing import Final

from app.definition.finding import Finding
from app.definition.model import IDENTIFIER
from app.definition.near import suggest
from app.definition.rule.registry import find, register
from app.definition.source import MOST_BYTES, MOST_NODES, MapNode, Place, SeqNode, Tree, read_source

HEAD: Final = "toolkit.yaml"
MOST_FILES: Final = 100
"""The most pillars, and the most index files, that one toolkit may have."""
MOST_TOGETHER: Final = 4 * MOST_BYTES
"""The most bytes of all files of one toolkit together."""

_INDICES_IN_HEAD: Final = "The key 'indices' is not known here: indices are files of their own."

_IS_PILLAR: Final = "This is a pillar, a part of a toolkit."
_MEND_PILLAR: Final = "Check the folder that holds its toolkit.yaml instead."

register(
    "unlisted-file",
    why="A pillar that the head does not name is not asked, not scored and not shown.",
    mend="Add its name under `pillars` in toolkit.yaml, or take the file away.",
    severity="warning",
    wrong="A file `pillars/outreach.yaml` beside a head with `pillars: [policy]`.",
    right="The same file beside a head with `pillars: [policy, outreach]`.",
)
register(
    "unreadable-file",
    why="A file that is named must be there and be a plain file.",
    mend="Check the path, and that the file can be read.",
)
register(
    "path-leaves-folder",
    why="A toolkit must be whole in itself, and must not read other files of the machine.",
    mend="Name a file of the toolkit's own folder by its id alone.",
)


@dataclass(frozen=True, slots=True)
class Files:
    """The raw tree of a definition, pillars and indices in place, and what reading found.

    `is_found` is false where the head, or the single file, could not be opened at all.
    """

    tree: MapNode | None
    findings: tuple[Finding, ...]
    is_whole: bool
    is_found: bool = True
    names: tuple[str, ...] = ()
    seconds: float = 0.0


def read_files(path: Path) -> Files:
    """Read a toolkit's folder, its head, or a single file with everything in it."""
    start = perf_counter()
    is_folder = _is_folder(path)
    head = path / HEAD if is_folder else path
    reading = _Reading(head.parent)
    if is_folder and not reading.is_inside(head):
        reading.refuse_outside(head.name)
        return Files(None, tuple(reading.findings), is_whole=False, is_found=False)
    root = reading.read(head, show_name(head.name))
    if root is None:
        return Files(None, tuple(reading.findings), is_whole=False, is_found=reading.has_opened)
    if "format" not in root and "family" in root:
        reading.findings.append(find("missing-key", root.place, _IS_PILLAR, mend=_MEND_PILLAR))
        return Files(None, tuple(reading.findings), is_whole=False)
    if "indices" in root.keys_at:
        reading.findings.append(find("unknown-key", root.keys_at["indices"], _INDICES_IN_HEAD))
        _forget(root, "indices")
    pillars = root.get("pillars")
    if isinstance(pillars, SeqNode):
        _put_pillars(reading, pillars)
    if head.name == HEAD:
        _put_indices(reading, root)
    findings = tuple(reading.findings)
    names = (show_name(head.name), *_names(root))
    seconds = perf_counter() - start
    is_whole = all(one.severity == "warning" for one in findings)
    return Files(root, findings, is_whole, names=names, seconds=seconds)


def show_name(name: str) -> str:
    """Write the name of a file so that it can be printed: what has no sign of its own as a code."""
    return "".join(one if one.isprintable() else f"\\u{ord(one):04x}" for one in name)


def _names(root: MapNode) -> tuple[str, ...]:
    """Give the files in the order in which they were put together."""
    lists = (root.get(key) for key in ("pillars", "indices"))
    items = (item for one in lists if isinstance(one, SeqNode) for item in one)
    return tuple(item.place.file for item in items if isinstance(item, MapNode))


def _is_folder(path: Path) -> bool:
    try:
        return path.is_dir()
    except (OSError, ValueError):  # a name that no file system takes
        return False


def _forget(root: MapNode, key: str) -> None:
    root.pop(key, None)
    root.values_at.pop(key, None)
    del root.keys_at[key]


class _Reading:
    """The files of one folder as they are read: what was found, and how much may still be read."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.findings: list[Finding] = []
        self.has_opened = False
        self._nodes = MOST_NODES
        self._bytes = MOST_TOGETHER

    def read(self, path: Path, name: str) -> MapNode | None:
        """Read one file; None where it holds no mapping or too much was read before it."""
        if self._nodes <= 0 or self._bytes <= 0:
            return None
        try:
            data = _read_bytes(path)
        except (OSError, ValueError) as error:
            self.tell("unreadable-file", Place(name, 1, 1), f"{_reason(error)}.")
            return None
        self.has_opened = True
        self._bytes -= len(data)
        if self._bytes < 0:
            message = f"The files have more than {MOST_TOGETHER} bytes together."
            self.tell("too-large", Place(name, 1, 1), message)
            return None
        source = read_source(data, name, most_nodes=self._nodes)
        self._nodes -= source.nodes
        self.findings += (find(flaw.rule, flaw.place, flaw.message) for flaw in source.flaws)
        return source.root

    def tell(self, rule: str, place: Place, message: str) -> None:
        """Note a finding."""
        self.findings.append(find(rule, place, message))

    def refuse_outside(self, name: str) -> None:
        """Note that a file is a link that leads out of the folder."""
        self.tell("path-leaves-folder", Place(name, 1, 1), "The file lies outside the folder.")

    def is_inside(self, file: Path) -> bool:
        """Whether a file lies in the folder when all links are followed."""
        try:
            return file.resolve().is_relative_to(self.folder.resolve())
        except (OSError, RuntimeError):  # a link that leads to itself
            return False


def _read_bytes(path: Path) -> bytes:
    """Read a plain file, one byte past the limit at most; a pipe or device is never waited for."""
    if not path.exists():
        raise FileNotFoundError
    if not path.is_file():
        raise IsADirectoryError
    number = os.open(path, os.O_RDONLY | os.O_NONBLOCK)
    with os.fdopen(number, "rb") as stream:
        return stream.read(MOST_BYTES + 1)


def _reason(error: OSError | ValueError) -> str:
    if isinstance(error, FileNotFoundError):
        return "There is no such file"
    if isinstance(error, IsADirectoryError):
        return "This is no plain file"
    if isinstance(error, PermissionError):
        return "The file may not be read"
    return str(getattr(error, "strerror", None) or error)


def _put_pillars(reading: _Reading, pillars: SeqNode) -> None:
    """Put the mapping of its file in the place of each pillar that is only named."""
    kept: list[tuple[Tree, Place]] = []
    if len(pillars) > MOST_FILES:
        message = f"There are {len(pillars)} pillars; at most {MOST_FILES} are read."
        reading.tell("too-large", pillars.place, message)
    for item, place in zip(pillars[:MOST_FILES], pillars.items_at, strict=False):
        tree = _read_pillar(reading, item, place) if isinstance(item, str) else item
        if tree is not None:
            kept.append((tree, tree.place if isinstance(item, str) else place))
    _tell_unlisted(reading, pillars)
    pillars.has_lost = pillars.has_lost or len(kept) < len(pillars)
    pillars[:] = [tree for tree, _ in kept]
    pillars.items_at[:] = [place for _, place in kept]


def _tell_unlisted(reading: _Reading, pillars: SeqNode) -> None:
    names = {item for item in pillars if isinstance(item, str)}
    for file in _files_of(reading.folder / "pillars") if names else ():
        if file.stem not in names:
            message = f"pillars/{show_name(file.name)} is not listed here."
            reading.tell("unlisted-file", pillars.place, message)


def _read_pillar(reading: _Reading, name: str, place: Place) -> MapNode | None:
    file = reading.folder / "pillars" / f"{name}.yaml"
    if IDENTIFIER.fullmatch(name) is None or not reading.is_inside(file):
        message = f"{name[:60]!r} names no pillar file of this folder."
        reading.tell("path-leaves-folder", place, message)
        return None
    if not file.is_file():
        near = suggest(name, [one.stem for one in _files_of(file.parent)])
        message = f"There is no file pillars/{name}.yaml."
        reading.findings.append(find("unreadable-file", place, message, mend=near))
        return None
    return reading.read(file, f"pillars/{name}.yaml")


def _files_of(folder: Path) -> list[Path]:
    try:
        return sorted(folder.glob("*.yaml"))[: MOST_FILES + 1]
    except OSError:
        return []


def _put_indices(reading: _Reading, root: MapNode) -> None:
    files = _files_of(reading.folder / "indices")
    indices = SeqNode(root.place)
    if len(files) > MOST_FILES:
        message = f"There are more than {MOST_FILES} indices; the others are not read."
        reading.tell("too-large", root.place, message)
    for file in files[:MOST_FILES]:
        name = f"indices/{show_name(file.name)}"
        if not reading.is_inside(file):
            reading.refuse_outside(name)
            continue
        tree = reading.read(file, name)
        if tree is not None:
            indices.append(tree)
            indices.items_at.append(tree.place)
    if indices:
        root["indices"] = indices
        root.keys_at["indices"] = root.values_at["indices"] = root.place
