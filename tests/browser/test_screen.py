"""The big screen of a room in a real browser: on a wall and on a phone, in two scripts, live."""

import re
from collections.abc import Callable
from dataclasses import dataclass

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import expect

from app.response import Answer
from app.response.workshop.table import PRACTICE
from app.service.check_state import Change
from app.service.workshop.agreeing import Wish, agree
from app.service.workshop.planning import TablePlan
from app.service.workshop.steering import reveal, start_timer
from app.service.workshop.voting import save_votes
from app.web.sign_in import COOKIE
from tests.browser.conftest import PHONE, OpenVisit, Site, Visit
from tests.room import OpenRoom, open_for
from tests.team import Team, make_team

pytestmark = pytest.mark.needs_chromium

WALL, WALL_HEIGHT = 1920, 1080
SMALLEST = 23.0
"""Pixels of the least text on a wall of that height: a fiftieth of it."""
HOSTILE = "<script>alert(1)</script>\u202e\u2066evil"
LONG = "The law was passed in May, but no regulation followed; nobody has been named to write one."

VALUES = [0, 1, 1, *[2] * 9, *[3] * 5, 4, 4, 1]


@pytest.fixture(scope="module")
def team(site: Site) -> Team:
    return make_team(site.workspace)


MakeRoom = Callable[..., OpenRoom]


@pytest.fixture
def make_room(team: Team) -> MakeRoom:
    """Plan a workshop of an assessment of e-government whose facilitator has a device."""

    def make(**more: object) -> OpenRoom:
        plain: dict[str, object] = {
            "people": 0,
            "tables": (TablePlan("Policy table", ("policy",)),),
            "anonymity": "role",
            "roles": {"Ministry": 10, "Civil society": 10},
        }
        facilitator = team.actor("facilitator")
        return open_for(team.workspace, team.begin("e-government"), facilitator, **plain | more)  # type: ignore[arg-type]

    return make


@dataclass(frozen=True)
class Act:
    """One state of a room: what comes before the page is looked at."""

    name: str
    do: Callable[[OpenRoom], None]


def fill(room: OpenRoom) -> None:
    room.go_to("prepare")
    room.fill(10, role="Ministry")
    room.fill(10, role="Civil society")


def practise(room: OpenRoom) -> None:
    room.go_to("tables")
    room.open(PRACTICE)
    room.reveal()


def answer(room: OpenRoom) -> None:
    room.open("policy")
    place = (room.id, 1)
    start_timer(room.facilitator, room.workspace, place, 9, seen=room.table().version)
    for number, person in enumerate(room.people):
        change = Answer("POL-01", value=VALUES[number], note=(HOSTILE, LONG, "")[number % 3])
        save_votes(person, room.workspace, room.id, (Change(change, 0),))
        room.say(person, "POL-02", 2)
        room.say(person, "POL-03", state="unknown")


def reveal_closed(room: OpenRoom) -> None:
    reveal(room.facilitator, room.workspace, (room.id, 1), seen=room.table().version)


def settle(room: OpenRoom) -> None:
    wish = Wish(
        "POL-01",
        "reservation",
        Answer("POL-01", value=2),
        note="Until the regulation is published.",
        minority=HOSTILE + " " + LONG,
        minority_answer=Answer("POL-01", value=3),
    )
    agree(room.facilitator, room.workspace, (room.id, 1), wish, seen=room.table().version)


ACTS = (
    Act("prepare", fill),
    Act("practice", practise),
    Act("answering", answer),
    Act("closed", OpenRoom.close),
    Act("revealed", reveal_closed),
    Act("agreed", settle),
    *(
        Act(stage, lambda room, stage=stage: room.go_to(stage))  # type: ignore[misc]
        for stage in ("plenary", "goals", "priorities", "plan", "report", "feedback")
    ),
)


def sit(visit: Visit, team: Team) -> Visit:
    """Let a window be that of the facilitator."""
    cookie = {
        "name": COOKIE,
        "value": team.secret("facilitator"),
        "path": "/",
        "domain": "127.0.0.1",
    }
    visit.context.add_cookies([cookie])  # type: ignore[list-item]
    return visit


def find_faint(visit: Visit) -> list[str]:
    """Find texts that do not keep 7:1 on their ground."""
    rule = {"runOnly": {"type": "rule", "values": ["color-contrast-enhanced"]}}
    rules = {"rules": {"color-contrast-enhanced": {"enabled": True}}}
    found = Axe().run(visit.page, options=rule | rules).response
    assert found["passes"] or found["violations"]
    return [node["html"][:160] for item in found["violations"] for node in item["nodes"]]


@pytest.mark.parametrize(("language", "second"), [("en", None), ("ar", "en")])
def test_every_state_is_read_from_afar_and_on_a_phone(
    make_room: MakeRoom, team: Team, open_visit: OpenVisit, language: str, second: str | None
) -> None:
    room = make_room(language=language, second_language=second)
    wall, phone = (sit(open_visit(width=width), team) for width in (WALL, PHONE))
    wall.page.set_viewport_size({"width": WALL, "height": WALL_HEIGHT})
    found: list[str] = []
    for act in ACTS:
        act.do(room)
        for visit, look in ((wall, "dark"), (wall, "light"), (phone, "dark")):
            page = visit.go(f"/workshop/{room.id}/screen?look={look}")
            assert page.locator("html").get_attribute("lang") == language
            found += [f"{act.name} {look}: {barrier}" for barrier in visit.find_barriers()]
            found += [f"{act.name} {look}, faint: {text}" for text in find_faint(visit)]
            width = WALL if visit is wall else PHONE
            assert visit.width_needed <= width, act.name
        size = wall.page.locator("main p").first.evaluate("item => getComputedStyle(item).fontSize")
        assert float(size.removesuffix("px")) >= SMALLEST, act.name
    assert not found, "\n".join(found)


def test_the_spread_of_a_question_fits_on_a_wall_in_one_language(
    make_room: MakeRoom, team: Team, open_visit: OpenVisit
) -> None:
    room = make_room()
    for act in ACTS[:5]:
        act.do(room)
    visit = sit(open_visit(width=WALL), team)
    visit.page.set_viewport_size({"width": WALL, "height": WALL_HEIGHT})
    page = visit.go(f"/workshop/{room.id}/screen")
    expect(page.locator(".spread")).to_be_in_viewport(ratio=1)
    # Nothing that was typed as a mark of direction or a piece of a page does what it says.
    assert page.locator(".remarks script").count() == 0
    assert "<script>alert(1)</script>" in page.locator(".remarks").inner_text()


@pytest.mark.parametrize("size", [(WALL, WALL_HEIGHT), (1280, 720)])
def test_what_was_agreed_and_what_all_said_are_seen_at_once(
    make_room: MakeRoom, team: Team, open_visit: OpenVisit, size: tuple[int, int]
) -> None:
    room = make_room(anonymity="anonymous", roles={}, people=6)
    room.open("policy")
    for who, value in zip(room.people, VALUES, strict=False):
        room.say(who, "POL-01", value)
    room.reveal()
    room.show("POL-01")
    chosen = Answer("POL-01", value=2)
    wish = Wish("POL-01", "reservation", chosen, note=LONG, minority=LONG)
    agree(room.facilitator, room.workspace, (room.id, 1), wish, seen=room.table().version)
    visit = sit(open_visit(width=size[0]), team)
    visit.page.set_viewport_size({"width": size[0], "height": size[1]})
    page = visit.go(f"/workshop/{room.id}/screen")
    expect(page.locator(".agreement")).to_be_in_viewport(ratio=1)
    expect(page.locator(".spread")).to_be_in_viewport(ratio=1)


def test_it_goes_along_by_itself_and_counts_down(
    make_room: MakeRoom, team: Team, open_visit: OpenVisit
) -> None:
    room = make_room()
    visit = sit(open_visit(width=WALL), team)
    page = visit.go(f"/workshop/{room.id}/screen")
    expect(page.get_by_role("heading", name="Nothing is open now")).to_be_visible()
    fill(room)
    expect(page.get_by_text("20 people are in")).to_be_visible()
    room.go_to("tables")
    answer(room)
    expect(page.get_by_text("0 of 20 have finished")).to_be_visible()
    expect(page.locator(".timer")).to_have_text(re.compile(r"^(9:00|8:5\d)$"))
    room.close()
    expect(page.get_by_role("heading", name="Answering is over")).to_be_visible()
    reveal_closed(room)
    expect(page.locator(".vote.middle").first).to_contain_text("9 answers, middle")


def test_time_runs_out(make_room: MakeRoom, team: Team, open_visit: OpenVisit) -> None:
    room = make_room(people=1)
    room.open("policy")
    start_timer(room.facilitator, room.workspace, (room.id, 1), 1, seen=room.table().version)
    visit = sit(open_visit(), team)
    visit.page.clock.install()
    page = visit.go(f"/workshop/{room.id}/screen")
    expect(page.locator(".timer.soon")).to_have_text(re.compile(r"^(1:00|0:5\d)$"))
    page.clock.fast_forward(61_000)
    expect(page.locator(".timer.over")).to_have_text("Time is up")


def test_without_script_it_tells_when_time_ends(
    make_room: MakeRoom, team: Team, open_visit: OpenVisit
) -> None:
    room = make_room(people=1)
    room.open("policy")
    start_timer(room.facilitator, room.workspace, (room.id, 1), 9, seen=room.table().version)
    page = sit(open_visit(script=False), team).go(f"/workshop/{room.id}/screen")
    expect(page.locator(".timer")).to_have_text("Until 09:09 UTC")
