"""Sizes of the three places a figure is drawn for."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

BOLD: Final = frozenset({"pillar", "value", "axis", "axisvalue", "cellvalue"})
"""Roles whose text is bold."""


@dataclass(frozen=True, slots=True)
class Metrics:
    """Lengths in the drawing's own units, and the sizes of its texts by role.

    Attributes:
        width: of the whole drawing.
        label: the most a row's label may take beside the track.
        note: the most a note may take.
        row: the least height of a row, where there are few and where there are many.
        dot, peer: radii of the marks.
        radar: width of a radar, and the radius of its rings.
        cell: width and height of the cells of a strip.
        stacked: the label stands above its track instead of beside it.
        key: the key belongs into the drawing, because the page can't put it below.
    """

    width: float
    label: float
    note: float
    row: tuple[float, float]
    dot: float
    peer: float
    radar: tuple[float, float]
    cell: tuple[float, float]
    sizes: Mapping[str, float]
    stacked: bool = False
    key: bool = False

    def size(self, role: str) -> float:
        """Give the size of the text of a role."""
        return self.sizes[role]


_SCREEN: Final = {
    "pillar": 16.0,
    "value": 22.0,
    "small": 13.0,
    "tick": 13.0,
    "bandname": 13.0,
    "axis": 14.0,
    "axisvalue": 16.0,
    "cellvalue": 16.0,
    "cellname": 12.0,
}
WIDE: Final = Metrics(900, 250, 140, (62, 50), 10, 6, (640, 150), (84, 50), _SCREEN)
"""A page on a screen with room."""

NARROW: Final = Metrics(300, 220, 110, (70, 70), 9, 6, (300, 104), (56, 48), _SCREEN, stacked=True)
"""A page on a phone: a unit is about a pixel at 320 pixels."""

PRINT: Final = Metrics(
    480,
    132,
    78,
    (34, 28),
    5.6,
    3.6,
    (380, 84),
    (44, 29),
    {
        "pillar": 9.0,
        "value": 13.0,
        "small": 7.5,
        "tick": 7.5,
        "bandname": 7.5,
        "axis": 8.5,
        "axisvalue": 10.0,
        "cellvalue": 9.5,
        "cellname": 7.0,
    },
    key=True,
)
"""Paper: a unit is a point, the width that of an A4 text column."""


def is_bold(role: str) -> bool:
    """Tell whether the text of a role is bold."""
    return role.split(" ", 1)[0] in BOLD
