"""Writes a drawing for print: shapes as SVG without text, labels as HTML placed over them.

WeasyPrint draws the text of an SVG letter by letter, so Arabic would come out unjoined and
mirrored; as HTML it is shaped, can be searched and copied. Inline styles are in place here: a
report is a file of its own, and no page of the web takes this fragment.
"""

from collections.abc import Mapping
from typing import Final

from markupsafe import Markup, escape

from app.presentation.language import Direction, direction_of_text
from app.presentation.svg.drawing import LINE_HEIGHT, Drawing, Label, Shape
from app.presentation.svg.metrics import is_bold
from app.presentation.svg.screen import number, write_geometry

_INK: Final = "#14202b"
_QUIET: Final = "#55636e"
_LINE: Final = "#d5dce1"
FAMILY_COLOURS: Final[Mapping[str, str]] = {
    "infrastructure": "#0b5394",
    "policy": "#b4530a",
    "management": "#6b3fa0",
    "outreach": "#0a7a68",
}
# Presentation attributes by role, the longest match first; {c} is the family's colour.
_PAINT: Final[Mapping[str, str]] = {
    "band b0": 'fill="#f3f6f8"',
    "band b1": 'fill="#fff"',
    "grid": f'stroke="{_LINE}" stroke-width=".6"',
    "ring": f'fill="none" stroke="{_LINE}" stroke-width=".6"',
    "track": f'stroke="{_LINE}" stroke-width="1"',
    "track missing": f'stroke="{_QUIET}" stroke-width=".8" stroke-dasharray="1.5 3"',
    "stem": 'stroke="{c}" stroke-width="1.4"',
    "bar": 'stroke="{c}" stroke-width="5" stroke-opacity=".35"',
    "dot": 'fill="{c}" stroke="#fff" stroke-width="1"',
    "block": 'fill="{c}"',
    "peer": f'fill="none" stroke="{_QUIET}" stroke-width="1.2"',
    "peer open": f'fill="#fff" stroke="{_QUIET}" stroke-width="1.2"',
    "area": f'fill="{_INK}" fill-opacity=".08" stroke="{_INK}" stroke-width="1.4"',
    "area gap": f'fill="none" stroke="{_INK}" stroke-width="1.4"',
    "outline": f'fill="none" stroke="{_QUIET}" stroke-width=".9"',
    "cell": 'fill="{c}"',
    "cell empty": f'fill="none" stroke="{_QUIET}" stroke-width=".6" stroke-dasharray="2 2"',
    "meterbase": f'fill="{_LINE}"',
    "meterfill": 'fill="{c}"',
}
_TINTS: Final = {"s0": ".06", "s1": ".12", "s2": ".19", "s3": ".27", "s4": ".36"}
_DASHES: Final = ("5 2.5", "1.2 2.2", "8 2 1.5 2", "3 3")
_QUIET_ROLES: Final = frozenset({"small", "tick", "bandname", "cellname"})
# Where the first baseline of a line of Noto Sans lies under the top of its box, in sizes.
_BASELINE: Final = 0.988


def _find_colour(role: str) -> str:
    return next((FAMILY_COLOURS[part] for part in role.split() if part in FAMILY_COLOURS), _INK)


def _paint(role: str) -> str:
    """Give the attributes of a role."""
    parts = role.split()
    base = _PAINT.get(" ".join(parts[:2])) or _PAINT[parts[0]]
    painted = base.replace("{c}", _find_colour(role))
    if parts[0] == "outline":
        painted += f' stroke-dasharray="{_DASHES[int(parts[1][1:]) % len(_DASHES)]}"'
    tint = next((_TINTS[part] for part in parts if part in _TINTS), None)
    return f'{painted} fill-opacity="{tint}"' if tint else painted


def _write_shape(shape: Shape) -> str:
    return f"{write_geometry(shape)} {_paint(shape.role)}/>"


def _write_label(label: Label, drawing: Drawing, direction: Direction) -> str:
    x, y = label.place
    left = x / drawing.width * 100
    top = (y - _BASELINE * label.size) / drawing.height * 100
    place = {
        "start": f"left:{left:.2f}%;text-align:left",
        "middle": f"left:{left:.2f}%;transform:translateX(-50%);text-align:center",
        "end": f"right:{100 - left:.2f}%;text-align:right",
    }[label.anchor]
    role = label.role.split(" ", 1)[0]
    colour = _QUIET if role in _QUIET_ROLES else _find_colour(label.role)
    weight = ";font-weight:700" if is_bold(role) else ""
    run = direction_of_text("".join(label.lines), direction)
    text = "<br>".join(str(escape(line)) for line in label.lines)
    return (
        f'<span dir="{run}" style="position:absolute;{place};top:{top:.2f}%;white-space:nowrap;'
        f'font-size:{number(label.size)}pt;line-height:{LINE_HEIGHT};color:{colour}{weight}">'
        f"{text}</span>"
    )


def write_paper(drawing: Drawing, *, summary: str, direction: Direction) -> Markup:
    """Write a drawing as a box of its own size, a unit being a point.

    Args:
        drawing: already mirrored where it has to be.
        summary: becomes the picture's alternative text in a tagged PDF.
        direction: of the report's language, for texts without a letter.
    """
    width, height = number(drawing.width), number(drawing.height)
    shapes = "".join(map(_write_shape, drawing.shapes))
    labels = "".join(_write_label(label, drawing, direction) for label in drawing.labels)
    return Markup(  # noqa: S704  # numbers, and texts escaped one by one
        f'<div class="figure" style="position:relative;direction:ltr;width:{width}pt;'
        f'height:{height}pt;break-inside:avoid"><svg width="{width}pt" height="{height}pt" '
        f'viewBox="0 0 {width} {height}" role="img"><title>{escape(summary)}</title>'
        f"{shapes}</svg>{labels}</div>"
    )
