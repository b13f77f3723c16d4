from threading import Event, Thread
from typing import Any

import pytest
from sqlalchemy import text

from app.service.document import ask_document, read_document
from app.service.error import StorageError
from app.service.runner import Progress, Runner
from app.service.worker import Worker, measure_silence
from app.service.workspace import Workspace, open_workspace
from app.settings import Settings
from app.store.error import PendingMigration
from app.store.migration import downgrade, upgrade
from tests.service.conftest import House


def make(_workspace: Workspace, payload: Any, _progress: Progress) -> bytes:
    return bytes(payload["words"], "utf-8")


RUNNERS = {"report": Runner(make, "text/plain")}


def ask(house: House) -> None:
    payload = {"words": "well"}
    ask_document(house.stranger, house.workspace, kind="report", key="k", payload=payload)


def test_a_worker_makes_what_is_asked_for_and_ends_when_told(house: House) -> None:
    stop = Event()
    worker = Worker(house.workspace, RUNNERS, stop)
    thread = Thread(target=worker.run)
    thread.start()
    ask(house)
    found = None
    for _ in range(100):
        found = read_document(house.stranger, house.workspace, kind="report", key="k")
        if found:
            break
        stop.wait(0.1)
    stop.set()
    thread.join(10)
    assert not thread.is_alive()
    assert found is not None
    assert found.body == b"well"


def test_a_worker_says_that_it_lives(house: House) -> None:
    assert measure_silence(house.workspace) is None
    worker = Worker(house.workspace, RUNNERS, Event())
    worker.run_once()
    house.clock.advance(seconds=9)
    worker.run_once()
    silence = measure_silence(house.workspace)
    assert silence is not None
    assert silence.total_seconds() == 9
    house.clock.advance(seconds=1)
    worker.run_once()
    silence = measure_silence(house.workspace)
    assert silence is not None
    assert silence.total_seconds() == 0


def test_a_worker_tidies_once_a_day(house: House) -> None:
    worker = Worker(house.workspace, RUNNERS, Event())
    worker.run_once()
    house.begin()
    house.clock.advance(days=180)
    worker.run_once()
    with house.workspace.engine.connect() as connection:
        assert connection.scalar(text("SELECT count(*) FROM quick_check")) == 0


def test_a_worker_outlives_a_database_that_fails_for_a_while(house: House) -> None:
    failures = [StorageError("busy"), StorageError("unreachable")]
    stop = Event()

    class Troubled(Worker):
        def run_once(self) -> bool:
            if failures:
                raise failures.pop()
            stop.set()
            return super().run_once()

    Troubled(house.workspace, RUNNERS, stop).run()
    assert failures == []
    assert measure_silence(house.workspace) is not None


def test_nothing_opens_on_a_database_that_is_behind(settings: Settings, house: House) -> None:
    downgrade(house.workspace.engine, "0001")
    try:
        with pytest.raises(PendingMigration):
            open_workspace(settings)
    finally:  # as it was, for the next test
        upgrade(house.workspace.engine)
