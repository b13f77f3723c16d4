"""Planning a workshop in a browser without script."""

import pytest
from flask import Flask

from app.service.job import run_due_jobs
from app.service.runner import RUNNERS
from app.service.workshop.opening import open_room
from app.service.workshop.running import open_door
from tests.team import Team, make_team
from tests.web.test_assessment_page import walk_as
from tests.web.walk import Walker, main_text, workspace_of

TOOLKIT = "e-government"
GIVEN = {
    "title": "A day in Nairobi",
    "day": "2026-12-01",
    "place": "KICC",
    "welcome": "Dear colleagues,\nwelcome.",
    "role.1": "Ministry",
    "role.1.count": "3",
    "sex": "Woman\nMan\n\nWoman",
}


@pytest.fixture
def team(app: Flask) -> Team:
    return make_team(workspace_of(app))


@pytest.fixture
def base(team: Team) -> str:
    return f"/assessments/{team.begin(TOOLKIT)}"


def text_of(walker: Walker) -> str:
    assert walker.page is not None
    return main_text(walker.page)


def post(walker: Walker, action: str, fields: dict[str, str], status: int = 200) -> None:
    """Send a form with fields whose names hold dots."""
    form = walker.form(action)
    data = {**form.fields, **{name: [value] for name, value in fields.items()}}
    response = walker.client.post(form.action, data=data)
    walker._take(response, form.action, status)


def plan(walker: Walker, base: str, **more: str) -> str:
    """Plan a workshop of an assessment; returns its id."""
    walker.go(f"{base}/workshops/new")
    post(walker, "/workshops/new", GIVEN | more)
    return walker.address.split("/")[2]


def test_a_workshop_is_planned_listed_changed_and_deleted(
    app: Flask, team: Team, base: str
) -> None:
    walker = walk_as(app, team, "facilitator")
    walker.go(f"{base}/workshops")
    assert "No workshop is planned yet" in text_of(walker)
    made = plan(walker, base)
    assert "The workshop is planned" in text_of(walker)
    row = open_room(team.actor("facilitator"), workspace_of(app), made).row
    assert (row.title, row.roles, row.balance) == (
        "A day in Nairobi",
        {"Ministry": 3},
        {"sex": ["Woman", "Man"]},
    )
    assert row.content == {
        "day": "2026-12-01",
        "begins": "09:00",
        "place": "KICC",
        "welcome": "Dear colleagues,\nwelcome.",
    }
    assert walker.form("/plan").fields["welcome"] == ["Dear colleagues,\nwelcome."]
    post(walker, "/plan", {"title": "Two days", "begins": "٠٨:٣٠"})
    assert "The plan is saved" in text_of(walker)
    assert walker.form("/plan").fields["begins"] == ["08:30"]
    walker.go(f"{base}/workshops")
    assert "Two days" in text_of(walker)
    assert "0 of 20" in text_of(walker)
    assert f'href="/workshop/{made}/plan"' in walker.client.get(walker.address).text
    walker.go(f"/workshop/{made}/delete")
    walker.send("/delete")
    assert "No workshop is planned yet" in text_of(walker)
    assert walker.client.get(f"/workshop/{made}/plan").status_code == 404


def test_a_plan_and_a_list_lead_to_the_control_of_what_goes_on(
    app: Flask, team: Team, base: str
) -> None:
    walker = walk_as(app, team, "facilitator")
    made = plan(walker, base)
    assert "Control page" in text_of(walker)
    assert open_door(team.actor("facilitator"), workspace_of(app), made, seen=1)
    assert f'href="/workshop/{made}" dir' in walker.client.get(f"{base}/workshops").text


def test_wrong_fields_are_listed_and_nothing_typed_is_lost(
    app: Flask, team: Team, base: str
) -> None:
    walker = walk_as(app, team, "facilitator")
    walker.go(f"{base}/workshops/new")
    wrong = {
        "title": " ", "day": "2026-02-30", "begins": "25:00", "minutes": "61", "planned": "201",
        "tables": "13", "language": "xx", "second_language": "xx", "anonymity": "secret",
        "anchor": "nothing", "role.1": "Ministry", "role.1.count": "none", "role.2": "Ministry",
        "role.3.count": "4", "sector": "Alone", "place": "x" * 201,
        "region": "\n".join(f"Region {number}" for number in range(21)), "welcome": "x" * 2001,
    }  # fmt: skip
    post(walker, "/workshops/new", wrong, status=422)
    page = walker.page
    assert page is not None
    refused = {
        item.attributes["href"][1:]
        for item in page.find("a")
        if any(parent.attributes.get("id") == "errors" for parent in item.parents)
    }
    assert refused == {
        "title", "day", "begins", "minutes", "planned", "tables", "language", "second_language",
        "anonymity", "anchor", "role.1.count", "role.2", "role.3", "sector", "region", "place",
        "welcome",
    }  # fmt: skip
    ids = {item.attributes.get("id") for item in page.elements}
    assert refused <= ids
    fields = walker.form("/workshops/new").fields
    for name in ("day", "begins", "minutes", "planned", "role.3.count", "region", "welcome"):
        assert fields[name] == [wrong[name]]


def test_tables_are_added_and_counted_without_saving(app: Flask, team: Team, base: str) -> None:
    walker = walk_as(app, team, "focal-point")
    walker.go(f"{base}/workshops/new")
    post(walker, "/workshops/new", {"tables": "2", "title": "Two", "act": "look", "minutes": "60"})
    assert "This is more than six hours" in text_of(walker)
    fields = walker.form("/workshops/new").fields
    assert (fields["title"], fields["table.2"]) == (["Two"], [""])
    pillars = [name for name in fields if name.startswith("pillar.")]
    post(walker, "/workshops/new", {"act": "save"}, status=422)
    assert "This table has no pillar" in text_of(walker)
    post(walker, "/workshops/new", {"act": "look", pillars[0]: "2", "minutes": "1"})
    assert "more than six hours" not in text_of(walker)
    post(walker, "/workshops/new", {"act": "look", "tables": "1"})
    assert walker.form("/workshops/new").fields[pillars[0]] == ["1"]
    post(walker, "/workshops/new", {"act": "look", "tables": "2"})
    post(walker, "/workshops/new", {"act": "save", pillars[0]: "2", "table.2": "Law"})
    assert "The workshop is planned" in text_of(walker)
    walker.go(walker.address)
    assert walker.form("/plan").fields["table.2"] == ["Law"]


def test_what_was_planned_meanwhile_or_has_begun_is_told(app: Flask, team: Team, base: str) -> None:
    one, two = walk_as(app, team, "facilitator"), walk_as(app, team, "focal-point")
    made = plan(one, base)
    address = f"/workshop/{made}/plan"
    one.go(address)
    two.go(address)
    post(two, "/plan", {"title": "Theirs"})
    post(one, "/plan", {"title": "Mine"}, status=409)
    assert "Somebody else changed the plan" in text_of(one)
    assert one.form("/plan").fields["title"] == ["Mine"]
    post(one, "/plan", {})
    assert "The plan is saved" in text_of(one)
    assert one.form("/plan").fields["title"] == ["Mine"]
    actor, here = team.actor("facilitator"), workspace_of(app)
    assert open_door(actor, here, made, seen=open_room(actor, here, made).row.version)
    post(one, "/plan", {"welcome": "Much was typed"}, status=409)
    assert "The door was opened meanwhile" in text_of(one)
    assert one.form("/plan").fields["welcome"] == ["Much was typed"]
    one.go(address)
    assert "the plan is fixed" in text_of(one)
    assert one.client.get(f"/workshop/{made}/delete").status_code == 409
    token = {"csrf_token": one.form("/sign-out").fields["csrf_token"]}
    assert one.client.post(f"/workshop/{made}/delete", data=token).status_code == 409
    assert open_room(actor, here, made).id == made


def test_one_that_stands_alone_is_its_owner_s(app: Flask, team: Team) -> None:
    walker = walk_as(app, team, "stranger")
    walker.go("/workshops")
    walker.go("/workshops/new")
    walker.go(f"/workshops/new?toolkit={TOOLKIT}")
    post(walker, "/workshops/new", {"title": ""}, status=422)
    assert "Choose a country, or name what is assessed" in text_of(walker)
    post(walker, "/workshops/new", {"act": "look", "extent": "whole", "country": "KEN"})
    post(walker, "/workshops/new", GIVEN | {"act": "save"})
    made = walker.address.split("/")[2]
    walker.go("/workshops")
    assert "Kenya" in text_of(walker)
    other = walk_as(app, team, "facilitator")
    for path in ("plan", "delete"):
        assert other.client.get(f"/workshop/{made}/{path}").status_code == 404
    actor, here = team.actor("stranger"), workspace_of(app)
    assert not open_room(actor, here, made).setting.quick
    assert open_door(actor, here, made, seen=1)
    walker.go(f"/workshop/{made}/delete")
    walker.send("/delete")
    assert "No workshop is planned yet" in text_of(walker)


def test_only_who_facilitates_sees_the_section(app: Flask, team: Team, base: str) -> None:
    for role, is_shown in (("facilitator", True), ("viewer", False), ("contributor", False)):
        walker = walk_as(app, team, role)
        walker.go(base)
        assert walker.page is not None
        links = [item.attributes.get("href") for item in walker.page.find("a")]
        assert (f"{base}/workshops" in links) is is_shown
        expected = 200 if is_shown else 404
        assert walker.client.get(f"{base}/workshops/new").status_code == expected


@pytest.mark.needs_pango
def test_documents_are_asked_for_waited_for_and_fetched(app: Flask, team: Team, base: str) -> None:
    walker, here = walk_as(app, team, "facilitator"), workspace_of(app)
    made = plan(walker, base, planned="3")
    walker.go(f"/workshop/{made}/documents")
    for what in ("pack", "letter", "requests", "forms"):
        address = f"/workshop/{made}/documents/{what}"
        walker.go(address)
        walker.send(f"/documents/{what}", **{"in": "ar"})
        assert "in=ar" in walker.address
        assert "is being made" in text_of(walker)
        assert walker.client.get(f"{address}.pdf?in=ar").status_code == 404
    while run_due_jobs(here, RUNNERS):
        pass
    walker.go(walker.address)
    assert walker.page is not None
    way = next(item for item in walker.page.find("a", class_="button")).attributes["href"]
    response = walker.client.get(way)
    assert response.data.startswith(b"%PDF-")
    name = 'attachment; filename="eready-workshop-forms-001-003-ar.pdf"'
    assert response.headers["Content-Disposition"] == name
    assert walk_as(app, team, "viewer").client.get(way).status_code == 404
    for nowhere in (
        "nothing",
        "forms?from=2",
        "forms?from=x",
        "nothing.pdf",
        "forms.pdf?in=ar&from=9",
    ):
        address = f"/workshop/{made}/documents/{nowhere}"
        assert walker.client.get(address).status_code == 404, nowhere
    # Another plan is another letter.
    address = f"/workshop/{made}/documents/letter.pdf?in=ar"
    assert walker.client.get(address).status_code == 200
    walker.go(f"/workshop/{made}/plan")
    post(walker, "/plan", {"place": "Elsewhere"})
    assert walker.client.get(address).status_code == 404
