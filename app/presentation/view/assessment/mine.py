"""The questions assigned to somebody, by topic, with what is still to be done."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Final

from app.presentation.language import N_, Phrase
from app.presentation.number import show_date
from app.presentation.view.page import Page, find_pages, questions_on
from app.presentation.view.wording import Wording
from app.response import Answers

STATUS: Final[Mapping[str, str]] = {
    "answered": N_("Answered"),
    "unknown": N_("Not known"),
    "not-applicable": N_("Does not apply"),
    "blank": N_("Not answered"),
    "to-confirm": N_("To be confirmed"),
}


@dataclass(frozen=True, slots=True)
class OwnQuestion:
    """One question assigned to somebody: what became of it, and until when it is to be answered."""

    id: str
    text: Phrase
    status: str
    is_open: bool
    due: str
    is_overdue: bool


@dataclass(frozen=True, slots=True)
class OwnTopic:
    """The questions of a page that are assigned to somebody."""

    page: Page
    pillar: Phrase
    questions: tuple[OwnQuestion, ...]


@dataclass(frozen=True, slots=True)
class OwnQuestions:
    """All of them; `following` is page and question to go on with, None where all is done."""

    topics: tuple[OwnTopic, ...]
    following: tuple[str, str] | None
    open_count: int
    count: int


def build_own_questions(
    wording: Wording,
    answers: Answers,
    due: Mapping[str, date | None],
    *,
    to_confirm: frozenset[str],
    today: date,
) -> OwnQuestions:
    """List the questions of `due` that are asked now, each with its day."""
    topics = []
    for page in find_pages(wording):
        rows = []
        for question in questions_on(wording, page, answers):
            if question.id not in due:
                continue
            state = "to-confirm" if question.id in to_confirm else answers.state(question.id)
            day = due[question.id]
            is_open = state in {"blank", "to-confirm"}
            rows.append(
                OwnQuestion(
                    question.id,
                    wording.phrase(question.text),
                    wording.translator.gettext(STATUS[state]),
                    is_open,
                    show_date(day, wording.translator) if day else "",
                    is_open and day is not None and day < today,
                )
            )
        if rows:
            topics.append(OwnTopic(page, wording.phrase(page.pillars[0].title), tuple(rows)))
    return _sum(tuple(topics))


def _sum(topics: tuple[OwnTopic, ...]) -> OwnQuestions:
    open_ones = [
        (topic.page.id, row.id) for topic in topics for row in topic.questions if row.is_open
    ]
    count = sum(len(topic.questions) for topic in topics)
    return OwnQuestions(topics, open_ones[0] if open_ones else None, len(open_ones), count)
