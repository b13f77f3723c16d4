"""Who is in a room against its plan, and taking details out, in a browser without script."""

import pytest
from flask import Flask

from tests.room import OpenRoom, open_for
from tests.team import Team, make_team
from tests.web.test_assessment_page import walk_as
from tests.web.walk import Walker, main_text, workspace_of

BALANCE = {"sex": ("Woman", "Man", "Other")}
ROLES = {"Ministry": 3, "Civil society": 4}


@pytest.fixture
def team(app: Flask) -> Team:
    return make_team(workspace_of(app))


def fill(team: Team, anonymity: str) -> OpenRoom:
    """Let in six women and five men of a ministry, one other of civil society, and one silent."""
    room = open_for(
        team.workspace, team.begin("e-government"), team.actor("facilitator"),
        anonymity=anonymity, roles=ROLES, balance=BALANCE,
    )  # fmt: skip
    room.fill(6, name="Ada \u202e<b>", role="Ministry", sex="Woman")
    room.fill(5, name="Alan", role="Ministry", sex="Man")
    room.join(name="Kim", role="Civil society", sex="Other")
    room.join(name="Sam")
    return room


def cells(walker: Walker, address: str) -> dict[str, list[str]]:
    """Give the cells of each row of the tables by the row's head."""
    page = walker.go(address)
    rows: dict[str, list[str]] = {}
    for row in page.find("tr"):
        inside = [item for item in page.elements if row in item.parents]
        head = next((item for item in inside if item.tag == "th"), None)
        if head is not None:
            rows[head.text.strip()] = [item.text.strip() for item in inside if item.tag == "td"]
    return rows


def test_roles_stand_against_the_plan_and_small_groups_are_kept_back(
    app: Flask, team: Team
) -> None:
    room = fill(team, "role")
    walker = walk_as(app, team, "facilitator")
    rows = cells(walker, f"/workshop/{room.id}/people")
    assert rows["Ministry"] == ["3", "11", "0"]
    assert rows["Civil society"] == ["4", "1", "3"]
    assert rows["Woman"] == ["6"]
    assert rows["Man"] == ["5"]
    assert rows["Other"] == rows["did not say"] == ["not shown"]
    assert walker.page is not None
    assert "13 of 20" in main_text(walker.page)
    assert "Ada" not in walker.page.text
    for who in ("viewer", "contributor", "stranger"):
        for path in ("people", "people/erasure", f"people/{room.ids[0]}/erasure"):
            address = f"/workshop/{room.id}/{path}"
            assert walk_as(app, team, who).client.get(address).status_code == 404


def test_one_small_group_alone_is_not_to_be_worked_out(app: Flask, team: Team) -> None:
    room = open_for(
        team.workspace, team.begin("e-government"), team.actor("facilitator"), balance=BALANCE
    )
    room.fill(7, sex="Woman")
    room.fill(6, sex="Man")
    room.fill(5, sex="Other")
    room.fill(1)
    rows = cells(walk_as(app, team, "facilitator"), f"/workshop/{room.id}/people")
    assert rows["did not say"] == rows["Other"] == ["not shown"]
    assert (rows["Woman"], rows["Man"]) == (["7"], ["6"])


def test_named_sessions_show_names_and_counts(app: Flask, team: Team) -> None:
    room = fill_named(team)
    walker = walk_as(app, team, "facilitator")
    rows = cells(walker, f"/workshop/{room.id}/people")
    assert rows["Woman"] == ["1"]
    assert walker.page is not None
    assert "Ada" in main_text(walker.page)


def fill_named(team: Team) -> OpenRoom:
    room = open_for(
        team.workspace, team.begin("e-government"), team.actor("facilitator"),
        anonymity="named", roles=ROLES, balance=BALANCE,
    )  # fmt: skip
    room.join(name="Ada", role="Ministry", sex="Woman")
    room.join(name="Alan", role="Ministry", sex="Man")
    return room


def test_details_go_at_request_of_one_and_of_all(app: Flask, team: Team) -> None:
    room = fill_named(team)
    walker = walk_as(app, team, "focal-point")
    base = f"/workshop/{room.id}/people"
    walker.go(f"{base}/{room.ids[0]}/erasure")
    assert walker.page is not None
    assert "Ada" in main_text(walker.page)
    walker.send("/erasure")
    text = main_text(walker.page)
    assert "Ada" not in text
    assert "details taken out" in text
    assert "2 of 20" in text
    assert room.participant(0).name == ""
    assert room.participant(1).name == "Alan"
    walker.go(f"{base}/erasure")
    walker.send("/people/erasure")
    assert room.participant(1).sex == ""
    other = fill_named(team)
    token = {"csrf_token": walker.form("/sign-out").fields["csrf_token"]}
    for nowhere in ("nobody", room.id, other.ids[0]):
        address = f"{base}/{nowhere}/erasure"
        assert walker.client.get(address).status_code == 404
        assert walker.client.post(address, data=token).status_code == 404
    assert other.participant(0).name == "Ada"
