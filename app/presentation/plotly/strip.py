"""The strip as traces."""

from typing import Final

from app.presentation.figure import Strip
from app.presentation.plotly.scheme import Json, Scheme, break_lines, write_plain

_TINTS: Final = (0.06, 0.36)


def convert_strip(figure: Strip, scheme: Scheme) -> tuple[list[Json], Json]:
    """Give traces and layout of a strip."""
    data = [
        {
            "type": "scatter",
            "mode": "markers+text",
            "x": list(range(len(row.cells))),
            "y": [place] * len(row.cells),
            "text": [write_plain(cell.text) for cell in row.cells],
            "customdata": [
                f"{write_plain(cell.label)}: {write_plain(cell.meaning)}" for cell in row.cells
            ],
            "hovertemplate": "%{customdata}<extra></extra>",
            "name": write_plain(row.label),
            "textfont": {"color": scheme.ink, "size": 15},
            "marker": {
                "symbol": "square",
                "size": 36,
                "color": [_tint(scheme.colour(row.family), cell.share) for cell in row.cells],
                "line": {"color": scheme.line, "width": 1},
            },
        }
        for place, row in enumerate(figure.rows)
    ]
    return data, _lay_out_strip(figure)


def _tint(colour: str, share: float | None) -> str:
    """Thin a colour by how much is done; what is not answered has none."""
    low, high = _TINTS
    alpha = 0.0 if share is None else low + (high - low) * share
    red, green, blue = (int(colour[at : at + 2], 16) for at in (1, 3, 5))
    return f"rgba({red},{green},{blue},{alpha:.2f})"


def _lay_out_strip(figure: Strip) -> Json:
    rtl = figure.direction == "rtl"
    widest = max((len(row.cells) for row in figure.rows), default=1)
    ends = [-0.6, widest - 0.4]
    return {
        "height": 80 + 56 * len(figure.rows),
        "showlegend": False,
        "xaxis": {"range": ends[::-1] if rtl else ends, "visible": False, "fixedrange": True},
        "yaxis": {
            "range": [len(figure.rows) - 0.5, -0.5],
            "tickvals": list(range(len(figure.rows))),
            "ticktext": [break_lines(row.label) for row in figure.rows],
            "side": "right" if rtl else "left",
            "automargin": True,
            "showgrid": False,
            "zeroline": False,
            "fixedrange": True,
        },
    }
