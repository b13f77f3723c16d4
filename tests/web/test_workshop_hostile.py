"""Forms of a workshop filled in with what no page sends: a clear answer each, and never a fault."""

from collections.abc import Iterator
from io import BytesIO
from zipfile import ZipFile

import pytest
from flask import Flask
from flask.testing import FlaskClient

from app.response import Answer
from app.service.check_state import Change
from app.service.workshop.planning import GOALS, PRIORITIES, STAGES
from app.service.workshop.priority import add_items
from app.service.workshop.voting import save_votes
from app.web.seat import SEAT
from tests.outcome import agree, step
from tests.room import OpenRoom, open_for
from tests.team import Team, make_team
from tests.web.page import Page, read_page
from tests.web.walk import OWN, workspace_of

WRONG = (
    "-1", "0", "9" * 400, "1e400",
    "infinity", "\u0661", "..", "x" * 10_001, "<script>\u202e", "=1+1",
    "\ud800", "a\x00b", "True", "[]", "",
)  # fmt: skip
MOST = 8
FIRM = ("/end", "/delete", "/leave", "/erase", "/erasure")
"""Forms after which there is nothing left to try."""
ANSWERS = {200, 303, 400, 404, 409, 413, 422}
OURS = ("/workshop/", "/room/", "/join/")
PAGES = (
    "", "/tables/1", "/plenary", "/plan", "/goals", "/priorities", "/actions", "/paper/form",
    "/tally", "/workbook", "/documents/letter", "/report",
)  # fmt: skip


@pytest.fixture
def team(app: Flask) -> Team:
    return make_team(workspace_of(app))


@pytest.fixture
def room(team: Team) -> OpenRoom:
    begun = team.begin("e-government")
    made = open_for(
        team.workspace, begun, team.actor("facilitator"), anonymity="named", roles={"Ministry": 3}
    )
    for name in ("Amina", "Ali", "Joy", "Wim", "Xu"):
        made.join(name=name, role="Ministry")
    made.open("policy")
    for one in made.people:
        made.say(one, "POL-01", 2)
    made.reveal()
    agree(made, Answer("POL-02", value=1))
    add_items(made.facilitator, made.workspace, made.id, texts=("Train people",))
    return made


def facilitator(app: Flask, team: Team) -> FlaskClient:
    client = app.test_client()
    client.set_cookie("sign-in", team.secret("facilitator"))
    return client


def participant(app: Flask, room: OpenRoom) -> FlaskClient:
    client, secret = app.test_client(), room.people[0].seat
    assert secret is not None
    client.set_cookie(SEAT, secret, path=f"/room/{room.id}")
    return client


def list_forms(page: Page) -> Iterator[tuple[str, dict[str, str]]]:
    """Give the forms of a page: where they go, and what stands in their fields."""
    for form in page.find("form", method="post"):
        fields = {
            item.attributes["name"] or "": item.attributes.get("value") or ""
            for item in page.elements
            if item.tag in {"input", "textarea", "select", "button"}
            and item.attributes.get("name")
            and any(parent is form for parent in item.parents)
        }
        yield form.attributes.get("action") or "", fields


def try_all(client: FlaskClient, addresses: Iterator[str] | tuple[str, ...]) -> set[int]:
    """Send every form of some pages with each field wrong in turn; gives the answers' codes."""
    met: set[int] = set()
    for address in addresses:
        page = client.get(address)
        assert page.status_code == 200, address
        for action, fields in list_forms(read_page(page)):
            if action.startswith(OURS) and not action.endswith(FIRM):
                met |= try_form(client, action, fields)
    return met


def try_form(client: FlaskClient, action: str, fields: dict[str, str]) -> set[int]:
    met = set()
    # Of many fields that are read alike some; each meets some of what is wrong.
    for place, name in enumerate(list(fields)[:: 1 + len(fields) // MOST]):
        for wrong in WRONG[place % 7 :: 7]:
            data = {key: value.encode() for key, value in fields.items()}
            data[name] = wrong.encode("utf-8", "surrogatepass")
            met.add(client.post(action, data=data, headers=OWN).status_code)
    return met


def test_forms_of_whoever_runs_it(app: Flask, team: Team, room: OpenRoom) -> None:
    client, base = facilitator(app, team), f"/workshop/{room.id}"
    met = try_all(client, tuple(f"{base}{name}" for name in PAGES))
    for stage in (GOALS, PRIORITIES):
        room.go_to(stage)
        met |= try_all(client, (f"{base}/{stage}",))
    assert 303 in met
    assert met <= ANSWERS


def test_forms_of_whoever_sits_in_it(app: Flask, room: OpenRoom) -> None:
    client, address = participant(app, room), f"/room/{room.id}"
    room.open("infrastructure")
    met = try_all(client, (address, f"{address}?question=all", f"{address}/seat"))
    step(room, "open")
    for stage in STAGES:
        room.go_to(stage)
        met |= try_all(client, (address,))
    assert 303 in met
    assert met <= ANSWERS


def test_forms_of_whoever_comes_in(app: Flask, room: OpenRoom) -> None:
    met = try_all(app.test_client(), (f"/join/{room.code}",))
    assert met <= ANSWERS


def test_addresses_nobody_leads_to(app: Flask, team: Team, room: OpenRoom) -> None:
    client, base = facilitator(app, team), f"/workshop/{room.id}"
    acts = {"act": "close", "seen": "1", "question": "POL-01", "promise": "1", "text": "x"}
    for number in ("0", "99", "9" * 18, "9" * 30):
        for rest in ("", "/screen"):
            assert client.get(f"{base}/tables/{number}{rest}").status_code == 404
        for rest in ("/acts", "/questions/POL-01/note", "/questions/POL-01/agreement",
                     "/questions/POL-01/promises"):  # fmt: skip
            address = f"{base}/tables/{number}{rest}"
            assert client.post(address, data=acts, headers=OWN).status_code == 404, address
        assert client.get(f"{base}/screen/pulse?table={number}").status_code == 404
        assert client.get(f"{base}/tally?table={number}").status_code == 404
    for address in (
        "/votes.exe",
        "/documents/nothing",
        "/people/nobody/erasure",
        "/paper/form?code=F-9",
    ):
        assert client.get(f"{base}{address}").status_code == 404


def test_files_hold_no_formula(app: Flask, team: Team) -> None:
    begun = team.begin("e-government")
    room = open_for(
        team.workspace, begun, team.actor("facilitator"), anonymity="named", title="=1+1"
    )
    for number in range(5):
        room.join(name="=1+1", role="@SUM(1)")
        change = Change(Answer("POL-01", value=1, note=f"=HYPERLINK({number})"), 0)
        if not number:
            room.open("policy")
        save_votes(room.people[number], room.workspace, room.id, (change,))
    room.reveal()
    client, base = facilitator(app, team), f"/workshop/{room.id}"
    for name in ("votes.xlsx", "workbook.xlsx"):
        with ZipFile(BytesIO(client.get(f"{base}/{name}").get_data())) as book:
            sheets = [book.read(part) for part in book.namelist() if "worksheets/" in part]
            assert not any(b"<f>" in sheet or b"<f " in sheet for sheet in sheets)
    for line in client.get(f"{base}/votes.csv").get_data(as_text=True).splitlines():
        assert not any(cell.strip('"').startswith(("=", "@", "+")) for cell in line.split(","))


def test_thousands_of_fields_are_refused(app: Flask, room: OpenRoom) -> None:
    client = participant(app, room)
    body = "&".join(f"f{number}=1" for number in range(20_000))
    form = "application/x-www-form-urlencoded"
    answer = client.post(f"/room/{room.id}/answers", data=body, content_type=form, headers=OWN)
    assert answer.status_code == 413
