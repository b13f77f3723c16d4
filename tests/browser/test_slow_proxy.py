"""The journey through proxies: one takes out all scripts, one is twenty years old."""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser

from tests.browser.conftest import PHONE, OpenVisit, open_windows
from tests.browser.proxy import Proxy, open_proxy
from tests.browser.served import Served

pytestmark = [pytest.mark.needs_chromium, pytest.mark.needs_pango]

PAGES = ["infrastructure", "policy", "management", "outreach"]


@pytest.fixture(scope="module")
def served(filled_file: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    made = Served(tmp_path_factory.mktemp("proxied"), filled_file)
    made.start()
    yield made
    made.stop()


@pytest.fixture
def open_served(served: Served, browser: Browser) -> Iterator[OpenVisit]:
    with open_windows(served.url, browser) as open_one:
        yield open_one


@pytest.mark.parametrize(
    "proxy",
    [Proxy(strips_scripts=True), Proxy(is_old=True)],
    ids=["strips scripts", "old"],
)
def test_the_journey_through_a_proxy_ends_in_a_report(
    open_served: OpenVisit, proxy: Proxy, tmp_path: Path
) -> None:
    with open_proxy(proxy):
        visit = open_served(proxy=proxy.url, width=PHONE)
        window = visit.go("/?lang=fr")
        window.select_option("#toolkit", "e-government")
        window.select_option("#country", "KEN")
        window.click("form.card button")
        window.click("section.card a.button")
        for page in PAGES:
            window.wait_for_url(f"**/answers/{page}")
            assert window.locator("html").get_attribute("lang") == "fr"
            assert (window.locator("form.live").count() == 0) is proxy.strips_scripts
            for box in window.locator('[data-kind="level"]').all()[:2]:
                box.locator('input[type="radio"]').nth(2).check()
            window.click(".move button.button")
        window.wait_for_url("**/result")
        assert window.locator(".pillar-result").count() == len(PAGES)
        window.click(".downloads form button")
        window.wait_for_url("**/report?in=fr")
        link = window.locator('a[href*="report.pdf"]')
        if proxy.strips_scripts:
            # The browser would run scripts, so it does not look again by itself either.
            look_again = window.locator("main [role=status] a")
            for _ in range(300):
                if link.count():
                    break
                window.wait_for_timeout(200)
                look_again.click()
        link.wait_for(timeout=60_000)
        with window.expect_download() as waited:
            link.click()
        waited.value.save_as(tmp_path / "report.pdf")
    content = (tmp_path / "report.pdf").read_bytes()
    assert content.startswith(b"%PDF-")
    assert content.rstrip().endswith(b"%%EOF")
    assert re.fullmatch(r"eready-.*-KEN-.*-fr\.pdf", waited.value.suggested_filename)
