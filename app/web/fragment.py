"""Drawn pages, kept: most of a page of questions is the same for every visitor.

A page is put together of a frame and its questions. Both are drawn once for each state they can be
in. What differs from visitor to visitor (the token, the day a check ends) is put into the frame
each time, in place of marks that no text can hold.
"""

from dataclasses import replace
from functools import lru_cache
from typing import Final

from flask import render_template, request
from flask_wtf.csrf import generate_csrf
from markupsafe import Markup, escape

from app.presentation.number import show_date
from app.presentation.view.form import print_of_form
from app.presentation.view.question import QuestionForm, QuestionPage
from app.web.check import CheckScene
from app.web.scene import translator

MOST_QUESTIONS: Final = 4_096
MOST_FRAMES: Final = 512
MOST_ARGUMENTS: Final = 3
# NUL is refused in every request, so that no text of a visitor or toolkit holds these.
QUESTIONS, TOKEN, DAY = Markup("\0questions\0"), Markup("\0token\0"), Markup("\0day\0")
EXTRA: Final = Markup("\0extra\0")
NOTHING: Final = Markup("")


def draw_page(scene: CheckScene, view: QuestionPage) -> str:
    """Draw a page of questions."""
    questions = "".join(draw_question(form) for form in view.questions)
    is_plain = not any(form.problems or form.clash for form in view.questions)
    if is_plain and len(request.args) <= MOST_ARGUMENTS:
        frame = _draw_kept_frame(_Frame(scene, view), request.full_path)
    else:
        frame = _draw_frame(scene, view)
    day = show_date(scene.state.expires_at.date(), translator()) if scene.state else ""
    # The day and the token come first: a visitor's text may not be searched for marks.
    frame = frame.replace(DAY, escape(day)).replace(TOKEN, escape(generate_csrf()))
    return frame.replace(QUESTIONS, questions)


class _Frame:
    """What a frame depends on, to be looked up by; knows how to draw itself."""

    __slots__ = ("_key", "scene", "view")

    def __init__(self, scene: CheckScene, view: QuestionPage) -> None:
        self.scene, self.view = scene, view
        self._key = (
            scene.wording,
            scene.mark,
            scene.state is not None,
            scene.newer,
            scene.is_moved,
            replace(view, questions=()),
        )

    def __hash__(self) -> int:
        return hash(self._key)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, _Frame) and self._key == other._key


@lru_cache(maxsize=MOST_FRAMES)
def _draw_kept_frame(frame: _Frame, _address: str) -> str:
    drawn = _draw_frame(frame.scene, frame.view)
    # What belongs to one visitor is not kept with it.
    frame.scene = None  # type: ignore[assignment]
    return drawn


def _draw_frame(scene: CheckScene, view: QuestionPage) -> str:
    return render_template(
        "check/answers.html",
        scene=scene,
        view=view,
        questions=QUESTIONS,
        token=TOKEN,
        day=DAY,
        refused=[form for form in view.questions if form.problems],
        clashes=[form for form in view.questions if form.clash],
    )


def draw_question(form: QuestionForm, extra: Markup = NOTHING) -> Markup:
    """Draw a question; a form that is kept is drawn once. `extra` stands below its fields."""
    if form.problems or form.clash or form.confirm:
        drawn = _draw(form)
    else:
        drawn = _draw_kept(form, translator().code)
    if not form.is_team:
        return drawn
    head, _, tail = drawn.rpartition(EXTRA)
    return Markup("").join((head, extra, tail))


@lru_cache(maxsize=MOST_QUESTIONS)
def _draw_kept(form: QuestionForm, _language: str) -> Markup:
    return _draw(form)


def _draw(form: QuestionForm) -> Markup:
    # Every value in the template is escaped by the environment.
    return Markup(  # noqa: S704
        render_template("question/question.html", form=form, was=print_of_form(form), extra=EXTRA)
    )
