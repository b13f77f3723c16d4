"""Figures made of rows along one scale: the profile (dots on a track) and bars."""

from dataclasses import dataclass

from app.presentation.figure.table import MOST_PEERS, FigureTable, check_id, make_table
from app.presentation.language import Direction


@dataclass(frozen=True, slots=True)
class Shown:
    """A value and the text that shows it; the value None is missing, its text says so."""

    value: float | None
    text: str


@dataclass(frozen=True, slots=True)
class Band:
    """One band of the scale: where it starts and its name; it ends where the next one starts."""

    start: float
    name: str


@dataclass(frozen=True, slots=True)
class Row:
    """One pillar (or country, or figure).

    Attributes:
        label: its name.
        own: its value with the text that stands at the end of the row.
        low, high: what the value may be once gaps are filled, or None; drawn as a light bar.
        range_text: the same as text.
        note: a few words beside the value, such as "5 of 6 figures".
        family: infrastructure, policy, management or outreach; empty has no colour.
        peers: values to compare with, in the order of the figure's `peers`.
    """

    label: str
    own: Shown
    low: float | None = None
    high: float | None = None
    range_text: str = ""
    note: str = ""
    family: str = ""
    peers: tuple[Shown | None, ...] = ()

    @property
    def has_range(self) -> bool:
        """Tell whether the range is wide enough to be drawn."""
        return self.low is not None and self.high is not None and self.high > self.low


@dataclass(frozen=True, slots=True)
class RowWords:
    """The words of a figure of rows, as they head the columns of its table and name its key.

    Attributes:
        row: what a row is, such as "Pillar".
        own: whose values they are, such as "Kenya".
        missing: stands where there is no value, such as "no value".
        low_high: names the range, such as "Range while answers are missing".
        note: heads the column of notes.
    """

    row: str
    own: str
    missing: str
    low_high: str = ""
    note: str = ""


@dataclass(frozen=True, slots=True)
class RowFigure:
    """What a profile and bars have in common.

    Attributes:
        id: unique in its page; ids inside the drawing begin with it.
        title: its heading.
        summary: one sentence that says what it shows, read in place of the picture.
        bands: of the scale, from the lowest.
        peers: names of what is compared with, at most eight; each gets a shape of its own.
        ticks: where the scale is marked, with the text; empty marks the bands' limits.
    """

    id: str
    title: str
    summary: str
    rows: tuple[Row, ...]
    words: RowWords
    bands: tuple[Band, ...] = ()
    peers: tuple[str, ...] = ()
    ticks: tuple[Shown, ...] = ()
    minimum: float = 0.0
    maximum: float = 100.0
    direction: Direction = "ltr"

    def __post_init__(self) -> None:
        """See that the parts fit together.

        Raises:
            ValueError: they do not.
        """
        check_id(self.id)
        if self.maximum <= self.minimum:
            raise ValueError("a scale ends above its start")
        if len(self.peers) > MOST_PEERS:
            raise ValueError(f"more than {MOST_PEERS} peers can't be told apart")
        for row in self.rows:
            if len(row.peers) not in {0, len(self.peers)}:
                raise ValueError(f"row {row.label!r} does not name a value for every peer")
            if (row.low is None) != (row.high is None):
                raise ValueError(f"row {row.label!r} has half a range")

    @property
    def has_range(self) -> bool:
        """Tell whether a row has a range wide enough to be drawn."""
        return any(row.has_range for row in self.rows)

    def table(self) -> FigureTable:
        """Give the figure as a table."""
        words = self.words
        head = (words.row, words.own, words.low_high, *self.peers, words.note)
        return make_table(self.title, head, tuple(self._tabulate(row) for row in self.rows))

    def _tabulate(self, row: Row) -> tuple[str, ...]:
        peers = row.peers or (None,) * len(self.peers)
        return (
            row.label,
            row.own.text if row.own.value is not None else self.words.missing,
            row.range_text,
            *(peer.text if peer else "" for peer in peers),
            row.note,
        )


@dataclass(frozen=True, slots=True)
class Profile(RowFigure):
    """Dots on a track, a row for each pillar, over the bands of the scale."""


@dataclass(frozen=True, slots=True)
class Bars(RowFigure):
    """Horizontal bars from the start of the scale."""
