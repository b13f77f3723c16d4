"""The matrix of priorities of a plan: what its actions change and what they take."""

from collections.abc import Iterable
from typing import Final

from app.presentation.figure import Item, Matrix, MatrixWords
from app.presentation.language import N_, Phrase, Translator
from app.presentation.report.team import PlanLine
from app.presentation.view.assessment.plan import DROPPED, PlanAction, say_action
from app.presentation.view.wording import Wording

HIGH: Final = 4
LOW: Final = 2
_CORNERS: Final = (
    N_("Do first"),
    N_("Prepare well"),
    N_("When there is time"),
    N_("Think again"),
)
"""High impact: little effort, great effort; low impact: little effort, great effort."""


def build_matrix(wording: Wording, actions: Iterable[PlanAction | PlanLine]) -> Matrix | None:
    """Build the figure of the actions whose impact and effort were judged; None without any."""
    say = wording.translator.gettext
    items = tuple(_place(wording, action) for action in actions if _is_judged(action))
    if not items:
        return None
    return Matrix(
        id="priorities",
        title=say("Priorities by impact and effort"),
        summary=_sum_up(items, wording.translator),
        items=items,
        words=MatrixWords(
            label=say("Number"),
            name=say("Action"),
            corner=say("Corner"),
            across=say("Effort"),
            up=say("Impact"),
            corners=(say(_CORNERS[0]), say(_CORNERS[1]), say(_CORNERS[2]), say(_CORNERS[3])),
        ),
        direction=wording.translator.direction,
    )


def _sum_up(items: tuple[Item, ...], translator: Translator) -> str:
    """Say how many there are, and which stand in each corner."""
    count = translator.ngettext(
        "%(num)s action by its impact and the effort it takes.",
        "%(num)s actions by their impact and the effort they take.",
        len(items),
    )
    corners = [translator.gettext(corner) for corner in _CORNERS]
    found = {name: [item.label for item in items if item.corner == name] for name in corners}
    said = [
        translator.gettext("%(corner)s: %(numbers)s.", corner=name, numbers=translator.join(labels))
        for name, labels in found.items()
        if labels
    ]
    return translator.gap.join([count, *said])


def _is_judged(action: PlanAction | PlanLine) -> bool:
    return action.status != DROPPED and bool(action.impact and action.effort)


def _place(wording: Wording, action: PlanAction | PlanLine) -> Item:
    impact, effort = action.impact or 0, action.effort or 0
    text = say_action(wording, action)
    name = text.as_text(wording.translator) if isinstance(text, Phrase) else text
    corner = name_corner(impact, effort)
    label = wording.translator.gettext(corner) if corner else ""
    return Item(str(action.number), name, effort, impact, label)


def name_corner(impact: int, effort: int) -> str:
    """Give the corner two marks stand in, as a message id; empty for what is between."""
    if LOW < impact < HIGH or LOW < effort < HIGH:
        return ""
    return _CORNERS[(0 if impact >= HIGH else 2) + (1 if effort >= HIGH else 0)]
