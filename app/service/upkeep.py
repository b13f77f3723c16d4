"""Bring an installation up to date: its database and its reference data."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import TypeVar

from app.service.reference import (
    Loaded,
    find_unknown_licences,
    load_data,
    load_newer_data,
)
from app.settings import Settings
from app.store.edition import current_edition
from app.store.engine import Engine, open_engine, read_session
from app.store.revision import NEWEST, check_revision, read_revision

__all__ = [
    "Loaded",
    "Migrated",
    "find_unlike_data",
    "has_data",
    "load_folder",
    "load_newer",
    "migrate",
    "pin_open_toolkits",
]

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Migrated:
    """Revisions of the database before (None: there was none) and now."""

    before: str | None
    now: str


def migrate(settings: Settings) -> Migrated:
    """Bring the database to the newest revision, whole or not at all.

    Raises:
        StorageError: The database can't be used.
    """
    engine = open_engine(settings.database_url)
    try:
        before = read_revision(engine)
        if before != NEWEST:
            # Loaded here: a start that has nothing to migrate need not load Alembic.
            from app.store.migration import upgrade  # noqa: PLC0415

            upgrade(engine)
        return Migrated(before, NEWEST)
    finally:
        engine.dispose()


def pin_open_toolkits(settings: Settings, now: datetime) -> int:
    """Pin every open toolkit, so that its history is whole even where nobody answers.

    Returns:
        How many were new.

    Raises:
        PendingMigration: The database is behind.
        StorageError: The database can't be used.
    """
    # Loaded here: a start that only migrates need not load the reading of toolkits.
    from app.service.definition import open_shelf, pin_toolkits  # noqa: PLC0415

    def pin(engine: Engine) -> int:
        return pin_toolkits(engine, open_shelf(settings, engine).list_all(), now)

    return _open(settings, pin)


def has_data(settings: Settings) -> bool:
    """Tell whether any reference data are loaded.

    Raises:
        PendingMigration: The database is behind.
        StorageError: The database can't be used.
    """
    return _open(settings, _has_edition)


def _has_edition(engine: Engine) -> bool:
    with read_session(engine) as session:
        return current_edition(session) is not None


def find_unlike_data(settings: Settings) -> str:
    """Say what the settings name that the reference data do not hold; empty if nothing.

    Raises:
        PendingMigration: The database is behind.
        StorageError: The database can't be used.
    """
    return _open(settings, lambda engine: find_unknown_licences(engine, settings.drop_licences))


def load_folder(settings: Settings, folder: Path | None, now: datetime) -> Loaded:
    """Load a folder of reference data, or that of the settings, as the current edition.

    Raises:
        ReferenceDataError: with every finding of every file; nothing was loaded.
        PendingMigration: The database is behind.
        StorageError: The database can't be used.
    """
    return _open(settings, lambda engine: load_data(engine, folder or settings.reference, now=now))


def load_newer(settings: Settings, now: datetime) -> Loaded | None:
    """Load the settings' reference data unless those loaded are the same or later; None if so.

    Raises:
        ReferenceDataError: with every finding of every file; nothing was loaded.
        PendingMigration: The database is behind.
        StorageError: The database can't be used.
    """
    return _open(settings, lambda engine: load_newer_data(engine, settings.reference, now=now))


def _open(settings: Settings, work: Callable[[Engine], T]) -> T:
    engine = open_engine(settings.database_url)
    try:
        check_revision(engine)
        return work(engine)
    finally:
        engine.dispose()
