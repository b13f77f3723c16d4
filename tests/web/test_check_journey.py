"""The whole way through a quick-check without script, from the first page to the deletion."""

import re

import pytest
import segno
from flask import Flask

from app.presentation.language import load_translator
from app.presentation.view.wording import UNREVIEWED
from tests.web.page import Page
from tests.web.walk import KENYA, Walker, count_rows, main_text

TOOLKITS = {
    "climate-ewaste": 5,
    "digital-inclusion": 4,
    "e-environment": 4,
    "e-government": 4,
    "special-needs-assistance": 5,
}
INFRASTRUCTURE = {"INF_01": "40", "INF_07": "3,5", "INF_11": "=2", "INF_16": "unknown"}
POLICY = {
    "POL_01": "=3", "POL_02": "=3", "POL_04": "=1", "POL_06": "=2", "POL_11": "not-applicable",
    "POL_11__reason": "Left to the counties.", "POL_01__note": "The law\r\nof 2019.",
    "POL_01__link": "https://example.org/law?a=1&b=2",
}  # fmt: skip
MANAGEMENT = {"GOV_01": "=2", "GOV_02": "=2", "GOV_04": "=0", "GOV_05": "=2", "GOV_12": "=2"}
OUTREACH = {"OUT_01": "=1", "OUT_06": "25", "OUT_12": "=2", "OUT_14": "=2", "OUT_17": "=2"}


def heading(page: Page) -> str:
    return page.find("h1")[0].text


@pytest.fixture
def walker(app: Flask) -> Walker:
    return Walker(app)


def answer_kenya(walker: Walker) -> Page:
    """Answer all twenty questions; the result stands open."""
    walker.go(f"{KENYA}/answers")
    for answers in (INFRASTRUCTURE, POLICY, MANAGEMENT, OUTREACH):
        page = walker.send("", **answers)
    return page


def test_the_whole_journey_needs_no_script(walker: Walker) -> None:
    assert heading(walker.go("/check?toolkit=e-government&country=KEN")) == "Kenya"
    page = walker.go(f"{KENYA}/answers")
    assert heading(page) == "Infrastructure"
    assert heading(walker.send("", **INFRASTRUCTURE)) == "Policy"
    assert "5 of 5" in walker.go(walker.address).text  # the published figure was taken over
    assert heading(walker.send("", **POLICY)) == "Management"
    assert heading(walker.send("", **MANAGEMENT)) == "Outreach"
    result = walker.send("", **OUTREACH)
    assert walker.address.endswith(f"{KENYA}/result")
    words = main_text(result)
    assert "Kenya stands in" in words
    assert "quick-check, 20 of 80 questions" in words
    assert "18 of 20 questions answered · 1 of 18 answers is a published figure" in words
    assert "It is no statement of the government of Kenya" in words
    assert "Left to the counties." in words
    assert "https://example.org/law?a=1&b=2" in words
    assert "published figure" in words
    assert "What does not fit together" in words
    assert "3 actions that would raise the score most" in words
    assert "What to find out" in words


def test_answers_stand_in_the_page_as_they_were_given(walker: Walker) -> None:
    answer_kenya(walker)
    walker.go(f"{KENYA}/answers/policy")
    fields = walker.form().fields
    assert fields["POL-01"] == ["=3"]
    assert fields["POL-11"] == ["not-applicable"]
    assert fields["POL-11.reason"] == ["Left to the counties."]
    assert fields["POL-01.note"] == ["The law\nof 2019."]
    assert fields["POL-01.link"] == ["https://example.org/law?a=1&b=2"]
    assert fields["POL-01.version"] == ["1"]
    walker.go(f"{KENYA}/answers/infrastructure")
    fields = walker.form().fields
    assert fields["INF-07"] == ["3.5"]
    assert fields["INF-16"] == ["unknown"]
    walker.send("")
    walker.go(f"{KENYA}/answers/infrastructure")
    # A page that is only passed through writes nothing anew.
    assert walker.form().fields["INF-07.version"] == ["1"]


def test_buttons_lead_back_on_and_to_the_first_page_that_is_not_done(walker: Walker) -> None:
    walker.go(f"{KENYA}/answers/policy")
    page = walker.send("", press=("go", "infrastructure"), POL_01="=2")
    assert heading(page) == "Infrastructure"
    assert heading(walker.send("", **INFRASTRUCTURE)) == "Policy"
    assert walker.form().fields["POL-01"] == ["=2"]
    assert heading(walker.go(f"{KENYA}/answers")) == "Policy"


def test_an_answer_is_cleared_by_its_button(walker: Walker) -> None:
    walker.go(f"{KENYA}/answers/policy")
    walker.send("", POL_01="=2", POL_02="=3")
    walker.go(f"{KENYA}/answers/policy")
    walker.send("", press=("clear", "POL-01"))
    assert walker.address.endswith("/answers/policy#POL-01")
    fields = walker.form().fields
    assert "POL-01" not in fields
    assert fields["POL-02"] == ["=3"]


def test_the_link_opens_the_check_on_a_second_device(app: Flask, walker: Walker) -> None:
    answer_kenya(walker)
    address = link_of(walker)
    other = Walker(app)
    door = other.go(address)
    assert "Open your check on this device" in door.text
    assert f"{KENYA}" not in other.address
    page = other.send("")
    assert other.address == f"{KENYA}/answers/infrastructure"
    assert "/r/" not in other.address
    assert heading(page) == "Infrastructure"
    other.go(f"{KENYA}/answers/policy")
    other.send("", POL_04="=4")
    walker.go(f"{KENYA}/answers/policy")
    assert walker.form().fields["POL-04"] == ["=4"]
    # The second device may hand it on as well.
    assert link_of(other) == address


def link_of(walker: Walker) -> str:
    page = walker.go(f"{KENYA}/link")
    address = page.one("input", id="link").attributes["value"]
    assert re.fullmatch(r"http://localhost/r/[\w-]{22,}", address)
    (code,) = page.find("div", role="img")
    (strokes,) = (item for item in page.find("path") if code in item.parents)
    # Runs of dark squares, each as long as it says; a code has more than a third of them dark.
    dark = sum(int(run) for run in re.findall(r"h(\d+)", strokes.attributes["d"]))
    side = segno.make(address, micro=False).symbol_size(border=0)[0]
    assert dark == sum(map(sum, segno.make(address, micro=False).matrix)) > side**2 / 3
    return address.removeprefix("http://localhost")


def test_a_replaced_link_is_dead_and_the_new_one_lives(app: Flask, walker: Walker) -> None:
    answer_kenya(walker)
    old = link_of(walker)
    visitor = Walker(app)
    visitor.go(old)
    visitor.send("")
    walker.go(f"{KENYA}/link")
    walker.send("/link")
    new = link_of(walker)
    assert new != old
    dead = Walker(app).go(old, status=404)
    assert "This link opens nothing" in dead.text
    assert Walker(app).go(new).find("button")
    # Who came in by the old link stays in, but no longer holds a link that works.
    page = visitor.go(f"{KENYA}/link")
    assert not page.find("input", id="link")
    assert "it was replaced elsewhere" in page.text


@pytest.mark.parametrize("token", ["x", "A" * 43, "%F0%9F%92%A9", "=1+1", "a" * 300])
def test_a_guessed_link_says_what_a_dead_one_says(app: Flask, token: str) -> None:
    stranger = Walker(app)
    guessed = stranger.go(f"/r/{token}", status=404)
    assert "This link opens nothing" in guessed.text
    assert "Nothing was lost" in guessed.text


def test_deleting_ends_everything_at_once(app: Flask, walker: Walker) -> None:
    before = count_rows(app, "quick_check", "answer", "access_key")
    answer_kenya(walker)
    address = link_of(walker)
    other = Walker(app)
    other.go(address)
    other.send("")
    walker.go(f"{KENYA}/delete")
    page = walker.send("/delete")
    assert "The check is deleted" in page.text
    assert walker.client.get_cookie("check", path=KENYA) is None
    assert walker.client.get_cookie("link", path=KENYA) is None
    assert count_rows(app, "quick_check", "answer", "access_key") == before
    for device in (walker, other):
        for part in ("result", "link", "delete", "report", "report.pdf", "result.xlsx"):
            assert device.client.get(f"{KENYA}/{part}").status_code == 404, part
    assert "This link opens nothing" in other.go(address, status=404).text
    # The other device's page says so and does not begin a new check by itself.
    lost = other.client.post(
        f"{KENYA}/answers/policy",
        data={"begun": "1", "POL-01": "=1", "POL-01.version": "1"},
        headers={"Origin": "http://localhost"},
    )
    assert lost.status_code == 410
    assert "This check is no longer there" in lost.get_data(as_text=True)
    assert count_rows(app, "quick_check", "answer", "access_key") == before


def test_whoever_comes_back_after_deleting_begins_anew(walker: Walker) -> None:
    answer_kenya(walker)
    walker.go(f"{KENYA}/delete")
    walker.send("/delete")
    walker.go(f"{KENYA}/answers/policy")
    assert "POL-01" not in walker.form().fields
    walker.send("", POL_01="=4")
    walker.go(f"{KENYA}/answers/policy")
    assert walker.form().fields["POL-01"] == ["=4"]


def test_feedback_is_kept_without_the_answers(app: Flask, walker: Walker) -> None:
    answer_kenya(walker)
    before = count_rows(app, "feedback")["feedback"]
    page = walker.send("/feedback", useful="4", next_step="5", text="=1+1 <script>")
    assert "Thank you" in page.text
    assert count_rows(app, "feedback")["feedback"] == before + 1
    walker.go(f"{KENYA}/result")
    walker.send("/feedback", status=400, useful="9")
    assert count_rows(app, "feedback")["feedback"] == before + 1


@pytest.mark.parametrize("toolkit", TOOLKITS)
def test_every_toolkit_leads_to_its_result(app: Flask, toolkit: str) -> None:
    walker = Walker(app)
    base = f"/check/{toolkit}/MDV"
    walker.go(base)
    walker.go(f"{base}/answers")
    for _ in range(TOOLKITS[toolkit]):
        assert walker.address.startswith(f"{base}/answers/")
        radios = {
            item.attributes["name"]: item.attributes["value"]
            for item in walker.page.find("input", type="radio")  # type: ignore[union-attr]
            if item.attributes["value"].startswith("=")
        }
        page = walker.send("", **{name.replace("-", "_"): value for name, value in radios.items()})
    assert walker.address == f"{base}/result"
    assert "Maldives stands in" in main_text(page)
    for kind in ("csv", "xlsx", "json"):
        assert walker.client.get(f"{base}/result.{kind}").status_code == 200
    walker.go(f"/check/{toolkit}/questions")


@pytest.mark.parametrize("language", ["ar", "zh", "fr", "ru", "es"])
def test_the_journey_goes_in_every_language(app: Flask, language: str) -> None:
    walker = Walker(app)
    page = walker.go(f"{KENYA}/answers/policy?lang={language}")
    assert page.one("html").attributes["lang"] == language
    walker.send("", POL_01="=2", POL_02="=2", POL_04="=2")
    page = walker.go(f"{KENYA}/result")
    assert page.one("html").attributes["lang"] == language
    # What a quick-check shows of the toolkit is translated, and says that nobody reviewed it yet.
    marked = [item for item in page.elements if item.attributes.get("lang") == "en"]
    assert not any("strategy" in item.text.lower() for item in marked)
    note = load_translator(language).gettext(UNREVIEWED)
    assert any(note in item.text for item in page.elements)
    walker.go(f"{KENYA}/link")
    walker.go(f"{KENYA}/delete")
