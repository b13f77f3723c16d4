"""Comments: threads on questions and on the whole, resolved and opened again."""

from collections.abc import Mapping

import pytest

from app.service.assessment import comment
from app.service.assessment.comment import (
    FullError,
    Wish,
    read_comments,
    resolve_thread,
    write_comment,
)
from app.service.assessment.opening import Opened, open_assessment
from app.service.assessment.question_line import read_line_counts
from app.service.error import NotAChoice, NotFound, WrongState
from app.service.permission import ROLES
from tests.service.conftest import House
from tests.team import Team, make_team

PLAN = "basics.plan"


def read(team: Team, begun: str):  # type: ignore[no-untyped-def] # noqa: ANN201
    opened = open_assessment(team.actor("viewer"), team.workspace, begun, "view")
    return read_comments(team.workspace, opened).comments


def count(team: Team, opened: Opened, *questions: str) -> Mapping[str, tuple[int, int]]:
    return read_line_counts(team.workspace, opened, questions).comments


def test_a_thread_goes_from_open_to_resolved_and_back(house: House, team: Team, begun: str) -> None:
    focal, reviewer = team.actor("focal-point"), team.actor("reviewer")
    first = write_comment(reviewer, team.workspace, begun, Wish(PLAN, "Which plan?"))
    house.clock.advance(minutes=1)
    # Sent twice it is one comment; somebody else's same words are another one.
    assert write_comment(reviewer, team.workspace, begun, Wish(PLAN, "Which plan?")) == first
    house.clock.advance(minutes=1)
    reply = write_comment(focal, team.workspace, begun, Wish(PLAN, "That of 2024.", first))
    whole = write_comment(focal, team.workspace, begun, Wish("", "All is in French."))
    opened = open_assessment(focal, team.workspace, begun, "view")
    assert count(team, opened, PLAN, "basics.note") == {PLAN: (2, 1)}
    assert resolve_thread(focal, team.workspace, begun, first, is_resolved=True) == PLAN
    house.clock.advance(minutes=1)
    # The second who resolves it changes nothing.
    resolve_thread(reviewer, team.workspace, begun, first, is_resolved=True)
    found = {one.id: one for one in read(team, begun)}
    assert [*found] == [first, reply, whole] or [*found] == [first, whole, reply]
    assert found[first].resolved_by == team.people["focal-point"]
    assert (found[first].written_by, found[reply].parent_id) == (team.people["reviewer"], first)
    assert count(team, opened, PLAN) == {PLAN: (2, 0)}
    write_comment(reviewer, team.workspace, begun, Wish(PLAN, "And that of 2025?", first))
    assert count(team, opened, PLAN) == {PLAN: (3, 1)}
    assert resolve_thread(focal, team.workspace, begun, whole, is_resolved=True) == ""
    resolve_thread(focal, team.workspace, begun, whole, is_resolved=False)
    assert {one.id: one for one in read(team, begun)}[whole].resolved_at is None


def test_who_may_comment_and_where(team: Team, begun: str) -> None:
    focal = team.actor("focal-point")
    for role in set(ROLES) - {"viewer"}:
        write_comment(team.actor(role), team.workspace, begun, Wish(PLAN, f"By {role}."))
    thread = next(one.id for one in read(team, begun))
    for role in ("viewer", "admin", "stranger"):
        with pytest.raises(NotFound):
            write_comment(team.actor(role), team.workspace, begun, Wish(PLAN, "Hello"))
        with pytest.raises(NotFound):
            resolve_thread(team.actor(role), team.workspace, begun, thread, is_resolved=True)
    reply = write_comment(focal, team.workspace, begun, Wish(PLAN, "Yes.", thread))
    other = make_team(team.workspace, "NAM")
    theirs = write_comment(
        other.actor("expert"), team.workspace, other.begin("small"), Wish(PLAN, "Ours.")
    )
    for wish in (
        Wish(PLAN, "Hm", reply),
        Wish(PLAN, "Hm", theirs),
        Wish(PLAN, "Hm", "no-such"),
        Wish("basics.note", "Hm", thread),
    ):
        with pytest.raises(NotFound):
            write_comment(focal, team.workspace, begun, wish)
    for wish in (Wish("no-such", "Hm"), Wish(PLAN, ""), Wish(PLAN, "x" * 4_001)):
        with pytest.raises(NotAChoice):
            write_comment(focal, team.workspace, begun, wish)
    for wrong in (reply, theirs, "no-such"):
        with pytest.raises(NotFound):
            resolve_thread(focal, team.workspace, begun, wrong, is_resolved=True)
    count = len(read(team, begun))
    team.set_state(begun, "approved")
    with pytest.raises(WrongState):
        write_comment(focal, team.workspace, begun, Wish(PLAN, "Too late."))
    assert len(read(team, begun)) == count == len(ROLES)


def test_there_is_a_most(team: Team, begun: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(comment, "MOST_REPLIES", 2)
    monkeypatch.setattr(comment, "MOST_COMMENTS", 4)
    focal = team.actor("focal-point")
    first = write_comment(focal, team.workspace, begun, Wish(PLAN, "0"))
    for text in "12":
        write_comment(focal, team.workspace, begun, Wish(PLAN, text, first))
    with pytest.raises(FullError):
        write_comment(focal, team.workspace, begun, Wish(PLAN, "3", first))
    write_comment(focal, team.workspace, begun, Wish("", "4"))
    with pytest.raises(FullError):
        write_comment(focal, team.workspace, begun, Wish("", "5"))
