"""Writes a drawing for a page.

Plain SVG text that browsers shape, classes and no style: the strictest content policy lets it
stand, and the style sheet colours it for light and dark.
"""

from collections.abc import Iterable
from functools import singledispatch

from markupsafe import Markup, escape

from app.presentation.language import add_marks, direction_of_text
from app.presentation.svg.drawing import LINE_HEIGHT, Box, Disc, Drawing, Label, Line, Path, Shape


def number(x: float) -> str:
    """Write a length with one decimal at most."""
    return f"{x:.1f}".removesuffix(".0")


def write_points(shape: Path) -> str:
    """Write the `d` of a path."""
    strokes = (
        "M" + "L".join(f"{number(x)} {number(y)}" for x, y in stroke) for stroke in shape.strokes
    )
    return "".join(strokes) + ("Z" if shape.closed else "")


@singledispatch
def write_geometry(shape: Shape) -> str:
    """Write the element of a shape without its end: name and geometry."""
    raise TypeError(f"not a shape: {shape!r}")


@write_geometry.register
def _(shape: Line) -> str:
    (x1, y1), (x2, y2) = shape.start, shape.end
    return f'<line x1="{number(x1)}" y1="{number(y1)}" x2="{number(x2)}" y2="{number(y2)}"'


@write_geometry.register
def _(shape: Box) -> str:
    (x, y), (width, height) = shape.corner, shape.size
    radius = f' rx="{number(shape.radius)}"' if shape.radius else ""
    return (
        f'<rect x="{number(x)}" y="{number(y)}" width="{number(width)}" '
        f'height="{number(height)}"{radius}'
    )


@write_geometry.register
def _(shape: Disc) -> str:
    x, y = shape.centre
    return f'<circle cx="{number(x)}" cy="{number(y)}" r="{number(shape.radius)}"'


@write_geometry.register
def _(shape: Path) -> str:
    return f'<path d="{write_points(shape)}"'


def write_shapes(shapes: Iterable[Shape]) -> str:
    """Write shapes with their roles as classes."""
    return "".join(f'{write_geometry(shape)} class="{escape(shape.role)}"/>' for shape in shapes)


def _write_line(line: str) -> str:
    """Write a line; one that runs from right to left is kept whole, its last comma at its end."""
    if direction_of_text(line) == "rtl":
        line = add_marks(line, "auto")
    return escape(line)


def _write_label(label: Label) -> str:
    x, y = number(label.place[0]), number(label.place[1])
    head = f'<text x="{x}" y="{y}" text-anchor="{label.anchor}" class="{escape(label.role)}">'
    if len(label.lines) == 1:
        return f"{head}{_write_line(label.lines[0])}</text>"
    step = label.size * LINE_HEIGHT
    spans = "".join(
        f'<tspan x="{x}" y="{number(label.place[1] + place * step)}">{_write_line(line)}</tspan>'
        for place, line in enumerate(label.lines)
    )
    return f"{head}{spans}</text>"


def write_screen(
    drawing: Drawing, prefix: str, *, title: str, summary: str, classes: str
) -> Markup:
    """Write a drawing as an SVG picture with a name and a description.

    Args:
        drawing: already mirrored where it has to be.
        prefix: begins the ids of name and description.
        title: the picture's name.
        summary: what it shows, in a sentence.
        classes: of the SVG element.
    """
    box = f"0 0 {number(drawing.width)} {number(drawing.height)}"
    texts = "".join(_write_label(label) for label in drawing.labels)
    return Markup(  # noqa: S704  # numbers, and texts escaped one by one
        f'<svg viewBox="{box}" role="img" aria-labelledby="{prefix}-title {prefix}-desc" '
        f'class="{escape(classes)}"><title id="{prefix}-title">{escape(title)}</title>'
        f'<desc id="{prefix}-desc">{escape(summary)}</desc>'
        f"{write_shapes(drawing.shapes)}{texts}</svg>"
    )
