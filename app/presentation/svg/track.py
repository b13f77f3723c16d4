"""Lays out figures of rows: profile and bars, beside their labels or below them."""

from dataclasses import dataclass
from typing import Final

from app.presentation.figure import Bars, Profile, Row, RowFigure
from app.presentation.svg.drawing import (
    LINE_HEIGHT,
    Box,
    Disc,
    Drawing,
    Label,
    Line,
    stack_middle,
)
from app.presentation.svg.ground import Scale, draw_ground, place_band_names, place_ticks
from app.presentation.svg.key import draw_key
from app.presentation.svg.marker import draw_marker
from app.presentation.svg.measure import measure, wrap
from app.presentation.svg.metrics import Metrics

# Room between the track's ends and the texts beside them, in radii of a dot.
_LABEL_GAP: Final = 1.7
_VALUE_GAP: Final = 1.9
# With more peers than this rows grow, so that marks off the track have lanes of their own.
_FEW_PEERS: Final = 3


@dataclass(frozen=True, slots=True)
class _Slot:
    """A row with its room: where its track runs and the lines of its texts."""

    row: Row
    top: float
    height: float
    track: float
    label: tuple[str, ...]


def lay_out_rows(figure: RowFigure, metrics: Metrics) -> Drawing:
    """Lay out a profile or bars from left to right."""
    drawing = Drawing(metrics.width)
    scale = _make_scale(figure, metrics)
    band_labels, top = place_band_names(figure, metrics, scale)
    slots = _make_slots(figure, metrics, top)
    bottom = slots[-1].top + slots[-1].height if slots else top
    draw_ground(drawing, figure, scale, top=top, bottom=bottom)
    drawing.write(band_labels)
    drawing.write(place_ticks(figure, metrics, scale, bottom=bottom))
    for slot in slots:
        _draw_row(drawing, figure, slot, metrics=metrics, scale=scale)
        _write_row(drawing, figure, slot, metrics=metrics, scale=scale)
    drawing.height = bottom + metrics.size("tick") * 2
    if metrics.key:
        draw_key(drawing, figure, metrics)
    return drawing


# --- Room -------------------------------------------------------------------------------------


def _value_texts(figure: RowFigure) -> list[str]:
    return [row.own.text for row in figure.rows if row.own.value is not None]


def _make_scale(figure: RowFigure, metrics: Metrics) -> Scale:
    if metrics.stacked:
        start, end = 8.0, metrics.width - 8.0
    else:
        start = _label_room(figure, metrics) + metrics.dot * _LABEL_GAP
        end = metrics.width - _value_room(figure, metrics) - _note_room(figure, metrics)
        end -= metrics.dot * _VALUE_GAP
    return Scale(figure.minimum, figure.maximum, start, end)


def _label_room(figure: RowFigure, metrics: Metrics) -> float:
    size = metrics.size("pillar")
    lines = (line for row in figure.rows for line in _wrap_label(row.label, metrics))
    return max((measure(line, size, bold=True) for line in lines), default=0.0)


def _wrap_label(text: str, metrics: Metrics) -> tuple[str, ...]:
    """Break the label of a row."""
    return wrap(text, metrics.label, metrics.size("pillar"), bold=True)


def _value_room(figure: RowFigure, metrics: Metrics) -> float:
    size = metrics.size("value")
    return max((measure(text, size, bold=True) for text in _value_texts(figure)), default=0.0)


def _note_lines(figure: RowFigure, row: Row, metrics: Metrics) -> tuple[str, ...]:
    """Give what stands behind the value: the note, and first the word where there is no value."""
    size = metrics.size("small")
    word = (figure.words.missing,) if row.own.value is None else ()
    note = wrap(row.note, metrics.note, size, most=2) if row.note else ()
    return word + note


def _note_room(figure: RowFigure, metrics: Metrics) -> float:
    size = metrics.size("small")
    lines = (line for row in figure.rows for line in _note_lines(figure, row, metrics))
    widest = max((measure(line, size) for line in lines), default=0.0)
    return widest + size if widest else 0.0


def _make_slots(figure: RowFigure, metrics: Metrics, top: float) -> list[_Slot]:
    slots = []
    base = metrics.row[0] if len(figure.rows) <= 5 else metrics.row[1]
    crowd = metrics.dot * 1.2 if len(figure.peers) > _FEW_PEERS else 0.0
    line = metrics.size("pillar") * LINE_HEIGHT
    for row in figure.rows:
        label = _wrap_label(row.label, metrics)
        if metrics.stacked:
            track = top + len(label) * line + metrics.dot * 2.7
            height = track - top + metrics.dot * 2.7 + crowd * 1.2
        else:
            text = len(label) * line + metrics.size("pillar") * 0.75
            height = max(base + crowd * 2, text)
            track = top + height / 2
        slots.append(_Slot(row, top, height, track, label))
        top += height
    return slots


# --- Rows -------------------------------------------------------------------------------------


def _draw_row(
    drawing: Drawing, figure: RowFigure, slot: _Slot, *, metrics: Metrics, scale: Scale
) -> None:
    row, y = slot.row, slot.track
    value = row.own.value
    drawing.add(
        Line((scale.start, y), (scale.end, y), "track" if value is not None else "track missing")
    )
    if isinstance(figure, Bars):
        _draw_bar(drawing, slot, metrics=metrics, scale=scale)
    elif value is not None:
        drawing.add(Line((scale.start, y), (scale.place(value), y), f"stem {row.family}".rstrip()))
    if row.low is not None and row.high is not None and row.has_range:
        low, high = scale.place(row.low), scale.place(row.high)
        drawing.add(Line((low, y), (high, y), f"bar {row.family}".rstrip()))
    _draw_peers(drawing, figure, slot, metrics=metrics, scale=scale)
    if value is not None and isinstance(figure, Profile):
        drawing.add(Disc((scale.place(value), y), metrics.dot, f"dot {row.family}".rstrip()))


def _draw_bar(drawing: Drawing, slot: _Slot, *, metrics: Metrics, scale: Scale) -> None:
    if slot.row.own.value is None:
        return
    length = scale.place(slot.row.own.value) - scale.start
    corner = (scale.start, slot.track - metrics.dot * 0.8)
    role = f"block {slot.row.family}".rstrip()
    drawing.add(Box(corner, (length, metrics.dot * 1.6), role))


def _draw_peers(
    drawing: Drawing, figure: RowFigure, slot: _Slot, *, metrics: Metrics, scale: Scale
) -> None:
    """Put each peer at its value, a little off the track where it would hide another mark."""
    taken: list[tuple[float, float]] = []
    if isinstance(figure, Profile) and slot.row.own.value is not None:
        taken.append((scale.place(slot.row.own.value), 0.0))
    lanes = _choose_lanes(figure, metrics)
    for number, peer in enumerate(slot.row.peers):
        if peer is None or peer.value is None:
            continue
        x = scale.place(peer.value)
        lane = _find_lane(x, lanes, taken, metrics)
        taken.append((x, lane))
        drawing.add(draw_marker(number, (x, slot.track + lane), metrics.peer))


def _choose_lanes(figure: RowFigure, metrics: Metrics) -> tuple[float, ...]:
    """Give how far off the track marks may stand, the best lane first."""
    step = metrics.dot * (1.35 if isinstance(figure, Profile) else 1.8)
    lanes: tuple[float, ...] = (0.0, step, -step, step * 2, -step * 2)
    if metrics.stacked:
        lanes = tuple(lane for lane in lanes if lane >= 0)
    return lanes if isinstance(figure, Profile) else tuple(lane for lane in lanes if lane)


def _find_lane(
    x: float, lanes: tuple[float, ...], taken: list[tuple[float, float]], metrics: Metrics
) -> float:
    """Take the first lane where the mark touches no other, else the one with the most room."""

    def room(lane: float) -> float:
        distances = (
            max(abs(x - other) / (metrics.dot + metrics.peer), abs(lane - at) / metrics.dot)
            for other, at in taken
        )
        return min(distances, default=1.0)

    free = next((lane for lane in lanes if room(lane) >= 1.0), None)
    return max(reversed(lanes), key=room) if free is None else free


def _write_row(
    drawing: Drawing, figure: RowFigure, slot: _Slot, *, metrics: Metrics, scale: Scale
) -> None:
    if metrics.stacked:
        drawing.write(_stack_texts(figure, slot, metrics, scale))
    else:
        drawing.write(_line_up_texts(figure, slot, metrics, scale))


def _line_up_texts(figure: RowFigure, slot: _Slot, metrics: Metrics, scale: Scale) -> list[Label]:
    """Put the label before the track, value and note behind it."""
    row, y = slot.row, slot.track
    size, small = metrics.size("pillar"), metrics.size("small")
    gap = metrics.dot * _LABEL_GAP
    place = stack_middle((scale.start - gap, y), size, len(slot.label))
    labels = [Label(place, slot.label, "pillar", size, "end")]
    x = scale.end + metrics.dot * _VALUE_GAP
    if row.own.value is not None:
        big = metrics.size("value")
        labels.append(_make_label((x, y), (row.own.text,), f"value {row.family}", big))
        x += _value_room(figure, metrics) + small
    if note := _note_lines(figure, row, metrics):
        labels.append(_make_label((x, y), note, "small", small))
    return labels


def _make_label(
    place: tuple[float, float], lines: tuple[str, ...], role: str, size: float
) -> Label:
    return Label(stack_middle(place, size, len(lines)), lines, role.rstrip(), size)


def _stack_texts(figure: RowFigure, slot: _Slot, metrics: Metrics, scale: Scale) -> list[Label]:
    """Put label and value above the track."""
    row = slot.row
    size = metrics.size("pillar")
    first = slot.top + size * 1.3
    last = slot.track - size * 0.9
    labels = [Label((scale.start + 4, first), slot.label, "pillar", size)]
    missing = row.own.value is None
    role = "small" if missing else f"value {row.family}".rstrip()
    text = figure.words.missing if missing else row.own.text
    labels.append(Label((scale.end - 4, last), (text,), role, metrics.size(role.split()[0]), "end"))
    return labels
