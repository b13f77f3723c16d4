"""The quick-check on a bad telephone line: it ends, and "saved" is said of nothing that is not.

50 kbit/s and 400 ms to and fro, acts that never arrive or whose answer is lost, no line at all for
a while. Whenever the page says how an answer stands, that is compared with the database.
"""

import re
from collections.abc import Iterator
from typing import Any

import pytest
from playwright.sync_api import CDPSession
from playwright.sync_api import Page as Window
from sqlalchemy import text

from tests.browser.conftest import PHONE, OpenVisit, Site, Visit
from tests.browser.proxy import Proxy, open_proxy

pytestmark = pytest.mark.needs_chromium

SLOW = {"latency": 400, "downloadThroughput": 50_000 / 8, "uploadThroughput": 50_000 / 8}
FAILURES = r"net::ERR_|Failed to load resource"
BETTER = {"latency": 150, "downloadThroughput": 40_000, "uploadThroughput": 40_000}
STILL = 0.01
PATIENCE = 90_000
# Tells each text that a question shows of its saving, with what stands in its fields just then.
WATCH = """
addEventListener("DOMContentLoaded", () => {
  const form = document.querySelector("form[data-answers]");
  const tell = (place) => {
    const name = place.closest("[data-question]").dataset.question;
    const fields = [...new FormData(form)].filter(([field]) => field.split(".")[0] === name);
    say(name, place.textContent.trim(), Object.fromEntries(fields));
  };
  if (form) new MutationObserver((changes) => changes.forEach(({ target }) => {
    const place = (target.closest ? target : target.parentElement).closest("span[data-saved]");
    if (place) tell(place);
  })).observe(form, { subtree: true, childList: true, characterData: true });
});
"""
SHIFT = """() => new Promise((done) => {
  let sum = 0;
  const add = (list) => list.forEach((entry) => { if (!entry.hadRecentInput) sum += entry.value; });
  const watch = new PerformanceObserver((list) => add(list.getEntries()));
  watch.observe({ type: "layout-shift", buffered: true });
  setTimeout(() => { add(watch.takeRecords()); done(sum); }, 100);
})"""


class Witness:
    """Compares what the page says with what the database holds."""

    def __init__(self, site: Site, country: str) -> None:
        self.site, self.country = site, country
        self.said: list[tuple[str, str]] = []
        self.untrue: list[str] = []
        self.replies_lost = False

    def read(self, question: str) -> dict[str, str]:
        """Give what is stored, as a form would have it."""
        statement = text(
            "select state, value, note from answer join quick_check on id = check_id "
            "where country = :country and question = :question"
        )
        with self.site.workspace.engine.connect() as connection:
            rows = connection.execute(
                statement, {"country": self.country, "question": question}
            ).all()
        assert len(rows) <= 1, rows
        if not rows:
            return {}
        value = rows[0].value if rows[0].state == "answered" else rows[0].state
        return {"value": str(value).removesuffix(".0"), "note": rows[0].note}

    def hear(self, _source: Any, question: str, words: str, fields: dict[str, str]) -> None:
        self.said.append((question, words))
        value = fields.get(question) or fields.get(f"{question}.state", "")
        shown = {"value": value.removeprefix("="), "note": fields.get(f"{question}.note", "")}
        is_stored = self.read(question) == shown
        is_said = words.startswith("Saved")
        is_denied = words.startswith("Not saved") and not self.replies_lost
        if (is_said and not is_stored) or (is_denied and is_stored):
            self.untrue.append(f"{question}: {words!r}, {shown}, stored {self.read(question)}")


def slow_down(visit: Visit, speed: dict[str, float]) -> CDPSession:
    line = visit.context.new_cdp_session(visit.page)
    line.send("Network.enable")
    line.send("Network.emulateNetworkConditions", {"offline": False, **speed})
    return line


def cut(line: CDPSession, *, is_cut: bool) -> None:
    line.send("Network.emulateNetworkConditions", {"offline": is_cut, **SLOW})


def measure_shift(window: Window) -> float:
    moved: float = window.evaluate(SHIFT)
    return moved


def status(window: Window, question: str, words: str | re.Pattern[str]) -> None:
    place = window.locator(f"#{question} [data-saved]")
    place.filter(has_text=words).wait_for(timeout=PATIENCE)


def choose(window: Window, question: str, level: int) -> None:
    window.locator(f'#{question} input[value="={level}"]').check()


def write_note(window: Window, question: str, note: str) -> None:
    box = window.locator(f"#{question}")
    if not box.locator("textarea").is_visible():
        box.locator("summary").last.click()
    box.locator("textarea").fill(note)


def move_on(window: Window, path: str) -> None:
    window.click(".move button.button")
    window.wait_for_url(f"**/{path}")
    assert measure_shift(window) < STILL, path


@pytest.fixture
def proxy() -> Iterator[Proxy]:
    with open_proxy(Proxy()) as opened:
        yield opened


SAVED = re.compile(r"^Saved \d\d:\d\d")


def test_on_a_slow_line_that_breaks_the_page_never_says_what_is_not_so(
    open_visit: OpenVisit, site: Site, proxy: Proxy
) -> None:
    visit = open_visit(width=PHONE, proxy=proxy.url)
    visit.allowed.append(FAILURES)
    witness = Witness(site, "UGA")
    visit.page.on("dialog", lambda asked: asked.accept())
    visit.context.expose_binding("say", witness.hear)
    visit.context.add_init_script(WATCH)
    line = slow_down(visit, SLOW)
    window = visit.go("/")
    assert measure_shift(window) < STILL
    window.select_option("#toolkit", "e-government")
    window.select_option("#country", "UGA")
    window.click("form.card button")
    window.wait_for_url("**/check/e-government/UGA")
    assert measure_shift(window) < STILL
    window.click("section.card a.button")
    window.wait_for_url("**/answers/infrastructure")
    answer_with_losses(window, proxy, witness)
    move_on(window, "answers/policy")
    answer_without_line(window, line, witness)
    move_on(window, "answers/management")
    # Sent with the page's button, while the answer is still on its way.
    choose(window, "GOV-04", 2)
    window.click(".move button.button")
    window.wait_for_url("**/answers/outreach")
    assert witness.read("GOV-04")["value"] == "2"
    move_on(window, "result")
    assert window.locator(".pillar-result").count() == 4
    assert not witness.untrue
    assert {"Saving", "Saved", "Not"} <= {words.split()[0] for _, words in witness.said if words}


def answer_with_losses(window: Window, proxy: Proxy, witness: Witness) -> None:
    """The first answer's reply is lost, then another is given; a later one never arrives."""
    witness.replies_lost = True
    proxy.losing += ["reply"]
    window.fill('[name="INF-01"]', "41")
    window.press('[name="INF-01"]', "Tab")
    status(window, "INF-01", "Not saved yet")
    assert witness.read("INF-01")["value"] == "41"
    window.fill('[name="INF-01"]', "42")
    assert not window.locator("#INF-01 [data-saved]").inner_text().startswith("Saved")
    window.press('[name="INF-01"]', "Tab")
    status(window, "INF-01", SAVED)
    assert window.locator("#INF-01 .field-error p").count() == 0
    assert witness.read("INF-01")["value"] == "42"
    witness.replies_lost = False
    proxy.losing += ["request"]
    write_note(window, "INF-01", "Counted in June.")
    status(window, "INF-01", "Not saved yet")
    status(window, "INF-01", SAVED)
    assert witness.read("INF-01")["note"] == "Counted in June."
    assert proxy.lost == ["reply", "request"]


def answer_without_line(window: Window, line: CDPSession, witness: Witness) -> None:
    """Nothing may be left while the line is cut, and what was typed is there after the page was."""
    choose(window, "POL-01", 1)
    status(window, "POL-01", SAVED)
    assert measure_shift(window) < STILL
    cut(line, is_cut=True)
    write_note(window, "POL-01", "Typed in a tunnel.")
    assert window.locator("#POL-01 [data-saved]").inner_text().startswith("Saving")
    choose(window, "POL-02", 3)
    window.locator('[name="POL-04"][value="not-applicable"]').check()
    status(window, "POL-04", "Write a few words why")
    window.click(".move button.button")
    window.locator(".move [role=status]", has_text="Not saved yet").wait_for()
    status(window, "POL-01", "Not saved yet")
    assert witness.read("POL-02") == {}
    address = window.url
    window.goto("about:blank")
    cut(line, is_cut=False)
    window.goto(address)
    for question in ("POL-01", "POL-02"):
        # Without a time where the server had it before the page came.
        status(window, question, re.compile("^Saved"))
    status(window, "POL-04", "Write a few words why")
    assert window.locator("#POL-01 textarea").input_value() == "Typed in a tunnel."
    assert window.locator('#POL-02 input[value="=3"]').is_checked()
    window.fill('[name="POL-04.reason"]', "Left to the counties.")
    window.press('[name="POL-04.reason"]', "Tab")
    status(window, "POL-04", SAVED)
    assert witness.read("POL-04")["value"] == "not-applicable"


def test_without_script_a_page_that_was_lost_is_sent_again(
    open_visit: OpenVisit, site: Site, proxy: Proxy
) -> None:
    visit = open_visit(width=PHONE, proxy=proxy.url, script=False)
    visit.allowed.append(FAILURES)
    witness = Witness(site, "TZA")
    slow_down(visit, BETTER)
    window = visit.go("/check/e-government/TZA/answers/policy")
    for lost in ("request", "reply"):
        choose(window, "POL-01", 2)
        write_note(window, "POL-01", f"The {lost} was lost.")
        assert not window.locator("#POL-01 [data-saved]").is_visible()
        # Once the browser itself sends it again; a person has to the second time.
        proxy.losing += [lost, lost]
        window.click(".move button.button")
        window.wait_for_url("chrome-error://**")
        assert witness.read("POL-01") == (
            {"value": "2", "note": "The reply was lost."} if lost == "reply" else {}
        )
        # The browser offers to send the same page again.
        window.reload()
        window.wait_for_url("**/answers/management")
        assert witness.read("POL-01") == {"value": "2", "note": f"The {lost} was lost."}
        window.click('.move button[name="go"]')
        window.wait_for_url("**/answers/policy")
        assert window.locator("#POL-01 [data-saved]").inner_text() == "Saved"
    assert window.locator('#POL-01 input[value="=2"]').is_checked()


PAGES = [
    "/", "/check/e-government/KEN", "/check/e-government/KEN/data-report", "/data", "/toolkits",
    "/check/e-government/questions", "/toolkits/e-environment", "/indicators/adult_literacy_pct",
    "/toolkits/e-government/pillars/policy",
]  # fmt: skip


def test_nothing_moves_while_a_page_comes(open_visit: OpenVisit) -> None:
    visit = open_visit(width=PHONE, language="ar")
    line = slow_down(visit, BETTER)
    line.send("Network.setCacheDisabled", {"cacheDisabled": True})
    moved = {path: measure_shift(visit.go(path)) for path in PAGES}
    assert {path: shift for path, shift in moved.items() if shift >= STILL} == {}
