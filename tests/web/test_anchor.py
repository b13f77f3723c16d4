"""No id of a toolkit meets an id that a page has of its own, on any page with questions."""

import re
from pathlib import Path

from app.paths import ROOT
from app.presentation.view.anchor import TAKEN, anchor_of
from tests.scoring.sample import level, multi, number, pillar, topic
from tests.web.conftest import MakeApp
from tests.web.test_toolkit_feature import fetch, write

TEMPLATES = ROOT / "templates"
QUICK = {"quick_check": True}
IDS = sorted(TAKEN - {"main", "errors", "link"})
# The last four would meet fields of L-1, were these named by an ending.
EVIL = ["main", "errors", "link", "L-1", "L-1-reason", "L-1-note", "L-1-problem", "L-1-value"]


def test_the_ids_of_templates_are_known() -> None:
    found = {
        name
        for path in TEMPLATES.rglob("*.html")
        for name in re.findall(r'\sid="([^"{}]+)"', path.read_text(encoding="utf-8"))
    }
    assert "main" in found
    assert {name for name in found if not name.startswith("_")} == TAKEN
    assert len({anchor_of(name) for name in {*TAKEN, "INF-01"}} - TAKEN) == len(TAKEN) + 1


def write_evil(folder: Path) -> None:
    write(
        folder,
        pillar(
            "pillar-1",
            *(level(name, **QUICK) for name in EVIL),
            number("n", valid={"from": 0, "to": 9}, not_applicable_when="Never.", **QUICK),
            multi("M-1", 1, 1, when="level(L-1) == 4", **QUICK),
        ),
        pillar("pillar-2", topic("in", *(level(name, **QUICK) for name in IDS if name != "in"))),
    )


def test_pages_with_questions_have_each_id_once(make_app: MakeApp, tmp_path: Path) -> None:
    write_evil(tmp_path / "kits")
    client = make_app(toolkits=tmp_path / "kits").test_client()
    for part in ("pillar-1", "pillar-2"):
        page = fetch(client, f"/toolkits/written/pillars/{part}")
        assert page.find("article")
        form = fetch(client, f"/check/written/KEN/answers/{part}")
        assert form.find("fieldset")
    fetch(client, "/check/written/questions")
    page = fetch(client, "/check/written/KEN/answers/pillar-1")
    assert page.one("fieldset", id="_main").attributes["data-question"] == "main"
    assert page.one("input", id="_reason-L-1")
    location = client.get("/toolkits/written/questions/errors").location
    assert location == "/toolkits/written/pillars/pillar-1#_errors"
