import pytest
from sqlalchemy import text

from app.service.access import MOST_REFUSALS, require, require_admin, require_unit, write_in
from app.service.account.sign_in import end_sign_in, find_actor
from app.service.actor import Actor
from app.service.error import NotFound, WrongState
from app.service.permission import ACTIONS, APPROVED, COLLECTING, ROLES, STEPS, may
from app.store.account import DISABLED, update_account
from app.store.engine import run_write
from tests.service.conftest import House
from tests.team import Team, make_team


@pytest.fixture
def team(house: House) -> Team:
    return make_team(house.workspace)


def refusals(team: Team) -> list[tuple[str, str | None]]:
    query = text("select subject, actor from audit where action = 'refused' order by id")
    with team.workspace.engine.connect() as connection:
        return [(row.subject, row.actor) for row in connection.execute(query)]


def test_every_role_may_do_what_the_table_says_and_nothing_else(team: Team) -> None:
    assessment_id = team.begin()
    for role in ROLES:
        for action in ACTIONS:
            expected = may(action, roles=frozenset({role}), state=COLLECTING)
            try:
                require(team.actor(role), team.workspace, action, assessment_id)
                allowed = True
            except (NotFound, WrongState):
                allowed = False
            assert allowed is expected, (role, action)


def test_a_stranger_and_a_visitor_meet_nothing_and_the_trail_knows(team: Team) -> None:
    assessment_id = team.begin()
    other = make_team(team.workspace, "NAM")
    for actor in (team.actor("stranger"), other.actor("focal-point"), Actor(address="203.0.113.7")):
        with pytest.raises(NotFound):
            require(actor, team.workspace, "view", assessment_id)
        with pytest.raises(NotFound):
            require(actor, team.workspace, "view", "no-such-assessment")
    people = (team.people["stranger"], other.people["focal-point"], None)
    expected = [(subject, who) for who in people
                for subject in (assessment_id, "no-such-assessment")]  # fmt: skip
    assert refusals(team) == expected


def test_the_trail_is_not_filled_on_purpose(team: Team) -> None:
    for _ in range(MOST_REFUSALS + 5):
        with pytest.raises(NotFound):
            require(Actor(address="203.0.113.7"), team.workspace, "view", "guess")
    assert len(refusals(team)) == MOST_REFUSALS


def test_at_the_wrong_time_somebody_with_the_role_is_told_so(team: Team) -> None:
    assessment_id = team.begin(state=APPROVED)
    with pytest.raises(WrongState, match=APPROVED):
        require(team.actor("contributor"), team.workspace, "answer", assessment_id)
    assert refusals(team) == []


def test_a_step_taken_meanwhile_is_met_inside_the_transaction(team: Team) -> None:
    assessment_id = team.begin()
    actor = team.actor("contributor")
    access = require(actor, team.workspace, "answer", assessment_id)
    assert access.may("answer")
    team.set_state(assessment_id, APPROVED)
    with pytest.raises(WrongState):
        write_in(actor, team.workspace, action="answer", assessment_id=assessment_id,
                 work=lambda *_: pytest.fail("written after approval"))  # fmt: skip


def test_an_administrator_reads_no_assessment(team: Team) -> None:
    assessment_id = team.begin()
    with pytest.raises(NotFound):
        require(team.actor("admin"), team.workspace, "view", assessment_id)
    assert require_admin(team.actor("admin"), team.workspace, "users") == team.people["admin"]
    with pytest.raises(NotFound):
        require_admin(team.actor("focal-point"), team.workspace, "users")


def test_units_are_guarded_alike(team: Team) -> None:
    found = require_unit(team.actor("viewer"), team.workspace, "unit:view", team.unit_id)
    assert found.row.country == "KEN"
    with pytest.raises(NotFound):
        require_unit(team.actor("viewer"), team.workspace, "unit:begin", team.unit_id)
    with pytest.raises(NotFound):
        require_unit(team.actor("stranger"), team.workspace, "unit:view", team.unit_id)


def test_a_device_is_signed_in_until_it_ends_idles_or_is_ended(house: House) -> None:
    team = make_team(house.workspace)
    secret = team.secret("viewer")
    found = find_actor(house.workspace, secret)
    assert found.account == team.people["viewer"]
    assert find_actor(house.workspace, secret + "x").account is None
    house.clock.advance(hours=11)
    assert find_actor(house.workspace, secret, is_poll=True).account
    house.clock.advance(hours=2)
    assert find_actor(house.workspace, secret).account is None, "a poll kept it awake"

    other = team.secret("reviewer")
    for _ in range(28):
        assert find_actor(house.workspace, other).account
        house.clock.advance(hours=11, minutes=59)
    house.clock.advance(hours=1)
    assert find_actor(house.workspace, other).account is None, "the absolute limit"

    third = team.actor("approver")
    end_sign_in(third, house.workspace)
    assert find_actor(house.workspace, team.secret("approver")).account is None


def test_somebody_disabled_is_out_at_once(team: Team) -> None:
    secret, account = team.secret("viewer"), team.people["viewer"]
    run_write(
        team.workspace.engine,
        lambda session: update_account(session, account, {"state": DISABLED}),
    )
    assert find_actor(team.workspace, secret).account is None


def test_steps_lead_between_known_states_by_known_roles() -> None:
    assert len({(step.before, step.after) for step in STEPS}) == len(STEPS)
    for step in STEPS:
        assert step.roles <= ROLES.keys()
