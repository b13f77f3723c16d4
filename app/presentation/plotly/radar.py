"""The radar as traces."""

from collections.abc import Sequence
from typing import Final

from app.presentation.figure import Radar, Series
from app.presentation.plotly.scheme import (
    LEGEND,
    SYMBOLS,
    Json,
    Scheme,
    break_lines,
    list_texts,
    write_plain,
)
from app.presentation.svg.radar import choose_rings

_DASHES: Final = ("dash", "dot", "longdashdot", "dashdot")


def convert_radar(figure: Radar, scheme: Scheme) -> tuple[list[Json], Json]:
    """Give traces and layout of a radar."""
    angles = [360 * axis / len(figure.axes) for axis in range(len(figure.axes))]
    data = [
        _make_line(series, angles)
        | {
            "mode": "lines+markers",
            "line": {"color": scheme.quiet, "width": 1.5, "dash": _DASHES[number % len(_DASHES)]},
            "marker": {"symbol": SYMBOLS[number], "size": 9, "color": scheme.quiet},
        }
        for number, series in enumerate(figure.peers)
    ]
    colours = [scheme.colour(figure.family_of(axis)) for axis in range(len(figure.axes))]
    data.append(
        _make_line(figure.own, angles)
        | {
            "mode": "lines+markers",
            "line": {"color": scheme.ink, "width": 2.5},
            "marker": {"size": 13, "color": [*colours, colours[0]]},
        }
    )
    return data, _lay_out_radar(figure, scheme, angles)


def _make_line(series: Series, angles: Sequence[float]) -> Json:
    """Make a closed line; a missing value is a gap in it."""
    points = (*series.points, series.points[0])
    return {
        "type": "scatterpolar",
        "r": [point.value for point in points],
        "theta": [*angles, angles[0]],
        "text": list_texts(points),
        "connectgaps": False,
        "name": break_lines(series.label),
        "hovertemplate": "%{text}<extra>%{fullData.name}</extra>",
    }


def _lay_out_radar(figure: Radar, scheme: Scheme, angles: Sequence[float]) -> Json:
    ticks = choose_rings(figure)
    radial: Json = {
        "tickvals": [tick.value for tick in ticks],
        "ticktext": [write_plain(tick.text) for tick in ticks],
        "range": [figure.minimum, figure.maximum],
        "gridcolor": scheme.line,
        "angle": 90,
        "tickangle": 90,
        "tickfont": {"color": scheme.quiet, "size": 11},
    }
    return {
        "height": 560,
        "margin": {"l": 80, "r": 80, "t": 70, "b": 130},
        "legend": LEGEND[figure.direction] | {"y": -0.2},
        "polar": {
            "bgcolor": "rgba(0,0,0,0)",
            "radialaxis": radial,
            "angularaxis": {
                "rotation": 90,
                "direction": "counterclockwise" if figure.direction == "rtl" else "clockwise",
                "tickvals": list(angles),
                "ticktext": [break_lines(axis, 160) for axis in figure.axes],
                "gridcolor": scheme.line,
            },
        },
    }
