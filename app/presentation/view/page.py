"""The pages of a quick-check: one for each pillar, or for each family where pillars are many."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Final

from app.definition.question import Question
from app.definition.toolkit import Pillar
from app.definition.translation.place import JoinedText
from app.presentation.language import Phrase
from app.presentation.view.wording import FAMILY_TITLES, Wording
from app.response import Answers, questions_for

MOST_PILLAR_PAGES: Final = 5
"""With more pillars than this a page holds a family, so that nobody walks through eight pages."""


@dataclass(frozen=True, slots=True)
class Page:
    """One page of questions. Its id is the pillar's or the family's."""

    id: str
    title: Phrase
    definition: Phrase
    family: str
    pillars: tuple[Pillar, ...]


@lru_cache(maxsize=256)
def find_pages(wording: Wording) -> tuple[Page, ...]:
    """Give the pages of a toolkit's quick-check in order; those without questions left out."""
    setting = wording.setting
    listed = {item.pillar.id for item in questions_for(wording.toolkit, Answers(), setting)}
    pillars = [pillar for pillar in wording.toolkit.pillars if pillar.id in listed]
    if len(pillars) <= MOST_PILLAR_PAGES:
        return tuple(
            Page(
                pillar.id,
                wording.phrase(pillar.title),
                wording.phrase(pillar.definition),
                pillar.family,
                (pillar,),
            )
            for pillar in pillars
        )
    return tuple(
        page for family in FAMILY_TITLES if (page := _family_page(wording, family, pillars))
    )


def _family_page(wording: Wording, family: str, pillars: list[Pillar]) -> Page | None:
    own = tuple(pillar for pillar in pillars if pillar.family == family)
    if not own:
        return None
    title = Phrase(wording.family_title(family), wording.translator.code)
    definition = wording.phrase(JoinedText((pillar.title for pillar in own), "; "))
    return Page(family, title, definition, family, own)


def find_page(wording: Wording, page_id: str) -> Page | None:
    """Give a page by its id."""
    return next((page for page in find_pages(wording) if page.id == page_id), None)


def questions_on(wording: Wording, page: Page, answers: Answers) -> tuple[Question, ...]:
    """Give the questions that are asked on a page now, in order."""
    return _sort_questions(wording, answers)[page.id]


def _sort_questions(wording: Wording, answers: Answers) -> dict[str, tuple[Question, ...]]:
    """Give the questions that are asked now by page."""
    pages = {pillar.id: page.id for page in find_pages(wording) for pillar in page.pillars}
    asked = [
        item
        for item in questions_for(wording.toolkit, answers, wording.setting)
        if item.status == "asked"
    ]
    by_page: dict[str, list[Question]] = {}
    for item in asked:
        by_page.setdefault(pages[item.pillar.id], []).append(item.question)
    return {page.id: tuple(by_page.get(page.id, ())) for page in find_pages(wording)}


@dataclass(frozen=True, slots=True)
class Step:
    """One page as the progress bar shows it."""

    id: str
    title: Phrase
    family: str
    dealt_with: int
    asked: int
    is_now: bool

    @property
    def is_done(self) -> bool:
        """Whether every question of the page is dealt with."""
        return self.dealt_with >= self.asked


def find_steps(wording: Wording, answers: Answers, now: str | None) -> tuple[Step, ...]:
    """Give all pages with how far each is; `now` is the id of the page that is open."""
    by_page = _sort_questions(wording, answers)
    return tuple(
        Step(
            page.id,
            page.title,
            page.family,
            sum(answers.state(question.id) != "blank" for question in by_page[page.id]),
            len(by_page[page.id]),
            page.id == now,
        )
        for page in find_pages(wording)
    )


def number_questions(wording: Wording, answers: Answers) -> Mapping[str, int]:
    """Number the questions that are asked now, from 1 on, over all pages."""
    by_page = _sort_questions(wording, answers)
    questions = (question for listed in by_page.values() for question in listed)
    return {question.id: number for number, question in enumerate(questions, 1)}
