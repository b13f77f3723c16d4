"""The file of a backup: a ZIP archive with a manifest, the rows of each table, installed toolkits.

`manifest.json` says by which program and at which revision of the schema it was made, which tables
with which columns and how many rows it holds, and the SHA-256 of every other member.
"""

import hashlib
import json
import re
import zipfile
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path, PurePosixPath
from typing import IO, Any, Final

from app.store.revision import NEWEST

FORMAT: Final = "eready-backup/1"
MANIFEST: Final = "manifest.json"
TABLES: Final = "tables/"
INSTALLED: Final = "installed/"
SECRET: Final = "secret"  # noqa: S105  # the name of a file

MOST_MANIFEST: Final = 20_000_000
MOST_MEMBERS: Final = 100_000
MOST_BYTES: Final = 200_000_000_000
"""Bytes of all members together, unpacked."""
MOST_SECRET: Final = 1_000
LONGEST_ROW: Final = 500_000_000
"""Bytes of one row; a file kept as evidence stands in one."""
_BLOCK: Final = 1 << 20
_HASH: Final = re.compile(r"[0-9a-f]{64}")


class BackupError(Exception):
    """A backup that can't be made or restored; the message says why."""


@dataclass(frozen=True, slots=True)
class Member:
    """One file of the archive: its size in bytes and its SHA-256; for a table also its rows."""

    bytes: int
    sha256: str
    rows: int = 0
    columns: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Manifest:
    """What a backup says of itself."""

    made_at: datetime
    program: str
    revision: str
    members: Mapping[str, Member]

    @property
    def has_secret(self) -> bool:
        """Whether it holds the secret of the installation."""
        return SECRET in self.members

    @property
    def row_count(self) -> int:
        """Rows of all tables together."""
        return sum(member.rows for member in self.members.values())


def write_manifest(manifest: Manifest) -> bytes:
    """Write a manifest."""
    members = {
        name: {
            "bytes": member.bytes,
            "sha256": member.sha256,
            **({"rows": member.rows, "columns": member.columns} if member.columns else {}),
        }
        for name, member in manifest.members.items()
    }
    data = {
        "format": FORMAT,
        "made_at": manifest.made_at.isoformat(),
        "program": manifest.program,
        "revision": manifest.revision,
        "members": members,
    }
    return json.dumps(data, ensure_ascii=False, indent=1).encode()


def read_manifest(archive: zipfile.ZipFile) -> Manifest:
    """Read the manifest and hold it against the list of members, reading none of them.

    Raises:
        BackupError: It is no backup, one of another revision, or says what is not so.
    """
    try:
        with archive.open(MANIFEST) as stream:
            data = json.loads(stream.read(MOST_MANIFEST + 1))
        manifest = _read(data)
    except (KeyError, TypeError, ValueError, AttributeError, RecursionError):
        raise BackupError("this is no backup of eready: its manifest can't be read") from None
    _check_revision(manifest)
    _check_members(archive, manifest)
    return manifest


def _read(data: Any) -> Manifest:  # noqa: ANN401  # JSON from a file
    if data["format"] != FORMAT:
        raise BackupError(f"this is no backup of the format {FORMAT}")
    members = {
        name: Member(
            int(item["bytes"]),
            str(item["sha256"]),
            int(item.get("rows", 0)),
            tuple(map(str, item.get("columns", ()))),
        )
        for name, item in data["members"].items()
    }
    if not all(_HASH.fullmatch(member.sha256) for member in members.values()):
        raise ValueError
    return Manifest(
        datetime.fromisoformat(data["made_at"]),
        str(data["program"])[:100],
        str(data["revision"])[:100],
        members,
    )


def _check_revision(manifest: Manifest) -> None:
    if manifest.revision != NEWEST:
        raise BackupError(
            f"this backup was made at revision {manifest.revision} of the database by eready "
            f"{manifest.program}; this program needs {NEWEST}. Restore it with the program that "
            "made it, then bring that installation up to date"
        )


def _check_members(archive: zipfile.ZipFile, manifest: Manifest) -> None:
    infos = [info for info in archive.infolist() if info.filename != MANIFEST]
    names = [info.filename for info in infos]
    if len(names) > MOST_MEMBERS or len(set(names)) != len(names):
        raise BackupError("this backup has too many members, or two of one name")
    if set(names) != set(manifest.members):
        raise BackupError("the members of this backup are not those its manifest names")
    if sum(info.file_size for info in infos) > MOST_BYTES:
        raise BackupError(f"this backup holds more than {MOST_BYTES} bytes")
    for info in infos:
        is_whole = info.file_size == manifest.members[info.filename].bytes
        if not is_whole or info.flag_bits & 1 or not is_own_name(info.filename):
            raise BackupError(f"{info.filename[:100]!r} can't be a member of a backup")


def is_own_name(name: str) -> bool:
    """Tell whether a backup may have a member of this name: none leads out of its folder."""
    if name == SECRET:
        return True
    if name.startswith(TABLES):
        return re.fullmatch(r"[a-z_]{1,60}\.jsonl", name.removeprefix(TABLES)) is not None
    parts = PurePosixPath(name).parts
    plain = all(re.fullmatch(r"[^\x00-\x1f\\/:]{1,200}", part) for part in parts)
    is_below = name.startswith(INSTALLED) and len(parts) > 1 and ".." not in parts
    return is_below and plain and "/".join(parts) == name


@contextmanager
def open_archive(path: Path) -> Iterator[zipfile.ZipFile]:
    """Open the file of a backup.

    Raises:
        BackupError: It can't be read, or is no ZIP archive.
    """
    try:
        with zipfile.ZipFile(path) as archive:
            yield archive
    except (zipfile.BadZipFile, zipfile.LargeZipFile, EOFError, NotImplementedError) as error:
        raise BackupError(f"{path} is no whole backup: {error}") from error
    except zipfile.zlib.error as error:  # type: ignore[attr-defined]
        raise BackupError(f"{path} is no whole backup: {error}") from error
    except OSError as error:
        raise BackupError(f"{path}: {error.strerror or error}") from error


def check_sums(archive: zipfile.ZipFile, manifest: Manifest) -> None:
    """Read every member once and hold it against its sum.

    Raises:
        BackupError: One differs.
    """
    for name, member in manifest.members.items():
        found, size = hashlib.sha256(), 0
        with archive.open(name) as stream:
            while piece := stream.read(_BLOCK):
                found.update(piece)
                size += len(piece)
                if size > member.bytes:
                    break
        if size != member.bytes or found.hexdigest() != member.sha256:
            raise BackupError(f"{name} is not as it was when the backup was made")


def read_lines(stream: IO[bytes]) -> Iterator[list[object]]:
    """Give the rows of a table.

    Raises:
        BackupError: A line is none.
    """
    while line := stream.readline(LONGEST_ROW + 1):
        try:
            cells = json.loads(line) if len(line) <= LONGEST_ROW else None
        except (ValueError, RecursionError):
            cells = None
        if not isinstance(cells, list):
            raise BackupError("a line of a table is no row")
        yield cells
