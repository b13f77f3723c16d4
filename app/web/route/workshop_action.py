"""The plan of a workshop: at most ten actions, who does each until when."""

from dataclasses import dataclass, field

from flask import Response, abort, request

from app.presentation.view.workshop.action import (
    Action,
    build_actions,
    fill_draft,
    list_sources,
    read_draft,
)
from app.service.workshop.plan import add_action, change_action, read_actions, remove_action
from app.service.workshop.priority import read_ranking
from app.web.area import ON_WORKSHOP, Area
from app.web.scene import workspace
from app.web.workshop import RoomScene, open_room_scene
from app.web.workshop_outcome import draw, find_clash, go_to, read_number

area = Area("workshop_action")


@dataclass(frozen=True, slots=True)
class Sent:
    """What was sent for an action, what is wrong with it by field, and why it was not done."""

    fields: dict[str, str] = field(default_factory=dict)
    problems: dict[str, str] = field(default_factory=dict)
    clash: str = ""


@area.get("/workshop/<workshop_id>/actions", access=ON_WORKSHOP)
def show_actions(workshop_id: str) -> Response:
    """Show the plan, with the form of a new action or of the one named in the address."""
    scene = open_room_scene(workshop_id)
    number = request.args.get("action", "")
    found = next((item for item in _read(scene) if str(item.number) == number), None)
    if number and found is None:
        abort(404)
    return _render(scene, found, Sent(), code=200)


@area.post("/workshop/<workshop_id>/actions", access=ON_WORKSHOP)
def save(workshop_id: str) -> Response:
    """Add an action, or change the one that is named."""
    scene, fields = open_room_scene(workshop_id), request.form.to_dict()
    number, seen = read_number("action"), read_number("seen")
    action = _find(scene, number)
    if number and action is None:
        abort(404)
    items = read_ranking(workspace(), scene.row).items
    draft, problems = read_draft(scene.wording, fields, items, action=action)
    if draft is None:
        return _render(scene, action, Sent(fields, problems), code=422)
    if action is None:
        clash = find_clash(scene, lambda: add_action(scene.actor, workspace(), scene.id, draft))
    else:
        place = (scene.id, number)
        clash = find_clash(
            scene, lambda: change_action(scene.actor, workspace(), place, draft, seen=seen)
        )
    if clash:
        return _render(scene, action, Sent(fields, {}, clash), code=409)
    return go_to("workshop_action.show_actions", workshop_id)


@area.post("/workshop/<workshop_id>/actions/removal", access=ON_WORKSHOP)
def remove(workshop_id: str) -> Response:
    """Take an action out."""
    scene, number, seen = open_room_scene(workshop_id), read_number("action"), read_number("seen")
    place = (scene.id, number)
    clash = find_clash(scene, lambda: remove_action(scene.actor, workspace(), place, seen=seen))
    if clash:
        return _render(scene, _find(scene, number), Sent(clash=clash), code=409)
    return go_to("workshop_action.show_actions", workshop_id)


def _read(scene: RoomScene) -> tuple[Action, ...]:
    return read_actions(workspace(), scene.id)


def _find(scene: RoomScene, number: int) -> Action | None:
    return next((item for item in _read(scene) if item.number == number), None)


def _render(scene: RoomScene, action: Action | None, sent: Sent, *, code: int) -> Response:
    return draw(
        "workshop_outcome/actions.html",
        scene,
        code=code,
        view=build_actions(scene.wording, _read(scene)),
        action=action,
        fields=fill_draft(scene.wording, action) | sent.fields,
        problems=sent.problems,
        sources=list_sources(scene.wording, read_ranking(workspace(), scene.row).items),
        clash=sent.clash,
    )
