"""The next round: what becomes of answers, goals and the plan, and how answers are confirmed."""

from dataclasses import replace
from datetime import date
from uuid import uuid4

import pytest
from sqlalchemy import select

from app.response import Answer
from app.service.assessment.answering import save_team_answers
from app.service.assessment.confirming import Confirmed, confirm_answers
from app.service.assessment.goal import Aim, read_goals, save_goal
from app.service.assessment.history import read_history
from app.service.assessment.opening import Opened, open_assessment, read_work
from app.service.assessment.round import (
    CLEAR,
    CONFIRM,
    KEEP,
    NextRound,
    begin_round,
    preview_round,
)
from app.service.check_state import Change
from app.service.error import Moved, NotAChoice, NotFound
from app.service.permission import BEGIN_ROUND, MANAGE
from app.store.assessment import find_last_round
from app.store.audit import AuditRow
from app.store.engine import read_session, run_write
from app.store.plan import insert_action, list_actions
from app.store.unit import grant_assessment_role
from tests.service.assessment.version import bring_out
from tests.service.conftest import House
from tests.team import Team, make_team

PLAN, BUDGET, NOTE = "basics.plan", "basics.budget", "basics.note"


def look(team: Team, begun: str, role: str = "viewer") -> Opened:
    return open_assessment(team.actor(role), team.workspace, begun, "view")


def answer_all(team: Team, begun: str) -> None:
    changes = (
        Change(Answer(PLAN, value=1, note="By the ministry.")),
        Change(Answer(BUDGET, state="unknown")),
        Change(Answer(NOTE, value="Much more.")),
    )
    save_team_answers(team.actor("focal-point"), team.workspace, begun, changes=changes)


def wish(team: Team, begun: str, mode: str = CONFIRM, **more: object) -> NextRound:
    found = preview_round(team.workspace, look(team, begun))
    made = NextRound(mode, found.passage.new.content_hash, found.last)
    return replace(made, **more)  # type: ignore[arg-type]


def go_on(team: Team, begun: str, mode: str = CONFIRM, **more: object) -> Opened:
    made = begin_round(
        team.actor("focal-point"), team.workspace, begun, wish(team, begun, mode, **more)
    )
    return look(team, made)


def add_action(team: Team, begun: str, **more: object) -> None:
    row: dict[str, object] = {
        "id": uuid4().hex, "assessment_id": begun, "question": PLAN, "source": "own",
        "text": "Write the plan.", "owner": "The ministry", "owner_id": None, "partner": "",
        "due": date(2027, 1, 1), "cost": "low", "status": "begun", "indicator": "", "impact": 4,
        "effort": 2, "done_at": None, "reminded_at": None, "overdue_reminded_at": None,
        "version": 3, "saved_by": None, "saved_at": team.workspace.now(),
    }  # fmt: skip
    run_write(team.workspace.engine, lambda session: insert_action(session, row | more))


def test_answers_are_kept_cleared_or_to_be_confirmed(team: Team, begun: str) -> None:
    answer_all(team, begun)
    given = dict(read_work(team.workspace, look(team, begun)).answers)
    kept = go_on(team, begun, KEEP, title="The second", period=(date(2027, 1, 1), None))
    work = read_work(team.workspace, kept)
    assert dict(work.answers) == given
    assert work.to_confirm == set()
    row = kept.access.row
    assert (row.round, row.state, row.begun_from, row.previous_id) == (2, "draft", "round", begun)
    assert (row.title, row.period_start) == ("The second", date(2027, 1, 1))
    assert row.data_edition == team.workspace.reference.edition()
    (first,) = read_history(team.workspace, kept, PLAN).versions
    assert (first.act, first.saved_by) == ("round", team.people["focal-point"])

    cleared = go_on(team, begun, CLEAR)
    assert (cleared.access.row.round, len(read_work(team.workspace, cleared).answers)) == (3, 0)

    asked = read_work(team.workspace, go_on(team, begun))
    assert asked.to_confirm == {PLAN, BUDGET, NOTE}
    assert dict(asked.answers) == given
    # The round they came from stands as it stood.
    assert dict(read_work(team.workspace, look(team, begun)).answers) == given
    # What nobody confirmed is not certain in a round that keeps it either.
    again = read_work(team.workspace, go_on(team, asked.opened.id, KEEP))
    assert again.to_confirm == asked.to_confirm


def test_goals_and_open_actions_go_along(team: Team, begun: str) -> None:
    aim = Aim(PLAN, 2, 2028, "Before the election.")
    assert save_goal(team.actor("focal-point"), team.workspace, begun, aim, seen=0)
    for status in ("done", "begun", "dropped", "planned"):
        add_action(team, begun, status=status)
    found = preview_round(team.workspace, look(team, begun))
    assert (found.goals, found.actions) == ((1, 0), 2)
    made = go_on(team, begun, CLEAR)
    (goal,) = read_goals(team.workspace, made).values()
    assert (goal.question, goal.value, goal.year, goal.note, goal.version) == (
        PLAN, 2, 2028, "Before the election.", 1,
    )  # fmt: skip
    with read_session(team.workspace.engine) as session:
        before, after = (list_actions(session, one) for one in (begun, made.id))
    assert [(row.number, row.status) for row in after] == [(1, "begun"), (2, "planned")]
    assert (after[0].text, after[0].owner, after[0].due, after[0].version) == (
        "Write the plan.", "The ministry", date(2027, 1, 1), 1,
    )  # fmt: skip
    assert len(before) == 4


def test_another_version_is_carried_with_a_line_for_each(team: Team, begun: str) -> None:
    answer_all(team, begun)
    focal = team.actor("focal-point")
    for question in (PLAN, BUDGET):
        assert save_goal(focal, team.workspace, begun, Aim(question, 2, 2028), seen=0)
    add_action(team, begun, question=BUDGET, source="toolkit", text="Go on.")
    bring_out(
        team,
        ("text: Is there a plan?", "text: Who has written the plan, and who will see to it?"),
        ("id: basics.budget\n", "id: basics.money\n"),
    )
    found = preview_round(team.workspace, look(team, begun))
    assert (found.passage.old.version, found.passage.new.version) == ("1.0.0", "2.0.0")
    lines = {line.before.question: line.became for line in found.passage.record}
    assert lines == {PLAN: "confirm", BUDGET: "dropped", NOTE: "carried"}
    assert (found.goals, found.actions) == ((1, 1), 1)
    made = go_on(team, begun, KEEP)
    assert made.toolkit.version == "2.0.0"
    work = read_work(team.workspace, made)
    assert (set(work.answers), work.to_confirm) == ({PLAN, NOTE}, {PLAN})
    assert set(read_goals(team.workspace, made)) == {PLAN}
    with read_session(team.workspace.engine) as session:
        (action,) = list_actions(session, made.id)
    assert (action.question, action.source, action.text) == ("", "own", "Go on.")
    # The round before keeps its version and what could not be carried.
    assert BUDGET in read_work(team.workspace, look(team, begun)).answers


def test_two_clicks_begin_one_round(team: Team, begun: str) -> None:
    asked, focal = wish(team, begun), team.actor("focal-point")
    begin_round(focal, team.workspace, begun, asked)
    with pytest.raises(Moved):
        begin_round(focal, team.workspace, begun, asked)
    asked = wish(team, begun)
    assert asked.last == 2
    bring_out(team, ("text: What else?", "text: What else is there?"))
    with pytest.raises(Moved):
        begin_round(focal, team.workspace, begun, asked)
    with pytest.raises(NotAChoice):
        begin_round(focal, team.workspace, begun, replace(asked, mode="forget"))


def test_only_a_focal_point_begins_the_next_round(house: House, team: Team, begun: str) -> None:
    asked, other = wish(team, begun), make_team(house.workspace, "NAM")
    for actor in (team.actor("facilitator"), team.actor("admin"), other.actor("focal-point")):
        with pytest.raises(NotFound):
            begin_round(actor, house.workspace, begun, asked)


def test_a_focal_point_of_one_round_alone_begins_no_other(
    house: House, team: Team, begun: str
) -> None:
    role: dict[str, object] = {
        "assessment_id": begun, "account_id": team.people["stranger"], "role": "focal-point",
        "granted_by": None, "granted_at": house.clock.moment,
    }  # fmt: skip
    run_write(house.workspace.engine, lambda session: grant_assessment_role(session, role))
    access, focal = look(team, begun, "stranger").access, look(team, begun, "focal-point").access
    assert (access.may(MANAGE), access.may(BEGIN_ROUND)) == (True, False)
    assert (focal.may(MANAGE), focal.may(BEGIN_ROUND)) == (True, True)
    for act in (
        lambda: open_assessment(team.actor("stranger"), team.workspace, begun, BEGIN_ROUND),
        lambda: begin_round(team.actor("stranger"), house.workspace, begun, wish(team, begun)),
    ):
        with pytest.raises(NotFound):
            act()
    with read_session(house.workspace.engine) as session:
        assert find_last_round(session, team.unit_id, "small", lock=False) == 1
        refused = session.scalars(select(AuditRow.detail).where(AuditRow.action == "refused"))
        assert list(refused) == [{"wanted": BEGIN_ROUND}] * 2


def test_answers_are_confirmed_as_they_were_seen(team: Team, begun: str) -> None:
    answer_all(team, begun)
    made = go_on(team, begun)
    focal, workspace = team.actor("focal-point"), team.workspace
    seen = {PLAN: 1, BUDGET: 1}
    change = Change(Answer(BUDGET, value=2), base_version=1)
    save_team_answers(focal, workspace, made.id, changes=(change,))
    assert confirm_answers(focal, workspace, made.id, seen) == Confirmed(1, 1)
    work = read_work(workspace, made)
    assert work.to_confirm == {NOTE}
    assert work.answers[PLAN] == Answer(PLAN, value=1, note="By the ministry.", version=2)
    assert work.answers[BUDGET] == Answer(BUDGET, value=2, version=2)
    # A second click confirms nothing anew.
    assert confirm_answers(focal, workspace, made.id, seen) == Confirmed(0, 2)
    assert read_work(workspace, made).answers[PLAN].version == 2
    contributor = team.actor("contributor")
    with pytest.raises(NotFound):
        confirm_answers(contributor, workspace, made.id, {NOTE: 1})
    team.assign(made.id, "contributor", NOTE)
    assert confirm_answers(contributor, workspace, made.id, {NOTE: 1}) == Confirmed(1, 0)
    for actor in (team.actor("viewer"), team.actor("stranger")):
        with pytest.raises(NotFound):
            confirm_answers(actor, workspace, made.id, {NOTE: 2})
