"""All a room said, for download: counts of every answer to what was shown, never a name.

The role stands beside an answer only where the rule of five lets a part of the room be shown; what
fewer than five answered is left out. Comments stand by themselves, in the order of their words.
"""

from collections import Counter
from collections.abc import Iterable, Mapping
from typing import Final

from app.definition.toolkit import Toolkit
from app.export.sheet import write_book
from app.export.table import write_csv
from app.presentation.view.wording import Wording
from app.presentation.view.workshop.votes import (
    ShownQuestion,
    VoteCount,
    build_votes,
)
from app.response.workshop.board import Board
from app.response.workshop.table import SHOWN, TableState
from app.service.download import XLSX, Download
from app.service.error import NotFound
from app.service.workshop.counting import collect_votes, read_boards
from app.service.workshop.opening import ANONYMOUS, Room
from app.service.workshop.paper import PaperTable, load_tables
from app.service.workspace import Workspace
from app.store.engine import Session, read_session
from app.store.workshop_seat import read_votes

KINDS: Final = ("xlsx", "csv")


def list_shown(tables: Iterable[PaperTable]) -> tuple[tuple[str, int], ...]:
    """Give every question with each round of it that the room has seen."""
    return tuple(
        (name, round_)
        for table in tables
        for name in table.questions
        for round_ in range(1, _last_shown(table.state, name) + 1)
    )


def _last_shown(state: TableState, question: str) -> int:
    """Give the last round shown: one that is asked again was shown before."""
    return state.round(question) - (state.phase(question) not in SHOWN)


def make_votes(workspace: Workspace, room: Room, wording: Wording, kind: str) -> Download:
    """Make the file of all votes that were shown; a CSV holds the counts alone.

    Raises:
        NotFound: No such kind, or nothing was shown yet.
    """
    with read_session(workspace.engine) as session:
        shown = _read_shown(session, room)
    if kind not in KINDS or not shown:
        raise NotFound
    book = build_votes(wording, room.row.title, shown)
    name = f"eready-workshop-{room.id[:8]}-votes.{kind}"
    if kind == "csv":
        return Download(name, "text/csv", write_csv(book, book.tables[0]))
    return Download(name, XLSX, write_book(book))


def _read_shown(session: Session, room: Room) -> tuple[ShownQuestion, ...]:
    wanted = list_shown(load_tables(session, room).values())
    by_round: dict[int, list[str]] = {}
    for name, round_ in wanted:
        by_round.setdefault(round_, []).append(name)
    found: dict[tuple[str, int], ShownQuestion] = {}
    for round_, names in by_round.items():
        asked = dict.fromkeys(names, round_)
        for shown in _read_round(session, room, room.toolkit, asked=asked):
            found[shown.question, shown.round] = shown
    return tuple(found[key] for key in wanted)


def _read_round(
    session: Session, room: Room, toolkit: Toolkit, *, asked: Mapping[str, int]
) -> Iterable[ShownQuestion]:
    boards = read_boards(session, room.row, toolkit, asked.items())
    votes = collect_votes(session, room.row, asked)
    comments: dict[str, list[str]] = {name: [] for name in asked}
    for row in read_votes(session, room.id, asked):
        if row.comment and row.round == asked[row.question]:
            comments[row.question].append(row.comment)
    for name, round_ in asked.items():
        board = boards[name]
        parts = _known_parts(room, board)
        counts = Counter(
            (vote.part if vote.part in parts else "", vote.answer.state, vote.answer.value)
            for vote in votes[name]
        )
        listed = (VoteCount(*key, count) for key, count in counts.items())
        yield ShownQuestion(
            name,
            round_,
            tuple(sorted(listed, key=str)) if board.is_shown else (),
            tuple(sorted(comments[name])) if board.is_shown else (),
        )


def _known_parts(room: Room, board: Board) -> frozenset[str]:
    """Give the roles that may stand beside an answer."""
    if room.row.anonymity == ANONYMOUS:
        return frozenset()
    return frozenset(part.name for part in board.parts if part.name)


def has_votes(workspace: Workspace, room: Room) -> bool:
    """Whether anything was shown yet."""
    with read_session(workspace.engine) as session:
        return bool(list_shown(load_tables(session, room).values()))
