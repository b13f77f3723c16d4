import sqlite3
from datetime import UTC, datetime, timedelta, timezone
from pathlib import Path
from threading import Barrier, Thread

import pytest
from sqlalchemy import Engine, select, text, update
from sqlalchemy.orm import Session

from app.store.base import check_text
from app.store.engine import open_engine, read_session, run_write, write_session
from app.store.error import StorageError, TextError
from app.store.feedback import FeedbackRow, insert_feedback
from app.store.heartbeat import HeartbeatRow, write_beat
from app.store.migration import upgrade

NOW = datetime(2026, 11, 22, 12, 30, 15, 123_456, tzinfo=UTC)


def describe(number: int, words: str = "", **more: object) -> dict[str, object]:
    row: dict[str, object] = {
        "id": str(number),
        "toolkit_id": "small",
        "country": None,
        "useful": 0,
        "next_step": None,
        "text": words,
        "created_at": NOW,
    }
    return row | more


PRAGMAS = ("journal_mode", "synchronous", "foreign_keys", "busy_timeout", "secure_delete")


def test_sqlite_is_set_up_to_lose_nothing(tmp_path: Path) -> None:
    engine = open_engine(f"sqlite:///{tmp_path}/new/folder/a.sqlite3")
    with engine.connect() as connection:
        found = {name: connection.scalar(text(f"PRAGMA {name}")) for name in PRAGMAS}
    assert found == {
        "journal_mode": "wal",
        "synchronous": 2,
        "foreign_keys": 1,
        "busy_timeout": 15_000,
        "secure_delete": 1,
    }


def test_sqlite_in_memory_is_refused() -> None:
    with pytest.raises(ValueError, match="file"):
        open_engine("sqlite://")


def test_sqlite_tables_are_strict(tmp_path: Path) -> None:
    path = tmp_path / "a.sqlite3"
    upgrade(open_engine(f"sqlite:///{path}"))
    with sqlite3.connect(path) as connection:
        kinds = dict(connection.execute("SELECT name, strict FROM pragma_table_list"))
        own = {name: kind for name, kind in kinds.items() if not name.startswith("sqlite_")}
        assert set(own.values()) == {1, 0}
        assert [name for name, strict in own.items() if not strict] == ["alembic_version"]


def test_changes_are_kept_together_or_not_at_all(engine: Engine) -> None:
    def work(session: Session) -> None:
        insert_feedback(session, describe(1))
        raise RuntimeError

    with pytest.raises(RuntimeError):
        run_write(engine, work)
    with read_session(engine) as session:
        assert session.scalar(select(FeedbackRow.id)) is None


def test_a_moment_comes_back_in_utc_to_the_microsecond(engine: Engine) -> None:
    nairobi = NOW.astimezone(timezone(timedelta(hours=3)))
    run_write(engine, lambda session: write_beat(session, "w", started_at=nairobi, now=NOW))
    with read_session(engine) as session:
        row = session.scalars(select(HeartbeatRow)).one()
        assert row.started_at == row.beat_at == NOW
        assert row.started_at.tzinfo is not None


def test_a_moment_without_a_zone_is_refused(engine: Engine) -> None:
    with pytest.raises(Exception, match="time zone"):
        run_write(
            engine,
            lambda session: insert_feedback(
                session,
                describe(1, created_at=datetime(2026, 1, 1)),  # noqa: DTZ001  # what is tried
            ),
        )


@pytest.mark.parametrize(
    "words", ["مرحبا", "说明", "👩‍🌾 \u200f", "'; DROP TABLE answer; --", "a\r\nb\t"]
)
def test_every_text_comes_back_as_it_was(engine: Engine, words: str) -> None:
    run_write(engine, lambda session: insert_feedback(session, describe(1, words)))
    with read_session(engine) as session:
        assert session.scalar(select(FeedbackRow.text)) == words


@pytest.mark.parametrize("words", ["a\x00b", "\ud800", "x\udfffy"])
def test_text_that_is_broken_never_reaches_the_database(engine: Engine, words: str) -> None:
    with pytest.raises(TextError):
        check_text(words)
    with pytest.raises(TextError):
        run_write(engine, lambda session: insert_feedback(session, describe(1, words)))


def test_writers_that_read_first_lose_nothing(engine: Engine) -> None:
    """Eight threads read a number and write it one higher, twenty times each."""
    run_write(engine, lambda session: insert_feedback(session, describe(1)))
    start, failures = Barrier(8), []

    def raise_once(session: Session) -> None:
        value = session.scalar(
            select(FeedbackRow.useful).where(FeedbackRow.id == "1").with_for_update()
        )
        session.execute(update(FeedbackRow).where(FeedbackRow.id == "1").values(useful=value + 1))

    def count() -> None:
        start.wait()
        try:
            for _ in range(20):
                run_write(engine, raise_once)
        except Exception as error:  # noqa: BLE001  # told below
            failures.append(error)

    threads = [Thread(target=count) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert failures == []
    with read_session(engine) as session:
        assert session.scalar(select(FeedbackRow.useful)) == 160


def test_two_that_make_the_same_key_try_again(engine: Engine) -> None:
    attempts = []

    def work(session: Session) -> None:
        attempts.append(1)
        insert_feedback(session, describe(1))
        if len(attempts) == 1:
            # As another writer would: on SQLite nobody else can write meanwhile.
            insert_feedback(session, describe(1))

    run_write(engine, work)
    assert len(attempts) == 2


def test_a_full_disk_is_told_and_nothing_is_half_written(tmp_path: Path) -> None:
    engine = open_engine(f"sqlite:///{tmp_path}/a.sqlite3", pool_size=1)
    upgrade(engine)
    with engine.connect() as connection:
        pages = connection.scalar(text("PRAGMA page_count"))
        connection.execute(text(f"PRAGMA max_page_count = {pages + 4}"))
    with pytest.raises(StorageError) as caught:
        run_write(
            engine,
            lambda session: [
                insert_feedback(session, describe(number, "x" * 4_000)) for number in range(50)
            ],
        )
    assert caught.value.kind == "full"
    with read_session(engine) as session:
        assert session.scalars(select(FeedbackRow.id)).all() == []
    run_write(engine, lambda session: insert_feedback(session, describe(1, "small")))


@pytest.mark.parametrize(
    ("state", "kind"),
    [("53100", "full"), ("53300", "busy"), ("40P01", "busy"), ("57P01", "unreachable")],
)
@pytest.mark.needs_postgres
def test_postgres_says_why_it_cannot(migrated_postgres: str, state: str, kind: str) -> None:
    engine = open_engine(migrated_postgres)
    block = f"DO $$ BEGIN RAISE EXCEPTION 'no' USING ERRCODE = '{state}'; END $$"
    with pytest.raises(StorageError) as caught, write_session(engine) as session:
        session.execute(text(block))
    assert caught.value.kind == kind
    engine.dispose()


@pytest.mark.parametrize(
    "url",
    [
        "sqlite:////proc/nowhere.sqlite3",
        "postgresql+psycopg://nobody@127.0.0.1:1/nothing",
    ],
)
def test_a_database_that_is_not_there_is_unreachable(url: str) -> None:
    with pytest.raises(StorageError) as caught, read_session(open_engine(url)) as session:
        session.execute(text("SELECT 1"))
    assert caught.value.kind == "unreachable"


def test_a_mistake_in_a_statement_is_no_matter_of_storage(engine: Engine) -> None:
    with pytest.raises(Exception, match="nothing_there") as caught, read_session(engine) as session:
        session.execute(text("SELECT * FROM nothing_there"))
    assert not isinstance(caught.value, StorageError)


def test_an_error_says_nothing_of_what_people_wrote(engine: Engine) -> None:
    row = describe(1, "private words")
    run_write(engine, lambda session: insert_feedback(session, row))
    with pytest.raises(Exception, match=r"(?i)unique") as caught, write_session(engine) as session:
        insert_feedback(session, row)
    assert "private words" not in str(caught.value)
