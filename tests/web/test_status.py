"""How far a toolkit has come decides who may use it, and every page says it."""

from dataclasses import dataclass, field
from pathlib import Path
from typing import Final

import pytest
from flask import Flask

from app.presentation.report.building import build_report
from app.service.report import gather, order_data
from app.web.warming import warm_up
from tests.service.conftest import TOOLKIT
from tests.web.conftest import MakeApp
from tests.web.page import check_page
from tests.web.walk import Walker, count_rows, main_text, workspace_of

SMALL = "/check/small/KEN"
PAGE = f"{SMALL}/answers/basics"
OPEN = {"circulated": "circulated for comments", "revised": "revised after comments", "final": ""}


def write_toolkit(path: Path, status: str, version: str = "1.0.0", plan: str = "a plan") -> None:
    """Write the small toolkit with another status, version or first question."""
    text = (TOOLKIT / "small.yaml").read_text(encoding="utf-8")
    text = text.replace("status: circulated", f"status: {status}")
    text = text.replace("version: '1.0.0'", f"version: '{version}'")
    text = text.replace("a plan?", f"{plan}?")
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8")


@dataclass
class Site:
    """A site with the small toolkit alone, where newer versions can be put beside it."""

    make: MakeApp
    root: Path
    app: Flask = field(init=False)

    def open(self, status: str) -> None:
        write_toolkit(self.root / "toolkits" / "small.yaml", status)
        self.app = self.make(toolkits=self.root / "toolkits")

    def add(self, status: str, version: str, plan: str = "a plan") -> None:
        folder = self.root / "site" / "installed" / "small" / version
        write_toolkit(folder / "toolkit.yaml", status, version, plan)
        self.look()

    def take_away(self) -> None:
        """Take every file away, as a next start would find it."""
        shelf = workspace_of(self.app).toolkits
        shelf._shipped = []
        shelf._row = shelf._fill({}, {})

    def look(self) -> None:
        """Let the site look at its folder now instead of within a second."""
        workspace_of(self.app).toolkits._next_look = 0.0

    def begin(self) -> Walker:
        """Answer the first question on a device of one's own."""
        walker = Walker(self.app)
        walker.go(PAGE)
        walker.send("", **PLAN)
        return walker


PLAN: Final[dict[str, str | list[str]]] = {"basics.plan": "=1"}
SENT: Final = {**PLAN, "basics.plan.version": "0"}


@pytest.fixture
def site(make_app: MakeApp, tmp_path: Path) -> Site:
    return Site(make_app, tmp_path)


@pytest.mark.parametrize("status", ["idea", "draft"])
def test_an_idea_or_a_draft_is_not_there(site: Site, status: str) -> None:
    site.open(status)
    client = site.app.test_client()
    for address in ("/check/small", "/check/small/questions", SMALL, PAGE, f"{SMALL}/result"):
        hidden, absent = client.get(address), client.get(address.replace("small", "other"))
        assert hidden.status_code == absent.status_code == 404
        same = hidden.text.replace("“small”", "“other”").replace("/small", "/other")
        assert same == absent.text
    assert "A small toolkit" not in client.get("/").text
    shelf = workspace_of(site.app).toolkits
    hidden_toolkit = shelf.list_files()[0].toolkit
    assert hidden_toolkit is not None
    assert shelf.by_hash(hidden_toolkit.content_hash) is None
    assert shelf.versions("small") == ()


@pytest.mark.parametrize(("status", "mark"), OPEN.items())
def test_every_page_says_how_far_the_toolkit_has_come(site: Site, status: str, mark: str) -> None:
    site.open(status)
    walker = site.begin()
    own = ["", "/result", "/result/total", "/report", "/link", "/delete", "/answers/basics"]
    own.append("/version")
    read = ["/check/small/questions", "/", "/toolkits", "/toolkits/small/form"]
    read += [f"/toolkits/small{end}" for end in ("", "/pillars/basics", "/versions")]
    for address in (*(SMALL + end for end in own), *read):
        words = main_text(walker.go(address))
        assert [one for one in OPEN.values() if one and one in words] == ([mark] if mark else [])


def test_the_report_says_how_far_the_toolkit_has_come(site: Site) -> None:
    site.open("revised")
    here = workspace_of(site.app)
    toolkit = here.toolkits.get("small")
    assert toolkit is not None
    report = build_report(gather(here, order_data(toolkit, "KEN", language="en")))
    assert "version 1.0.0, revised after comments" in str(report.cover.facts)


def test_no_new_check_of_a_retired_toolkit(site: Site) -> None:
    site.open("circulated")
    late = Walker(site.app)
    late.go(PAGE)
    site.add("retired", "1.1.0")
    for address in (SMALL, PAGE, f"{SMALL}/result", f"{SMALL}/data.csv", "/check/small"):
        page = check_page(site.app.test_client().get(address))
        assert page.response.status_code == 404
        assert "This toolkit is no longer in use" in main_text(page)
    assert "A small toolkit" not in late.client.get("/").text
    assert late.client.get("/check?toolkit=small&country=KEN").status_code == 400
    told = late.save(PAGE, SENT)
    assert told.status_code == 404
    assert "This toolkit was retired" in told.get_json()["error"]["message"]
    assert count_rows(site.app, "quick_check") == {"quick_check": 0}


@pytest.mark.parametrize("end", ["retired", "draft", "gone"])
def test_a_check_that_was_begun_goes_on(site: Site, end: str) -> None:
    site.open("circulated")
    walker = site.begin()
    if end == "retired":
        site.add("retired", "1.1.0")
    else:
        site.take_away()
    if end == "draft":
        site.add("draft", "1.1.0")
    mark = "retired" if end == "retired" else "no longer offered"
    for address in ("/answers/basics", "/result", "/report", "/link", "", "/delete"):
        assert mark in main_text(walker.go(SMALL + address))
    assert walker.client.get(f"{SMALL}/result.csv").status_code == 200
    walker.go(PAGE)
    walker.send("", **{"basics.budget": "=2"})
    assert "2 of 2" in main_text(walker.page or walker.go(PAGE))
    walker.send("feedback", useful="5")
    walker.go(f"{SMALL}/delete")
    page = walker.send("delete")
    assert not page.find("a", href=SMALL)
    assert count_rows(site.app, "quick_check", "answer") == {"quick_check": 0, "answer": 0}
    assert walker.client.get(SMALL).status_code == 404


def test_a_stranger_learns_nothing_of_checks_of_a_retired_toolkit(site: Site) -> None:
    site.open("circulated")
    site.begin()
    site.add("retired", "1.1.0")
    with_check = site.app.test_client().get(f"{SMALL}/result")
    without = site.app.test_client().get("/check/small/NAM/result")
    assert with_check.status_code == without.status_code == 404
    assert with_check.text.replace("KEN", "NAM") == without.text


def test_an_answer_counts_for_the_version_that_was_seen(site: Site) -> None:
    """A newer version installed while a page stood open changes no word of what was answered."""
    site.open("circulated")
    shelf = workspace_of(site.app).toolkits
    first, second = Walker(site.app), Walker(site.app)
    first.go(PAGE)
    site.add("circulated", "2.0.0", "no plan")
    assert "Is there no plan?" in main_text(second.go(PAGE))
    result = first.send("", **PLAN)
    assert "Is there no plan?" not in main_text(first.go(PAGE))
    second.send("", **PLAN)
    assert "Is there no plan?" in main_text(second.go(PAGE))
    assert result.response.status_code == 200
    assert [one.version for one in shelf.versions("small")] == ["2.0.0", "1.0.0"]


@pytest.mark.parametrize("forged", ["", "x" * 64, "\u2028", "0" * 5000])
def test_a_forged_version_begins_a_check_with_the_current_one(site: Site, forged: str) -> None:
    site.open("circulated")
    told = Walker(site.app).save(PAGE, SENT, definition=forged)
    assert told.get_json()["begun"] is True, told.get_data(as_text=True)


@pytest.mark.filterwarnings("error::pytest.PytestUnhandledThreadExceptionWarning")
def test_what_is_open_is_in_the_database_before_anybody_answers(site: Site) -> None:
    site.open("circulated")
    site.add("draft", "2.0.0")
    for _ in range(2):
        warm_up(site.app).join()
        assert count_rows(site.app, "definition") == {"definition": 1}
    site.take_away()
    assert [one.version for one in workspace_of(site.app).toolkits.versions("small")] == ["1.0.0"]
