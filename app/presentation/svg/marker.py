"""The shapes of peers: told apart by form, never by colour alone."""

from collections.abc import Callable
from typing import Final

from app.presentation.svg.drawing import Disc, Path, Point, Shape


def _trace(*strokes: tuple[Point, ...], closed: bool = False) -> Callable[[Point, float], Shape]:
    """Make a marker from strokes on a grid where 1 is the marker's radius."""

    def draw(centre: Point, radius: float) -> Shape:
        x, y = centre
        placed = tuple(
            tuple((x + dx * radius, y + dy * radius) for dx, dy in stroke) for stroke in strokes
        )
        return Path(placed, "peer open" if closed else "peer", closed)

    return draw


def _draw_ring(centre: Point, radius: float) -> Shape:
    return Disc(centre, radius, "peer open")


_MARKERS: Final = (
    _trace(((0, -1.4), (0, 1.4))),
    _trace(((-0.85, -0.85), (0.85, 0.85)), ((-0.85, 0.85), (0.85, -0.85))),
    _draw_ring,
    _trace(((0, -1.25), (1.25, 0), (0, 1.25), (-1.25, 0)), closed=True),
    _trace(((-0.9, -0.9), (0.9, -0.9), (0.9, 0.9), (-0.9, 0.9)), closed=True),
    _trace(((0, -1.15), (1.1, 0.85), (-1.1, 0.85)), closed=True),
    _trace(((0, 1.15), (1.1, -0.85), (-1.1, -0.85)), closed=True),
    _trace(((-1.1, 0), (1.1, 0)), ((0, -1.1), (0, 1.1))),
)


def draw_marker(number: int, centre: Point, radius: float) -> Shape:
    """Draw the marker of the peer with this number, counted from 0.

    Raises:
        IndexError: there are not so many shapes.
    """
    return _MARKERS[number](centre, radius)
