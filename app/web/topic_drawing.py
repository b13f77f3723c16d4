"""Drawn pages of an assessment's questions, kept like those of a quick-check.

Three pieces are drawn once for each state they can be in: the frame, which changes with the state
of the assessment and with what its reader may do; the progress, which changes with every answer;
and what stands below each question. Who reads, and their token, is put into the frame each time.
"""

from collections.abc import Callable, Hashable
from dataclasses import dataclass
from functools import lru_cache
from typing import Final

from flask import render_template, request
from flask_wtf.csrf import generate_csrf
from markupsafe import Markup, escape

from app.presentation.view.assessment.topic import TopicItem, TopicPage
from app.presentation.view.question import LONGEST_KEPT
from app.web.assessment_topic import TopicScene
from app.web.demo import shows_demo
from app.web.fragment import MOST_ARGUMENTS, QUESTIONS, TOKEN, draw_question
from app.web.question_form import code_of
from app.web.scene import translator
from app.web.wording import has_unreviewed, has_unreviewed_names

MOST_FRAMES: Final = 512
MOST_STEPS: Final = 1_024
MOST_LINES: Final = 4_096
# NUL is refused in every request, so that no text of a person or toolkit holds these.
STEPS, WHO = Markup("\0steps\0"), Markup("\0who\0")


@dataclass(frozen=True, slots=True)
class DrawnTopic:
    """A page of questions as it is sent, with its status."""

    body: str
    code: int


class _Piece:
    """A piece of a page by what it depends on; knows how to draw itself, once."""

    __slots__ = ("_draw", "_key")

    def __init__(self, draw: Callable[[], str], *key: Hashable) -> None:
        self._draw: Callable[[], str] | None = draw
        self._key = key

    def __hash__(self) -> int:
        return hash(self._key)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, _Piece) and self._key == other._key

    def draw(self) -> str:
        """Draw it, and let go of what it was drawn from: it belongs to one request."""
        assert self._draw is not None  # noqa: S101  # a kept piece is drawn when it is put away
        draw, self._draw = self._draw, None
        return draw()


def draw_topic(topic: TopicScene) -> DrawnTopic:
    """Draw a page of questions."""
    view = topic.build(with_lines=True)
    forms = [item.form for item in view.items]
    is_plain = not any(form.problems or form.clash or form.confirm for form in forms)
    frame = _name_frame(topic, view)
    is_kept = is_plain and len(request.args) <= MOST_ARGUMENTS
    body = _draw_kept_frame(frame) if is_kept else frame.draw()
    # What people wrote comes last: it may not be searched for marks.
    body = body.replace(WHO, escape(topic.scene.access.account))
    body = body.replace(TOKEN, escape(generate_csrf()))
    body = body.replace(STEPS, _draw_kept_steps(_name_steps(topic, view)))
    return DrawnTopic(body.replace(QUESTIONS, "".join(map(_draw_item, view.items))), code_of(forms))


@lru_cache(maxsize=MOST_FRAMES)
def _draw_kept_frame(frame: _Piece) -> str:
    return frame.draw()


def _name_frame(topic: TopicScene, view: TopicPage) -> _Piece:
    scene = topic.scene
    return _Piece(
        lambda: _draw_frame(topic, view),
        request.script_root,
        request.full_path,
        scene.wording,
        (scene.unit_name, scene.title, scene.round_name, scene.period),
        (scene.row.state, scene.access.roles, scene.actor.is_admin),
        (view.page.id, view.is_writable, bool(view.items)),
        (has_unreviewed(), has_unreviewed_names(), shows_demo()),
    )


def _draw_frame(topic: TopicScene, view: TopicPage) -> str:
    forms = [item.form for item in view.items]
    return render_template(
        "assessment/topic.html",
        scene=topic.scene,
        view=view,
        questions=QUESTIONS,
        steps=STEPS,
        who=WHO,
        csrf_token=lambda: TOKEN,
        definition=topic.scene.toolkit.content_hash,
        door=f"/sign-in?next={request.path}",
        refused=[form for form in forms if form.problems],
        clashes=[form for form in forms if form.clash],
    )


@lru_cache(maxsize=MOST_STEPS)
def _draw_kept_steps(steps: _Piece) -> str:
    return steps.draw()


def _name_steps(topic: TopicScene, view: TopicPage) -> _Piece:
    scene = topic.scene
    counted = ((step.dealt_with, step.asked) for step in (*view.pillars, *view.steps))
    # Everything else of the steps follows from the page and the wording.
    key = (request.script_root, scene.id, scene.wording, view.page.id, tuple(counted))
    return _Piece(
        lambda: render_template("assessment/topic_steps.html", scene=scene, view=view), *key
    )


# --- Questions ----------------------------------------------------------------------------------


def _draw_item(item: TopicItem) -> Markup:
    is_short = len(item.answer.text) + item.length <= LONGEST_KEPT
    is_plain = not (item.form.problems or item.form.clash or item.form.confirm)
    below = _draw_kept_line(item, translator().code) if is_plain and is_short else _draw_line(item)
    return draw_question(item.form, below) if item.is_writable else below


@lru_cache(maxsize=MOST_LINES)
def _draw_kept_line(item: TopicItem, _language: str) -> Markup:
    return _draw_line(item)


def _draw_line(item: TopicItem) -> Markup:
    # Every value in the template is escaped by the environment.
    return Markup(render_template("question/team.html", item=item, form=item.form))  # noqa: S704
