"""Figures for exploring: a dictionary that Plotly draws in the browser.

Plain lists and no template, so that the JSON stays small; nothing is sent anywhere, no logo, no
button to a cloud. Where the language runs from right to left the scale does too.
"""

from functools import singledispatch

from app.presentation.figure import Figure, Radar, RowFigure, Strip
from app.presentation.plotly.radar import convert_radar
from app.presentation.plotly.row import convert_rows
from app.presentation.plotly.scheme import DARK, LEGEND, LIGHT, Json, Scheme
from app.presentation.plotly.strip import convert_strip

__all__ = ["to_plotly"]


def to_plotly(figure: Figure, *, dark: bool = False) -> Json:
    """Give a figure as `data`, `layout` and `config` of Plotly.

    Args:
        figure: what to show.
        dark: colours for a dark page.
    """
    scheme = DARK if dark else LIGHT
    data, layout = _convert(figure, scheme)
    config = {
        "displaylogo": False,
        "showSendToCloud": False,
        "plotlyServerURL": "",
        "responsive": True,
        # Its buttons speak English only, and its picture button needs what our policy refuses.
        "displayModeBar": False,
    }
    return {"data": data, "layout": _frame(figure, scheme) | layout, "config": config}


@singledispatch
def _convert(figure: Figure, scheme: Scheme) -> tuple[list[Json], Json]:
    raise TypeError(f"no chart for {type(figure).__name__} in {scheme.ink}")


_convert.register(RowFigure, convert_rows)
_convert.register(Radar, convert_radar)
_convert.register(Strip, convert_strip)


def _frame(figure: Figure, scheme: Scheme) -> Json:
    rtl = figure.direction == "rtl"
    return {
        "autosize": True,
        "paper_bgcolor": "rgba(0,0,0,0)",
        "plot_bgcolor": "rgba(0,0,0,0)",
        "font": {"color": scheme.ink, "size": 14, "family": "system-ui, sans-serif"},
        "margin": {"l": 16, "r": 16, "t": 40, "b": 40},
        "hoverlabel": {"align": "right" if rtl else "left"},
        "legend": LEGEND[figure.direction],
    }
