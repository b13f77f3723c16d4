from collections.abc import Iterator
from pathlib import Path

import pytest
from alembic.autogenerate import compare_metadata
from alembic.runtime.migration import MigrationContext
from sqlalchemy import Engine, inspect, text
from sqlalchemy.exc import DBAPIError

from app.paths import MIGRATIONS
from app.store.check import delete_check
from app.store.engine import open_engine, run_write
from app.store.error import PendingMigration
from app.store.migration import downgrade, newest_revision, upgrade
from app.store.revision import NEWEST, check_revision, read_revision
from app.store.table import METADATA
from tests.database import BOTH
from tests.postgres import fresh_database, server
from tests.store.population import count_rows, populate
from tests.store.team_population import TABLES

CHILDREN = {
    "definition": 1,
    "quick_check": 3,
    "answer": 9,
    "access_key": 3,
    "job": 3,
    "document": 3,
    "check_move": 3,
    "audit": 1,
} | dict.fromkeys(TABLES, 2)

LATER_REVISION = f"""
import sqlalchemy as sa
from alembic import op

revision = "9999"
down_revision = "{NEWEST}"


def upgrade() -> None:
    with op.batch_alter_table("quick_check", recreate="auto") as batch:
        batch.alter_column("language", nullable=True)
        batch.add_column(sa.Column("extra", sa.Text(), nullable=False, server_default=""))


def downgrade() -> None:
    with op.batch_alter_table("quick_check", recreate="auto") as batch:
        batch.drop_column("extra")
"""

ORPHANING_REVISION = """
from alembic import op

revision = "9999"
down_revision = "NEWEST"


def upgrade() -> None:
    op.execute("DELETE FROM quick_check WHERE id = 'check-0'")


def downgrade() -> None:
    pass
"""


@pytest.fixture(params=BOTH)
def empty(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Engine]:
    """A database in which nothing was made."""
    if request.param == "sqlite":
        engine = open_engine(f"sqlite:///{tmp_path}/a.sqlite3")
        yield engine
        engine.dispose()
        return
    with server() as url, fresh_database(url, "eready_test_migration") as database:
        engine = open_engine(database)
        yield engine
        engine.dispose()


def with_revision(folder: Path, source: str) -> Path:
    """Copy the revisions and add one."""
    for file in (MIGRATIONS / "versions").glob("*.py"):
        (folder / file.name).write_text(file.read_text(encoding="utf-8"), encoding="utf-8")
    (folder / "9999_later.py").write_text(source, encoding="utf-8")
    return folder


def test_there_is_one_newest_revision_and_the_program_knows_it() -> None:
    assert newest_revision() == NEWEST


def test_models_equal_the_schema(empty: Engine) -> None:
    upgrade(empty)
    with empty.connect() as connection:
        context = MigrationContext.configure(connection, opts={"compare_type": True})
        assert compare_metadata(context, METADATA) == []


def test_a_database_that_is_behind_is_refused_with_the_command(empty: Engine) -> None:
    with pytest.raises(PendingMigration, match="eready migrate"):
        check_revision(empty)
    upgrade(empty, "0001")
    with pytest.raises(PendingMigration, match="0001"):
        check_revision(empty)
    upgrade(empty)
    check_revision(empty)
    assert read_revision(empty) == NEWEST


def test_there_and_back_with_rows_in_every_table(empty: Engine) -> None:
    upgrade(empty)
    populate(empty)
    assert count_rows(empty) == CHILDREN
    upgrade(empty)
    assert count_rows(empty) == CHILDREN
    downgrade(empty, "base")
    assert set(inspect(empty).get_table_names()) == {"alembic_version"}
    upgrade(empty)
    populate(empty)
    assert count_rows(empty) == CHILDREN


def test_moved_checks_stay_when_their_moves_go(empty: Engine) -> None:
    upgrade(empty)
    populate(empty)
    downgrade(empty, "0002")
    assert "check_move" not in inspect(empty).get_table_names()
    upgrade(empty)
    assert count_rows(empty) == CHILDREN | dict.fromkeys(("check_move", *TABLES), 0)


def test_accounts_of_before_count_as_confirmed(empty: Engine) -> None:
    upgrade(empty, "0006")
    columns = "id, email, name, language, password, totp, totp_step, is_admin, state, created_at"
    rows = ", ".join(
        f"('{name}', {email}, '', 'en', '', '', 0, :no, 'active', '2026-01-02T03:04:05.000000Z')"
        for name, email in (("a", "'a@example.org'"), ("b", "null"))
    )
    with empty.begin() as connection:
        connection.execute(text(f"insert into account ({columns}) values {rows}"), {"no": False})  # noqa: S608
    upgrade(empty, "0007")
    for _ in range(2):
        with empty.connect() as connection:
            query = text("select id, email_confirmed_at = created_at from account order by id")
            found = [(row[0], row[1]) for row in connection.execute(query)]
        assert found == [("a", True), ("b", None)]
        downgrade(empty, "0006")
        left = {item["name"] for item in inspect(empty).get_columns("account")}
        assert "email_confirmed_at" not in left
        upgrade(empty, "0007")


def test_changing_a_parent_table_keeps_its_children(empty: Engine, tmp_path: Path) -> None:
    """With foreign keys on, SQLite would delete all answers here without an error."""
    versions = with_revision(tmp_path, LATER_REVISION)
    upgrade(empty)
    populate(empty)
    upgrade(empty, versions=versions)
    assert count_rows(empty) == CHILDREN
    downgrade(empty, NEWEST, versions=versions)
    assert count_rows(empty) == CHILDREN
    run_write(empty, lambda session: delete_check(session, "check-1"))
    assert count_rows(empty)["answer"] == 6


def test_a_change_that_would_leave_orphans_is_taken_back(tmp_path: Path) -> None:
    """SQLite only: foreign keys are off there while tables change."""
    engine = open_engine(f"sqlite:///{tmp_path}/a.sqlite3")
    folder = tmp_path / "versions"
    folder.mkdir()
    upgrade(engine)
    populate(engine)
    with pytest.raises(RuntimeError, match="answer"):
        upgrade(
            engine, versions=with_revision(folder, ORPHANING_REVISION.replace("NEWEST", NEWEST))
        )
    assert count_rows(engine) == CHILDREN
    assert read_revision(engine) == NEWEST


@pytest.mark.parametrize("deed", ["UPDATE audit SET action = 'x'", "DELETE FROM audit"])
def test_the_trail_refuses_change_and_deletion(engine: Engine, deed: str) -> None:
    populate(engine)
    with pytest.raises(DBAPIError, match="only added to"), engine.begin() as connection:
        connection.execute(text(deed))
    assert count_rows(engine)["audit"] == 1
