"""The matrix of priorities: what is done first, by how much it changes and what it takes."""

from dataclasses import dataclass

from app.presentation.figure.table import FigureTable, check_id
from app.presentation.language import Direction

STEPS = 5


@dataclass(frozen=True, slots=True)
class Item:
    """One thing in the matrix.

    Attributes:
        label: what stands in its cell, such as its number.
        name: what it is, for the table.
        across, up: its marks, 1 to 5; up is what it changes, across what it takes.
        corner: the name of the corner it stands in, for the table; empty in the middle.
    """

    label: str
    name: str
    across: int
    up: int
    corner: str = ""


@dataclass(frozen=True, slots=True)
class MatrixWords:
    """What heads the table ("Number", "Action", "Corner"), and what the two sides mean.

    `corners` are the names of the four corners: top start, top end, bottom start, bottom end.
    """

    label: str
    name: str
    corner: str
    across: str
    up: str
    corners: tuple[str, str, str, str]


@dataclass(frozen=True, slots=True)
class Matrix:
    """Things by two marks.

    Attributes:
        id: unique in its page; ids inside the drawing begin with it.
        title: its heading.
        summary: one sentence that says what it shows, read in place of the picture.
    """

    id: str
    title: str
    summary: str
    items: tuple[Item, ...]
    words: MatrixWords
    direction: Direction = "ltr"

    def __post_init__(self) -> None:
        """See that the parts fit together.

        Raises:
            ValueError: they do not.
        """
        check_id(self.id)
        if any(not 1 <= mark <= STEPS for item in self.items for mark in (item.across, item.up)):
            raise ValueError(f"a mark lies between 1 and {STEPS}")

    def labels_at(self, across: int, up: int) -> tuple[str, ...]:
        """Give the labels of the things in one cell."""
        return tuple(item.label for item in self.items if (item.across, item.up) == (across, up))

    def table(self) -> FigureTable:
        """Give the figure as a table: one row for each thing."""
        words = self.words
        head = (words.label, words.name, words.up, words.across, words.corner)
        rows = tuple(
            (item.label, item.name, str(item.up), str(item.across), item.corner)
            for item in self.items
        )
        return FigureTable(self.title, head, rows)
