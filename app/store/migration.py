"""Bring the database to the revision this program needs.

Alembic is configured here and not by a file, so that it works from any folder.
"""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Final

from alembic import command
from alembic.config import Config
from alembic.script import ScriptDirectory
from sqlalchemy import Connection, Engine, inspect, text

from app.paths import MIGRATIONS
from app.store.engine import told_plainly

PLAN_LOCK: Final = 7_301_940
"""PostgreSQL: two starters migrate one after the other. The number only has to be our own."""


class BrokenLinkError(RuntimeError):
    """Rows would point to rows that are not there."""


def upgrade(engine: Engine, revision: str = "head", *, versions: Path | None = None) -> None:
    """Bring the database forward to a revision, whole or not at all."""
    with _open_for_change(engine) as connection:
        command.upgrade(_make_config(connection, versions), revision)


def downgrade(engine: Engine, revision: str, *, versions: Path | None = None) -> None:
    """Take the database back to a revision (`base`: empty), whole or not at all."""
    with _open_for_change(engine) as connection:
        command.downgrade(_make_config(connection, versions), revision)


def build_anew(engine: Engine, fill: Callable[[Connection], None]) -> None:
    """Take every table away, make them all anew and fill them, whole or not at all."""
    with _open_for_change(engine) as connection:
        config = _make_config(connection, None)
        if inspect(connection).has_table("alembic_version"):
            command.downgrade(config, "base")
        command.upgrade(config, "head")
        fill(connection)


def newest_revision(versions: Path | None = None) -> str | None:
    """Return the newest revision there is."""
    return ScriptDirectory.from_config(_make_config(None, versions)).get_current_head()


def _make_config(connection: Connection | None, versions: Path | None) -> Config:
    config = Config()
    config.set_main_option("script_location", str(MIGRATIONS))
    config.set_main_option("path_separator", "newline")
    config.set_main_option("version_locations", str(versions or MIGRATIONS / "versions"))
    config.attributes["connection"] = connection
    return config


@contextmanager
def _open_for_change(engine: Engine) -> Iterator[Connection]:
    """Yield a connection in a write transaction in which tables may be made anew.

    On SQLite a table is changed by copying it and dropping the old one. With foreign keys on, the
    drop would delete all rows that point to it, without an error. So they are off meanwhile, and
    every link is checked before the change is kept.
    """
    is_sqlite = engine.dialect.name == "sqlite"
    with told_plainly(), engine.execution_options(eready_write=True).connect() as connection:
        if is_sqlite:
            _switch_foreign_keys(connection, on=False)
        try:
            with connection.begin():
                if not is_sqlite:
                    connection.execute(text(f"SELECT pg_advisory_xact_lock({PLAN_LOCK})"))
                yield connection
                if is_sqlite:
                    _check_links(connection)
        finally:
            if is_sqlite:
                _switch_foreign_keys(connection, on=True)


def _switch_foreign_keys(connection: Connection, *, on: bool) -> None:
    # Inside a transaction SQLite ignores it, so it goes past SQLAlchemy, which would begin one.
    driver = connection.connection.dbapi_connection
    if driver is not None:
        driver.cursor().execute(f"PRAGMA foreign_keys = {'ON' if on else 'OFF'}")


def _check_links(connection: Connection) -> None:
    broken = connection.exec_driver_sql("PRAGMA foreign_key_check").all()
    if broken:
        tables = ", ".join(sorted({str(row[0]) for row in broken}))
        raise BrokenLinkError(f"the change would leave rows without their parent in {tables}")
