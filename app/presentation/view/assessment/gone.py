"""Questions that comments or evidence hang on and that are not asked here any more."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Final

from app.presentation.language import N_, Phrase
from app.presentation.view.page import find_pages
from app.presentation.view.wording import Wording

NOT_THERE: Final = N_("The question is not in this version")
NOT_ASKED: Final = N_("The question is not asked here")


@dataclass(frozen=True, slots=True)
class GoneQuestion:
    """A question that is not asked; its text as it last stood, and a mark that says so."""

    id: str
    text: Phrase
    mark: str


def find_missing(wording: Wording, questions: Iterable[str]) -> tuple[str, ...]:
    """Give those of some questions that an assessment does not ask, each once."""
    asked = {name for page in find_pages(wording) for name in page.questions}
    return tuple(name for name in dict.fromkeys(questions) if name and name not in asked)


def name_gone(wordings: Sequence[Wording], questions: Iterable[str]) -> tuple[GoneQuestion, ...]:
    """Name questions by the first version that knows them: the present one, then former ones.

    One that no version knows is named by its id.
    """
    return tuple(_name(wordings, question) for question in questions)


def _name(wordings: Sequence[Wording], question: str) -> GoneQuestion:
    translator = wordings[0].translator
    say = translator.gettext
    for number, wording in enumerate(wordings):
        if any(item.id == question for item in wording.toolkit.questions):
            text = wording.phrase(wording.toolkit.question(question).text)
            return GoneQuestion(question, text, say(NOT_THERE if number else NOT_ASKED))
    return GoneQuestion(question, Phrase(question, translator.code), say(NOT_THERE))
