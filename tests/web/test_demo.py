"""The demonstration: made by the services in a database of its own, marked on every page."""

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from flask import Flask
from sqlalchemy import select

from app.paths import REFERENCE
from app.reference import build_reference, read_tables
from app.service.actor import Actor
from app.service.assessment.approval import verify_approvals
from app.service.demo.country import CODE, add_invented_country
from app.service.demo.entering import enter_as, is_demo, list_parts
from app.service.demo.making import NotEmptyError, make_demo
from app.service.error import NotFound
from app.service.workspace import open_workspace
from app.settings import Settings, fill_settings
from app.store.table import METADATA
from app.web import create_app
from tests.team import make_team
from tests.web.conftest import NOW, MakeApp
from tests.web.walk import OWN, Walker, main_text, workspace_of

BANNER = "This is a demonstration"


@pytest.fixture(scope="module")
def demo(migrated_file: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Flask]:
    folder = tmp_path_factory.mktemp("demo")
    (folder / "eready.sqlite3").write_bytes(migrated_file.read_bytes())
    settings = fill_settings(Settings(instance=folder, secret_key="for tests, long enough"))
    told: list[str] = []
    make_demo(settings, NOW, told.append)
    assert told[0] == "the invented country"
    with pytest.raises(NotEmptyError):
        make_demo(settings, NOW, told.append)
    workspace = open_workspace(settings, now=lambda: NOW)
    yield create_app(workspace)
    workspace.engine.dispose()


def become(demo: Flask, role: str) -> Walker:
    walker = Walker(demo)
    walker.go("/demo")
    part = next(part for part in list_parts(workspace_of(demo)) if role in part.roles)
    walker.send("/demo", account=part.account)
    assert walker.address == "/assessments"
    return walker


def test_one_chooses_whom_to_be_and_sees_three_rounds(demo: Flask) -> None:
    assert len(list_parts(workspace_of(demo))) == 6
    walker = become(demo, "focal-point")
    page = walker.go("/assessments")
    rounds = [
        link.attributes["href"]
        for link in page.find("a")
        if "Round" in link.text and link.attributes["href"].startswith("/assessments/")
    ]
    assert len(rounds) == 3
    for state in ("Collecting answers", "Approved", "Superseded by a later round"):
        assert state in main_text(page)
    for section in ("", "/rounds", "/plan", "/goals", "/comments", "/evidence", "/review",
                    "/result", "/people", "/steps", "/figures"):  # fmt: skip
        for begun in rounds:
            assert BANNER in walker.go(f"{begun}{section}").text, section
    # What anybody can see is marked too.
    anybody = Walker(demo)
    page = anybody.go("/published")
    assert "Demoland" in main_text(page)
    public = next(
        link for link in page.find("a") if link.attributes["href"].startswith("/published/")
    )
    for address in ("/", "/toolkits", f"/check/e-government/{CODE}", public.attributes["href"],
                    "/sign-in", "/nowhere"):  # fmt: skip
        page = anybody.go(address, status=404 if address == "/nowhere" else 200)
        assert BANNER in page.text, address
    for language in ("ar", "zh", "fr", "ru", "es"):
        page = anybody.go(f"/?lang={language}")
        assert [item for item in page.find("aside") if "demo" in item.attributes["class"]]


def test_what_was_approved_stands_to_the_last_digit(demo: Flask) -> None:
    workspace = workspace_of(demo)
    found = verify_approvals(workspace.engine, workspace.toolkits)
    assert len(found) == 2
    assert all(item.is_whole and item.is_repeatable for item in found)


def test_it_has_everything_an_exercise_has(demo: Flask) -> None:
    with workspace_of(demo).engine.connect() as connection:
        for name in (
            "assignment", "comment", "review_comment", "evidence", "evidence_file", "goal",
            "plan_action", "approval", "publication", "state_change", "answer_history",
        ):  # fmt: skip
            assert connection.execute(select(METADATA.tables[name])).first() is not None, name
        # Nothing is of a time to come.
        trail = METADATA.tables["audit"]
        times = [row.at for row in connection.execute(select(trail))]
    assert max(times) <= NOW
    assert times == sorted(times)


def test_figures_are_the_same_each_time_and_say_that_they_are_invented() -> None:
    tables = read_tables(REFERENCE)
    made, again = add_invented_country(tables), add_invented_country(tables)
    assert made == again
    reference = build_reference(made)
    own = [row for row in made.observations if row.country == CODE]
    assert len(own) > 40
    assert {row.source for row in own} == {"invented"}
    assert {row for row in made.observations if row.country != CODE} == set(tables.observations)
    assert CODE not in build_reference(tables).countries
    assert CODE in reference.countries


def test_nobody_becomes_anybody_where_people_work(app: Flask) -> None:
    workspace = workspace_of(app)
    team = make_team(workspace)
    assert not is_demo(workspace.engine)
    client = app.test_client()
    sent = {"account": team.people["focal-point"]}
    assert client.get("/demo").status_code == 404
    assert client.post("/demo", data=sent, headers=OWN).status_code == 404
    with pytest.raises(NotFound):
        list_parts(workspace)
    with pytest.raises(NotFound):
        enter_as(team.actor("stranger"), workspace, sent["account"], device="")
    assert BANNER not in client.get("/").get_data(as_text=True)
    # A demonstration is put into an empty database only.
    with pytest.raises(NotEmptyError):
        make_demo(workspace.settings, NOW, lambda _what: None)


def test_nobody_becomes_anybody_where_a_demonstration_is_served_to_the_public(demo: Flask) -> None:
    here = workspace_of(demo)
    part = list_parts(here)[0]
    public = replace(here, settings=replace(here.settings, environment="production"))
    with pytest.raises(NotFound):
        list_parts(public)
    with pytest.raises(NotFound):
        enter_as(Actor(), public, part.account, device="")


def test_a_new_installation_has_nobody_and_nothing(make_app: MakeApp) -> None:
    """What `make run` brings up is the reference data, and no more."""
    with workspace_of(make_app()).engine.connect() as connection:
        for name in ("account", "unit", "assessment", "organisation", "audit", "job"):
            assert connection.execute(select(METADATA.tables[name])).first() is None, name


def test_a_workshop_is_in_the_middle_of_its_day(demo: Flask) -> None:
    walker = become(demo, "focal-point")
    with workspace_of(demo).engine.connect() as connection:
        row = connection.execute(select(METADATA.tables["workshop"])).one()
    page = walker.go(f"/workshop/{row.id}")
    assert "Where we stand: policy" in page.text
    assert BANNER in page.text
    table = walker.go(f"/workshop/{row.id}/tables/1")
    assert "Talks about a question" in table.text
    assert "Middle" in table.text
    with workspace_of(demo).engine.connect() as connection:
        agreed = connection.execute(select(METADATA.tables["workshop_agreement"])).all()
    assert [item.outcome for item in agreed] == ["reservation", "agreed", "agreed"]
    assert all(item.answer_version for item in agreed)
