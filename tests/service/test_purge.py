from datetime import date

from sqlalchemy import text

from app.service.purge import purge_expired
from app.service.quick_check import open_check
from app.store.edition import load_edition
from app.store.engine import run_write
from tests.service.conftest import House, make_tables


def count(house: House, query: str) -> int:
    with house.workspace.engine.connect() as connection:
        return int(connection.scalar(text(query)) or 0)


def test_checks_go_180_days_after_their_last_visit(house: House) -> None:
    house.begin()
    house.clock.advance(days=100)
    holder, _ = house.begin()
    house.clock.advance(days=80)
    assert purge_expired(house.workspace) == 1
    assert count(house, "SELECT count(*) FROM quick_check") == 1
    assert count(house, "SELECT count(*) FROM answer") == 1
    assert open_check(holder, house.workspace, "small", "KEN") is not None
    assert purge_expired(house.workspace) == 0


def test_editions_stay_as_long_as_a_check_shows_them(house: House) -> None:
    house.begin()
    newer = make_tables(date(2026, 12, 1), value=50.0)
    run_write(
        house.workspace.engine,
        lambda session: load_edition(session, newer, now=house.clock()),
    )
    purge_expired(house.workspace)
    assert count(house, "SELECT count(*) FROM data_edition") == 2
    house.clock.advance(days=181)
    assert purge_expired(house.workspace) == 1
    assert count(house, "SELECT count(*) FROM data_edition") == 1
    assert count(house, "SELECT count(*) FROM observation") == 1


def test_a_newer_edition_is_seen_by_a_running_server(house: House) -> None:
    before = house.workspace.reference.current().latest("users", "KEN")
    newer = make_tables(date(2026, 12, 1), value=50.0)
    run_write(
        house.workspace.engine,
        lambda session: load_edition(session, newer, now=house.clock()),
    )
    house.clock.advance(seconds=6)
    after = house.workspace.reference.current().latest("users", "KEN")
    assert before is not None
    assert after is not None
    assert (before.value, after.value) == (40.0, 50.0)
