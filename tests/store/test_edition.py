from dataclasses import replace
from datetime import UTC, datetime

from sqlalchemy import Engine, func, select

from app.paths import REFERENCE
from app.reference import edition_id
from app.reference import read_tables as read_folder
from app.store.edition import current_edition, drop_unused_editions, load_edition, read_tables
from app.store.engine import read_session, run_write
from app.store.reference import EditionRecord, ObservationRecord

NOW = datetime(2026, 11, 22, tzinfo=UTC)


def test_the_shipped_edition_comes_back_row_for_row(engine: Engine) -> None:
    tables = read_folder(REFERENCE)
    key = run_write(engine, lambda session: load_edition(session, tables, now=NOW))
    with read_session(engine) as session:
        assert current_edition(session) == key == edition_id(tables)
        assert read_tables(session, key) == tables


def test_one_edition_is_current_and_loading_again_changes_nothing(engine: Engine) -> None:
    first = read_folder(REFERENCE)
    first = replace(first, observations=first.observations[:5])
    second = replace(first, observations=first.observations[:4])
    keys = [
        run_write(engine, lambda session, tables=tables: load_edition(session, tables, now=NOW))
        for tables in (first, second, first)
    ]
    assert keys[0] == keys[2] != keys[1]
    with read_session(engine) as session:
        current = select(EditionRecord.id).where(EditionRecord.current.is_(True))
        assert session.scalars(current).all() == [keys[0]]
        assert session.scalar(select(func.count()).select_from(ObservationRecord)) == 9
    assert run_write(engine, drop_unused_editions) == 1
    with read_session(engine) as session:
        assert session.scalar(select(func.count()).select_from(ObservationRecord)) == 5


def test_without_data_there_is_no_edition(engine: Engine) -> None:
    with read_session(engine) as session:
        assert current_edition(session) is None
        assert read_tables(session, "none") is None
