"""The priorities of a workshop for whoever runs it: what is rated, and when."""

from collections.abc import Mapping

from flask import Response, jsonify, request

from app.presentation.view.workshop.priority import (
    build_proposals,
    build_ranking,
    list_proposed,
    read_item_text,
    read_ratings,
)
from app.service.workshop.outcome import read_agreed
from app.service.workshop.priority import (
    Ranking,
    add_items,
    read_ranking,
    remove_item,
    save_ratings,
    set_calibration,
    step_on,
)
from app.service.workshop.voting import Closed
from app.web.area import ON_WORKSHOP, OWN_SEAT, Area
from app.web.check import private
from app.web.scene import workspace
from app.web.seat import seated
from app.web.workshop import RoomScene, open_room_scene
from app.web.workshop_outcome import draw, draw_seat, find_clash, go_to, read_number

area = Area("workshop_priority")


@area.get("/workshop/<workshop_id>/priorities", access=ON_WORKSHOP)
def show_priorities(workshop_id: str) -> Response:
    """Show what is rated and how far the room is; how it rated only after the reveal."""
    return _render(open_room_scene(workshop_id), code=200)


@area.get("/workshop/<workshop_id>/priorities/pulse", access=ON_WORKSHOP)
def show_pulse(workshop_id: str) -> Response:
    """Tell a script whether the page would look different now."""
    scene = open_room_scene(workshop_id)
    return private(jsonify(mark=_mark(scene, read_ranking(workspace(), scene.row))))


@area.post("/workshop/<workshop_id>/priorities/items", access=ON_WORKSHOP)
def add(workshop_id: str) -> Response:
    """Add what was ticked, and a text of one's own."""
    scene, form = open_room_scene(workshop_id), request.form
    text, problem = read_item_text(scene.wording, form.get("text", ""))
    if problem:
        return _render(scene, code=422, problems={"text": problem})
    questions = list_proposed(scene.wording.toolkit, form.getlist("question"))
    if not questions and not text:
        say = scene.translator.gettext
        return _render(scene, code=422, problems={"text": say("Tick something or write it.")})
    clash = find_clash(
        scene,
        lambda: add_items(
            scene.actor, workspace(), scene.id, questions=questions, texts=(text,) if text else ()
        ),
    )
    return _end(scene, clash)


@area.post("/workshop/<workshop_id>/priorities/removal", access=ON_WORKSHOP)
def remove(workshop_id: str) -> Response:
    """Take an item out."""
    scene, number = open_room_scene(workshop_id), read_number("item")
    clash = find_clash(scene, lambda: remove_item(scene.actor, workspace(), scene.id, number))
    return _end(scene, clash)


@area.post("/workshop/<workshop_id>/priorities/calibration", access=ON_WORKSHOP)
def calibrate(workshop_id: str) -> Response:
    """Say what all rate first."""
    scene, seen = open_room_scene(workshop_id), read_number("seen")
    text, problem = read_item_text(scene.wording, request.form.get("calibration", ""))
    if problem:
        return _render(scene, code=422, problems={"calibration": problem})
    clash = find_clash(
        scene, lambda: set_calibration(scene.actor, workspace(), scene.id, text, seen=seen)
    )
    return _end(scene, clash)


@area.post("/workshop/<workshop_id>/priorities/step", access=ON_WORKSHOP)
def step(workshop_id: str) -> Response:
    """Open, close or reveal."""
    scene, seen, word = open_room_scene(workshop_id), read_number("seen"), request.form.get("step")
    clash = find_clash(
        scene, lambda: step_on(scene.actor, workspace(), scene.id, word or "", seen=seen)
    )
    return _end(scene, clash)


@area.post("/room/<workshop_id>/priorities", access=OWN_SEAT)
def rate(workshop_id: str) -> Response:
    """Keep a participant's own ratings; of an item that is half rated nothing is kept."""
    typed = read_ratings(request.form)
    try:
        save_ratings(seated(), workspace(), workshop_id, typed.ratings)
    except Closed:
        return draw_seat(workshop_id, code=409, is_late=True)
    if not typed.is_complete:
        return draw_seat(workshop_id, code=422, typed=typed)
    return go_to("room.show_room", workshop_id)


def _mark(scene: RoomScene, ranking: Ranking) -> str:
    return f"{scene.row.version}.{ranking.rated}.{ranking.here}"


def _end(scene: RoomScene, clash: str) -> Response:
    if clash:
        return _render(open_room_scene(scene.id), code=409, clash=clash)
    return go_to("workshop_priority.show_priorities", scene.id)


def _render(
    scene: RoomScene, *, code: int, clash: str = "", problems: Mapping[str, str] | None = None
) -> Response:
    ranking = read_ranking(workspace(), scene.row)
    sent = request.form if request.method == "POST" else {}
    first = ranking.find(0)
    return draw(
        "workshop_outcome/priorities.html",
        scene,
        code=code,
        view=build_ranking(scene.wording, ranking),
        proposals=build_proposals(scene.wording, read_agreed(workspace(), scene.id), ranking),
        fields={
            "text": sent.get("text", ""),
            "calibration": sent.get("calibration", first.text if first else ""),
        },
        ticked=request.form.getlist("question") if sent else [],
        problems=problems or {},
        clash=clash,
        mark=_mark(scene, ranking),
    )
