"""Files as evidence: kept once, within the quota, whole or not at all, gone with the last piece."""

from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace

import pytest
from sqlalchemy import func, select

from app.presentation.view.assessment.evidence_form import EvidenceDetails
from app.service.assessment.evidence import (
    Seen,
    add_evidence,
    change_evidence,
    check_evidence,
    remove_evidence,
)
from app.service.assessment.evidence_file import (
    Upload,
    add_file,
    attach_file,
    open_file,
    read_upload,
)
from app.service.assessment.evidence_list import read_folder
from app.service.assessment.file_kind import RefusedFileError
from app.service.assessment.opening import open_assessment
from app.service.error import NotFound
from app.service.workspace import Workspace
from app.store.engine import read_session, run_write
from app.store.evidence import EvidenceFileRow
from app.store.purging import purge_assessment
from tests.service.assessment.sample_file import TXT
from tests.team import Team, make_team

PLAN = "basics.plan"
SAID = EvidenceDetails(title="", page="Page 4")


def upload(team: Team, body: bytes, name: str = "note.txt") -> Upload:
    return read_upload(team.workspace, name, body)


def add(team: Team, begun: str, body: bytes, *, role: str = "contributor") -> str:
    actor = team.actor(role)
    return add_file(actor, team.workspace, begun, PLAN, sent=(SAID, upload(team, body)))


def count_files(workspace: Workspace) -> tuple[int, int]:
    with read_session(workspace.engine) as session:
        query = select(func.count(), func.coalesce(func.sum(EvidenceFileRow.size), 0))
        row = session.execute(query.select_from(EvidenceFileRow)).one()
    return row[0], int(row[1])


def read(team: Team, begun: str):  # type: ignore[no-untyped-def] # noqa: ANN201
    opened = open_assessment(team.actor("viewer"), team.workspace, begun, "view")
    return read_folder(team.workspace, opened)


def with_quota(team: Team, most: int) -> Team:
    settings = replace(team.workspace.settings, evidence_quota=most)
    return replace(team, workspace=replace(team.workspace, settings=settings))


def test_a_file_is_kept_once_and_goes_with_the_last_piece(team: Team, begun: str) -> None:
    other = make_team(team.workspace, "NAM")
    theirs = other.begin("small")
    first, second, third = (
        add(team, begun, TXT), add(team, begun, TXT), add(other, theirs, TXT),
    )  # fmt: skip
    assert count_files(team.workspace) == (1, len(TXT))
    piece = read(team, begun).find(first)
    assert (piece.kind, piece.state, piece.title) == ("file", "received", "note.txt")
    assert (piece.page, piece.size, len(piece.file_hash)) == ("Page 4", len(TXT), 64)
    kept = open_file(team.actor("viewer"), team.workspace, begun, first)
    assert (kept.body, kept.media_type, kept.name) == (TXT, "text/plain", "note.txt")
    for actor, place, piece_id in (
        (team.actor("focal-point"), begun, third),
        (other.actor("focal-point"), begun, first),
        (team.actor("stranger"), begun, first),
        (team.actor("admin"), begun, first),
        (team.actor("viewer"), begun, "no-such"),
    ):
        with pytest.raises(NotFound):
            open_file(actor, team.workspace, place, piece_id)
    for role in ("viewer", "reviewer", "stranger"):
        with pytest.raises(NotFound):
            add(team, begun, TXT + b"2", role=role)
    for made, place, owner in ((first, begun, team), (third, theirs, other), (second, begun, team)):
        assert count_files(team.workspace) == (1, len(TXT))
        actor = owner.actor("contributor")
        assert remove_evidence(actor, team.workspace, place, Seen(made, 1))
    assert count_files(team.workspace) == (0, 0)


def test_what_was_promised_comes_as_a_file(team: Team, begun: str) -> None:
    contributor = team.actor("contributor")
    promise = EvidenceDetails(state="promised", title="Budget", promised_by="Treasury")
    made = add_evidence(contributor, team.workspace, begun, PLAN, given=promise)
    text, other = upload(team, TXT), upload(team, TXT + b"more")
    assert attach_file(contributor, team.workspace, begun, Seen(made, 1), upload=text)
    assert not attach_file(contributor, team.workspace, begun, Seen(made, 1), upload=other)
    with pytest.raises(NotFound):
        attach_file(team.actor("expert"), team.workspace, begun, Seen(made, 2), upload=other)
    check_evidence(team.actor("reviewer"), team.workspace, begun, Seen(made, 2), is_checked=True)
    assert attach_file(contributor, team.workspace, begun, Seen(made, 3), upload=other)
    piece = read(team, begun).find(made)
    assert (piece.kind, piece.state, piece.title, piece.size) == (
        "file", "received", "Budget", len(TXT) + 4,
    )  # fmt: skip
    assert piece.checked_by is None
    assert count_files(team.workspace) == (1, len(TXT) + 4)
    # A file stays a file, whatever is said of it; without a title it is called by its name.
    assert change_evidence(
        contributor, team.workspace, begun, Seen(made, 4), given=replace(promise, title="")
    )
    piece = read(team, begun).find(made)
    assert (piece.kind, piece.state, piece.title) == ("file", "received", "note.txt")


def test_what_is_too_large_or_wrong_is_not_kept(team: Team) -> None:
    settings = replace(team.workspace.settings, evidence_bytes=100)
    small = replace(team.workspace, settings=settings)
    assert read_upload(small, "a.txt", b"x" * 100).name == "a.txt"
    for body, reason in ((b"x" * 101, "large"), (b"", "empty"), (b"<html>", "kind")):
        with pytest.raises(RefusedFileError) as raised:
            read_upload(small, "a.txt", body)
        assert raised.value.reason == reason


def test_two_who_upload_at_once_keep_to_the_quota(team: Team, begun: str) -> None:
    """Ten of a thousand bytes each where seven and a half fit: seven are kept, whole."""
    tight, writers = with_quota(team, 7_500), 10
    actor = tight.actor("contributor")

    def send(number: int) -> bool:
        file = upload(tight, str(number).encode() * 1_000)
        try:
            add_file(actor, tight.workspace, begun, PLAN, sent=(SAID, file))
        except RefusedFileError:
            return False
        return True

    with ThreadPoolExecutor(4) as pool:
        done = list(pool.map(send, range(writers)))
    assert sum(done) == 7
    assert count_files(team.workspace) == (7, 7_000)
    assert len(read(team, begun).pieces) == 7
    # What is there already takes no room a second time.
    kept = done.index(True)
    assert send(kept)
    assert not send(done.index(False))


def test_the_same_file_comes_and_goes_in_two_assessments_at_once(team: Team, begun: str) -> None:
    other = make_team(team.workspace, "NAM")
    theirs = other.begin("small")

    def turn(place: tuple[Team, str]) -> None:
        whose, assessment = place
        for _ in range(10):
            made = add(whose, assessment, TXT)
            actor = whose.actor("contributor")
            assert open_file(actor, whose.workspace, assessment, made).body == TXT
            assert remove_evidence(actor, whose.workspace, assessment, Seen(made, 1))

    for whose in (team, other):
        whose.secret("contributor")
    with ThreadPoolExecutor(2) as pool:
        list(pool.map(turn, ((team, begun), (other, theirs))))
    assert count_files(team.workspace) == (0, 0)


def test_files_of_a_deleted_assessment_are_cleared_away(team: Team, begun: str) -> None:
    stays = team.begin("small")
    for place, body in ((begun, TXT), (begun, TXT + b"2"), (stays, TXT)):
        add(team, place, body)

    run_write(team.workspace.engine, lambda session: purge_assessment(session, begun))
    assert count_files(team.workspace) == (1, len(TXT))
