"""What stands in the line under each question of an assessment, one entry for each part here.

A part adds its provider: given the page, it says at most one entry for each question. It is asked
once a page, so that a page of many questions reads its table once.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Final

from flask import url_for

from app.presentation.language import Translator
from app.presentation.view.assessment.question_line import Lines, QuestionLink, join_lines
from app.service.assessment import comment
from app.service.assessment.evidence_list import count_by_question
from app.service.assessment.goal import read_goals
from app.service.assessment.opening import Work
from app.service.permission import ADD_EVIDENCE, COMMENT, SET_GOALS
from app.web.assessment import AssessmentScene
from app.web.scene import workspace


@dataclass(frozen=True, slots=True)
class LinePage:
    """The questions of one page, the assessment they stand in, and what stands in it."""

    scene: AssessmentScene
    work: Work
    questions: tuple[str, ...]


UNMEASURED: Final = frozenset({"text", "date"})
"""Kinds of questions that have no points, and so no goal."""

Provider = Callable[[LinePage], Mapping[str, QuestionLink]]


def link_history(page: LinePage) -> Mapping[str, QuestionLink]:
    """Say how many versions of an answer there are, for the questions that have one."""
    ngettext = page.scene.translator.ngettext
    return {
        question: QuestionLink(
            ngettext("%(num)s version", "%(num)s versions", page.work.answers[question].version),
            url_for(
                "assessment_history.show_history",
                assessment_id=page.scene.id,
                question_id=question,
            ),
        )
        for question in page.questions
        if question in page.work.answers
    }


def link_goal(page: LinePage) -> Mapping[str, QuestionLink]:
    """Say by which year a question is to reach its goal; who sets goals is led to the others."""
    say, scene = page.scene.translator.gettext, page.scene
    goals = read_goals(workspace(), scene.opened)
    words = {name: say("Goal for %(year)s", year=goal.year) for name, goal in goals.items()}
    if scene.may(SET_GOALS):
        measured = (item for item in scene.toolkit.questions if item.kind not in UNMEASURED)
        words = {item.id: say("Set a goal") for item in measured} | words
    return {
        name: QuestionLink(
            words[name], url_for("goal.show_goal", assessment_id=scene.id, question_id=name)
        )
        for name in page.questions
        if name in words
    }


def count_pieces(page: LinePage) -> Mapping[str, QuestionLink]:
    """Say how much evidence each question has, or lead to where it is entered."""
    scene = page.scene
    counted = count_by_question(workspace(), scene.opened, page.questions)
    may_add = scene.may(ADD_EVIDENCE)
    return {
        question: QuestionLink(
            _say_pieces(*counted.get(question, (0, 0)), page.scene.translator),
            url_for("evidence.show_question", assessment_id=scene.id, question_id=question),
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
    counted = comment.count_by_question(workspace(), scene.opened, page.questions)
    may_write = scene.may(COMMENT)
    return {
        question: QuestionLink(
            _say_remarks(*counted.get(question, (0, 0)), scene.translator),
            url_for("comment.show_question", assessment_id=scene.id, question_id=question),
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


def gather_lines(page: LinePage) -> Lines:
    """Give the line of each question of a page."""
    return join_lines(page.questions, (provider(page) for provider in PROVIDERS.values()))
