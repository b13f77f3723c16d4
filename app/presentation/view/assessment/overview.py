"""What the overview of an assessment shows beside its progress: what it is, its steps, people."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from app.presentation.blank.words import SCOPES
from app.presentation.language import Phrase
from app.presentation.view.assessment.naming import list_people, name_person, say_moment
from app.presentation.view.wording import Wording


class Step(Protocol):
    """One step an assessment took."""

    @property
    def after(self) -> str:
        """The state it led to."""

    @property
    def note(self) -> str:
        """What was said about it."""

    @property
    def changed_by(self) -> str | None:
        """The account that took it."""

    @property
    def changed_at(self) -> datetime:
        """When."""


@dataclass(frozen=True, slots=True)
class StepRow:
    """One step in words."""

    state: str
    person: str
    moment: str
    note: str


@dataclass(frozen=True, slots=True)
class Person:
    """A role with the people who have it."""

    role: str
    people: str


def build_steps(
    steps: Iterable[Step], states: Mapping[str, str], names: Mapping[str, str], *, wording: Wording
) -> tuple[StepRow, ...]:
    """Say the steps; `states` are their names as message ids."""
    translator = wording.translator
    return tuple(
        StepRow(
            translator.gettext(states[step.after]),
            name_person(names, step.changed_by, translator),
            say_moment(step.changed_at, translator),
            step.note,
        )
        for step in steps
    )


def build_people(
    roles: Mapping[str, tuple[str, ...]],
    titles: Mapping[str, str],
    names: Mapping[str, str],
    *,
    wording: Wording,
) -> tuple[Person, ...]:
    """Say who has which role; `titles` are the names of roles as message ids."""
    translator = wording.translator
    return tuple(
        Person(translator.gettext(titles[role]), list_people(names, people, translator))
        for role, people in roles.items()
    )


def list_parameters(wording: Wording) -> tuple[tuple[Phrase, Phrase], ...]:
    """Give scope and parameters as they were chosen, each with its title."""
    translator, toolkit = wording.translator, wording.toolkit
    scope = Phrase(translator.gettext(SCOPES[wording.setting.scope]), translator.code)
    chosen = [
        (
            wording.phrase(toolkit.parameters[name].title),
            wording.phrase(toolkit.parameters[name].options[option].title),
        )
        for name, option in wording.setting.parameters.items()
    ]
    return ((Phrase(translator.gettext("Assessed as"), translator.code), scope), *chosen)
