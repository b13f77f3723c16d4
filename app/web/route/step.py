"""The steps of an assessment: which were taken, which can be, and what each means."""

from flask import Response, make_response, redirect, render_template, request, url_for

from app.presentation.language import N_
from app.presentation.view.assessment.overview import build_steps
from app.presentation.view.assessment.step import (
    BUTTONS,
    OpenList,
    build_open_lists,
    list_choices,
    say_meaning,
)
from app.service.assessment.approval import approve
from app.service.assessment.open_point import OpenPoints, find_open_points
from app.service.assessment.overview import read_overview
from app.service.assessment.step import (
    LONGEST_NOTE,
    NoteMissingError,
    Wish,
    find_step,
    read_told,
    take_step,
)
from app.service.error import NotFound, WrongState
from app.service.permission import APPROVED, PUBLISHED, STATES, STEP, VIEW, WORKING, list_steps
from app.web.area import Area, on_assessment
from app.web.assessment import AssessmentScene, open_assessment_scene
from app.web.check import private
from app.web.scene import workspace

area = Area("step")


@area.get("/assessments/<assessment_id>/steps", access=on_assessment(VIEW))
def show_steps(assessment_id: str) -> Response:
    """Show the steps so far, what is open, and the steps the reader may take."""
    scene = open_assessment_scene(assessment_id, VIEW)
    found = read_overview(workspace(), scene.opened)
    steps = list_steps(scene.access.roles, scene.row.state)
    is_working = scene.row.state in WORKING
    points = find_open_points(workspace(), scene.read_work()) if is_working else None
    body = render_template(
        "assessment/steps.html",
        scene=scene,
        choices=list_choices(scene.wording, scene.row.state, [step.after for step in steps]),
        steps=build_steps(found.steps, STATES, found.names, wording=scene.wording),
        points=points,
        lists=_list_open(scene, points) if points else (),
    )
    return private(make_response(body))


def _list_open(scene: AssessmentScene, points: OpenPoints) -> tuple[OpenList, ...]:
    return build_open_lists(
        scene.wording,
        (
            (N_("Blank"), points.blank),
            (N_("Not known"), points.unknown),
            (N_("To be confirmed"), points.to_confirm),
            (N_("Claimed without evidence"), points.unproven),
        ),
    )


@area.get("/assessments/<assessment_id>/steps/<after>", access=on_assessment(STEP))
def confirm_step(assessment_id: str, after: str) -> Response:
    """Say what a step means and ask whether to take it."""
    scene = _open(assessment_id, after)
    if PUBLISHED in {after, scene.row.state}:
        target = url_for("publication.show_publication", assessment_id=assessment_id)
        return private(redirect(target, 303))  # type: ignore[arg-type]
    return _render(scene, after, 200)


@area.post("/assessments/<assessment_id>/steps/<after>", access=on_assessment(STEP))
def take(assessment_id: str, after: str) -> Response:
    """Take a step."""
    note = request.form.get("note", "").replace("\r\n", "\n").strip()
    if len(note) > LONGEST_NOTE:
        return _render(_open(assessment_id, after), after, 422, note=note)
    wish = Wish(request.form.get("before", ""), after, note)
    scene = open_assessment_scene(assessment_id, STEP)
    try:
        if after == APPROVED:
            approve(scene.actor, workspace(), assessment_id, wish)
        else:
            take_step(scene.actor, workspace(), assessment_id, wish)
    except NoteMissingError:
        return _render(_open(assessment_id, after), after, 422, note=note)
    target = url_for("step.show_steps", assessment_id=assessment_id)
    return private(redirect(target, 303))  # type: ignore[arg-type]


def _open(assessment_id: str, after: str) -> AssessmentScene:
    """Open an assessment for a step; a state that no step of the reader leads to is not there."""
    scene = open_assessment_scene(assessment_id, STEP)
    if find_step(scene.access, after) is not None:
        return scene
    if any(key.endswith(f">{after}") for key in BUTTONS) and scene.row.state != after:
        raise WrongState(scene.row.state)
    raise NotFound


def _render(scene: AssessmentScene, after: str, code: int, *, note: str = "") -> Response:
    step = find_step(scene.access, after)
    if step is None:
        raise NotFound
    is_working = scene.row.state in WORKING
    points = find_open_points(workspace(), scene.read_work()) if is_working else None
    body = render_template(
        "assessment/step.html",
        scene=scene,
        step=step,
        choice=list_choices(scene.wording, scene.row.state, [after])[0],
        meaning=say_meaning(scene.wording, after),
        told=read_told(workspace(), scene.access, after),
        points=points,
        lists=_list_open(scene, points) if points else (),
        note=note,
        longest=LONGEST_NOTE,
        code=code,
    )
    return private(make_response(body, code))
