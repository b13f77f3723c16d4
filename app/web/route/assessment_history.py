"""The history of one answer of an assessment, and the way back to an older one."""

from flask import Response, abort, make_response, redirect, render_template, request, url_for

from app.presentation.view.assessment.history import build_history
from app.presentation.view.page import find_pages
from app.service.assessment.history import Return, read_history, restore_version
from app.service.permission import ANSWER, VIEW
from app.web.area import Area, on_assessment
from app.web.assessment import open_assessment_scene
from app.web.check import private
from app.web.scene import workspace

area = Area("assessment_history")
LONGEST_NUMBER = 9


@area.get(
    "/assessments/<assessment_id>/questions/<question_id>/history", access=on_assessment(VIEW)
)
def show_history(assessment_id: str, question_id: str) -> Response:
    """Show every answer that ever stood to a question."""
    return _render(assessment_id, question_id, 200)


@area.post(
    "/assessments/<assessment_id>/questions/<question_id>/history", access=on_assessment(ANSWER)
)
def restore(assessment_id: str, question_id: str) -> Response:
    """Let an older answer stand again."""
    scene = open_assessment_scene(assessment_id, ANSWER)
    wish = Return(
        question_id,
        _read_number("version"),
        _read_number("seen"),
        request.form.get("why", "").strip(),
    )
    if restore_version(scene.actor, workspace(), scene.id, wish) is None:
        return _render(assessment_id, question_id, 409)
    target = url_for(
        "assessment_history.show_history", assessment_id=assessment_id, question_id=question_id
    )
    return private(redirect(target, 303))  # type: ignore[arg-type]


def _read_number(name: str) -> int:
    text = request.form.get(name, "")
    is_whole = text.isascii() and text.isdigit() and len(text) <= LONGEST_NUMBER
    return int(text) if is_whole else abort(400)


def _render(assessment_id: str, question_id: str, code: int) -> Response:
    scene = open_assessment_scene(assessment_id, VIEW)
    pages = find_pages(scene.wording)
    page = next((item for item in pages if question_id in item.questions), None) or abort(404)
    question = scene.toolkit.question(question_id)
    history = read_history(workspace(), scene.opened, question_id)
    body = render_template(
        "assessment/history.html",
        scene=scene,
        question=question,
        text=scene.wording.phrase(question.text),
        page=page,
        rows=build_history(scene.wording, question, history.versions, history.names),
        is_writable=history.is_writable,
        code=code,
        why=request.form.get("why", ""),
    )
    return private(make_response(body, code))
