"""The report of a workshop on its page and as PDF, for whoever runs it and nobody else."""

import re

import pytest
from flask import Flask

from app.service.job import run_due_jobs
from app.service.runner import RUNNERS
from app.web.sign_in import COOKIE
from tests.team import Team, make_team
from tests.web.page import read_page
from tests.web.walk import OWN, Walker, main_text, workspace_of
from tests.workshop_day import NAMES, Day, end_day, hold_day, hold_tables, open_day

HOSTILE = '<script>alert(1)</script>\u202e"'


@pytest.fixture(scope="module")
def team(app: Flask) -> Team:
    return make_team(workspace_of(app))


@pytest.fixture(scope="module")
def held(app: Flask, team: Team) -> Day:
    """A day that is over."""
    return hold_day(workspace_of(app), actor=team.actor("facilitator"))


def walk_as(app: Flask, team: Team, role: str) -> Walker:
    walker = Walker(app)
    walker.client.set_cookie(COOKIE, team.secret(role))
    return walker


def test_the_page_says_what_the_pdf_will(app: Flask, team: Team, held: Day) -> None:
    page = walk_as(app, team, "facilitator").go(f"/workshop/{held.room.id}/report")
    said = main_text(page)
    for words in (
        "What stands here is what the people in the room said and agreed.",
        "Is there a national e-government or digital government strategy?",
        "What was answered in round 2",
        "Agreed with a reservation",
        "A strategy nobody pays for is none.",
        "Draft the new strategy with the counties",
        "Fewer than 5 people answered.",
    ):
        assert words in said
    sections = [item.attributes["id"] for item in page.find("h2") if "id" in item.attributes]
    assert sections[:4] == ["draft", "summary", "making", "findings"]
    assert page.find("svg", role="img")
    assert [name for name in NAMES if name in said] == ["Esther Chebet"]


@pytest.mark.needs_pango
def test_the_pdf_is_asked_for_made_and_fetched(app: Flask, team: Team, held: Day) -> None:
    walker = walk_as(app, team, "facilitator")
    address = f"/workshop/{held.room.id}/report"
    walker.go(address)
    assert walker.client.get(f"{address}.pdf").status_code == 404
    page = walker.send("/report", **{"in": "ar"})
    assert walker.address == f"{address}?in=ar"
    assert "Your report is being made" in page.text
    run_due_jobs(workspace_of(app), RUNNERS)
    page = walker.go(walker.address)
    way = next(item for item in page.find("a", class_="button")).attributes["href"]
    response = walker.client.get(way)
    assert response.mimetype == "application/pdf"
    assert response.get_data().startswith(b"%PDF-")
    name = r'attachment; filename="eready-workshop-e-government-KEN-2026-11-22-ar\.pdf"'
    assert re.fullmatch(name, response.headers["Content-Disposition"])
    assert response.headers["Cache-Control"] == "no-store"


def test_nobody_else_opens_it(app: Flask, team: Team, held: Day) -> None:
    address = f"/workshop/{held.room.id}/report"
    seat = app.test_client()
    secret = held.room.people[0].seat
    assert secret is not None
    seat.set_cookie("seat", secret, path=f"/room/{held.room.id}")
    for client in (app.test_client(), walk_as(app, team, "contributor").client, seat):
        assert client.get(address).status_code == 404
        assert client.get(f"{address}.pdf").status_code == 404
        assert client.post(address, headers=OWN).status_code == 404


def test_a_draft_tells_nothing_that_was_not_shown(app: Flask, team: Team) -> None:
    pages = []
    for value in (0, 4):
        day = open_day(workspace_of(app), actor=team.actor("facilitator"))
        walker = walk_as(app, team, "facilitator")
        day.room.open("policy")
        for who in range(12):
            day.vote(who, "POL-02", value)
        day.room.close()
        text = walker.go(f"/workshop/{day.room.id}/report").text
        pages.append(text.replace(day.room.id, "ID"))
    first, second = (re.sub(r'value="[^"]{20,}"', "", page) for page in pages)
    assert first == second
    assert "This is a draft: the workshop is not over." in pages[0]


def test_what_was_typed_is_shown_as_text(app: Flask, team: Team) -> None:
    day = open_day(workspace_of(app), actor=team.actor("facilitator"), title=HOSTILE)
    hold_tables(day)
    day.note("POL-02", HOSTILE)
    end_day(day)
    walker, address = walk_as(app, team, "facilitator"), f"/workshop/{day.room.id}/report"
    said = main_text(walker.go(address))
    source = walker.client.get(address).get_data(as_text=True)
    assert HOSTILE in said
    assert "<script>alert" not in source


def test_the_big_screen_says_what_became_of_the_questions(app: Flask, team: Team) -> None:
    more = {"anonymity": "named", "second_language": "fr"}
    day = open_day(workspace_of(app), actor=team.actor("facilitator"), **more)
    hold_tables(day)
    day.room.go_to("report")
    walker = walk_as(app, team, "facilitator")
    said = main_text(read_page(walker.client.get(f"/workshop/{day.room.id}/screen")))
    for words in ("3 Agreed", "1 No agreement", "1 Parked", "Infrastructure", "Building (47)"):
        assert words in said
    assert not [name for name in NAMES if name in said]
