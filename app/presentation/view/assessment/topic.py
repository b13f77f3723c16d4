"""A page of an assessment's questions: one topic, with who answered what and who is to answer."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from app.presentation.language import Phrase, Translator
from app.presentation.view.answer import say_answer
from app.presentation.view.assessment.naming import list_people, name_within, say_moment
from app.presentation.view.assessment.question_line import QuestionLink
from app.presentation.view.page import Page, Step, find_pages, find_steps
from app.presentation.view.question import (
    Filling,
    QuestionForm,
    QuestionPage,
    build_question_page,
)
from app.presentation.view.wording import Wording
from app.response import Answer, Answers


@dataclass(frozen=True, slots=True)
class Team:
    """Who saved which answer and when, who is to answer what, and what the reader may answer.

    `names` are those of people by account; `saved` gives account and moment by question.
    """

    names: Mapping[str, str]
    saved: Mapping[str, tuple[str | None, datetime]]
    assigned: Mapping[str, tuple[str, ...]]
    writable: frozenset[str]


@dataclass(frozen=True, slots=True)
class TopicItem:
    """One question: its form, or its answer in words for who may not change it.

    `saved` says who answered and when, `assigned` who is to answer; both may be empty.
    """

    form: QuestionForm
    is_writable: bool
    answer: Phrase
    given: Answer | None
    saved: str
    assigned: str
    line: tuple[QuestionLink, ...] = ()

    @property
    def length(self) -> int:
        """How many characters of its answer's reason, note and link it shows."""
        given = self.given
        return len(given.reason) + len(given.note) + len(given.link) if given else 0


@dataclass(frozen=True, slots=True)
class TopicPage:
    """Everything a page of an assessment's questions shows.

    `pillars` are all pillars with their progress, each with the id of its first page; `steps` the
    pages of this pillar, empty where it has one only.
    """

    page: QuestionPage
    pillar: Phrase
    pillars: tuple[Step, ...]
    firsts: Mapping[str, str]
    steps: tuple[Step, ...]
    items: tuple[TopicItem, ...]

    @property
    def is_writable(self) -> bool:
        """Whether the reader may answer anything here."""
        return any(item.is_writable for item in self.items)


def build_topic_page(
    wording: Wording,
    page: Page,
    filling: Filling,
    *,
    team: Team,
    lines: Mapping[str, tuple[QuestionLink, ...]],
) -> TopicPage:
    """Build a page of questions for one reader."""
    view = build_question_page(wording, page, filling)
    pillar = page.pillars[0]
    pages = find_pages(wording)
    own = {item.id for item in pages if item.pillars[0].id == pillar.id}
    steps = tuple(step for step in view.steps if step.id in own)
    return TopicPage(
        page=view,
        pillar=wording.phrase(pillar.title),
        pillars=sum_by_pillar(wording, view.steps, pillar.id),
        firsts={item.pillars[0].id: item.id for item in reversed(pages)},
        steps=steps if len(steps) > 1 else (),
        items=tuple(
            _build_item(wording, form, filling.answers, team=team, line=lines.get(form.id, ()))
            for form in view.questions
        ),
    )


def sum_by_pillar(wording: Wording, steps: tuple[Step, ...], now: str) -> tuple[Step, ...]:
    """Give the progress of each pillar from that of its pages; `now` is the one that is open."""
    pillar_of = {page.id: page.pillars[0] for page in find_pages(wording)}
    counted: dict[str, tuple[int, int]] = {}
    for step in steps:
        done, asked = counted.get(pillar_of[step.id].id, (0, 0))
        counted[pillar_of[step.id].id] = (done + step.dealt_with, asked + step.asked)
    return tuple(
        Step(
            pillar.id,
            wording.phrase(pillar.title),
            pillar.family,
            *counted[pillar.id],
            is_now=pillar.id == now,
        )
        for pillar in wording.toolkit.pillars
        if pillar.id in counted
    )


def find_pillar_steps(wording: Wording, answers: Answers) -> tuple[Step, ...]:
    """Give the progress of every pillar."""
    return sum_by_pillar(wording, find_steps(wording, answers, None), "")


def _build_item(
    wording: Wording,
    form: QuestionForm,
    answers: Answers,
    *,
    team: Team,
    line: tuple[QuestionLink, ...],
) -> TopicItem:
    translator = wording.translator
    given = answers.get(form.id)
    return TopicItem(
        form=form,
        is_writable=form.id in team.writable,
        answer=say_answer(wording, wording.toolkit.question(form.id), given),
        given=given,
        saved=_say_saved(team, form.id, translator),
        assigned=list_people(team.names, team.assigned.get(form.id, ()), translator),
        line=line,
    )


def _say_saved(team: Team, question: str, translator: Translator) -> str:
    saved = team.saved.get(question)
    if saved is None:
        return ""
    return translator.gettext(
        "Saved by %(name)s, %(moment)s",
        name=name_within(team.names, saved[0], translator),
        moment=say_moment(saved[1], translator),
    )


def say_clash(
    names: Mapping[str, str], by: str | None, at: datetime | None, *, translator: Translator
) -> str:
    """Say who saved another answer meanwhile, and when."""
    if at is None:
        return ""
    return translator.gettext(
        "Meanwhile %(name)s saved another answer here (%(moment)s).",
        name=name_within(names, by, translator),
        moment=say_moment(at, translator),
    )
