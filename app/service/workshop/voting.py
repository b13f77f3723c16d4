"""Answer alone: save one's own answers while they are open, and say that one has finished.

A vote holds the workshop and the table still while it is written, so that none comes in after the
end or the close. Nobody else, whatever their role, is told what was said before the reveal.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from typing import Final

from app.definition.grammar import names_in
from app.response import Answer, Answers, questions_for
from app.response.workshop.table import PRACTICE, TableState, is_of_practice, read_state
from app.service.actor import Actor
from app.service.answering import check_questions, read_value, sort_changes, write_value
from app.service.check_state import Change, Conflict
from app.service.error import NotFound, ServiceError
from app.service.workshop.opening import Room, Seat, open_seat
from app.service.workshop.planning import ENDED
from app.service.workspace import Workspace
from app.store import workshop_seat as seats
from app.store.base import AnyRow
from app.store.engine import Session, run_write
from app.store.workshop_outcome_plan import share_workshop
from app.store.workshop_room import find_table

DONE: Final = frozenset({"answered", "unknown", "not-applicable"})


class Closed(ServiceError):  # noqa: N818  # what it is
    """What was sent is not open for answers now: nothing of it was saved."""


@dataclass(frozen=True, slots=True)
class Voted:
    """What became of somebody's answers: as they stand now, and those not written."""

    saved: tuple[Answer, ...]
    conflicts: tuple[Conflict, ...]


def restore_own(row: AnyRow) -> Answer:
    """Give one's own vote as an answer; its comment stands as the note."""
    return Answer(
        row.question, row.state, value=read_value(row.value), reason=row.reason, note=row.comment,
        version=row.version,
    )  # fmt: skip


def open_rounds(state: TableState, anchor: str) -> Mapping[str, int]:
    """Give what can be answered now: question -> round; practice is round 0 of its question."""
    return {
        (anchor if name == PRACTICE else name): state.round(name) for name in state.open_questions
    }


def save_votes(
    actor: Actor, workspace: Workspace, workshop_id: str, changes: tuple[Change, ...]
) -> Voted:
    """Save some of one's own answers; the same answer once more makes no new version.

    Raises:
        NotFound: The actor does not sit in the room.
        NotAChoice: A question the toolkit does not have.
        Closed: One of them is not open: the round was closed in that second, or the workshop ended.
        StorageError: The database can't take it; nothing was saved.
    """
    seat = open_seat(actor, workspace, workshop_id)
    check_questions(seat.toolkit, changes)
    return run_write(workspace.engine, lambda session: _save(session, workspace, seat, changes))


def _share(session: Session, seat: Seat) -> TableState:
    """Hold a table as it is, and its workshop first, as whoever changes either does.

    In the other order a vote and an act of a facilitator could each wait for the other.
    """
    workshop = share_workshop(session, seat.workshop.id)
    row = find_table(session, seat.workshop.id, seat.row.table_number, lock="share")
    if workshop is None or row is None:
        raise NotFound
    if workshop.stage == ENDED:
        raise Closed
    return read_state(row.state)


def _save(session: Session, workspace: Workspace, seat: Seat, changes: tuple[Change, ...]) -> Voted:
    state = _share(session, seat)
    rounds = open_rounds(state, seat.workshop.anchor)
    if not {change.answer.question for change in changes} <= rounds.keys():
        raise Closed
    rows = seats.read_own_votes(session, seat.id)
    standing = {
        row.question: restore_own(row) for row in rows if rounds.get(row.question) == row.round
    }
    done = sort_changes([_plain(change) for change in changes], standing)
    now = workspace.now()
    seats.write_votes(
        session,
        [
            {
                "participant_id": seat.id, "workshop_id": seat.workshop.id,
                "question": answer.question, "round": rounds[answer.question],
                "version": answer.version, "state": answer.state,
                "value": write_value(answer.value), "reason": answer.reason,
                "comment": answer.note, "saved_at": now,
            }
            for answer in done.written
        ],
    )  # fmt: skip
    everything = standing | {answer.question: answer for answer in done.written}
    if _has_answered_all(seat, rounds, everything):
        _finish(session, workspace, seat, rounds)
    return Voted(done.written + done.kept, done.conflicts)


def _plain(change: Change) -> Change:
    """A vote has no evidence and no origin but whoever gave it."""
    return replace(change, answer=replace(change.answer, link="", origin="own"))


def _has_answered_all(
    seat: Seat, rounds: Mapping[str, int], standing: Mapping[str, Answer]
) -> bool:
    asked = list_asked(seat, rounds, standing.values())
    return bool(asked) and all(name in standing and standing[name].state in DONE for name in asked)


def list_asked(
    seat: Seat | Room, rounds: Mapping[str, int], own: Iterable[Answer]
) -> tuple[str, ...]:
    """Give which of the open questions a participant is asked, given their own answers.

    A question whose condition hangs on something that is not open is asked: nobody in a room
    answers the whole questionnaire alone.
    """
    if any(is_of_practice(round_) for round_ in rounds.values()):
        return tuple(rounds)
    listed = {
        item.question.id: item.status
        for item in questions_for(seat.toolkit, Answers(own), seat.setting)
    }
    return tuple(
        name
        for name in rounds
        if listed.get(name) == "asked" or _hangs_on_others(seat, name, set(rounds))
    )


def _hangs_on_others(seat: Seat | Room, question: str, open_now: set[str]) -> bool:
    condition = seat.toolkit.conditions.get(question)
    return condition is not None and not {name for _, name in names_in(condition)} <= open_now


def finish_block(actor: Actor, workspace: Workspace, workshop_id: str) -> None:
    """Say that one has finished what is open; one's answers can still be changed until the close.

    Raises:
        NotFound: The actor does not sit in the room.
        Closed: Nothing is open, or the workshop has ended.
    """
    seat = open_seat(actor, workspace, workshop_id)

    def work(session: Session) -> None:
        rounds = open_rounds(_share(session, seat), seat.workshop.anchor)
        if not rounds:
            raise Closed
        _finish(session, workspace, seat, rounds)

    run_write(workspace.engine, work)


def _finish(session: Session, workspace: Workspace, seat: Seat, rounds: Mapping[str, int]) -> None:
    now = workspace.now()
    rows: list[dict[str, object]] = [
        {"participant_id": seat.id, "question": name, "round": round_, "finished_at": now}
        for name, round_ in rounds.items()
    ]
    seats.write_finishes(session, rows)
