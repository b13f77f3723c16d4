"""The reference data this installation shows, and how a newer edition gets in."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Final

from app.reference import EditionRow, Reference, Tables, build_reference, edition_id
from app.reference import read_tables as read_folder
from app.store.edition import (
    current_edition,
    edition_day,
    list_licences,
    load_edition,
    read_tables,
)
from app.store.engine import Engine, read_session, run_write

LOOK_AGAIN: Final = timedelta(seconds=5)
"""How soon a running server sees that another edition was loaded."""


class ReferenceShelf:
    """The current edition, built once and kept until another one is loaded."""

    def __init__(
        self, engine: Engine, *, without: tuple[str, ...], now: Callable[[], datetime]
    ) -> None:
        """Read nothing yet; `without` names licences whose figures are left out."""
        self._engine = engine
        self._without = without
        self._now = now
        self._held: tuple[str | None, Reference] | None = None
        self._looked_at: datetime | None = None

    def current(self) -> Reference:
        """Return the reference data; without countries and figures when none is loaded."""
        now = self._now()
        if self._held and self._looked_at and abs(now - self._looked_at) < LOOK_AGAIN:
            return self._held[1]
        with read_session(self._engine) as session:
            key = current_edition(session)
            if not self._held or self._held[0] != key:
                tables = read_tables(session, key) if key else None
                self._held = (key, self._build(tables))
        self._looked_at = now
        return self._held[1]

    def edition(self) -> str | None:
        """Return the id of the edition `current` shows, None when none is loaded."""
        self.current()
        return self._held[0] if self._held else None

    def _build(self, tables: Tables | None) -> Reference:
        reference = build_reference(tables or _empty_tables())
        for licence in self._without:
            reference = reference.without(licence)
        return reference


def find_unknown_licences(engine: Engine, dropped: tuple[str, ...]) -> str:
    """Say which licences that are to be left out the current edition does not know; empty if none.

    A slip of the pen would otherwise show the figures that somebody meant to leave out.

    Raises:
        StorageError: The database can't be read.
    """
    with read_session(engine) as session:
        key = current_edition(session)
        known = list_licences(session, key) if key else ()
    unknown = [name for name in dropped if known and name not in known]
    if not unknown:
        return ""
    return f"EREADY_DROP_LICENCES: no {', '.join(unknown)} in the data, only {', '.join(known)}"


def _empty_tables() -> Tables:
    edition = EditionRow("No reference data loaded", date(2000, 1, 1), "Load some.")
    return Tables(edition, (), (), (), (), (), (), (), ())


@dataclass(frozen=True, slots=True)
class Loaded:
    """What loading a folder did."""

    edition: str
    title: str
    is_new: bool


def load_data(engine: Engine, folder: Path, *, now: datetime) -> Loaded:
    """Load a folder of reference data, whole or not at all, and make it the current edition.

    Raises:
        ReferenceDataError: with every finding of every file.
        StorageError: The database can't take it.
    """
    return load_tables(engine, read_folder(folder), now=now)


def load_tables(engine: Engine, tables: Tables, *, now: datetime) -> Loaded:
    """Load tables that were read or made, whole or not at all, as the current edition.

    Raises:
        ReferenceDataError: The tables don't fit together.
        StorageError: The database can't take it.
    """
    build_reference(tables)
    return _keep(engine, tables, now)


def load_newer_data(engine: Engine, folder: Path, *, now: datetime) -> Loaded | None:
    """Load a folder unless the database holds the same edition or a later one.

    Raises:
        ReferenceDataError: with every finding of every file.
        StorageError: The database can't take it.
    """
    tables = read_folder(folder)
    with read_session(engine) as session:
        key = current_edition(session)
        held = edition_day(session, key) if key else None
    if key == edition_id(tables) or (held and held.date > tables.edition.date):
        return None
    build_reference(tables)
    return _keep(engine, tables, now)


def _keep(engine: Engine, tables: Tables, now: datetime) -> Loaded:
    with read_session(engine) as session:
        before = current_edition(session)
    key = run_write(engine, lambda session: load_edition(session, tables, now=now))
    return Loaded(key, tables.edition.title, key != before)
