"""Lays out the matrix of priorities: five by five cells, the numbers of actions in them."""

from typing import Final

from app.presentation.figure.matrix import STEPS, Matrix
from app.presentation.svg.drawing import Box, Drawing, Label, stack_middle
from app.presentation.svg.measure import wrap
from app.presentation.svg.metrics import Metrics

_SHADES: Final = 4
_HEIGHT: Final = 0.56
"""Of a cell, as a share of its width, where there is room; narrow cells are square."""
_PRINT_HEIGHT: Final = 0.42
"""The same on paper, where letters are smaller and pages end."""
_MOST_WIDTH: Final = 640.0


def lay_out_matrix(figure: Matrix, metrics: Metrics) -> Drawing:
    """Lay out a matrix from left to right: effort grows to the right, impact upwards.

    A cell is tinted the more, the more is changed there for what it takes.
    """
    drawing = Drawing(min(metrics.width, _MOST_WIDTH))
    size = metrics.size("tick")
    start, top = size * 1.6, _write_top(drawing, figure, metrics)
    width = (drawing.width - start) / STEPS
    height = width * _choose_height(metrics)
    for up in range(STEPS, 0, -1):
        y = top + (STEPS - up) * height
        place = stack_middle((start - size * 0.6, y + height / 2), size, 1)
        drawing.write([Label(place, (str(up),), "tick", size, "end")])
        for across in range(1, STEPS + 1):
            x = start + (across - 1) * width
            shade = round((up - across + STEPS - 1) / (2 * (STEPS - 1)) * _SHADES)
            drawing.add(Box((x + 1, y + 1), (width - 2, height - 2), f"cell s{shade}"))
            drawing.write(_write_cell(figure, (across, up), (x, y, width, height), metrics))
    _write_bottom(drawing, figure, metrics, place=(start, top + STEPS * height))
    return drawing


def _choose_height(metrics: Metrics) -> float:
    if metrics.stacked:
        return 1.0
    return _PRINT_HEIGHT if metrics.key else _HEIGHT


def _write_cell(
    figure: Matrix, cell: tuple[int, int], box: tuple[float, float, float, float], metrics: Metrics
) -> list[Label]:
    labels = figure.labels_at(*cell)
    if not labels:
        return []
    x, y, width, height = box
    size = metrics.size("cellvalue")
    most = max(1, int(height // (size * 1.25)))
    lines = wrap(" ".join(labels), width * 0.88, size, bold=True, most=most)
    place = stack_middle((x + width / 2, y + height / 2), size, len(lines))
    return [Label(place, lines, "cellvalue", size, "middle")]


def _write_top(drawing: Drawing, figure: Matrix, metrics: Metrics) -> float:
    """Write what grows upwards and the corners above; returns where the cells begin."""
    size, words = metrics.size("tick"), figure.words
    drawing.write([Label((0, size * 1.1), (f"↑ {words.up}",), "axis", metrics.size("axis"))])
    return _write_corners(drawing, words.corners[:2], size * 1.1 + metrics.size("axis"), metrics)


def _write_bottom(
    drawing: Drawing, figure: Matrix, metrics: Metrics, *, place: tuple[float, float]
) -> None:
    """Write the marks below, the corners below, and what grows to the end."""
    size, words = metrics.size("tick"), figure.words
    start, y = place
    width = (drawing.width - start) / STEPS
    drawing.write(
        Label((start + (mark - 0.5) * width, y + size * 1.3), (str(mark),), "tick", size, "middle")
        for mark in range(1, STEPS + 1)
    )
    foot = _write_corners(drawing, words.corners[2:], y + size * 1.9, metrics)
    arrow = "←" if figure.direction == "rtl" else "→"
    axis = metrics.size("axis")
    label = Label((drawing.width, foot + axis), (f"{words.across} {arrow}",), "axis", axis, "end")
    drawing.write([label])
    drawing.height = foot + axis * 1.6


def _write_corners(drawing: Drawing, corners: tuple[str, ...], y: float, metrics: Metrics) -> float:
    """Write two corners at both ends of a line; returns where what follows begins."""
    size = metrics.size("tick")
    room = drawing.width * 0.46
    first, last = (wrap(text, room, size) for text in corners)
    drawing.write([Label((size * 1.6, y + size), first, "tick", size)])
    drawing.write([Label((drawing.width, y + size), last, "tick", size, "end")])
    return y + size * (0.5 + 1.2 * max(len(first), len(last)))
