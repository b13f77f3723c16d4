"""The strip: every question as a cell with its level, a row for each pillar."""

from dataclasses import dataclass

from app.presentation.figure.table import FigureTable, check_id
from app.presentation.language import Direction


@dataclass(frozen=True, slots=True)
class Cell:
    """One question.

    Attributes:
        label: its short name, such as its id.
        text: what stands in the cell: the level's number, or a sign for unknown and the like.
        share: how much of the way is done, 0..1; None where nothing is answered.
        meaning: the same in words, for the table.
    """

    label: str
    text: str
    share: float | None
    meaning: str


@dataclass(frozen=True, slots=True)
class StripRow:
    """The questions of one pillar."""

    label: str
    cells: tuple[Cell, ...]
    family: str = ""


@dataclass(frozen=True, slots=True)
class StripWords:
    """What heads the columns of the table: "Pillar", "Question", "Level"."""

    row: str
    cell: str
    meaning: str


@dataclass(frozen=True, slots=True)
class Strip:
    """Questions by level.

    Attributes:
        id: unique in its page; ids inside the drawing begin with it.
        title: its heading.
        summary: one sentence that says what it shows, read in place of the picture.
        key: what stands in cells and what it means, in order: ("0", 0.0, "nothing yet"), …;
            the share is None for unknown and the like.
    """

    id: str
    title: str
    summary: str
    rows: tuple[StripRow, ...]
    words: StripWords
    key: tuple[tuple[str, float | None, str], ...] = ()
    direction: Direction = "ltr"

    def __post_init__(self) -> None:
        """See that the parts fit together.

        Raises:
            ValueError: they do not.
        """
        check_id(self.id)
        shares = [cell.share for row in self.rows for cell in row.cells]
        shares += [share for _text, share, _name in self.key]
        if any(share is not None and not 0 <= share <= 1 for share in shares):
            raise ValueError("a cell's share lies between 0 and 1")

    def table(self) -> FigureTable:
        """Give the figure as a table: one row for each question."""
        rows = tuple(
            (cell.label, row.label, cell.meaning) for row in self.rows for cell in row.cells
        )
        head = (self.words.cell, self.words.row, self.words.meaning)
        return FigureTable(self.title, head, rows)
