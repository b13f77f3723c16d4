"""Profile and bars as traces."""

from collections.abc import Sequence

from app.presentation.figure import Bars, RowFigure, Shown
from app.presentation.plotly.scheme import (
    SYMBOLS,
    Json,
    Scheme,
    break_lines,
    list_texts,
    write_plain,
)
from app.presentation.svg.ground import choose_ticks, list_spans
from app.presentation.svg.measure import measure, wrap

# In pixels: a label breaks so early that a phone keeps room for the scale.
_LABEL_ROOM = 120.0
_LABEL_SIZE = 14.0


def convert_rows(figure: RowFigure, scheme: Scheme) -> tuple[list[Json], Json]:
    """Give traces and layout of a profile or bars."""
    data = []
    if isinstance(figure, Bars):
        data.append(_make_bars(figure, scheme))
    if figure.has_range:
        data.append(_make_ranges(figure, scheme))
    for number, name in enumerate(figure.peers):
        shown = [row.peers[number] if row.peers else None for row in figure.rows]
        trace = _make_peer(name, number, shown, scheme)
        data.append(trace | {"y": _place_peers(figure)})
    if not isinstance(figure, Bars):
        data.append(_make_dots(figure, scheme))
    return data, _lay_out_rows(figure, scheme)


def _colours(figure: RowFigure, scheme: Scheme) -> list[str]:
    return [scheme.colour(row.family) for row in figure.rows]


def _describe_own(figure: RowFigure) -> Json:
    """Give what dots and bars have in common."""
    return {
        "x": [row.own.value for row in figure.rows],
        "y": list(range(len(figure.rows))),
        "text": list_texts(row.own for row in figure.rows),
        "customdata": [write_plain(row.note) for row in figure.rows],
        "name": break_lines(figure.words.own),
        "hovertemplate": "%{text} · %{customdata}<extra>%{fullData.name}</extra>",
    }


def _make_dots(figure: RowFigure, scheme: Scheme) -> Json:
    return _describe_own(figure) | {
        "type": "scatter",
        "mode": "markers",
        "cliponaxis": False,
        "marker": {"color": _colours(figure, scheme), "size": 18, "symbol": "circle"},
    }


def _make_bars(figure: RowFigure, scheme: Scheme) -> Json:
    return _describe_own(figure) | {
        "type": "bar",
        "orientation": "h",
        "width": 0.4,
        "textposition": "none",
        "marker": {"color": _colours(figure, scheme)},
    }


def _make_ranges(figure: RowFigure, scheme: Scheme) -> Json:
    rows = [(place, row) for place, row in enumerate(figure.rows) if row.has_range]
    return {
        "type": "bar",
        "orientation": "h",
        "base": [row.low for _place, row in rows],
        "x": [(row.high or 0.0) - (row.low or 0.0) for _place, row in rows],
        "y": [place for place, _row in rows],
        "width": 0.16,
        "marker": {"color": [scheme.colour(row.family) for _place, row in rows], "opacity": 0.35},
        "text": [write_plain(row.range_text) for _place, row in rows],
        "textposition": "none",
        "name": break_lines(figure.words.low_high),
        "hovertemplate": "%{text}<extra>%{fullData.name}</extra>",
    }


def _place_peers(figure: RowFigure) -> list[float]:
    """Put peers on the track, or below a bar, which would hide them."""
    offset = 0.34 if isinstance(figure, Bars) else 0.0
    return [place + offset for place in range(len(figure.rows))]


def _make_peer(name: str, number: int, shown: Sequence[Shown | None], scheme: Scheme) -> Json:
    return {
        "type": "scatter",
        "mode": "markers",
        "cliponaxis": False,
        "x": [one.value if one else None for one in shown],
        "text": list_texts(shown),
        "name": break_lines(name),
        "marker": {
            "symbol": SYMBOLS[number],
            "size": 12,
            "color": scheme.quiet,
            "line": {"color": scheme.quiet, "width": 2},
        },
        "hovertemplate": "%{text}<extra>%{fullData.name}</extra>",
    }


def _lay_out_rows(figure: RowFigure, scheme: Scheme) -> Json:
    rtl = figure.direction == "rtl"
    ends = [figure.minimum, figure.maximum]
    ticks = choose_ticks(figure)
    side, other = ("r", "l") if rtl else ("l", "r")
    return {
        # Plotly by itself makes no room for labels at the right.
        "margin": {side: _measure_labels(figure), other: 16, "t": 40, "b": 40},
        "height": 140 + 60 * len(figure.rows),
        "barmode": "overlay",
        "xaxis": {
            "range": ends[::-1] if rtl else ends,
            "tickvals": [tick.value for tick in ticks],
            "ticktext": [write_plain(tick.text) for tick in ticks],
            "gridcolor": scheme.line,
            "zeroline": False,
            "fixedrange": True,
        },
        "yaxis": {
            "range": [len(figure.rows) - 0.5, -0.5],
            "tickvals": list(range(len(figure.rows))),
            "ticktext": [break_lines(row.label, _LABEL_ROOM) for row in figure.rows],
            "side": "right" if rtl else "left",
            "automargin": True,
            "gridcolor": scheme.line,
            "zeroline": False,
            "fixedrange": True,
        },
        "shapes": _shade_bands(figure, scheme),
        "annotations": _name_bands(figure, scheme),
    }


def _measure_labels(figure: RowFigure) -> float:
    lines = (line for row in figure.rows for line in wrap(row.label, _LABEL_ROOM, _LABEL_SIZE))
    widest = max((measure(line, _LABEL_SIZE) for line in lines), default=0.0)
    return round(widest + _LABEL_SIZE)


def _shade_bands(figure: RowFigure, scheme: Scheme) -> list[Json]:
    return [
        {
            "type": "rect",
            "layer": "below",
            "xref": "x",
            "yref": "paper",
            "x0": start,
            "x1": end,
            "y0": 0,
            "y1": 1,
            "fillcolor": scheme.wash,
            "line": {"width": 0},
        }
        for start, end, _name in list_spans(figure)[::2]
    ]


def _name_bands(figure: RowFigure, scheme: Scheme) -> list[Json]:
    return [
        {
            "x": (start + end) / 2,
            "xref": "x",
            "y": 1,
            "yref": "paper",
            "yanchor": "bottom",
            "text": write_plain(name),
            "showarrow": False,
            "font": {"color": scheme.quiet, "size": 11},
        }
        for start, end, name in list_spans(figure)
    ]
