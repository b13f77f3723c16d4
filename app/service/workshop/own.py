"""What a participant said and finished with, for their own page alone."""

from collections.abc import Mapping
from dataclasses import dataclass

from app.response import Answer, Answers
from app.response.workshop.table import TableState
from app.service.workshop.opening import Seat
from app.service.workshop.voting import list_asked, open_rounds, restore_own
from app.service.workspace import Workspace
from app.store.engine import read_session
from app.store.workshop_seat import read_own_finishes, read_own_votes


@dataclass(frozen=True, slots=True)
class OwnSheet:
    """One's own answers by question and round, and what one is asked now.

    `rounds` is what is open: question -> round. `asked` are those of them one is asked, in order.
    """

    votes: Mapping[tuple[str, int], Answer]
    rounds: Mapping[str, int]
    asked: tuple[str, ...]
    has_finished: bool

    @property
    def standing(self) -> Answers:
        """One's answers to what is open now."""
        return Answers(self.votes[item] for item in self.rounds.items() if item in self.votes)


def read_own_sheet(workspace: Workspace, seat: Seat, state: TableState) -> OwnSheet:
    """Return what a participant said, whose seat was opened to whoever asks."""
    with read_session(workspace.engine) as session:
        rows = read_own_votes(session, seat.id)
        finishes = {(row.question, row.round) for row in read_own_finishes(session, seat.id)}
    votes = {(row.question, row.round): restore_own(row) for row in rows}
    rounds = open_rounds(state, seat.workshop.anchor)
    own = [votes[item] for item in rounds.items() if item in votes]
    is_done = bool(rounds) and set(rounds.items()) <= finishes
    return OwnSheet(votes, rounds, list_asked(seat, rounds, own), is_done)
