"""The goals of a workshop: where the room wants the questions to be that it agreed on."""

from dataclasses import dataclass

from flask import Response, abort, request

from app.presentation.view.workshop.goal import (
    RoomGoals,
    TypedGoal,
    build_room_goal_form,
    build_room_goals,
    read_room_goal,
)
from app.service.workshop.goal import Seen, read_goals, read_standing, remove_goal, set_goal
from app.service.workshop.outcome import read_agreed
from app.web.area import ON_WORKSHOP, Area
from app.web.scene import workspace
from app.web.workshop import RoomScene, open_room_scene
from app.web.workshop_outcome import draw, find_clash, go_to, read_number

area = Area("workshop_goal")


@dataclass(frozen=True, slots=True)
class Sent:
    """What was sent for a question, and why it was not done."""

    question: str = ""
    typed: TypedGoal | None = None
    clash: str = ""


@area.get("/workshop/<workshop_id>/goals", access=ON_WORKSHOP)
def show_goals(workshop_id: str) -> Response:
    """List what was agreed, the weakest first; with `question` the form of its goal."""
    scene = open_room_scene(workshop_id)
    return _render(scene, Sent(request.args.get("question", "")), code=200)


@area.post("/workshop/<workshop_id>/goals", access=ON_WORKSHOP)
def save(workshop_id: str) -> Response:
    """Set the goal of a question."""
    scene, form = open_room_scene(workshop_id), request.form
    question = form.get("question", "")
    if _build(scene).find(question) is None:
        abort(404)
    typed = TypedGoal(tuple(form.getlist("value")), form.get("year", ""))
    aim = read_room_goal(scene.wording, question, typed)
    if aim is None:
        return _render(scene, Sent(question, typed), code=422)
    seen = _seen()
    clash = find_clash(scene, lambda: set_goal(scene.actor, workspace(), scene.id, aim, seen=seen))
    if clash:
        return _render(scene, Sent(question, typed, clash), code=409)
    return go_to("workshop_goal.show_goals", workshop_id)


@area.post("/workshop/<workshop_id>/goals/removal", access=ON_WORKSHOP)
def take_back(workshop_id: str) -> Response:
    """Take the goal of a question back."""
    scene, question = open_room_scene(workshop_id), request.form.get("question", "")
    seen = _seen()
    clash = find_clash(
        scene, lambda: remove_goal(scene.actor, workspace(), scene.id, question, seen=seen)
    )
    if clash:
        return _render(scene, Sent(question, None, clash), code=409)
    return go_to("workshop_goal.show_goals", workshop_id)


def _seen() -> Seen:
    return Seen(read_number("seen"), read_number("standing"))


def _build(scene: RoomScene) -> RoomGoals:
    agreed, goals = read_agreed(workspace(), scene.id), read_goals(workspace(), scene.id)
    return build_room_goals(scene.wording, agreed, goals)


def _render(scene: RoomScene, sent: Sent, *, code: int) -> Response:
    agreed, goals = read_agreed(workspace(), scene.id), read_goals(workspace(), scene.id)
    view = build_room_goals(scene.wording, agreed, goals)
    line = view.find(sent.question)
    goal = goals.get(sent.question)
    form = (
        build_room_goal_form(scene.wording, line, agreed, typed=sent.typed, goal=goal)
        if line
        else None
    )
    return draw(
        "workshop_outcome/goals.html",
        scene,
        code=code,
        view=view,
        form=form,
        standing=read_standing(workspace(), scene.room).get(sent.question, 0),
        clash=sent.clash,
    )
