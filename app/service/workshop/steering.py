"""What a facilitator does at a table, one act after the other; each but a reveal can be undone.

An act says which version of the table its facilitator saw: of two who act at once the second is
told, and nothing happens twice.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Final

from app.response.workshop import table as state_of
from app.response.workshop.board import order_boards
from app.response.workshop.table import PRACTICE, ActRefusedError, TableState
from app.service.actor import Actor
from app.service.error import NotAChoice, NotFound
from app.service.workshop.counting import read_boards
from app.service.workshop.opening import Room, write_room
from app.service.workshop.planning import ENDED, list_questions
from app.service.workshop.simulation import answer_invented
from app.service.workspace import Workspace
from app.store import workshop_room as table
from app.store.base import AnyRow
from app.store.engine import Session

MOST_TIMER_MINUTES: Final = 120
REVEAL: Final = "reveal"
"""The act that can't be undone."""


class StaleError(Exception):
    """The table was changed by somebody else since the page was drawn; nothing was done."""


@dataclass(frozen=True, slots=True)
class Act:
    """One act: its word, the question or block it is about, and what it makes of the table.

    `more`: what an undo has to know beside the state before.
    """

    word: str
    about: str
    change: Callable[[Session, Room, TableState], TableState]
    more: Mapping[str, object] = field(default_factory=dict)


def act_at_table(
    actor: Actor, workspace: Workspace, place: tuple[str, int], act: Act, *, seen: int
) -> int:
    """Do one act at a table; `place` is workshop and table number, `seen` the table's version.

    Returns:
        The table's new version.

    Raises:
        NotFound: The actor may not, or no such table.
        StaleError: The table is not as the actor saw it.
        ActRefusedError: It can't be done at the table as it is.
    """
    workshop_id, number = place

    def work(session: Session, room: Room) -> int:
        row = lock_table(session, room, number)
        if row.version != seen:
            raise StaleError
        after = act.change(session, room, state_of.read_state(row.state))
        keep_act(session, workspace, room, done=(row, act), after=after)
        return int(row.version) + 1

    return write_room(actor, workspace, workshop_id, work)


def lock_table(session: Session, room: Room, number: int) -> AnyRow:
    """Lock a table for an act: no vote comes in meanwhile.

    Raises:
        NotFound: No such table.
        ActRefusedError: The workshop has ended.
    """
    row = table.find_table(session, room.id, number, lock="update")
    if row is None:
        raise NotFound
    if room.row.stage == ENDED:
        raise ActRefusedError("ended")
    return row


def keep_act(
    session: Session,
    workspace: Workspace,
    room: Room,
    *,
    done: tuple[AnyRow, Act],
    after: TableState,
) -> None:
    """Keep what an act made of a locked table, with what was before."""
    row, act = done
    version = int(row.version) + 1
    table.insert_act(
        session,
        {
            "workshop_id": room.id,
            "table_number": row.number,
            "number": version,
            "act": act.word,
            "question": act.about,
            "before": {**row.state, **act.more},
            "done_by": room.account,
            "done_at": workspace.now(),
            "undone_at": None,
        },
    )
    written = state_of.write_state(after)
    table.update_table(session, room.id, row.number, state=written, version=version)
    answer_invented(session, workspace, room, (row.number, after))


def questions_of(room: Room, row: AnyRow, block: str) -> tuple[str, ...]:
    """Give the questions of a block at a table.

    Raises:
        NotAChoice: No such block at this table.
    """
    if block == PRACTICE:
        return (PRACTICE,)
    if block not in row.pillars:
        raise NotAChoice(block)
    return list_questions(room.toolkit, room.setting, (block,))


def open_block(
    actor: Actor, workspace: Workspace, place: tuple[str, int], block: str, *, seen: int
) -> int:
    """Let a table answer a pillar's questions, or the practice question; see `act_at_table`.

    Raises:
        NotAChoice: No such block at this table.
    """

    def change(session: Session, room: Room, state: TableState) -> TableState:
        row = lock_table(session, room, place[1])
        return state_of.open_block(state, block, questions_of(room, row, block))

    return act_at_table(actor, workspace, place, Act("open", block, change), seen=seen)


def reveal(actor: Actor, workspace: Workspace, place: tuple[str, int], *, seen: int) -> int:
    """Show the spread of what was closed, the widest first; see `act_at_table`.

    What too few answered comes last, for its place would tell of them.
    """

    def change(session: Session, room: Room, state: TableState) -> TableState:
        closed = state.closed_questions
        wanted = [(name, state.round(name)) for name in closed if name != PRACTICE]
        boards = read_boards(session, room.row, room.toolkit, wanted)
        return state_of.reveal(state, order_boards(boards))

    return act_at_table(actor, workspace, place, Act(REVEAL, "", change), seen=seen)


def start_timer(
    actor: Actor, workspace: Workspace, place: tuple[str, int], minutes: int, *, seen: int
) -> int:
    """Let a timer run for some minutes, or stop it with 0; see `act_at_table`.

    Raises:
        NotAChoice: Fewer than none or more than two hours.
    """
    if not 0 <= minutes <= MOST_TIMER_MINUTES:
        raise NotAChoice(str(minutes))
    end = workspace.now() + timedelta(minutes=minutes)
    ends_at = end.isoformat(timespec="seconds") if minutes else ""
    act = Act("timer", "", lambda _session, _room, state: state_of.set_timer(state, ends_at))
    return act_at_table(actor, workspace, place, act, seen=seen)


PLAIN: Final[dict[str, Callable[[TableState], TableState]]] = {
    "close": state_of.close,
    "answer-again": state_of.answer_again,
    "next": state_of.show_next,
}
"""Acts that need to know the table alone."""

ON_QUESTION: Final[dict[str, Callable[[TableState, str], TableState]]] = {
    "show": state_of.show,
    "park": state_of.park,
}
"""Acts on one question of the table."""


def act_plainly(
    actor: Actor, workspace: Workspace, place: tuple[str, int], word: str, *, seen: int
) -> int:
    """Do one of the acts in `PLAIN`; see `act_at_table`."""
    act = Act(word, "", lambda _session, _room, state: PLAIN[word](state))
    return act_at_table(actor, workspace, place, act, seen=seen)


def act_on_question(
    actor: Actor, workspace: Workspace, place: tuple[str, int], done: tuple[str, str], *, seen: int
) -> int:
    """Do one of the acts in `ON_QUESTION`, `done` its word and question; see `act_at_table`."""
    word, question = done
    act = Act(word, question, lambda _s, _r, state: ON_QUESTION[word](state, question))
    return act_at_table(actor, workspace, place, act, seen=seen)
