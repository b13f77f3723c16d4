"""Notes of a discussion by version, and promises that stand as evidence."""

from datetime import date

import pytest

from app.presentation.view.assessment.evidence import PROMISED
from app.presentation.view.assessment.evidence_form import EvidenceDetails
from app.service.assessment.evidence import Seen, change_evidence
from app.service.error import NotAChoice, NotFound
from app.service.workshop.noting import (
    Bring,
    promise_evidence,
    read_notes,
    read_promises,
    save_note,
    take_promise_out,
)
from app.service.workshop.steering import StaleError
from app.store.engine import read_session
from app.store.evidence import list_evidence
from tests.service.workshop.held import PLAN, Session, held

__all__ = ["held"]


def test_notes_are_kept_by_version(held: Session) -> None:
    here, who = held.room.workspace, held.room.facilitator
    focal = held.team.actor("focal-point")
    assert save_note(who, here, held.place, (PLAN, "First."), seen=0) == 1
    assert save_note(focal, here, held.place, (PLAN, "First."), seen=0) == 1
    with pytest.raises(StaleError):
        save_note(focal, here, held.place, (PLAN, "Mine."), seen=0)
    assert save_note(focal, here, held.place, (PLAN, "Both."), seen=1) == 2
    assert read_notes(here, held.room.id, 1) == {PLAN: ("Both.", 2)}
    with pytest.raises(NotAChoice):
        save_note(who, here, held.place, ("nothing", "x"), seen=0)


def test_a_promise_stands_as_evidence_until_it_is_taken_out(held: Session) -> None:
    here, who = held.room.workspace, held.room.facilitator
    given = Bring(PLAN, "The plan as decreed", "Ada", date(2026, 12, 24))
    assert promise_evidence(who, here, held.place, given) == 1
    assert promise_evidence(who, here, held.place, given) == 1
    with read_session(here.engine) as session:
        pieces = list_evidence(session, held.assessment)
    assert [
        (piece.question, piece.state, piece.title, piece.promised_by, piece.due) for piece in pieces
    ] == [(PLAN, PROMISED, "The plan as decreed", "Ada", date(2026, 12, 24))]
    assert read_promises(here, held.room.id)[0].evidence_id == pieces[0].id
    take_promise_out(who, here, held.room.id, 1)
    with read_session(here.engine) as session:
        assert not list_evidence(session, held.assessment)
    assert not read_promises(here, held.room.id)
    with pytest.raises(NotFound):
        take_promise_out(who, here, held.room.id, 1)


def test_evidence_that_came_stays_when_its_promise_is_taken_out(held: Session) -> None:
    here, who = held.room.workspace, held.room.facilitator
    promise_evidence(who, here, held.place, Bring(PLAN, "The plan", "Ada"))
    piece = read_promises(here, held.room.id)[0].evidence_id
    seen = Seen(piece, 1)
    received = EvidenceDetails(title="The plan")
    assert change_evidence(who, here, held.assessment, seen, given=received)
    take_promise_out(who, here, held.room.id, 1)
    with read_session(here.engine) as session:
        assert [row.state for row in list_evidence(session, held.assessment)] == ["received"]
