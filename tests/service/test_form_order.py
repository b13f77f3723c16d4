"""Blank forms: one key for one content, made by a worker once, fetched by anybody."""

import json

import pytest

from app.presentation.blank.structure import BlankForm
from app.service import form_order
from app.service.actor import Actor
from app.service.error import NotFound, TooMany
from app.service.form import name_form
from app.service.form_order import (
    FormOrder,
    ask_form,
    count_questions,
    find_form,
    list_missing,
    make_form,
    make_sheets,
    name_document,
    order_form,
    read_form,
    read_payload,
    write_payload,
)
from app.service.job import run_due_jobs
from app.service.runner import RUNNERS
from tests.service.conftest import House


def order_of(house: House, language: str = "en", **more: object) -> FormOrder:
    toolkit = house.workspace.toolkits.get("small")
    assert toolkit
    chosen = {"quick": False, "scope": "country", "parameters": {}} | more
    return order_form(toolkit, language=language, **chosen)  # type: ignore[arg-type]


@pytest.mark.needs_pango
def test_a_form_is_asked_for_made_and_fetched_by_anybody(house: House) -> None:
    holder, _ = house.begin()
    order = order_of(house)
    assert find_form(house.stranger, house.workspace, order) is None
    assert ask_form(holder, house.workspace, order).state == "queued"
    assert ask_form(house.stranger, house.workspace, order).state == "queued"
    assert run_due_jobs(house.workspace, RUNNERS) == 1
    for actor in (holder, house.stranger):
        document = read_form(actor, house.workspace, order)
        assert document
        assert document.media_type == "application/pdf"
        assert document.body.startswith(b"%PDF")
    assert read_form(house.stranger, house.workspace, order_of(house, "ar")) is None


def test_whatever_differs_has_another_key(house: House) -> None:
    key = name_document(house.workspace, order_of(house))
    assert name_document(house.workspace, order_of(house)) == key
    others = [order_of(house, "ar"), order_of(house, quick=True)]
    assert all(name_document(house.workspace, other) != key for other in others)


def test_an_order_comes_back_from_json_as_it_was(house: House) -> None:
    order = order_of(house, "zh", quick=True)
    again = read_payload(house.workspace, json.loads(json.dumps(write_payload(order))))
    assert again == order
    assert name_document(house.workspace, again) == name_document(house.workspace, order)


def test_a_toolkit_that_is_gone_is_said_to_be(house: House) -> None:
    payload = write_payload(order_of(house)) | {"toolkit": "0" * 64}
    with pytest.raises(NotFound):
        make_form(house.workspace, payload, lambda _percent: None)


def test_what_cannot_be_chosen_is_passed_over(house: House) -> None:
    order = order_of(house, scope="moon", parameters={"sector": "moon", "x": "y"})
    assert order.setting.scope == order.toolkit.scopes[0]
    assert order.setting.parameters == {}
    assert list_missing(order) == ()


def test_an_address_may_have_only_so_many_waiting(house: House) -> None:
    ask_form(house.stranger, house.workspace, order_of(house, "en"))
    ask_form(house.stranger, house.workspace, order_of(house, "ar"))
    with pytest.raises(TooMany):
        ask_form(house.stranger, house.workspace, order_of(house, "zh"))
    ask_form(Actor(address="198.51.100.1"), house.workspace, order_of(house, "zh"))


def test_a_workbook_is_made_once(house: House) -> None:
    order = order_of(house)
    assert make_sheets(house.workspace, order) is make_sheets(house.workspace, order)
    assert count_questions(house.workspace, order) >= 1


def test_a_file_is_named_for_what_it_holds(house: House) -> None:
    order = order_of(house, quick=True)
    version = order.toolkit.version
    name = name_form(order.toolkit, order.setting, "ar", suffix="pdf")
    assert name == f"eready-small-{version}-quick-ar.pdf"


def test_the_worker_tells_how_far_it_is(house: House, monkeypatch: pytest.MonkeyPatch) -> None:
    def write(form: BlankForm) -> bytes:
        return form.title.encode()

    monkeypatch.setattr(form_order, "make_form_pdf", write)
    steps: list[int] = []
    body = make_form(house.workspace, write_payload(order_of(house)), steps.append)
    assert steps == [40]
    assert b"blank form" in body
