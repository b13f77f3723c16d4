"""What a report of a team's assessment says beside its answers, as plain facts."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from app.response import Answer
from app.response.workshop.board import Board


@dataclass(frozen=True, slots=True)
class Participant:
    """How many people of one organisation have a role; the organisation may be empty.

    `role` is its name as a message id.
    """

    role: str
    organisation: str
    count: int


@dataclass(frozen=True, slots=True)
class EvidenceLine:
    """One piece of evidence; `kind` is file, link or document, `state` promised to checked."""

    question: str
    kind: str
    state: str
    title: str
    link: str
    page: str


@dataclass(frozen=True, slots=True)
class GoalLine:
    """What a question is to reach by a year; `value` as an answer's value."""

    question: str
    value: object
    year: int
    note: str


@dataclass(frozen=True, slots=True)
class PlanLine:
    """One action of the plan; `due` may be None, texts may be empty.

    `source` is `toolkit` for one of the toolkit's own words, else `own`; impact and effort are 1
    to 5, None where nobody judged them.
    """

    number: int
    question: str
    source: str
    text: str
    owner: str
    partner: str
    due: date | None
    cost: str
    status: str
    indicator: str
    impact: int | None
    effort: int | None


@dataclass(frozen=True, slots=True)
class ChangeLine:
    """A change since the last round and its parts, as shown: of answers, of rules, of neither."""

    total: str
    answers: str
    rules: str
    not_comparable: str


@dataclass(frozen=True, slots=True)
class Previous:
    """The last approved round: its number, its scores by node, and the change of each since then.

    `changes` has the total and the pillars of both; one without a score in both is not in it.
    """

    round: int
    period: tuple[date | None, date | None]
    approved_on: date
    scores: Mapping[str, float | None]
    changes: Mapping[str, ChangeLine]
    is_same_version: bool


@dataclass(frozen=True, slots=True)
class ConsensusLine:
    """An answer a room agreed: in which workshop and when, how it was spread, and what dissented.

    `outcome` is `agreed` or `reservation`; `note` the reservation or how the answer is meant;
    `minority` a view some keep, with the answer it supports if it supports one.
    """

    question: str
    workshop: str
    language: str
    day: date
    outcome: str
    note: str
    minority: str
    minority_answer: Answer | None
    board: Board


@dataclass(frozen=True, slots=True)
class Team:
    """One assessment of a team.

    Attributes:
        state: name of the state it is in, as a message id; "Approved" from approval on, whatever
            comes later.
        approved_on: the day of approval; None before.
        title: its own title; empty where it has none.
        language: of what the team wrote.
        round, period: which round it is, and the time it is about.
        is_assisted: whether an expert from outside assisted.
        participants: by role and organisation.
        evidence, goals, plan: as they stand.
        unproven: questions claimed without evidence.
        evidenced: questions with evidence that is there, or a link.
        to_confirm: questions whose answer nobody confirmed since it was taken over.
        remarks: how many remarks reviewers made, and how many are not decided.
        previous: the last approved round; None for the first.
        consensus: answers that were agreed in a workshop.
    """

    state: str
    approved_on: date | None
    title: str
    language: str
    round: int
    period: tuple[date | None, date | None]
    is_assisted: bool
    participants: tuple[Participant, ...]
    evidence: tuple[EvidenceLine, ...]
    goals: tuple[GoalLine, ...]
    plan: tuple[PlanLine, ...]
    unproven: tuple[str, ...]
    evidenced: tuple[str, ...]
    to_confirm: tuple[str, ...]
    remarks: tuple[int, int]
    previous: Previous | None
    consensus: tuple[ConsensusLine, ...] = ()

    @property
    def is_draft(self) -> bool:
        """Whether nobody approved it yet."""
        return self.approved_on is None
