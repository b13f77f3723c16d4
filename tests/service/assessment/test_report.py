"""The report of an approved round: its plan and its priorities are those that were approved."""

from dataclasses import asdict, replace

from app.presentation.report.building import build_report
from app.presentation.report.structure import FigureBlock, Finding, Report
from app.presentation.view.assessment.plan import DROPPED
from app.presentation.view.assessment.plan_form import ActionDetails
from app.response import Answer
from app.service.assessment.content import Content
from app.service.assessment.plan import Place, track_action
from app.service.assessment.plan_adding import add_action
from app.service.assessment.report import make_assessment_report
from app.service.assessment.result import gather_material
from app.service.check_state import Change
from app.service.workshop.agreeing import Wish as Agreed
from app.service.workshop.agreeing import agree
from app.store.engine import run_write
from app.store.workshop_room import delete_workshop
from tests.room import OpenRoom, open_for
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


def agree_in_a_room(team: Team, begun: str) -> OpenRoom:
    """Let a room of five agree on a question with a reservation and a minority view."""
    room = open_for(team.workspace, begun, team.actor("facilitator"), people=5)
    room.open("basics")
    for place, one in enumerate(room.people):
        room.say(one, PLAN, place % 3)
    room.reveal()
    wish = Agreed(
        PLAN, "reservation", Answer(PLAN, value=2), note="Only in towns.",
        minority="It is a draft.", minority_answer=Answer(PLAN, value=1),
    )  # fmt: skip
    seen = room.table().version
    agree(room.facilitator, team.workspace, (room.id, 1), wish, seen=seen)
    return room


def tell_consensus(team: Team, content: Content) -> dict[str, dict[str, str]]:
    chapters = [item for item in tell(team, content).sections if item.id == "consensus"]
    return {
        block.code: {
            str(pair.term): getattr(pair.text, "text", str(pair.text)) for pair in block.pairs
        }
        for chapter in chapters
        for block in chapter.blocks
        if isinstance(block, Finding)
    }


def test_an_answer_agreed_in_a_room_says_where_it_comes_from(team: Team) -> None:
    begun = team.begin("small", state="collecting")
    save(team, begun, level(BUDGET, 1))
    assert tell_consensus(team, content_now(team.workspace, team, begun)) == {}
    agree_in_a_room(team, begun)
    found = tell_consensus(team, content_now(team.workspace, team, begun))
    assert found.keys() == {PLAN}
    said = found[PLAN]
    assert said["Outcome"] == "Agreed with a reservation"
    assert said["Workshop"] == "A workshop"
    assert said["Reservation"] == "Only in towns."
    assert said["Minority view"] == "It is a draft."
    assert said["Spread"].startswith("Middle: 1; Range: 0 to 2; Do not know: 0; Answers: 5; ")
    # Once somebody changes it, it is theirs.
    save(team, begun, Change(Answer(PLAN, value=0), 1))
    assert tell_consensus(team, content_now(team.workspace, team, begun)) == {}


def test_what_was_approved_keeps_the_room_s_words(team: Team) -> None:
    begun = team.begin("small", state="collecting")
    save(team, begun, level(BUDGET, 1))
    room = agree_in_a_room(team, begun)
    team.set_state(begun, "review")
    approve_as(team, begun)
    approved = content_now(team.workspace, team, begun)
    printed = print_report(team, approved)
    assert tell_consensus(team, approved).keys() == {PLAN}
    run_write(team.workspace.engine, lambda session: delete_workshop(session, room.id))
    later = content_now(team.workspace, team, begun)
    assert later.digest == approved.digest
    assert print_report(team, later) == printed


def test_what_was_approved_before_there_were_workshops_still_prints(team: Team) -> None:
    begun = team.begin("small", state="collecting")
    save(team, begun, level(PLAN, 2))
    content = content_now(team.workspace, team, begun)
    older = {name: item for name, item in content.material.items() if name != "consensus"}
    assert tell_consensus(team, replace(content, material=older)) == {}
    assert print_report(team, replace(content, material=older)).startswith(b"%PDF-")
