"""The page of figures in a browser without script: enter, be refused, meet another."""

import pytest
from flask import Flask

from tests.team import Team, make_team
from tests.web.test_assessment_page import walk_as
from tests.web.walk import Walker, main_text, workspace_of

INDEX = "e-government-by-data"


@pytest.fixture
def team(app: Flask) -> Team:
    return make_team(workspace_of(app))


def enter(walker: Walker, *, status: int = 200, **fields: str) -> str:
    names = {name.replace("__", "."): value for name, value in fields.items()}
    form = walker.form(INDEX)
    response = walker.client.post(form.action, data={**form.fields, **names})
    walker._take(response, form.action, status)
    assert walker.page is not None
    return main_text(walker.page)


def test_figures_are_entered_refused_with_their_place_and_explained(app: Flask, team: Team) -> None:
    begun = team.begin("e-government")
    base = f"/assessments/{begun}/figures"
    walker = walk_as(app, team, "focal-point")
    walker.go(base)
    assert walker.page is not None
    text = main_text(walker.page)
    assert "Published:" in text
    assert "Eastern Africa" in text or "Africa" in text
    before = walker.page.find("b")[0].text

    text = enter(walker, status=422, tii__value="0.9", internet_users_pct__value="١٬٢٣٤",
                 internet_users_pct__year="2026", internet_users_pct__source="Census")  # fmt: skip
    assert "Value, year and source go together" in text
    assert "without marks between thousands" in text
    assert walker.form(INDEX).fields["tii.value"] == ["0.9"]
    text = enter(
        walker, tii__year="٢٠٢٦", tii__source="Survey <b>", internet_users_pct__value="99,5"
    )
    assert "The entered figure counts: it is newer than the published one." in text
    assert "Saved" in text
    fields = walker.form(INDEX).fields
    assert fields["internet_users_pct.value"] == ["99.5"]
    assert fields["tii.source"] == ["Survey <b>"]
    assert walker.page.find("b")[0].text != before

    text = enter(walker, osi__value="0.2", osi__year="1990", osi__source="An old study")
    assert "The published figure counts: the entered one is not newer." in text
    walker.go(f"{base}/{INDEX}/tii")
    assert "90" in main_text(walker.page)
    walker.go(f"{base}/{INDEX}/none", status=404)
    walker.go(f"{base}/none", status=404)


def test_two_people_at_one_figure_lose_nothing(app: Flask, team: Team) -> None:
    begun = team.begin("e-government")
    base = f"/assessments/{begun}/figures"
    walker, other = walk_as(app, team, "focal-point"), walk_as(app, team, "contributor")
    walker.go(base)
    other.go(base)
    enter(walker, tii__value="0.5", tii__year="2026", tii__source="First")
    text = enter(other, status=409, tii__value="0.6", tii__year="2026", tii__source="Second",
                 osi__value="0.7", osi__year="2026", osi__source="Second")  # fmt: skip
    assert "0.50 of 2026, First" in text
    fields = other.form(INDEX).fields
    assert (fields["tii.source"], fields["osi.source"]) == (["Second"], ["Second"])
    enter(other)
    walker.go(base)
    assert walker.form(INDEX).fields["tii.value"] == ["0.6"]
    enter(walker, tii__value="", tii__year="", tii__source="")
    assert walker.form(INDEX).fields["tii.source"] == [""]

    team.set_state(begun, "approved")
    viewer = walk_as(app, team, "viewer")
    page = viewer.go(base)
    assert "Entered: 0.7 of 2026, Second" in main_text(page)
    assert not page.find("input", type="text")


def test_an_index_that_reads_the_questionnaire_and_a_toolkit_without_one(
    app: Flask, team: Team
) -> None:
    begun = team.begin("e-environment")
    walker = walk_as(app, team, "viewer")
    page = walker.go(f"/assessments/{begun}/figures/eeri-r")
    assert "ICT Development Index" in main_text(page)
    page = walker.go(
        f"/assessments/{team.begin('sector-e-strategy', parameters={'sector': 'health'})}/figures"
    )
    assert "computes no index" in main_text(page)
