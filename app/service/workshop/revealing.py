"""The one door to what others said: a question's votes, once its table has revealed it.

Who asks was let in before, as a participant or as somebody who runs the room; what they are told
is the same.
"""

from dataclasses import dataclass

from app.definition.toolkit import Toolkit
from app.response.workshop.board import Board
from app.response.workshop.table import PRACTICE, SHOWN, TableState
from app.service.error import NotFound
from app.service.workshop.counting import read_boards
from app.service.workshop.opening import NAMED
from app.service.workshop.reading import Table
from app.service.workspace import Workspace
from app.store.base import AnyRow
from app.store.engine import Session, read_session
from app.store.workshop_comment import list_comments


@dataclass(frozen=True, slots=True)
class Comment:
    """What somebody commented; `name` is empty unless the session is named."""

    text: str
    name: str


@dataclass(frozen=True, slots=True)
class Revealed:
    """What a room said to one question.

    Attributes:
        question: Its id; of practice that of the question practised with.
        board: Its spread.
        place: Its place by disagreement among the questions revealed with it, from 1, and how many
            these are. None for practice, and once one of them was asked again: the room was then
            not asked all of them at the same time.
        comments: Nothing where the spread is not shown. Unless the session is named they come in
            the order of their words, so that nobody's can be told by where they sit in the list.
    """

    question: str
    board: Board
    place: tuple[int, int] | None
    comments: tuple[Comment, ...]


def read_reveal(
    workspace: Workspace, workshop: AnyRow, toolkit: Toolkit, *, table: Table, question: str
) -> Revealed:
    """Read what a room said to a question that its table has revealed.

    Args:
        workspace: Where it is kept.
        workshop: The room, opened to whoever asks.
        toolkit: As it is pinned.
        table: The table the question is asked at, as it is now.
        question: Its id, or `practice`.

    Raises:
        NotFound: It is not revealed there.
    """
    if table.state.phase(question) not in SHOWN:
        raise NotFound
    is_practice = question == PRACTICE
    name = workshop.anchor if is_practice else question
    asked = (name, table.state.round(question))
    # The practice question is asked at every table; any other belongs to one.
    alone = table.number if is_practice else None
    with read_session(workspace.engine) as session:
        board = read_boards(session, workshop, toolkit, (asked,), table=alone)[name]
        comments = _read_comments(session, workshop, asked, table=alone)
    place = None if is_practice else _find_place(table.state, name)
    return Revealed(name, board, place, comments if board.is_shown else ())


def _find_place(state: TableState, question: str) -> tuple[int, int] | None:
    """Give the place in the order of the reveal, which is that of disagreement."""
    was_asked_again = any(state.round(name) > 1 for name in state.order)
    if was_asked_again or question not in state.order:
        return None
    return state.order.index(question) + 1, len(state.order)


def _read_comments(
    session: Session, workshop: AnyRow, asked: tuple[str, int], *, table: int | None
) -> tuple[Comment, ...]:
    question, round_ = asked
    is_named = workshop.anonymity == NAMED
    rows = list_comments(session, workshop.id, question, round_)
    found = [
        Comment(row.comment, row.name if is_named else "")
        for row in rows
        if table in {None, row.table_number}
    ]
    return tuple(found if is_named else sorted(found, key=lambda comment: comment.text))
