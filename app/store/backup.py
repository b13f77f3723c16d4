"""Every row of every table, read in one consistent view and written into an empty schema.

A row is a list of plain JSON values in the order of its table's columns, the same on both engines,
so that what was kept with one can be restored into the other.
"""

import base64
import binascii
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from datetime import UTC, date, datetime
from typing import Any, Final

from sqlalchemy import (
    Boolean,
    Column,
    Connection,
    Engine,
    Float,
    Integer,
    LargeBinary,
    Table,
    bindparam,
    func,
    insert,
    select,
    update,
)
from sqlalchemy.exc import StatementError

from app.store.base import Day, Json, Moment, SafeText
from app.store.engine import told_plainly
from app.store.error import TextError
from app.store.table import METADATA

__all__ = [
    "Connection", "RowError", "Table", "find_damage", "is_empty", "list_tables", "open_view",
    "read_rows", "write_rows",
]  # fmt: skip

A_PIECE: Final = 500
"""Rows sent to the database at once."""

Cell = object
Cells = Sequence[Cell]


class RowError(Exception):
    """A row that can't stand in its table."""


def list_tables() -> tuple[Table, ...]:
    """Return all tables, each after those its rows point to."""
    return tuple(METADATA.sorted_tables)


# --- Reading --------------------------------------------------------------------------------------


@contextmanager
def open_view(engine: Engine) -> Iterator[Connection]:
    """Yield a connection that sees the database as it is now, whatever others write meanwhile.

    Writers do not wait for it.

    Raises:
        StorageError: The database can't be read.
    """
    reader = engine
    if engine.dialect.name == "postgresql":
        reader = engine.execution_options(
            isolation_level="REPEATABLE READ", postgresql_readonly=True
        )
    with told_plainly(), reader.connect() as connection, connection.begin():
        yield connection


def find_damage(connection: Connection) -> str:
    """Say what is broken in the file of an SQLite database; empty for a sound one."""
    if connection.dialect.name != "sqlite":
        return ""
    found = [str(row[0]) for row in connection.exec_driver_sql("PRAGMA quick_check(5)")]
    return "" if found == ["ok"] else "; ".join(found)


def read_rows(connection: Connection, table: Table) -> Iterator[list[Cell]]:
    """Give the rows of a table in the order of its key."""
    query = select(*table.c).order_by(*table.primary_key.columns)
    kinds = [_writer(column) for column in table.c]
    result = connection.execution_options(yield_per=A_PIECE).execute(query)
    for row in result:
        yield [
            None if value is None else write(value) for write, value in zip(kinds, row, strict=True)
        ]


def _writer(column: Column[Any]) -> Callable[[Any], Cell]:
    if isinstance(column.type, Moment):
        return lambda value: value.astimezone(UTC).isoformat()
    if isinstance(column.type, Day):
        return lambda value: value.isoformat()
    if isinstance(column.type, LargeBinary):
        return lambda value: base64.b64encode(value).decode("ascii")
    if isinstance(column.type, Boolean):
        return bool
    return lambda value: value


# --- Writing --------------------------------------------------------------------------------------


def is_empty(connection: Connection) -> bool:
    """Tell whether no table has a row."""
    return all(
        connection.execute(select(func.count()).select_from(table)).scalar_one() == 0
        for table in list_tables()
    )


def write_rows(connection: Connection, table: Table, rows: Iterable[Cells]) -> int:
    """Insert rows into an empty table; returns how many.

    Where a row points to another one of its own table, it does so once all are there.

    Raises:
        RowError: A row does not fit.
    """
    own = [key.parent for key in table.foreign_keys if key.column.table is table]
    readers = [_reader(column) for column in table.c]
    links: list[dict[str, object]] = []
    piece: list[dict[str, object]] = []
    count = 0
    for cells in rows:
        row = _read_row(table, readers, cells)
        if any(row[column.name] is not None for column in own):
            links.append({f"_{name}": row[name] for name in _names(table, own)})
            row |= dict.fromkeys((column.name for column in own), None)
        piece.append(row)
        count += 1
        if len(piece) == A_PIECE:
            _send(connection, table, piece)
            piece = []
    _send(connection, table, piece)
    if links:
        keys = [column == bindparam(f"_{column.name}") for column in table.primary_key.columns]
        values: dict[str, Any] = {column.name: bindparam(f"_{column.name}") for column in own}
        _run(connection, update(table).where(*keys).values(values), links)
    _count_on(connection, table)
    return count


def _names(table: Table, own: list[Column[Any]]) -> list[str]:
    return [column.name for column in (*table.primary_key.columns, *own)]


def _read_row(
    table: Table, readers: Sequence[Callable[[Any], object]], cells: Cells
) -> dict[str, object]:
    if len(cells) != len(readers):
        raise RowError(f"a row of {table.name} has {len(cells)} cells, not {len(readers)}")
    row: dict[str, object] = {}
    for column, read, cell in zip(table.c, readers, cells, strict=True):
        try:
            row[column.name] = None if cell is None else read(cell)
        except (ValueError, TypeError, binascii.Error):
            raise RowError(f"{table.name}.{column.name} can't hold what stands there") from None
    return row


def _reader(column: Column[Any]) -> Callable[[Any], object]:
    for kind, read in READERS:
        if isinstance(column.type, kind):
            return read
    raise TypeError(f"{column} has a type nobody reads")


def _only(*kinds: type) -> Callable[[Any], object]:
    def read(cell: object) -> object:
        if type(cell) not in kinds:
            raise TypeError
        return cell

    return read


def _read_bytes(cell: Any) -> bytes:  # noqa: ANN401  # a JSON value
    return base64.b64decode(cell, validate=True)


def _read_float(cell: Any) -> float:  # noqa: ANN401  # a JSON value
    return float(_only(int, float)(cell))  # type: ignore[arg-type]


READERS: Final[tuple[tuple[type, Callable[[Any], object]], ...]] = (
    (Moment, datetime.fromisoformat),
    (Day, date.fromisoformat),
    (LargeBinary, _read_bytes),
    (Json, lambda cell: cell),
    (Boolean, _only(bool)),
    (Integer, _only(int)),
    (Float, _read_float),
    (SafeText, _only(str)),
)
"""How a cell of each type of column is read."""


def _send(connection: Connection, table: Table, rows: list[dict[str, object]]) -> None:
    if rows:
        _run(connection, insert(table), rows)


def _run(connection: Connection, statement: Any, rows: list[dict[str, object]]) -> None:  # noqa: ANN401  # insert or update
    try:
        connection.execute(statement, rows)
    except StatementError as error:
        if isinstance(error.orig, TextError) or _is_row_fault(error):
            kind = type(error.orig).__name__
            raise RowError(f"{statement.table.name} refuses a row: {kind}") from error
        raise


def _is_row_fault(error: StatementError) -> bool:
    return type(error).__name__ in {"IntegrityError", "DataError"}


def _count_on(connection: Connection, table: Table) -> None:
    """Let numbers the database gives itself go on after the greatest one that came."""
    if connection.dialect.name != "postgresql":
        return
    for column in table.c:
        if column.identity is not None:
            last = connection.execute(select(func.max(column))).scalar_one()
            place = func.pg_get_serial_sequence(table.name, column.name)
            connection.execute(select(func.setval(place, last or 1, last is not None)))
