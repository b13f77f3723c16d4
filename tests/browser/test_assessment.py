"""Two people at the questions of an assessment, with script: who meets, who was signed out."""

import re

import pytest
from playwright.sync_api import Page as Window

from app.service.account.sign_in import begin_sign_in
from app.service.secret import hash_secret
from app.store.account import delete_sign_in
from app.store.engine import run_write
from tests.browser.conftest import PHONE, OpenVisit, Site, Visit
from tests.browser.test_answer import SAVED, choose, is_chosen, state_of, wait_until_sent
from tests.team import Team, make_team

pytestmark = pytest.mark.needs_chromium

TOOLKIT = "sector-e-strategy"
FIRST = "ES-VIS-1"


@pytest.fixture(scope="module")
def team(site: Site) -> Team:
    return make_team(site.workspace)


@pytest.fixture
def topic(team: Team) -> str:
    begun = team.begin(TOOLKIT, parameters={"sector": "health"})
    return f"/assessments/{begun}/topics/ES-VIS"


def sign_in(visit: Visit, team: Team, role: str) -> str:
    """Sign somebody in on this device; returns the secret of its cookie."""
    secret = run_write(
        team.workspace.engine,
        lambda session: begin_sign_in(session, team.workspace, team.people[role], device="a test"),
    )
    visit.context.add_cookies([{"name": "sign-in", "value": secret, "url": visit.url}])
    return secret


def come_as(open_visit: OpenVisit, team: Team, role: str, **more: object) -> Visit:
    visit = open_visit(**more)
    sign_in(visit, team, role)
    return visit


def written(window: Window) -> str:
    return window.locator(f"[id='_note-{FIRST}']").input_value()


def test_two_people_meet_at_one_question_and_the_second_chooses(
    open_visit: OpenVisit, team: Team, topic: str
) -> None:
    one, two = (come_as(open_visit, team, role) for role in ("focal-point", "facilitator"))
    two.allowed.append("409")
    here, there = one.go(topic), two.go(topic)
    choose(here, FIRST, 1)
    choose(there, FIRST, 3, is_saved=False)
    box = there.locator(f"#{FIRST} .field-error")
    box.filter(has_text="Meanwhile Focal Point saved another answer here").wait_for()
    assert is_chosen(there, FIRST, 3)
    box.get_by_role("button", name="Keep mine").click()
    state_of(there, FIRST).filter(has_text=SAVED).wait_for()
    here.reload()
    assert is_chosen(here, FIRST, 3)
    here.get_by_role("link", name=re.compile("2 versions")).click()
    assert here.locator("h2").all_inner_texts() == ["Version 2 stands now", "Version 1"]


def test_why_is_kept_with_the_change_that_is_saved(
    open_visit: OpenVisit, team: Team, topic: str
) -> None:
    window = come_as(open_visit, team, "focal-point").go(topic)
    choose(window, FIRST, 1)
    window.reload()
    choose(window, FIRST, 2)
    window.locator(f"#{FIRST}").get_by_text("Say why you change it").click()
    why = window.locator(f"[id='_why-{FIRST}']")
    why.fill("The act was passed.")
    why.press("Tab")
    wait_until_sent(window)
    window.reload()
    window.get_by_role("link", name=re.compile("2 versions")).click()
    assert "The act was passed." in window.locator(".versions > li").first.inner_text()


def test_what_was_typed_survives_the_end_of_a_sign_in(
    open_visit: OpenVisit, team: Team, topic: str
) -> None:
    visit = open_visit()
    secret = sign_in(visit, team, "focal-point")
    visit.allowed += ["404", "401"]
    window = visit.go(topic)
    run_write(team.workspace.engine, lambda session: delete_sign_in(session, hash_secret(secret)))
    choose(window, FIRST, 2, is_saved=False)
    state_of(window, FIRST).filter(has_text="you are not signed in any more").wait_for()
    door = state_of(window, FIRST).get_by_role("link")
    assert door.get_attribute("href") == f"/sign-in?next={topic}"
    assert FIRST in window.evaluate("JSON.stringify(localStorage)")
    # Signed in again in another window, one comes back to this one.
    sign_in(visit, team, "focal-point")
    window.evaluate("dispatchEvent(new Event('focus'))")
    state_of(window, FIRST).filter(has_text=SAVED).wait_for()
    wait_until_sent(window)


@pytest.mark.parametrize(
    ("language", "width", "scheme"), [("ar", PHONE, "dark"), ("en", 1280, "light")]
)
def test_the_pages_have_no_barrier(
    open_visit: OpenVisit, team: Team, language: str, width: int, scheme: str
) -> None:
    begun = team.begin(TOOLKIT, parameters={"sector": "health"})
    team.assign(begun, "contributor", "ES-VIS-2")
    visit = come_as(open_visit, team, "contributor", language=language, width=width, scheme=scheme)
    window = visit.go(f"/assessments/{begun}/topics/ES-VIS")
    choose(window, "ES-VIS-2", 1, is_saved=False)
    wait_until_sent(window)
    pages = [f"/assessments/{begun}/{page}" for page in ("topics/ES-VIS", "mine")]
    pages += ["/assessments", f"/assessments/{begun}"]
    pages += [f"/assessments/{begun}/questions/ES-VIS-2/history"]
    for page in pages:
        visit.go(page)
        assert visit.width_needed <= width, page
        assert visit.find_barriers() == [], page
    sign_in(visit, team, "focal-point")
    new = f"/assessments/new?unit={team.unit_id}"
    for page in (f"/assessments/{begun}/settings", new, f"{new}&toolkit={TOOLKIT}"):
        visit.go(page)
        assert visit.width_needed <= width, page
        assert visit.find_barriers() == [], page
