"""What everybody can read of a published assessment, in words."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Final

from app.presentation.language import Phrase
from app.presentation.number import show_date
from app.presentation.report.evidence import KINDS, STATES
from app.presentation.report.team import Team
from app.presentation.view.answer import say_answer
from app.presentation.view.assessment.plan import COSTS, STATUSES, TOOLKIT
from app.presentation.view.wording import Wording
from app.response import Answer

WEB: Final = ("https://", "http://")


@dataclass(frozen=True, slots=True)
class PeopleRow:
    """A role, the organisation of those who have it, and how many they are."""

    role: str
    organisation: str
    count: int


@dataclass(frozen=True, slots=True)
class EvidenceRow:
    """One piece of evidence; `url` is empty where there is none on the web."""

    question: Phrase
    title: str
    page: str
    url: str
    kind: str
    state: str


@dataclass(frozen=True, slots=True)
class GoalRow:
    """One goal."""

    question: Phrase
    goal: Phrase
    year: int
    note: str


@dataclass(frozen=True, slots=True)
class ActionRow:
    """One action of the plan."""

    number: int
    text: Phrase
    owner: str
    partner: str
    due: str
    cost: str
    status: str
    indicator: str


def list_participants(wording: Wording, team: Team) -> tuple[PeopleRow, ...]:
    """Give roles and organisations."""
    say = wording.translator.gettext
    return tuple(
        PeopleRow(say(item.role), item.organisation or say("not named"), item.count)
        for item in team.participants
    )


def list_proofs(wording: Wording, team: Team) -> tuple[EvidenceRow, ...]:
    """Give evidence by question."""
    texts = _texts(wording)
    return tuple(
        EvidenceRow(
            texts[item.question],
            item.title or item.link,
            item.page,
            item.link if item.link.startswith(WEB) else "",
            _say(wording, KINDS, item.kind),
            _say(wording, STATES, item.state),
        )
        for item in team.evidence
        if item.question in texts
    )


def list_goals(wording: Wording, team: Team) -> tuple[GoalRow, ...]:
    """Give the goals."""
    texts = _texts(wording)
    return tuple(
        GoalRow(
            texts[item.question],
            say_answer(
                wording,
                wording.toolkit.question(item.question),
                Answer(item.question, value=item.value),  # type: ignore[arg-type]  # as kept
            ),
            item.year,
            item.note,
        )
        for item in team.goals
        if item.question in texts
    )


def list_actions(wording: Wording, team: Team) -> tuple[ActionRow, ...]:
    """Give the actions of the plan."""
    toolkit = wording.toolkit
    return tuple(
        ActionRow(
            item.number,
            Phrase(item.text, toolkit.language if item.source == TOOLKIT else team.language),
            item.owner,
            item.partner,
            show_date(item.due, wording.translator) if item.due else "",
            _say(wording, COSTS, item.cost),
            _say(wording, STATUSES, item.status),
            item.indicator,
        )
        for item in team.plan
    )


def _texts(wording: Wording) -> Mapping[str, Phrase]:
    return {question.id: wording.phrase(question.text) for question in wording.toolkit.questions}


def _say(wording: Wording, words: Mapping[str, str], name: str) -> str:
    return wording.translator.gettext(words[name]) if name in words else name


def choices_of(pairs: Iterable[tuple[str, str]]) -> tuple[tuple[str, str], ...]:
    """Give options of a filter once each, by name."""
    return tuple(sorted(dict(pairs).items(), key=lambda pair: pair[1]))
