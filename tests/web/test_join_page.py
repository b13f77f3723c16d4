"""The door of a workshop: what it says, what it asks, whom it lets in and whom not."""

import re

import pytest
from flask import Flask

from app.service.workshop.joining import TYPOS_FACTOR, most_people
from app.service.workshop.planning import TablePlan
from app.service.workshop.running import ALPHABET, shut_door
from tests.room import OpenRoom, open_alone
from tests.web.conftest import MakeApp
from tests.web.walk import Walker, count_rows, main_text, workspace_of

KIND = "e-government"
BALANCE = {"sector": ("Government", "Private"), "sex": ("Women", "Men")}


def hold(app: Flask, **more: object) -> OpenRoom:
    return open_alone(workspace_of(app), KIND, **more)


def count_seats(app: Flask) -> int:
    return count_rows(app, "workshop_participant")["workshop_participant"]


def test_a_code_that_is_typed_in_any_way_leads_in(app: Flask) -> None:
    room = hold(app)
    walker = Walker(app)
    assert "Type the code" in walker.go("/join").text
    typed = f" {room.code[:3].lower()}-{room.code[3:]} "
    page = walker.go(f"/join?code={typed.replace(' ', '+')}")
    assert walker.address == f"/join/{room.code}"
    assert "A workshop" in main_text(page)
    assert "Kenya" in main_text(page)


def test_nothing_typed_is_said_beside_the_field(app: Flask) -> None:
    page = Walker(app).go("/join?code=", status=422)
    assert page.find("input", id="code", aria_invalid="true")


def test_the_first_page_leads_to_the_door(app: Flask) -> None:
    assert Walker(app).go("/").find("a", href="/join")


@pytest.mark.parametrize(
    ("anonymity", "asked", "said"),
    [
        ("anonymous", set(), "you are asked for no name and no role"),
        ("role", {"role"}, "You are asked for your role, and for no name"),
        ("named", {"name", "role"}, "held with names"),
    ],
)
def test_it_asks_what_the_session_asks_and_says_first_who_will_know(
    app: Flask, anonymity: str, asked: set[str], said: str
) -> None:
    room = hold(app, anonymity=anonymity, balance=BALANCE)
    page = Walker(app).go(f"/join/{room.code}")
    names = {item.attributes.get("name") for tag in ("input", "select") for item in page.find(tag)}
    assert names == asked | {"csrf_token", "secret", "sector", "sex"}
    text = main_text(page)
    assert said in text
    assert "nobody sees what anybody chose" in text
    first = page.find("input", name="secret")[0]
    assert page.elements.index(page.one("section")) < page.elements.index(first)


def test_roles_tables_and_choices_are_those_of_the_plan(app: Flask) -> None:
    tables = (TablePlan("North", ("infrastructure",)), TablePlan("", ("policy", "management")))
    room = hold(app, anonymity="role", roles={"Ministry": 3}, balance=BALANCE, tables=tables)
    walker = Walker(app)
    page = walker.go(f"/join/{room.code}")
    offered = {
        name: {item.attributes["value"] for item in page.find("input", name=name)}
        for name in ("table", "role")
    }
    assert offered == {"table": {"1", "2"}, "role": {"Ministry", ""}}
    walker.send(f"/{room.code}", role="Ministry", table="2", sector="Private", sex="")
    with workspace_of(app).engine.connect() as connection:
        row = connection.exec_driver_sql(
            "select table_number, role, sector, sex, region, name, language"
            " from workshop_participant where workshop_id = ?",
            (room.id,),
        ).one()
    assert tuple(row) == (2, "Ministry", "Private", "", "", "", "en")


def test_a_double_tap_takes_one_seat_and_the_browser_knows_it_after(app: Flask) -> None:
    room = hold(app)
    walker = Walker(app)
    walker.go(f"/join/{room.code}")
    form, before = walker.form(f"/{room.code}"), count_seats(app)
    answers = [walker.client.post(form.action, data=form.fields) for _ in range(2)]
    assert {answer.headers["Location"] for answer in answers} == {f"/room/{room.id}"}
    assert count_seats(app) == before + 1
    walker.go(f"/join/{room.code}")
    assert walker.address == f"/room/{room.id}"
    # Also where the form was sent by two tabs, each with a secret of its own.
    again = walker.client.post(form.action, data=form.fields | {"secret": ["x" * 43]})
    assert again.headers["Location"] == f"/room/{room.id}"
    assert count_seats(app) == before + 1
    assert walker.go("/join").find("a", href=f"/room/{room.id}")


def test_the_seat_is_sent_to_the_room_and_to_the_door_alone(app: Flask) -> None:
    room = hold(app)
    walker = Walker(app)
    walker.go(f"/join/{room.code}")
    form = walker.form(f"/{room.code}")
    response = walker.client.post(form.action, data=form.fields)
    seats = [item for item in response.headers.getlist("Set-Cookie") if item.startswith("seat=")]
    assert {re.findall(r"Path=([^;]+)", item)[0] for item in seats} == {f"/room/{room.id}", "/join"}
    assert all("HttpOnly" in item and "SameSite=Lax" in item for item in seats)
    assert form.fields["secret"][0] not in response.get_data(as_text=True)


def test_wrong_old_and_shut_codes_are_told_the_same(app: Flask) -> None:
    room = hold(app)
    old = room.code
    seen = room.room.row.version
    assert shut_door(room.facilitator, room.workspace, room.id, seen=seen)
    bodies = []
    for code in (old, "ABC234", "nothing", "......", "a" * 100):
        response = app.test_client().get(f"/join/{code}")
        assert response.status_code == 404
        bodies.append(re.sub(rb"lang=\w\w|/join/[^?\"]*|[\w-]{40,}\.?[\w.-]*", b"", response.data))
    assert len(set(bodies)) == 1
    assert b"This code opens no room" in bodies[0]
    walker = Walker(app)
    walker.go("/join?code=%2F%2Fno", status=404)
    assert walker.page is not None
    assert walker.page.find("input", id="code")


def test_guessing_is_limited_and_a_right_code_costs_nothing(make_app: MakeApp) -> None:
    app = make_app(link_failures=3)
    room = hold(app)
    client = app.test_client()
    assert [client.get("/join/ABC234").status_code for _ in range(5)] == [404] * 3 + [429] * 2
    assert client.get("/join/ABC234").headers["Retry-After"]
    assert [client.get(f"/join/{room.code}").status_code for _ in range(5)] == [200] * 5


def test_typing_errors_of_a_whole_room_behind_one_address_shut_nobody_out(
    make_app: MakeApp,
) -> None:
    app = make_app(link_failures=20)
    room = hold(app)
    client = app.test_client()
    # Each of 60 mistypes it three ways, some again and again, or types what can be no code.
    for number in range(180):
        wrong = room.code[:3] + "".join(ALPHABET[number // base % 31] for base in (961, 31, 1))
        if wrong != room.code:
            assert client.get(f"/join/{wrong}").status_code == 404
    for _ in range(250):
        assert client.get(f"/join/{room.code[:5]}").status_code == 404
    for _ in range(30):
        assert client.get(f"/join/{room.code[:5]}0").status_code == 404
    assert client.get(f"/join/{room.code}").status_code == 200


def test_who_tries_many_codes_waits_and_who_sits_there_does_not(make_app: MakeApp) -> None:
    app = make_app(link_failures=1)
    room, walker = hold(app), Walker(app)
    walker.go(f"/join/{room.code}")
    walker.send(f"/{room.code}")
    tried = [
        app.test_client().get(f"/join/AAAA{first}{second}").status_code
        for first in ALPHABET[:2]
        for second in ALPHABET[:20]
    ]
    assert tried == [404] * TYPOS_FACTOR + [429] * (40 - TYPOS_FACTOR)
    assert app.test_client().get(f"/join/{room.code}").status_code == 429
    walker.go(f"/join/{room.code}")
    assert walker.address == f"/room/{room.id}"


@pytest.mark.parametrize("weak", ["1", "secret", "x" * 42, "x" * 44, "é" * 43, "x" * 42 + ".", ""])
def test_a_secret_that_was_not_made_here_is_nobodys(app: Flask, weak: str) -> None:
    room = hold(app)
    seats = []
    for _ in range(2):
        walker = Walker(app)
        walker.go(f"/join/{room.code}")
        form = walker.form(f"/{room.code}")
        given = walker.client.post(form.action, data=form.fields | {"secret": [weak]})
        assert given.status_code == 303
        seats.append(given.headers.getlist("Set-Cookie")[0].partition(";")[0])
    assert seats[0] != seats[1]
    assert all(len(seat) == len("seat=") + 43 for seat in seats)


def test_nobody_is_seated_from_a_page_of_somebody_else(app: Flask) -> None:
    room = hold(app)
    before = count_seats(app)
    data = {"secret": "x" * 43}
    for headers in ({"Origin": "https://evil.example"}, {"Sec-Fetch-Site": "cross-site"}, {}):
        given = app.test_client().post(f"/join/{room.code}", data=data, headers=headers)
        assert given.status_code == 403
        assert not given.headers.getlist("Set-Cookie")
    assert count_seats(app) == before
    page = app.test_client().get(f"/join/{room.code}")
    assert "no-store" in page.headers["Cache-Control"]


def test_a_form_that_was_open_when_the_door_was_shut_opens_nothing(app: Flask) -> None:
    room = hold(app)
    walker = Walker(app)
    walker.go(f"/join/{room.code}")
    shut_door(room.facilitator, room.workspace, room.id, seen=room.room.row.version)
    before = count_seats(app)
    walker.send(f"/{room.code}" if room.code != "None" else "", status=404)
    assert count_seats(app) == before


def test_a_full_room_says_so(app: Flask) -> None:
    room = hold(app, planned=2, people=most_people(2))
    walker = Walker(app)
    walker.go(f"/join/{room.code}")
    page = walker.send(f"/{room.code}", status=409)
    assert "No seat is left" in main_text(page)


def test_what_is_wrong_is_said_and_nothing_typed_is_lost(app: Flask) -> None:
    room = hold(app, anonymity="named", balance=BALANCE)
    walker = Walker(app)
    walker.go(f"/join/{room.code}")
    secret = walker.form(f"/{room.code}").fields["secret"]
    page = walker.send(f"/{room.code}", name=" \u202e ", role="Teacher", sex="Women", status=422)
    assert page.find("input", id="name", aria_invalid="true")
    fields = walker.form(f"/{room.code}").fields
    assert (fields["role"], fields["sex"], fields["secret"]) == (["Teacher"], ["Women"], secret)
    walker.send(f"/{room.code}", sector="Elsewhere", name="Amina", status=422)
    walker.send(f"/{room.code}", sector="", name="Amina")
    assert walker.address == f"/room/{room.id}"


def test_names_like_script_or_turned_text_are_kept_as_text(app: Flask) -> None:
    room = hold(app, anonymity="named")
    walker = Walker(app)
    walker.go(f"/join/{room.code}")
    walker.send(f"/{room.code}", name="<script>alert(1)</script>\u202e \x07Ali\n")
    page = walker.go(f"/room/{room.id}")
    assert "<script>alert(1)</script> Ali" in [item.text for item in page.find("bdi")]
    assert "\u202e" not in page.response.get_data(as_text=True)
