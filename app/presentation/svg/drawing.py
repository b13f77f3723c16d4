"""A drawing as plain shapes and labels.

It is laid out once, from left to right, then written for screen or paper, mirrored where the
language runs the other way.

A role names what a shape is ("bar policy"): the screen's style sheet and the paper's colours both
go by it.
"""

from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from typing import Final, Literal

Anchor = Literal["start", "middle", "end"]
Point = tuple[float, float]
_OTHER: Final[dict[Anchor, Anchor]] = {"start": "end", "middle": "middle", "end": "start"}


@dataclass(frozen=True, slots=True)
class Line:
    """A straight line."""

    start: Point
    end: Point
    role: str

    def resize(self, corner: Point, factor: float) -> "Line":
        """Give the shape in a smaller or larger size, from a corner."""
        start, end = _resize(self.start, corner, factor), _resize(self.end, corner, factor)
        return replace(self, start=start, end=end)

    def mirror(self, width: float) -> "Line":
        """Give the line as a mirror shows it."""
        return replace(self, start=_flip(self.start, width), end=_flip(self.end, width))


@dataclass(frozen=True, slots=True)
class Box:
    """A rectangle by its corner and size."""

    corner: Point
    size: Point
    role: str
    radius: float = 0.0

    def resize(self, corner: Point, factor: float) -> "Box":
        """Give the shape in a smaller or larger size, from a corner."""
        size = (self.size[0] * factor, self.size[1] * factor)
        return replace(self, corner=_resize(self.corner, corner, factor), size=size)

    def mirror(self, width: float) -> "Box":
        """Give the box as a mirror shows it."""
        return replace(self, corner=(width - self.corner[0] - self.size[0], self.corner[1]))


@dataclass(frozen=True, slots=True)
class Disc:
    """A circle."""

    centre: Point
    radius: float
    role: str

    def resize(self, corner: Point, factor: float) -> "Disc":
        """Give the shape in a smaller or larger size, from a corner."""
        centre = _resize(self.centre, corner, factor)
        return replace(self, centre=centre, radius=self.radius * factor)

    def mirror(self, width: float) -> "Disc":
        """Give the circle as a mirror shows it."""
        return replace(self, centre=_flip(self.centre, width))


@dataclass(frozen=True, slots=True)
class Path:
    """Strokes through points; a closed one is an outline."""

    strokes: tuple[tuple[Point, ...], ...]
    role: str
    closed: bool = False

    def resize(self, corner: Point, factor: float) -> "Path":
        """Give the shape in a smaller or larger size, from a corner."""
        strokes = tuple(
            tuple(_resize(point, corner, factor) for point in stroke) for stroke in self.strokes
        )
        return replace(self, strokes=strokes)

    def mirror(self, width: float) -> "Path":
        """Give the path as a mirror shows it."""
        strokes = tuple(tuple(_flip(point, width) for point in stroke) for stroke in self.strokes)
        return replace(self, strokes=strokes)


@dataclass(frozen=True, slots=True)
class Label:
    """Lines of text from a first baseline."""

    place: Point
    lines: tuple[str, ...]
    role: str
    size: float
    anchor: Anchor = "start"

    def mirror(self, width: float) -> "Label":
        """Give the label where a mirror shows it; its text stays readable."""
        return replace(self, place=_flip(self.place, width), anchor=_OTHER[self.anchor])


Shape = Line | Box | Disc | Path


def _flip(point: Point, width: float) -> Point:
    return width - point[0], point[1]


def _resize(point: Point, corner: Point, factor: float) -> Point:
    return corner[0] + point[0] * factor, corner[1] + point[1] * factor


@dataclass(slots=True)
class Drawing:
    """Shapes in the order they are painted, and labels over them."""

    width: float
    height: float = 0.0
    shapes: list[Shape] = field(default_factory=list)
    labels: list[Label] = field(default_factory=list)

    def add(self, *shapes: Shape) -> None:
        """Paint shapes over those before."""
        self.shapes.extend(shapes)

    def write(self, labels: Iterable[Label]) -> None:
        """Put labels."""
        self.labels.extend(labels)

    def mirror(self) -> "Drawing":
        """Give the drawing for a language that runs from right to left."""
        return Drawing(
            self.width,
            self.height,
            [shape.mirror(self.width) for shape in self.shapes],
            [label.mirror(self.width) for label in self.labels],
        )


def stack_middle(place: Point, size: float, count: int) -> Point:
    """Give the first baseline of lines that stand with their middle at a place."""
    return place[0], place[1] + size * 0.36 - (count - 1) * size * LINE_HEIGHT / 2


LINE_HEIGHT: Final = 1.2
"""Distance of baselines, in sizes of the text."""
