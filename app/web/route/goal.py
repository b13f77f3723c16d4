"""The goals of an assessment: what each question is to reach by which year."""

from typing import TYPE_CHECKING

from flask import Response, abort, make_response, redirect, render_template, request, url_for

from app.presentation.view.assessment.goal import build_goal_line, build_goals, list_choices
from app.presentation.view.assessment.goal_form import (
    TypedGoal,
    fill_goal,
    find_measured,
    read_goal,
)
from app.presentation.view.page import find_pages
from app.service.assessment.goal import read_goals, read_last_round, remove_goal, save_goal
from app.service.permission import PLAN, SET_GOALS, VIEW
from app.web.area import Area, on_assessment
from app.web.assessment import AssessmentScene, open_assessment_scene
from app.web.check import private
from app.web.scene import workspace

if TYPE_CHECKING:
    from app.definition.question import Question
    from app.presentation.view.assessment.goal import Goal

area = Area("goal")
LONGEST_NUMBER = 9


@area.get("/assessments/<assessment_id>/goals", access=on_assessment(VIEW))
def list_goals(assessment_id: str) -> Response:
    """List all goals with what is missing, and the questions that could have one."""
    scene = open_assessment_scene(assessment_id, VIEW)
    view = build_goals(
        scene.wording,
        read_goals(workspace(), scene.opened),
        scene.read_work().answers,
        read_last_round(workspace(), scene.opened),
    )
    body = render_template(
        "assessment/goals.html", scene=scene, view=view, is_set=scene.may(SET_GOALS)
    )
    return private(make_response(body))


@area.get("/assessments/<assessment_id>/goals/<question_id>", access=on_assessment(VIEW))
def show_goal(assessment_id: str, question_id: str) -> Response:
    """Show the goal of a question, to set or to read."""
    scene = open_assessment_scene(assessment_id, VIEW)
    goal = read_goals(workspace(), scene.opened).get(question_id)
    return _render(scene, _find(scene, question_id), goal, code=200)


@area.post("/assessments/<assessment_id>/goals/<question_id>", access=on_assessment(SET_GOALS))
def set_goal(assessment_id: str, question_id: str) -> Response:
    """Set the goal of a question."""
    scene = open_assessment_scene(assessment_id, SET_GOALS)
    question = _find(scene, question_id)
    form = request.form
    typed = TypedGoal(tuple(form.getlist("value")), form.get("year", ""), form.get("note", ""))
    aim = read_goal(scene.wording, question, typed)
    goal = read_goals(workspace(), scene.opened).get(question_id)
    if aim is None:
        return _render(scene, question, goal, code=422, typed=typed)
    if not save_goal(scene.actor, workspace(), scene.id, aim, seen=_seen()):
        goal = read_goals(workspace(), scene.opened).get(question_id)
        return _render(scene, question, goal, code=409, typed=typed)
    return _go_back(scene)


@area.post(
    "/assessments/<assessment_id>/goals/<question_id>/removal", access=on_assessment(SET_GOALS)
)
def take_back(assessment_id: str, question_id: str) -> Response:
    """Take the goal of a question back."""
    scene = open_assessment_scene(assessment_id, SET_GOALS)
    question = _find(scene, question_id)
    if not remove_goal(scene.actor, workspace(), scene.id, question_id, seen=_seen()):
        goal = read_goals(workspace(), scene.opened).get(question_id)
        return _render(scene, question, goal, code=409)
    return _go_back(scene)


# --- What was sent ------------------------------------------------------------------------------


def _find(scene: AssessmentScene, question_id: str) -> "Question":
    return find_measured(scene.toolkit, question_id) or abort(404)


def _seen() -> int:
    text = request.form.get("seen", "")
    is_whole = text.isascii() and text.isdigit() and len(text) <= LONGEST_NUMBER
    return int(text) if is_whole else abort(400)


# --- What comes back ----------------------------------------------------------------------------


def _go_back(scene: AssessmentScene) -> Response:
    target = url_for("goal.list_goals", assessment_id=scene.id)
    return private(redirect(target, 303))  # type: ignore[arg-type]


def _render(
    scene: AssessmentScene,
    question: "Question",
    goal: "Goal | None",
    *,
    code: int,
    typed: TypedGoal | None = None,
) -> Response:
    answers = scene.read_work().answers
    pages = find_pages(scene.wording)
    page = next((item for item in pages if question.id in item.questions), None) or abort(404)
    body = render_template(
        "assessment/goal.html",
        scene=scene,
        page=page,
        line=build_goal_line(
            scene.wording,
            question,
            goal,
            answers=answers,
            last=read_last_round(workspace(), scene.opened),
        ),
        question=question,
        unit=scene.wording.phrase(question.unit),
        choices=list_choices(scene.wording, question, answers),
        typed=typed or fill_goal(goal),
        code=code,
        is_set=scene.may(SET_GOALS),
        is_planned=scene.may(PLAN),
    )
    return private(make_response(body, code))
