"""A visitor moves a check to a newer version of its questions, confirms, and goes back."""

from pathlib import Path

import pytest
from werkzeug.test import TestResponse

from app.paths import ROOT
from app.service.workspace import open_workspace
from app.web import create_app
from tests.web.conftest import NOW, MakeApp
from tests.web.page import Page
from tests.web.walk import SCRIPT, Walker, count_rows, main_text, workspace_of

SMALL = (ROOT / "tests" / "service" / "toolkit" / "small.yaml").read_text(encoding="utf-8")
CHECK = "/check/small/KEN"
PAGE = f"{CHECK}/answers/basics"
VERSION = f"{CHECK}/version"
PROFILE = f"{CHECK}/result/profile.json"
REWORDED = ("text: Is there a plan?", "text: Who has written the plan?")
ALSO_REWORDED = ("text: Is there a budget?", "text: Who has paid for all this?")
REPLACED = ("- id: basics.budget\n", "- id: basics.money\n")
WEIGHED = ("- id: basics.plan\n", "- id: basics.plan\n        weight: 3\n")
REQUIRED = (
    "parameters:\n",
    (
        "parameters:\n  seen:\n    title: Region\n    required: true\n    options:\n"
        "      north: {title: The north, in_text: the north}\n"
    ),
)


class Site:
    """A site with one small toolkit that can be given newer versions."""

    def __init__(self, make_app: MakeApp, folder: Path) -> None:
        self.folder = folder
        folder.mkdir()
        (folder / "small.yaml").write_text(SMALL, encoding="utf-8")
        self.app = make_app(toolkits=folder)

    def publish(self, *edits: tuple[str, str], version: str = "2.0.0") -> None:
        """Bring out a version with texts replaced, and start anew."""
        text = SMALL.replace("version: '1.0.0'", f"version: '{version}'")
        for old, new in edits:
            assert old in text
            text = text.replace(old, new, 1)
        (self.folder / f"small-{version}.yaml").write_text(text, encoding="utf-8")
        workspace = workspace_of(self.app)
        workspace.engine.dispose()
        self.app = create_app(open_workspace(workspace.settings, now=lambda: NOW))

    def walk_on(self, walker: Walker) -> Walker:
        """Go on with the same browser on the site as it is now."""
        cookie = walker.client.get_cookie("check", path=CHECK)
        again = Walker(self.app)
        assert cookie is not None
        again.client.set_cookie("check", cookie.value, path=CHECK)
        return again


@pytest.fixture
def site(make_app: MakeApp, tmp_path: Path) -> Site:
    return Site(make_app, tmp_path / "toolkits")


@pytest.fixture
def walker(site: Site) -> Walker:
    made = Walker(site.app)
    answer(made, **{"basics.plan": "=1", "basics.budget": "=2", "basics.budget.note": "On paper."})
    return made


def answer(walker: Walker, **answers: str) -> Page:
    """Answer as a person does; the page comes again, since it is the only one."""
    walker.go(PAGE)
    walker.send("", **answers)
    return walker.go(PAGE)


def marked(page: Page) -> list[str]:
    """The questions that are to be confirmed."""
    names = [item.attributes.get("name", "") for item in page.find("input")]
    return [name.removesuffix(".confirm") for name in names if name.endswith(".confirm")]


def press_twice(walker: Walker, action: str) -> list[TestResponse]:
    walker.go(VERSION)
    form = walker.form(action)
    return [walker.client.post(form.action, data=form.fields) for _ in range(2)]


def test_without_a_newer_version_nothing_is_said(walker: Walker) -> None:
    assert "This check uses version" not in walker.go(PAGE).text
    page = walker.go(VERSION)
    assert "There is no newer version" in main_text(page)
    assert [form for form in page.find("form") if form.attributes.get("method") == "post"] == []


def test_a_quiet_line_leads_to_the_preview(site: Site, walker: Walker) -> None:
    profile = walker.client.get(PROFILE).get_json()
    site.publish(REWORDED, WEIGHED)
    walker = site.walk_on(walker)
    before = count_rows(site.app, "check_move", "answer")
    for address in (PAGE, f"{CHECK}/result"):
        page = walker.go(address)
        assert "This check uses version 1.0.0 of its questions; version 2.0.0 is out." in page.text
        assert any(link.attributes.get("href") == VERSION for link in page.find("a"))
    (changed,) = (link for link in page.find("a") if link.text == "What changed")
    assert "Who has written the plan?" in main_text(walker.go(changed.attributes["href"]))
    text = main_text(walker.go(VERSION))
    assert "Moving to version 2.0.0" in text
    assert "They stay as they are: 1. To be confirmed: 1. Not carried over: 0." in text
    assert "Who has written the plan?" in text
    assert "Asked before: Is there a plan?" in text
    links = [link.attributes.get("href", "") for link in walker.page.find("a") if walker.page]
    beside = next(link for link in links if "/difference" in link)
    assert "Who has written the plan?" in Walker(site.app).go(beside).text
    # 75 is (50 + 100) / 2; with three quarters of the weight on the 50 it is 62.5.
    assert "75.0 62.5 −12.5 −12.5 0.0" in text.replace("\u2066", "").replace("\u2069", "")
    # Looking changes nothing: neither rows nor, to the last digit, the score.
    assert count_rows(site.app, "check_move", "answer") == before
    assert walker.client.get(PROFILE).get_json() == profile


def test_moving_confirming_and_going_back(site: Site, walker: Walker) -> None:
    profile = walker.client.get(PROFILE).get_json()
    site.publish(REWORDED, ALSO_REWORDED, WEIGHED)
    walker = site.walk_on(walker)
    walker.go(VERSION)
    assert "Moved from version 1.0.0 to version 2.0.0" in main_text(walker.send("/version"))
    page = walker.go(PAGE)
    assert "moved to version 2.0.0" in page.text
    assert "This question was changed since you answered it" in page.text
    assert marked(page) == ["basics.plan", "basics.budget"]
    assert walker.form().fields["basics.plan"] == ["=1"]
    # The script confirms the one it saves.
    form = walker.form()
    own = {name: item for name, item in form.fields.items() if "budget" not in name}
    told = walker.client.post(form.action, data=own | {"basics.plan": ["=2"]}, headers=SCRIPT)
    assert told.get_json()["saved"]["basics.plan"]["version"] == 3
    assert marked(walker.go(PAGE)) == ["basics.budget"]
    # A button of one question confirms none of the others.
    assert marked(walker.send("", press=("clear", "basics.plan"))) == ["basics.budget"]
    assert marked(answer(walker)) == []
    assert walker.form().fields["basics.budget.version"] == ["3"]
    walker.go(VERSION)
    assert "Moving to version 2.0.0" in main_text(walker.send("/undo"))
    assert walker.client.get(PROFILE).get_json() == profile
    walker.go(PAGE)
    assert walker.form().fields["basics.plan"] == ["=1"]
    assert walker.form().fields["basics.budget.note"] == ["On paper."]


def test_a_page_left_open_in_another_window_is_told(site: Site, walker: Walker) -> None:
    site.publish(REWORDED)
    walker = site.walk_on(walker)
    walker.go(PAGE)
    stale = walker.form()
    press_twice(walker, "/version")
    late = stale.fields | {"basics.plan": ["=0"]}
    told = walker.client.post(stale.action, data=late, headers=SCRIPT)
    assert told.status_code == 409
    assert "another version of its questions" in told.get_json()["error"]["message"]
    assert walker.client.post(stale.action, data=late).status_code == 409
    walker.go(PAGE)
    assert walker.form().fields["basics.plan"] == ["=1"]


def test_what_was_saved_since_the_preview_is_shown_first(site: Site, walker: Walker) -> None:
    site.publish(REWORDED)
    walker = site.walk_on(walker)
    walker.go(VERSION)
    preview = walker.form("/version")
    answer(walker, **{"basics.plan": "=0"})
    refused = walker.client.post(preview.action, data=preview.fields)
    assert refused.status_code == 409
    assert "Nothing was moved" in refused.get_data(as_text=True)
    press_twice(walker, "/version")
    walker.go(PAGE)
    assert walker.form().fields["basics.plan"] == ["=0"]


def test_pressing_a_button_twice_does_it_once(site: Site, walker: Walker) -> None:
    site.publish(REWORDED)
    walker = site.walk_on(walker)
    assert {response.status_code for response in press_twice(walker, "/version")} == {303}
    assert count_rows(site.app, "check_move") == {"check_move": 1}
    assert {response.status_code for response in press_twice(walker, "/undo")} == {303}
    walker.go(PAGE)
    assert walker.form().fields["basics.plan.version"] == ["3"]


def test_odd_fields_change_nothing(site: Site, walker: Walker) -> None:
    site.publish(REWORDED)
    walker = site.walk_on(walker)
    walker.go(VERSION)
    form = walker.form("/version")
    for value in ("", "x", "-1", "9" * 300, "٣", "1.5", "0"):
        for name in ("to", "seen"):
            data = form.fields | {name: [value]}
            assert walker.client.post(form.action, data=data).status_code == 409
        for name in ("number", "seen"):
            data = form.fields | {"number": ["1"], name: [value]}
            assert walker.client.post(f"{form.action}/undo", data=data).status_code == 303
    assert count_rows(site.app, "check_move") == {"check_move": 0}
    press_twice(walker, "/version")
    walker.go(VERSION)
    form = walker.form("/undo")
    refused = walker.client.post(form.action, data=form.fields | {"seen": ["x"]})
    assert refused.status_code == 409
    assert "moved to version 2.0.0" in walker.go(PAGE).text


def test_deleting_the_check_deletes_its_moves(site: Site, walker: Walker) -> None:
    site.publish(REWORDED)
    walker = site.walk_on(walker)
    press_twice(walker, "/version")
    walker.go(f"{CHECK}/delete")
    walker.send("/delete")
    assert count_rows(site.app, "check_move", "quick_check") == {"check_move": 0, "quick_check": 0}


def test_what_is_lost_is_named_with_its_reason_and_note(site: Site, walker: Walker) -> None:
    site.publish(REPLACED)
    walker = site.walk_on(walker)
    text = main_text(walker.go(VERSION))
    assert "Not carried over: 1. New questions: 1." in text
    assert "The question was removed." in text
    assert "On paper." in text
    # After the move it is still to be seen, and undoing brings it back.
    assert "On paper." in main_text(walker.send("/version"))
    walker.send("/undo")
    walker.go(PAGE)
    assert walker.form().fields["basics.budget.note"] == ["On paper."]


def test_a_version_that_asks_for_a_choice(site: Site, walker: Walker) -> None:
    site.publish(REQUIRED)
    walker = site.walk_on(walker)
    walker.go(VERSION)
    assert "please choose first" in main_text(walker.send("/version", status=422))
    form = walker.form("/version")
    for value, status in (("south", 422), ("north", 303)):
        data = form.fields | {"choice.seen": [value]}
        assert walker.client.post(form.action, data=data).status_code == status
    assert "The north" in main_text(walker.go(PAGE))


@pytest.mark.parametrize("language", ["ar", "zh", "fr", "ru", "es"])
def test_in_other_languages(site: Site, walker: Walker, language: str) -> None:
    site.publish(REWORDED)
    page = site.walk_on(walker).go(f"{VERSION}?lang={language}")
    assert page.one("html").attributes["lang"] == language
    assert "Who has written the plan?" in page.text
