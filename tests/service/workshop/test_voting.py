"""Answering alone: what is open is saved, what is closed is not, and nobody sits in by a guess."""

from dataclasses import replace

import pytest

from app.response.workshop.table import ActRefusedError
from app.service.actor import Actor
from app.service.error import NotAChoice, NotFound
from app.service.workshop.counting import read_boards
from app.service.workshop.joining import (
    Guest,
    RoomFullError,
    erase_self,
    find_room,
    join_room,
    leave_room,
)
from app.service.workshop.opening import open_room
from app.service.workshop.running import end_workshop, open_door, shut_door
from app.service.workshop.steering import StaleError, act_plainly
from app.service.workshop.voting import Closed, finish_block
from app.store.engine import read_session
from app.store.workshop_seat import list_finishes, read_own_votes
from tests.room import HOST, OpenRoom, open_alone, open_for
from tests.service.conftest import House
from tests.team import Team

VISITOR = Actor(address="198.51.100.7")


def test_votes_are_kept_while_open_and_refused_before_and_after(room: OpenRoom) -> None:
    one = room.people[0]
    with pytest.raises(Closed):
        room.say(one, "basics.plan", 1)
    room.open("basics")
    assert room.say(one, "basics.plan", 1).saved[0].version == 1
    assert room.say(one, "basics.plan", 1, version=1).saved[0].version == 1
    assert room.say(one, "basics.plan", 2, version=1).saved[0].version == 2
    assert room.say(one, "basics.plan", 0, version=1).conflicts[0].theirs.value == 2
    room.close()
    with pytest.raises(Closed):
        room.say(one, "basics.plan", 0, version=2)


def test_who_answered_all_has_finished_and_others_may_say_so(room: OpenRoom) -> None:
    room.open("basics")
    one, two = room.people[:2]
    room.say(one, "basics.plan", 1)
    with read_session(room.workspace.engine) as session:
        assert not list_finishes(session, room.id)
    room.say(one, "basics.budget", state="unknown")
    finish_block(two, room.workspace, room.id)
    with read_session(room.workspace.engine) as session:
        finished = {row.participant_id for row in list_finishes(session, room.id)}
    assert finished == set(room.ids[:2])


def test_the_board_counts_each_vote_once_and_orders_by_disagreement(room: OpenRoom) -> None:
    room.open("basics")
    for place, one in enumerate(room.people):
        room.say(one, "basics.plan", 1)
        room.say(one, "basics.budget", 0 if place < 2 else 2)
    room.reveal()
    assert room.state().order == ("basics.budget", "basics.plan")
    with read_session(room.workspace.engine) as session:
        boards = read_boards(session, room.room.row, room.room.toolkit, [("basics.budget", 1)])
    board = boards["basics.budget"]
    assert [(tally.value, tally.count) for tally in board.spread.tallies] == [(0, 2), (2, 3)]
    assert (board.spread.median, board.is_shown, board.answers) == (100.0, True, 5)


def test_of_two_facilitators_the_second_is_told(room: OpenRoom) -> None:
    seen = room.table().version
    room.open("basics")
    with pytest.raises(StaleError):
        act_plainly(HOST, room.workspace, (room.id, 1), "close", seen=seen)
    with pytest.raises(ActRefusedError):
        act_plainly(HOST, room.workspace, (room.id, 1), "next", seen=seen + 1)


def test_the_same_secret_takes_the_same_seat(room: OpenRoom) -> None:
    secret = "s" * 43
    first = join_room(VISITOR, room.workspace, room.code, Guest(), secret=secret)
    assert join_room(VISITOR, room.workspace, room.code.lower(), Guest(), secret=secret) == first


def test_a_room_admits_a_tenth_more_than_planned(house: House) -> None:
    room = open_alone(house.workspace, "small", planned=10, people=11)
    with pytest.raises(RoomFullError):
        room.join()


def test_wrong_old_and_shut_codes_are_told_alike(room: OpenRoom) -> None:
    old = room.code
    assert open_door(HOST, room.workspace, room.id, seen=room.room.row.version)
    assert room.code != old
    new = room.code
    assert shut_door(HOST, room.workspace, room.id, seen=room.room.row.version)
    for code in (old, new, "AAAAAA", "", "x" * 500, "ÄÖÜ\u202e12"):
        with pytest.raises(NotFound):
            find_room(replace(VISITOR, address=f"addr {code[:9]}"), room.workspace, code)


def test_an_ended_room_takes_nothing(room: OpenRoom) -> None:
    room.open("basics")
    assert end_workshop(HOST, room.workspace, room.id, seen=room.room.row.version)
    assert not open_door(HOST, room.workspace, room.id, seen=room.room.row.version)
    with pytest.raises(ActRefusedError):
        room.close()


def test_names_and_roles_go_at_request_and_votes_stay(house: House) -> None:
    room = open_alone(house.workspace, "small", anonymity="named", roles={"Ministry": 2})
    with pytest.raises(NotAChoice):
        room.join(name=" ")
    with pytest.raises(NotAChoice):
        room.join(name="Ada", role="King")
    who = room.join(name="Ada", role="Ministry")
    room.open("basics")
    room.say(who, "basics.plan", 2)
    leave_room(who, room.workspace, room.id)
    erase_self(who, room.workspace, room.id)
    row = room.participant(0)
    assert (row.name, row.role, row.erased_at is None, row.left_at is None) == (
        "",
        "",
        False,
        False,
    )
    with read_session(room.workspace.engine) as session:
        assert [vote.value for vote in read_own_votes(session, row.id)] == [2]


def test_an_anonymous_room_keeps_no_name_and_no_role(house: House) -> None:
    room = open_alone(house.workspace, "small", roles={"Ministry": 2})
    room.join(name="Ada", role="Ministry")
    assert (room.participant(0).name, room.participant(0).role) == ("", "")


def test_nobody_else_runs_a_room_or_sits_in_it(house: House, team: Team) -> None:
    assessment = team.begin("small")
    room = open_for(house.workspace, assessment, team.actor("facilitator"), people=1)
    for role in ("stranger", "contributor", "viewer", "reviewer", "admin"):
        with pytest.raises(NotFound):
            open_room(team.actor(role), house.workspace, room.id)
    for actor in (HOST, VISITOR, room.people[0]):
        with pytest.raises(NotFound):
            open_room(actor, house.workspace, room.id)
    assert open_room(team.actor("focal-point"), house.workspace, room.id).id == room.id
    other = open_alone(house.workspace, "small", people=1)
    with pytest.raises(NotFound):
        finish_block(other.people[0], house.workspace, room.id)
