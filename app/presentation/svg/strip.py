"""Lays out the strip: cells in rows, as many lines as a row's questions take."""

from app.presentation.figure import Cell, Strip, StripRow
from app.presentation.svg.cell import draw_cell
from app.presentation.svg.drawing import Drawing, Label, Point, stack_middle
from app.presentation.svg.key import draw_key
from app.presentation.svg.measure import measure, wrap
from app.presentation.svg.metrics import Metrics


def lay_out_strip(figure: Strip, metrics: Metrics) -> Drawing:
    """Lay out a strip from left to right."""
    drawing = Drawing(metrics.width)
    start = 0.0 if metrics.stacked else _label_room(figure, metrics)
    for row in figure.rows:
        _lay_out_row(drawing, row, start=start, metrics=metrics)
    if metrics.key:
        draw_key(drawing, figure, metrics)
    return drawing


def _wrap_label(row: StripRow, metrics: Metrics) -> tuple[str, ...]:
    room = metrics.width if metrics.stacked else metrics.label
    return wrap(row.label, room, metrics.size("pillar"), bold=True)


def _label_room(figure: Strip, metrics: Metrics) -> float:
    size = metrics.size("pillar")
    lines = (line for row in figure.rows for line in _wrap_label(row, metrics))
    return max((measure(line, size, bold=True) for line in lines), default=0.0) + size


def _lay_out_row(drawing: Drawing, row: StripRow, *, start: float, metrics: Metrics) -> None:
    """Add a row under what is there."""
    label = _wrap_label(row, metrics)
    size, (width, height) = metrics.size("pillar"), metrics.cell
    gap = width * 0.08
    top = drawing.height
    if metrics.stacked:
        drawing.write([Label((0, top + size * 1.2), label, "pillar", size)])
        top += size * (0.7 + 1.2 * len(label))
    else:
        place = stack_middle((start - size, top + height / 2), size, len(label))
        drawing.write([Label(place, label, "pillar", size, "end")])
    columns = max(1, int((metrics.width - start + gap) // (width + gap)))
    for number, cell in enumerate(row.cells):
        x = start + (number % columns) * (width + gap)
        y = top + (number // columns) * (height + gap)
        drawing.add(*draw_cell((x, y), metrics.cell, cell.share, row.family))
        drawing.write(_write_cell(cell, (x, y), metrics))
    lines = max(1, -(-len(row.cells) // columns))
    least = 0.0 if metrics.stacked else len(label) * size * 1.2
    drawing.height = top + max(lines * (height + gap), least + gap) + height * 0.2


def _write_cell(cell: Cell, corner: Point, metrics: Metrics) -> list[Label]:
    width, height = metrics.cell
    middle = corner[0] + width / 2
    big, small = metrics.size("cellvalue"), metrics.size("cellname")
    name = wrap(cell.label, width * 0.96, small, most=1)
    return [
        Label((middle, corner[1] + height * 0.4), (cell.text,), "cellvalue", big, "middle"),
        Label((middle, corner[1] + height * 0.73), name, "cellname", small, "middle"),
    ]
