"""How an assessment begins, what is set for it, who helps, and whose list it stands in."""

from collections.abc import Mapping
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import date

import pytest
from sqlalchemy import text

from app.response import Answer
from app.service.assessment.assisting import Assistance, read_assistance, save_assistance
from app.service.assessment.beginning import Beginning, begin_assessment
from app.service.assessment.history import read_history
from app.service.assessment.listing import list_own_assessments, list_own_units
from app.service.assessment.opening import Opened, open_assessment, read_work
from app.service.assessment.overview import read_overview
from app.service.assessment.setting import Settings, save_settings
from app.service.error import NotAChoice, NotFound, SignedOut, WrongState
from app.store.engine import run_write
from app.store.unit import grant_assessment_role
from tests.service.conftest import House
from tests.team import Team, make_team

PLAN, BUDGET = "basics.plan", "basics.budget"


def beginning(team: Team, **more: object) -> Beginning:
    return replace(Beginning(team.unit_id, "small"), **more)  # type: ignore[arg-type]


def begin(team: Team, role: str = "focal-point", **more: object) -> str:
    return begin_assessment(team.actor(role), team.workspace, beginning(team, **more))


def look(team: Team, begun: str, role: str = "viewer") -> Opened:
    return open_assessment(team.actor(role), team.workspace, begun, "view")


def trail(team: Team, action: str) -> list[Mapping[str, object]]:
    query = text("select subject, actor, detail from audit where action = :action order by id")
    with team.workspace.engine.connect() as connection:
        return [dict(row) for row in connection.execute(query, {"action": action}).mappings()]


def test_an_assessment_is_pinned_to_what_was_current(team: Team) -> None:
    begun = begin(team, title="The first", parameters={"sector": "health"},
                  period=(date(2026, 1, 1), None))  # fmt: skip
    opened = look(team, begun)
    toolkit = team.workspace.toolkits.get("small")
    assert toolkit is not None
    assert opened.toolkit.content_hash == toolkit.content_hash
    assert not opened.setting.quick
    assert opened.setting.parameters == {"sector": "health"}
    row = opened.access.row
    assert (row.state, row.round, row.version, row.begun_from) == ("draft", 1, 1, "nothing")
    assert (row.title, row.period_start, row.period_end) == ("The first", date(2026, 1, 1), None)
    assert row.data_edition == team.workspace.reference.edition()
    (line,) = trail(team, "assessment_begun")
    assert (line["subject"], line["actor"]) == (begun, team.people["focal-point"])


def test_it_may_begin_with_answers_some_of_them_to_be_confirmed(team: Team) -> None:
    answers = (Answer(PLAN, value=2, version=7), Answer(BUDGET, value=1, note="Of last year."))
    begun = begin(team, answers=answers, to_confirm=frozenset({BUDGET}), act="round",
                  begun_from="round")  # fmt: skip
    opened = look(team, begun)
    work = read_work(team.workspace, opened)
    assert work.answers[PLAN] == Answer(PLAN, value=2, version=1)
    assert work.to_confirm == {BUDGET}
    (first,) = read_history(team.workspace, opened, BUDGET).versions
    assert (first.act, first.to_confirm, first.answer.note) == ("round", True, "Of last year.")


def test_rounds_are_counted_even_when_two_begin_at_once(team: Team) -> None:
    with ThreadPoolExecutor(2) as pool:
        made = list(pool.map(lambda _: begin(team), range(2)))
    assert sorted(look(team, one).access.row.round for one in made) == [1, 2]
    assert look(team, begin(team)).access.row.round == 3


@pytest.mark.parametrize(
    "wrong",
    [
        {"scope": "city"},
        {"parameters": {"sector": "moon"}},
        {"parameters": {"moon": "health"}},
        {"language": "xx"},
        {"period": (date(2026, 2, 1), date(2026, 1, 1))},
        {"title": "x" * 201},
        {"begun_from": "memory"},
    ],
)
def test_what_can_not_be_begins_nothing(team: Team, wrong: dict[str, object]) -> None:
    with pytest.raises(NotAChoice):
        begin(team, **wrong)
    assert list_own_assessments(team.actor("viewer"), team.workspace) == ()


def test_only_a_focal_point_begins_and_only_with_what_is_offered(team: Team) -> None:
    other = make_team(team.workspace, "NAM")
    for actor in (team.actor("facilitator"), team.actor("admin"), other.actor("focal-point")):
        with pytest.raises(NotFound):
            begin_assessment(actor, team.workspace, beginning(team))
    with pytest.raises(NotFound):
        begin(team, toolkit_id="no-such")
    with pytest.raises(NotFound):
        begin(team, unit_id="no-such")
    assert len(trail(team, "refused")) == 4
    assert trail(team, "assessment_begun") == []


def settings_of(opened: Opened, **more: object) -> Settings:
    row = opened.access.row
    standing = Settings(
        row.title, row.scope, row.parameters, (row.period_start, row.period_end), row.language
    )
    return replace(standing, **more)  # type: ignore[arg-type]


def test_settings_change_for_one_at_a_time_and_its_use_in_a_draft_only(team: Team) -> None:
    begun, actor = begin(team, parameters={"sector": "health"}), team.actor("focal-point")
    seen = look(team, begun)
    farms = settings_of(seen, title="Farms", parameters={"sector": "farming"})
    assert save_settings(actor, team.workspace, begun, farms, seen=1)
    assert not save_settings(actor, team.workspace, begun, settings_of(seen), seen=1)
    assert look(team, begun).setting.parameters == {"sector": "farming"}
    assert '["parameters","title"]' in str(trail(team, "settings_changed")[0]["detail"])
    # The same again is no change.
    assert save_settings(actor, team.workspace, begun, farms, seen=2)
    assert look(team, begun).access.row.version == 2
    team.set_state(begun, "collecting")
    health = replace(farms, title="Health", parameters={"sector": "health"})
    assert save_settings(actor, team.workspace, begun, health, seen=2)
    row = look(team, begun).access.row
    assert (row.title, row.parameters) == ("Health", {"sector": "farming"})
    with pytest.raises(NotFound):
        save_settings(team.actor("facilitator"), team.workspace, begun, farms, seen=3)
    team.set_state(begun, "approved")
    with pytest.raises(WrongState):
        save_settings(actor, team.workspace, begun, farms, seen=3)


def test_an_expert_notes_and_the_country_asks(team: Team) -> None:
    begun, workspace = begin(team), team.workspace
    expert, focal = team.actor("expert"), team.actor("focal-point")
    asked, noted = Assistance("A week in May."), Assistance("All of June.", "Trainer", "Met all.")
    with pytest.raises(NotAChoice):
        save_assistance(expert, workspace, begun, noted, seen=1)
    assert save_assistance(focal, workspace, begun, asked, seen=1)
    assert not save_assistance(expert, workspace, begun, noted, seen=1)
    assert save_assistance(expert, workspace, begun, noted, seen=2)
    kept = look(team, begun).access.row.assisted
    assert read_assistance(kept) == replace(noted, request="A week in May.")
    assert kept["requested_by"] == team.people["focal-point"]
    with pytest.raises(NotFound):
        save_assistance(team.actor("contributor"), workspace, begun, asked, seen=3)
    with pytest.raises(NotAChoice):
        save_assistance(focal, workspace, begun, Assistance("x" * 10_001), seen=3)


def test_everybody_lists_what_they_take_part_in(house: House, team: Team) -> None:
    begun = begin(team, answers=(Answer(PLAN, value=1), Answer(BUDGET, state="unknown")),
                  to_confirm=frozenset({BUDGET}))  # fmt: skip
    team.assign(begun, "contributor", "basics")
    (listed,) = list_own_assessments(team.actor("contributor"), house.workspace)
    assert listed.progress is not None
    assert (listed.progress.dealt_with, listed.progress.asked) == (2, 3)
    assert (listed.open_own, listed.to_confirm) == (2, 1)
    assert listed.roles == {"contributor"}
    (unit,) = list_own_units(team.actor("focal-point"), house.workspace)
    assert unit.may_begin
    stranger = team.actor("stranger")
    assert list_own_assessments(stranger, house.workspace) == ()
    role: dict[str, object] = {
        "assessment_id": begun,
        "account_id": team.people["stranger"],
        "role": "reviewer",
        "granted_by": None,
        "granted_at": house.clock.moment,
    }
    run_write(house.workspace.engine, lambda session: grant_assessment_role(session, role))
    (listed,) = list_own_assessments(stranger, house.workspace)
    assert (listed.row.id, listed.roles) == (begun, {"reviewer"})
    assert list_own_units(stranger, house.workspace) == ()
    team.set_state(begun, "approved")
    (listed,) = list_own_assessments(stranger, house.workspace)
    assert listed.progress is None
    with pytest.raises(SignedOut):
        list_own_assessments(house.stranger, house.workspace)
    found = read_overview(house.workspace, look(team, begun))
    assert found.roles["reviewer"] == (team.people["reviewer"], team.people["stranger"])
    assert found.names[team.people["stranger"]] == "Stranger"
