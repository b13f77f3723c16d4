"""What a workshop's report is made from, as plain facts: nothing in it tells who said what.

What a room said stands here as it was shown to the room, under the rule of five; names stand in the
list of participants alone, and only where the session was held with names.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Literal

from app.presentation.language import Translator
from app.presentation.report.material import Material
from app.presentation.view.assessment.goal import Goal
from app.presentation.view.wording import Wording
from app.presentation.view.workshop.action import Action
from app.response import Answer
from app.response.workshop.board import Board
from app.response.workshop.feedback import Summary
from app.response.workshop.rating import Ranking
from app.response.workshop.table import Phase

Outcome = Literal["agreed", "reservation", "none"]


@dataclass(frozen=True, slots=True)
class Group:
    """A part of the participants and how many they are; an empty name stands for all others."""

    name: str
    count: int


@dataclass(frozen=True, slots=True)
class Person:
    """Somebody who took part in a session held with names; the role may be empty."""

    name: str
    role: str


@dataclass(frozen=True, slots=True, kw_only=True)
class People:
    """Who took part.

    Attributes:
        count: how many joined, whatever became of them.
        planned: how many were to come.
        on_paper: how many of them answered on paper.
        simulated: how many of them are none, in a workshop for practice.
        erased: how many took their details out.
        named: those with names, in a session held with names.
        groups: by `role`, `sector`, `sex` and `region`, what was asked; nothing of one where that
            would tell on somebody.
    """

    count: int
    planned: int
    on_paper: int = 0
    simulated: int = 0
    erased: int = 0
    named: tuple[Person, ...] = ()
    groups: Mapping[str, tuple[Group, ...]]


@dataclass(frozen=True, slots=True)
class Asking:
    """One time a question was asked and shown.

    Attributes:
        round: the how manieth time, from 1.
        board: what was said, shown from five answers on.
        place: its place by disagreement among those shown of its pillar; None in earlier rounds.
        comments: without a name, in the order of their words.
    """

    round: int
    board: Board
    place: tuple[int, int] | None
    comments: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Agreement:
    """What a table agreed; `answer` is None where there is no agreement.

    `note` is the reservation, why there is no agreement, or how the answer is meant; `minority` a
    view some keep, with the answer it supports if it supports one.
    """

    outcome: Outcome
    answer: Answer | None
    note: str
    minority: str
    minority_answer: Answer | None
    is_confirmed: bool


@dataclass(frozen=True, slots=True)
class Promise:
    """Evidence somebody promised to bring, until when if that was said."""

    title: str
    promised_by: str
    due: date | None


@dataclass(frozen=True, slots=True)
class Talk:
    """What became of one question: every asking that was shown, what was agreed, and what else."""

    question: str
    pillar: str
    phase: Phase
    askings: tuple[Asking, ...] = ()
    agreement: Agreement | None = None
    note: str = ""
    promises: tuple[Promise, ...] = ()

    @property
    def is_shown(self) -> bool:
        """Whether the room ever saw what it said to it."""
        return bool(self.askings)


@dataclass(frozen=True, slots=True)
class Seating:
    """A table: its number, its name if it has one, and the ids of its pillars."""

    number: int
    name: str
    pillars: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Minutes:
    """All that goes into the report of one workshop.

    Attributes:
        base: unit, wording and, where anything was agreed that has points, the scores of it.
        title: the workshop's.
        language: of what was typed in the room.
        kind: `assessment`, `stand-alone` or `practice`.
        anonymity: `named`, `role` or `anonymous`.
        place, day: where and when, as planned; empty and None where nobody said.
        last_day: of the last act in the room, by which the report is dated.
        is_over: whether the workshop has ended; before that the report is a draft.
        talks: every question the room was to talk about, in the toolkit's order.
        goals: by question.
        ranking: what the room rated, with as much of the ratings as it saw.
    """

    base: Material
    title: str
    language: str
    kind: str
    anonymity: str
    place: str
    day: date | None
    last_day: date
    is_over: bool
    seating: tuple[Seating, ...]
    people: People
    talks: tuple[Talk, ...]
    goals: Mapping[str, Goal]
    ranking: Ranking
    actions: tuple[Action, ...]
    feedback: Summary

    @property
    def wording(self) -> Wording:
        """The toolkit's texts for the reader."""
        return self.base.wording

    @property
    def translator(self) -> Translator:
        """Speaks the report's language."""
        return self.base.translator

    @property
    def shown(self) -> tuple[Talk, ...]:
        """The questions the room saw its answers to."""
        return tuple(talk for talk in self.talks if talk.is_shown)

    @property
    def pillars(self) -> tuple[str, ...]:
        """The pillars of the room, in the toolkit's order."""
        taken = {pillar for seat in self.seating for pillar in seat.pillars}
        return tuple(item.id for item in self.base.toolkit.pillars if item.id in taken)

    def gettext(self, msgid: str, /, **params: object) -> str:
        """Translate a text into the report's language."""
        return self.translator.gettext(msgid, **params)

    def ngettext(self, one: str, many: str, num: int, /, **params: object) -> str:
        """Translate a text that depends on a number."""
        return self.translator.ngettext(one, many, num, **params)
