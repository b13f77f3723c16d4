"""The control of a workshop in a browser: it keeps up with the room, and a dead one goes on."""

import pytest
from playwright.sync_api import Page as Window
from playwright.sync_api import expect

from app.service.workshop.noting import save_note
from app.service.workshop.steering import act_plainly
from app.web.sign_in import COOKIE
from tests.browser.conftest import PHONE, WIDE, OpenVisit, Site, Visit
from tests.room import OpenRoom, open_for
from tests.team import Team, make_team

pytestmark = pytest.mark.needs_chromium

SOON = 3_000
"""Milliseconds within which a page shows what happened in the room."""


@pytest.fixture
def team(site: Site) -> Team:
    return make_team(site.workspace)


@pytest.fixture
def room(site: Site, team: Team) -> OpenRoom:
    begun = team.begin("e-government", state="collecting")
    return open_for(site.workspace, begun, team.actor("facilitator"), people=5)


def run(visit: Visit, team: Team, role: str, path: str) -> Window:
    cookie = {"name": COOKIE, "value": team.secret(role), "url": visit.url}
    visit.context.add_cookies([cookie])  # type: ignore[list-item]
    return visit.go(path)


def now(window: Window, words: str) -> None:
    expect(window.locator("#now")).to_have_text(words, timeout=SOON)


def test_the_page_keeps_up_and_what_is_typed_stays(
    open_visit: OpenVisit, team: Team, room: OpenRoom
) -> None:
    room.open("policy")
    room.reveal()
    path = f"/workshop/{room.id}/tables/1"
    visit = open_visit(width=WIDE)
    window = run(visit, team, "facilitator", path)
    seats = window.locator(".seat")
    assert seats.count() == 5
    note = window.locator("#text")
    note.fill("Somebody said")
    room.join()
    expect(seats).to_have_count(6, timeout=SOON)
    assert note.input_value() == "Somebody said"
    # Another facilitator starts a timer: it counts here too, and nothing that was typed goes.
    other = run(open_visit(language="ar", width=PHONE), team, "focal-point", path)
    other.locator("[name=minutes]").first.fill("5")
    other.locator(".timerform button").click()
    expect(window.locator("[role=timer]")).to_contain_text(":", timeout=SOON)
    assert note.input_value() == "Somebody said"
    visit.allowed.append("status of 409")
    window.locator("#agree ~ form [type=radio]").nth(1).check()
    window.locator("[name=outcome]").first.check()
    window.get_by_role("button", name="Keep what was agreed").click()
    expect(window.locator("#trouble")).to_contain_text("Set the timer")
    window.get_by_role("button", name="Keep what was agreed").click()
    expect(window.locator("#agreed")).to_have_text("Agreed")
    assert not visit.find_barriers()


def test_a_browser_that_died_goes_on_where_it_was(
    open_visit: OpenVisit, team: Team, room: OpenRoom
) -> None:
    first = open_visit()
    window = run(first, team, "facilitator", f"/workshop/{room.id}/tables/1")
    window.get_by_role("button", name="Open: Practice question").click()
    now(window, "Everybody answers alone")
    first.context.close()
    window = run(open_visit(script=False), team, "facilitator", f"/workshop/{room.id}/tables/1")
    now(window, "Everybody answers alone")
    window.get_by_role("button", name="Close answering").click()
    now(window, "Closed; not revealed yet")
    window.get_by_role("button", name="Reveal to everybody").click()
    now(window, "Has seen the practice answers")


def test_one_facilitator_sees_what_the_other_does(
    open_visit: OpenVisit, team: Team, room: OpenRoom
) -> None:
    visit = open_visit(language="ar", width=PHONE)
    window = run(visit, team, "focal-point", f"/workshop/{room.id}")
    room.open("policy")
    expect(window.locator(".tablelist b")).to_be_visible(timeout=SOON)
    act_plainly(room.facilitator, room.workspace, (room.id, 1), "close", seen=room.table().version)
    expect(window.locator(".tablelist b")).to_have_count(0, timeout=SOON)
    assert visit.width_needed <= PHONE
    assert not visit.find_barriers()


def test_half_typed_notes_are_kept_whatever_is_pressed(
    open_visit: OpenVisit, team: Team, room: OpenRoom
) -> None:
    room.open("policy")
    room.reveal()
    focus = room.state().current
    window = run(open_visit(), team, "facilitator", f"/workshop/{room.id}/tables/1")
    window.locator("#text").fill("The budget is missing")
    window.get_by_role("button", name="Next question").click()
    expect(window.locator("#text")).to_have_value("", timeout=SOON)
    assert room.state().current != focus
    window.goto(f"{window.url.split('?')[0]}?question={focus}")
    expect(window.locator("#text")).to_have_value("The budget is missing", timeout=SOON)


def test_notes_that_were_not_kept_are_shown_before_anything_else_is_done(
    open_visit: OpenVisit, team: Team, room: OpenRoom
) -> None:
    room.open("policy")
    room.reveal()
    focus, path = room.state().current, f"/workshop/{room.id}/tables/1"
    visit = open_visit()
    window = run(visit, team, "facilitator", path)
    window.locator("#text").fill("Mine")
    save_note(room.facilitator, room.workspace, (room.id, 1), (focus, "Theirs"), seen=0)
    visit.allowed.append("status of 409")
    window.get_by_role("button", name="Park for later").click()
    expect(window.locator("blockquote")).to_have_text("Theirs", timeout=SOON)
    expect(window.locator("#text")).to_have_value("Mine")
    assert room.state().phase(focus) == "revealed"


def test_what_else_was_typed_is_not_left_without_a_question(
    open_visit: OpenVisit, team: Team, room: OpenRoom
) -> None:
    room.open("policy")
    room.reveal()
    focus = room.state().current
    window = run(open_visit(), team, "facilitator", f"/workshop/{room.id}/tables/1")
    window.locator("#agree-note").fill("As we see it")
    window.once("dialog", lambda dialog: dialog.dismiss())
    with window.expect_event("dialog") as asked:
        window.get_by_role("button", name="Next question").click()
    assert asked.value.type == "beforeunload"
    expect(window.locator("#agree-note")).to_have_value("As we see it")
    assert room.state().current == focus
