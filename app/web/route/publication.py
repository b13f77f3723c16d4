"""Publishing an approved assessment, and taking back what is public."""

from dataclasses import dataclass

from flask import Response, make_response, redirect, render_template, request, url_for

from app.presentation.number import show_date
from app.presentation.view.assessment.naming import name_person
from app.presentation.view.assessment.publication import list_parts, name_parts
from app.service.assessment.publication import MAY_BEGIN, Acts, publish, read_acts, withdraw
from app.service.assessment.step import LONGEST_NOTE, NoteMissingError, Wish
from app.service.permission import PUBLISH, PUBLISHED
from app.web.area import Area, on_assessment
from app.web.assessment import AssessmentScene, open_assessment_scene
from app.web.check import private
from app.web.scene import workspace

area = Area("publication")


@dataclass(frozen=True, slots=True)
class ActRow:
    """One act of publication in words."""

    parts: str
    published: str
    publisher: str
    withdrawn: str
    withdrawer: str


@area.get("/assessments/<assessment_id>/publication", access=on_assessment(PUBLISH))
def show_publication(assessment_id: str) -> Response:
    """Show what is public, and what becomes public with which part."""
    return _render(open_assessment_scene(assessment_id, PUBLISH), 200)


@area.post("/assessments/<assessment_id>/publication", access=on_assessment(PUBLISH))
def make_public(assessment_id: str) -> Response:
    """Publish the parts chosen."""
    scene = open_assessment_scene(assessment_id, PUBLISH)
    parts = request.form.getlist("part")
    if not request.form.get("sure"):
        return _render(scene, 422, problem="sure", parts=parts)
    wish = _read_wish()
    if len(wish.note) > LONGEST_NOTE:
        return _render(scene, 422, problem="note", parts=parts)
    publish(scene.actor, workspace(), assessment_id, wish, parts=parts)
    return _back(assessment_id)


@area.post("/assessments/<assessment_id>/publication/withdraw", access=on_assessment(PUBLISH))
def take_back(assessment_id: str) -> Response:
    """Take back what is public."""
    scene = open_assessment_scene(assessment_id, PUBLISH)
    wish = _read_wish()
    if len(wish.note) > LONGEST_NOTE:
        return _render(scene, 422, problem="why")
    try:
        withdraw(scene.actor, workspace(), assessment_id, wish)
    except NoteMissingError:
        return _render(scene, 422, problem="why")
    return _back(assessment_id)


def _read_wish() -> Wish:
    note = request.form.get("note", "").replace("\r\n", "\n").strip()
    return Wish(request.form.get("before", ""), PUBLISHED, note)


def _back(assessment_id: str) -> Response:
    target = url_for("publication.show_publication", assessment_id=assessment_id)
    return private(redirect(target, 303))  # type: ignore[arg-type]


def _render(
    scene: AssessmentScene, code: int, *, problem: str = "", parts: list[str] | None = None
) -> Response:
    found = read_acts(workspace(), scene.opened)
    standing = found.standing
    chosen = parts if parts is not None else (standing.parts if standing else ())
    body = render_template(
        "assessment/publication.html",
        scene=scene,
        may_publish=scene.row.state in MAY_BEGIN,
        choices=list_parts(chosen, scene.translator),
        standing=standing,
        standing_words=name_parts(standing.parts, scene.translator) if standing else "",
        acts=_say_acts(scene, found),
        problem=problem,
        note=request.form.get("note", "") if problem else "",
        longest=LONGEST_NOTE,
    )
    return private(make_response(body, code))


def _say_acts(scene: AssessmentScene, found: Acts) -> tuple[ActRow, ...]:
    speaker = scene.translator
    return tuple(
        ActRow(
            name_parts(act.parts, speaker),
            show_date(act.published_at.date(), speaker),
            name_person(found.names, act.published_by, speaker),
            show_date(act.withdrawn_at.date(), speaker) if act.withdrawn_at else "",
            name_person(found.names, act.withdrawn_by, speaker) if act.withdrawn_at else "",
        )
        for act in found.acts
    )
