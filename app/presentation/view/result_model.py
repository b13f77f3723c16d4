"""What the result shows, as types, and what all parts of it are built with."""

from collections.abc import Mapping
from dataclasses import dataclass

from app.definition.toolkit import Pillar
from app.presentation.figure import Profile, Radar, Strip
from app.presentation.language import Phrase
from app.presentation.view.outcome import Outcome
from app.presentation.view.wording import Wording
from app.reference import Country
from app.response import Answers
from app.scoring import NodeScore, Scores


@dataclass(frozen=True, slots=True)
class QuestionResult:
    """One question with what was answered and what comes next."""

    id: str
    number: int
    text: Phrase
    pillar: str
    pillar_title: Phrase
    family: str
    state: str
    answer: Phrase
    level: int | None
    highest: int
    level_name: Phrase
    score: str
    points: float | None
    next_state: Phrase
    action: Phrase
    reason: str
    note: str
    link: str
    is_published: bool
    references: tuple[tuple[str, tuple[str, ...]], ...]


@dataclass(frozen=True, slots=True)
class Suggestion:
    """One action that would raise the score; `action` is empty where the toolkit names none."""

    question: QuestionResult
    gain: str
    gain_value: float | None
    action: Phrase
    next_state: Phrase
    level: int | None
    next_level: int | None

    @property
    def headline(self) -> Phrase:
        """What stands first: the action, or the question that can be raised."""
        return self.action if self.action.text else self.question.text


@dataclass(frozen=True, slots=True)
class ResultPillar:
    """One pillar by judgement."""

    id: str
    family: str
    title: Phrase
    definition: Phrase
    value: float | None
    low: float | None
    high: float | None
    score: str
    band: Phrase | None
    band_meaning: Phrase
    band_action: Phrase
    coverage: str
    range: str
    counted: str
    status: str
    missing_reason: str
    weakest: QuestionResult | None
    questions: tuple[QuestionResult, ...]


@dataclass(frozen=True, slots=True)
class FamilyRow:
    """One family by judgement beside published figures."""

    family: str
    title: str
    own: str
    data: str
    own_value: float | None
    data_value: float | None
    gap: str
    is_apart: bool


@dataclass(frozen=True, slots=True)
class ViewRow:
    """Another reading of the same answers, such as readiness for one aim."""

    id: str
    title: Phrase
    score: str
    counted: str


@dataclass(frozen=True, slots=True)
class Contradict:
    """What does not fit together."""

    say: Phrase
    questions: tuple[QuestionResult, ...]


@dataclass(frozen=True, slots=True)
class Tally:
    """How many questions are in which state."""

    asked: int
    answered: int
    unknown: int
    not_applicable: int
    blank: int
    published: int
    with_note: int
    with_link: int


@dataclass(frozen=True, slots=True)
class ResultView:
    """Everything the result page shows, and most of the report."""

    country: str
    country_name: str
    toolkit_title: Phrase
    standing: str
    held_back: str
    value: float | None
    total: str
    band: Phrase | None
    band_meaning: Phrase
    next_step: Phrase
    coverage: str
    range: str
    counted: str
    mode: str
    answered_words: str
    published_words: str
    missing_reason: str
    tally: Tally
    pillars: tuple[ResultPillar, ...]
    families: tuple[FamilyRow, ...]
    views: tuple[ViewRow, ...]
    suggestions: tuple[Suggestion, ...]
    contradictions: tuple[Contradict, ...]
    find_out: tuple[QuestionResult, ...]
    deeper: tuple[str, ...]
    profile: Profile
    radar: Radar | None
    strip: Strip


@dataclass(frozen=True, slots=True)
class ResultParts:
    """What all parts of the view are built with."""

    wording: Wording
    answers: Answers
    country: Country
    outcome: Outcome
    results: Mapping[str, QuestionResult]

    @property
    def scores(self) -> Scores:
        """The numbers."""
        return self.outcome.scores

    @property
    def country_name(self) -> str:
        """The country's name in the reader's language."""
        return self.country.name(self.wording.translator.code)

    def pillar_scores(self) -> tuple[tuple[Pillar, NodeScore], ...]:
        """Give the pillars that have questions in the check, with their scores."""
        return tuple(
            (pillar, self.scores[pillar.id])
            for pillar in self.wording.toolkit.pillars
            if pillar.id in self.scores.nodes
        )
