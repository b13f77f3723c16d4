"""What the page of an answer's history shows: every version in words, the newest first."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Final, Protocol

from app.definition.question import Question
from app.presentation.language import N_, Phrase
from app.presentation.view.answer import say_answer
from app.presentation.view.assessment.naming import name_person, say_moment
from app.presentation.view.wording import Wording
from app.response import Answer

ACTS: Final[Mapping[str, str]] = {
    "save": N_("Answered"),
    "undo": N_("Went back to an older answer"),
    "round": N_("Taken over from the last round"),
    "claim": N_("Taken over from a quick-check"),
    "move": N_("Moved to another version of the toolkit"),
    "import": N_("Read from a workbook"),
    "consensus": N_("Agreed by the group"),
}
"""What made a version."""


class Stood(Protocol):
    """One answer that stood, with what made it."""

    @property
    def answer(self) -> Answer:
        """The answer."""

    @property
    def act(self) -> str:
        """What made it."""

    @property
    def why(self) -> str:
        """Why, if that was said."""

    @property
    def saved_by(self) -> str | None:
        """The account that saved it."""

    @property
    def saved_at(self) -> datetime:
        """When."""

    @property
    def to_confirm(self) -> bool:
        """Whether it was still to be confirmed."""

    @property
    def fits(self) -> bool:
        """Whether the toolkit would take it now."""


@dataclass(frozen=True, slots=True)
class HistoryRow:
    """One version: its number, what made it, who and when, and the answer in words."""

    version: int
    act: str
    person: str
    moment: str
    answer: Phrase
    reason: str
    note: str
    link: str
    why: str
    is_published: bool
    to_confirm: bool
    fits: bool


def build_history(
    wording: Wording, question: Question, versions: Iterable[Stood], names: Mapping[str, str]
) -> tuple[HistoryRow, ...]:
    """Say every version of an answer."""
    return tuple(_build_row(wording, question, stood, names) for stood in versions)


def _build_row(
    wording: Wording, question: Question, stood: Stood, names: Mapping[str, str]
) -> HistoryRow:
    translator, answer = wording.translator, stood.answer
    return HistoryRow(
        version=answer.version,
        act=translator.gettext(ACTS.get(stood.act, stood.act)),
        person=name_person(names, stood.saved_by, translator),
        moment=say_moment(stood.saved_at, translator),
        answer=say_answer(wording, question, answer),
        reason=answer.reason,
        note=answer.note,
        link=answer.link,
        why=stood.why,
        is_published=answer.origin == "published",
        to_confirm=stood.to_confirm,
        fits=stood.fits,
    )
