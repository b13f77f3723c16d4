from typing import Any

import pytest
from sqlalchemy import text

from app.service.actor import Actor
from app.service.document import ask_document, read_document, read_job
from app.service.error import TooMany
from app.service.job import run_due_jobs, run_next_job
from app.service.purge import purge_expired
from app.service.quick_check import delete_check
from app.service.runner import Progress, Runner
from app.service.workspace import Workspace
from tests.service.conftest import House


class Maker:
    """Makes documents and remembers for what; fails as often as it is told."""

    def __init__(self, failures: int = 0) -> None:
        self.failures = failures
        self.payloads: list[Any] = []

    def __call__(self, _workspace: Workspace, payload: Any, progress: Progress) -> bytes:
        self.payloads.append(payload)
        progress(50)
        if self.failures:
            self.failures -= 1
            raise ValueError("secret words of a visitor")
        return b"%PDF made of " + str(payload).encode()

    @property
    def runners(self) -> dict[str, Runner]:
        return {"report": Runner(self, "application/pdf")}


def ask(house: House, actor: Actor, key: str = "k1") -> str:
    payload = {"words": key}
    return ask_document(actor, house.workspace, kind="report", key=key, payload=payload).state


def state(house: House, actor: Actor, key: str = "k1") -> str | None:
    found = read_job(actor, house.workspace, kind="report", key=key)
    return found.state if found else None


def fetch(house: House, actor: Actor, key: str = "k1") -> bytes | None:
    found = read_document(actor, house.workspace, kind="report", key=key)
    return found.body if found else None


def test_a_document_is_asked_for_made_and_fetched(house: House) -> None:
    maker, visitor = Maker(), house.stranger
    assert ask(house, visitor) == "queued"
    assert fetch(house, visitor) is None
    assert run_due_jobs(house.workspace, maker.runners) == 1
    assert state(house, visitor) == "done"
    assert fetch(house, visitor) == b"%PDF made of {'words': 'k1'}"
    assert ask(house, visitor) == "done"
    assert run_due_jobs(house.workspace, maker.runners) == 0


def test_a_double_click_is_one_job(house: House) -> None:
    maker = Maker()
    assert [ask(house, house.stranger) for _ in range(3)] == ["queued"] * 3
    assert run_due_jobs(house.workspace, maker.runners) == 1
    assert len(maker.payloads) == 1


def test_what_was_made_of_a_check_is_its_holders_alone(house: House) -> None:
    holder, _ = house.begin()
    other, _ = house.begin()
    ask(house, holder)
    run_due_jobs(house.workspace, Maker().runners)
    assert fetch(house, holder) is not None
    for stranger in (house.stranger, other, Actor("guessed")):
        assert state(house, stranger) is None
        assert fetch(house, stranger) is None


def test_it_goes_with_the_check(house: House) -> None:
    holder, _ = house.begin()
    ask(house, holder)
    run_due_jobs(house.workspace, Maker().runners)
    delete_check(holder, house.workspace, "small", "KEN")
    with house.workspace.engine.connect() as connection:
        assert connection.scalar(text("SELECT count(*) FROM document")) == 0
        assert connection.scalar(text("SELECT count(*) FROM job")) == 0


def test_what_a_job_was_given_is_forgotten_when_it_ends(house: House) -> None:
    ask(house, house.stranger)
    run_due_jobs(house.workspace, Maker().runners)
    with house.workspace.engine.connect() as connection:
        assert connection.scalar(text("SELECT payload FROM job")) is None


def test_a_failing_job_is_tried_three_times_with_pauses(house: House) -> None:
    maker = Maker(failures=99)
    ask(house, house.stranger)
    for _ in range(3):
        assert state(house, house.stranger) == "queued"
        assert run_due_jobs(house.workspace, maker.runners) == 1
        assert run_due_jobs(house.workspace, maker.runners) == 0
        house.clock.advance(seconds=10)
    assert state(house, house.stranger) == "failed"
    assert run_due_jobs(house.workspace, maker.runners) == 0
    assert len(maker.payloads) == 3
    with house.workspace.engine.connect() as connection:
        assert connection.scalar(text("SELECT error FROM job")) == "ValueError"


def test_a_failed_document_may_be_asked_for_again(house: House) -> None:
    maker = Maker(failures=3)
    ask(house, house.stranger)
    for _ in range(3):
        run_due_jobs(house.workspace, maker.runners)
        house.clock.advance(seconds=10)
    assert ask(house, house.stranger) == "queued"
    run_due_jobs(house.workspace, maker.runners)
    assert fetch(house, house.stranger) is not None


def test_a_job_whose_worker_died_comes_back_and_the_dead_one_spoils_nothing(house: House) -> None:
    second = Maker()

    def lose_the_job(workspace: Workspace, payload: Any, progress: Progress) -> bytes:
        house.clock.advance(seconds=61)
        assert run_next_job(house.workspace, second.runners)
        progress(10)
        return b"late"

    ask(house, house.stranger)
    assert run_next_job(house.workspace, {"report": Runner(lose_the_job, "application/pdf")})
    assert len(second.payloads) == 1
    assert fetch(house, house.stranger) == b"%PDF made of {'words': 'k1'}"


def test_progress_keeps_the_lease(house: House) -> None:
    idle = Maker()

    def work(workspace: Workspace, payload: Any, progress: Progress) -> bytes:
        for step in (20, 40):
            house.clock.advance(seconds=45)
            progress(step)
            found = read_job(house.stranger, house.workspace, kind="report", key="k1")
            assert found is not None
            assert (found.state, found.progress) == ("running", step)
            assert not run_next_job(house.workspace, idle.runners)
        return b"done"

    ask(house, house.stranger)
    run_next_job(house.workspace, {"report": Runner(work, "application/pdf")})
    assert fetch(house, house.stranger) == b"done"


def test_a_job_that_kills_its_workers_ends_as_failed(house: House) -> None:
    def die(workspace: Workspace, payload: Any, progress: Progress) -> bytes:
        raise SystemExit(9)

    runners = {"report": Runner(die, "application/pdf")}
    ask(house, house.stranger)
    for _ in range(3):
        with pytest.raises(SystemExit):
            run_next_job(house.workspace, runners)
        house.clock.advance(seconds=61)
    assert run_next_job(house.workspace, runners)
    assert state(house, house.stranger) == "failed"


def test_one_address_may_have_a_few_waiting(house: House) -> None:
    ask(house, house.stranger, "k1")
    ask(house, house.stranger, "k2")
    with pytest.raises(TooMany):
        ask(house, house.stranger, "k3")
    assert ask(house, house.stranger, "k1") == "queued"
    assert ask(house, Actor(address="192.0.2.77"), "k3") == "queued"
    run_due_jobs(house.workspace, Maker().runners)
    assert ask(house, house.stranger, "k4") == "queued"


def test_an_unknown_kind_waits_for_a_worker_that_knows_it(house: House) -> None:
    ask(house, house.stranger)
    assert run_due_jobs(house.workspace, {"other": Maker().runners["report"]}) == 0
    assert state(house, house.stranger) == "queued"


def test_old_documents_go_and_fetched_ones_stay(house: House) -> None:
    for key in ("k1", "k2"):
        ask(house, house.stranger, key)
    run_due_jobs(house.workspace, Maker().runners)
    house.clock.advance(days=4)
    assert fetch(house, house.stranger, "k2") is not None
    house.clock.advance(days=4)
    purge_expired(house.workspace)
    assert state(house, house.stranger, "k1") is None
    assert fetch(house, house.stranger, "k2") is not None
    assert ask(house, house.stranger, "k1") == "queued"
