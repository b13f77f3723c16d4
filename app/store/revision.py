"""Which revision the database has and this program needs; told without loading Alembic."""

from typing import Final

from sqlalchemy import Engine, inspect, text

from app.store.engine import told_plainly
from app.store.error import PendingMigration

NEWEST: Final = "0009"
"""The newest revision in migrations/versions."""


def read_revision(engine: Engine) -> str | None:
    """Return the revision of the database; None where nothing was made yet."""
    with told_plainly(), engine.connect() as connection:
        if not inspect(connection).has_table("alembic_version"):
            return None
        found = connection.scalar(text("SELECT version_num FROM alembic_version"))
    return None if found is None else str(found)


def check_revision(engine: Engine) -> None:
    """Go on only with a database at the newest revision.

    Raises:
        PendingMigration: with the command that mends it.
        StorageError: The database can't be reached.
    """
    found = read_revision(engine)
    if found != NEWEST:
        raise PendingMigration(
            f"the database is at revision {found or 'none'}, this program needs {NEWEST}: "
            "run `eready migrate`"
        )
