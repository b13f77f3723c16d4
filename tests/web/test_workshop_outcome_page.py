"""Goals, priorities, the plan and feedback of a workshop by plain forms, and who is refused."""

import re
from dataclasses import replace

import pytest
from flask import Flask
from flask.testing import FlaskClient

from app.response import Answer
from app.service.workshop.planning import FEEDBACK, GOALS, PLAN, PREPARE, PRIORITIES
from app.service.workshop.running import end_workshop
from app.web.sign_in import COOKIE
from tests.outcome import agree, rate, step
from tests.room import OpenRoom, open_for
from tests.team import Team, make_team
from tests.web.page import Page
from tests.web.walk import OWN, Walker, main_text, workspace_of

KIND = "e-government"
HOSTILE = '<script>alert(1)</script>\u202e"'


@pytest.fixture
def team(app: Flask) -> Team:
    return make_team(workspace_of(app))


@pytest.fixture
def room(app: Flask, team: Team) -> OpenRoom:
    """A room of an assessment that agreed on two questions."""
    begun = team.begin(KIND)
    made = open_for(workspace_of(app), begun, team.actor("facilitator"), people=5)
    agree(made, Answer("POL-01", value=3), Answer("POL-02", value=1), Answer("POL-04", value=4))
    return made


@pytest.fixture
def walker(app: Flask, team: Team) -> Walker:
    """The facilitator's browser."""
    made = Walker(app)
    made.client.set_cookie(COOKIE, team.secret("facilitator"))
    return made


def sit_down(app: Flask, room: OpenRoom) -> Walker:
    made = Walker(app)
    made.go(f"/join/{room.code}")
    made.send(f"/{room.code}")
    return made


def seat_of(app: Flask, room: OpenRoom, place: int) -> FlaskClient:
    """A browser that holds the seat of somebody who is in already."""
    client = app.test_client()
    secret = room.people[place].seat
    assert secret is not None
    client.set_cookie("seat", secret, path=f"/room/{room.id}")
    return client


def text_of(walker: Walker) -> str:
    assert walker.page is not None
    return main_text(walker.page)


def post(walker: Walker, action: str, status: int = 200, **fields: str) -> Page:
    """Send a form with fields whose names hold a dot, written `impact_3`."""
    form = walker.form(action)
    data = form.fields | {name.replace("_", "."): [value] for name, value in fields.items()}
    return walker._take(walker.client.post(form.action, data=data), form.action, status)


def test_goals_are_set_weakest_first_and_all_see_them(
    app: Flask, room: OpenRoom, walker: Walker
) -> None:
    room.go_to(GOALS)
    guest, here = sit_down(app, room), f"/workshop/{room.id}/goals"
    page = walker.go(here)
    rows = [item.text for item in page.find("th", scope="row")]
    assert "Nothing lies above it" in text_of(walker)
    assert len(rows) == 3
    links = [
        item.attributes["href"] for item in page.find("a") if "question=" in item.attributes["href"]
    ]
    assert [link.partition("question=")[2] for link in links] == ["POL-02", "POL-01"]
    walker.go(links[0])
    offered = [item.attributes["value"] for item in walker.page.find("input", name="value")]  # type: ignore[union-attr]
    assert offered == ["2", "3", "4"]
    page = walker.send("/goals", status=422, year="soon")
    assert "Write a year between" in page.text
    walker.send("/goals", value="3", year="2029")
    assert "2029" in text_of(walker)
    guest.go(f"/room/{room.id}")
    assert "by 2029" in text_of(guest)
    walker.go(f"/assessments/{room.room.row.assessment_id}/goals")
    assert "2029" in text_of(walker)
    walker.go(links[0])
    walker.send("/goals/removal")
    guest.go(f"/room/{room.id}")
    assert "2029" not in text_of(guest)


def test_of_two_who_set_a_goal_the_second_sees_what_stands(
    app: Flask, room: OpenRoom, team: Team, walker: Walker
) -> None:
    other = Walker(app)
    other.client.set_cookie(COOKIE, team.secret("focal-point"))
    for one in (walker, other):
        one.go(f"/workshop/{room.id}/goals?question=POL-02")
    walker.send("/goals", value="2", year="2028")
    page = other.send("/goals", status=409, value="4", year="2030")
    assert "Somebody else changed this" in page.text
    assert other.form("/goals").fields["year"] == ["2030"]
    other.send("/goals")
    assert "2030" in text_of(other)
    walker.go(f"/workshop/{room.id}/goals?question=POL-02")
    page = walker.send("/goals", status=409, value="1", year="2031")
    assert "does not lie above" in page.text


def test_a_room_rates_one_thing_and_then_the_rest(
    app: Flask, room: OpenRoom, walker: Walker
) -> None:
    room.go_to(PRIORITIES)
    guest, here = sit_down(app, room), f"/workshop/{room.id}/priorities"
    walker.go(here)
    offered = walker.page.find("input", name="question")  # type: ignore[union-attr]
    assert [item.attributes["value"] for item in offered][:1] == ["POL-02"]
    walker.send("/items", status=422)
    walker.send("/items", question=["POL-02"], text=HOSTILE.replace("\u202e", ""))
    walker.send("/items", status=422, text="x" * 301)
    walker.go(here)
    walker.send("/calibration", calibration="Paint the door")
    walker.send("/step", press=("step", "open"))
    assert "0 of 6 have rated" in text_of(walker)
    guest.go(f"/room/{room.id}")
    assert "Paint the door" in text_of(guest)
    page = post(guest, "/priorities", 422, impact_0="2")
    assert "Say both" in page.text
    assert [
        item.attributes["value"]
        for item in page.find("input", name="impact.0")
        if "checked" in item.attributes
    ] == ["2"]
    post(guest, "/priorities", impact_0="2", effort_0="1")
    assert "Your ratings are kept" in text_of(guest)
    rate(room, 0, *[(2, 1)] * 5)
    walker.go(here)
    assert "6 of 6 have rated" in text_of(walker)
    walker.send("/step", press=("step", "close"))
    late = guest.client.post(
        f"/room/{room.id}/priorities", headers=OWN, data={"impact.0": "5", "effort.0": "5"}
    )
    assert late.status_code == 409
    assert "too late" in late.get_data(as_text=True)
    walker.send("/step", press=("step", "reveal"))
    assert "Impact 2, effort 1" in text_of(walker)
    guest.go(f"/room/{room.id}")
    assert "Impact 2, effort 1" in text_of(guest)
    rate_the_rest(room, walker, guest)


def rate_the_rest(room: OpenRoom, walker: Walker, guest: Walker) -> None:
    walker.send("/step", press=("step", "open"))
    guest.go(f"/room/{room.id}")
    post(guest, "/priorities", impact_1="5", effort_1="1", impact_2="1", effort_2="5")
    rate(room, 1, *[(4, 2)] * 4)
    rate(room, 2, *[(2, 4)] * 3)
    walker.go(f"/workshop/{room.id}/priorities")
    walker.send("/step", press=("step", "close"))
    walker.send("/step", press=("step", "reveal"))
    for seen in (walker, guest):
        if seen is guest:
            guest.go(f"/room/{room.id}")
        assert "Impact 4, effort 2" in text_of(seen)
        assert "Do first" in text_of(seen)
        assert "Fewer than five rated it" in text_of(seen)
        assert "(5 ratings)" in text_of(seen)
        assert "(4 ratings)" not in text_of(seen)
    assert walker.page.find("table")  # type: ignore[union-attr]


def strip(body: str) -> str:
    """A page without the token of its forms, which is new each time."""
    return re.sub(r'name="csrf_token" value="[^"]*"', "", body)


def test_nothing_tells_how_others_rate_before_the_reveal(app: Flask, team: Team) -> None:
    """Two rooms alike but for what people chose give the same pages to everybody."""
    pages = []
    for marks in ([(1, 5)] * 5, [(5, 1), (4, 2), (3, 3), (2, 4), (1, 1)]):
        begun = team.begin(KIND)
        room = open_for(workspace_of(app), begun, team.actor("facilitator"), people=6)
        room.go_to(PRIORITIES)
        step(room, "open")
        rate(room, 0, *marks)
        pages.append(look(app, room, team))
        step(room, "close")
        pages.append(look(app, room, team))
    assert pages[0] == pages[2]
    assert pages[1] == pages[3]
    assert pages[0] != pages[1]


def look(app: Flask, room: OpenRoom, team: Team) -> list[str]:
    """What the facilitator and somebody who has not rated are shown."""
    facilitator = app.test_client()
    facilitator.set_cookie(COOKIE, team.secret("facilitator"))
    guest = seat_of(app, room, 5)
    begun = str(room.room.row.assessment_id)
    found = []
    for client, path in (
        (facilitator, f"/workshop/{room.id}/priorities"),
        (facilitator, f"/workshop/{room.id}/priorities/pulse"),
        (facilitator, f"/workshop/{room.id}/screen"),
        (facilitator, f"/workshop/{room.id}/actions"),
        (facilitator, f"/workshop/{room.id}/feedback"),
        (guest, f"/room/{room.id}"),
        (guest, f"/room/{room.id}/pulse?live=1"),
    ):
        answer = client.get(path)
        assert answer.status_code == 200, path
        body = strip(answer.get_data(as_text=True))
        body = body.replace(room.id, "ROOM").replace(begun, "ROUND")
        # The door has a code of its own, which a picture repeats.
        body = re.sub(r"<figure.*?</figure>", "", body, flags=re.DOTALL)
        found.append(re.sub(rf"{room.code[:3]}(&nbsp;|\xa0)?{room.code[3:]}", "CODE", body))
    return found


def test_a_plan_is_written_changed_and_seen(app: Flask, room: OpenRoom, walker: Walker) -> None:
    room.go_to(PRIORITIES)
    walker.go(f"/workshop/{room.id}/priorities")
    walker.send("/items", question=["POL-02"])
    room.go_to(PLAN)
    guest, here = sit_down(app, room), f"/workshop/{room.id}/actions"
    walker.go(here)
    page = walker.send("/actions", status=422, due="2026-02-31", owner="Parliament")
    assert "no day" in page.text
    assert walker.form("/actions").fields["owner"] == ["Parliament"]
    page = walker.send("/actions", status=422, due="")
    assert "choose it from the list" in page.text
    walker.send("/actions", item="1", owner="Parliament", due="2027-06-01")
    walker.send("/actions", text=HOSTILE, owner="السنة")
    guest.go(f"/room/{room.id}")
    assert "Parliament" in text_of(guest)
    assert "June 2027" in text_of(guest)
    assert "<script>alert" not in guest.page.response.get_data(as_text=True)  # type: ignore[union-attr]
    walker.go(f"{here}?action=1")
    other = f"{here}?action=1"
    stale = walker.form("/actions")
    walker.send("/actions", owner="Senate")
    again = walker.client.post(stale.action, data=stale.fields | {"owner": ["Crown"]})
    assert again.status_code == 409
    assert "Crown" in again.get_data(as_text=True)
    walker.go(other)
    walker.send("/actions/removal")
    assert "Senate" not in text_of(walker)
    for number in range(9):
        walker.send("/actions", text=f"Action {number}")
    assert "as many as there may be" in text_of(walker)
    assert walker.client.get(f"{here}?action=99").status_code == 404
    walker.go(f"/assessments/{room.room.row.assessment_id}/plan")
    assert "Action 8" in text_of(walker)


def test_feedback_is_asked_before_and_after_and_summed_up_at_the_end(
    app: Flask, room: OpenRoom, walker: Walker
) -> None:
    room.go_to(PREPARE)
    guest = sit_down(app, room)
    guest.go(f"/room/{room.id}")
    guest.send("/feedback", before="2")
    assert "Your answer is kept" in text_of(guest)
    room.go_to(FEEDBACK)
    guest.go(f"/room/{room.id}")
    guest.send("/feedback", useful="5", after="4")
    assert "Your answers are kept" in text_of(guest)
    for place in range(5):
        answer = seat_of(app, room, place).post(
            f"/room/{room.id}/feedback", headers=OWN, data={"useful": str(place + 1)}
        )
        assert answer.status_code == 303
    walker.go(f"/workshop/{room.id}/feedback")
    assert "6 answers" in text_of(walker)
    assert "Very useful" not in text_of(walker)
    assert end_workshop(room.facilitator, room.workspace, room.id, seen=room.room.row.version)
    walker.go(f"/workshop/{room.id}/feedback")
    text = text_of(walker)
    assert "Very useful" in text
    assert "Middle: 3.5" in text
    assert "1 answer · Fewer than five" in text
    assert "the change is not shown" in text
    late = guest.client.post(f"/room/{room.id}/feedback", headers=OWN, data={"useful": "1"})
    assert late.status_code == 409


def test_after_the_end_and_after_approval_nothing_changes(
    room: OpenRoom, team: Team, walker: Walker
) -> None:
    walker.go(f"/workshop/{room.id}/actions")
    form = walker.form("/actions")
    team.set_state(str(room.room.row.assessment_id), "approved")
    sent = form.fields | {"text": ["Pass the law"]}
    assert walker.client.post(form.action, data=sent).status_code == 409
    team.set_state(str(room.room.row.assessment_id), "collecting")
    assert end_workshop(room.facilitator, room.workspace, room.id, seen=room.room.row.version)
    answer = walker.client.post(form.action, data=sent)
    assert answer.status_code == 409
    assert "has ended" in answer.get_data(as_text=True)


@pytest.mark.parametrize("who", ["stranger", "viewer", "contributor", "admin", ""])
def test_strangers_get_nothing(app: Flask, room: OpenRoom, team: Team, who: str) -> None:
    client = app.test_client()
    if who:
        client.set_cookie(COOKIE, team.secret(who))
    root = f"/workshop/{room.id}"
    for path in ("goals", "priorities", "priorities/pulse", "actions", "feedback"):
        assert client.get(f"{root}/{path}").status_code == 404
    data = {
        "seen": "0", "standing": "0", "question": "POL-02", "value": "4", "year": "2030",
        "item": "1", "action": "0", "step": "open", "text": "A", "calibration": "B",
    }  # fmt: skip
    for path in (
        "goals", "goals/removal", "priorities/items", "priorities/removal",
        "priorities/calibration", "priorities/step", "actions", "actions/removal",
    ):  # fmt: skip
        assert client.post(f"{root}/{path}", headers=OWN, data=data).status_code == 404, path
    for path in ("priorities", "feedback"):
        assert client.post(f"/room/{room.id}/{path}", headers=OWN, data=data).status_code == 404
    elsewhere = replace(room, id="nowhere")
    assert seat_of(app, elsewhere, 0).post("/room/nowhere/feedback", headers=OWN).status_code == 404


def test_what_is_no_number_is_refused(room: OpenRoom, walker: Walker) -> None:
    for path in ("goals/removal", "priorities/removal", "priorities/step", "actions"):
        answer = walker.client.post(
            f"/workshop/{room.id}/{path}", headers=OWN, data={"seen": "one"}
        )
        assert answer.status_code == 400, path


def test_a_mark_that_is_none_counts_as_not_given(app: Flask, room: OpenRoom) -> None:
    room.go_to(PRIORITIES)
    step(room, "open")
    seat, address = seat_of(app, room, 0), f"/room/{room.id}/priorities"
    half = seat.post(address, headers=OWN, data={"impact.0": "9", "effort.0": "1"})
    assert half.status_code == 422
    nothing = seat.post(address, headers=OWN, data={"impact.x": "1", "effort.": "2"})
    assert nothing.status_code == 303
    elsewhere = seat.post(address, headers=OWN, data={"impact.7": "1", "effort.7": "2"})
    assert elsewhere.status_code == 409
