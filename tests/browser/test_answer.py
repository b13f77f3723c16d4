"""The pages of questions with script: offline, on two devices, by keyboard."""

import re

import pytest
from playwright.sync_api import Locator, Route, expect
from playwright.sync_api import Page as Window

from tests.browser.conftest import OpenVisit, Visit

pytestmark = pytest.mark.needs_chromium

KENYA = "/check/e-government/KEN"
POLICY = f"{KENYA}/answers/policy"
SAVED = re.compile(r"^Saved \d\d:\d\d")
MOST_STOPS = 60
DANGER = "rgb(166, 27, 27)"


def state_of(window: Window, question: str) -> Locator:
    return window.locator(f"#{question} [data-saved]")


def choose(window: Window, question: str, level: int, *, is_saved: bool = True) -> None:
    window.locator(f'#{question} input[value="={level}"]').check()
    if is_saved:
        state_of(window, question).filter(has_text=SAVED).wait_for()


def wait_until_sent(window: Window) -> None:
    """Wait until nothing is kept in the browser any more because all of it was taken."""
    for _ in range(200):
        if window.evaluate("localStorage.length") == 0:
            return
        window.wait_for_timeout(50)
    raise AssertionError(window.evaluate("JSON.stringify(localStorage)"))


def is_chosen(window: Window, question: str, level: int) -> bool:
    return window.locator(f'#{question} input[value="={level}"]').is_checked()


def share(visit: Visit, other: Visit) -> None:
    """Open the check of one device on another by the private link."""
    window = visit.go(f"{KENYA}/link")
    link = window.locator("#link").input_value()
    there = other.go(link.removeprefix(visit.url))
    there.click("main button")
    there.wait_for_url(f"**{KENYA}/answers/**")


def test_answers_given_offline_are_sent_when_the_network_is_back(open_visit: OpenVisit) -> None:
    visit = open_visit()
    visit.allowed.append("net::ERR_INTERNET_DISCONNECTED")
    window = visit.go(POLICY)
    choose(window, "POL-01", 1)
    visit.context.set_offline(True)
    choose(window, "POL-02", 3, is_saved=False)
    choose(window, "POL-04", 2, is_saved=False)
    for question in ("POL-02", "POL-04"):
        state_of(window, question).filter(has_text="Not saved yet").wait_for()
        expect(state_of(window, question)).to_have_css("color", DANGER)
    visit.context.set_offline(False)
    for question in ("POL-02", "POL-04"):
        state_of(window, question).filter(has_text=SAVED).wait_for()
        expect(state_of(window, question)).not_to_have_css("color", DANGER)
    assert window.evaluate("localStorage.length") == 0
    window.reload()
    assert is_chosen(window, "POL-02", 3)


def test_answers_of_a_page_that_was_closed_offline_come_back(open_visit: OpenVisit) -> None:
    visit = open_visit()
    visit.allowed.append("net::ERR_INTERNET_DISCONNECTED")
    window = visit.go(POLICY)
    choose(window, "POL-01", 1)
    visit.context.set_offline(True)
    choose(window, "POL-02", 3, is_saved=False)
    state_of(window, "POL-02").filter(has_text="Not saved yet").wait_for()
    window.close()
    visit.context.set_offline(False)
    visit.page = visit.context.new_page()
    window = visit.go(POLICY)
    state_of(window, "POL-02").filter(has_text=SAVED).wait_for()
    assert is_chosen(window, "POL-02", 3)
    assert window.evaluate("localStorage.length") == 0


def test_what_was_kept_offline_does_not_overwrite_what_another_device_saved(
    open_visit: OpenVisit,
) -> None:
    first, second = open_visit(), open_visit()
    first.allowed += ["net::ERR_INTERNET_DISCONNECTED", "status of 409"]
    window = first.go(POLICY)
    choose(window, "POL-01", 1)
    share(first, second)
    window = first.go(POLICY)
    first.context.set_offline(True)
    choose(window, "POL-01", 2, is_saved=False)
    state_of(window, "POL-01").filter(has_text="Not saved yet").wait_for()
    window.close()
    choose(second.go(POLICY), "POL-01", 4)
    first.context.set_offline(False)
    first.page = first.context.new_page()
    window = first.go(POLICY)
    window.locator("#POL-01 .field-error", has_text="another answer").wait_for()
    assert is_chosen(window, "POL-01", 2)
    assert is_chosen(second.go(POLICY), "POL-01", 4)


@pytest.mark.parametrize("kept", ["Keep mine", "Take the saved one"])
def test_of_two_answers_to_one_question_one_is_chosen(open_visit: OpenVisit, kept: str) -> None:
    first, second = open_visit(), open_visit()
    second.allowed.append("status of 409")
    window = first.go(POLICY)
    choose(window, "POL-01", 1)
    share(first, second)
    there = second.go(POLICY)
    window = first.go(POLICY)
    choose(window, "POL-01", 4)
    choose(there, "POL-01", 0, is_saved=False)
    clash = there.locator("#POL-01 .field-error")
    clash.locator("button", has_text=kept).wait_for()
    theirs = window.locator('#POL-01 label:has(input[value="=4"])').inner_text().strip()
    assert theirs in clash.inner_text()
    clash.locator("button", has_text=kept).click()
    if kept == "Keep mine":
        state_of(there, "POL-01").filter(has_text=SAVED).wait_for()
    else:
        expect(there.locator('#POL-01 input[value="=4"]')).to_be_checked()
    expected = 0 if kept == "Keep mine" else 4
    assert is_chosen(first.go(POLICY), "POL-01", expected)


def press_until(window: Window, key: str, wanted: str) -> None:
    """Press a key until an element that matches has the focus; it must then be seen."""
    for _ in range(MOST_STOPS):
        if window.evaluate("wanted => document.activeElement.matches(wanted)", wanted):
            return
        window.keyboard.press(key)
    raise AssertionError(f"no way to {wanted} by {key}")


def test_a_page_is_answered_by_keyboard_alone(open_visit: OpenVisit) -> None:
    window = open_visit().go(POLICY)
    press_until(window, "Tab", '[name="POL-01"]')
    window.keyboard.press("Space")
    window.keyboard.press("ArrowDown")
    window.keyboard.press("ArrowDown")
    state_of(window, "POL-01").filter(has_text=SAVED).wait_for()
    assert is_chosen(window, "POL-01", 2)
    outline = "getComputedStyle(document.activeElement.closest('label')).outlineStyle"
    assert window.evaluate(outline) == "solid"
    press_until(window, "Tab", "#POL-01 summary")
    press_until(window, "Tab", '[name="POL-02"]')
    # The last of the answers says that the question does not apply, and asks why.
    window.keyboard.press("Space")
    window.keyboard.press("ArrowUp")
    assert window.locator('[name="POL-02"][value="not-applicable"]').is_checked()
    press_until(window, "Tab", '[name="POL-02.reason"]')
    window.keyboard.type("Left to the counties.")
    window.keyboard.press("Tab")
    state_of(window, "POL-02").filter(has_text=SAVED).wait_for()
    press_until(window, "Tab", ".move button.button")
    window.keyboard.press("Enter")
    window.wait_for_url("**/answers/management")
    press_until(window, "Tab", ".move button[name=go]")
    window.keyboard.press("Enter")
    window.wait_for_url("**/answers/policy")
    assert is_chosen(window, "POL-01", 2)


def test_a_number_can_be_corrected_and_taken_back(open_visit: OpenVisit) -> None:
    window = open_visit().go(f"{KENYA}/answers/infrastructure")
    users = window.locator('[name="INF-05"]')
    assert users.input_value() == "34.98"
    unknown = window.locator('[name="INF-05.state"][value="unknown"]')
    users.fill("41,5")
    users.press("Tab")
    wait_until_sent(window)
    unknown.check()
    assert users.input_value() == ""
    wait_until_sent(window)
    assert window.locator("#INF-05 .field-error p").count() == 0
    users.fill("40")
    users.press("Tab")
    assert not unknown.is_checked()
    wait_until_sent(window)
    window.reload()
    assert users.input_value() == "40"


def test_a_refused_answer_is_said_beside_its_question(open_visit: OpenVisit) -> None:
    visit = open_visit()
    visit.allowed.append("status of 422")
    window = visit.go(f"{KENYA}/answers/infrastructure")
    window.fill('[name="INF-01"]', "many")
    window.locator("#INF-01 .field-error p").wait_for()
    assert state_of(window, "INF-01").inner_text() == "Not saved"
    window.fill('[name="INF-01"]', "45")
    state_of(window, "INF-01").filter(has_text=SAVED).wait_for()
    assert window.locator("#INF-01 .field-error p").count() == 0


def test_a_check_deleted_elsewhere_says_so_and_saves_nothing_more(open_visit: OpenVisit) -> None:
    first, second = open_visit(), open_visit()
    second.allowed.append("status of 410")
    choose(first.go(POLICY), "POL-01", 1)
    share(first, second)
    there = second.go(POLICY)
    window = first.go(f"{KENYA}/delete")
    window.click("main button")
    window.locator("h1", has_text="The check is deleted").wait_for()
    choose(there, "POL-02", 1, is_saved=False)
    state_of(there, "POL-02").filter(has_text="This check was deleted").wait_for()
    second.go(f"{KENYA}/result", status=404)


def test_the_result_s_interactive_chart_is_drawn_when_asked_for(open_visit: OpenVisit) -> None:
    visit = open_visit()
    window = visit.go(POLICY)
    for question in ("POL-01", "POL-02", "POL-04"):
        choose(window, question, 2)
    window = visit.go(f"{KENYA}/result")
    window.click("[data-chart] >> nth=0")
    window.wait_for_selector(".plot .main-svg", timeout=20_000)


@pytest.mark.parametrize("script", [True, False])
def test_enter_in_a_field_goes_on_and_clears_nothing(open_visit: OpenVisit, script: bool) -> None:
    visit = open_visit(script=script)
    window = visit.go(f"{KENYA}/answers/infrastructure")
    window.fill('[name="INF-01"]', "41")
    window.press('[name="INF-01"]', "Enter")
    window.wait_for_url("**/answers/policy")
    # Now the first question of the page has a button that clears its answer.
    window = visit.go(f"{KENYA}/answers/infrastructure")
    window.fill('[name="INF-05"]', "50")
    window.press('[name="INF-05"]', "Enter")
    window.wait_for_url("**/answers/policy")
    window = visit.go(f"{KENYA}/answers/infrastructure")
    assert window.locator('[name="INF-01"]').input_value() == "41"
    assert window.locator('[name="INF-05"]').input_value() == "50"


def test_what_was_given_before_the_script_came_is_saved(open_visit: OpenVisit) -> None:
    visit = open_visit()
    held: list[Route] = []

    def hold(route: Route) -> None:
        held.append(route)

    visit.page.route("**/answer.js*", hold)
    window = visit.page
    window.goto(visit.url + POLICY, wait_until="commit")
    window.locator('#POL-01 input[value="=2"]').check()
    window.locator("#POL-02 summary").last.click()
    window.locator("#POL-02 textarea").fill("Typed early.")
    window.locator('#POL-02 input[value="=1"]').check()
    held[0].continue_()
    for question in ("POL-01", "POL-02"):
        state_of(window, question).filter(has_text=SAVED).wait_for()
    window.unroute("**/answer.js*")
    window.reload()
    assert is_chosen(window, "POL-01", 2)
    assert window.locator("#POL-02 textarea").input_value() == "Typed early."
