"""A quick-check taken into an assessment: nothing that stands is replaced unless it is chosen."""

from dataclasses import replace

import pytest
from sqlalchemy import text

from app.response import Answer
from app.service.actor import Actor
from app.service.assessment.answering import save_team_answers
from app.service.assessment.claim import (
    Claim,
    ClaimPreview,
    claim_check,
    list_targets,
    preview_draft,
    preview_merge,
)
from app.service.assessment.history import read_history
from app.service.assessment.opening import Opened, open_assessment, read_work
from app.service.check_state import Change, CheckState
from app.service.error import Moved, NotAChoice, NotFound, SignedOut, WrongState
from app.service.quick_check import open_check
from tests.service.assessment.version import bring_out
from tests.service.conftest import House, change
from tests.team import Team, make_team

PLAN, BUDGET, NOTE = "basics.plan", "basics.budget", "basics.note"


@pytest.fixture
def holder(house: House) -> Actor:
    """Somebody with a check: a plan by judgement, a budget by a published figure, with a note."""
    actor, _ = house.begin()
    house.save(actor, change(BUDGET, 2, note="By law.", origin="published"))
    return actor


def see(team: Team, holder: Actor) -> CheckState:
    check = open_check(holder, team.workspace, "small", "KEN")
    assert check is not None
    return check


def look(team: Team, begun: str) -> Opened:
    return open_assessment(team.actor("viewer"), team.workspace, begun, "view")


def kinds(preview: ClaimPreview) -> dict[str, str]:
    return {item.answer.question: item.kind for item in preview.found}


def take(team: Team, holder: Actor, claim: Claim, role: str = "focal-point") -> str:
    check = see(team, holder)
    return claim_check(team.actor(role), team.workspace, holder, check, claim=claim)


def draft(team: Team, holder: Actor) -> Claim:
    preview = preview_draft(
        team.actor("focal-point"), team.workspace, see(team, holder), team.unit_id
    )
    return Claim(team.unit_id, "", preview.seen, preview.last)


def merge(team: Team, holder: Actor, begun: str, role: str = "focal-point") -> Claim:
    preview = preview_merge(team.actor(role), team.workspace, see(team, holder), begun)
    return Claim("", begun, preview.seen, preview.last)


def test_a_new_draft_holds_the_answers_with_their_origin(team: Team, holder: Actor) -> None:
    wish = draft(team, holder)
    made = look(team, take(team, holder, wish))
    row = made.access.row
    assert (row.state, row.begun_from, row.round) == ("draft", "quick-check", 1)
    work = read_work(team.workspace, made)
    assert work.answers[PLAN] == Answer(PLAN, value=1, version=1)
    published = Answer(BUDGET, value=2, note="By law.", origin="published", version=1)
    assert work.answers[BUDGET] == published
    assert work.to_confirm == set()
    (first,) = read_history(team.workspace, made, PLAN).versions
    assert (first.act, first.saved_by) == ("claim", team.people["focal-point"])
    # The check stays with whoever holds it; a second click begins nothing.
    assert len(see(team, holder).answers) == 2
    with pytest.raises(Moved):
        take(team, holder, wish)


def test_what_stands_is_replaced_only_where_that_was_chosen(
    team: Team, holder: Actor, begun: str
) -> None:
    focal = team.actor("focal-point")
    mine = tuple(Change(Answer(name, value=value)) for name, value in ((PLAN, 0), (BUDGET, 0)))
    save_team_answers(focal, team.workspace, begun, changes=mine)
    preview = preview_merge(focal, team.workspace, see(team, holder), begun)
    assert kinds(preview) == {PLAN: "conflict", BUDGET: "conflict"}
    take(team, holder, replace(merge(team, holder, begun), take=frozenset({BUDGET})))
    work = read_work(team.workspace, look(team, begun))
    assert work.answers[PLAN] == Answer(PLAN, value=0, version=1)
    assert (work.answers[BUDGET].value, work.answers[BUDGET].version) == (2, 2)
    newest, oldest = read_history(team.workspace, look(team, begun), BUDGET).versions
    assert (newest.act, oldest.answer.value) == ("claim", 0)
    # Once more: what was taken is the same now, the other one is still to be chosen.
    preview = preview_merge(focal, team.workspace, see(team, holder), begun)
    assert kinds(preview) == {PLAN: "conflict", BUDGET: "same"}


def test_a_change_since_the_preview_is_met(
    house: House, team: Team, holder: Actor, begun: str
) -> None:
    wish = merge(team, holder, begun)
    change_here = Change(Answer(PLAN, value=0))
    save_team_answers(team.actor("focal-point"), team.workspace, begun, changes=(change_here,))
    with pytest.raises(Moved):
        take(team, holder, wish)
    wish = merge(team, holder, begun)
    house.save(holder, change(PLAN, 2, 1))
    with pytest.raises(Moved):
        take(team, holder, wish)
    assert read_work(team.workspace, look(team, begun)).answers[PLAN].value == 0


def test_the_check_is_deleted_when_that_is_chosen(team: Team, holder: Actor, begun: str) -> None:
    take(team, holder, replace(merge(team, holder, begun), delete=True))
    assert open_check(holder, team.workspace, "small", "KEN") is None
    assert len(read_work(team.workspace, look(team, begun)).answers) == 2
    with team.workspace.engine.connect() as connection:
        query = text("select subject, detail from audit where action = 'check_claimed'")
        ((subject, detail),) = connection.execute(query).all()
    assert subject == begun
    assert "By law" not in str(detail)


def test_a_contributor_takes_what_is_assigned(team: Team, holder: Actor, begun: str) -> None:
    contributor = team.actor("contributor")
    team.assign(begun, "contributor", PLAN)
    preview = preview_merge(contributor, team.workspace, see(team, holder), begun)
    assert kinds(preview) == {PLAN: "new", BUDGET: "closed"}
    take(team, holder, merge(team, holder, begun, "contributor"), "contributor")
    assert set(read_work(team.workspace, look(team, begun)).answers) == {PLAN}


def test_another_version_is_carried(team: Team, holder: Actor) -> None:
    bring_out(
        team,
        ("text: Is there a plan?", "text: Who has written the plan, and who will see to it?"),
        ("id: basics.budget\n", "id: basics.money\n"),
        ("title: Sector\n", "title: Sector\n    required: true\n"),
    )
    focal = team.actor("focal-point")
    preview = preview_draft(focal, team.workspace, see(team, holder), team.unit_id)
    assert kinds(preview) == {PLAN: "new", BUDGET: "dropped"}
    assert preview.lacking == ("sector",)
    wish = Claim(team.unit_id, "", preview.seen, preview.last)
    with pytest.raises(NotAChoice):
        take(team, holder, wish)
    made = look(team, take(team, holder, replace(wish, parameters={"sector": "health"})))
    assert made.toolkit.version == "2.0.0"
    work = read_work(team.workspace, made)
    assert (set(work.answers), work.to_confirm) == ({PLAN}, {PLAN})
    assert BUDGET in see(team, holder).answers


def test_who_may_not_gets_nothing(house: House, team: Team, holder: Actor, begun: str) -> None:
    check, other = see(team, holder), make_team(house.workspace, "NAM")
    targets = list_targets(team.actor("focal-point"), house.workspace, check)
    assert [row.id for row in targets.units] == [team.unit_id]
    assert [row.id for row in targets.assessments] == [begun]
    for actor in (team.actor("stranger"), other.actor("focal-point"), team.actor("viewer")):
        found = list_targets(actor, house.workspace, check)
        assert (found.units, found.assessments) == ((), ())
        for wish in (draft(team, holder), merge(team, holder, begun)):
            with pytest.raises(NotFound):
                claim_check(actor, house.workspace, holder, check, claim=wish)
    with pytest.raises(SignedOut):
        claim_check(holder, house.workspace, holder, check, claim=draft(team, holder))
    # Somebody who holds no check takes none, and none goes to another country.
    focal = team.actor("focal-point")
    with pytest.raises(NotFound):
        claim_check(focal, house.workspace, house.stranger, check, claim=draft(team, holder))
    foreign = other.begin("small")
    with pytest.raises(NotFound):
        preview_merge(other.actor("focal-point"), house.workspace, check, foreign)
    farms = team.begin("small", parameters={"sector": "farming"}, round=2)
    house.save(holder, change(PLAN, 1, 1), parameters={"sector": "health"})
    with pytest.raises(NotFound):
        preview_merge(focal, house.workspace, see(team, holder), farms)
    wish = merge(team, holder, begun)
    team.set_state(begun, "approved")
    with pytest.raises(WrongState):
        claim_check(focal, house.workspace, holder, check, claim=wish)
    assert len(read_work(house.workspace, look(team, begun)).answers) == 0
