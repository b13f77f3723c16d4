"""Comments on the questions of an assessment and on the whole of it."""

from dataclasses import dataclass

from flask import Response, abort, make_response, redirect, render_template, request, url_for

from app.presentation.language import N_, Phrase
from app.presentation.view.assessment.comment import (
    LONGEST_COMMENT,
    SHOWS,
    CommentPlace,
    Filter,
    build_gone,
    build_places,
    build_threads,
    read_comment,
)
from app.presentation.view.page import find_pages
from app.service.assessment.comment import (
    WHOLE,
    FullError,
    Wish,
    read_comments,
    resolve_thread,
    write_comment,
)
from app.service.error import StorageError
from app.service.permission import COMMENT, VIEW
from app.web.area import Area, on_assessment
from app.web.assessment import AssessmentScene, open_assessment_scene
from app.web.check import private
from app.web.gone import find_gone
from app.web.scene import translator, workspace

area = Area("comment")

_FULL = N_("There are as many comments here as can be kept.")
_UNSAVED = N_(
    "This can't be saved just now. What you typed is kept here: send it again in a minute."
)


@dataclass(frozen=True, slots=True)
class Typed:
    """What was typed and not kept: in which thread (empty: a new one), and what is wrong."""

    thread: str = ""
    text: str = ""
    problem: str = ""


# --- All of them --------------------------------------------------------------------------------


@area.get("/assessments/<assessment_id>/comments", access=on_assessment(VIEW))
def list_comments(assessment_id: str) -> Response:
    """List the threads of an assessment: all, the open ones, one's own, those of a pillar."""
    return _render_list(assessment_id, Typed(), 200)


@area.post("/assessments/<assessment_id>/comments", access=on_assessment(COMMENT))
def write_on_whole(assessment_id: str) -> Response:
    """Write on the whole assessment."""
    scene = open_assessment_scene(assessment_id, COMMENT)
    made, typed, code = _write(scene, WHOLE)
    if made:
        return _go(scene, WHOLE, made)
    return _render_list(assessment_id, typed, code)


def _render_list(assessment_id: str, typed: Typed, code: int) -> Response:
    scene = open_assessment_scene(assessment_id, VIEW)
    show = request.args.get("show", "")
    wanted = Filter(
        show if show in SHOWS else "", request.args.get("pillar", ""), scene.access.account
    )
    found = read_comments(workspace(), scene.opened)
    whole = Phrase(scene.translator.gettext("The whole assessment"), scene.translator.code)
    body = render_template(
        "assessment/comments.html",
        scene=scene,
        count=len(found.comments),
        places=(
            *build_places(scene.wording, found.comments, found.names, wanted=wanted, whole=whole),
            *build_gone(
                found.comments,
                found.names,
                gone=find_gone(scene, (one.question for one in found.comments)),
                wanted=wanted,
                translator=scene.translator,
            ),
        ),
        nowhere=CommentPlace(WHOLE, whole, None, ()),
        wanted=wanted,
        shows=[(show, scene.translator.gettext(name)) for show, name in SHOWS.items()],
        pillars=[(item.id, scene.wording.phrase(item.title)) for item in scene.toolkit.pillars],
        typed=typed,
        longest=LONGEST_COMMENT,
    )
    return _answer(body, code)


# --- On one question ----------------------------------------------------------------------------


@area.get(
    "/assessments/<assessment_id>/questions/<question_id>/comments", access=on_assessment(VIEW)
)
def show_question(assessment_id: str, question_id: str) -> Response:
    """Show the threads on a question."""
    scene = open_assessment_scene(assessment_id, VIEW)
    return _render_question(scene, question_id, Typed(), 200)


@area.post(
    "/assessments/<assessment_id>/questions/<question_id>/comments",
    access=on_assessment(COMMENT),
)
def write(assessment_id: str, question_id: str) -> Response:
    """Begin a thread on a question, or reply in one."""
    scene = open_assessment_scene(assessment_id, COMMENT)
    made, typed, code = _write(scene, question_id)
    if made:
        return _go(scene, question_id, made)
    return _render_question(scene, question_id, typed, code)


def _write(scene: AssessmentScene, question: str) -> tuple[str, Typed, int]:
    """Keep what was sent; returns its id, or what was typed with what is wrong, and the status."""
    raw, thread, say = request.form.get("text", ""), request.form.get("thread", ""), translator()
    text, problem = read_comment(raw, say)
    if problem:
        return "", Typed(thread, raw, problem), 422
    try:
        wish = Wish(question, text, thread)
        return write_comment(scene.actor, workspace(), scene.id, wish), Typed(), 303
    except FullError:
        return "", Typed(thread, raw, say.gettext(_FULL)), 422
    except StorageError:
        return "", Typed(thread, raw, say.gettext(_UNSAVED)), 503


def _render_question(scene: AssessmentScene, question_id: str, typed: Typed, code: int) -> Response:
    pages = find_pages(scene.wording)
    page = next((item for item in pages if question_id in item.questions), None) or abort(404)
    found = read_comments(workspace(), scene.opened, question_id)
    threads = build_threads(found.comments, found.names, scene.translator)
    text = scene.wording.phrase(scene.toolkit.question(question_id).text)
    body = render_template(
        "assessment/comments_question.html",
        scene=scene,
        place=CommentPlace(question_id, text, page, threads),
        typed=typed,
        longest=LONGEST_COMMENT,
    )
    return _answer(body, code)


def _answer(body: str, code: int) -> Response:
    response = private(make_response(body, code))
    if code == 503:
        response.headers["Retry-After"] = "60"
    return response


# --- Resolve ------------------------------------------------------------------------------------


@area.post(
    "/assessments/<assessment_id>/comments/<comment_id>/resolve", access=on_assessment(COMMENT)
)
def resolve(assessment_id: str, comment_id: str) -> Response:
    """Say that a thread is resolved, or open it again."""
    scene = open_assessment_scene(assessment_id, COMMENT)
    is_resolved = request.form.get("resolved") == "yes"
    question = resolve_thread(
        scene.actor, workspace(), assessment_id, comment_id, is_resolved=is_resolved
    )
    return _go(scene, question, comment_id)


def _go(scene: AssessmentScene, question: str, comment_id: str) -> Response:
    if question == WHOLE:
        target = url_for("comment.list_comments", assessment_id=scene.id)
    else:
        target = url_for("comment.show_question", assessment_id=scene.id, question_id=question)
    return private(redirect(f"{target}#_c-{comment_id}", 303))  # type: ignore[arg-type]
