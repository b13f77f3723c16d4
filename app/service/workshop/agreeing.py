"""Agree on a question at a table, withdraw it, ask it again, and let the plenary stand by it.

The value is chosen by the table, never computed. In a workshop of an assessment it becomes the
assessment's answer in the same transaction, or nothing is written at all.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final

from app.response import Answer
from app.response.workshop import table as state_of
from app.response.workshop.table import ActRefusedError, TableState
from app.service.actor import Actor
from app.service.answering import read_value, write_value
from app.service.error import NotAChoice
from app.service.workshop.consensus import Desk, open_desk, put_answer, take_back
from app.service.workshop.counting import restore_vote
from app.service.workshop.opening import Room, write_room
from app.service.workshop.planning import ENDED, PLENARY, TABLES, list_questions
from app.service.workshop.steering import Act, StaleError, keep_act, lock_table
from app.service.workspace import Workspace
from app.store import workshop_outcome as outcome_table
from app.store.base import AnyRow
from app.store.engine import Session, read_session
from app.store.workshop_room import list_tables, update_workshop

AGREED: Final = "agreed"
RESERVATION: Final = "reservation"
NONE: Final = "none"
OUTCOMES: Final = (AGREED, RESERVATION, NONE)
SAID: Final = frozenset({"answered", "unknown", "not-applicable"})

AGREE: Final = "agree"
REOPEN: Final = "reopen"
STOOD: Final = "agreement"
"""In what an act keeps for its undo: the number of the agreement that stood before; 0: none."""
TAKEN_OUT: Final = "taken_out"
"""In the same: whether it took that agreement's value out of the assessment."""


@dataclass(frozen=True, slots=True)
class Wish:
    """What a table agrees on a question.

    Attributes:
        question: Its id.
        outcome: One of `OUTCOMES`.
        answer: What was chosen; None where there is no agreement.
        note: What the reservation is, why there is no agreement, or how the answer is meant.
        minority: A view some keep, in their words.
        minority_answer: The answer that view supports, if it supports one.
    """

    question: str
    outcome: str
    answer: Answer | None = None
    note: str = ""
    minority: str = ""
    minority_answer: Answer | None = None


@dataclass(frozen=True, slots=True)
class Agreed:
    """An agreement that stands: its row, the value chosen, and the answer of the minority."""

    row: Any
    answer: Answer | None
    minority_answer: Answer | None


@dataclass(frozen=True, slots=True)
class Done:
    """What became of an act: the table's new version.

    `is_left`: an agreement was withdrawn, but the assessment's answer stays as somebody else
    changed it since.
    """

    version: int
    is_left: bool = False


def agree(
    actor: Actor, workspace: Workspace, place: tuple[str, int], wish: Wish, *, seen: int
) -> Done:
    """Keep what a table agrees; an agreement that stood before on the question is withdrawn.

    Raises:
        NotFound: The actor may not, or no such table.
        NotAChoice: No such question at this table, no such outcome, or no answer where one is due.
        StaleError: The table is not as the actor saw it.
        ActRefusedError: The question was not revealed, or the workshop has ended.
        WrongState: The assessment's answers do not change any more; nothing was kept.
        Moved: The assessment uses another version of its toolkit; nothing was kept.
    """

    def work(session: Session, room: Room) -> Done:
        row, state = read_seen(session, room, place[1], seen)
        _check(room, row, wish)
        after = state_of.agree(state, wish.question)
        desk = open_desk(session, actor, workspace, room)
        stood = withdraw_standing(session, workspace, room, (desk, wish.question))
        _insert(session, workspace, room, wish=wish, place=(desk, row, state))
        act = Act(AGREE, wish.question, _keep, stood.tell())
        keep_act(session, workspace, room, done=(row, act), after=after)
        return Done(row.version + 1, stood.is_left)

    return write_room(actor, workspace, place[0], work)


def _keep(_session: Session, _room: Room, state: TableState) -> TableState:
    return state


def read_seen(session: Session, room: Room, number: int, seen: int) -> tuple[AnyRow, TableState]:
    """Lock a table and give it with its state.

    Raises:
        NotFound: No such table.
        ActRefusedError: The workshop has ended.
        StaleError: It is not as the actor saw it.
    """
    row = lock_table(session, room, number)
    if row.version != seen:
        raise StaleError
    return row, state_of.read_state(row.state)


def _check(room: Room, row: AnyRow, wish: Wish) -> None:
    if wish.outcome not in OUTCOMES:
        raise NotAChoice(wish.outcome)
    if wish.question not in list_questions(room.toolkit, room.setting, row.pillars):
        raise NotAChoice(wish.question)
    has_answer = wish.answer is not None and wish.answer.state in SAID
    if has_answer == (wish.outcome == NONE):
        raise NotAChoice("answer")
    for answer in (wish.answer, wish.minority_answer):
        if answer is not None and answer.question != wish.question:
            raise NotAChoice(answer.question)


@dataclass(frozen=True, slots=True)
class Withdrawn:
    """What was withdrawn: the number of an agreement (0: none stood).

    `is_taken_out`: its value was taken out of the assessment; `is_left`: somebody else had changed
    the answer since, so that it stays.
    """

    number: int = 0
    is_taken_out: bool = False
    is_left: bool = False

    def tell(self) -> dict[str, object]:
        """Say it for the undo of the act that withdrew it."""
        return {STOOD: self.number, TAKEN_OUT: self.is_taken_out}


def withdraw_standing(
    session: Session, workspace: Workspace, room: Room, about: tuple[Desk | None, str]
) -> Withdrawn:
    """Withdraw the agreement that stands on a question, if one does."""
    desk, question = about
    row = outcome_table.find_agreement(session, room.id, question)
    if row is None:
        return Withdrawn()
    values: dict[str, object] = {"withdrawn_at": workspace.now()}
    wrote = desk is not None and row.answer_version is not None
    version = take_back(session, desk, row) if desk is not None and wrote else 0
    if version:
        values["answer_version"] = version
    outcome_table.update_agreement(session, row, values)
    return Withdrawn(row.number, bool(version), is_left=wrote and not version)


def reinstate(session: Session, room: Room, desk: Desk | None, about: tuple[str, int]) -> None:
    """Let an agreement stand again, `about` its question and number.

    With a desk its value becomes the assessment's answer once more.
    """
    row = outcome_table.find_agreement(session, room.id, *about)
    if row is None:
        return
    values: dict[str, object] = {"withdrawn_at": None}
    answer = restore_agreed(row).answer
    if desk is not None and answer is not None:
        values["replaced"], values["answer_version"] = put_answer(session, desk, answer)
    outcome_table.update_agreement(session, row, values)


def _insert(
    session: Session,
    workspace: Workspace,
    room: Room,
    *,
    wish: Wish,
    place: tuple[Desk | None, AnyRow, TableState],
) -> None:
    desk, row, state = place
    replaced, version = None, None
    if desk is not None and wish.answer is not None:
        replaced, version = put_answer(session, desk, _as_answer(wish))
    last = outcome_table.find_last_agreement_number(session, room.id, wish.question)
    is_alone = len(list_tables(session, room.id)) == 1
    now = workspace.now()
    outcome_table.insert_agreement(
        session,
        _describe(wish) | {
            "workshop_id": room.id, "number": last + 1, "table_number": row.number,
            "round": state.round(wish.question), "replaced": replaced,
            "answer_version": version, "agreed_by": room.account, "agreed_at": now,
            "confirmed_at": now if is_alone else None, "withdrawn_at": None,
        },
    )  # fmt: skip


def _as_answer(wish: Wish) -> Answer:
    given = wish.answer or Answer(wish.question, "blank")
    return Answer(
        wish.question, given.state, value=given.value, reason=given.reason, note=wish.note
    )


def _describe(wish: Wish) -> dict[str, object]:
    given = wish.answer or Answer(wish.question, "blank")
    minority = wish.minority_answer or Answer(wish.question, "blank")
    return {
        "question": wish.question,
        "outcome": wish.outcome,
        "state": given.state,
        "value": write_value(given.value),
        "reason": given.reason,
        "note": wish.note,
        "minority": wish.minority,
        "minority_state": minority.state,
        "minority_value": write_value(minority.value),
    }


def restore_agreed(row: Any) -> Agreed:  # noqa: ANN401  # a row of an agreement
    """Give an agreement with its values as answers; the note goes with the value."""
    answer = None
    if row.outcome != NONE:
        said = restore_vote(row)
        answer = Answer(
            row.question, said.state, value=said.value, reason=said.reason, note=row.note
        )
    return Agreed(row, answer, restore_minority(row))


def restore_minority(row: Any) -> Answer | None:  # noqa: ANN401  # a row of an agreement
    """Give the answer a minority view supports; None where it supports none."""
    if row.minority_state == "blank":
        return None
    return Answer(row.question, row.minority_state, value=read_value(row.minority_value))


def read_agreements(workspace: Workspace, workshop_id: str) -> Mapping[str, Agreed]:
    """Give the agreements of a room that stand, by question; it was opened to whoever asks."""
    with read_session(workspace.engine) as session:
        rows = outcome_table.list_agreements(session, workshop_id)
    return {row.question: restore_agreed(row) for row in rows}


def reopen(
    actor: Actor, workspace: Workspace, place: tuple[str, int], question: str, *, seen: int
) -> Done:
    """Ask a question once more in a new round; an agreement that stands is withdrawn.

    From the plenary the whole room goes back to its tables.

    Raises:
        NotFound: The actor may not, or no such table.
        StaleError: The table is not as the actor saw it.
        ActRefusedError: Something is being answered, or the question was never revealed.
        WrongState, Moved: As of `agree`, where there is an agreement to withdraw.
    """

    def work(session: Session, room: Room) -> Done:
        row, state = read_seen(session, room, place[1], seen)
        after = state_of.reopen(state, question)
        stands = outcome_table.find_agreement(session, room.id, question) is not None
        desk = open_desk(session, actor, workspace, room) if stands else None
        stood = withdraw_standing(session, workspace, room, (desk, question))
        act = Act(REOPEN, question, _keep, stood.tell())
        keep_act(session, workspace, room, done=(row, act), after=after)
        if room.row.stage == PLENARY:
            # It is answered at the tables, so there the room goes.
            values: dict[str, object] = {"stage": TABLES, "version": room.row.version + 1}
            update_workshop(session, room.id, values)
        return Done(row.version + 1, stood.is_left)

    return write_room(actor, workspace, place[0], work)


def confirm(
    actor: Actor, workspace: Workspace, workshop_id: str, chosen: Mapping[str, int], *, seen: int
) -> None:
    """Let the plenary stand by agreements; `chosen`: question -> number of the agreement seen.

    Raises:
        NotFound: The actor may not.
        StaleError: The workshop or one of the agreements is not as the actor saw it.
        ActRefusedError: The workshop has ended.
    """

    def work(session: Session, room: Room) -> None:
        if room.row.stage == ENDED:
            raise ActRefusedError(ENDED)
        rows = outcome_table.list_agreements(session, workshop_id)
        standing = {row.question: row.number for row in rows}
        if room.row.version != seen or not chosen.items() <= standing.items():
            raise StaleError
        outcome_table.confirm_agreements(session, workshop_id, chosen, workspace.now())
        update_workshop(session, workshop_id, {"version": seen + 1})

    write_room(actor, workspace, workshop_id, work)
