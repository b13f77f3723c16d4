"""Lays out the radar: rings and axes, quiet peers, the country over them, names around."""

import math

from app.presentation.figure import Radar, Series, Shown
from app.presentation.svg.drawing import (
    LINE_HEIGHT,
    Anchor,
    Disc,
    Drawing,
    Label,
    Line,
    Path,
    Point,
)
from app.presentation.svg.key import draw_key
from app.presentation.svg.marker import draw_marker
from app.presentation.svg.measure import measure, wrap
from app.presentation.svg.metrics import Metrics


class _Wheel:
    """Where axes and values lie."""

    def __init__(self, figure: Radar, centre: Point, radius: float) -> None:
        self.centre = centre
        self.radius = radius
        self.count = len(figure.axes)
        self.minimum = figure.minimum
        self.length = figure.maximum - figure.minimum

    def direct(self, axis: int) -> Point:
        """Give an axis as a vector of length 1; the first one points up."""
        angle = 2 * math.pi * axis / self.count - math.pi / 2
        return math.cos(angle), math.sin(angle)

    def place(self, axis: int, value: float) -> Point:
        """Give the place of a value."""
        share = min(max((value - self.minimum) / self.length, 0.0), 1.0)
        return self.reach(axis, share * self.radius)

    def reach(self, axis: int, distance: float) -> Point:
        """Give the place on an axis at a distance from the centre."""
        x, y = self.direct(axis)
        return self.centre[0] + x * distance, self.centre[1] + y * distance


def lay_out_radar(figure: Radar, metrics: Metrics) -> Drawing:
    """Lay out a radar, its axes clockwise."""
    width, radius = metrics.radar
    drawing = Drawing(width)
    head = _head_room(figure, metrics)
    wheel = _Wheel(figure, (width / 2, head + radius), radius)
    drawing.height = 2 * (head + radius)
    _draw_ground(drawing, figure, wheel, metrics)
    for number, series in enumerate(figure.peers):
        _draw_series(drawing, series, wheel, f"outline o{number}")
    _draw_series(drawing, figure.own, wheel, "area")
    _draw_marks(drawing, figure, wheel, metrics)
    if metrics.stacked:
        _list_axes(drawing, figure, wheel, metrics)
    else:
        for axis in range(wheel.count):
            drawing.write(_write_axis(figure, axis, wheel, metrics))
    if metrics.key:
        draw_key(drawing, figure, metrics)
    return drawing


def _head_room(figure: Radar, metrics: Metrics) -> float:
    """Give the room over and under the rings that the names there need."""
    if metrics.stacked:
        return metrics.size("axis") * 2.2
    lines = max(len(_wrap_axis(axis, metrics)) for axis in figure.axes)
    text = lines * metrics.size("axis") + metrics.size("axisvalue") * 1.1
    return text * LINE_HEIGHT + metrics.size("axis")


def _wrap_axis(text: str, metrics: Metrics) -> tuple[str, ...]:
    width, radius = metrics.radar
    room = width / 2 - radius - metrics.size("axis")
    return wrap(text, room, metrics.size("axis"), bold=True)


def choose_rings(figure: Radar) -> tuple[Shown, ...]:
    """Give the rings: the figure's own, or quarters."""
    if figure.ticks:
        return figure.ticks
    length = figure.maximum - figure.minimum
    values = [figure.minimum + length * quarter / 4 for quarter in range(1, 5)]
    return tuple(Shown(value, f"{value:g}") for value in values)


def _draw_ground(drawing: Drawing, figure: Radar, wheel: _Wheel, metrics: Metrics) -> None:
    size = metrics.size("tick") * 0.85
    for axis in range(wheel.count):
        drawing.add(Line(wheel.centre, wheel.reach(axis, wheel.radius), "grid"))
    for tick in choose_rings(figure):
        if tick.value is None or tick.value <= figure.minimum:
            continue
        ring = tuple(wheel.place(axis, tick.value) for axis in range(wheel.count))
        drawing.add(Path((ring,), "ring", closed=True))
        x, y = ring[0]
        drawing.write([Label((x + size * 0.4, y + size * 1.1), (tick.text,), "tick", size)])


def _draw_series(drawing: Drawing, series: Series, wheel: _Wheel, role: str) -> None:
    """Draw an outline; where a value is missing there is a gap and nothing is filled."""
    places = [
        wheel.place(axis, point.value) if point.value is not None else None
        for axis, point in enumerate(series.points)
    ]
    known = tuple(place for place in places if place is not None)
    if len(known) == len(places):
        drawing.add(Path((known,), role, closed=True))
        return
    following = places[1:] + places[:1]
    strokes = tuple(
        (here, there)
        for here, there in zip(places, following, strict=True)
        if here is not None and there is not None
    )
    if strokes:
        drawing.add(Path(strokes, f"{role} gap"))


def _draw_marks(drawing: Drawing, figure: Radar, wheel: _Wheel, metrics: Metrics) -> None:
    for number, series in enumerate(figure.peers):
        for axis, point in enumerate(series.points):
            if point.value is not None:
                place = wheel.place(axis, point.value)
                drawing.add(draw_marker(number, place, metrics.peer * 0.75))
    for axis, point in enumerate(figure.own.points):
        if point.value is not None:
            role = f"dot {figure.family_of(axis)}".rstrip()
            drawing.add(Disc(wheel.place(axis, point.value), metrics.dot * 0.75, role))


# --- Names ------------------------------------------------------------------------------------


def _say(figure: Radar, axis: int) -> tuple[str, str]:
    """Give the text of an axis's own value and its role."""
    point = figure.own.points[axis]
    if point.value is None:
        return figure.missing, "small"
    return point.text, f"axisvalue {figure.family_of(axis)}".rstrip()


def _write_axis(figure: Radar, axis: int, wheel: _Wheel, metrics: Metrics) -> list[Label]:
    """Put the name of an axis and its value outside the rings."""
    size = metrics.size("axis")
    lines = _wrap_axis(figure.axes[axis], metrics)
    text, role = _say(figure, axis)
    big = metrics.size(role.split()[0])
    across, down = wheel.direct(axis)
    x, y = wheel.reach(axis, wheel.radius + size * 0.9)
    height = (len(lines) * size + big) * LINE_HEIGHT
    # At the top the block stands on its place, at the bottom it hangs from it, else half each.
    first = y - height * (1 - down) / 2 + size * 0.95
    anchor: Anchor = "middle" if abs(across) < 0.2 else "start" if across > 0 else "end"
    last = first + (len(lines) - 1) * size * LINE_HEIGHT + big * 1.28
    return [
        Label((x, first), lines, "axis", size, anchor),
        Label((x, last), (text,), role, big, anchor),
    ]


def _list_axes(drawing: Drawing, figure: Radar, wheel: _Wheel, metrics: Metrics) -> None:
    """Number the axes, and list their names below with the values."""
    size = metrics.size("axis")
    room = drawing.width - size * 2 - measure("100", metrics.size("axisvalue"), bold=True)
    y = drawing.height + size * 1.2
    for axis, name in enumerate(figure.axes):
        number = (str(axis + 1),)
        x, at = wheel.reach(axis, wheel.radius + metrics.dot + size * 0.5)
        drawing.write([Label((x, at + size * 0.36), number, "axis", size, "middle")])
        text, role = _say(figure, axis)
        big = metrics.size(role.split()[0])
        lines = wrap(name, room - measure(text, big), size, bold=True)
        drawing.write(
            [
                Label((0, y), number, "small", size),
                Label((size * 1.4, y), lines, "axis", size),
                Label((drawing.width, y), (text,), role, big, "end"),
            ]
        )
        y += len(lines) * size * LINE_HEIGHT + size * 0.5
    drawing.height = y
