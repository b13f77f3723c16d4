"""Delete an assessment, and bring one back."""

from flask import Response, make_response, redirect, render_template, request, url_for

from app.service.assessment.deleting import RESTORE, delete_assessment, restore_assessment
from app.service.permission import DELETE
from app.web.area import Area, on_assessment, on_unit
from app.web.assessment import open_assessment_scene
from app.web.check import private
from app.web.scene import workspace
from app.web.sign_in import signed_in

area = Area("deleting")


@area.get("/assessments/<assessment_id>/delete", access=on_assessment(DELETE))
def ask_delete(assessment_id: str) -> Response:
    """Ask before an assessment is deleted."""
    scene = open_assessment_scene(assessment_id, DELETE)
    grace = workspace().settings.grace_days
    return private(make_response(render_template("people/delete.html", scene=scene, grace=grace)))


@area.post("/assessments/<assessment_id>/delete", access=on_assessment(DELETE))
def delete(assessment_id: str) -> Response:
    """Delete an assessment, with days of grace."""
    delete_assessment(signed_in(), workspace(), assessment_id)
    return private(redirect(url_for("assessment.list_assessments"), 303))  # type: ignore[arg-type]


@area.post("/units/<unit_id>/assessments", access=on_unit(RESTORE))
def restore(unit_id: str) -> Response:
    """Bring a deleted assessment of a unit back."""
    wanted = request.form.get("assessment", "")
    restore_assessment(signed_in(), workspace(), unit_id, assessment_id=wanted)
    target = url_for("assessment.show_assessment", assessment_id=wanted)
    return private(redirect(target, 303))  # type: ignore[arg-type]
