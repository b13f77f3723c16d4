"""Every kind of question in an assessment: answered, cleared, confirmed, routed live."""

from datetime import date
from pathlib import Path

import pytest
from flask import Flask

from app.response import Answer
from app.service.assessment.beginning import Beginning, begin_assessment
from app.store.engine import run_write
from app.store.unit import update_unit
from tests.scoring.sample import choice, level, multi, number, pillar, topic, yesno
from tests.team import Team, make_team
from tests.web.conftest import MakeApp
from tests.web.test_assessment_page import walk_as
from tests.web.test_toolkit_feature import write
from tests.web.walk import main_text, workspace_of

FIELDS = {
    "L_1": "=3", "N_1": "12.5", "C_1": "=o1", "M_1": ["o0", "o1"], "Y_1": "=planned",
    "T_1": "Words, of\r\ntwo lines", "D_1": "2026-02-28",
}  # fmt: skip
VALUES = {
    "L-1": 3, "N-1": 12.5, "C-1": "o1", "M-1": ("o0", "o1"), "Y-1": "planned",
    "T-1": "Words, of\ntwo lines", "D-1": date(2026, 2, 28),
}  # fmt: skip


@pytest.fixture
def app(make_app: MakeApp, tmp_path: Path) -> Flask:
    kinds = topic(
        "kinds", level("L-1"), number("N-1"), choice("C-1", 0, 50), multi("M-1", 50, 50),
        yesno("Y-1"), {"id": "T-1", "kind": "text", "text": "T-1"},
        {"id": "D-1", "kind": "date", "text": "D-1"},
        yesno("Y-2", when="value(Y-1) == 'planned'"),
    )  # fmt: skip
    figure = number("I-1", indicator="internet_users_pct")
    cities = topic("cities", level("Z-1", scopes=["city"]))
    write(tmp_path / "kits", pillar("base", kinds), pillar("rest", cities, figure),
          scopes=["country", "city"])  # fmt: skip
    return make_app(toolkits=tmp_path / "kits")


@pytest.fixture
def team(app: Flask) -> Team:
    return make_team(workspace_of(app))


def begin(team: Team, *answers: Answer, scope: str = "country") -> str:
    confirm = frozenset(answer.question for answer in answers)
    begun = Beginning(
        team.unit_id, "written", scope, answers=answers, to_confirm=confirm, begun_from="round"
    )
    made = begin_assessment(team.actor("focal-point"), team.workspace, begun)
    team.set_state(made, "collecting")
    return f"/assessments/{made}"


def test_every_kind_is_kept_and_another_question_is_asked(app: Flask, team: Team) -> None:
    address = begin(team)
    walker = walk_as(app, team, "focal-point")
    walker.go(f"{address}/topics/kinds")
    assert "Y-2.version" not in walker.form("/topics/kinds").fields
    walker.send("/topics/kinds", **FIELDS)
    page = walker.go(f"{address}/topics/kinds")
    assert "Y-2.version" in walker.form("/topics/kinds").fields
    assert "7 of 8" in main_text(page)
    for name in VALUES:
        page = walker.go(f"{address}/questions/{name}/history")
        assert "Version 1" in main_text(page), name
    assert "28 February 2026" in main_text(page)
    # Nothing was touched: nothing is saved anew.
    walker.go(f"{address}/topics/kinds")
    walker.send("/topics/kinds")
    walker.go(f"{address}/topics/kinds")
    walker.send("/topics/kinds", press=("clear", "Y-1"))
    assert "Y-2.version" not in walker.form("/topics/kinds").fields
    for name in VALUES:
        assert walker.form("/topics/kinds").fields[f"{name}.version"] == [
            "2" if name == "Y-1" else "1"
        ]
    # Each goes back to what it was.
    for name, value in VALUES.items():
        walker.go(f"{address}/topics/kinds")
        walker.send("/topics/kinds", press=("clear", name))
        walker.go(f"{address}/questions/{name}/history")
        seen = walker.form("/history").fields["seen"][0]
        walker.send("/history", version="1", seen=seen)
        walker.go(f"{address}/topics/kinds")
        fields = walker.form("/topics/kinds").fields[name]
        if isinstance(value, str | int) and name[0] in "LCY":
            assert fields == [f"={value}"]
        else:
            assert fields, name


def test_what_is_to_be_confirmed_is_by_a_tick_or_by_a_change(app: Flask, team: Team) -> None:
    address = begin(team, Answer("L-1", value=1), Answer("Y-1", value="no"),
                    Answer("C-1", value="o0"))  # fmt: skip
    walker = walk_as(app, team, "focal-point")
    assert "To be confirmed 3" in main_text(walker.go(address))
    page = walker.go(f"{address}/topics/kinds")
    assert main_text(page).count("This answer still holds") == 3
    # Going on confirms nothing by itself.
    walker.send("/topics/kinds")
    walker.go(f"{address}/topics/kinds")
    walker.send("/topics/kinds", L_1__confirm="1", Y_1="=yes")
    page = walker.go(f"{address}/topics/kinds")
    assert main_text(page).count("This answer still holds") == 1
    versions = [
        walker.form("/topics/kinds").fields[f"{name}.version"][0] for name in ("L-1", "Y-1", "C-1")
    ]
    assert versions == ["2", "2", "1"]
    assert "To be confirmed 1" in main_text(walker.go(address))
    told = walker.save(f"{address}/topics/kinds", C_1="=o0", C_1__version="1", C_1__confirm="1")
    assert told.get_json()["saved"]["C-1"]["version"] == 2
    assert "To be confirmed" not in main_text(walker.go(address)).split("Pillar")[0]


def test_only_a_country_is_given_published_figures(app: Flask, team: Team) -> None:
    walker = walk_as(app, team, "focal-point")
    walker.go(f"{begin(team)}/topics/rest")
    assert walker.form("/topics/rest").fields["I-1"] != [""]
    walker.send("/topics/rest")
    city = begin(team, scope="city")
    page = walker.go(f"{city}/topics/cities")
    assert "Z-1" in main_text(page)
    walker.go(f"{city}/topics/rest")
    assert walker.form("/topics/rest").fields["I-1"] == [""]
    values: dict[str, object] = {"kind": "organisation", "name": "The fund"}
    run_write(team.workspace.engine, lambda session: update_unit(session, team.unit_id, values))
    page = walker.go(f"{begin(team)}/topics/rest")
    assert walker.form("/topics/rest").fields["I-1"] == [""]
    assert "The fund (Kenya)" in main_text(page)
