"""What a room thinks of its day: the questions as they are asked, and the answers in sum."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from app.presentation.language import N_, Translator
from app.presentation.number import show_gain, show_number, show_percent
from app.response.workshop.feedback import FIELDS, Given, Share, Summary
from app.response.workshop.priority import HIGHEST, LOWEST

QUESTIONS: Final[Mapping[str, str]] = {
    "useful": N_("How useful was this workshop for you?"),
    "again": N_("Would you answer and discuss questions in this way again?"),
    "before": N_("How well do you know how ready your country is?"),
    "after": N_("How well do you now know how ready your country is?"),
}
_KNOWING: Final = (
    N_("Not at all"),
    N_("A little"),
    N_("Partly"),
    N_("Well"),
    N_("Very well"),
)
MARKS: Final[Mapping[str, tuple[str, ...]]] = {
    "useful": (
        N_("Of no use"),
        N_("Of little use"),
        N_("Of some use"),
        N_("Useful"),
        N_("Very useful"),
    ),
    "again": (
        N_("Certainly not"),
        N_("Rather not"),
        N_("Perhaps"),
        N_("Rather yes"),
        N_("Certainly"),
    ),
    "before": _KNOWING,
    "after": _KNOWING,
}
"""What the marks from 1 to 5 mean, by question."""


@dataclass(frozen=True, slots=True)
class FeedbackMark:
    """One of five to choose."""

    value: int
    text: str
    is_chosen: bool


@dataclass(frozen=True, slots=True)
class FeedbackLine:
    """One question with its marks."""

    name: str
    text: str
    marks: tuple[FeedbackMark, ...]


@dataclass(frozen=True, slots=True)
class FeedbackForm:
    """What is asked of a participant now; `is_saved`: something of it was answered before."""

    lines: tuple[FeedbackLine, ...]
    is_saved: bool


@dataclass(frozen=True, slots=True)
class ShareRow:
    """One mark of a question, and how often it was given."""

    text: str
    count: int
    share: str
    width: float


@dataclass(frozen=True, slots=True)
class ShareView:
    """The answers to one question; without rows they are not shown."""

    text: str
    answers: int
    middle: str
    rows: tuple[ShareRow, ...]


@dataclass(frozen=True, slots=True)
class SummaryView:
    """What a room thought in sum; `mean` is empty where fewer than five answered twice."""

    is_open: bool
    shares: tuple[ShareView, ...]
    pairs: int
    more: int | None
    same: int | None
    less: int | None
    mean: str


def build_feedback_form(
    translator: Translator, asked: tuple[str, ...], own: Given
) -> FeedbackForm | None:
    """Build what is asked now; None where nothing is."""
    if not asked:
        return None
    lines = tuple(_line(translator, name, getattr(own, name)) for name in asked)
    return FeedbackForm(lines, any(getattr(own, name) is not None for name in asked))


def _line(translator: Translator, name: str, chosen: int | None) -> FeedbackLine:
    marks = tuple(
        FeedbackMark(value, translator.gettext(text), value == chosen)
        for value, text in enumerate(MARKS[name], start=LOWEST)
    )
    return FeedbackLine(name, translator.gettext(QUESTIONS[name]), marks)


def read_feedback(fields: Mapping[str, str]) -> dict[str, int | None]:
    """Read what a form sent; what is no mark from 1 to 5 counts as no answer."""
    known = {str(mark): mark for mark in range(LOWEST, HIGHEST + 1)}
    return {name: known.get(fields[name]) for name in FIELDS if name in fields}


def build_summary(translator: Translator, summary: Summary) -> SummaryView:
    """Build the answers in sum."""
    change = summary.change
    return SummaryView(
        is_open=summary.is_open,
        shares=tuple(_share(translator, name, share) for name, share in summary.shares.items()),
        pairs=change.pairs,
        more=change.more,
        same=change.same,
        less=change.less,
        mean=show_gain(change.mean, translator) if change.mean is not None else "",
    )


def _share(translator: Translator, name: str, share: Share) -> ShareView:
    return ShareView(
        text=translator.gettext(QUESTIONS[name]),
        answers=share.answers,
        middle=_say_middle(translator, name, share.middle),
        rows=tuple(
            ShareRow(
                translator.gettext(text),
                count,
                show_percent(count / share.answers, translator),
                100.0 * count / share.answers,
            )
            for text, count in zip(MARKS[name], share.counts or (), strict=False)
        ),
    )


def _say_middle(translator: Translator, name: str, middle: float | None) -> str:
    """Say the middle in words; between two marks in number."""
    if middle is None:
        return ""
    if middle.is_integer():
        return translator.gettext(MARKS[name][int(middle) - LOWEST])
    return show_number(middle, translator, decimals=1)
