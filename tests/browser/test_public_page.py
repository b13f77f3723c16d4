"""The public pages in a browser: no barrier, no sideways scrolling, nothing from elsewhere."""

import pytest

from tests.browser.conftest import PHONE, WIDE, OpenVisit

pytestmark = pytest.mark.needs_chromium


@pytest.mark.parametrize("path", ["/", "/about", "/check/e-government/KEN"])
def test_page_has_no_barrier_in_chinese(open_visit: OpenVisit, path: str) -> None:
    # test_every_page.py tries all of them in English and Arabic.
    visit = open_visit(language="zh", width=WIDE, scheme="dark")
    page = visit.go(path)
    assert page.locator("html").get_attribute("lang") == "zh"
    assert visit.width_needed <= WIDE
    assert not visit.find_barriers()


def test_refused_choice_has_no_barrier(open_visit: OpenVisit) -> None:
    visit = open_visit()
    page = visit.go("/check?toolkit=nothing&country=nowhere", status=400)
    assert not visit.find_barriers()
    page.click("a[href='#country']")
    assert page.evaluate("document.activeElement.id") == "country"


@pytest.mark.parametrize("script", [True, False])
def test_form_leads_to_a_country_by_keyboard(open_visit: OpenVisit, script: bool) -> None:
    visit = open_visit(script=script)
    page = visit.go("/")
    page.select_option("#toolkit", "e-government")
    page.focus("#country")
    page.select_option("#country", label="Kenya")
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    page.wait_for_url("**/check/e-government/KEN")
    assert page.locator("h1").inner_text() == "Kenya"


def test_first_stop_of_the_keyboard_skips_the_head(open_visit: OpenVisit) -> None:
    page = open_visit().go("/")
    page.keyboard.press("Tab")
    skip = page.locator(".skip")
    box = skip.bounding_box()
    assert box is not None
    assert box["y"] >= 0
    page.keyboard.press("Enter")
    assert page.evaluate("document.activeElement.id") == "main"


ENDS = """cells => cells.map(cell => {
  const range = document.createRange();
  range.selectNodeContents(cell);
  return Math.round(range.getBoundingClientRect().right);
})"""


@pytest.mark.parametrize("language", ["en", "ar"])
def test_units_stand_below_units(open_visit: OpenVisit, language: str) -> None:
    # Digits run from left to right in Arabic too, so they end on the right on both sides.
    page = open_visit(language=language).go("/toolkits/e-government/pillars/policy")
    points = page.locator("article >> nth=0").locator("td.num")
    assert len(set(points.all_inner_texts())) > 2
    assert len(set(points.evaluate_all(ENDS))) == 1


def test_texts_that_are_not_translated_keep_to_the_edge(open_visit: OpenVisit) -> None:
    page = open_visit(language="ar").go("/toolkits/digital-inclusion")
    pillar = page.locator(".toolkits > li >> nth=0")
    # As a toolkit without a catalogue has it.
    pillar.locator("h3 + p").evaluate("text => { text.lang = 'en'; text.dir = 'ltr'; }")
    places = pillar.locator("h3, p[lang='en']").evaluate_all(ENDS)
    assert len(places) == 2
    assert len(set(places)) == 1


def test_targets_are_large_enough(open_visit: OpenVisit) -> None:
    page = open_visit(width=PHONE).go("/")
    for target in page.locator("header a, footer a, button, select, .links a").all():
        box = target.bounding_box()
        if box is None:
            continue
        assert box["height"] >= 24, target.inner_text()


def test_interactive_chart_is_drawn_when_asked_for(open_visit: OpenVisit) -> None:
    visit = open_visit()
    page = visit.go("/check/e-government/KEN")
    assert page.locator("script[src*='plotly']").count() == 0
    assert page.locator(".figure.wide").first.is_visible()
    page.click("[data-chart] >> nth=0")
    page.wait_for_selector(".plot .main-svg", timeout=20_000)
    assert page.locator(".plot").first.get_attribute("aria-label")
    said = page.locator(".chart [role=status]").first.inner_text()
    assert said == "The interactive chart stands below the picture."


def test_chart_that_can_t_be_loaded_says_so(open_visit: OpenVisit) -> None:
    visit = open_visit()
    visit.allowed.append("Failed to load resource")
    page = visit.go("/check/e-government/KEN")
    page.route("**/plotly.min.js*", lambda route: route.abort())
    page.click("[data-chart] >> nth=0")
    page.wait_for_selector("[role=status]:not(:empty)")
    assert page.locator("[data-chart]").first.is_enabled()
    assert page.locator(".figure.wide").first.is_visible()
