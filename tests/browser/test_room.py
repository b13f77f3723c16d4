"""A phone in a room: answers, sees the close, sleeps, loses the line, is tapped twice."""

from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Page as Window
from playwright.sync_api import expect

from tests.browser.conftest import PHONE, OpenVisit, Site, Visit
from tests.room import OpenRoom, open_alone

pytestmark = pytest.mark.needs_chromium

KIND = "e-government"
POLICY = ("POL-01", "POL-02", "POL-04", "POL-06", "POL-11")
SOON = 2_000
"""Milliseconds within which a phone shows what happened in the room."""


@pytest.fixture
def room(site: Site) -> OpenRoom:
    return open_alone(site.workspace, KIND)


def sit_down(visit: Visit, room: OpenRoom) -> Window:
    window = visit.go(f"/join/{room.code}")
    window.click("main form .button")
    window.wait_for_url(f"**/room/{room.id}")
    return window


def heading(window: Window, words: str, *, within: int = SOON) -> None:
    expect(window.locator("h1")).to_have_text(words, timeout=within)


def wait_until_saved(window: Window, room: OpenRoom, count: int) -> None:
    for _ in range(100):
        if len(room.votes()) >= count:
            return
        window.wait_for_timeout(50)
    raise AssertionError(f"{len(room.votes())} of {count} votes came")


def sleep(window: Window, *, asleep: bool) -> None:
    """Let the page believe that nobody sees it, as a phone in a pocket does."""
    window.evaluate(
        """asleep => {
          Object.defineProperty(document, "hidden", { configurable: true, get: () => asleep });
          document.dispatchEvent(new Event("visibilitychange"));
        }""",
        asleep,
    )


def test_a_phone_in_arabic_answers_a_block_and_sees_the_close(
    open_visit: OpenVisit, room: OpenRoom
) -> None:
    visit = open_visit(language="ar", width=PHONE)
    window = sit_down(visit, room)
    assert window.locator("html").get_attribute("dir") == "rtl"
    room.open("policy")
    window.locator("form[data-answers]").wait_for(timeout=SOON)
    for place, question in enumerate(POLICY):
        window.locator(f'[name="{question}"][value="={place % 5}"]').check()
        assert visit.width_needed <= PHONE
        window.locator(".move .button").click()
        window.locator(f'[data-question="{question}"]').wait_for(state="detached")
    window.locator(".places").wait_for()
    assert {row.question for row in room.votes()} == set(POLICY)
    # Back to one of them: what is not saved when it is closed is given back.
    visit.allowed.append("status of 409")
    window.locator(".places a").first.click()
    window.locator("details summary").first.click()
    window.locator("textarea").fill("قيل في اللحظة الأخيرة")
    room.close()
    window.locator("form[data-answers]").wait_for(state="detached", timeout=SOON)
    expect(window.locator(".notice.late")).to_contain_text("قيل في اللحظة الأخيرة")
    assert not [row for row in room.votes() if row.comment]
    assert urlsplit(window.url).path == f"/room/{room.id}"
    assert visit.width_needed <= PHONE
    assert not visit.find_barriers()


def test_a_tab_that_slept_catches_up_at_once(open_visit: OpenVisit, room: OpenRoom) -> None:
    window = sit_down(open_visit(width=PHONE), room)
    heading(window, "Nothing to answer just now")
    sleep(window, asleep=True)
    window.wait_for_timeout(1_500)
    asked: list[str] = []
    window.on("request", lambda request: asked.append(request.url))
    room.open("policy")
    window.wait_for_timeout(1_500)
    # Nothing is asked while nobody looks.
    assert asked == []
    sleep(window, asleep=False)
    heading(window, "Policy")
    room.close()
    heading(window, "Answering is closed")
    room.answer_again()
    heading(window, "Policy")


def test_what_is_being_typed_stays_when_something_else_changes(
    open_visit: OpenVisit, room: OpenRoom
) -> None:
    window = sit_down(open_visit(), room)
    room.open("policy")
    heading(window, "Policy")
    window.locator("details summary").first.click()
    note = window.locator("textarea")
    note.press_sequentially("Half a sent", delay=5)
    mark = window.locator("[data-live]").get_attribute("data-mark")
    # The whole room goes on and back: the version changes, the question stays.
    room.go_to("tables")
    expect(window.locator("[data-live]")).not_to_have_attribute("data-mark", mark or "")
    note.press_sequentially("ence", delay=5)
    expect(note).to_have_value("Half a sentence")
    expect(note).to_be_focused()


def test_the_next_question_comes_with_a_script_that_saves_it(
    open_visit: OpenVisit, room: OpenRoom
) -> None:
    window = sit_down(open_visit(), room)
    room.open("practice")
    heading(window, "Practice question")
    room.reveal()
    window.locator(".reveal").wait_for(timeout=SOON)
    room.open("policy")
    heading(window, "Policy")
    window.locator('[name="POL-01"][value="=3"]').check()
    expect(window.locator("span[data-saved]")).to_contain_text("Saved")
    assert [(row.question, row.value) for row in room.votes()] == [("POL-01", 3)]


def test_a_lost_line_is_told_and_nothing_is_lost(open_visit: OpenVisit, room: OpenRoom) -> None:
    visit = open_visit(width=PHONE)
    visit.allowed.append("net::ERR_INTERNET_DISCONNECTED")
    window = sit_down(visit, room)
    room.open("policy")
    heading(window, "Policy")
    visit.context.set_offline(True)
    window.locator('[name="POL-01"][value="=2"]').check()
    lost = window.locator(".live-lost")
    expect(lost).to_contain_text("No connection", timeout=10_000)
    assert not visit.find_barriers()
    visit.context.set_offline(False)
    wait_until_saved(window, room, 1)
    expect(lost).to_be_empty()
    assert [row.value for row in room.votes()] == [2]


def test_what_was_given_without_a_line_survives_a_page_that_closed(
    open_visit: OpenVisit, room: OpenRoom
) -> None:
    visit = open_visit()
    visit.allowed.append("net::ERR_INTERNET_DISCONNECTED")
    window = sit_down(visit, room)
    room.open("policy")
    heading(window, "Policy")
    visit.context.set_offline(True)
    window.locator('[name="POL-01"][value="=4"]').check()
    window.locator("span[data-saved]", has_text="Not saved yet").wait_for()
    window.close()
    visit.context.set_offline(False)
    visit.page = visit.context.new_page()
    window = visit.go(f"/room/{room.id}")
    wait_until_saved(window, room, 1)
    assert window.locator('[name="POL-01"][value="=4"]').is_checked()


def test_a_double_tap_takes_one_seat(open_visit: OpenVisit, room: OpenRoom) -> None:
    visit = open_visit(width=PHONE)
    window = visit.go(f"/join/{room.code}")
    window.dblclick("main form .button")
    window.wait_for_url(f"**/room/{room.id}")
    assert len(room.people_rows()) == 1


def test_without_script_the_whole_way_is_open(open_visit: OpenVisit, room: OpenRoom) -> None:
    visit = open_visit(width=PHONE, script=False)
    window = sit_down(visit, room)
    heading(window, "Nothing to answer just now")
    room.open("policy")
    # What is asked of whoever waits must not vanish while it is filled in: no look by itself here.
    window.click("noscript a")
    heading(window, "Policy")
    window.locator('[name="POL-01"][value="=2"]').check()
    window.click(".move .button")
    window.locator("legend", has_text="2 of 5").wait_for()
    window.click(".strip button >> nth=0")
    assert window.locator('[name="POL-01"][value="=2"]').is_checked()
    room.close()
    window.locator('[name="POL-01"][value="=4"]').check()
    visit.allowed.append("status of 409")
    window.click(".move .button")
    window.locator("#errors", has_text="came too late").wait_for()
    heading(window, "Answering is closed")
    assert [row.value for row in room.votes()] == [2]
    room.answer_again()
    # Here the browser looks again by itself.
    heading(window, "Policy", within=15_000)


def test_who_is_taken_out_of_the_room_is_told_once(open_visit: OpenVisit, room: OpenRoom) -> None:
    visit = open_visit()
    visit.allowed.append("status of 404")
    window = sit_down(visit, room)
    visit.context.clear_cookies()
    heading(window, "There is no such page", within=5_000)
    asked: list[str] = []
    window.on("request", lambda request: asked.append(request.url))
    window.wait_for_timeout(1_500)
    assert asked == []


def test_every_state_is_without_barriers_and_fits_a_phone(
    open_visit: OpenVisit, site: Site
) -> None:
    room = open_alone(
        site.workspace, KIND, anonymity="named", roles={"Ministry": 5, "Civil society": 5},
        balance={"sex": ("Women", "Men")}, people=0,
    )  # fmt: skip
    visit = open_visit(width=PHONE)
    found: list[str] = []

    def look(what: str) -> None:
        assert visit.width_needed <= PHONE, what
        found.extend(f"{what}: {line}" for line in visit.find_barriers())

    window = visit.go("/join")
    look("door")
    window.fill("#code", room.code.lower())
    window.click("main form .button")
    look("what is asked")
    window.fill("#name", "Amina \u202eAli")
    window.click("main form .button")
    window.wait_for_url(f"**/room/{room.id}")
    room.fill(5, name="Somebody", role="Ministry")
    room.go_to("prepare")
    heading(window, "You are in")
    look("prepare")
    room.go_to("tables")
    room.open("policy")
    heading(window, "Policy")
    look("answering")
    for one in room.people:
        room.say(one, "POL-01", 2)
    window.goto(f"{visit.url}/room/{room.id}?question=all")
    look("list")
    room.reveal()
    window.locator(".reveal").wait_for(timeout=SOON)
    look("shown")
    window.goto(f"{visit.url}/room/{room.id}/seat")
    look("seat")
    assert not found, found
