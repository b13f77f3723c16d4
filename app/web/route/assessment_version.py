"""An assessment and the versions of its toolkit: what moving it would change, to and fro."""

from flask import Response, make_response, redirect, render_template, request, url_for

from app.service.assessment.moving import (
    MoveWish,
    move_assessment,
    preview_moves,
    undo_assessment_move,
)
from app.service.error import Moved, NotAChoice
from app.service.permission import MOVE
from app.web.area import Area, on_assessment
from app.web.assessment import AssessmentScene, open_assessment_scene
from app.web.check import private
from app.web.route.round import read_number, view_passage
from app.web.scene import workspace

area = Area("assessment_version")

CHOICE = "choice."
"""Fields of parameters begin so: authors name these, and may name one like a field of ours."""


@area.get("/assessments/<assessment_id>/version", access=on_assessment(MOVE))
def show_version(assessment_id: str) -> Response:
    """Show what moving to the current version would change, and what the last move changed."""
    return _render(open_assessment_scene(assessment_id, MOVE), 200)


@area.post("/assessments/<assessment_id>/version", access=on_assessment(MOVE))
def move(assessment_id: str) -> Response:
    """Move the assessment to the version that was shown."""
    scene = open_assessment_scene(assessment_id, MOVE)
    wish = MoveWish(
        request.form.get("to", ""),
        request.form.get("seen", ""),
        {
            name.removeprefix(CHOICE): value
            for name, value in request.form.items()
            if name.startswith(CHOICE)
        },
    )
    try:
        move_assessment(scene.actor, workspace(), scene.opened, wish)
    except Moved:
        return _render(open_assessment_scene(assessment_id, MOVE), 409)
    except NotAChoice:
        return _render(scene, 422)
    return _back(scene)


@area.post("/assessments/<assessment_id>/version/undo", access=on_assessment(MOVE))
def undo(assessment_id: str) -> Response:
    """Bring the assessment back to what it was before its last move."""
    scene = open_assessment_scene(assessment_id, MOVE)
    number, seen = read_number("number"), request.form.get("seen", "")
    try:
        undo_assessment_move(scene.actor, workspace(), scene.opened, number=number, seen=seen)
    except Moved:
        return _render(open_assessment_scene(assessment_id, MOVE), 409)
    return _back(scene)


def _back(scene: AssessmentScene) -> Response:
    target = url_for("assessment_version.show_version", assessment_id=scene.id)
    return private(redirect(target, 303))  # type: ignore[arg-type]


def _render(scene: AssessmentScene, code: int) -> Response:
    found = preview_moves(workspace(), scene.opened)
    body = render_template(
        "assessment/version.html",
        scene=scene,
        ahead=view_passage(found.ahead),
        behind=view_passage(found.behind),
        seen=found.seen,
        lost_goals=scene.wording.phrases(
            scene.toolkit.question(name).text for name in found.lost_goals
        ),
        code=code,
    )
    return private(make_response(body, code))
