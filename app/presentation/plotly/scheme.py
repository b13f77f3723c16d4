"""What all charts share: colours, shapes of peers, and texts that Plotly takes as they are."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any, Final

from app.presentation.figure import Shown
from app.presentation.language import add_marks, direction_of_text
from app.presentation.svg.measure import wrap

Json = dict[str, Any]
SYMBOLS: Final = (
    "line-ns-open",
    "x-thin-open",
    "circle-open",
    "diamond-open",
    "square-open",
    "triangle-up-open",
    "triangle-down-open",
    "cross-thin-open",
)
"""Shapes of peers, in the order the drawings use."""


@dataclass(frozen=True, slots=True)
class Scheme:
    """Colours of one scheme; the same as in the style sheet."""

    ink: str
    quiet: str
    line: str
    wash: str
    paper: str
    families: Mapping[str, str]

    def colour(self, family: str) -> str:
        """Give the colour of a family, ink where it has none."""
        return self.families.get(family, self.ink)


LIGHT: Final = Scheme(
    "#14202b",
    "#55636e",
    "#d5dce1",
    "#f3f6f8",
    "#ffffff",
    {
        "infrastructure": "#0b5394",
        "policy": "#b4530a",
        "management": "#6b3fa0",
        "outreach": "#0a7a68",
    },
)
DARK: Final = Scheme(
    "#e8eef2",
    "#a3b1bb",
    "#33424d",
    "#182229",
    "#0f171d",
    {
        "infrastructure": "#5ea7ea",
        "policy": "#f0995a",
        "management": "#b796e8",
        "outreach": "#4cc5b0",
    },
)


_LEGEND: Final[Json] = {"orientation": "h", "y": -0.12, "yanchor": "top"}
LEGEND: Final[Mapping[str, Json]] = {
    "ltr": _LEGEND | {"x": 0, "xanchor": "left"},
    "rtl": _LEGEND | {"x": 1, "xanchor": "right"},
}
"""Where the legend stands, by the way the language runs."""


def write_plain(text: str) -> str:
    """Keep a text from being read as markup, which Plotly knows a little of.

    One that runs from right to left is kept whole: the drawing itself runs the other way.
    """
    if direction_of_text(text) == "rtl":
        text = add_marks(text, "auto")
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


def break_lines(text: str, room: float = 220) -> str:
    """Break a label as the drawings do."""
    return "<br>".join(write_plain(line) for line in wrap(text, room, 14))


def list_texts(shown: Iterable[Shown | None]) -> list[str]:
    """Give the texts that show values, an empty one where there is none."""
    return [write_plain(one.text) if one else "" for one in shown]
