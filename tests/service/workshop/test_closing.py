"""After the end nothing changes, and a room goes with its assessment: for phones too."""

from collections.abc import Callable

import pytest

from app.service.assessment.deleting import delete_assessment, restore_assessment
from app.service.error import NotFound
from app.service.unit.making import delete_unit, restore_unit
from app.service.workshop.joining import (
    Guest,
    erase_self,
    find_room,
    join_room,
    leave_room,
    return_to_room,
)
from app.service.workshop.opening import open_room, open_seat
from app.service.workshop.planning import change_plan
from app.service.workshop.pulse import read_pulse
from app.service.workshop.running import end_workshop
from app.service.workshop.voting import Closed, finish_block
from tests.room import OpenRoom, make_plan, open_alone, open_for
from tests.service.conftest import House
from tests.team import Team

PLAN = "basics.plan"
SECRET = "s" * 43


def end(room: OpenRoom) -> None:
    seen = room.room.row.version
    assert end_workshop(room.facilitator, room.workspace, room.id, seen=seen)


def test_what_was_open_at_the_end_takes_no_answer(room: OpenRoom) -> None:
    one = room.people[0]
    room.open("basics")
    room.say(one, PLAN, 1)
    end(room)
    with pytest.raises(Closed):
        room.say(one, PLAN, 2, version=1)
    with pytest.raises(Closed):
        finish_block(one, room.workspace, room.id)
    assert [vote.value for vote in room.votes()] == [1]


def test_after_the_end_nobody_comes_or_goes_and_may_still_be_forgotten(house: House) -> None:
    room = open_alone(house.workspace, "small", anonymity="role")
    one, other = (room.join(role="Ministry") for _ in range(2))
    leave_room(other, house.workspace, room.id)
    left = room.participant(1).left_at
    end(room)
    leave_room(one, house.workspace, room.id)
    return_to_room(other, house.workspace, room.id)
    erase_self(one, house.workspace, room.id)
    assert (room.participant(0).left_at, room.participant(1).left_at) == (None, left)
    assert (room.participant(0).role, room.participant(1).role) == ("", "Ministry")


def test_a_plan_that_never_began_does_not_change_after_the_end(house: House) -> None:
    room = open_alone(house.workspace, "small")
    plan = make_plan(("basics",), title="Another one")
    assert not change_plan(
        room.facilitator, house.workspace, room.id, plan, seen=room.room.row.version
    )
    end(room)
    assert not change_plan(
        room.facilitator, house.workspace, room.id, plan, seen=room.room.row.version
    )


def ways_in(room: OpenRoom, code: str) -> tuple[Callable[[], object], ...]:
    one, here = room.people[0], room.workspace
    return (
        lambda: find_room(one, here, code),
        lambda: join_room(one, here, code, Guest(), secret=SECRET),
        lambda: open_seat(one, here, room.id),
        lambda: read_pulse(one, here, room.id),
        lambda: room.say(one, PLAN, 1),
        lambda: open_room(room.facilitator, here, room.id),
    )


@pytest.mark.parametrize("what", ["assessment", "unit"])
def test_a_room_goes_with_its_assessment_and_comes_back_with_it(
    house: House, team: Team, what: str
) -> None:
    begun, here = team.begin("small"), house.workspace
    room = open_for(here, begun, team.actor("facilitator"), people=1)
    room.open("basics")
    code = room.code
    if what == "unit":
        delete_unit(team.actor("admin"), here, team.unit_id)
    else:
        delete_assessment(team.actor("focal-point"), here, begun)
    for way in ways_in(room, code):
        with pytest.raises(NotFound):
            way()
    if what == "unit":
        restore_unit(team.actor("admin"), here, team.unit_id)
    else:
        restore_assessment(team.actor("focal-point"), here, team.unit_id, assessment_id=begun)
    for way in ways_in(room, code):
        way()
