"""Drawn questions, kept: most of a page of questions is the same for every visitor."""

from functools import lru_cache

from flask import render_template
from markupsafe import Markup

from app.presentation.view.form import print_of_form
from app.presentation.view.question import QuestionForm
from app.web.scene import translator

MOST_KEPT = 8_192
LONGEST_KEPT = 200


def draw_question(form: QuestionForm) -> Markup:
    """Draw a question. What no visitor typed is drawn once for each state it can be in."""
    if len(form.reason) + len(form.note) + len(form.link) + len(form.value) > LONGEST_KEPT:
        return _draw(form)
    return _draw_kept(form, translator().code)


@lru_cache(maxsize=MOST_KEPT)
def _draw_kept(form: QuestionForm, _language: str) -> Markup:
    return _draw(form)


def _draw(form: QuestionForm) -> Markup:
    # Every value in the template is escaped by the environment.
    return Markup(render_template("question/question.html", form=form, was=print_of_form(form)))  # noqa: S704
