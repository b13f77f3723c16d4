"""Goals, priorities and the plan on the big screen: by all to be read, and nobody's name."""

from datetime import date

import pytest
from flask import Flask

from app.presentation.view.assessment.goal_form import Aim
from app.presentation.view.workshop.action import Draft
from app.response import Answer
from app.service.workshop.goal import Seen, set_goal
from app.service.workshop.plan import add_action
from app.service.workshop.planning import GOALS, PLAN, PRIORITIES
from app.service.workshop.priority import add_items
from app.web.sign_in import COOKIE
from tests.outcome import agree, rate, step
from tests.room import OpenRoom, open_for
from tests.team import Team, make_team
from tests.web.page import Page, read_page
from tests.web.walk import main_text, workspace_of

HOSTILE = "<script>alert(1)</script>\u202e"


@pytest.fixture
def team(app: Flask) -> Team:
    return make_team(workspace_of(app))


@pytest.fixture
def room(team: Team) -> OpenRoom:
    begun = team.begin("e-government")
    made = open_for(
        team.workspace, begun, team.actor("facilitator"), people=5, second_language="ar"
    )
    agree(made, Answer("POL-01", value=3), Answer("POL-02", value=1))
    return made


def look(app: Flask, team: Team, room: OpenRoom) -> Page:
    client = app.test_client()
    client.set_cookie(COOKIE, team.secret("facilitator"))
    response = client.get(f"/workshop/{room.id}/screen")
    assert response.status_code == 200
    return read_page(response)


def mark(app: Flask, team: Team, room: OpenRoom) -> str:
    client = app.test_client()
    client.set_cookie(COOKIE, team.secret("facilitator"))
    answer = client.get(f"/workshop/{room.id}/screen/pulse").get_json()
    return str(answer["mark"])


def test_goals_stand_there_in_both_languages(app: Flask, team: Team, room: OpenRoom) -> None:
    room.go_to(GOALS)
    seen = Seen(0)
    set_goal(room.facilitator, room.workspace, room.id, Aim("POL-02", 3, 2029), seen=seen)
    page = look(app, team, room)
    text = main_text(page)
    assert "by 2029" in text
    assert "How is the strategy turned into action?" in text
    assert [item for item in page.find("span") if item.attributes.get("lang") == "ar"]


def test_the_count_of_who_rated_goes_on_and_the_rating_shows_last(
    app: Flask, team: Team, room: OpenRoom
) -> None:
    room.go_to(PRIORITIES)
    here = (room.facilitator, room.workspace, room.id)
    add_items(*here, questions=("POL-02",), texts=(HOSTILE, "Close the portal"))
    step(room, "open")
    before = mark(app, team, room)
    rate(room, 0, *[(2, 1)] * 5)
    assert mark(app, team, room) != before
    text = main_text(look(app, team, room))
    assert "5 of 5 have rated" in text
    assert "opening hours" in text
    assert "Impact 2" not in text
    step(room, "close", "reveal")
    assert "Impact 2, effort 1" in main_text(look(app, team, room))
    step(room, "open")
    rate(room, 1, *[(2, 4)] * 5)
    rate(room, 3, *[(5, 1)] * 5)
    step(room, "close")
    assert "Impact 5" not in main_text(look(app, team, room))
    step(room, "reveal")
    page = look(app, team, room)
    lines = [item.text for item in page.find("li") if "effort" in item.text or "Fewer" in item.text]
    assert "Close the portal" in lines[0]
    assert "Impact 2, effort 4" in lines[1]
    assert "Fewer than five rated it" in lines[2]
    assert page.find("svg")


def test_the_plan_shows_no_name(app: Flask, team: Team, room: OpenRoom) -> None:
    room.go_to(PLAN)
    draft = Draft("Pass the law", "Jane Mwangi", date(2027, 6, 1))
    add_action(room.facilitator, room.workspace, room.id, draft)
    text = main_text(look(app, team, room))
    assert "Pass the law" in text
    assert "1 June 2027" in text
    assert "Jane" not in text
