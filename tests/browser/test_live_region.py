"""What is said aloud while answers are saved, and what the fields say of themselves."""

import re

import pytest
from playwright.sync_api import Page, expect

from app.service.job import run_due_jobs
from app.service.runner import RUNNERS, Runner
from tests.browser.conftest import OpenVisit, Site

pytestmark = pytest.mark.needs_chromium

POLICY = "/check/e-government/KEN/answers/policy"
NUMBERS = "/check/e-government/KEN/answers/infrastructure"
# Every change of a live region, as a screen reader is told of it.
LISTEN = """() => {
  globalThis.heard = [];
  new MutationObserver((changes) => {
    for (const { target } of changes) {
      const item = target.closest ? target : target.parentElement;
      const place = item.closest("[role=status], [role=alert], [aria-live]");
      const text = place ? place.textContent.trim() : "";
      if (text) heard.push(text.replace(/[0-9][0-9]:[0-9][0-9]/, "hh:mm"));
    }
  }).observe(document.body, { subtree: true, childList: true, characterData: true });
}"""


def hear(page: Page) -> list[str]:
    heard: list[str] = page.evaluate("heard.splice(0)")
    return heard


def test_saving_is_said_once(open_visit: OpenVisit) -> None:
    visit = open_visit()
    visit.allowed.append("net::ERR_INTERNET_DISCONNECTED")
    page = visit.go(POLICY)
    page.evaluate(LISTEN)
    said = page.locator("#POL-01 [data-saved]")
    page.check("#POL-01 [value='=1']")
    expect(said).to_contain_text("Saved ")
    assert hear(page) == ["Saving …", "Saved hh:mm"]
    visit.context.set_offline(True)
    page.check("#POL-01 [value='=2']")
    expect(said).to_contain_text("Not saved yet")
    # Tried again meanwhile, which changes nothing and is not worth a word.
    page.evaluate("dispatchEvent(new Event('online'))")
    page.wait_for_timeout(300)
    assert hear(page).count(said.inner_text()) == 1
    visit.context.set_offline(False)
    expect(said).to_contain_text("Saved ")
    assert hear(page)[-1] == "Saved hh:mm"


def test_an_error_is_said_and_stands_with_its_field(open_visit: OpenVisit) -> None:
    visit = open_visit()
    visit.allowed.append("status of 422")
    page = visit.go(NUMBERS)
    page.evaluate(LISTEN)
    number = page.locator("[name='INF-01']")
    number.fill("many")
    expect(number).to_have_attribute("aria-invalid", "true")
    problem = page.locator("#INF-01 .field-error p").inner_text()
    assert problem in hear(page)
    expect(number).to_have_accessible_description(re.compile(re.escape(problem)))
    number.fill("45")
    expect(page.locator("#INF-01 [data-saved]")).to_contain_text("Saved ")
    assert number.get_attribute("aria-invalid") is None
    expect(number).not_to_have_accessible_description(re.compile(re.escape(problem)))


def test_a_report_that_is_ready_is_said_without_loading_anew(
    open_visit: OpenVisit, site: Site
) -> None:
    page = open_visit().go("/check/e-government/TZA/data-report")
    with page.expect_navigation():
        page.click("main form button")
    page.evaluate(LISTEN)
    assert page.locator("[role=status] progress").count() == 1
    made = Runner(lambda *_anything: b"%PDF-1.7", "application/pdf")
    run_due_jobs(site.workspace, dict.fromkeys(RUNNERS, made))
    page.locator("[role=status] a[download]").wait_for()
    assert "Your report is ready." in hear(page)[-1]
    assert page.locator("[data-after] select").count() == 1
