"""A page of questions that was sent: read, and told to a script, wherever the questions stand."""

from collections.abc import Callable, Iterable
from typing import TYPE_CHECKING, Any

from flask import request

from app.presentation.language import Phrase
from app.presentation.view.form import (
    GivenAnswer,
    Reading,
    clear_answers,
    print_of_answer,
    read_form,
)
from app.presentation.view.question import Draft, Filling, QuestionForm, QuestionPage
from app.presentation.view.wording import Wording
from app.service.check_state import Change, Conflict

if TYPE_CHECKING:
    from app.definition.question import Question
    from app.response import Answer

Drafts = dict[str, Draft]


def read_questions(
    wording: Wording, questions: "tuple[Question, ...]", filling: Filling
) -> Reading:
    """Read what was given to questions: one answer by script, or a whole page by its button."""
    fields = {name: request.form.getlist(name) for name in request.form}
    for name in ("clear", "take"):
        # A button of one question: what stands in its fields is not to be read.
        for question in fields.get(name, []):
            fields.pop(f"{question}.version", None)
        if name in fields:
            # Who presses it means that one question and confirms none of the others.
            fields = {key: item for key, item in fields.items() if not key.endswith(".confirm")}
    reading = read_form(wording, questions, filling, fields)
    cleared = fields.get("clear", [])
    given = (*reading.given, *clear_answers(questions, filling.answers, cleared))
    return Reading(given, reading.drafts, reading.raws)


def list_changes(given: Iterable[GivenAnswer]) -> tuple[Change, ...]:
    """Give what was read as changes to save."""
    return tuple(Change(item.answer, item.base_version, item.confirms, item.why) for item in given)


def find_clashes(
    reading: Reading, conflicts: Iterable[Conflict], say: Callable[[Conflict], str] = lambda _: ""
) -> Drafts:
    """Keep what was typed beside what somebody else saved meanwhile; `say` tells who and when."""
    whys = {item.answer.question: item.why for item in reading.given}
    return {
        item.question: Draft(
            reading.raws.get(item.question),
            theirs=item.theirs,
            said=say(item),
            why_changed=whys.get(item.question, ""),
        )
        for item in conflicts
    }


def code_of(forms: Iterable[QuestionForm]) -> int:
    """Give the status of a page: 409 with a clash on it, 422 with something refused, else 200."""
    listed = tuple(forms)
    if any(form.clash for form in listed):
        return 409
    return 422 if any(form.problems for form in listed) else 200


def tell_script(
    view: QuestionPage, saved: "Iterable[Answer]", *, asked: list[str]
) -> dict[str, Any]:
    """Tell a script what was saved, what not, and whether others are asked now than `asked`."""
    return {
        "saved": {
            item.question: {"version": item.version, "was": print_of_answer(item)} for item in saved
        },
        "problems": {form.id: list(form.problems) for form in view.questions if form.problems},
        "wrong": {form.id: list(form.wrong) for form in view.questions if form.problems},
        "conflicts": {
            form.id: {
                "theirs": _text(form.clash.theirs),
                "version": form.clash.their_version,
                "said": form.clash.said,
            }
            for form in view.questions
            if form.clash
        },
        "steps": {step.id: [step.dealt_with, step.asked] for step in view.steps},
        "reload": asked != [form.id for form in view.questions],
    }


def _text(phrase: Phrase) -> dict[str, str]:
    return {"text": phrase.text, "lang": phrase.language, "dir": phrase.direction}
