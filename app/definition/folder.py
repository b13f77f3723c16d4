"""The files of a definition: a folder with pillars and indices, or one single file."""

from dataclasses import dataclass
from pathlib import Path
from time import perf_counter
from typing import Final

from app.definition.finding import Finding
from app.definition.model import IDENTIFIER
from app.definition.rule.registry import find, register
from app.definition.source import MOST_BYTES, MapNode, Place, SeqNode, Tree, read_source

HEAD: Final = "toolkit.yaml"
MOST_FILES: Final = 100
"""The most pillars, and the most index files, that one toolkit may have."""

_INDICES_IN_HEAD: Final = "The key 'indices' is not known here: indices are files of their own."

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
    """The raw tree of a definition, pillars and indices in place, and what reading found."""

    tree: MapNode | None
    findings: tuple[Finding, ...]
    is_whole: bool
    names: tuple[str, ...] = ()
    seconds: float = 0.0


def read_files(path: Path) -> Files:
    """Read a toolkit's folder, its head, or a single file with everything in it."""
    start = perf_counter()
    head = path / HEAD if _is_folder(path) else path
    findings: list[Finding] = []
    root = _read(head, head.name, findings)
    if root is None:
        return Files(None, tuple(findings), is_whole=False)
    if "indices" in root.keys_at:
        findings.append(find("unknown-key", root.keys_at["indices"], _INDICES_IN_HEAD))
        _forget(root, "indices")
    pillars = root.get("pillars")
    if isinstance(pillars, SeqNode):
        _put_pillars(head.parent, pillars, findings)
    if head.name == HEAD:
        _put_indices(head.parent, root, findings)
    names = (head.name, *_names(root))
    seconds = perf_counter() - start
    return Files(root, tuple(findings), not findings, names=names, seconds=seconds)


def _names(root: MapNode) -> tuple[str, ...]:
    """Give the files in the order in which they were put together."""
    lists = (root.get(key) for key in ("pillars", "indices"))
    items = (item for one in lists if isinstance(one, SeqNode) for item in one)
    return tuple(item.place.file for item in items if isinstance(item, MapNode))


def _is_folder(path: Path) -> bool:
    try:
        return path.is_dir()
    except OSError:  # a name that no file system takes
        return False


def _forget(root: MapNode, key: str) -> None:
    root.pop(key, None)
    root.values_at.pop(key, None)
    del root.keys_at[key]


def _read(path: Path, name: str, findings: list[Finding]) -> MapNode | None:
    try:
        if not path.is_file():
            raise FileNotFoundError
        with path.open("rb") as stream:
            source = read_source(stream.read(MOST_BYTES + 1), name)
    except (OSError, ValueError) as error:
        reason = "There is no such file" if isinstance(error, FileNotFoundError) else str(error)
        findings.append(find("unreadable-file", Place(name, 1, 1), f"{reason}."))
        return None
    findings += (find(flaw.rule, flaw.place, flaw.message) for flaw in source.flaws)
    return source.root


def _put_pillars(folder: Path, pillars: SeqNode, findings: list[Finding]) -> None:
    """Put the mapping of its file in the place of each pillar that is only named."""
    kept: list[tuple[Tree, Place]] = []
    if len(pillars) > MOST_FILES:
        message = f"There are {len(pillars)} pillars; at most {MOST_FILES} are read."
        findings.append(find("too-large", pillars.place, message))
    for item, place in zip(pillars[:MOST_FILES], pillars.items_at, strict=False):
        tree = _read_pillar(folder, item, place, findings) if isinstance(item, str) else item
        if tree is not None:
            kept.append((tree, tree.place if isinstance(item, str) else place))
    pillars.has_lost = pillars.has_lost or len(kept) < len(pillars)
    pillars[:] = [tree for tree, _ in kept]
    pillars.items_at[:] = [place for _, place in kept]


def _read_pillar(folder: Path, name: str, place: Place, findings: list[Finding]) -> MapNode | None:
    file = folder / "pillars" / f"{name}.yaml"
    if IDENTIFIER.fullmatch(name) is None or not _is_inside(file, folder):
        message = f"{name[:60]!r} names no pillar file of this folder."
        findings.append(find("path-leaves-folder", place, message))
        return None
    if not file.is_file():
        message = f"There is no file pillars/{name}.yaml."
        findings.append(find("unreadable-file", place, message))
        return None
    return _read(file, f"pillars/{name}.yaml", findings)


def _is_inside(file: Path, folder: Path) -> bool:
    try:
        return file.resolve().is_relative_to(folder.resolve())
    except (OSError, RuntimeError):  # a link that leads to itself
        return False


def _put_indices(folder: Path, root: MapNode, findings: list[Finding]) -> None:
    files = sorted((folder / "indices").glob("*.yaml"))[:MOST_FILES]
    indices = SeqNode(root.place)
    for file in files:
        name = f"indices/{file.name}"
        if not _is_inside(file, folder):
            message = "The file lies outside the folder."
            findings.append(find("path-leaves-folder", Place(name, 1, 1), message))
            continue
        tree = _read(file, name, findings)
        if tree is not None:
            indices.append(tree)
            indices.items_at.append(tree.place)
    if indices:
        root["indices"] = indices
        root.keys_at["indices"] = root.values_at["indices"] = root.place
