"""The control page of a workshop: its stages and its door, its tables one by one, its end."""

from collections.abc import Callable
from typing import Any, Final

import segno
from flask import Response, jsonify, make_response, redirect, render_template, request, url_for
from markupsafe import Markup

from app.presentation.view.workshop.control import list_stages
from app.service.error import NotAChoice
from app.service.workshop.agreeing import Done, reopen
from app.service.workshop.noting import read_promises
from app.service.workshop.opening import open_room
from app.service.workshop.reading import read_people, read_tables
from app.service.workshop.refusal import StaleError
from app.service.workshop.running import end_workshop, go_to_stage, open_door, shut_door
from app.service.workshop.steering import (
    MOST_TIMER_MINUTES,
    ON_QUESTION,
    PLAIN,
    act_on_question,
    act_plainly,
    open_block,
    reveal,
    start_timer,
)
from app.service.workshop.undoing import undo
from app.service.workshop.watching import mark_room
from app.web.area import ON_WORKSHOP, Area
from app.web.check import private
from app.web.control import REFUSALS, Typed, open_control, render_table, tell_trouble
from app.web.own_path import whole_address
from app.web.scene import translator, workspace
from app.web.sign_in import signed_in
from app.web.workshop import open_room_scene
from app.web.workshop_plan import read_seen
from app.web.workshop_section import list_sections

area = Area("workshop_control")

QR_BORDER: Final = 2
LONGEST_MINUTES: Final = 3
Place = tuple[str, int]


def _draw_code(text: str) -> Markup:
    """Draw a QR picture: black, on the white of the box it stands in, in a dark page too."""
    drawn = segno.make(text, micro=False).svg_inline(
        border=QR_BORDER, omitsize=True, svgclass="qr", lineclass=None
    )
    return Markup(drawn)  # noqa: S704  # drawn by segno from an address of ours


# --- The whole room -----------------------------------------------------------------------------


@area.get("/workshop/<workshop_id>", access=ON_WORKSHOP)
def show_room(workshop_id: str) -> Response:
    """Show the whole room: stage, door, tables, who is in."""
    return _render_room(workshop_id)


def _render_room(workshop_id: str, raised: Exception | None = None) -> Response:
    control = open_control(workshop_id)
    row = control.scene.row
    door = whole_address(url_for("join.show_room_door", code=row.code)) if row.code else ""
    stages = list_stages(translator(), row.stage, tables=len(control.scene.tables))
    by_place = {stage.place: stage for stage in stages}
    body = render_template(
        "workshop/control.html",
        control=control,
        scene=control.scene,
        sections=list_sections(workshop_id),
        stages=stages,
        now=by_place.get("now"),
        following=by_place.get("next"),
        people=control.list_people(),
        promises=read_promises(workspace(), workshop_id),
        door=door,
        plain_door=whole_address(url_for("join.show_door")),
        picture=_draw_code(door) if door else "",
        trouble=None if raised is None else tell_trouble(raised, translator()),
    )
    return private(make_response(body, 200 if raised is None else 409))


@area.get("/workshop/<workshop_id>/pulse", access=ON_WORKSHOP)
def send_pulse(workshop_id: str) -> Response:
    """Tell whether a facilitator's page is still as it should be."""
    room = open_room(signed_in(), workspace(), workshop_id)
    tables = read_tables(workspace(), workshop_id)
    people = read_people(workspace(), room.row)
    return private(jsonify(mark=mark_room(room, tables, people)))


@area.post("/workshop/<workshop_id>/stage", access=ON_WORKSHOP)
def change_stage(workshop_id: str) -> Response:
    """Take the room to a stage."""
    stage = request.form.get("stage", "")
    return _change(
        workshop_id,
        lambda seen: go_to_stage(signed_in(), workspace(), workshop_id, stage, seen=seen),
    )


@area.post("/workshop/<workshop_id>/door", access=ON_WORKSHOP)
def change_door(workshop_id: str) -> Response:
    """Open the door with a new code, or shut it."""
    acts = {"open": open_door, "shut": shut_door}
    act = acts.get(request.form.get("act", ""))
    if act is None:
        open_room(signed_in(), workspace(), workshop_id)
        raise NotAChoice("act")
    return _change(workshop_id, lambda seen: act(signed_in(), workspace(), workshop_id, seen=seen))


def _change(workshop_id: str, act: Callable[[int], bool]) -> Response:
    open_room(signed_in(), workspace(), workshop_id)
    if not act(read_seen()):
        return _render_room(workshop_id, StaleError())
    target = url_for("workshop_control.show_room", workshop_id=workshop_id)
    return private(redirect(target, 303))  # type: ignore[arg-type]


@area.get("/workshop/<workshop_id>/end", access=ON_WORKSHOP)
def ask_end(workshop_id: str) -> Response:
    """Ask whether the workshop is to end."""
    scene = open_room_scene(workshop_id)
    body = render_template("workshop/end.html", scene=scene, sections=list_sections(workshop_id))
    return private(make_response(body))


@area.post("/workshop/<workshop_id>/end", access=ON_WORKSHOP)
def end(workshop_id: str) -> Response:
    """End the workshop: its door shuts for good, and nothing in it changes."""
    return _change(
        workshop_id, lambda seen: end_workshop(signed_in(), workspace(), workshop_id, seen=seen)
    )


# --- One table ----------------------------------------------------------------------------------


@area.get("/workshop/<workshop_id>/tables/<int:number>", access=ON_WORKSHOP)
def show_table(workshop_id: str, number: int) -> Response:
    """Show one table: what comes next, who has finished, the question that is talked over."""
    return render_table(workshop_id, number)


@area.post("/workshop/<workshop_id>/tables/<int:number>/acts", access=ON_WORKSHOP)
def act(workshop_id: str, number: int) -> Response:
    """Do one act at a table."""
    open_room(signed_in(), workspace(), workshop_id)
    word, place = request.form.get("act", ""), (workshop_id, number)
    if word == "timer" and _read_minutes() is None:
        typed = Typed(minutes=request.form.get("minutes", ""))
        return render_table(workshop_id, number, typed=typed, code=422)
    try:
        done = _act(place, word, read_seen())
    except REFUSALS as raised:
        return render_table(workshop_id, number, raised=raised)
    more: dict[str, Any] = {"left": 1} if isinstance(done, Done) and done.is_left else {}
    target = url_for("workshop_control.show_table", workshop_id=workshop_id, number=number, **more)
    return private(redirect(target, 303))  # type: ignore[arg-type]


def _act(place: Place, word: str, seen: int) -> Done | int:
    actor, here, question = signed_in(), workspace(), request.form.get("question", "")
    if word in PLAIN:
        return act_plainly(actor, here, place, word, seen=seen)
    if word in ON_QUESTION:
        return act_on_question(actor, here, place, (word, question), seen=seen)
    acts: dict[str, Callable[[], Done | int]] = {
        "open": lambda: open_block(actor, here, place, request.form.get("block", ""), seen=seen),
        "reveal": lambda: reveal(actor, here, place, seen=seen),
        "timer": lambda: start_timer(actor, here, place, _read_minutes() or 0, seen=seen),
        "reopen": lambda: reopen(actor, here, place, question, seen=seen),
        "undo": lambda: undo(actor, here, place, seen=seen),
    }
    if word not in acts:
        raise NotAChoice(word)
    return acts[word]()


def _read_minutes() -> int | None:
    """Read the minutes of a timer, in any digits; None for what is no number of minutes."""
    text = request.form.get("minutes", "").strip()
    if not text.isdecimal() or len(text) > LONGEST_MINUTES:
        return None
    minutes = int(text)
    return minutes if minutes <= MOST_TIMER_MINUTES else None
