"""The pages questions stand on.

A quick-check has one for each pillar, or for each family where pillars are many; all questions of a
toolkit have one for each topic that holds questions, and for a pillar that does itself.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Final

from app.definition.question import Question
from app.definition.toolkit import Pillar, Topic, walk
from app.definition.translation.place import JoinedText
from app.presentation.language import Phrase
from app.presentation.view.wording import FAMILY_TITLES, Wording
from app.response import Answers, Asked, questions_for

MOST_PILLAR_PAGES: Final = 5
"""With more pillars than this a page holds a family, so that nobody walks through eight pages."""


@dataclass(frozen=True, slots=True)
class Page:
    """One page of questions. Its id is that of the pillar, the family or the topic.

    `questions` are the ids of all that can be asked on it, in order.
    """

    id: str
    title: Phrase
    definition: Phrase
    family: str
    pillars: tuple[Pillar, ...]
    questions: tuple[str, ...]


@lru_cache(maxsize=256)
def find_pages(wording: Wording) -> tuple[Page, ...]:
    """Give the pages of a quick-check or of all questions in order; none without questions."""
    listed = questions_for(wording.toolkit, Answers(), wording.setting)
    if not wording.setting.quick:
        return _topic_pages(wording, listed)
    pillars = list({item.pillar.id: item.pillar for item in listed}.values())
    if len(pillars) <= MOST_PILLAR_PAGES:
        return tuple(
            Page(
                pillar.id,
                wording.phrase(pillar.title),
                wording.phrase(pillar.definition),
                pillar.family,
                (pillar,),
                _ids_in(listed, (pillar,)),
            )
            for pillar in pillars
        )
    return tuple(
        page for family in FAMILY_TITLES if (page := _family_page(wording, family, listed))
    )


def _ids_in(listed: tuple[Asked, ...], pillars: tuple[Pillar, ...]) -> tuple[str, ...]:
    ids = {pillar.id for pillar in pillars}
    return tuple(item.question.id for item in listed if item.pillar.id in ids)


def _family_page(wording: Wording, family: str, listed: tuple[Asked, ...]) -> Page | None:
    pillars = {item.pillar.id: item.pillar for item in listed}.values()
    own = tuple(pillar for pillar in pillars if pillar.family == family)
    if not own:
        return None
    title = Phrase(wording.family_title(family), wording.translator.code)
    definition = wording.phrase(JoinedText((pillar.title for pillar in own), "; "))
    return Page(family, title, definition, family, own, _ids_in(listed, own))


def _topic_pages(wording: Wording, listed: tuple[Asked, ...]) -> tuple[Page, ...]:
    meant = {item.question.id for item in listed if item.status != "out-of-scope"}
    place = {item.question.id: number for number, item in enumerate(listed)}
    pages = []
    for pillar in wording.toolkit.pillars:
        for node in walk(pillar):
            if not isinstance(node, Pillar | Topic):
                continue
            own = tuple(question.id for question in node.questions if question.id in meant)
            if own:
                text = node.definition if isinstance(node, Pillar) else node.note
                title, definition = wording.phrase(node.title), wording.phrase(text)
                pages.append(Page(node.id, title, definition, pillar.family, (pillar,), own))
    # A node's own questions are asked after those of the topics below it.
    return tuple(sorted(pages, key=lambda page: place[page.questions[0]]))


def find_page(wording: Wording, page_id: str) -> Page | None:
    """Give a page by its id."""
    return next((page for page in find_pages(wording) if page.id == page_id), None)


def questions_on(wording: Wording, page: Page, answers: Answers) -> tuple[Question, ...]:
    """Give the questions that are asked on a page now, in order."""
    return sort_questions(wording, answers)[page.id]


def sort_questions(wording: Wording, answers: Answers) -> Mapping[str, tuple[Question, ...]]:
    """Give the questions that are asked now by page."""
    pages = {question: page.id for page in find_pages(wording) for question in page.questions}
    asked = [
        item
        for item in questions_for(wording.toolkit, answers, wording.setting)
        if item.status == "asked"
    ]
    by_page: dict[str, list[Question]] = {}
    for item in asked:
        by_page.setdefault(pages[item.question.id], []).append(item.question)
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
    return count_steps(wording, answers, sort_questions(wording, answers), now=now)


def count_steps(
    wording: Wording,
    answers: Answers,
    by_page: Mapping[str, tuple[Question, ...]],
    *,
    now: str | None,
) -> tuple[Step, ...]:
    """Give all pages with how far each is, of questions that are sorted by page already."""
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
    by_page = sort_questions(wording, answers)
    questions = (question for listed in by_page.values() for question in listed)
    return {question.id: number for number, question in enumerate(questions, 1)}
