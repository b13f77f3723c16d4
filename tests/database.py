"""An empty database at the newest revision, on each engine, for one test."""

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy import Engine, text

from app.store.engine import open_engine
from app.store.migration import upgrade
from app.store.table import METADATA

__all__ = ["database_url", "engine", "migrated_file", "migrated_postgres"]

BOTH = ["sqlite", pytest.param("postgres", marks=pytest.mark.needs_postgres)]


@pytest.fixture(scope="session")
def migrated_file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A migrated SQLite file to copy: a copy is made in no time."""
    path = tmp_path_factory.mktemp("template") / "template.sqlite3"
    engine = open_engine(f"sqlite:///{path}")
    upgrade(engine)
    engine.dispose()
    return path


@pytest.fixture(scope="session")
def migrated_postgres(postgres_url: str) -> str:
    engine = open_engine(postgres_url)
    upgrade(engine)
    engine.dispose()
    return postgres_url


def empty_postgres(url: str) -> None:
    engine = open_engine(url)
    with engine.begin() as connection:
        # Else the trail's own guard would refuse.
        connection.execute(text("SET LOCAL session_replication_role = replica"))
        # Faster than TRUNCATE, which makes new files for each table and index.
        for table in METADATA.sorted_tables:
            connection.execute(table.delete())
    engine.dispose()


@pytest.fixture(params=BOTH)
def database_url(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    if request.param == "sqlite":
        path = tmp_path / "eready.sqlite3"
        shutil.copy(request.getfixturevalue("migrated_file"), path)
        return f"sqlite:///{path}"
    url: str = request.getfixturevalue("migrated_postgres")
    empty_postgres(url)
    return url


@pytest.fixture
def engine(database_url: str) -> Iterator[Engine]:
    opened = open_engine(database_url)
    yield opened
    opened.dispose()
