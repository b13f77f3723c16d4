"""Draws figures as SVG, for pages and for print, without a browser."""

from functools import singledispatch

from markupsafe import Markup, escape

from app.presentation.figure import Figure, Matrix, Radar, RowFigure, Strip
from app.presentation.svg.drawing import Drawing
from app.presentation.svg.key import list_entries
from app.presentation.svg.matrix import lay_out_matrix
from app.presentation.svg.metrics import NARROW, PRINT, WIDE, Metrics
from app.presentation.svg.paper import write_paper
from app.presentation.svg.radar import lay_out_radar
from app.presentation.svg.screen import write_screen, write_shapes
from app.presentation.svg.strip import lay_out_strip
from app.presentation.svg.track import lay_out_rows

__all__ = ["render_figure", "render_key", "render_print", "render_svg"]


@singledispatch
def _lay_out(figure: Figure, metrics: Metrics) -> Drawing:
    raise TypeError(f"no drawing for {type(figure).__name__} in {metrics.width}")


_lay_out.register(RowFigure, lay_out_rows)
_lay_out.register(Radar, lay_out_radar)
_lay_out.register(Strip, lay_out_strip)
_lay_out.register(Matrix, lay_out_matrix)


def _draw(figure: Figure, metrics: Metrics) -> Drawing:
    drawing = _lay_out(figure, metrics)
    return drawing.mirror() if figure.direction == "rtl" else drawing


def render_svg(figure: Figure, *, narrow: bool = False) -> Markup:
    """Draw a figure for a page, with its texts.

    The wide and the narrow drawing may stand in one page: the style sheet shows one of them, and
    what is not displayed is not read out, so each has its own name, description and ids.
    """
    kind = "narrow" if narrow else "wide"
    return write_screen(
        _draw(figure, NARROW if narrow else WIDE),
        f"{figure.id}-{kind}",
        title=figure.title,
        summary=figure.summary,
        classes=f"figure {kind} {type(figure).__name__.lower()}",
    )


def render_key(figure: Figure) -> Markup:
    """List what the shapes of a figure stand for; empty where nothing needs saying."""
    items = "".join(
        f'<li><svg viewBox="0 0 20 20" aria-hidden="true">{write_shapes(shapes)}</svg>'
        f"{escape(name)}</li>"
        for shapes, name in list_entries(figure)
    )
    return Markup(f'<ul class="key">{items}</ul>' if items else "")  # noqa: S704  # escaped above


def render_figure(figure: Figure) -> Markup:
    """Draw a figure for a page in both widths, with its key."""
    return render_svg(figure) + render_svg(figure, narrow=True) + render_key(figure)


def render_print(figure: Figure) -> Markup:
    """Draw a figure for WeasyPrint, with its key: at most 480 points wide."""
    drawing = _draw(figure, PRINT)
    return write_paper(drawing, summary=figure.summary, direction=figure.direction)
