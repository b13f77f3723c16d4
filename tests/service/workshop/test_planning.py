"""Plans: what is taken and what not, who lists and deletes which workshop."""

import pytest
from sqlalchemy import select

from app.service.account.own_data import erase_account
from app.service.actor import Actor
from app.service.document import ask_about, read_job_about
from app.service.error import NotAChoice, NotFound
from app.service.workshop.listing import delete_room, list_of_assessment, list_own, may_delete
from app.service.workshop.opening import open_room
from app.service.workshop.planning import (
    Subject,
    TablePlan,
    change_plan,
    plan_alone,
    plan_workshop,
)
from app.store.engine import read_session, run_write
from app.store.purging import purge_assessment
from app.store.table import METADATA
from app.store.workshop_room import find_workshop
from tests.room import HOST, OpenRoom, make_plan, open_alone, open_for
from tests.service.conftest import House
from tests.team import Team

BASICS = ("basics",)
ANYBODY = Actor(address="198.51.100.7")


@pytest.mark.parametrize(
    ("wrong", "more"),
    [
        ("planned", {"planned": 201}),
        ("planned", {"planned": 0}),
        ("tables", {"tables": ()}),
        ("tables", {"tables": tuple(TablePlan("", ()) for _ in range(13))}),
        ("table", {"tables": (TablePlan("", BASICS), TablePlan("", ()))}),
        ("pillars", {"tables": (TablePlan("", BASICS), TablePlan("", BASICS))}),
        ("pillars", {"tables": (TablePlan("", ("far",)),)}),
        ("minutes", {"minutes": 61}),
        ("anchor", {"anchor": "basics.nothing"}),
        ("anonymity", {"anonymity": "secret"}),
        ("language", {"second_language": "xx"}),
        ("title", {"title": " "}),
    ],
)
def test_a_plan_beyond_the_limits_is_refused(
    house: House, wrong: str, more: dict[str, object]
) -> None:
    with pytest.raises(NotAChoice, match=wrong):
        plan_alone(HOST, house.workspace, Subject("small", "KEN"), make_plan(BASICS, **more))
    assert list_own(HOST, house.workspace) == ()


def test_the_greatest_room_is_taken(house: House) -> None:
    plan = make_plan(BASICS, planned=200, minutes=60)
    made = plan_alone(HOST, house.workspace, Subject("small", None, "A town"), plan)
    row = open_room(HOST, house.workspace, made).row
    assert (row.planned, row.minutes, row.anchor) == (200, 60, "basics.plan")


def test_a_plan_changes_until_it_begins_and_for_one_at_a_time(house: House, team: Team) -> None:
    actor = team.actor("facilitator")
    made = plan_workshop(actor, house.workspace, team.begin("small"), make_plan(BASICS))
    other = make_plan(BASICS, title="Other", anonymity="named")
    assert change_plan(actor, house.workspace, made, other, seen=1)
    assert not change_plan(actor, house.workspace, made, other, seen=1)
    assert open_room(actor, house.workspace, made).row.anonymity == "named"
    for who in (team.actor("viewer"), team.actor("stranger"), HOST, ANYBODY):
        with pytest.raises(NotFound):
            change_plan(who, house.workspace, made, other, seen=2)
    room = open_alone(house.workspace, "small")
    seen = room.room.row.version
    assert not change_plan(HOST, house.workspace, room.id, other, seen=seen)


def test_lists_are_of_who_may_run_them(house: House, team: Team) -> None:
    begun = team.begin("small")
    room = open_for(house.workspace, begun, team.actor("facilitator"), people=2)
    listed = list_of_assessment(team.actor("focal-point"), house.workspace, begun)
    assert [(item.row.id, item.tables, item.people) for item in listed] == [(room.id, 1, 2)]
    for who in (team.actor("viewer"), team.actor("stranger"), HOST, ANYBODY):
        with pytest.raises(NotFound):
            list_of_assessment(who, house.workspace, begun)
    assert list_own(team.actor("facilitator"), house.workspace) == ()
    with pytest.raises(NotFound):
        list_own(ANYBODY, house.workspace)
    stranger = team.actor("stranger")
    made = plan_alone(stranger, house.workspace, Subject("small", "KEN"), make_plan(BASICS))
    assert [item.row.id for item in list_own(stranger, house.workspace)] == [made]
    assert list_own(HOST, house.workspace) == ()
    with pytest.raises(NotFound):
        delete_room(team.actor("facilitator"), house.workspace, made)


def test_deleting_takes_all_that_is_in_it_and_its_documents(house: House) -> None:
    room = open_alone(house.workspace, "small", people=2)
    room.open("basics")
    room.say(room.people[0], "basics.plan", 1)
    ask_about(HOST, house.workspace, room.id, kind="workshop-document", wanted=("key", {}))
    assert delete_room(HOST, house.workspace, room.id)
    about = read_job_about(house.workspace, room.id, kind="workshop-document", key="key")
    assert about is None
    with read_session(house.workspace.engine) as session:
        for name, table in METADATA.tables.items():
            if name.startswith("workshop"):
                assert session.execute(select(table)).first() is None, name


def test_rooms_of_one_s_own_go_with_the_account(house: House, team: Team) -> None:
    here, owner, begun = house.workspace, team.actor("facilitator"), team.begin("small")
    own = open_alone(here, "small", actor=owner, people=1)
    ask_about(owner, here, own.id, kind="workshop-document", wanted=("key", {}))
    kept = [open_alone(here, "small").id, open_for(here, begun, owner).id]
    account = team.people["facilitator"]
    run_write(here.engine, lambda session: erase_account(session, here, account, by=account))
    assert read_job_about(here, own.id, kind="workshop-document", key="key") is None
    with read_session(here.engine) as session:
        found = [find_workshop(session, room) is not None for room in (own.id, *kept)]
    assert found == [False, True, True]


def test_documents_of_a_room_go_with_its_assessment(house: House, team: Team) -> None:
    here, actor, begun = house.workspace, team.actor("facilitator"), team.begin("small")
    room, other = open_for(here, begun, actor), open_alone(here, "small")
    for one in (room, other):
        ask_about(actor, here, one.id, kind="workshop-document", wanted=("key", {}))
    run_write(here.engine, lambda session: purge_assessment(session, begun))
    states = [
        read_job_about(here, one.id, kind="workshop-document", key="key") for one in (room, other)
    ]
    assert [state is None for state in states] == [True, False]


def test_what_a_team_s_room_said_is_not_deleted(house: House, team: Team) -> None:
    actor, begun = team.actor("facilitator"), team.begin("small")
    room: OpenRoom = open_for(house.workspace, begun, actor)
    assert not may_delete(room.room.row)
    assert not delete_room(actor, house.workspace, room.id)
    planned = plan_workshop(actor, house.workspace, begun, make_plan(BASICS))
    assert delete_room(actor, house.workspace, planned)
    listed = list_of_assessment(actor, house.workspace, begun)
    assert [item.row.id for item in listed] == [room.id]


def test_titles_and_names_of_tables_turn_no_text_beside_them(house: House) -> None:
    tables = (TablePlan("Nor\u202eth\n1", ("basics",)),)
    room = open_alone(
        house.workspace, "small", title="A \u2066day\u202e\tin Nairobi", tables=tables
    )
    assert (room.room.row.title, room.table().name) == ("A day in Nairobi", "North 1")
    with pytest.raises(NotAChoice, match="title"):
        open_alone(house.workspace, "small", title=" \u202e")
