"""What stands in the line under each question of an assessment, one entry for each part here.

A part adds its provider: given the page, it says at most one entry for each question. What the
parts count is read for all questions and all parts at once.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Final

from flask import request, url_for

from app.presentation.language import Translator
from app.presentation.view.assessment.question_line import Lines, QuestionLink, join_lines
from app.service.assessment.opening import Work
from app.service.assessment.question_line import LineCounts, read_line_counts
from app.service.permission import ADD_EVIDENCE, COMMENT, SET_GOALS
from app.web.assessment import AssessmentScene
from app.web.scene import workspace


@dataclass(frozen=True, slots=True)
class LinePage:
    """The questions of one page, the assessment they stand in, what stands in it and beside it."""

    scene: AssessmentScene
    work: Work
    questions: tuple[str, ...]
    counts: LineCounts


UNMEASURED: Final = frozenset({"text", "date"})
"""Kinds of questions that have no points, and so no goal."""

Provider = Callable[[LinePage], Mapping[str, QuestionLink]]


MOST_ADDRESSES: Final = 2_048


def _list_addresses(endpoint: str, page: LinePage) -> Mapping[str, str]:
    """Give the address of what belongs to each question of a page."""
    return _build_addresses(request.script_root, endpoint, page.scene.id, page.questions)


@lru_cache(maxsize=MOST_ADDRESSES)
def _build_addresses(
    _root: str, endpoint: str, assessment_id: str, questions: tuple[str, ...]
) -> Mapping[str, str]:
    return {
        name: url_for(endpoint, assessment_id=assessment_id, question_id=name) for name in questions
    }


def link_history(page: LinePage) -> Mapping[str, QuestionLink]:
    """Say how many versions of an answer there are, for the questions that have one."""
    ngettext = page.scene.translator.ngettext
    addresses = _list_addresses("assessment_history.show_history", page)
    return {
        question: QuestionLink(
            ngettext("%(num)s version", "%(num)s versions", page.work.answers[question].version),
            addresses[question],
        )
        for question in page.questions
        if question in page.work.answers
    }


def link_goal(page: LinePage) -> Mapping[str, QuestionLink]:
    """Say by which year a question is to reach its goal; who sets goals is led to the others."""
    say, scene = page.scene.translator.gettext, page.scene
    years = page.counts.goals
    words = {name: say("Goal for %(year)s", year=year) for name, year in years.items()}
    if scene.may(SET_GOALS):
        for name in page.questions:
            if name not in words and scene.toolkit.question(name).kind not in UNMEASURED:
                words[name] = say("Set a goal")
    addresses = _list_addresses("goal.show_goal", page)
    return {
        name: QuestionLink(words[name], addresses[name]) for name in page.questions if name in words
    }


def count_pieces(page: LinePage) -> Mapping[str, QuestionLink]:
    """Say how much evidence each question has, or lead to where it is entered."""
    scene = page.scene
    counted = page.counts.evidence
    addresses = _list_addresses("evidence.show_question", page)
    may_add = scene.may(ADD_EVIDENCE)
    return {
        question: QuestionLink(
            _say_pieces(*counted.get(question, (0, 0)), page.scene.translator),
            addresses[question],
            is_open=counted.get(question, (0, 0))[1] > 0,
        )
        for question in page.questions
        if question in counted or may_add
    }


def _say_pieces(count: int, promised: int, translator: Translator) -> str:
    if not count:
        return translator.gettext("Add evidence")
    if not promised:
        return translator.ngettext("%(num)s piece of evidence", "%(num)s pieces of evidence", count)
    return translator.ngettext(
        "%(num)s piece of evidence, %(promised)s promised",
        "%(num)s pieces of evidence, %(promised)s promised",
        count,
        promised=promised,
    )


def count_remarks(page: LinePage) -> Mapping[str, QuestionLink]:
    """Say how many comments each question has, or lead to where the first is written."""
    scene = page.scene
    counted = page.counts.comments
    addresses = _list_addresses("comment.show_question", page)
    may_write = scene.may(COMMENT)
    return {
        question: QuestionLink(
            _say_remarks(*counted.get(question, (0, 0)), scene.translator),
            addresses[question],
            is_open=counted.get(question, (0, 0))[1] > 0,
        )
        for question in page.questions
        if question in counted or may_write
    }


def _say_remarks(count: int, left: int, translator: Translator) -> str:
    if not count:
        return translator.gettext("Comment")
    if not left:
        return translator.ngettext("%(num)s comment", "%(num)s comments", count)
    return translator.ngettext(
        "%(num)s comment, %(open)s not resolved",
        "%(num)s comments, %(open)s not resolved",
        count,
        open=left,
    )


PROVIDERS: Final[dict[str, Provider]] = {
    "history": link_history,
    "evidence": count_pieces,
    "comment": count_remarks,
    "goal": link_goal,
}
"""Every part by its name, in the order in which the entries stand."""


def gather_lines(scene: AssessmentScene, work: Work, questions: tuple[str, ...]) -> Lines:
    """Give the line of each question of a page."""
    counts = read_line_counts(workspace(), scene.opened, questions)
    page = LinePage(scene, work, questions, counts)
    return join_lines(questions, (provider(page) for provider in PROVIDERS.values()))
