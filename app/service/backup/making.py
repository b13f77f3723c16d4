"""Write a backup while people go on working."""

import hashlib
import json
import os
import secrets
import zipfile
from collections.abc import Iterator
from datetime import datetime
from importlib.metadata import version
from pathlib import Path
from typing import Final

from app.service.backup.archive import (
    INSTALLED,
    MANIFEST,
    SECRET,
    TABLES,
    BackupError,
    Manifest,
    Member,
    write_manifest,
)
from app.settings import Settings
from app.store.backup import (
    Connection,
    Table,
    find_damage,
    list_tables,
    open_view,
    read_rows,
)
from app.store.engine import open_engine
from app.store.revision import NEWEST, check_revision

_LEVEL: Final = 6
_OLDEST: Final = (1980, 1, 1, 0, 0, 0)


def make_backup(
    settings: Settings, path: Path, now: datetime, *, with_secret: bool = False
) -> Manifest:
    """Write all rows as they are at this moment, and the installed toolkits, into a new file.

    Nobody waits for it: what others save meanwhile is in the next one. The file is whole or not
    there, and readable by its owner only.

    Raises:
        BackupError: There is a file already, or the database is damaged.
        PendingMigration: The database is behind.
        StorageError: The database can't be read.
        OSError: The file can't be written.
    """
    if path.exists():
        raise BackupError(f"{path} is there already: a backup never takes the place of another")
    engine = open_engine(settings.database_url)
    partial = path.with_name(f".{path.name}.{secrets.token_hex(4)}")
    try:
        check_revision(engine)
        handle = os.open(partial, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        with os.fdopen(handle, "wb") as stream, open_view(engine) as connection:
            with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED, compresslevel=_LEVEL) as out:
                manifest = _fill(out, connection, settings, now=now, with_secret=with_secret)
            stream.flush()
            os.fsync(stream.fileno())
        # A link, unlike a renaming, never takes the place of a file that came meanwhile.
        os.link(partial, path)
        return manifest
    finally:
        partial.unlink(missing_ok=True)
        engine.dispose()


def _fill(
    out: zipfile.ZipFile,
    connection: Connection,
    settings: Settings,
    *,
    now: datetime,
    with_secret: bool,
) -> Manifest:
    damage = find_damage(connection)
    if damage:
        raise BackupError(f"the database is damaged: {damage}")
    members = {
        f"{TABLES}{table.name}.jsonl": _write_table(out, connection, table)
        for table in list_tables()
    }
    for name, file in _list_installed(settings.instance / "installed"):
        members[name] = _write_bytes(out, name, file.read_bytes())
    if with_secret:
        members[SECRET] = _write_bytes(out, SECRET, settings.secret_key.encode("ascii"))
    manifest = Manifest(now, version("eready"), NEWEST, members)
    _write_bytes(out, MANIFEST, write_manifest(manifest))
    return manifest


def _write_table(out: zipfile.ZipFile, connection: Connection, table: Table) -> Member:
    found, size, count = hashlib.sha256(), 0, 0
    with out.open(_info(f"{TABLES}{table.name}.jsonl"), "w", force_zip64=True) as stream:
        for cells in read_rows(connection, table):
            text = json.dumps(cells, ensure_ascii=False, allow_nan=False, separators=(",", ":"))
            line = text.encode() + b"\n"
            stream.write(line)
            found.update(line)
            size, count = size + len(line), count + 1
    return Member(size, found.hexdigest(), count, tuple(column.name for column in table.c))


def _write_bytes(out: zipfile.ZipFile, name: str, data: bytes) -> Member:
    out.writestr(_info(name), data)
    return Member(len(data), hashlib.sha256(data).hexdigest())


def _info(name: str) -> zipfile.ZipInfo:
    info = zipfile.ZipInfo(name, _OLDEST)
    info.compress_type = zipfile.ZIP_DEFLATED
    info.external_attr = 0o600 << 16
    return info


def _list_installed(folder: Path) -> Iterator[tuple[str, Path]]:
    """Give the files of installed toolkits; what begins with a dot is not whole yet."""
    for path in sorted(folder.rglob("*")):
        parts = path.relative_to(folder).parts
        if path.is_file() and not path.is_symlink() and not parts[0].startswith("."):
            yield INSTALLED + "/".join(parts), path
