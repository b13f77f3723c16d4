"""What the pages of goals, priorities, the plan and feedback of a workshop have in common."""

from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import Final

from flask import Response, abort, make_response, redirect, render_template, request, url_for

from app.presentation.language import N_
from app.presentation.view.workshop.priority import TypedRatings
from app.service.workshop.outcome import RefusedError
from app.service.workshop.steering import StaleError
from app.web.check import private
from app.web.participant import open_desk
from app.web.workshop import RoomScene
from app.web.workshop_section import list_sections

LONGEST_NUMBER = 9
STALE: Final = N_("Somebody else changed this since you opened it")
REASONS: Final[Mapping[str, str]] = {
    "ended": N_("The workshop has ended. Nothing in it changes any more."),
    "not-above": N_("This does not lie above what was agreed. Choose what is to be reached."),
    "full": N_("There are as many as there may be. Take one out before you add another."),
    "shown": N_("The room has seen its ratings: what was rated stays as it is."),
    "begun": N_("It is being rated already, and stays as it is."),
    "not-now": N_("This can't be done as far as the room is now."),
    "no-items": N_("There is nothing to rate yet. Add something first."),
    "plan-full": N_("The plan of the assessment holds as many actions as a plan may."),
}
"""Why something was not done, by the word of `RefusedError`."""


def read_number(name: str) -> int:
    """Read a whole number a form sent; 400 for anything else."""
    text = request.form.get(name, "")
    is_whole = text.isascii() and text.isdigit() and len(text) <= LONGEST_NUMBER
    return int(text) if is_whole else abort(400)


def find_clash(scene: RoomScene, act: Callable[[], object]) -> str:
    """Do something; returns why it was not done, in the reader's language, or nothing."""
    say = scene.translator.gettext
    try:
        act()
    except StaleError:
        return say(STALE)
    except RefusedError as refused:
        return say(REASONS[refused.reason])
    return ""


def draw(
    template: str, scene: RoomScene, *, code: int, clash: str = "", **values: object
) -> Response:
    """Draw a page of a workshop for whoever runs it; `clash` says why something was not done."""
    sections = list_sections(scene.id)
    body = render_template(template, scene=scene, sections=sections, clash=clash, **values)
    return private(make_response(body, code))


def draw_seat(
    workshop_id: str, *, code: int, typed: TypedRatings | None = None, is_late: bool = False
) -> Response:
    """Draw a participant's page after something was not kept: half said, or too late."""
    desk = replace(open_desk(workshop_id), typed=typed, is_late=is_late)
    page = desk.build("")
    body = render_template(
        "room/room.html",
        desk=desk,
        page=page,
        wanted="",
        late=None,
        reveal=desk.open_reveal(page),
    )
    return private(make_response(body, code))


def go_to(endpoint: str, workshop_id: str) -> Response:
    """Go to a page of a workshop after something was done."""
    target = url_for(endpoint, workshop_id=workshop_id)
    return private(redirect(target, 303))  # type: ignore[arg-type]
