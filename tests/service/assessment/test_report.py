"""The report of an approved round: its plan and its priorities are those that were approved."""

from dataclasses import asdict

from app.presentation.report.building import build_report
from app.presentation.report.structure import FigureBlock, Report
from app.presentation.view.assessment.plan import DROPPED
from app.presentation.view.assessment.plan_form import ActionDetails
from app.service.assessment.content import Content
from app.service.assessment.plan import Place, track_action
from app.service.assessment.plan_adding import add_action
from app.service.assessment.report import make_assessment_report
from app.service.assessment.result import gather_material
from tests.service.assessment.test_answering import BUDGET, PLAN, level, save
from tests.service.assessment.test_approval import approve_as, content_now
from tests.team import Team


def tell(team: Team, content: Content) -> Report:
    return build_report(gather_material(team.workspace, content, "en"))


def draw(team: Team, content: Content) -> list[str]:
    """Give what the picture of priorities says of itself; nothing where there is none."""
    chapters = (item for item in tell(team, content).sections if item.id == "priorities")
    blocks = (block for chapter in chapters for block in chapter.blocks)
    return [block.figure.summary for block in blocks if isinstance(block, FigureBlock)]


def print_report(team: Team, content: Content) -> bytes:
    payload = {"content": asdict(content), "language": "en"}
    return make_assessment_report(team.workspace, payload, lambda _done: None)


def test_what_becomes_of_an_action_later_changes_no_byte(team: Team) -> None:
    begun = team.begin("small")
    save(team, begun, level(PLAN, 2), level(BUDGET, 1))
    focal = team.actor("focal-point")
    given = ActionDetails("Write a law.", impact=5, effort=2)
    action = add_action(focal, team.workspace, begun, given)
    drawn = ["1 action by its impact and the effort it takes. Do first: 1."]
    assert draw(team, content_now(team.workspace, team, begun)) == drawn
    team.set_state(begun, "review")
    approve_as(team, begun)
    printed = print_report(team, content_now(team.workspace, team, begun))
    assert track_action(focal, team.workspace, Place(begun, action, 1), DROPPED)
    later = content_now(team.workspace, team, begun)
    assert draw(team, later) == drawn
    assert print_report(team, later) == printed


def test_a_dropped_action_of_a_round_that_goes_on_is_no_priority(team: Team) -> None:
    begun = team.begin("small")
    focal = team.actor("focal-point")
    given = ActionDetails("Write a law.", impact=5, effort=2)
    action = add_action(focal, team.workspace, begun, given)
    assert track_action(focal, team.workspace, Place(begun, action, 1), DROPPED)
    assert draw(team, content_now(team.workspace, team, begun)) == []
