"""Typing in forms and counting hands in a browser without script."""

import pytest
from flask import Flask

from app.service.secret import hash_secret
from app.service.workshop.paper import read_pile
from app.service.workshop.tally import read_hands
from tests.room import OpenRoom, open_alone, open_for
from tests.team import Team, make_team
from tests.web.conftest import MakeApp
from tests.web.test_assessment_page import walk_as
from tests.web.walk import OWN, Walker, main_text, workspace_of

TOOLKIT = "e-government"
FIRST, SECOND = "POL-01", "POL-02"


@pytest.fixture
def team(app: Flask) -> Team:
    return make_team(workspace_of(app))


@pytest.fixture
def room(team: Team) -> OpenRoom:
    roles = {"Ministry": 3, "<b>Press</b>": 2}
    return open_for(
        team.workspace,
        team.begin(TOOLKIT),
        team.actor("facilitator"),
        anonymity="role",
        roles=roles,
    )


@pytest.fixture
def walker(app: Flask, team: Team) -> Walker:
    return walk_as(app, team, "facilitator")


def text_of(walker: Walker) -> str:
    assert walker.page is not None
    return main_text(walker.page)


def send(walker: Walker, fields: dict[str, str], status: int = 200) -> None:
    form = walker.form("/paper/form" if "/paper/" in walker.address else "/tally")
    data = {**form.fields, **{name: [value] for name, value in fields.items()}}
    walker._take(walker.client.post(form.action, data=data), form.action, status)


def answers_of(room: OpenRoom, code: str) -> dict[str, object]:
    kept = read_pile(room.workspace, room.room).forms[code].answers
    return {name: answer.value or answer.state for name, answer in kept.items()}


def test_forms_are_typed_one_after_the_other(room: OpenRoom, walker: Walker) -> None:
    walker.go(f"/workshop/{room.id}/paper")
    assert "No form was typed in yet" in text_of(walker)
    walker.go(f"/workshop/{room.id}/paper/form")
    assert walker.form("/paper/form").fields["code"] == ["F-001"]
    send(walker, {f"a.{FIRST}": "3", f"a.{SECOND}": "n/a: no such law", "role": "Ministry"})
    assert "The form F-001 is kept" in text_of(walker)
    assert walker.form("/paper/form").fields["code"] == ["F-002"]
    send(walker, {"code": "f 7", f"a.{FIRST}": "?", "role": "<b>Press</b>"})
    assert answers_of(room, "F-001") == {FIRST: 3, SECOND: "not-applicable"}
    assert answers_of(room, "F-007") == {FIRST: "unknown"}
    walker.go(f"/workshop/{room.id}/paper")
    assert "F-001" in text_of(walker)
    assert "<b>Press</b>" in text_of(walker)


def test_a_form_is_opened_and_changed(room: OpenRoom, walker: Walker) -> None:
    walker.go(f"/workshop/{room.id}/paper/form")
    send(walker, {f"a.{FIRST}": "3"})
    walker.go(f"/workshop/{room.id}/paper/form?code=F-001")
    assert walker.form("/paper/form").fields[f"a.{FIRST}"] == ["3"]
    stale = dict(walker.form("/paper/form").fields)
    send(walker, {f"a.{FIRST}": "", f"a.{SECOND}": "1"})
    assert answers_of(room, "F-001") == {FIRST: "blank", SECOND: 1}
    address = f"/workshop/{room.id}/paper/form"
    response = walker.client.post(address, data=stale | {f"a.{FIRST}": ["4"]})
    walker._take(response, address, 409)
    assert "Somebody else changed this form" in text_of(walker)
    assert walker.form("/paper/form").fields[f"a.{FIRST}"] == ["4"]
    assert answers_of(room, "F-001") == {FIRST: "blank", SECOND: 1}
    send(walker, {})
    assert answers_of(room, "F-001") == {FIRST: 4, SECOND: "blank"}


def test_what_is_wrong_is_told_by_field_and_nothing_typed_is_lost(
    room: OpenRoom, walker: Walker
) -> None:
    walker.go(f"/workshop/{room.id}/paper/form")
    send(walker, {"code": "x", f"a.{FIRST}": "9", f"a.{SECOND}": "2"}, 422)
    fields = walker.form("/paper/form").fields
    assert (fields["code"], fields[f"a.{FIRST}"], fields[f"a.{SECOND}"]) == (["x"], ["9"], ["2"])
    assert walker.page is not None
    wrong = [item.attributes["id"] for item in walker.page.elements
             if item.attributes.get("aria-invalid")]  # fmt: skip
    assert wrong == ["code", f"a.{FIRST}"]
    assert not read_pile(room.workspace, room.room).forms
    send(walker, {"code": "1", f"a.{FIRST}": "1", "role": "King"}, 422)
    assert "does not have this choice" in text_of(walker)
    send(walker, {"role": ""})
    walker.go(f"/workshop/{room.id}/paper/form")
    send(walker, {"code": "F-001", f"a.{FIRST}": "2"}, 422)
    assert "was typed already" in text_of(walker)


def test_what_was_shown_is_not_asked_any_more(room: OpenRoom, walker: Walker) -> None:
    walker.go(f"/workshop/{room.id}/paper/form")
    room.open("policy")
    room.reveal()
    send(walker, {f"a.{FIRST}": "3"}, 422)
    assert "nothing of it changes any more" in text_of(walker)
    walker.go(f"/workshop/{room.id}/paper/form")
    assert f"a.{FIRST}" not in walker.form("/paper/form").fields
    send(walker, {})
    assert answers_of(room, "F-001") == {}


@pytest.mark.parametrize("query", ["?table=9", "?table=x", "?code=F-009", "?code=%00x"[:7]])
def test_there_is_no_other_form_or_table(room: OpenRoom, walker: Walker, query: str) -> None:
    assert walker.client.get(f"/workshop/{room.id}/paper/form{query}").status_code == 404


def test_hands_are_counted(room: OpenRoom, walker: Walker) -> None:
    walker.go(f"/workshop/{room.id}/tally")
    stale = dict(walker.form("/tally").fields)
    send(walker, {f"h.{FIRST}.0": "3", f"h.{FIRST}.5": "٢"})
    assert "The hands are kept" in text_of(walker)
    count = read_hands(room.workspace, room.room, 1)
    assert [place.hands for place in count.places[FIRST]] == [3, 0, 0, 0, 0, 2, 0]
    assert [place.hands for place in count.places[SECOND]] == [None] * 7
    walker.go(f"/workshop/{room.id}/tally?table=1")
    assert walker.form("/tally").fields[f"h.{FIRST}.0"] == ["3"]
    for typed, told in (("many", "whole number"), ("1.5", "whole number"), ("201", "200 people")):
        send(walker, {f"h.{FIRST}.0": typed}, 422)
        assert told in text_of(walker)
        assert walker.form("/tally").fields[f"h.{FIRST}.0"] == [typed]
    address = f"/workshop/{room.id}/tally"
    response = walker.client.post(address, data=stale | {f"h.{FIRST}.0": ["1"]})
    walker._take(response, address, 409)
    assert "Somebody else counted meanwhile" in text_of(walker)
    after = read_hands(room.workspace, room.room, 1)
    assert after.print == count.print


def test_a_table_that_is_not_there_has_no_hands(room: OpenRoom, walker: Walker) -> None:
    for query in ("?table=9", "?table=x", "?table=-1"):
        assert walker.client.get(f"/workshop/{room.id}/tally{query}").status_code == 404


@pytest.mark.parametrize("who", ["stranger", "viewer", "contributor"])
def test_who_does_not_run_the_room_types_nothing(
    app: Flask, team: Team, room: OpenRoom, who: str
) -> None:
    client = walk_as(app, team, who).client
    root, before = f"/workshop/{room.id}", read_pile(room.workspace, room.room).print
    for address in (f"{root}/paper", f"{root}/paper/form", f"{root}/tally"):
        assert client.get(address).status_code == 404
    for address in (f"{root}/paper/form", f"{root}/tally"):
        sent = {"code": "F-001", "table": "1", f"a.{FIRST}": "3", f"h.{FIRST}.0": "3"}
        assert client.post(address, data=sent, headers=OWN).status_code == 404
    assert read_pile(room.workspace, room.room).print == before


def test_the_host_of_a_laptop_types_forms(make_app: MakeApp) -> None:
    laptop = make_app(accounts=False, host_key=hash_secret("key"))
    room = open_alone(workspace_of(laptop), TOOLKIT, anonymity="named")
    walker = Walker(laptop)
    walker.go("/host/key")
    walker._take(walker.client.post("/host/key", headers=OWN), "/host/key", 200)
    walker.go(f"/workshop/{room.id}/paper/form")
    send(walker, {f"a.{FIRST}": "3"}, 422)
    assert "by which the room knows them" in text_of(walker)
    send(walker, {"name": "Amina"})
    assert answers_of(room, "F-001") == {FIRST: 3}
