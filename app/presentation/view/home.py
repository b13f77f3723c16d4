"""What the first page shows: the form that begins a check, and the toolkits to choose from."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final

from app.presentation.collation import sort_names
from app.presentation.language import Phrase, Translator
from app.presentation.view.status import mark_of
from app.presentation.view.wording import Wording
from app.reference import Reference

SECONDS_A_QUESTION: Final = 25
BY_DATA: Final = "by-data"


@dataclass(frozen=True, slots=True)
class Choice:
    """One thing to choose from a list."""

    value: str
    name: Phrase


@dataclass(frozen=True, slots=True)
class ParameterChoice:
    """What a toolkit must be told before its first question, with its options."""

    id: str
    title: Phrase
    options: tuple[Choice, ...]


@dataclass(frozen=True, slots=True)
class ToolkitCard:
    """A toolkit as the first page shows it; `mark` is a message id, empty for a final one."""

    id: str
    title: Phrase
    summary: Phrase
    version: str
    questions: int
    minutes: int
    has_data: bool
    mark: str

    @property
    def choice(self) -> Choice:
        """The toolkit in a list to choose from."""
        return Choice(self.id, self.title)


def estimate_minutes(questions: int) -> int:
    """Estimate how many minutes a number of questions takes, 25 seconds each, one at least."""
    return max(1, round(questions * SECONDS_A_QUESTION / 60))


def build_card(wording: Wording) -> ToolkitCard:
    """Build the card of a toolkit."""
    toolkit = wording.toolkit
    asked = sum(1 for question in toolkit.questions if question.quick_check)
    return ToolkitCard(
        id=toolkit.id,
        title=wording.phrase(toolkit.title),
        summary=wording.phrase(toolkit.summary),
        version=toolkit.version,
        questions=asked,
        minutes=estimate_minutes(asked),
        has_data=toolkit.index(BY_DATA) is not None,
        mark=mark_of(toolkit),
    )


def list_cards(wordings: Iterable[Wording]) -> tuple[ToolkitCard, ...]:
    """Build the cards of toolkits, those that begin with published figures first."""
    return tuple(sorted(map(build_card, wordings), key=lambda card: not card.has_data))


def list_countries(reference: Reference, translator: Translator) -> tuple[Choice, ...]:
    """List the countries by name, as the reader's language sorts them."""
    choices = [
        Choice(iso3, Phrase(item.name(translator.code), item.name_language(translator.code)))
        for iso3, item in reference.countries.items()
    ]
    return tuple(sort_names(choices, translator.code, name=lambda choice: choice.name.text))


def list_parameters(wording: Wording) -> tuple[ParameterChoice, ...]:
    """List what a toolkit must be told first."""
    return tuple(
        ParameterChoice(
            name,
            wording.phrase(parameter.title),
            tuple(
                Choice(option, wording.phrase(item.title))
                for option, item in parameter.options.items()
            ),
        )
        for name, parameter in wording.toolkit.parameters.items()
        if parameter.required
    )
