"""Every kind of page of a check: no barrier, no sideways scrolling, nothing from elsewhere."""

import pytest
from playwright.sync_api import Route

from tests.browser.conftest import PHONE, WIDE, OpenVisit, Visit

pytestmark = pytest.mark.needs_chromium

KENYA = "/check/e-government/KEN"
POLICY = f"{KENYA}/answers/policy"
LOOKS = [("en", WIDE, "light"), ("en", PHONE, "dark"), ("ar", PHONE, "light")]
GIVEN = {
    "POL-01": "=3", "POL-02": "=3", "POL-04": "unknown", "POL-06": "not-applicable",
    "POL-06.reason": "Left to the counties.", "POL-01.note": "A note. " * 20,
    "POL-01.link": "https://example.org/" + "a-long-address-" * 20,
    "POL-11": "=0",
}  # fmt: skip


def post(visit: Visit, path: str, fields: dict[str, str]) -> None:
    """Send a form with this window's cookies, as a page would."""
    answer = visit.context.request.post(
        visit.url + path, form=fields, headers={"Origin": visit.url}, max_redirects=0
    )
    assert answer.status == 303, answer.status


def begin(visit: Visit) -> None:
    """Give some answers of each kind, one of them with a contradiction."""
    versions = {f"{name}.version": "0" for name in GIVEN if "." not in name}
    post(visit, POLICY, GIVEN | versions)
    post(visit, f"{KENYA}/answers/management", {"GOV-04": "=0", "GOV-04.version": "0"})


def check_look(visit: Visit, path: str, width: int, *, status: int = 200) -> None:
    visit.go(path, status=status)
    assert visit.width_needed <= width, path
    assert not visit.find_barriers(), path


@pytest.mark.parametrize(("language", "width", "scheme"), LOOKS)
def test_pages_of_a_check_have_no_barrier(
    open_visit: OpenVisit, language: str, width: int, scheme: str
) -> None:
    visit = open_visit(language=language, width=width, scheme=scheme)
    begin(visit)
    for path in (POLICY, "/result", "/result/policy", "/link", "/report"):
        check_look(visit, path if path == POLICY else KENYA + path, width)


def refuse_script(route: Route) -> None:
    if "json" in (route.request.headers.get("accept") or ""):
        route.abort()
    else:
        route.continue_()


@pytest.mark.parametrize(("language", "width", "scheme"), LOOKS)
def test_a_page_with_refused_answers_has_no_barrier(
    open_visit: OpenVisit, language: str, width: int, scheme: str
) -> None:
    visit = open_visit(language=language, width=width, scheme=scheme)
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
    assert visit.width_needed <= width
    assert not visit.find_barriers()
    window.click(".error-summary a >> nth=0")
    assert window.url.endswith("#INF-01")


@pytest.mark.parametrize(("language", "scheme"), [("en", "light"), ("ar", "dark")])
def test_small_pages_have_no_barrier(open_visit: OpenVisit, language: str, scheme: str) -> None:
    visit = open_visit(language=language, width=PHONE, scheme=scheme)
    check_look(visit, f"{KENYA}/result", PHONE, status=404)
    check_look(visit, "/check/nothing/KEN", PHONE, status=404)
    check_look(visit, "/check/e-government/Keny", PHONE, status=404)
    check_look(visit, "/check/sector-e-strategy/KEN/answers", PHONE)
    check_look(visit, "/r/nothing", PHONE, status=404)
    begin(visit)
    window = visit.go(f"{KENYA}/link")
    door = window.locator("#link").input_value()
    check_look(visit, door.removeprefix(visit.url), PHONE)
    check_look(visit, f"{KENYA}/delete", PHONE)
    window.click("main button")
    window.wait_for_load_state()
    assert not visit.find_barriers()


@pytest.mark.parametrize("country", ["VAT", "PSE"])
def test_a_country_with_gaps_has_no_barrier(open_visit: OpenVisit, country: str) -> None:
    visit = open_visit(width=PHONE)
    check_look(visit, f"/check/e-government/{country}?compare=RWA&compare=PRK", PHONE)
