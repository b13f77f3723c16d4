"""The key: what each shape stands for. Pages put it below as a list; on paper it is drawn."""

from collections.abc import Iterable, Sequence
from typing import Final

from app.presentation.figure import Bars, Figure, Matrix, Radar, RowFigure, Strip
from app.presentation.svg.cell import draw_cell
from app.presentation.svg.drawing import Box, Disc, Drawing, Label, Line, Shape
from app.presentation.svg.marker import draw_marker
from app.presentation.svg.measure import measure
from app.presentation.svg.metrics import Metrics

Entry = tuple[tuple[Shape, ...], str]
# The report's own font is narrower than the estimate for any reader's font.
_PAPER_WIDTH: Final = 0.92
_CENTRE: Final = (10.0, 10.0)


def list_entries(figure: Figure) -> list[Entry]:
    """Give what a key explains: shapes in a square of 20 and their name."""
    if isinstance(figure, Matrix):
        return []
    if isinstance(figure, Strip):
        return [(_draw_cell(share), f"{text} {name}") for text, share, name in figure.key]
    if isinstance(figure, Radar):
        peers: Iterable[str] = (series.label for series in figure.peers)
        entries: list[Entry] = [((Disc(_CENTRE, 7, "dot"),), figure.own.label)]
    else:
        entries = [((_draw_own(figure),), figure.words.own)]
        peers = figure.peers
        if figure.has_range and figure.words.low_high:
            entries.append(((Line((0, 10), (20, 10), "bar"),), figure.words.low_high))
    entries += [((draw_marker(number, _CENTRE, 6),), name) for number, name in enumerate(peers)]
    return entries


def _draw_cell(share: float | None) -> tuple[Shape, ...]:
    return draw_cell((0, 1), (20, 18), share, "")


def _draw_own(figure: RowFigure) -> Shape:
    if isinstance(figure, Bars):
        return Box((0, 4), (20, 12), "block")
    return Disc(_CENTRE, 8, "dot")


def draw_key(drawing: Drawing, figure: Figure, metrics: Metrics) -> None:
    """Add the key below the drawing, as many lines as it takes."""
    size = metrics.size("small")
    x, y = 0.0, drawing.height + size * 1.4
    for shapes, name in list_entries(figure):
        width = size * 1.9 + measure(name, size) * _PAPER_WIDTH
        if x and x + width > drawing.width:
            x, y = 0.0, y + size * 1.7
        scale = size * 1.3 / 20
        drawing.add(*_place(shapes, (x, y - size * 1.0), scale))
        drawing.write([Label((x + size * 1.8, y), (name,), "small", size)])
        x += width + size * 1.5
    drawing.height = y + size * 0.6


def _place(shapes: Sequence[Shape], corner: tuple[float, float], scale: float) -> list[Shape]:
    return [shape.resize(corner, scale) for shape in shapes]
