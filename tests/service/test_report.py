"""Reports: one key for one content, made by a worker, fetched by its holder alone."""

import json
from datetime import date

import pytest

from app.presentation.language import load_translator
from app.response import Answer, Answers
from app.service import report
from app.service.actor import Actor
from app.service.check_state import CheckState
from app.service.error import NotFound
from app.service.job import run_due_jobs
from app.service.quick_check import open_check
from app.service.report import (
    Order,
    ask_report,
    find_report,
    gather,
    make_report,
    name_file,
    name_report,
    order_check,
    order_data,
    read_payload,
    read_report,
    write_payload,
)
from app.service.runner import RUNNERS
from app.store.edition import load_edition
from app.store.engine import run_write
from tests.service.conftest import START, House, change, make_tables


def open_own(house: House, actor: Actor) -> CheckState:
    state = open_check(actor, house.workspace, "small", "KEN")
    assert state
    return state


def order_of(house: House, language: str = "en") -> tuple[Actor, Order]:
    actor, _ = house.begin()
    return actor, order_check(open_own(house, actor), language=language)


@pytest.mark.needs_pango
def test_a_report_is_asked_for_made_and_fetched_by_its_holder(house: House) -> None:
    actor, order = order_of(house)
    assert find_report(actor, house.workspace, order) is None
    assert ask_report(actor, house.workspace, order).state == "queued"
    assert run_due_jobs(house.workspace, RUNNERS) == 1
    found = find_report(actor, house.workspace, order)
    assert found
    assert found.state == "done"
    document = read_report(actor, house.workspace, order)
    assert document
    assert document.media_type == "application/pdf"
    assert document.body.startswith(b"%PDF")
    assert read_report(house.stranger, house.workspace, order) is None


def test_the_same_content_has_the_same_key(house: House) -> None:
    actor, order = order_of(house)
    key = name_report(house.workspace, order)
    house.clock.advance(hours=5)
    again = order_check(open_own(house, actor), language="en")
    assert name_report(house.workspace, again) == key


def test_another_answer_has_another_key(house: House) -> None:
    actor, order = order_of(house)
    key = name_report(house.workspace, order)
    house.save(actor, change("basics.plan", 2, 1))
    changed = order_check(open_own(house, actor), language="en")
    assert name_report(house.workspace, changed) != key


@pytest.mark.parametrize("difference", ["language", "compare", "country", "answered_on", "answers"])
def test_whatever_differs_has_another_key(house: House, difference: str) -> None:
    _, order = order_of(house)
    other = {
        "language": "ar",
        "compare": ("NAM",),
        "country": "NAM",
        "answered_on": date(2026, 11, 23),
        "answers": Answers([Answer("basics.plan", "unknown", note="Who knows?")]),
    }[difference]
    values = {name: getattr(order, name) for name in Order.__slots__}
    changed = Order(**(values | {difference: other}))
    assert name_report(house.workspace, changed) != name_report(house.workspace, order)


def test_another_edition_of_the_data_has_another_key(house: House) -> None:
    _, order = order_of(house)
    key = name_report(house.workspace, order)
    tables = make_tables(date(2026, 12, 1), 50.0)
    run_write(house.workspace.engine, lambda session: load_edition(session, tables, now=START))
    house.clock.advance(seconds=30)
    assert name_report(house.workspace, order) != key


def test_an_order_comes_back_from_json_as_it_was(house: House) -> None:
    actor, _ = house.begin()
    house.save(actor, change("basics.budget", 0, note="=1+1 \u202e", link="https://a.org/x"))
    order = order_check(open_own(house, actor), language="zh", compare=("NAM",))
    payload = json.loads(json.dumps(write_payload(house.workspace, order)))
    again = read_payload(house.workspace, payload)
    assert again.toolkit.content_hash == order.toolkit.content_hash
    assert (again.country, again.setting, again.language) == ("KEN", order.setting, "zh")
    assert (again.compare, again.answered_on) == (("NAM",), order.answered_on)
    assert again.answers
    assert again.answers["basics.budget"].note == "=1+1 \u202e"
    assert again.answers["basics.plan"].value == 1
    assert name_report(house.workspace, again) == name_report(house.workspace, order)


def test_a_toolkit_that_is_gone_is_said_to_be(house: House) -> None:
    _, order = order_of(house)
    payload = write_payload(house.workspace, order) | {"toolkit": "0" * 64}
    with pytest.raises(NotFound):
        make_report(house.workspace, payload, lambda _percent: None)


def test_a_country_that_is_unknown_is_said_to_be(house: House) -> None:
    _, order = order_of(house)
    values = {name: getattr(order, name) for name in Order.__slots__}
    with pytest.raises(NotFound):
        gather(house.workspace, Order(**(values | {"country": "ZZZ"})))


def test_a_report_by_data_alone_has_no_answers(house: House) -> None:
    toolkit = house.workspace.toolkits.get("small")
    assert toolkit
    order = order_data(toolkit, "NAM", language="en")
    material = gather(house.workspace, order)
    assert material.result is None
    assert material.answered_on is None
    assert material.day == date(2026, 11, 22)


def test_a_report_speaks_the_language_asked_for(house: House) -> None:
    _, order = order_of(house, "ar")
    assert gather(house.workspace, order).translator is load_translator("ar")


def test_a_file_is_named_for_what_it_holds(house: House) -> None:
    _, order = order_of(house)
    assert name_file(order, "pdf") == "eready-small-KEN-2026-11-22-en.pdf"
    data = order_data(order.toolkit, "NAM", language="ar")
    assert name_file(data, "csv") == "eready-small-NAM-ar.csv"


def test_the_worker_tells_how_far_it_is(house: House, monkeypatch: pytest.MonkeyPatch) -> None:
    _, order = order_of(house)
    monkeypatch.setattr(report, "render_pdf", lambda made: made.title.encode())
    steps: list[int] = []
    payload = write_payload(house.workspace, order)
    body = make_report(house.workspace, payload, steps.append)
    assert steps == [20, 40]
    assert b"Kenya" in body
