"""Approval: everything is kept as it stands, and nothing that comes later changes it."""

from concurrent.futures import ThreadPoolExecutor
from dataclasses import asdict, replace

import pytest
from sqlalchemy import text

from app.response import Answer
from app.service.assessment.approval import Verified, approve, verify_approval, verify_approvals
from app.service.assessment.content import Content, read_content
from app.service.assessment.opening import open_assessment, read_work
from app.service.assessment.overview import read_overview
from app.service.assessment.report import make_assessment_report, name_report
from app.service.assessment.result import make_result_file, read_shown
from app.service.assessment.step import Wish
from app.service.check_state import Change
from app.service.definition import open_shelf
from app.service.doctor import look_at
from app.service.error import NotFound, WrongState
from app.service.workspace import Workspace
from app.store.engine import read_session, run_write
from app.store.unit import grant_assessment_role
from tests.service.assessment.test_answering import BUDGET, PLAN, level, save
from tests.service.assessment.test_step import state_of
from tests.service.conftest import House
from tests.team import Team

WISH = Wish("review", "approved", "Well done.")


def approve_as(team: Team, assessment_id: str, role: str = "approver") -> str:
    return approve(team.actor(role), team.workspace, assessment_id, WISH)


def answered(team: Team, plan: int = 2, **more: object) -> str:
    assessment_id = team.begin("small", **more)
    save(team, assessment_id, level(PLAN, plan), level(BUDGET, 1, note="From March on."))
    team.set_state(assessment_id, "review")
    return assessment_id


def content_now(workspace: Workspace, team: Team, assessment_id: str) -> Content:
    opened = open_assessment(team.actor("viewer"), workspace, assessment_id, "view")
    with read_session(workspace.engine) as session:
        return read_content(session, workspace, opened.access.row)


def test_approval_keeps_answers_scores_and_all_beside_them(team: Team) -> None:
    begun = answered(team)
    digest = approve_as(team, begun)
    kept = content_now(team.workspace, team, begun)
    assert kept.digest == digest
    assert kept.given[PLAN].value == 2
    assert kept.given[BUDGET].note == "From March on."
    assert kept.scores["nodes"]["basics.plan"]["points"] == 100.0
    assert kept.scores["nodes"]["total"]["score"] == 75.0
    roles = {item["role"] for item in kept.material["participants"]}
    assert roles == {
        "focal-point", "contributor", "reviewer", "approver", "facilitator", "expert", "viewer",
    }  # fmt: skip
    assert state_of(team, begun) == "approved"
    assert verify_approval(team.workspace, begun) == Verified(
        begun, is_whole=True, is_repeatable=True
    )


def test_only_the_approver_approves_and_only_from_review(team: Team) -> None:
    begun = answered(team)
    for role in ("focal-point", "reviewer", "facilitator", "contributor", "admin", "stranger"):
        with pytest.raises(NotFound):
            approve_as(team, begun, role)
    team.set_state(begun, "changes-asked")
    with pytest.raises(WrongState):
        approve_as(team, begun)


def test_nothing_is_saved_once_it_is_approved(team: Team) -> None:
    begun = answered(team)
    approve_as(team, begun)
    with team.workspace.engine.begin() as connection:
        connection.execute(text("update assessment_answer set value = '0'"))
    opened = open_assessment(team.actor("viewer"), team.workspace, begun, "view")
    assert read_work(team.workspace, opened).answers[PLAN].value == 2
    with pytest.raises(WrongState):
        save(team, begun, Change(Answer(PLAN, value=0), 1))


def print_report(workspace: Workspace, content: Content) -> bytes:
    payload = {"content": asdict(content), "language": "en"}
    return make_assessment_report(workspace, payload, lambda _done: None)


def edit_toolkit(house: House) -> Workspace:
    """Edit the files of the toolkit as somebody would, and open the installation anew."""
    file = house.workspace.settings.toolkits / "small.yaml"
    words = file.read_text("utf-8").replace("from: 50", "from: 80")
    words = words.replace("{topic: 0.5, pillar: 0.5", "{topic: 1, pillar: 0.9")
    file.write_text(words.replace("Is there a plan?", "Is there any plan?"), "utf-8")
    shelf = open_shelf(house.workspace.settings, house.workspace.engine)
    return replace(house.workspace, toolkits=shelf)


def test_a_toolkit_edited_under_it_changes_no_digit_and_no_byte(team: Team, house: House) -> None:
    running, approved = answered(team), answered(team, round=2)
    digest = approve_as(team, approved)
    before = content_now(team.workspace, team, running)
    printed = print_report(team.workspace, content_now(team.workspace, team, approved))
    edited = edit_toolkit(house)
    found = edited.toolkits.get("small")
    assert found is not None
    assert found.content_hash != before.definition_hash
    assert content_now(edited, team, running) == before
    assert content_now(edited, team, approved).digest == digest
    assert verify_approval(edited, approved).is_repeatable
    assert print_report(edited, content_now(edited, team, approved)) == printed


def test_what_somebody_changes_by_hand_is_found(team: Team) -> None:
    first, second = answered(team), answered(team, round=2)
    approve_as(team, first)
    approve_as(team, second)
    with team.workspace.engine.begin() as connection:
        connection.execute(
            text(
                "update approval set scores = replace(scores, '75.0', '76.0')"
                " where assessment_id = :id"
            ),
            {"id": second},
        )
    engine = team.workspace.engine
    found = {
        item.assessment_id: item.is_whole
        for item in verify_approvals(engine, team.workspace.toolkits)
    }
    assert found == {first: True, second: False}
    looks = look_at(team.workspace.settings, team.workspace.now())
    look = next(item for item in looks if item.name == "approved assessments")
    assert look.state == "problem"
    assert second in look.words
    assert first not in look.words


def test_a_later_round_supersedes_and_says_what_changed(team: Team) -> None:
    first = answered(team, plan=0)
    approve_as(team, first)
    second = answered(team, plan=2, round=2, previous_id=first)
    approve_as(team, second)
    assert [state_of(team, first), state_of(team, second)] == ["superseded", "approved"]
    opened = open_assessment(team.actor("viewer"), team.workspace, first, "view")
    assert [one.after for one in read_overview(team.workspace, opened).steps] == [
        "approved", "superseded",
    ]  # fmt: skip
    previous = content_now(team.workspace, team, second).material["previous"]
    assert previous["round"] == 1
    assert previous["scores"]["total"] == 25.0
    assert previous["changes"]["total"] == {
        "total": "50.0", "answers": "50.0", "rules": "0.0", "not_comparable": "0.0",
    }  # fmt: skip


def test_numbers_of_the_last_round_are_for_those_who_may_see_it(team: Team) -> None:
    first = answered(team, plan=0)
    approve_as(team, first)
    second = answered(team, plan=2, round=2, previous_id=first)
    role: dict[str, object] = {
        "assessment_id": second, "account_id": team.people["stranger"], "role": "reviewer",
        "granted_by": None, "granted_at": team.workspace.now(),
    }  # fmt: skip
    engine = team.workspace.engine
    run_write(engine, lambda session: grant_assessment_role(session, role))

    def show(who: str) -> Content:
        opened = open_assessment(team.actor(who), team.workspace, second, "view")
        return read_shown(team.workspace, opened)

    for state in ("review", "approved"):
        if state == "approved":
            approve_as(team, second)
        seen, held = show("viewer"), show("stranger")
        assert seen.material["previous"]["round"] == 1
        assert held.material == seen.material | {"previous": None}
        assert (held.answers, held.scores) == (seen.answers, seen.scores)
        assert name_report(team.workspace, held, "en") != name_report(team.workspace, seen, "en")
        with pytest.raises(NotFound):
            make_result_file(team.workspace, held, "en", ("csv", "changes"))
        assert make_result_file(team.workspace, seen, "en", ("csv", "changes")).body
    # A role on the round before, whatever role it is, shows them.
    run_write(
        engine,
        lambda session: grant_assessment_role(
            session, role | {"assessment_id": first, "role": "viewer"}
        ),
    )
    assert show("stranger") == show("viewer")


def test_a_round_that_is_approved_late_is_superseded_at_once(team: Team) -> None:
    first, second = answered(team), answered(team, round=2)
    approve_as(team, second)
    approve_as(team, first)
    assert [state_of(team, first), state_of(team, second)] == ["superseded", "approved"]


def try_to_approve(team: Team, assessment_id: str) -> str:
    try:
        return approve_as(team, assessment_id)
    except WrongState:
        return ""


def test_of_two_who_approve_the_same_at_once_one_does(team: Team) -> None:
    begun = answered(team)
    with ThreadPoolExecutor(2) as pool:
        digests = list(pool.map(lambda _: try_to_approve(team, begun), range(2)))
    assert sorted(map(bool, digests)) == [False, True]
    assert verify_approval(team.workspace, begun).is_whole


def test_of_two_rounds_approved_at_once_the_later_one_stands(team: Team) -> None:
    rounds = [answered(team), answered(team, round=2)]
    with ThreadPoolExecutor(2) as pool:
        assert all(pool.map(lambda begun: try_to_approve(team, begun), rounds))
    assert [state_of(team, begun) for begun in rounds] == ["superseded", "approved"]
