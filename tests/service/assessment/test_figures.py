"""Figures entered beside published ones: which counts, versions, and the index of both."""

import shutil
from collections.abc import Mapping
from dataclasses import replace
from typing import Any

import pytest

from app.definition.index import Index
from app.paths import TOOLKITS
from app.presentation.view.assessment.figure import Entered, OwnDesk, OwnUnit, lay_own_figures
from app.reference import ObservationRow, build_reference
from app.service.actor import Actor
from app.service.assessment.desk import (
    FigureChange,
    open_own_desk,
    open_team_desk,
    read_figures,
    save_figures,
)
from app.service.assessment.opening import open_assessment
from app.service.error import NotAChoice, NotFound, WrongState
from app.service.permission import VIEW
from app.settings import Settings
from app.store.engine import read_session
from tests.service.conftest import House, make_tables
from tests.team import Team

INDEX = "e-government-by-data"


def make_index(**leaf: object) -> Index:
    goalposts = {"method": "goalposts", "minimum": 0, "maximum": 100}
    return Index.model_validate(
        {
            "format": "eready-index/1",
            "id": "one",
            "title": "One",
            "role": "by-data",
            "tree": {"id": "one", "of": [{"id": "users", "normalise": goalposts, **leaf}]},
        }
    )


def lay(
    entered: Entered | None, *, country: str = "KEN", shown_in: int = 2025, **leaf: Any
) -> OwnDesk:
    tables = make_tables()
    shown = (ObservationRow("KEN", "users", shown_in, 40.0, "office"),)
    others = (ObservationRow("NAM", "users", 2024, 60.0, "office"),)
    reference = build_reference(replace(tables, observations=shown + others))
    given = {"users": entered} if entered else {}
    unit = OwnUnit(country or "own unit", country, "country", given, {})
    return lay_own_figures(make_index(**leaf), reference, unit)


def figure(value: float, year: int) -> Entered:
    return Entered(value, year, "Bureau of statistics", "", 1)


@pytest.mark.parametrize(
    ("entered", "leaf", "counts", "value"),
    [
        (None, {}, "published", 40.0),
        (figure(70, 2024), {}, "published", 40.0),
        (figure(70, 2025), {}, "published", 40.0),
        (figure(70, 2026), {}, "entered", 70.0),
        (figure(70, 2015), {"drop_after": 5}, "published", 40.0),
        (figure(70, 2026), {"year": "edition"}, "published", 40.0),
        (figure(70, 2024), {"year": "edition"}, "published", 40.0),
    ],
)
def test_of_two_figures_the_newer_one_counts(
    entered: Entered | None, leaf: dict[str, object], counts: str, value: float
) -> None:
    own = lay(entered, **leaf)
    assert (own.standings["users"].counts, own.standings["users"].value) == (counts, value)
    assert own.desk.of("KEN")["one"].score == pytest.approx(value)
    others = 60.0 if leaf.get("year") != "edition" else None
    assert own.desk.of("NAM")["users"].score == others, "others keep their own"


def test_an_entered_figure_stands_where_the_published_one_is_too_old_and_not_where_it_is_too() -> (
    None
):
    assert lay(figure(70, 2023), shown_in=2019, drop_after=5).standings["users"].counts == "entered"
    assert lay(figure(70, 2018), shown_in=2019, drop_after=5).standings["users"].counts == "none"


def test_a_unit_that_is_no_country_has_no_published_figures() -> None:
    own = lay(None, country="")
    assert own.standings["users"].published is None
    assert own.desk.of(own.unit)["one"].score is None
    assert lay(figure(55, 2020), country="").desk.of("own unit")["one"].score == pytest.approx(55.0)


# --- Kept ---------------------------------------------------------------------------------------


@pytest.fixture
def settings(settings: Settings) -> Settings:
    """The small toolkit, and one that has an index."""
    shutil.copytree(TOOLKITS / "e-government", settings.toolkits / "e-government")
    return settings


def entered(house: House, team: Team, assessment: str) -> Mapping[str, Entered]:
    actor = team.actor("viewer")
    opened = open_assessment(actor, house.workspace, assessment, VIEW)
    return read_figures(house.workspace, opened, INDEX)


def test_figures_are_kept_with_versions_and_nothing_of_another_is_overwritten(
    house: House, team: Team
) -> None:
    workspace, assessment = house.workspace, team.begin("e-government")
    focal, colleague = team.actor("focal-point"), team.actor("contributor")

    def save(actor: Actor, leaf: str, figure: Entered | None, seen: int = 0) -> frozenset[str]:
        change = FigureChange(leaf, figure, seen)
        return save_figures(actor, workspace, assessment, (change,), index_id=INDEX)

    both = (FigureChange("tii", figure(0.5, 2026), 0), FigureChange("osi", figure(0.25, 2025), 0))
    assert not save_figures(focal, workspace, assessment, both, index_id=INDEX)
    first = entered(house, team, assessment)["tii"]
    assert (first.value, first.year, first.source) == (0.5, 2026, "Bureau of statistics")
    mixed = (
        FigureChange("tii", figure(0.9, 2026), 0),
        FigureChange("osi", figure(0.75, 2026), entered(house, team, assessment)["osi"].version),
    )
    assert save_figures(colleague, workspace, assessment, mixed, index_id=INDEX) == {"tii"}
    now = entered(house, team, assessment)
    assert (now["tii"].value, now["osi"].value) == (0.5, 0.75)

    assert not save(colleague, "tii", None, first.version)
    assert "tii" not in entered(house, team, assessment)
    house.clock.advance(minutes=1)
    assert not save(colleague, "tii", figure(0.6, 2026))
    assert save(focal, "tii", figure(0.7, 2026), first.version) == {"tii"}, "an old page"

    for wrong in (replace(figure(1, 2026), source=""), figure(1, 2027), figure(1e16, 2026)):
        with pytest.raises(NotAChoice):
            save(focal, "epi", wrong)
    with pytest.raises(NotAChoice):
        save(focal, "no-such-leaf", figure(1, 2026))
    for role in ("stranger", "viewer", "approver", "admin"):
        with pytest.raises(NotFound):
            save(team.actor(role), "tii", None)
    team.set_state(assessment, "review")
    with pytest.raises(WrongState):
        save(focal, "tii", None)


def test_what_was_entered_moves_the_index_that_results_read(house: House, team: Team) -> None:
    workspace, assessment = house.workspace, team.begin("e-government")
    change = FigureChange("tii", figure(0.5, 2026), 0)
    save_figures(team.actor("focal-point"), workspace, assessment, (change,), index_id=INDEX)
    opened = open_assessment(team.actor("viewer"), workspace, assessment, VIEW)
    index = opened.toolkit.index("by-data")
    assert index is not None
    own = open_own_desk(workspace, opened, index)
    assert own is not None
    assert own.standings["tii"].counts == "entered"
    assert own.desk.of("KEN")["tii"].score == 50.0
    assert own.desk.observation("KEN", "tii") is None, "the published figures stay what they are"
    with read_session(workspace.engine) as session:
        read = open_team_desk(session, workspace, opened.access.row)
    assert read is not None
    assert read.desk.of(read.unit)["tii"].score == 50.0
