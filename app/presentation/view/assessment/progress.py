"""How far an assessment is, by pillar and topic: answered, unknown, blank, to be confirmed."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from app.presentation.language import Phrase
from app.presentation.number import show_coverage
from app.presentation.view.assessment.naming import list_people
from app.presentation.view.page import Page, find_pages
from app.presentation.view.wording import Wording
from app.response import Answers, questions_for


@dataclass(frozen=True, slots=True)
class Count:
    """Questions asked now, by what became of them."""

    asked: int = 0
    answered: int = 0
    unknown: int = 0
    not_applicable: int = 0
    to_confirm: int = 0

    @property
    def blank(self) -> int:
        """Those nothing was said to."""
        return self.asked - self.dealt_with

    @property
    def dealt_with(self) -> int:
        """Those answered, marked unknown or not applicable."""
        return self.answered + self.unknown + self.not_applicable

    @property
    def coverage(self) -> float | None:
        """The share of those that apply which are answered; None where none applies."""
        applicable = self.asked - self.not_applicable
        return self.answered / applicable if applicable else None

    def plus(self, other: "Count") -> "Count":
        """Add two counts."""
        return Count(
            self.asked + other.asked,
            self.answered + other.answered,
            self.unknown + other.unknown,
            self.not_applicable + other.not_applicable,
            self.to_confirm + other.to_confirm,
        )


@dataclass(frozen=True, slots=True)
class ProgressRow:
    """One topic, pillar or the whole: `page` is where its questions begin, `people` who answers."""

    title: Phrase
    family: str
    page: str
    count: Count
    coverage: str
    people: str = ""


@dataclass(frozen=True, slots=True)
class ProgressPillar:
    """A pillar with its topics; none where all its questions stand on one page."""

    row: ProgressRow
    topics: tuple[ProgressRow, ...]


@dataclass(frozen=True, slots=True)
class ProgressView:
    """The whole, and its pillars."""

    whole: Count
    coverage: str
    pillars: tuple[ProgressPillar, ...]


@dataclass(frozen=True, slots=True)
class TeamAnswers:
    """Answers, those among them that are to be confirmed, and who is to answer what, by name."""

    answers: Answers
    to_confirm: frozenset[str]
    assigned: Mapping[str, tuple[str, ...]]
    names: Mapping[str, str]


def count_questions(wording: Wording, given: TeamAnswers) -> Mapping[str, Count]:
    """Count the questions of each page that are asked now."""
    page_of = {question: page.id for page in find_pages(wording) for question in page.questions}
    counts = dict.fromkeys((page.id for page in find_pages(wording)), Count())
    for item in questions_for(wording.toolkit, given.answers, wording.setting):
        if item.status != "asked":
            continue
        question = item.question.id
        state = given.answers.state(question)
        one = Count(
            1,
            int(state == "answered"),
            int(state == "unknown"),
            int(state == "not-applicable"),
            int(question in given.to_confirm),
        )
        counts[page_of[question]] = counts[page_of[question]].plus(one)
    return counts


def build_progress(wording: Wording, given: TeamAnswers) -> ProgressView:
    """Build the table of progress."""
    counts = count_questions(wording, given)
    whole = _sum(counts.values())
    by_pillar: dict[str, list[Page]] = {}
    for page in find_pages(wording):
        by_pillar.setdefault(page.pillars[0].id, []).append(page)
    return ProgressView(
        whole,
        show_coverage(whole.coverage, wording.translator),
        tuple(_build_pillar(wording, pages, given, counts) for pages in by_pillar.values()),
    )


def _sum(counts: Iterable[Count]) -> Count:
    total = Count()
    for count in counts:
        total = total.plus(count)
    return total


def _build_pillar(
    wording: Wording, pages: list[Page], given: TeamAnswers, counts: Mapping[str, Count]
) -> ProgressPillar:
    pillar = pages[0].pillars[0]
    total = _sum(counts[page.id] for page in pages)
    questions = [question for page in pages for question in page.questions]
    title = wording.phrase(pillar.title)
    row = ProgressRow(
        title,
        pillar.family,
        pages[0].id,
        total,
        show_coverage(total.coverage, wording.translator),
        "" if len(pages) > 1 else _name_people(wording, questions, given),
    )
    return ProgressPillar(
        row,
        tuple(_build_topic(wording, page, given, counts[page.id]) for page in pages)
        if len(pages) > 1
        else (),
    )


def _build_topic(wording: Wording, page: Page, given: TeamAnswers, count: Count) -> ProgressRow:
    shown = show_coverage(count.coverage, wording.translator)
    people = _name_people(wording, page.questions, given)
    return ProgressRow(page.title, page.family, page.id, count, shown, people)


def _name_people(wording: Wording, questions: Iterable[str], given: TeamAnswers) -> str:
    found = dict.fromkeys(
        account for question in questions for account in given.assigned.get(question, ())
    )
    return list_people(given.names, tuple(found), wording.translator)
