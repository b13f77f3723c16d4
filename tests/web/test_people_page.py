"""Units and people in a browser without script: roles, invitations, who answers what."""

import re

import pytest
from flask import Flask

from app.service.account.accepting import accept_invitation, read_invitation
from tests.team import Team, make_team
from tests.web.page import Page
from tests.web.test_assessment_page import walk_as
from tests.web.walk import Walker, main_text, workspace_of

TOOLKIT = "sector-e-strategy"


@pytest.fixture
def team(app: Flask) -> Team:
    return make_team(workspace_of(app))


def test_a_focal_point_keeps_the_people_of_a_unit(app: Flask, team: Team) -> None:
    walker, address = walk_as(app, team, "focal-point"), f"/units/{team.unit_id}"
    walker.go("/assessments")
    assert address in str([item.attributes for item in walker.page.find("a")])  # type: ignore[union-attr]
    page = walker.go(address)
    assert "Kenya" in page.one("h1").text
    assert "Facilitator" in main_text(page)
    # The last focal point stays.
    me = team.people["focal-point"]
    page = post(walker, f"{address}/roles", 422, act="revoke", account=me, role="focal-point")
    assert "one focal point at least" in main_text(page)
    post(walker, f"{address}/roles", account=team.people["viewer"], role="focal-point")
    page = post(walker, f"{address}/roles", act="revoke", account=me, role="focal-point")
    assert page.one("h1").text == "Assessments"
    walker.go(address, status=404)
    # Nobody from elsewhere is given a role without being asked.
    other = walk_as(app, team, "viewer")
    other.go(address)
    post(other, f"{address}/roles", 400, account=team.people["stranger"], role="viewer")
    assert "Stranger" not in main_text(other.go(address))


def post(walker: Walker, address: str, status: int = 200, **fields: str) -> Page:
    response = walker.client.post(address, data=fields, headers={"Origin": "http://localhost"})
    return walker._take(response, address, status)


def test_an_invitation_by_link_gives_role_and_part(app: Flask, team: Team) -> None:
    begun = team.begin(TOOLKIT, parameters={"sector": "health"})
    walker = walk_as(app, team, "focal-point")
    address = f"/assessments/{begun}/people"
    walker.go(address)
    page = walker.send("/people/invitations", status=422, role="", way="mail", email="no address")
    assert "Choose a role" in main_text(page)
    assert "name@example.org" in main_text(page)
    page = walker.send("/people/invitations", role="contributor", way="link", node=["ES-VIS"],
                       due="2026-12-24")  # fmt: skip
    link = page.one("input", id="_link").attributes["value"]
    assert re.fullmatch(r"http://localhost/invitation/[\w-]{43}", link)
    page = walker.go(address)
    assert link not in page.response.get_data(as_text=True)
    assert "Whoever gets the link" in main_text(page)

    guest = walk_as(app, team, "stranger")
    guest.go(address, status=404)
    accept_invitation(team.actor("stranger"), team.workspace, link.rpartition("/")[2])
    assert "24 December 2026" in main_text(guest.go(f"/assessments/{begun}/mine"))
    page = walker.go(address)
    assert "Stranger" in main_text(page)
    assert "There is no open invitation" in main_text(page)
    # Taken back before it is accepted, it opens nothing.
    page = walker.send("/people/invitations", role="viewer", way="link")
    link = page.one("input", id="_link").attributes["value"]
    walker.go(address)
    walker.send("/invitations/revoke")
    assert read_invitation(team.workspace, link.rpartition("/")[2]) is None
    # The role goes, and with it what was to be answered.
    post(walker, f"{address}/roles", act="revoke", account=team.people["stranger"],
         role="contributor")  # fmt: skip
    guest.go(f"/assessments/{begun}/mine", status=404)
    page = walker.go(f"/assessments/{begun}/assignments")
    assert "Stranger" not in main_text(page)


def test_parts_are_given_out_and_taken_back(app: Flask, team: Team) -> None:
    begun = team.begin(TOOLKIT, parameters={"sector": "health"})
    walker, address = walk_as(app, team, "facilitator"), f"/assessments/{begun}/assignments"
    page = walker.go(address)
    assert "nobody" in main_text(page)
    who = team.people["contributor"]
    page = walker.send("/assignments", status=422, give=[f"{who}.ES-VIS"], due="soon")
    assert "no day" in main_text(page)
    walker.go(address)
    page = walker.send("/assignments", give=[f"{who}.ES-VIS", f"{who}.ES-ARC"], due="2026-12-24")
    form = walker.form("/assignments")
    assert sorted(form.fields["stood"]) == [f"{who}.ES-ARC", f"{who}.ES-VIS"]
    assert sorted(form.fields["give"]) == [f"{who}.ES-ARC", f"{who}.ES-VIS"]

    # Two people give out parts from the same page: neither undoes the other's.
    other = walk_as(app, team, "focal-point")
    other.go(address)
    walker.send("/assignments", give=[f"{who}.ES-ARC"])
    other.send("/assignments", give=[f"{who}.ES-ARC", f"{who}.ES-VIS", f"{who}."])
    given = walker.go(address) and walker.form("/assignments").fields["give"]
    assert sorted(given) == [f"{who}.", f"{who}.ES-ARC"]
    assert "Somebody was given every question" in main_text(other.page)  # type: ignore[arg-type]

    name = f"due.{who}.ES-ARC"
    page = walker.send("/assignments/days", status=422, **{name: "31 12"})
    assert page.one("input", id=name).attributes["aria-invalid"] == "true"
    walker.go(address)
    walker.send("/assignments/days", **{name: "2027-01-15"})
    mine = walk_as(app, team, "contributor")
    assert "15 January 2027" in main_text(mine.go(f"/assessments/{begun}/mine"))
    page = mine.go(address)
    assert not page.find("button", class_="button")
    mine.go(address + "?of=" + first_pillar(app))


def first_pillar(app: Flask) -> str:
    toolkit = workspace_of(app).toolkits.get(TOOLKIT)
    assert toolkit is not None
    return toolkit.pillars[0].id


def test_parts_go_to_nobody_who_answers_nothing(app: Flask, team: Team) -> None:
    begun = team.begin(TOOLKIT, parameters={"sector": "health"})
    walker, address = walk_as(app, team, "focal-point"), f"/assessments/{begun}/assignments"
    walker.go(address)
    for part in (team.people["viewer"] + ".ES-VIS", team.people["stranger"] + ".",
                 team.people["contributor"] + ".NO-SUCH", "ES-VIS"):  # fmt: skip
        post(walker, address, 400, give=part)
    team.set_state(begun, "approved")
    post(walker, address, 409, give=team.people["contributor"] + ".")
    assert not walker.go(address).find("input", name="give")
