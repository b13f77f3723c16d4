"""The action plan of an assessment: its actions, what the toolkit proposes, files of it."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from flask import Response, abort, make_response, redirect, render_template, request, url_for

from app.presentation.language import Phrase
from app.presentation.view.assessment.candidate import build_candidates
from app.presentation.view.assessment.plan import (
    COSTS,
    STATUSES,
    PlanAction,
    build_action,
    build_plan,
)
from app.presentation.view.assessment.plan_export import export_plan
from app.presentation.view.assessment.plan_form import MARKS, fill_action, read_action
from app.presentation.view.assessment.priority import build_matrix
from app.service.assessment.goal import read_goals
from app.service.assessment.plan import (
    Place,
    Plan,
    change_action,
    read_plan,
    remove_action,
    track_action,
)
from app.service.assessment.plan_adding import (
    FullError,
    add_action,
    carry_actions,
    count_left_open,
    take_candidate,
)
from app.service.assessment.plan_calendar import read_following
from app.service.assessment.plan_download import write_plan
from app.service.permission import DOWNLOAD, PLAN, TRACK, VIEW
from app.web.area import Area, on_assessment
from app.web.assessment import AssessmentScene, open_assessment_scene
from app.web.check import private
from app.web.error import answer as answer_error
from app.web.scene import today, workspace

area = Area("plan")
LONGEST_NUMBER = 9


@dataclass(frozen=True, slots=True)
class Typed:
    """What was typed into the form of an action, and what is wrong with it by field."""

    fields: dict[str, str] = field(default_factory=dict)
    problems: dict[str, str] = field(default_factory=dict)


@area.get("/assessments/<assessment_id>/plan", access=on_assessment(VIEW))
def show_plan(assessment_id: str) -> Response:
    """Show the plan: what is overdue, all actions, priorities, how much is done."""
    scene = open_assessment_scene(assessment_id, VIEW)
    plan = read_plan(workspace(), scene.opened)
    view = build_plan(scene.wording, plan.actions, plan.names, today=today())
    body = render_template(
        "assessment/plan.html",
        scene=scene,
        view=view,
        matrix=build_matrix(scene.wording, plan.actions),
        left_open=count_left_open(workspace(), scene.opened) if scene.may(PLAN) else 0,
        following=read_following(workspace(), scene.opened),
        is_written=scene.may(PLAN),
    )
    return private(make_response(body))


@area.get("/assessments/<assessment_id>/plan.<kind>", access=on_assessment(DOWNLOAD))
def download_plan(assessment_id: str, kind: str) -> Response:
    """Send the plan as a file for spreadsheet programs."""
    scene = open_assessment_scene(assessment_id, DOWNLOAD)
    plan = read_plan(workspace(), scene.opened)
    view = build_plan(scene.wording, plan.actions, plan.names, today=today())
    book = export_plan(
        scene.wording,
        view.rows,
        unit=scene.unit_name,
        round_name=scene.round_name,
        state=scene.state_name,
    )
    made = write_plan(book, kind, name=f"eready-plan-{scene.toolkit.id}-{scene.row.round}")
    response = make_response(made.body)
    response.mimetype = made.media_type
    response.headers["Content-Disposition"] = f'attachment; filename="{made.name}"'
    return private(response)


# --- What the toolkit proposes ------------------------------------------------------------------


@area.get("/assessments/<assessment_id>/plan/candidates", access=on_assessment(PLAN))
def list_candidates(assessment_id: str) -> Response:
    """List the actions the toolkit proposes from where the unit stands."""
    scene = open_assessment_scene(assessment_id, PLAN)
    plan = read_plan(workspace(), scene.opened)
    candidates = build_candidates(
        scene.wording,
        scene.read_work().answers,
        read_goals(workspace(), scene.opened).keys(),
        taken=plan.taken,
    )
    body = render_template("assessment/plan_candidates.html", scene=scene, candidates=candidates)
    return private(make_response(body))


@area.post("/assessments/<assessment_id>/plan/candidates", access=on_assessment(PLAN))
def take(assessment_id: str) -> Response:
    """Take over one of them."""
    scene = open_assessment_scene(assessment_id, PLAN)
    try:
        made = take_candidate(scene.actor, workspace(), scene.id, request.form.get("question", ""))
    except FullError:
        return _say_full(scene)
    if request.form.get("stay"):
        target = url_for("plan.list_candidates", assessment_id=scene.id)
        return private(redirect(target, 303))  # type: ignore[arg-type]
    return _go_to(scene, made)


@area.post("/assessments/<assessment_id>/plan/carried", access=on_assessment(PLAN))
def carry(assessment_id: str) -> Response:
    """Take over what the last round left open."""
    scene = open_assessment_scene(assessment_id, PLAN)
    try:
        carry_actions(scene.actor, workspace(), scene.id)
    except FullError:
        return _say_full(scene)
    return _go_to(scene)


# --- An action ----------------------------------------------------------------------------------


@area.get("/assessments/<assessment_id>/plan/new", access=on_assessment(PLAN))
def show_new(assessment_id: str) -> Response:
    """Ask for an action of one's own."""
    scene = open_assessment_scene(assessment_id, PLAN)
    plan = read_plan(workspace(), scene.opened)
    return _ask(scene, plan, {"question": request.args.get("question", "")}, {})


@area.post("/assessments/<assessment_id>/plan/new", access=on_assessment(PLAN))
def add(assessment_id: str) -> Response:
    """Put it into the plan."""
    scene = open_assessment_scene(assessment_id, PLAN)
    plan = read_plan(workspace(), scene.opened)
    fields = request.form.to_dict()
    details, problems = read_action(scene.wording, fields, plan.team)
    if details is None:
        return _ask(scene, plan, fields, problems)
    try:
        add_action(scene.actor, workspace(), scene.id, details)
    except FullError:
        return _say_full(scene)
    return _go_to(scene)


@area.get("/assessments/<assessment_id>/plan/actions/<action_id>", access=on_assessment(VIEW))
def show_action(assessment_id: str, action_id: str) -> Response:
    """Show an action: to change, to track or to read."""
    scene = open_assessment_scene(assessment_id, VIEW)
    plan = read_plan(workspace(), scene.opened)
    return _render(scene, plan, plan.find(action_id) or abort(404), code=200)


@area.post("/assessments/<assessment_id>/plan/actions/<action_id>", access=on_assessment(PLAN))
def change(assessment_id: str, action_id: str) -> Response:
    """Change what is said of an action."""
    scene = open_assessment_scene(assessment_id, PLAN)
    plan = read_plan(workspace(), scene.opened)
    action = plan.find(action_id) or abort(404)
    fields = request.form.to_dict()
    # Somebody who left the team since may stay what they are.
    team = {**plan.team, **({action.owner_id: ""} if action.owner_id else {})}
    details, problems = read_action(scene.wording, fields, team)
    if details is None:
        return _render(scene, plan, action, code=422, typed=Typed(fields, problems))
    shown = fill_action(scene.wording, action)["text"]
    place = Place(scene.id, action_id, _seen())
    if not change_action(scene.actor, workspace(), place, details, shown=shown):
        return _show_conflict(scene, action_id, fields)
    return _go_to(scene)


@area.post(
    "/assessments/<assessment_id>/plan/actions/<action_id>/status", access=on_assessment(TRACK)
)
def track(assessment_id: str, action_id: str) -> Response:
    """Say how far an action is."""
    scene = open_assessment_scene(assessment_id, TRACK)
    place = Place(scene.id, action_id, _seen())
    if not track_action(scene.actor, workspace(), place, request.form.get("status", "")):
        return _show_conflict(scene, action_id, {})
    return _go_to(scene)


@area.post(
    "/assessments/<assessment_id>/plan/actions/<action_id>/removal", access=on_assessment(PLAN)
)
def remove(assessment_id: str, action_id: str) -> Response:
    """Take an action out of the plan."""
    scene = open_assessment_scene(assessment_id, PLAN)
    place = Place(scene.id, action_id, _seen())
    if not remove_action(scene.actor, workspace(), place):
        return _show_conflict(scene, action_id, {})
    return _go_to(scene)


# --- What comes back ----------------------------------------------------------------------------


def _seen() -> int:
    text = request.form.get("seen", "")
    is_whole = text.isascii() and text.isdigit() and len(text) <= LONGEST_NUMBER
    return int(text) if is_whole else abort(400)


def _go_to(scene: AssessmentScene, action_id: str = "") -> Response:
    if action_id:
        target = url_for("plan.show_action", assessment_id=scene.id, action_id=action_id)
    else:
        target = url_for("plan.show_plan", assessment_id=scene.id)
    return private(redirect(target, 303))  # type: ignore[arg-type]


def _say_full(scene: AssessmentScene) -> Response:
    say = scene.translator.gettext
    return answer_error(409, message=say("The plan holds as many actions as a plan may."))


def _list_questions(scene: AssessmentScene) -> list[tuple[str, Phrase]]:
    wording = scene.wording
    return [(question.id, wording.phrase(question.text)) for question in wording.toolkit.questions]


def _ask(
    scene: AssessmentScene, plan: Plan, fields: dict[str, str], problems: dict[str, str]
) -> Response:
    body = render_template(
        "assessment/plan_new.html",
        scene=scene,
        fields=fields,
        problems=problems,
        team=plan.team,
        questions=_list_questions(scene),
        costs=_words(scene, COSTS),
        marks=[(mark, mark) for mark in MARKS],
    )
    return private(make_response(body, 422 if problems else 200))


def _words(scene: AssessmentScene, known: Mapping[str, str]) -> list[tuple[str, str]]:
    say = scene.translator.gettext
    return [(name, say(text)) for name, text in known.items()]


def _show_conflict(scene: AssessmentScene, action_id: str, fields: dict[str, str]) -> Response:
    """Show an action as somebody else saved it, beside what was sent."""
    plan = read_plan(workspace(), scene.opened)
    action = plan.find(action_id) or abort(404)
    return _render(scene, plan, action, code=409, typed=Typed(fields))


def _render(
    scene: AssessmentScene,
    plan: Plan,
    action: PlanAction,
    *,
    code: int,
    typed: Typed | None = None,
) -> Response:
    sent = typed or Typed()
    body = render_template(
        "assessment/plan_action.html",
        scene=scene,
        row=build_action(scene.wording, action, plan.names, today=today()),
        fields=fill_action(scene.wording, action) | sent.fields,
        problems=sent.problems,
        team=plan.team,
        names=plan.names,
        questions=_list_questions(scene),
        costs=_words(scene, COSTS),
        statuses=_words(scene, STATUSES),
        marks=[(mark, mark) for mark in MARKS],
        code=code,
        is_written=scene.may(PLAN),
        is_tracked=scene.may(TRACK),
    )
    return private(make_response(body, code))
