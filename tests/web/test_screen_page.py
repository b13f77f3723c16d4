"""The big screen: for whoever runs the room, in the room's languages, without a name or a hint."""

from collections.abc import Callable
from dataclasses import dataclass, replace

import pytest
from flask import Flask
from flask.testing import FlaskClient

from app.response import Answer
from app.response.workshop.table import PRACTICE
from app.service.check_state import Change
from app.service.workshop.agreeing import Wish, agree, reopen
from app.service.workshop.joining import leave_room
from app.service.workshop.opening import NAMED
from app.service.workshop.planning import TablePlan
from app.service.workshop.running import end_workshop, shut_door
from app.service.workshop.steering import act_on_question, start_timer
from app.service.workshop.voting import finish_block, save_votes
from app.web.sign_in import COOKIE
from tests.room import OpenRoom, open_for
from tests.team import Team, make_team
from tests.web.walk import workspace_of

STRATEGY, LAW = "POL-01", "POL-02"
HOSTILE = "<script>alert(1)</script>\u202e"
POLICY = (TablePlan("", ("policy",)),)
BOTH = (TablePlan("First table", ("policy",)), TablePlan("Second table", ("outreach",)))


@dataclass
class Hall:
    """A room with the windows of its facilitator and of others."""

    room: OpenRoom
    team: Team
    app: Flask

    def client(self, role: str = "facilitator") -> FlaskClient:
        client = self.app.test_client()
        client.set_cookie(COOKIE, self.team.secret(role))
        return client

    def look(self, path: str = "/screen", *, role: str = "facilitator", status: int = 200) -> str:
        response = self.client(role).get(f"/workshop/{self.room.id}{path}")
        assert response.status_code == status
        return response.get_data(as_text=True)

    @property
    def seen(self) -> int:
        return int(self.room.table().version)

    def say_all(self, *values: int, question: str = STRATEGY) -> None:
        for person, value in zip(self.room.people, values, strict=True):
            self.room.say(person, question, value)


Make = Callable[..., Hall]


@pytest.fixture
def make_hall(app: Flask) -> Make:
    def make(**more: object) -> Hall:
        team = make_team(workspace_of(app))
        plain: dict[str, object] = {"people": 6, "tables": POLICY}
        facilitator = team.actor("facilitator")
        room = open_for(team.workspace, team.begin("e-government"), facilitator, **plain | more)  # type: ignore[arg-type]
        return Hall(room, team, app)

    return make


PATHS = ("/screen", "/screen/pulse", "/tables/1/screen")


@pytest.mark.parametrize("path", PATHS)
def test_it_is_there_for_whoever_runs_the_room_alone(make_hall: Make, path: str) -> None:
    hall = make_hall()
    hall.look(path)
    hall.look(path, role="focal-point")
    for role in ("contributor", "viewer", "stranger"):
        hall.look(path, role=role, status=404)
    anonymous = hall.app.test_client().get(f"/workshop/{hall.room.id}{path}")
    assert anonymous.status_code == 404


def test_there_is_no_screen_of_a_table_that_is_not_there(make_hall: Make) -> None:
    hall = make_hall()
    hall.look("/tables/2/screen", status=404)
    hall.look("/screen/pulse?table=2", status=404)
    hall.look("/screen/pulse?table=x")


def test_before_it_begins_it_tells_how_to_come_in_as_long_as_one_can(make_hall: Make) -> None:
    hall = make_hall(title=HOSTILE)
    hall.room.go_to("prepare")
    page, code = hall.look(), hall.room.code
    assert f"{code[:3]}&nbsp;{code[3:]}" in page
    assert 'class="qr"' in page
    assert "localhost/join<" in page
    assert "6 people are in" in page
    assert "<script>alert" not in page
    leave_room(hall.room.people[0], hall.room.workspace, hall.room.id)
    assert "5 people are in" in hall.look()
    seen = hall.room.room.row.version
    assert shut_door(hall.room.facilitator, hall.room.workspace, hall.room.id, seen=seen)
    page = hall.look()
    assert code[:3] + "&nbsp;" not in page
    assert "The door is shut." in page


def test_while_all_answer_it_counts_who_has_finished(make_hall: Make) -> None:
    hall = make_hall()
    page = hall.look()
    assert "Nothing is open now" in page
    assert f'href="/workshop/{hall.room.id}"' in page
    hall.room.open("policy")
    assert "0 of 6 have finished" in hall.look()
    before = hall.look("/screen/pulse")
    finish_block(hall.room.people[0], hall.room.workspace, hall.room.id)
    page = hall.look()
    assert "1 of 6 have finished" in page
    assert "20 questions" in page
    assert hall.look("/screen/pulse") != before


def test_before_the_reveal_every_byte_is_the_same_whatever_was_said(make_hall: Make) -> None:
    hall = make_hall()
    room = hall.room
    hall.room.open("policy")
    drawn = []
    for values in ((0, 0, 0, 4, 4, 4), (2, 2, 2, 2, 2, 2), (4, 3, 2, 1, 0, 0)):
        for person, value in zip(room.people, values, strict=True):
            change = Change(Answer(STRATEGY, value=value, note=f"Because of {value}"), 99)
            own = save_votes(person, room.workspace, room.id, (replace(change, base_version=0),))
            for conflict in own.conflicts:
                again = replace(change, base_version=conflict.theirs.version)
                save_votes(person, room.workspace, room.id, (again,))
        drawn.append([hall.look(path) for path in PATHS])
    assert drawn[0] == drawn[1] == drawn[2]
    room.close()
    assert "Answering is over" in hall.look()
    assert "Because of" not in hall.look()


def test_after_it_all_is_said_but_who(make_hall: Make) -> None:
    hall = make_hall(people=0, anonymity=NAMED)
    names = [f"Zenobia {number}" for number in range(6)]
    for name in names:
        hall.room.join(name=name)
    hall.room.open("policy")
    for person in hall.room.people:
        change = Change(Answer(STRATEGY, value=2, note=HOSTILE + "Because"), 0)
        save_votes(person, hall.room.workspace, hall.room.id, (change,))
    hall.room.reveal()
    page = hall.look()
    assert "6 answers, middle" in page
    assert "all say the same (1.00)" in page
    assert "Because" in page
    assert "<script>alert" not in page
    assert "Zenobia" not in page


def test_few_answers_are_not_shown(make_hall: Make) -> None:
    hall = make_hall(people=4)
    hall.room.open("policy")
    hall.say_all(0, 1, 2, 3)
    hall.room.reveal()
    page = hall.look()
    assert "Fewer than 5 people answered." in page
    assert "votes" not in page


def test_it_speaks_the_languages_of_the_room_and_not_of_the_reader(make_hall: Make) -> None:
    hall = make_hall(language="ar", second_language="fr")
    hall.room.open("policy")
    hall.say_all(1, 1, 2, 2, 2, 3)
    hall.room.reveal()
    page = hall.look("/screen?lang=es")
    assert '<html lang="ar" dir="rtl"' in page
    assert '<span class="also" lang="fr" dir="ltr">' in page
    assert "¿" not in page


def test_practice_and_what_was_put_aside_are_marked(make_hall: Make) -> None:
    hall = make_hall()
    hall.room.open(PRACTICE)
    assert "Practice question" in hall.look()
    for person in hall.room.people:
        hall.room.say(person, hall.room.room.row.anchor, 1)
    hall.room.reveal()
    page = hall.look()
    assert "Practice question" in page
    assert "6 answers, middle" in page
    hall.room.open("policy")
    hall.say_all(1, 1, 2, 2, 2, 3)
    hall.room.reveal()
    parked = ("park", STRATEGY)
    facilitator, workspace = hall.room.facilitator, hall.room.workspace
    act_on_question(facilitator, workspace, (hall.room.id, 1), parked, seen=hall.seen)
    assert "Put aside for later" in hall.look()


def test_what_was_agreed_is_shown_with_the_view_of_the_minority(make_hall: Make) -> None:
    hall = make_hall()
    hall.room.open("policy")
    hall.say_all(1, 1, 2, 2, 2, 3)
    hall.room.reveal()
    wish = Wish(
        STRATEGY,
        "reservation",
        Answer(STRATEGY, value=2),
        note="Until it is published.",
        minority=HOSTILE + "It is in force.",
        minority_answer=Answer(STRATEGY, value=3),
    )
    place = (hall.room.id, 1)
    agree(hall.room.facilitator, hall.room.workspace, place, wish, seen=hall.seen)
    page = hall.look()
    for text in ("with a reservation", "Until it is published.", "Minority view", "in force."):
        assert text in page
    assert ">Level 2<" in page
    assert ">Level 3<" in page
    assert "<script>alert" not in page
    reopen(hall.room.facilitator, hall.room.workspace, place, STRATEGY, seen=hall.seen)
    page = hall.look()
    assert "Minority view" not in page
    assert "0 of 6 have finished" in page


def test_the_end_of_the_time_is_told_without_script(make_hall: Make) -> None:
    hall = make_hall()
    hall.room.open("policy")
    place = (hall.room.id, 1)
    start_timer(hall.room.facilitator, hall.room.workspace, place, 9, seen=hall.seen)
    page = hall.look()
    assert 'data-ends="2026-11-22T09:09:00+00:00" data-now="2026-11-22T09:00:00.000+00:00"' in page
    assert "Until 09:09 UTC" in page


def test_several_tables_have_a_line_each_and_screens_of_their_own(make_hall: Make) -> None:
    hall = make_hall(people=0, tables=BOTH)
    hall.room.fill(3, table=1)
    hall.room.fill(2, table=2)
    hall.room.open("outreach", 2)
    page = hall.look()
    assert "At the tables" in page
    assert "0 of 2 have finished" in page
    assert "0 of 20 questions dealt with" in page
    assert "Nothing is open now" in hall.look("/tables/1/screen")
    page = hall.look("/tables/2/screen?look=light")
    assert "0 of 2 have finished" in page
    assert "Second table" in page
    assert 'class="screen light"' in page


@pytest.mark.parametrize(
    ("stage", "heading"),
    [
        ("plenary", "All together"),
        ("goals", "Goals"),
        ("priorities", "What first?"),
        ("plan", "The plan"),
        ("report", "The report"),
        ("feedback", "How was it?"),
    ],
)
def test_each_stage_has_a_screen(make_hall: Make, stage: str, heading: str) -> None:
    hall = make_hall()
    hall.room.go_to(stage)
    assert heading in hall.look()


def test_at_the_end_it_says_so(make_hall: Make) -> None:
    hall = make_hall()
    seen = hall.room.room.row.version
    assert end_workshop(hall.room.facilitator, hall.room.workspace, hall.room.id, seen=seen)
    page = hall.look()
    assert "The workshop has ended." in page
    assert "To join:" not in page
