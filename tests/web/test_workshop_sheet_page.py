"""The workbook of a room in a browser: out, in with a preview, and all votes once shown."""

import io
import re

import pytest
from flask import Flask
from werkzeug.test import TestResponse

from app.service.workshop.paper import read_pile
from app.service.workshop.planning import TablePlan
from app.service.workshop.steering import reveal
from tests.export.filling import Filling, fill, pack, parts_of, sheets_of
from tests.export.test_workbook_guard import CASES
from tests.room import OpenRoom, open_for
from tests.team import Team, make_team
from tests.web.test_assessment_page import walk_as
from tests.web.walk import OWN, Walker, main_text, workspace_of

TOOLKIT = "e-government"
FIRST, SECOND = "POL-01", "POL-02"


@pytest.fixture
def team(app: Flask) -> Team:
    return make_team(workspace_of(app))


@pytest.fixture
def room(team: Team) -> OpenRoom:
    begun, actor = team.begin(TOOLKIT), team.actor("facilitator")
    return open_for(team.workspace, begun, actor, anonymity="role", roles={"Ministry": 3})


@pytest.fixture
def walker(app: Flask, team: Team) -> Walker:
    return walk_as(app, team, "facilitator")


def text_of(walker: Walker) -> str:
    assert walker.page is not None
    return main_text(walker.page)


def download(walker: Walker, room: OpenRoom) -> bytes:
    sent = walker.client.get(f"/workshop/{room.id}/workbook.xlsx")
    assert sent.status_code == 200
    assert sent.headers["Content-Disposition"].startswith("attachment")
    assert sent.headers["Cache-Control"] == "no-store"
    return sent.data


def upload(walker: Walker, room: OpenRoom, body: bytes) -> TestResponse:
    sent = {"file": (io.BytesIO(body), "forms.xlsx")}
    return walker.client.post(f"/workshop/{room.id}/workbook", data=sent, headers=OWN)


def bring(walker: Walker, room: OpenRoom, filling: Filling, status: int = 200) -> None:
    response = upload(walker, room, fill(download(walker, room), filling))
    walker._take(response, f"/workshop/{room.id}/workbook", status)


def test_a_workbook_is_filled_brought_back_and_kept(room: OpenRoom, walker: Walker) -> None:
    walker.go(f"/workshop/{room.id}/workbook")
    assert "Nothing was shown to the room yet" in text_of(walker)
    bring(walker, room, {FIRST: {"F-001": 3, "F-002": "?"}, "@role": {"F-001": "Ministry"}})
    assert "Nothing is kept yet" in text_of(walker)
    assert not read_pile(room.workspace, room.room).forms
    preview = walker.form("/workbook/forms")
    walker._take(walker.client.post(preview.action, data=preview.fields), preview.action, 200)
    assert "2 forms were taken" in text_of(walker)
    forms = read_pile(room.workspace, room.room).forms
    assert forms["F-001"].answers[FIRST].value == 3
    assert forms["F-001"].row.role == "Ministry"
    again = walker.client.post(preview.action, data=preview.fields)
    assert again.status_code == 409, "what was shown then is not what stands now"
    bring(walker, room, {})
    assert "nothing that is not here already" in text_of(walker)


def test_each_table_has_its_sheet_and_its_forms(team: Team, walker: Walker) -> None:
    name = "North: [a/b] 'and' a name that is longer than a sheet's"
    tables = (TablePlan(name, ("infrastructure",)), TablePlan(name, ("policy",)))
    begun, actor = team.begin(TOOLKIT), team.actor("facilitator")
    room = open_for(team.workspace, begun, actor, tables=tables, planned=5)
    sheets = sheets_of(download(walker, room))
    heads = [[text for text in rows[0] if str(text).startswith("F-")] for rows in sheets.values()]
    assert heads == [[], ["F-001", "F-002", "F-003"], ["F-004", "F-005"]]
    bring(walker, room, {"INF-04": {"F-001": "1"}, FIRST: {"F-005": "3"}})
    preview = walker.form("/workbook/forms")
    walker._take(walker.client.post(preview.action, data=preview.fields), preview.action, 200)
    forms = read_pile(room.workspace, room.room).forms
    assert {code: form.row.table_number for code, form in forms.items()} == {"F-001": 1, "F-005": 2}
    walker.go(f"/workshop/{room.id}/paper/form?table=2")
    fields = walker.form("/paper/form").fields
    assert f"a.{FIRST}" in fields
    assert "a.INF-04" not in fields
    sent = fields | {"code": ["F-001"], "seen": [forms["F-001"].print]}
    address = f"/workshop/{room.id}/paper/form"
    walker._take(walker.client.post(address, data=sent), address, 422)
    assert "This form is of another table" in text_of(walker)


def test_all_that_is_wrong_is_told_by_cell_and_nothing_is_kept(
    room: OpenRoom, walker: Walker
) -> None:
    wrong: Filling = {
        FIRST: {"F-001": "9", "F-002": "1"}, SECOND: {"F-001": "x"}, "@role": {"F-003": "King"}
    }  # fmt: skip
    bring(walker, room, wrong, 422)
    said = text_of(walker)
    assert said.count(", cell E") == 2
    assert not read_pile(room.workspace, room.room).forms
    bring(walker, room, {"@role": {"F-003": "King"}}, 422)
    assert re.search(r"cell G2: The room does not have this choice", text_of(walker))


@pytest.mark.parametrize("name", ["bomb", "entities", "macros", "cut", "far corner", "old"])
def test_a_hostile_file_is_told(room: OpenRoom, walker: Walker, name: str) -> None:
    response = upload(walker, room, CASES[name][0]())
    walker._take(response, f"/workshop/{room.id}/workbook", 422)
    assert "Nothing was read from the workbook" in text_of(walker)


def test_names_of_sheets_are_harmless(room: OpenRoom, walker: Walker) -> None:
    parts = parts_of(fill(download(walker, room), {FIRST: {"F-001": "9"}}))
    book = parts["xl/workbook.xml"].replace(b'name="1 Table 1"', b'name="&lt;script&gt;"')
    response = upload(walker, room, pack(parts | {"xl/workbook.xml": book}))
    assert response.status_code == 422
    assert b"<script>" not in response.data.replace(b"<script src", b"")
    assert b"&lt;script&gt;" in response.data


def test_no_file_and_a_forged_preview_are_refused(room: OpenRoom, walker: Walker) -> None:
    address = f"/workshop/{room.id}/workbook"
    assert walker.client.post(address, headers=OWN).status_code == 422
    for forged in ("", "x", "W10.aaaa.bbbb"):
        sent = {"forms": forged, "seen": read_pile(room.workspace, room.room).print}
        assert walker.client.post(f"{address}/forms", data=sent, headers=OWN).status_code == 400


def test_a_preview_of_one_room_is_none_of_another(
    room: OpenRoom, walker: Walker, team: Team
) -> None:
    begun, actor = team.begin(TOOLKIT), team.actor("facilitator")
    other = open_for(team.workspace, begun, actor)
    bring(walker, room, {FIRST: {"F-001": 3}})
    fields = walker.form("/workbook/forms").fields
    address = f"/workshop/{other.id}/workbook/forms"
    assert walker.client.post(address, data=fields).status_code == 400
    assert not read_pile(other.workspace, other.room).forms


def test_votes_are_had_once_they_were_shown(room: OpenRoom, walker: Walker) -> None:
    root = f"/workshop/{room.id}"
    room.fill(5, role="Ministry")
    room.open("policy")
    for person in room.people:
        room.say(person, FIRST, 2)
    room.close()
    for kind in ("csv", "xlsx"):
        assert walker.client.get(f"{root}/votes.{kind}").status_code == 404
    reveal(room.facilitator, room.workspace, (room.id, 1), seen=room.table().version)
    walker.go(f"{root}/workbook")
    assert "How often each answer was given" in text_of(walker)
    sent = walker.client.get(f"{root}/votes.csv")
    assert sent.mimetype == "text/csv"
    assert f"\r\n{FIRST},1,1,,answered,2," in sent.get_data(as_text=True)
    assert walker.client.get(f"{root}/votes.xlsx").data.startswith(b"PK")
    assert walker.client.get(f"{root}/votes.pdf").status_code == 404


@pytest.mark.parametrize("who", ["stranger", "viewer", "contributor"])
def test_who_does_not_run_the_room_gets_nothing(
    app: Flask, team: Team, room: OpenRoom, walker: Walker, who: str
) -> None:
    bring(walker, room, {FIRST: {"F-001": 3}})
    fields = walker.form("/workbook/forms").fields
    other, root = walk_as(app, team, who), f"/workshop/{room.id}"
    for address in (f"{root}/workbook", f"{root}/workbook.xlsx", f"{root}/votes.csv"):
        assert other.client.get(address).status_code == 404
    assert upload(other, room, download(walker, room)).status_code == 404
    sent = other.client.post(f"{root}/workbook/forms", data=fields, headers=OWN)
    assert sent.status_code == 404
    assert not read_pile(room.workspace, room.room).forms
