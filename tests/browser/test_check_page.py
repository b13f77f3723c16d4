"""A page of a check that is sent by its button while the script finds nobody.

What holds for every kind of page is in test_every_page.py.
"""

import pytest
from playwright.sync_api import Route

from tests.browser.conftest import PHONE, OpenVisit

pytestmark = pytest.mark.needs_chromium

KENYA = "/check/e-government/KEN"


def refuse_script(route: Route) -> None:
    if "json" in (route.request.headers.get("accept") or ""):
        route.abort()
    else:
        route.continue_()


def test_a_page_with_refused_answers_leads_to_the_fields(open_visit: OpenVisit) -> None:
    visit = open_visit(width=PHONE, scheme="dark")
    visit.allowed.append("status of 422")
    visit.allowed.append("net::ERR_FAILED")
    window = visit.go(f"{KENYA}/answers/infrastructure")
    # The script finds nobody, so that the whole page is sent by its button.
    window.route("**/answers/infrastructure", refuse_script)
    window.fill('[name="INF-01"]', "many")
    window.locator('[name="INF-11"][value="not-applicable"]').check()
    with window.expect_navigation():
        window.click(".move button.button")
    assert window.locator(".error-summary li").count() == 2
    assert window.evaluate("document.activeElement.id") == "errors"
    assert visit.width_needed <= PHONE
    assert not visit.find_barriers()
    window.click(".error-summary a >> nth=0")
    assert window.url.endswith("#_value-INF-01")
    assert window.evaluate("document.activeElement.name") == "INF-01"
