"""Who sits down: what is kept of what they say, and how they come back."""

from dataclasses import replace

import pytest

from app.response.line import tidy
from app.service.actor import Actor
from app.service.error import NotAChoice, NotFound
from app.service.secret import make_secret
from app.service.workshop.joining import (
    LONGEST,
    Guest,
    erase_self,
    join_room,
    leave_room,
    return_to_room,
)
from app.service.workshop.opening import open_seat
from app.service.workshop.pulse import read_pulse
from tests.room import open_alone
from tests.service.conftest import House

TURN, ISOLATE, MARK, JOINER = "\u202e", "\u2066", "\u200f", "\u200d"


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("  Amina   Ali ", "Amina Ali"),
        (f"{TURN}Amina{ISOLATE}{MARK}", "Amina"),
        ("Amina\r\nAli\x00\x1b[2J", "Amina Ali [2J"),
        ("<script>alert(1)</script>", "<script>alert(1)</script>"),
        (f"क्{JOINER}ष", f"क्{JOINER}ष"),
        ("أمينة علي", "أمينة علي"),
        (f"{TURN}\ufeff\u200b", ""),
        ("x" * 200, "x" * LONGEST),
        ("Amina\ud800", "Amina"),
    ],
)
def test_a_name_is_one_line_that_acts_on_nothing(typed: str, kept: str) -> None:
    assert tidy(typed, LONGEST) == kept


def test_a_name_of_which_nothing_is_seen_is_none(house: House) -> None:
    room = open_alone(house.workspace, "small", anonymity="named")
    with pytest.raises(NotAChoice, match="name"):
        room.join(name=f" {TURN} ")
    room.join(name=f"{TURN}Ali", role=f"Teacher{TURN}")
    assert (room.participant(0).name, room.participant(0).role) == ("Ali", "Teacher")


def test_a_planned_role_is_taken_as_it_was_written(house: House) -> None:
    role = f"Ministry  of {MARK}Health"
    room = open_alone(house.workspace, "small", anonymity="role", roles={role: 2})
    room.join(role=role)
    assert room.participant(0).role == role


def test_who_left_comes_back_to_the_same_seat(house: House) -> None:
    room = open_alone(house.workspace, "small")
    one = room.join()
    leave_room(one, house.workspace, room.id)
    assert room.participant(0).left_at is not None
    return_to_room(one, house.workspace, room.id)
    assert room.participant(0).left_at is None


def test_who_was_forgotten_or_left_is_not_filled_in_by_the_same_form(house: House) -> None:
    room = open_alone(house.workspace, "small", anonymity="named")
    visitor, secret = Actor(address="198.51.100.7"), make_secret()
    for name in ("Amina", "Ali"):
        guest = Guest(name=name)
        _, one = join_room(visitor, house.workspace, room.code, guest, secret=secret)
        room.ids.append(one)
        erase_self(replace(visitor, seat=secret), house.workspace, room.id)
        leave_room(replace(visitor, seat=secret), house.workspace, room.id)
    assert room.ids[0] == room.ids[1]
    assert (room.participant(0).name, len(room.people_rows())) == ("", 1)


def test_a_secret_of_one_room_takes_no_seat_in_another(house: House) -> None:
    room, elsewhere = (open_alone(house.workspace, "small") for _ in range(2))
    one = elsewhere.join()
    with pytest.raises(NotFound):
        open_seat(one, house.workspace, room.id)
    assert one.seat is not None
    with pytest.raises(NotFound):
        join_room(one, house.workspace, room.code, Guest(), secret=one.seat)
    assert not room.people_rows()


def test_the_pulse_of_a_room_is_for_those_who_sit_in_it(house: House) -> None:
    room, elsewhere = (open_alone(house.workspace, "small") for _ in range(2))
    with pytest.raises(NotFound):
        read_pulse(elsewhere.join(), house.workspace, room.id)
    with pytest.raises(NotFound):
        read_pulse(room.facilitator, house.workspace, room.id)
