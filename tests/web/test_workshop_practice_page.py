"""Practising with simulated participants, without script; every view of it says what it is."""

import pytest
from flask import Flask

from app.service.workshop.opening import open_room
from app.service.workshop.planning import FEEDBACK, TABLES
from tests.room import OpenRoom
from tests.team import Team, make_team
from tests.web.test_assessment_page import walk_as
from tests.web.walk import OWN, Walker, main_text, workspace_of

MARK = "Practice with simulated participants"
TOOLKIT = "e-government"


@pytest.fixture
def team(app: Flask) -> Team:
    return make_team(workspace_of(app))


@pytest.fixture
def walker(app: Flask, team: Team) -> Walker:
    return walk_as(app, team, "facilitator")


def begin(walker: Walker, people: str = "12", status: int = 200) -> str:
    walker.go("/workshops/practice")
    walker.send("/workshops/practice", status=status, toolkit=TOOLKIT, people=people)
    return walker.address.split("/")[2]


def find(app: Flask, team: Team, made: str) -> OpenRoom:
    return OpenRoom(workspace_of(app), made, team.actor("facilitator"))


def test_a_practice_room_is_made_and_run(app: Flask, team: Team, walker: Walker) -> None:
    walker.go("/workshops")
    assert walker.page is not None
    assert walker.page.one("a", href="/workshops/practice")
    made = begin(walker)
    assert walker.address == f"/workshop/{made}"
    row = open_room(team.actor("facilitator"), workspace_of(app), made).row
    assert (row.kind, row.planned, row.assessment_id) == ("practice", 12, None)
    walker.send("/door", act="open")
    assert len(find(app, team, made).people_rows()) == 12
    walker.go("/workshops")
    assert "practice" in main_text(walker.page)
    walker.go(f"/workshop/{made}/delete")
    walker.send("/delete")
    assert walker.client.get(f"/workshop/{made}").status_code == 404


def test_every_view_says_that_it_is_practice(app: Flask, team: Team, walker: Walker) -> None:
    made = begin(walker)
    walker.send("/door", act="open")
    room = find(app, team, made)
    pages = [
        rule.rule.replace("<workshop_id>", made).replace("<int:number>", "1")
        for rule in app.url_map.iter_rules()
        if "GET" in (rule.methods or set())
        and rule.rule.startswith("/workshop/<workshop_id>")
        and not set("<>") & set(rule.rule.replace("<workshop_id>", "").replace("<int:number>", ""))
    ]
    assert len(pages) > 8
    guest = app.test_client()
    door = guest.get(f"/join/{room.code}")
    assert MARK in door.get_data(as_text=True)
    secret = door.get_data(as_text=True).split('name="secret" value="')[1].split('"')[0]
    given = {"secret": secret, "role": "", "table": "1"}
    assert guest.post(f"/join/{room.code}", data=given, headers=OWN).status_code == 303
    for stage in (TABLES, FEEDBACK):
        room.go_to(stage)
        for path in pages:
            response = walker.client.get(path)
            if response.mimetype == "text/html" and response.status_code == 200:
                assert MARK in response.get_data(as_text=True), path
        for path in ("", "/seat"):
            assert MARK in guest.get(f"/room/{made}{path}").get_data(as_text=True)


def test_no_other_workshop_says_so(app: Flask, team: Team, walker: Walker) -> None:
    walker.go("/workshops/new?toolkit=e-government")
    assert MARK not in main_text(walker.page)
    walker.send("/workshops/new", title="A day", unit_name="A town", act="save")
    assert walker.address.endswith("/plan?made=1")
    assert walker.page is not None
    assert MARK not in walker.page.text


@pytest.mark.parametrize("people", ["4", "61", "twelve", "", "5.5"])
def test_a_wrong_number_is_told_and_what_was_chosen_stays(
    app: Flask, walker: Walker, people: str
) -> None:
    begin(walker, people, 422)
    assert "Write a whole number from 5 to 60" in main_text(walker.page)
    form = walker.form("/workshops/practice")
    assert form.fields["toolkit"] == [TOOLKIT]
    assert form.fields["people"] == [people]


def test_a_toolkit_has_to_be_chosen(app: Flask, walker: Walker) -> None:
    walker.go("/workshops/practice")
    walker.send("/workshops/practice", status=422, people="12")
    assert "Choose one of these" in main_text(walker.page)


def test_an_assessment_leads_there_with_its_toolkit(app: Flask, team: Team, walker: Walker) -> None:
    begun = team.begin(TOOLKIT)
    walker.go(f"/assessments/{begun}/workshops")
    assert walker.page is not None
    walker.go(
        walker.page.one("a", href=f"/workshops/practice?toolkit={TOOLKIT}").attributes["href"]
    )
    assert walker.form("/workshops/practice").fields["toolkit"] == [TOOLKIT]


def test_strangers_find_nothing(app: Flask) -> None:
    client = app.test_client()
    assert client.get("/workshops/practice").status_code == 404
    given = {"toolkit": TOOLKIT, "people": "12"}
    assert client.post("/workshops/practice", data=given, headers=OWN).status_code == 404
