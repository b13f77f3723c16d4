"""From the first page to the report: with script in English, without script in Arabic."""

import re
import subprocess
import unicodedata
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser
from playwright.sync_api import Page as Window

from app.service.job import run_due_jobs
from app.service.runner import RUNNERS
from tests.browser.conftest import PHONE, OpenVisit, Site, open_windows
from tests.browser.served import Served

pytestmark = pytest.mark.needs_chromium

KENYA = "/check/e-government/KEN"
MOST_BYTES = 60_000
PAGES = 4


@pytest.fixture(scope="module")
def served(filled_file: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    made = Served(tmp_path_factory.mktemp("served"), filled_file)
    made.start()
    yield made
    made.stop()


@pytest.fixture
def open_served(served: Served, browser: Browser) -> Iterator[OpenVisit]:
    with open_windows(served.url, browser) as open_one:
        yield open_one


def choose_levels(window: Window, *, is_saved: bool) -> None:
    """Tick one state of each question with levels, higher from question to question."""
    for place, box in enumerate(window.locator('[data-kind="level"]').all()):
        box.locator('input[type="radio"]').nth(place % 4).check()
        if is_saved:
            box.locator("[data-saved]", has_text="Saved").wait_for()


def read_text(pdf: Path) -> str:
    made = subprocess.run(["pdftotext", "-layout", pdf, "-"], capture_output=True, check=True)
    text = unicodedata.normalize("NFKC", made.stdout.decode("utf-8"))
    return " ".join(re.sub("[\u200e\u200f\u202a-\u202e\u2066-\u2069]", "", text).split())


def read_result(window: Window) -> dict[str, str]:
    """Read what the result page says of the whole and of each pillar."""
    pillars = window.locator(".pillar-result h3").all()
    shown = {
        "country": window.locator("h1").inner_text(),
        "band": window.locator(".facts dd").first.inner_text().split(" (")[0].strip(),
        "total": window.locator(f'.facts a[href="{KENYA}/result/total"]').inner_text(),
    }
    for number, pillar in enumerate(pillars):
        shown[f"score {number}"] = pillar.locator("a.num").inner_text()
    return shown


def download(window: Window, folder: Path) -> Path:
    with window.expect_download() as waited:
        window.click('a[href*="report.pdf"]')
    path = folder / waited.value.suggested_filename
    waited.value.save_as(path)
    return path


@pytest.mark.needs_poppler
@pytest.mark.needs_pango
def test_with_script_the_journey_ends_in_a_report_with_the_page_s_numbers(
    open_served: OpenVisit, tmp_path: Path
) -> None:
    visit = open_served()
    window = visit.go("/")
    window.select_option("#toolkit", "e-government")
    window.select_option("#country", label="Kenya")
    window.click("form.card button")
    window.click("text=Answer the 20 questions")
    window.fill('[name="INF-01"]', "40")
    window.press('[name="INF-01"]', "Tab")
    window.locator("#INF-01 [data-saved]", has_text="Saved").wait_for()
    window.locator("#keeping [data-begun]").wait_for()
    for _ in range(PAGES):
        choose_levels(window, is_saved=True)
        with window.expect_navigation():
            window.click(".move button.button")
    assert window.url.endswith(f"{KENYA}/result")
    shown = read_result(window)
    assert shown["country"] == "Kenya"
    window.click(".downloads form button")
    window.wait_for_url("**/report?in=en")
    window.wait_for_selector('a[href*="report.pdf"]', timeout=60_000)
    pdf = download(window, tmp_path)
    assert re.fullmatch(r"eready-e-government-KEN-[\d-]{10}-en\.pdf", pdf.name)
    text = read_text(pdf)
    assert f"Kenya stands in {shown['band']}" in text
    assert "no official position" in text.lower()
    titles = ("Infrastructure", "Policy", "Management", "Outreach")
    for number, title in enumerate(titles):
        assert re.search(rf"{title}\D{{0,60}}{re.escape(shown[f'score {number}'])}\b", text), title
    assert f"The whole: {shown['total']}, range" in text
    assert f"The whole {shown['band']} {shown['total']} " in text
    told = subprocess.run(["pdfinfo", pdf], capture_output=True, check=True, text=True).stdout
    assert re.search(r"Tagged:\s+yes", told)
    assert re.search(r"Title:\s+.*Kenya", told)
    assert 8 <= int(re.search(r"Pages:\s+(\d+)", told)[1]) <= 14  # type: ignore[index]


@pytest.mark.needs_poppler
@pytest.mark.needs_pango
def test_without_script_in_arabic_on_a_phone_the_journey_ends_in_a_report(
    open_visit: OpenVisit, site: Site, tmp_path: Path
) -> None:
    visit = open_visit(language="ar", width=PHONE, script=False)
    window = visit.go("/")
    window.select_option("#toolkit", "e-government")
    window.select_option("#country", "KEN")
    window.click("form.card button")
    window.click("section.card a.button")
    for _ in range(PAGES):
        assert window.locator("html").get_attribute("dir") == "rtl"
        assert visit.width_needed <= PHONE
        choose_levels(window, is_saved=False)
        with window.expect_navigation():
            window.click(".move button.button")
    assert window.url.endswith(f"{KENYA}/result")
    assert visit.width_needed <= PHONE
    shown = read_result(window)
    window.click(".downloads form button")
    window.wait_for_url("**/report?in=ar")
    run_due_jobs(site.workspace, RUNNERS)
    # Nobody presses anything: the page looks again by itself.
    window.wait_for_selector('a[href*="report.pdf"]', timeout=30_000)
    pdf = download(window, tmp_path)
    assert pdf.name.endswith("-ar.pdf")
    text = read_text(pdf)
    assert shown["country"] in text or shown["country"][::-1] in text
    for name, score in shown.items():
        if name.startswith("score") or name == "total":
            assert re.search(rf"\b{re.escape(score)}\b", text), name
    assert shown["band"] in text


@pytest.mark.parametrize("language", ["en", "ar"])
@pytest.mark.parametrize("path", ["/", KENYA])
def test_a_first_visit_stays_within_its_bytes(
    open_served: OpenVisit, path: str, language: str
) -> None:
    visit = open_served(language=language, width=390)
    session = visit.context.new_cdp_session(visit.page)
    received: list[float] = []
    session.on("Network.loadingFinished", lambda said: received.append(said["encodedDataLength"]))
    session.send("Network.enable")
    session.send("Network.setCacheDisabled", {"cacheDisabled": True})
    window = visit.go(path)
    window.wait_for_load_state("networkidle")
    assert len(received) >= 2
    assert sum(received) < MOST_BYTES, received


def test_what_is_typed_while_the_server_is_killed_is_saved_once_it_is_back(
    open_served: OpenVisit, served: Served
) -> None:
    visit = open_served()
    visit.allowed.append(r"net::ERR|Failed to load resource")
    window = visit.go(f"{KENYA}/answers/policy")
    first, second = window.locator("#POL-01"), window.locator("#POL-02")
    first.locator('input[value="=2"]').check()
    first.locator("[data-saved]", has_text="Saved").wait_for()
    served.kill()
    second.locator('input[value="=3"]').check()
    first.locator("summary", has_text="note").click()
    first.locator("textarea").fill("Typed while nobody listened.")
    first.locator("textarea").press("Tab")
    for box in (first, second):
        box.locator("[data-saved]", has_text="Not saved yet").wait_for()
    # Leaving is refused as long as nobody would take what was typed.
    window.click(".move button.button")
    window.locator(".move [role=status]", has_text="Not saved yet").wait_for()
    assert window.url.endswith("/answers/policy")
    served.start()
    for box in (first, second):
        box.locator("[data-saved]", has_text=re.compile(r"^Saved \d\d:\d\d")).wait_for()
    window.reload()
    assert window.locator('#POL-01 input[value="=2"]').is_checked()
    assert window.locator('#POL-02 input[value="=3"]').is_checked()
    assert window.locator("#POL-01 textarea").input_value() == "Typed while nobody listened."
