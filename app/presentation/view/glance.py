"""All questions of a quick-check at a glance, for reading and printing."""

from dataclasses import dataclass

from app.presentation.language import Phrase
from app.presentation.view.page import find_pages
from app.presentation.view.question import Filling, QuestionForm, build_form
from app.presentation.view.wording import Wording
from app.reference import Reference
from app.response import Answers


@dataclass(frozen=True, slots=True)
class GlancePage:
    """One page's questions for reading and printing."""

    title: Phrase
    definition: Phrase
    family: str
    questions: tuple[QuestionForm, ...]


def build_glance(wording: Wording, reference: Reference) -> tuple[GlancePage, ...]:
    """Give all questions of a quick-check as they stand before any answer.

    A question that depends on another one is listed too, since on paper nothing is hidden.
    """
    filling = Filling(Answers(), reference, country="", country_name="")
    pages = []
    for page in find_pages(wording):
        listed = [
            question
            for pillar in page.pillars
            for question in wording.toolkit.questions
            if question.quick_check and wording.toolkit.pillar_of(question.id).id == pillar.id
        ]
        forms = tuple(
            build_form(wording, question, filling, (number, len(listed)))
            for number, question in enumerate(listed, 1)
        )
        pages.append(GlancePage(page.title, page.definition, page.family, forms))
    return tuple(pages)
