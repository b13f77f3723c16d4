"""Downloads of a check and of a country's figures."""

import csv
import io
import json

import pytest

from app.service.download import make_download
from app.service.error import NotFound
from app.service.quick_check import open_check
from app.service.report import Order, order_check, order_data
from tests.service.conftest import House, change


@pytest.fixture
def order(house: House) -> Order:
    actor, _ = house.begin()
    house.save(actor, change("basics.budget", 2, note="=HYPERLINK(1)"))
    state = open_check(actor, house.workspace, "small", "KEN")
    assert state
    return order_check(state, language="en")


@pytest.mark.parametrize(
    ("kind", "name"),
    [
        ("csv", "eready-small-KEN-2026-11-22-en-scores.csv"),
        ("xlsx", "eready-small-KEN-2026-11-22-en.xlsx"),
        ("json", "eready-small-KEN-2026-11-22-en.json"),
    ],
)
def test_every_kind_can_be_written(house: House, order: Order, kind: str, name: str) -> None:
    made = make_download(house.workspace, order, kind)
    assert made.name == name
    assert made.body


def test_numbers_are_those_of_the_engine(house: House, order: Order) -> None:
    found = json.loads(make_download(house.workspace, order, "json").body)
    total = next(row for row in found["tables"]["scores"] if row["node"] == "total")
    assert total["score"] == {"value": 75.0, "shown": "75"}
    assert "no statement of the government of Kenya" in found["statement"]
    assert list(found["tables"]) == ["scores", "answers", "actions", "families"]


def test_one_table_is_one_file(house: House, order: Order) -> None:
    body = make_download(house.workspace, order, "csv", "answers").body.decode("utf-8-sig")
    rows = list(csv.DictReader(io.StringIO(body)))
    assert [row["question"] for row in rows] == ["basics.plan", "basics.budget"]
    assert rows[1]["note"] == "'=HYPERLINK(1)"


def test_what_is_not_there_is_said_to_be(house: House, order: Order) -> None:
    with pytest.raises(NotFound):
        make_download(house.workspace, order, "exe")
    with pytest.raises(NotFound):
        make_download(house.workspace, order, "csv", "secrets")
    bare = order_data(order.toolkit, "KEN", language="en")
    with pytest.raises(NotFound):
        make_download(house.workspace, bare, "csv")
