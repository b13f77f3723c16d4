"""The evidence of an assessment as it stands, and how far answers are shown to be so by it."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from app.export.table import write_csv
from app.presentation.exporting import ExportBook
from app.presentation.view.assessment.evidence import Piece
from app.response import Answers
from app.scoring import evidence_due
from app.service.assessment.open_point import SHOWN, find_unproven
from app.service.assessment.opening import Opened, read_names
from app.service.workspace import Workspace
from app.store import evidence as table
from app.store.base import AnyRow
from app.store.engine import read_session


@dataclass(frozen=True, slots=True)
class Folder:
    """Pieces of evidence in the order they were entered, with the names of the people in them."""

    pieces: tuple[Piece, ...]
    names: Mapping[str, str]

    def find(self, evidence_id: str) -> Piece | None:
        """Give a piece by its id."""
        return next((piece for piece in self.pieces if piece.id == evidence_id), None)

    @property
    def shown(self) -> frozenset[str]:
        """The questions with evidence that is there, promised evidence apart."""
        return frozenset(piece.question for piece in self.pieces if piece.state in SHOWN)


@dataclass(frozen=True, slots=True)
class Share:
    """How far answers are shown to be so.

    Attributes:
        answered: how many questions are answered.
        evidenced: how many of them have evidence that is there, or a link beside the answer.
        due: the questions whose answer wants evidence.
        unproven: those of them that have none: claimed without evidence.
    """

    answered: int
    evidenced: int
    due: tuple[str, ...]
    unproven: tuple[str, ...]


def read_folder(workspace: Workspace, opened: Opened, question: str | None = None) -> Folder:
    """Read evidence of an assessment that was opened, or of one of its questions."""
    with read_session(workspace.engine) as session:
        rows = table.list_evidence(session, opened.id, question)
        pieces = tuple(map(restore_piece, rows))
        named = [piece.added_by for piece in pieces] + [piece.checked_by for piece in pieces]
        return Folder(pieces, read_names(session, named))


def find_share(opened: Opened, answers: Answers, shown: Iterable[str]) -> Share:
    """Find what is shown by evidence; `shown` are the questions with evidence that is there."""
    answered = {name for name, answer in answers.items() if answer.state == "answered"}
    linked = {name for name in answered if answers[name].link}
    proven = answered & (set(shown) | linked)
    return Share(
        len(answered),
        len(proven),
        evidence_due(opened.toolkit, answers, opened.setting),
        find_unproven((opened.toolkit, opened.setting), answers, proven),
    )


def restore_piece(row: AnyRow) -> Piece:
    """Give the piece a row keeps."""
    return Piece(**{name: getattr(row, name) for name in Piece.__match_args__})


def write_list(book: ExportBook) -> bytes:
    """Write a list of evidence as CSV."""
    return write_csv(book, book.tables[0])
