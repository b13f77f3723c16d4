"""Who is in a workshop against its plan, and taking their details out at request."""

from flask import Response, make_response, redirect, render_template, request, url_for

from app.presentation.view.workshop.people import PersonRow, RoomPeople, build_people
from app.service.error import NotFound
from app.service.workshop.joining import erase_everybody, erase_participant
from app.service.workshop.reading import read_people
from app.web.area import ON_WORKSHOP, Area
from app.web.check import private
from app.web.scene import workspace
from app.web.workshop import RoomScene, open_room_scene
from app.web.workshop_section import list_sections

area = Area("workshop_people")


def _gather(scene: RoomScene) -> RoomPeople:
    people = read_people(workspace(), scene.row)
    return build_people(
        scene.row,
        [person.row for person in people],
        {table.number: table.row.name for table in scene.tables},
        translator=scene.translator,
    )


@area.get("/workshop/<workshop_id>/people", access=ON_WORKSHOP)
def show_people(workshop_id: str) -> Response:
    """Show who is in against whom the plan names."""
    scene = open_room_scene(workshop_id)
    body = render_template(
        "workshop_plan/people.html",
        scene=scene,
        sections=list_sections(workshop_id),
        people=_gather(scene),
        is_erased="erased" in request.args,
    )
    return private(make_response(body))


@area.get("/workshop/<workshop_id>/people/erasure", access=ON_WORKSHOP)
def ask_erasure_of_all(workshop_id: str) -> Response:
    """Ask before the details of all are taken out."""
    return _ask(open_room_scene(workshop_id), None)


@area.get("/workshop/<workshop_id>/people/<participant_id>/erasure", access=ON_WORKSHOP)
def ask_erasure(workshop_id: str, participant_id: str) -> Response:
    """Ask before the details of one person are taken out."""
    scene = open_room_scene(workshop_id)
    for person in _gather(scene).rows:
        if person.id == participant_id:
            return _ask(scene, person)
    raise NotFound(participant_id)


def _ask(scene: RoomScene, person: PersonRow | None) -> Response:
    body = render_template(
        "workshop_plan/erasure.html",
        scene=scene,
        sections=list_sections(scene.id),
        person=person,
    )
    return private(make_response(body))


@area.post("/workshop/<workshop_id>/people/erasure", access=ON_WORKSHOP)
def erase_all(workshop_id: str) -> Response:
    """Take the details of all out; what was said stays and counts."""
    scene = open_room_scene(workshop_id)
    erase_everybody(scene.actor, workspace(), workshop_id)
    return _go_back(workshop_id)


@area.post("/workshop/<workshop_id>/people/<participant_id>/erasure", access=ON_WORKSHOP)
def erase(workshop_id: str, participant_id: str) -> Response:
    """Take the details of one person out; what they said stays and counts."""
    scene = open_room_scene(workshop_id)
    erase_participant(scene.actor, workspace(), workshop_id, participant_id)
    return _go_back(workshop_id)


def _go_back(workshop_id: str) -> Response:
    target = url_for("workshop_people.show_people", workshop_id=workshop_id, erased=1)
    return private(redirect(target, 303))  # type: ignore[arg-type]
