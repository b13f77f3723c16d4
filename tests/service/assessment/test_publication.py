"""Publication: what becomes public, who may decide it, and that taking it back leaves nothing."""

import pytest
from sqlalchemy import text

from app.service.assessment.opening import open_assessment
from app.service.assessment.publication import (
    list_published,
    open_published,
    publish,
    read_acts,
    withdraw,
)
from app.service.assessment.step import NoteMissingError, Wish
from app.service.error import NotFound, WrongState
from tests.service.assessment.test_approval import answered, approve_as
from tests.service.assessment.test_step import state_of
from tests.team import Team


def publish_as(team: Team, assessment_id: str, *parts: str, role: str = "approver") -> None:
    before = state_of(team, assessment_id)
    wish = Wish(before, "published")
    publish(team.actor(role), team.workspace, assessment_id, wish, parts=parts)


def withdraw_as(team: Team, assessment_id: str, note: str = "A slip.") -> None:
    wish = Wish(state_of(team, assessment_id), "private", note)
    withdraw(team.actor("focal-point"), team.workspace, assessment_id, wish)


def shown(team: Team) -> list[str]:
    return [item.row.id for item in list_published(team.workspace)]


def test_what_is_approved_becomes_public_by_an_act_of_its_own(team: Team) -> None:
    begun = answered(team)
    with pytest.raises(WrongState):
        publish_as(team, begun)
    approve_as(team, begun)
    assert shown(team) == []
    with pytest.raises(NotFound):
        open_published(team.workspace, begun)
    publish_as(team, begun, "answers")
    assert shown(team) == [begun]
    public = open_published(team.workspace, begun)
    assert public.parts == {"scores", "answers"}
    assert state_of(team, begun) == "published"
    withdraw_as(team, begun)
    assert shown(team) == []
    assert state_of(team, begun) == "private"
    with pytest.raises(NotFound):
        open_published(team.workspace, begun)
    publish_as(team, begun, "report")
    public = open_published(team.workspace, begun)
    assert public.parts == {"scores", "answers", "evidence", "plan", "report"}
    publish_as(team, begun)
    assert open_published(team.workspace, begun).parts == {"scores"}
    opened = open_assessment(team.actor("viewer"), team.workspace, begun, "view")
    acts = read_acts(team.workspace, opened).acts
    assert [(act.number, act.withdrawn_at is None) for act in acts] == [
        (1, False), (2, False), (3, True),
    ]  # fmt: skip
    with team.workspace.engine.connect() as connection:
        query = text("select action from audit where subject = :id order by id")
        trail = [row.action for row in connection.execute(query, {"id": begun})]
    wanted = ["publish", "withdraw", "publish", "publish"]
    assert [action for action in trail if action in {"publish", "withdraw"}] == wanted


def test_who_may_not_publish_changes_nothing(team: Team) -> None:
    begun = answered(team)
    approve_as(team, begun)
    for role in ("contributor", "reviewer", "facilitator", "expert", "viewer", "admin", "stranger"):
        with pytest.raises(NotFound):
            publish(
                team.actor(role),
                team.workspace,
                begun,
                Wish("approved", "published"),
                parts=["answers"],
            )
        with pytest.raises(NotFound):
            withdraw(team.actor(role), team.workspace, begun, Wish("approved", "private", "No."))
    with pytest.raises(NotFound):
        publish_as(team, begun, "secrets")
    with pytest.raises(NoteMissingError):
        withdraw_as(team, begun, note="")
    with pytest.raises(WrongState):
        withdraw_as(team, begun)
    assert state_of(team, begun) == "approved"
    assert shown(team) == []


def test_a_superseded_round_stays_public_until_it_is_taken_back(team: Team) -> None:
    first = answered(team)
    approve_as(team, first)
    publish_as(team, first)
    second = answered(team, round=2)
    approve_as(team, second)
    assert state_of(team, first) == "superseded"
    assert open_published(team.workspace, first).has_later
    with pytest.raises(WrongState):
        publish_as(team, first, "answers")
    withdraw_as(team, first)
    assert state_of(team, first) == "superseded"
    assert shown(team) == []


def test_a_deleted_assessment_is_public_no_more(team: Team) -> None:
    begun = answered(team)
    approve_as(team, begun)
    publish_as(team, begun)
    with team.workspace.engine.begin() as connection:
        connection.execute(
            text("update assessment set deleted_at = created_at where id = :id"), {"id": begun}
        )
    assert shown(team) == []
    with pytest.raises(NotFound):
        open_published(team.workspace, begun)
