"""Evidence named by title or address: entered, received, checked, changed, taken out."""

from dataclasses import replace
from datetime import date

import pytest
from sqlalchemy import select

from app.presentation.view.assessment.evidence_form import EvidenceDetails
from app.response import Answer
from app.service.assessment import evidence
from app.service.assessment.answering import save_team_answers
from app.service.assessment.evidence import (
    FullError,
    Seen,
    add_evidence,
    change_evidence,
    check_evidence,
    remove_evidence,
)
from app.service.assessment.evidence_list import find_share, read_folder
from app.service.assessment.opening import open_assessment, read_work
from app.service.check_state import Change
from app.service.error import NotAChoice, NotFound, WrongState
from app.store.audit import AuditRow
from app.store.engine import read_session
from tests.team import Team, make_team

ACT = EvidenceDetails(title="The act", page="Article 4", note="Signed.")
PROMISE = EvidenceDetails(
    state="promised", title="Budget", promised_by="Treasury", due=date(2026, 12, 1)
)


def read(team: Team, begun: str):  # type: ignore[no-untyped-def] # noqa: ANN201
    opened = open_assessment(team.actor("viewer"), team.workspace, begun, "view")
    return read_folder(team.workspace, opened).pieces


def test_a_piece_is_promised_received_and_checked(team: Team, begun: str) -> None:
    contributor, reviewer = team.actor("contributor"), team.actor("reviewer")
    made = add_evidence(contributor, team.workspace, begun, "basics.plan", given=PROMISE)
    with pytest.raises(NotAChoice):
        check_evidence(reviewer, team.workspace, begun, Seen(made, 1), is_checked=True)
    come = replace(PROMISE, state="received", page="Table 3")
    assert change_evidence(contributor, team.workspace, begun, Seen(made, 1), given=come)
    # The same once more changes nothing; from an older version it is told.
    assert change_evidence(contributor, team.workspace, begun, Seen(made, 2), given=come)
    assert not change_evidence(contributor, team.workspace, begun, Seen(made, 1), given=PROMISE)
    assert not check_evidence(reviewer, team.workspace, begun, Seen(made, 1), is_checked=True)
    assert check_evidence(reviewer, team.workspace, begun, Seen(made, 2), is_checked=True)
    (piece,) = read(team, begun)
    assert (piece.state, piece.page, piece.version) == ("checked", "Table 3", 3)
    assert piece.checked_by == team.people["reviewer"]
    # What was checked stays checked as long as nothing of it changes.
    assert change_evidence(contributor, team.workspace, begun, Seen(made, 3), given=come)
    assert read(team, begun)[0].state == "checked"
    assert change_evidence(contributor, team.workspace, begun, Seen(made, 3), given=ACT)
    (piece,) = read(team, begun)
    assert (piece.state, piece.checked_by, piece.checked_at) == ("received", None, None)
    assert not remove_evidence(contributor, team.workspace, begun, Seen(made, 3))
    assert remove_evidence(contributor, team.workspace, begun, Seen(made, 4))
    assert read(team, begun) == ()


def test_who_may_change_what(team: Team, begun: str) -> None:
    made = add_evidence(team.actor("contributor"), team.workspace, begun, "basics.plan", given=ACT)
    for role in ("reviewer", "approver", "viewer", "admin", "stranger"):
        with pytest.raises(NotFound):
            add_evidence(team.actor(role), team.workspace, begun, "basics.plan", given=ACT)
    # Another contributor's piece is not there to change; the focal point changes any.
    for role in ("expert", "reviewer", "stranger"):
        with pytest.raises(NotFound):
            change_evidence(team.actor(role), team.workspace, begun, Seen(made, 1), given=PROMISE)
        with pytest.raises(NotFound):
            remove_evidence(team.actor(role), team.workspace, begun, Seen(made, 1))
    for role in ("contributor", "approver", "viewer", "facilitator"):
        with pytest.raises(NotFound):
            check_evidence(team.actor(role), team.workspace, begun, Seen(made, 1), is_checked=True)
    with read_session(team.workspace.engine) as session:
        refused = session.scalars(select(AuditRow.id).where(AuditRow.action == "refused")).all()
    assert len(refused) == 5 + 6 + 4
    assert read(team, begun)[0].version == 1
    assert change_evidence(
        team.actor("focal-point"), team.workspace, begun, Seen(made, 1), given=PROMISE
    )
    with pytest.raises(NotAChoice):
        add_evidence(team.actor("expert"), team.workspace, begun, "no-such", given=ACT)
    team.set_state(begun, "approved")
    with pytest.raises(WrongState):
        remove_evidence(team.actor("contributor"), team.workspace, begun, Seen(made, 2))


def test_a_piece_of_another_assessment_is_not_there(team: Team, begun: str) -> None:
    focal, other = team.actor("focal-point"), make_team(team.workspace, "NAM")
    theirs = other.begin("small")
    made = add_evidence(other.actor("expert"), team.workspace, theirs, "basics.plan", given=ACT)
    for place in (begun, theirs):
        with pytest.raises(NotFound):
            change_evidence(focal, team.workspace, place, Seen(made, 1), given=PROMISE)
        with pytest.raises(NotFound):
            remove_evidence(focal, team.workspace, place, Seen(made, 1))
        with pytest.raises(NotFound):
            check_evidence(focal, team.workspace, place, Seen(made, 1), is_checked=True)
    assert [piece.version for piece in read(other, theirs)] == [1]


def test_there_is_a_most(team: Team, begun: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(evidence, "MOST_OF_QUESTION", 2)
    monkeypatch.setattr(evidence, "MOST_PIECES", 3)
    focal = team.actor("focal-point")
    for question in ("basics.plan", "basics.plan", "basics.budget"):
        add_evidence(focal, team.workspace, begun, question, given=ACT)
    for question in ("basics.plan", "basics.note"):
        with pytest.raises(FullError):
            add_evidence(focal, team.workspace, begun, question, given=ACT)


def test_what_is_claimed_without_evidence(team: Team, begun: str) -> None:
    """Due from level 2 up; a promise shows nothing, a link beside the answer does."""
    focal = team.actor("focal-point")

    def share():  # type: ignore[no-untyped-def] # noqa: ANN202
        opened = open_assessment(focal, team.workspace, begun, "view")
        shown = read_folder(team.workspace, opened).shown
        return find_share(opened, read_work(team.workspace, opened).answers, shown)

    def answer(value: int, version: int, link: str = "") -> None:
        given = Change(Answer("basics.plan", value=value, link=link), version)
        save_team_answers(focal, team.workspace, begun, changes=(given,))

    answer(1, 0)
    assert share().due == ()
    answer(2, 1)
    made = add_evidence(focal, team.workspace, begun, "basics.plan", given=PROMISE)
    assert share().unproven == ("basics.plan",)
    assert (share().answered, share().evidenced) == (1, 0)
    change_evidence(focal, team.workspace, begun, Seen(made, 1), given=ACT)
    assert (share().due, share().unproven, share().evidenced) == (("basics.plan",), (), 1)
    remove_evidence(focal, team.workspace, begun, Seen(made, 2))
    assert share().unproven == ("basics.plan",)
    answer(2, 2, "https://example.org/act")
    assert (share().unproven, share().evidenced) == ((), 1)
