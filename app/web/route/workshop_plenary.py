"""The plenary of a workshop: what all tables agreed, to stand by or to have asked again."""

from typing import Final

from flask import Response, abort, make_response, redirect, render_template, request, url_for

from app.presentation.view.workshop.agreement import say_agreement
from app.presentation.view.workshop.outlook import name_table
from app.presentation.view.workshop.reveal import build_reveal
from app.service.workshop.agreeing import confirm, read_agreements
from app.service.workshop.planning import list_questions
from app.service.workshop.watching import find_left, read_spread_of_agreed
from app.web.area import ON_WORKSHOP, Area
from app.web.check import private
from app.web.control import REFUSALS, open_control, tell_trouble
from app.web.scene import translator, workspace
from app.web.workshop import RoomScene, open_room_scene
from app.web.workshop_plan import read_seen
from app.web.workshop_section import list_sections

area = Area("workshop_plenary")

SPREAD: Final = ("middle", "range", "unknown", "answers", "consensus")
"""Facts of a spread that stand beside an agreement."""
LONGEST_NUMBER: Final = 9


@area.get("/workshop/<workshop_id>/plenary", access=ON_WORKSHOP)
def show_plenary(workshop_id: str) -> Response:
    """Show what all tables agreed, each with how its answers were spread."""
    return _render_plenary(workshop_id)


def _render_plenary(workshop_id: str, raised: Exception | None = None) -> Response:
    control = open_control(workshop_id)
    scene = control.scene
    body = render_template(
        "workshop/plenary.html",
        control=control,
        scene=scene,
        sections=list_sections(workshop_id),
        tables=_list_tables(scene),
        trouble=None if raised is None else tell_trouble(raised, translator()),
    )
    return private(make_response(body, 200 if raised is None else 409))


def _list_tables(scene: RoomScene) -> list[dict[str, object]]:
    """List the tables with what each agreed, in the order of the toolkit, and what is left."""
    room, wording = scene.room, scene.wording
    agreed = read_agreements(workspace(), scene.id)
    boards = read_spread_of_agreed(workspace(), room, scene.tables, agreed)
    left = find_left(workspace(), room)
    found = []
    for table in scene.tables:
        asked = list_questions(room.toolkit, room.setting, table.row.pillars)
        lines = []
        for name in (name for name in asked if name in agreed):
            line = say_agreement(wording, agreed[name], is_left=name in left)
            question = room.toolkit.question(name)
            shown = build_reveal(wording, question, boards[name]) if name in boards else None
            facts = [fact for fact in shown.facts if fact.key in SPREAD] if shown else []
            lines.append((line, facts, shown.hidden if shown else ""))
        found.append(
            {
                "number": table.number,
                "version": table.row.version,
                "name": name_table(table.number, table.row.name, translator()),
                "lines": lines,
                "open": len(asked) - len(lines),
            }
        )
    return found


@area.post("/workshop/<workshop_id>/plenary", access=ON_WORKSHOP)
def confirm_agreements(workshop_id: str) -> Response:
    """Let the plenary stand by agreements: those named, each as `question=number`."""
    scene = open_room_scene(workshop_id)
    chosen = {}
    for text in request.form.getlist("agreement"):
        name, _, number = text.rpartition("=")
        if not (number.isascii() and number.isdigit() and len(number) <= LONGEST_NUMBER):
            abort(400)
        chosen[name] = int(number)
    try:
        confirm(scene.actor, workspace(), workshop_id, chosen, seen=read_seen())
    except REFUSALS as raised:
        return _render_plenary(workshop_id, raised)
    target = url_for("workshop_plenary.show_plenary", workshop_id=workshop_id)
    return private(redirect(target, 303))  # type: ignore[arg-type]
