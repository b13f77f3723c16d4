"""The radar: four to eight axes from one centre."""

from dataclasses import dataclass

from app.presentation.figure.row import Shown
from app.presentation.figure.table import MOST_PEERS, FigureTable, check_id, make_table
from app.presentation.language import Direction


@dataclass(frozen=True, slots=True)
class Series:
    """One line of a radar: a name and a value for each axis, in the order of the axes."""

    label: str
    points: tuple[Shown, ...]


@dataclass(frozen=True, slots=True)
class Radar:
    """A profile round a centre; a missing value is a gap in its line.

    Attributes:
        id: unique in its page; ids inside the drawing begin with it.
        title: its heading.
        summary: one sentence that says what it shows, read in place of the picture.
        axes: their names, the first at the top, clockwise (against it where text runs to the left).
        own: the series that counts; its values are written at the axes.
        peers: at most eight quiet ones.
        axis_word: what an axis is, such as "Pillar"; heads the table.
        missing: stands where there is no value.
        families: a family for each axis, or none at all.
        ticks: the rings with their texts; empty has rings at each quarter.
    """

    id: str
    title: str
    summary: str
    axes: tuple[str, ...]
    own: Series
    axis_word: str
    missing: str
    peers: tuple[Series, ...] = ()
    families: tuple[str, ...] = ()
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
        if not 4 <= len(self.axes) <= 8:
            raise ValueError("a radar has four to eight axes")
        if self.maximum <= self.minimum:
            raise ValueError("a scale ends above its start")
        if len(self.peers) > MOST_PEERS:
            raise ValueError(f"more than {MOST_PEERS} peers can't be told apart")
        if any(len(series.points) != len(self.axes) for series in (self.own, *self.peers)):
            raise ValueError("a series has a value for every axis")
        if len(self.families) not in {0, len(self.axes)}:
            raise ValueError("every axis has a family or none has")

    def family_of(self, axis: int) -> str:
        """Give the family of an axis, empty if it has none."""
        return self.families[axis] if self.families else ""

    def table(self) -> FigureTable:
        """Give the figure as a table."""
        every = (self.own, *self.peers)
        rows = tuple(
            (axis, *(self._say(series.points[place]) for series in every))
            for place, axis in enumerate(self.axes)
        )
        return make_table(self.title, (self.axis_word, *(series.label for series in every)), rows)

    def _say(self, point: Shown) -> str:
        return point.text if point.value is not None else self.missing
