"""One round of a national exercise, run through by a team with the acts people have at hand."""

from dataclasses import dataclass
from datetime import date

from app.presentation.view.assessment.evidence_form import EvidenceDetails
from app.presentation.view.assessment.figure import Entered
from app.presentation.view.assessment.plan_form import ActionDetails
from app.response import Answer
from app.service.account.invitation import list_invitations
from app.service.assessment.answering import save_team_answers
from app.service.assessment.approval import approve
from app.service.assessment.comment import Wish as Comment
from app.service.assessment.comment import write_comment
from app.service.assessment.desk import FigureChange, save_figures
from app.service.assessment.evidence import add_evidence
from app.service.assessment.evidence_file import add_file, read_upload
from app.service.assessment.goal import Aim, save_goal
from app.service.assessment.people import Given, Part, give_parts, grant_role
from app.service.assessment.plan_adding import add_action
from app.service.assessment.publication import publish
from app.service.assessment.review import Words, add_remark
from app.service.assessment.round import KEEP, NextRound, begin_round
from app.service.assessment.step import Wish, take_step
from app.service.check_state import Change
from app.service.unit.inviting import Guest, Letterhead, invite_to_assessment
from app.service.workshop.priority import add_items
from app.store.engine import read_session
from tests.room import OpenRoom, open_for
from tests.team import Team

TOOLKIT = "e-government"
INDEX = "e-government-by-data"
HEAD = Letterhead(address=lambda _secret: "", what=lambda _language: "")


@dataclass(frozen=True)
class Exercise:
    """What was made: a round with everything in it, and the ids of what stands in it."""

    team: Team
    round: str
    comment: str
    evidence: str
    file: str
    action: str
    invitation: str
    workshop: str
    participant: str


def hold_round(team: Team) -> Exercise:
    """Begin a round and put something of every kind into it; it is collecting answers."""
    here, focal = team.workspace, team.actor("focal-point")
    begun = team.begin(TOOLKIT, state="collecting")
    answers = [Answer(f"POL-0{number}", value=number % 5) for number in range(1, 8)]
    answers.append(Answer("POL-08", state="unknown", note="Nobody knows yet."))
    changes = tuple(Change(answer, why="As we see it.") for answer in answers)
    save_team_answers(focal, here, begun, changes=changes)
    again = Change(Answer("POL-01", value=3), base_version=1, why="Passed meanwhile.")
    save_team_answers(focal, here, begun, changes=(again,))
    part = Part(team.people["contributor"], "infrastructure")
    give_parts(focal, here, begun, Given(frozenset({part}), frozenset(), date(2026, 12, 24)))
    grant_role(focal, here, begun, account=team.people["reviewer"], role="viewer")
    document = EvidenceDetails(title="E-government act", page="Article 4")
    upload = read_upload(here, "act.txt", b"Article 4: services are offered online.\n")
    figure = Entered(41.5, 2026, "Household survey", "", 0)
    change = FigureChange("internet_users_pct", figure, 0)
    save_figures(focal, here, begun, [change], index_id=INDEX)
    save_goal(focal, here, begun, Aim("POL-01", 4, 2028), seen=0)
    invite_to_assessment(focal, here, begun, Guest("viewer"), head=HEAD)
    with read_session(here.engine) as session:
        invited = list_invitations(session, here, begun)
    room = hold_workshop(team, begun)
    return Exercise(
        team,
        begun,
        write_comment(focal, here, begun, Comment("POL-01", "Passed already?")),
        add_evidence(focal, here, begun, "POL-01", given=document),
        add_file(focal, here, begun, "POL-02", sent=(EvidenceDetails(), upload)),
        add_action(focal, here, begun, ActionDetails("Pass it soon", question="POL-01")),
        invited[0].id,
        room.id,
        room.ids[0],
    )


def hold_workshop(team: Team, assessment_id: str) -> OpenRoom:
    """Let a room of six answer a pillar of the assessment and see its spread."""
    roles = {"Ministry": 3, "Civil society": 3}
    room = open_for(
        team.workspace, assessment_id, team.actor("facilitator"), anonymity="role", roles=roles
    )
    room.fill(3, role="Ministry")
    room.fill(3, role="Civil society")
    room.open("policy")
    for place, one in enumerate(room.people):
        room.say(one, "POL-01", place % 4)
        room.say(one, "POL-02", state="unknown")
    room.reveal()
    add_items(room.facilitator, room.workspace, room.id, texts=("Train people",))
    return room


def review_round(exercise: Exercise) -> None:
    """Send the round to review, and have a reviewer remark on it."""
    team = exercise.team
    to_review = Wish("collecting", "review")
    take_step(team.actor("focal-point"), team.workspace, exercise.round, to_review)
    words = Words("POL-01", "Plan in draft.", "Level 1.")
    add_remark(team.actor("reviewer"), team.workspace, exercise.round, words)


def approve_round(exercise: Exercise, *, parts: tuple[str, ...] = ()) -> None:
    """Approve the round, and make parts of it public where some are named."""
    team, here = exercise.team, exercise.team.workspace
    approve(team.actor("approver"), here, exercise.round, Wish("review", "approved"))
    if parts:
        wish = Wish("approved", "published")
        publish(team.actor("focal-point"), here, exercise.round, wish, parts=parts)


def begin_next(exercise: Exercise) -> str:
    """Begin the round after it, with its answers; returns its id."""
    team, here = exercise.team, exercise.team.workspace
    toolkit = here.toolkits.get(TOOLKIT)
    assert toolkit is not None
    wish = NextRound(KEEP, toolkit.content_hash, last=1)
    return begin_round(team.actor("focal-point"), here, exercise.round, wish)
