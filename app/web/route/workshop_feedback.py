"""What participants of a workshop think of it."""

from flask import Response, request

from app.presentation.view.workshop.feedback import build_summary, read_feedback
from app.service.workshop.feedback import read_summary, save_feedback
from app.service.workshop.voting import Closed
from app.web.area import ON_WORKSHOP, OWN_SEAT, Area
from app.web.scene import workspace
from app.web.seat import seated
from app.web.workshop import open_room_scene
from app.web.workshop_outcome import draw, draw_seat, go_to

area = Area("workshop_feedback")


@area.get("/workshop/<workshop_id>/feedback", access=ON_WORKSHOP)
def show_feedback(workshop_id: str) -> Response:
    """Show how many answered, and after the end what they said in sum."""
    scene = open_room_scene(workshop_id)
    summary = read_summary(workspace(), scene.row)
    return draw(
        "workshop_outcome/feedback.html",
        scene,
        code=200,
        view=build_summary(scene.translator, summary),
    )


@area.post("/room/<workshop_id>/feedback", access=OWN_SEAT)
def save(workshop_id: str) -> Response:
    """Keep what a participant thinks."""
    try:
        save_feedback(seated(), workspace(), workshop_id, read_feedback(request.form))
    except Closed:
        return draw_seat(workshop_id, code=409, is_late=True)
    return go_to("room.show_room", workshop_id)
