"""Restore a backup: looked through before anything is touched, then whole or not at all."""

import os
import secrets
import shutil
import zipfile
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from app.service.backup.archive import (
    INSTALLED,
    MOST_SECRET,
    SECRET,
    TABLES,
    BackupError,
    Manifest,
    check_sums,
    open_archive,
    read_lines,
    read_manifest,
)
from app.service.worker import SILENT
from app.settings import Settings
from app.store.backup import (
    Connection,
    RowError,
    Table,
    is_empty,
    list_tables,
    open_view,
    write_rows,
)
from app.store.engine import Engine, open_engine, read_session
from app.store.heartbeat import last_beat
from app.store.migration import BrokenLinkError, build_anew
from app.store.revision import NEWEST, read_revision


@dataclass(frozen=True, slots=True)
class Restored:
    """What was restored; `kept_aside` is where toolkits went that were installed before."""

    manifest: Manifest
    kept_aside: Path | None
    is_secret_written: bool


def restore_backup(
    settings: Settings, path: Path, now: datetime, *, replace: bool = False
) -> Restored:
    """Restore a backup into an empty installation, or with `replace` in place of what is there.

    The file is read through first: manifest, sums, names of tables and columns. The rows go in in
    one transaction. `settings` need no secret key; the one in the file is written to the instance
    folder unless the settings name one.

    Raises:
        BackupError: The file is no whole backup of this revision; or something is there already;
            or a worker is alive. Nothing was changed.
        StorageError: The database can't be used. Nothing was changed.
        OSError: The instance folder can't be written.
    """
    with open_archive(path) as archive:
        manifest = read_manifest(archive)
        tables = _match_tables(manifest)
        check_sums(archive, manifest)
        engine = open_engine(settings.database_url)
        try:
            _check_target(engine, settings, now, replace=replace)
            staged = _stage_installed(archive, manifest, settings.instance)
            try:
                build_anew(engine, lambda connection: _fill(archive, connection, tables))
                aside = _put_installed(staged, settings.instance)
            finally:
                shutil.rmtree(staged, ignore_errors=True)
        except (RowError, BrokenLinkError) as error:
            raise BackupError(f"nothing was restored: {error}") from error
        finally:
            engine.dispose()
        return Restored(manifest, aside, _write_secret(archive, manifest, settings))


def _match_tables(manifest: Manifest) -> Mapping[str, Table]:
    tables = {f"{TABLES}{table.name}.jsonl": table for table in list_tables()}
    named = {name for name in manifest.members if name.startswith(TABLES)}
    if named != set(tables):
        raise BackupError("this backup does not hold the tables of this program")
    for name, table in tables.items():
        if manifest.members[name].columns != tuple(column.name for column in table.c):
            raise BackupError(f"{name} does not have the columns of this program")
    return tables


def _check_target(engine: Engine, settings: Settings, now: datetime, *, replace: bool) -> None:
    revision = read_revision(engine)
    if revision is None:
        return
    if revision != NEWEST:
        raise BackupError(
            f"the database is at revision {revision}, this program needs {NEWEST}: "
            "run `eready migrate`, or name an empty database"
        )
    with open_view(engine) as connection:
        is_free = is_empty(connection)
    if not is_free and not replace:
        raise BackupError(
            "there is something in this database already; with --replace all of it is taken away"
        )
    with read_session(engine) as session:
        beat = last_beat(session)
    if beat is not None and now - beat <= SILENT:
        raise BackupError("a worker is alive here: stop the site, wait two minutes, try again")
    if _list_kept(settings.instance / "installed") and not replace:
        raise BackupError(
            f"there are toolkits in {settings.instance / 'installed'} already; with --replace "
            "they are put aside"
        )


def _fill(archive: zipfile.ZipFile, connection: Connection, tables: Mapping[str, Table]) -> None:
    manifest = read_manifest(archive)
    for name, table in tables.items():
        with archive.open(name) as stream:
            count = write_rows(connection, table, read_lines(stream))
        if count != manifest.members[name].rows:
            raise BackupError(f"{name} has {count} rows, not {manifest.members[name].rows}")


# --- Installed toolkits -------------------------------------------------------------------------


def _list_kept(folder: Path) -> list[Path]:
    try:
        return [path for path in folder.iterdir() if not path.name.startswith(".")]
    except OSError:
        return []


def _stage_installed(archive: zipfile.ZipFile, manifest: Manifest, instance: Path) -> Path:
    """Write the toolkits of a backup into a folder nobody looks at."""
    staged = instance / f".restored-{secrets.token_hex(8)}"
    staged.mkdir(parents=True)
    for name in manifest.members:
        if not name.startswith(INSTALLED):
            continue
        path = staged / name.removeprefix(INSTALLED)
        path.parent.mkdir(parents=True, exist_ok=True)
        with archive.open(name) as source, path.open("xb") as target:
            shutil.copyfileobj(source, target)
            target.flush()
            os.fsync(target.fileno())
    return staged


def _put_installed(staged: Path, instance: Path) -> Path | None:
    """Put toolkits in their place; those that were there are put aside, not deleted."""
    home, aside = instance / "installed", None
    if _list_kept(home):
        aside = instance / f"installed.before-{secrets.token_hex(4)}"
        home.rename(aside)
    elif home.exists():
        shutil.rmtree(home)
    staged.rename(home)
    return aside


def _write_secret(archive: zipfile.ZipFile, manifest: Manifest, settings: Settings) -> bool:
    if not manifest.has_secret or settings.secret_key:
        return False
    with archive.open(SECRET) as stream:
        secret = stream.read(MOST_SECRET)
    path = settings.instance / "secret"
    partial = path.with_name(f"secret.{secrets.token_hex(8)}")
    handle = os.open(partial, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(handle, "wb") as target:
        target.write(secret.strip() + b"\n")
        target.flush()
        os.fsync(target.fileno())
    partial.replace(path)
    return True
