"""Steps from state to state: who may take which, what is kept, who is told."""

import pytest

from app.service.assessment.open_point import find_open_points
from app.service.assessment.opening import open_assessment, read_work
from app.service.assessment.overview import read_overview
from app.service.assessment.step import NoteMissingError, Wish, read_told, take_step
from app.service.error import NotFound, WrongState
from app.service.permission import ROLES, STATES, STEPS
from app.store.engine import read_session
from app.store.table import METADATA
from tests.service.assessment.test_answering import BUDGET, PLAN, level, refusals, save
from tests.team import Team


def state_of(team: Team, assessment_id: str) -> str:
    opened = open_assessment(team.actor("viewer"), team.workspace, assessment_id, "view")
    return str(opened.access.row.state)


def count_mails(team: Team) -> int:
    jobs = METADATA.tables["job"]
    with read_session(team.workspace.engine) as session:
        return len(session.execute(jobs.select().where(jobs.c.kind == "mail")).all())


def step(team: Team, begun: str, role: str, before: str, after: str, note: str = "") -> None:
    take_step(team.actor(role), team.workspace, begun, Wish(before, after, note))


def test_an_assessment_goes_its_way_with_everybody_named_in_the_log(team: Team, begun: str) -> None:
    step(team, begun, "focal-point", "collecting", "consensus")
    step(team, begun, "facilitator", "consensus", "review", "All were there.")
    with pytest.raises(NoteMissingError):
        step(team, begun, "reviewer", "review", "changes-asked")
    step(team, begun, "reviewer", "review", "changes-asked", "The plan is a draft.")
    assert count_mails(team) > 0
    step(team, begun, "focal-point", "changes-asked", "review")
    opened = open_assessment(team.actor("viewer"), team.workspace, begun, "view")
    taken = read_overview(team.workspace, opened).steps
    assert [(one.before, one.after, one.note) for one in taken] == [
        ("collecting", "consensus", ""),
        ("consensus", "review", "All were there."),
        ("review", "changes-asked", "The plan is a draft."),
        ("changes-asked", "review", ""),
    ]
    assert [one.changed_by for one in taken] == [
        team.people[role] for role in ("focal-point", "facilitator", "reviewer", "focal-point")
    ]


def test_nobody_takes_a_step_that_is_not_theirs(team: Team) -> None:
    plain = [item for item in STEPS if item.after not in {"approved", "published", "private"}]
    tried = 0
    for one in plain[:5]:
        begun = team.begin("small", state=one.before)
        for role in (*ROLES, "stranger", "admin"):
            if role in one.roles:
                continue
            with pytest.raises(NotFound):
                step(team, begun, role, one.before, one.after, "Why not?")
            tried += 1
        assert state_of(team, begun) == one.before
    assert refusals(team) == tried


def test_no_step_leads_where_the_table_has_none(team: Team) -> None:
    allowed = {(one.before, one.after) for one in STEPS}
    begun = team.begin("small", state="draft")
    for after in STATES:
        if ("draft", after) not in allowed:
            with pytest.raises(NotFound):
                step(team, begun, "focal-point", "draft", after, "Why not?")
    assert state_of(team, begun) == "draft"


def test_who_saw_another_state_takes_no_step(team: Team, begun: str) -> None:
    step(team, begun, "focal-point", "collecting", "consensus")
    with pytest.raises(WrongState):
        step(team, begun, "focal-point", "collecting", "review")
    assert state_of(team, begun) == "consensus"


def test_approval_and_publication_are_no_plain_steps(team: Team) -> None:
    begun = team.begin("small", state="review")
    with pytest.raises(NotFound):
        step(team, begun, "approver", "review", "approved")
    assert state_of(team, begun) == "review"


def test_those_whose_turn_it_is_are_told_but_not_whoever_took_the_step(
    team: Team, begun: str
) -> None:
    opened = open_assessment(team.actor("focal-point"), team.workspace, begun, "step")
    told = read_told(team.workspace, opened.access, "review")
    assert told == ("Approver", "Expert", "Reviewer")


def test_what_is_open_is_listed(team: Team, begun: str) -> None:
    save(team, begun, level(PLAN, 2))
    opened = open_assessment(team.actor("viewer"), team.workspace, begun, "view")
    found = find_open_points(team.workspace, read_work(team.workspace, opened))
    assert BUDGET in found.blank
    assert PLAN not in found.blank
    assert found.unproven == (PLAN,)
