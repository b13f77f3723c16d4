"""The change since the last round, by node, and what it comes from."""

from dataclasses import dataclass

from app.definition.toolkit import TOTAL
from app.presentation.language import Phrase
from app.presentation.number import show_date, show_gain
from app.presentation.report.team import Previous
from app.presentation.view.assessment.naming import name_round, say_period
from app.presentation.view.wording import Wording


@dataclass(frozen=True, slots=True)
class ChangeRow:
    """The change of one node: in all, by answers, by rules, and what can't be compared."""

    title: Phrase
    family: str
    total: str
    answers: str
    rules: str
    not_comparable: str


@dataclass(frozen=True, slots=True)
class ChangeView:
    """The changes since a round, and a sentence that says which round."""

    since: str
    rows: tuple[ChangeRow, ...]
    is_same_version: bool


def build_changes(wording: Wording, previous: Previous) -> ChangeView:
    """Say the changes of the whole and of each pillar."""
    translator = wording.translator
    whole = Phrase(translator.gettext("The whole"), translator.code)
    named = [(TOTAL, whole, "")]
    named += [
        (pillar.id, wording.phrase(pillar.title), pillar.family)
        for pillar in wording.toolkit.pillars
    ]
    rows = tuple(
        ChangeRow(
            title,
            family,
            *(
                show_gain(float(getattr(previous.changes[name], part)), translator)
                for part in ("total", "answers", "rules", "not_comparable")
            ),
        )
        for name, title, family in named
        if name in previous.changes
    )
    return ChangeView(say_previous(wording, previous), rows, previous.is_same_version)


def say_previous(wording: Wording, previous: Previous) -> str:
    """Name the last round, its period and the day it was approved."""
    translator = wording.translator
    period = say_period(*previous.period, translator)
    words = {
        "round": name_round(previous.round, translator),
        "day": show_date(previous.approved_on, translator),
    }
    if not period:
        return translator.gettext("%(round)s, approved on %(day)s", **words)
    return translator.gettext("%(round)s (%(period)s), approved on %(day)s", period=period, **words)
