"""What rows stand on: the scale, its bands with their names, its marks."""

from dataclasses import dataclass

from app.presentation.figure import RowFigure, Shown
from app.presentation.svg.drawing import Box, Drawing, Label, Line
from app.presentation.svg.measure import measure
from app.presentation.svg.metrics import Metrics


@dataclass(frozen=True, slots=True)
class Scale:
    """Where values lie: between two places on the drawing."""

    minimum: float
    maximum: float
    start: float
    end: float

    def place(self, value: float) -> float:
        """Give the place of a value; what lies outside stands at the end."""
        share = (value - self.minimum) / (self.maximum - self.minimum)
        return self.start + (self.end - self.start) * min(max(share, 0.0), 1.0)


def place_band_names(
    figure: RowFigure, metrics: Metrics, scale: Scale
) -> tuple[list[Label], float]:
    """Put the names over their bands, on as many lines as keep them apart; give the plot's top."""
    size = metrics.size("bandname")
    step = size * 1.25
    ends: list[float] = []
    chosen: list[tuple[str, float, int]] = []
    for start, end, name in list_spans(figure):
        half = measure(name, size) / 2
        middle = (scale.place(start) + scale.place(end)) / 2
        middle = min(max(middle, half), metrics.width - half)
        level = next((n for n, taken in enumerate(ends) if taken <= middle - half), len(ends))
        ends[level:] = [middle + half + size * 0.6, *ends[level + 1 :]]
        chosen.append((name, middle, level))
    top = len(ends) * step + size * 0.6
    labels = [
        Label((middle, top - size * 0.7 - level * step), (name,), "bandname", size, "middle")
        for name, middle, level in chosen
    ]
    return labels, top


def list_spans(figure: RowFigure) -> list[tuple[float, float, str]]:
    """Give each band's start, end and name."""
    ends = [band.start for band in figure.bands[1:]] + [figure.maximum]
    return [(band.start, end, band.name) for band, end in zip(figure.bands, ends, strict=True)]


def choose_ticks(figure: RowFigure) -> tuple[Shown, ...]:
    """Give the marks of the scale: the figure's own, or the limits of its bands, or quarters."""
    if figure.ticks:
        return figure.ticks
    length = figure.maximum - figure.minimum
    values = [band.start for band in figure.bands] or [
        figure.minimum + length * quarter / 4 for quarter in range(4)
    ]
    return tuple(Shown(value, f"{value:g}") for value in [*values, figure.maximum])


def draw_ground(
    drawing: Drawing, figure: RowFigure, scale: Scale, *, top: float, bottom: float
) -> None:
    """Shade every other band and draw a line at each mark."""
    for number, (start, end, _name) in enumerate(list_spans(figure)):
        left, right = scale.place(start), scale.place(end)
        role = f"band b{number % 2}"
        drawing.add(Box((left, top), (right - left, bottom - top), role))
    for tick in choose_ticks(figure):
        if tick.value is not None:
            x = scale.place(tick.value)
            drawing.add(Line((x, top), (x, bottom), "grid"))


def place_ticks(figure: RowFigure, metrics: Metrics, scale: Scale, *, bottom: float) -> list[Label]:
    """Put the marks' texts below, leaving out what would touch the one before."""
    size = metrics.size("tick")
    labels: list[Label] = []
    taken = 0.0
    for tick in choose_ticks(figure):
        if tick.value is None:
            continue
        half = measure(tick.text, size) / 2
        x = min(max(scale.place(tick.value), half), metrics.width - half)
        if labels and x - half < taken:
            continue
        taken = x + half + size * 0.4
        labels.append(Label((x, bottom + size * 1.35), (tick.text,), "tick", size, "middle"))
    return labels
