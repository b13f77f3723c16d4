"""One cell of a strip: a tint, and a meter that says the same without colour."""

from app.presentation.svg.drawing import Box, Point, Shape

_TINTS = 4


def draw_cell(corner: Point, size: Point, share: float | None, family: str) -> tuple[Shape, ...]:
    """Draw a cell and, where something is answered, its meter along the lower edge."""
    (x, y), (width, height) = corner, size
    if share is None:
        return (Box(corner, size, "cell empty", 2),)
    meter = height * 0.09
    foot = (x, y + height - meter)
    shapes: list[Shape] = [
        Box(corner, size, f"cell s{round(share * _TINTS)} {family}".rstrip()),
        Box(foot, (width, meter), "meterbase"),
    ]
    if share > 0:
        shapes.append(Box(foot, (width * share, meter), f"meterfill {family}".rstrip()))
    return tuple(shapes)
