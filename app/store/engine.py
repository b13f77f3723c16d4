"""Engine and sessions for SQLite and PostgreSQL.

On SQLite a write begins with BEGIN IMMEDIATE: a transaction that reads first and writes later would
fail at once with "database is locked" when another one wrote in between, whatever the busy timeout.
"""

import sqlite3
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from functools import lru_cache
from pathlib import Path
from typing import Any, Final, TypeVar

from sqlalchemy import Connection, Engine, Executable, create_engine, event, make_url
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.exc import DBAPIError, IntegrityError, StatementError
from sqlalchemy.exc import TimeoutError as PoolTimeout
from sqlalchemy.orm import Session

from app.store.base import Base
from app.store.error import StorageError, StorageKind, TextError

__all__ = [
    "Engine",
    "Session",
    "find_kind",
    "insert_or_keep",
    "insert_or_replace",
    "open_engine",
    "read_session",
    "run_write",
    "show_url",
    "told_plainly",
    "write_session",
]

T = TypeVar("T")

BUSY_MILLISECONDS: Final = 15_000
ATTEMPTS: Final = 8
_WRITE: Final = "eready_write"
_RETRIED: Final = frozenset({"40001", "40P01", "55P03"})
"""PostgreSQL: serialisation failure, deadlock, lock not available."""


def open_engine(url: str, *, pool_size: int = 8) -> Engine:
    """Make the engine for a database URL; nothing is read or written yet.

    What people wrote is kept out of the messages of its errors.
    """
    if make_url(url).get_backend_name() == "sqlite":
        return _open_sqlite(url, pool_size)
    return create_engine(
        url,
        pool_size=pool_size,
        max_overflow=4,
        pool_pre_ping=True,
        hide_parameters=True,
        connect_args={"connect_timeout": 10, "application_name": "eready"},
    )


def show_url(url: str) -> str:
    """Give the URL of a database without its password."""
    return make_url(url).render_as_string(hide_password=True)


def _open_sqlite(url: str, pool_size: int) -> Engine:
    database = make_url(url).database
    if not database or database == ":memory:":
        raise ValueError(
            "SQLite needs a file: each connection to :memory: is a database of its own"
        )
    Path(database).parent.mkdir(parents=True, exist_ok=True)
    engine = create_engine(
        url,
        pool_size=pool_size,
        max_overflow=4,
        hide_parameters=True,
        connect_args={"isolation_level": None},
    )
    event.listen(engine, "connect", _prepare_sqlite)
    event.listen(engine, "begin", _begin_sqlite)
    return engine


def _prepare_sqlite(connection: sqlite3.Connection, _record: object) -> None:
    connection.execute(f"PRAGMA busy_timeout = {BUSY_MILLISECONDS}")
    connection.execute("PRAGMA journal_mode = WAL")
    connection.execute("PRAGMA synchronous = FULL")
    connection.execute("PRAGMA foreign_keys = ON")
    # What a visitor deletes is not left legible in free pages of the file.
    connection.execute("PRAGMA secure_delete = ON")


def _begin_sqlite(connection: Connection) -> None:
    is_write = connection.get_execution_options().get(_WRITE, False)
    connection.exec_driver_sql("BEGIN IMMEDIATE" if is_write else "BEGIN")


# An engine with options shares the pool of the one it was made from; making one takes a while.
@lru_cache(maxsize=8)
def _for_reading(engine: Engine) -> Engine:
    if engine.dialect.name == "sqlite":
        return engine
    return engine.execution_options(isolation_level="AUTOCOMMIT")


@lru_cache(maxsize=8)
def _for_writing(engine: Engine) -> Engine:
    options: dict[str, Any] = {_WRITE: True}
    return engine.execution_options(**options)


@contextmanager
def read_session(engine: Engine) -> Iterator[Session]:
    """Yield a session for reading only.

    On SQLite all its reads see one state. On PostgreSQL each statement sees the last committed
    state, as it would inside a transaction of the default level, and saves two round trips.

    Raises:
        StorageError: The database can't be read.
    """
    with told_plainly(), Session(_for_reading(engine), autoflush=False) as session:
        yield session


@contextmanager
def write_session(engine: Engine) -> Iterator[Session]:
    """Yield a session whose changes are kept together at the end, or not at all.

    Raises:
        StorageError: The database can't take the changes.
        TextError: Some text can't be kept faithfully.
    """
    with (
        told_plainly(),
        Session(_for_writing(engine), autoflush=False) as session,
        session.begin(),
    ):
        yield session


def run_write(engine: Engine, work: Callable[[Session], T]) -> T:
    """Run `work` in one write transaction, anew when another writer got in its way.

    `work` may run several times and must not change anything outside the database.

    Raises:
        StorageError: The database can't take the changes, or stayed busy too long.
        TextError: Some text can't be kept faithfully.
    """
    for attempt in range(1, ATTEMPTS + 1):
        try:
            with write_session(engine) as session:
                return work(session)
        except (StorageError, IntegrityError) as error:
            if not _is_collision(error) or attempt == ATTEMPTS:
                raise
        time.sleep(0.01 * attempt)
    raise AssertionError("unreachable")


def _is_collision(error: StorageError | IntegrityError) -> bool:
    if isinstance(error, IntegrityError):
        # Two writers made the same key: the second finds it when it tries again.
        return "unique" in str(error.orig).lower()
    return error.kind == "busy"


@contextmanager
def told_plainly() -> Iterator[None]:
    """Turn the driver's errors into our own; errors of the program pass unchanged."""
    try:
        yield
    except PoolTimeout as error:
        raise StorageError("busy") from error
    except StatementError as error:
        if isinstance(error.orig, TextError):
            raise error.orig from error
        kind = find_kind(error)
        if kind is None:
            raise
        raise StorageError(kind) from error


def find_kind(error: StatementError) -> StorageKind | None:
    """Say why the database could not do it; None for an error of the statement itself."""
    if not isinstance(error, DBAPIError) or isinstance(error, IntegrityError):
        return None
    if isinstance(error.orig, sqlite3.Error):
        return _find_sqlite_kind(error.orig)
    return _find_postgres_kind(str(getattr(error.orig, "sqlstate", None) or ""), error)


def _find_sqlite_kind(error: sqlite3.Error) -> StorageKind | None:
    name = getattr(error, "sqlite_errorname", "")
    if name == "SQLITE_FULL" or name.startswith("SQLITE_IOERR"):
        return "full"
    if name.startswith(("SQLITE_BUSY", "SQLITE_LOCKED")):
        return "busy"
    if name.startswith(("SQLITE_CANTOPEN", "SQLITE_READONLY", "SQLITE_PERM", "SQLITE_NOTADB")):
        return "unreachable"
    return None


def _find_postgres_kind(state: str, error: DBAPIError) -> StorageKind | None:
    if state in _RETRIED:
        return "busy"
    if state.startswith(("53", "58")):
        return "busy" if state == "53300" else "full"
    if state.startswith(("08", "57P", "28", "3D")) or state == "25006":
        return "unreachable"
    if not state and error.connection_invalidated:
        return "unreachable"
    # A connection that was never made has no state.
    return "unreachable" if not state and type(error.orig).__name__ == "OperationalError" else None


def insert_or_keep(
    session: Session,
    table: type[Base],
    rows: Sequence[Mapping[str, object]],
    *,
    index: tuple[str, ...],
) -> None:
    """Insert rows; one whose key exists already stays as it is."""
    dialect = session.get_bind().dialect.name
    session.execute(_make_insert(dialect, table, index, None), list(rows))


def insert_or_replace(
    session: Session,
    table: type[Base],
    rows: Sequence[Mapping[str, object]],
    *,
    index: tuple[str, ...],
) -> None:
    """Insert rows; one whose key exists already takes the new values."""
    dialect = session.get_bind().dialect.name
    session.execute(_make_insert(dialect, table, index, tuple(rows[0])), list(rows))


@lru_cache(maxsize=64)
def _make_insert(
    dialect: str, table: type[Base], index: tuple[str, ...], changed: tuple[str, ...] | None
) -> Executable:
    """Build the statement once; `changed` are the columns of the rows, None keeps old rows."""
    insert: Any = sqlite.insert if dialect == "sqlite" else postgresql.insert
    statement = insert(table.__table__)
    if changed is None:
        return statement.on_conflict_do_nothing(index_elements=index)  # type: ignore[no-any-return]
    values = {name: statement.excluded[name] for name in changed if name not in index}
    return statement.on_conflict_do_update(index_elements=index, set_=values)  # type: ignore[no-any-return]
