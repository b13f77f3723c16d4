"""Where toolkits lie on the disk: those that came with the program, and those installed here."""

import stat
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Final, Literal

import structlog

from app.definition.finding import DefinitionError
from app.definition.toolkit import Toolkit
from app.service.toolkit_cache import load_kept

log = structlog.get_logger()

HEAD: Final = "toolkit.yaml"
HIDDEN: Final = "."
"""What begins so is not whole yet, or nobody's business."""

Origin = Literal["shipped", "installed"]
Print = tuple[object, ...]
"""What is known of a folder without reading it: it differs where another one took its place."""


@dataclass(frozen=True, slots=True)
class Shelved:
    """One toolkit on the disk.

    Attributes:
        path: Its folder, or its single file.
        origin: Whether it came with the program or was installed here.
        toolkit: None where it can't be used.
        faults: How many errors keep it from being used; 0 for a toolkit.
        reason: The first of them.
    """

    path: Path
    origin: Origin
    toolkit: Toolkit | None
    faults: int = 0
    reason: str = ""

    @property
    def folder(self) -> Path | None:
        """The folder of the toolkit; None for a single file."""
        return None if self.path.suffix == ".yaml" and self.path.is_file() else self.path


def is_shown(toolkit: Toolkit) -> bool:
    """Tell whether the public may read it: an idea or a draft is not shown to anybody."""
    return toolkit.is_open or toolkit.status == "retired"


def order_of(version: str) -> tuple[int, ...]:
    """Give what versions are sorted by: 1.10.0 comes after 1.9.0."""
    return tuple(int(part) for part in version.split("."))


def find_toolkits(folder: Path) -> list[Path]:
    """Return the folders and files of a folder that hold a toolkit each, in order.

    A folder that is not there, or can't be read, holds none.
    """
    return [path for path in _list(folder) if _is_toolkit(path)]


def find_installed(folder: Path) -> list[Path]:
    """Return the folders `<id>/<version>/` of a folder that hold a toolkit each, in order."""
    return [path for toolkit in _list(folder) for path in _list(toolkit) if _is_plain(path / HEAD)]


def print_folder(folder: Path) -> Print:
    """Give what changes when a toolkit is installed below a folder, or taken away."""
    return tuple(
        (toolkit.name, path.name, *_stamp(path))
        for toolkit in _list(folder)
        for path in _list(toolkit)
    )


def read_shelved(
    path: Path, origin: Origin, kept: Path | None, known: Mapping[Path, Shelved] | None = None
) -> Shelved:
    """Read a toolkit, or learn why it can't be used; one that is `known` is not read again."""
    if known and path in known and known[path].toolkit is not None:
        return known[path]
    try:
        return Shelved(path, origin, load_kept(path, kept))
    except DefinitionError as error:
        first = error.findings[0]
        place = f"{first.file}:{first.line}: {first.message}"
        left_out = Shelved(path, origin, None, len(error.findings), place)
    except OSError as error:
        left_out = Shelved(path, origin, None, 1, f"can't be read: {error.strerror or error}")
    log.error("toolkit_left_out", path=path.name, findings=left_out.faults, first=left_out.reason)
    return left_out


def revision_of(path: Path) -> int:
    """Give how often the files beside an unchanged definition were renewed: 2 of `1.0.0+2`."""
    _, _, revision = path.name.partition("+")
    return int(revision) if revision.isascii() and revision.isdigit() else 0


def prefer_installed(items: Iterable[Shelved]) -> list[Shelved]:
    """Keep one of each version of each toolkit: the installed one, which somebody chose.

    Of several installed ones it is the one whose files were renewed last.
    """
    kept: dict[tuple[str, str], Shelved] = {}
    for item in sorted(items, key=lambda one: (one.origin != "installed", -revision_of(one.path))):
        if item.toolkit is not None:
            kept.setdefault((item.toolkit.id, item.toolkit.version), item)
    return list(kept.values())


def _list(folder: Path) -> list[Path]:
    try:
        return sorted(path for path in folder.iterdir() if not path.name.startswith(HIDDEN))
    except OSError:
        return []


def _is_toolkit(path: Path) -> bool:
    return _is_plain(path / HEAD) or (path.suffix == ".yaml" and _is_plain(path))


def _is_plain(path: Path) -> bool:
    """Tell whether a path is a plain file, or one that may not be looked at: reading will tell."""
    try:
        return stat.S_ISREG(path.stat().st_mode)
    except PermissionError:
        return True
    except OSError:
        return False


def _stamp(path: Path) -> tuple[int, int]:
    try:
        status = path.stat()
    except OSError:
        return (0, 0)
    return (status.st_ino, status.st_mtime_ns)
