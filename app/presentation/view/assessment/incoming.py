"""Answers that come from elsewhere as a page shows them beforehand: what each would do."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Final, Literal

from app.definition.question import Question
from app.presentation.language import N_, Phrase
from app.presentation.view.answer import say_answer
from app.presentation.view.wording import Wording
from app.response import Answer, Message

Kind = Literal["new", "changed", "conflict", "same", "closed", "dropped"]
WRITTEN: Final = frozenset({"new", "changed"})
"""What is written without being asked about."""

KINDS: Final[Mapping[Kind, str]] = {
    "conflict": N_("Another answer stands here: choose"),
    "changed": N_("Takes the place of what stands here"),
    "new": N_("New here"),
    "dropped": N_("Can’t be taken over"),
    "closed": N_("Not assigned to you: left out"),
    "same": N_("The same as what stands here"),
}
"""What an answer would do, in the order in which a page lists them."""


@dataclass(frozen=True, slots=True)
class Incoming:
    """One answer from elsewhere, and the one that stands.

    Attributes:
        kind: What it would do.
        answer: As it would be written; a dropped one as it was.
        standing: What stands, if anything does.
        is_marked: Whether it is to be confirmed once it is written.
        reason: Why it can't be taken over.
    """

    kind: Kind
    answer: Answer
    standing: Answer | None
    is_marked: bool = False
    reason: Message | None = None


@dataclass(frozen=True, slots=True)
class IncomingRow:
    """One of them in words."""

    id: str
    question: Phrase
    incoming: Phrase
    standing: Phrase
    notes: tuple[str, str]
    is_marked: bool
    reason: str


@dataclass(frozen=True, slots=True)
class IncomingGroup:
    """Those that would do the same."""

    kind: Kind
    title: str
    rows: tuple[IncomingRow, ...]


def build_incoming(
    source: Wording, target: Wording, found: Iterable[Incoming]
) -> tuple[IncomingGroup, ...]:
    """Group answers by what they would do; `source` words those that can't be taken over."""
    items = list(found)
    groups = (
        IncomingGroup(
            kind,
            target.translator.gettext(title),
            tuple(
                _row(source if kind == "dropped" else target, item)
                for item in items
                if item.kind == kind
            ),
        )
        for kind, title in KINDS.items()
    )
    return tuple(group for group in groups if group.rows)


def _row(wording: Wording, item: Incoming) -> IncomingRow:
    question = _find(wording, item.answer.question)
    reason = item.reason
    return IncomingRow(
        item.answer.question,
        wording.phrase(question.text) if question else Phrase(item.answer.question),
        _say(wording, question, item.answer),
        _say(wording, question, item.standing),
        (item.answer.note, item.standing.note if item.standing else ""),
        item.is_marked,
        wording.translator.gettext(reason.text, **reason.params) if reason else "",
    )


def _find(wording: Wording, question_id: str) -> Question | None:
    try:
        return wording.toolkit.question(question_id)
    except KeyError:
        return None


def _say(wording: Wording, question: Question | None, answer: Answer | None) -> Phrase:
    if question is None or answer is None:
        return Phrase("", wording.translator.code)
    return say_answer(wording, question, answer)
