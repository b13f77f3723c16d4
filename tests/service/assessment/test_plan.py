"""The plan and the goals of an assessment, on both engines."""

from dataclasses import replace
from datetime import date

import pytest
from sqlalchemy import text

from app.presentation.view.assessment.goal_form import Aim
from app.presentation.view.assessment.plan import DONE, TOOLKIT
from app.presentation.view.assessment.plan_form import ActionDetails
from app.response import Answer
from app.service.assessment.answering import save_team_answers
from app.service.assessment.goal import read_goals, read_last_round, remove_goal, save_goal
from app.service.assessment.opening import Opened, open_assessment
from app.service.assessment.plan import (
    Place,
    Plan,
    change_action,
    read_plan,
    remove_action,
    track_action,
)
from app.service.assessment.plan_adding import (
    add_action,
    carry_actions,
    count_left_open,
    take_candidate,
)
from app.service.check_state import Change
from app.service.error import NotAChoice, NotFound, WrongState
from app.service.permission import VIEW
from tests.service.conftest import House
from tests.team import Team


def opened(house: House, team: Team, assessment: str) -> Opened:
    return open_assessment(team.actor("focal-point"), house.workspace, assessment, VIEW)


def plan_of(house: House, team: Team, assessment: str) -> Plan:
    return read_plan(house.workspace, opened(house, team, assessment))


def answer(house: House, team: Team, assessment: str, question: str, value: int) -> None:
    given = Change(Answer(question=question, value=value), 0)
    save_team_answers(team.actor("focal-point"), house.workspace, assessment, changes=(given,))


def count_audit(house: House, action: str) -> int:
    with house.workspace.engine.connect() as connection:
        query = text("select count(*) from audit where action = :action")
        return int(connection.execute(query, {"action": action}).scalar_one())


def test_a_proposal_is_taken_over_once_and_stays_the_toolkits_until_reworded(
    house: House, team: Team, begun: str
) -> None:
    focal, workspace = team.actor("focal-point"), house.workspace
    with pytest.raises(NotAChoice):
        take_candidate(focal, workspace, begun, "basics.plan")
    answer(house, team, begun, "basics.plan", 1)
    made = take_candidate(focal, workspace, begun, "basics.plan")
    assert take_candidate(focal, workspace, begun, "basics.plan") == made
    (action,) = plan_of(house, team, begun).actions
    assert (action.source, action.question, action.text, action.version) == (
        TOOLKIT, "basics.plan", "Go on.", 1,
    )  # fmt: skip
    given = ActionDetails("Continuez.", due=date(2027, 3, 1), owner_id=team.people["expert"])
    place = Place(begun, made, 1)
    assert change_action(focal, workspace, place, given, shown="Continuez.")
    kept = plan_of(house, team, begun).find(made)
    assert kept is not None
    assert (kept.text, kept.source, kept.due) == ("Go on.", TOOLKIT, date(2027, 3, 1))
    reworded = replace(given, text="Begin anew.")
    assert not change_action(focal, workspace, place, reworded), "the version was seen by another"
    assert change_action(focal, workspace, Place(begun, made, 2), reworded)
    kept = plan_of(house, team, begun).find(made)
    assert kept is not None
    assert (kept.text, kept.source, kept.question) == ("Begin anew.", "own", "basics.plan")
    assert count_audit(house, "action_added") == 1
    assert count_audit(house, "action_changed") == 2


def test_only_the_team_writes_a_plan_and_after_approval_it_is_tracked_only(
    house: House, team: Team, begun: str
) -> None:
    workspace, focal = house.workspace, team.actor("focal-point")
    with pytest.raises(NotAChoice):
        add_action(focal, workspace, begun, ActionDetails("A", owner_id=team.people["stranger"]))
    made = add_action(focal, workspace, begun, ActionDetails("A law"))
    again = add_action(team.actor("contributor"), workspace, begun, ActionDetails("A budget"))
    assert [item.number for item in plan_of(house, team, begun).actions] == [1, 2]
    for role in ("stranger", "admin", "viewer", "approver", "reviewer"):
        with pytest.raises(NotFound):
            add_action(team.actor(role), workspace, begun, ActionDetails("B"))
        with pytest.raises(NotFound):
            track_action(team.actor(role), workspace, Place(begun, made, 1), DONE)
    other = team.begin("small")
    with pytest.raises(NotFound):
        track_action(focal, workspace, Place(other, made, 1), DONE)
    assert remove_action(focal, workspace, Place(begun, again, 1))

    team.set_state(begun, "approved")
    with pytest.raises(WrongState):
        change_action(focal, workspace, Place(begun, made, 1), ActionDetails("C"))
    with pytest.raises(WrongState):
        remove_action(focal, workspace, Place(begun, made, 1))
    with pytest.raises(NotAChoice):
        track_action(focal, workspace, Place(begun, made, 1), "finished")
    assert track_action(focal, workspace, Place(begun, made, 1), DONE)
    assert not track_action(focal, workspace, Place(begun, made, 1), "begun")
    (action,) = plan_of(house, team, begun).actions
    assert (action.status, action.done_at, action.text) == (DONE, house.clock(), "A law")


def test_a_goal_is_set_changed_and_taken_back_with_its_version(
    house: House, team: Team, begun: str
) -> None:
    workspace, focal = house.workspace, team.actor("focal-point")
    aim = Aim("basics.plan", 2, 2028, "As agreed")
    assert save_goal(focal, workspace, begun, aim, seen=0)
    assert not save_goal(team.actor("facilitator"), workspace, begun, aim, seen=0)
    first = read_goals(workspace, opened(house, team, begun))["basics.plan"].version
    assert save_goal(focal, workspace, begun, replace(aim, year=2029), seen=first)
    goal = read_goals(workspace, opened(house, team, begun))["basics.plan"]
    assert (goal.value, goal.year, goal.note, goal.version) == (2, 2029, "As agreed", first + 1)
    for wrong in (replace(aim, value=7), replace(aim, question="basics.note", value="x"),
                  replace(aim, question="none"), replace(aim, year=1999)):  # fmt: skip
        with pytest.raises(NotAChoice):
            save_goal(focal, workspace, begun, wrong, seen=0)
    with pytest.raises(NotFound):
        save_goal(team.actor("contributor"), workspace, begun, aim, seen=first + 1)
    assert not remove_goal(focal, workspace, begun, "basics.plan", seen=first)
    assert remove_goal(focal, workspace, begun, "basics.plan", seen=first + 1)
    assert not read_goals(workspace, opened(house, team, begun))
    house.clock.advance(minutes=1)
    assert save_goal(focal, workspace, begun, aim, seen=0)
    assert not save_goal(focal, workspace, begun, aim, seen=first), "an old page overwrites nothing"
    team.set_state(begun, "private")
    with pytest.raises(WrongState):
        save_goal(focal, workspace, begun, aim, seen=0)


def test_the_round_before_is_read_by_who_may_see_it(house: House, team: Team, begun: str) -> None:
    answer(house, team, begun, "basics.plan", 1)
    second = team.begin("small", previous_id=begun, round=2)
    last = read_last_round(house.workspace, opened(house, team, second))
    assert last["basics.plan"].value == 1
    assert not read_last_round(house.workspace, opened(house, team, begun))
    unseen = opened(house, team, second)
    stranger = replace(unseen, access=replace(unseen.access, account=team.people["stranger"]))
    assert not read_last_round(house.workspace, stranger)


def test_what_a_round_left_open_is_taken_over_once(house: House, team: Team, begun: str) -> None:
    focal, workspace = team.actor("focal-point"), house.workspace
    names = ("A law", "A budget", "A portal")
    owner = team.people["expert"]
    for name in names:
        given = ActionDetails(name, due=date(2027, 1, 1), owner_id=owner)
        add_action(focal, workspace, begun, given)
    first, second, _ = plan_of(house, team, begun).actions
    track_action(focal, workspace, Place(begun, first.id, 1), DONE)
    track_action(focal, workspace, Place(begun, second.id, 1), "begun")
    team.set_state(begun, "superseded")
    following = team.begin("small", previous_id=begun, round=2)
    assert count_left_open(workspace, opened(house, team, following)) == 2
    assert carry_actions(focal, workspace, following) == 2
    assert carry_actions(focal, workspace, following) == 0
    carried = plan_of(house, team, following).actions
    assert [(item.text, item.status) for item in carried] == [
        ("A budget", "begun"), ("A portal", "planned"),
    ]  # fmt: skip
    assert {(item.due, item.owner_id) for item in carried} == {(date(2027, 1, 1), owner)}
    reworded = ActionDetails("A budget of its own", owner_id=owner)
    assert change_action(focal, workspace, Place(following, carried[0].id, 1), reworded)
    assert carry_actions(focal, workspace, following) == 0
    assert len(plan_of(house, team, begun).actions) == 3
    with pytest.raises(NotFound):
        carry_actions(team.actor("viewer"), workspace, following)
