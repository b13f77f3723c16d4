"""Read what a room said: boards with spread and break-downs, for everybody's screen."""

from collections.abc import Iterable, Mapping
from typing import Any

from app.definition.toolkit import Toolkit
from app.response import Answer
from app.response.kind import measure_of
from app.response.workshop.board import LEAST, LEAST_NAMED, Board, Vote, lay_board
from app.service.answering import read_value
from app.service.workshop.opening import ANONYMOUS, NAMED
from app.store.base import AnyRow
from app.store.engine import Session
from app.store.workshop_seat import read_tallies, read_votes


def restore_vote(row: Any) -> Answer:  # noqa: ANN401  # a row of a vote, a tally or an agreement
    """Give what a row says to its question."""
    return Answer(row.question, row.state, value=read_value(row.value), reason=row.reason)


def collect_votes(
    session: Session, workshop: AnyRow, asked: Mapping[str, int], *, table: int | None = None
) -> Mapping[str, list[Vote]]:
    """Give the votes on questions, each in its round, by question; counted hands belong to no part.

    Whoever left an answer blank has not voted. With `table`, those of one table alone: the practice
    question is asked at each, and one table's reveal must not tell of another's.
    """
    votes: dict[str, list[Vote]] = {name: [] for name in asked}
    for row in read_votes(session, workshop.id, asked):
        is_meant = row.round == asked[row.question] and table in {None, row.table_number}
        if is_meant and row.state != "blank":
            is_moved = row.erased_at is not None and row.erased_at >= row.saved_at
            votes[row.question].append(Vote(restore_vote(row), row.role, is_moved))
    for row in read_tallies(session, workshop.id, asked):
        if row.round == asked[row.question] and table in {None, row.table_number}:
            answer = Answer(row.question, row.state, value=read_value(row.value))
            votes[row.question].extend([Vote(answer)] * row.hands)
    return votes


def read_boards(
    session: Session,
    workshop: AnyRow,
    toolkit: Toolkit,
    wanted: Iterable[tuple[str, int]],
    *,
    table: int | None = None,
) -> Mapping[str, Board]:
    """Give the boards of some questions; call it for questions that are revealed only.

    By role unless the session is anonymous, or somebody's role was taken out after they answered; a
    part of three is enough where all are named. `table` as in `collect_votes`.
    """
    asked = dict(wanted)
    least_part = LEAST_NAMED if workshop.anonymity == NAMED else LEAST
    questions = {question.id: question for question in toolkit.questions}
    boards = {}
    for name, votes in collect_votes(session, workshop, asked, table=table).items():
        shown = [Vote(vote.answer) for vote in votes] if workshop.anonymity == ANONYMOUS else votes
        question = questions[name]
        measure = measure_of(question, toolkit)
        boards[name] = lay_board(question, measure, shown, least_part=least_part)
    return boards
