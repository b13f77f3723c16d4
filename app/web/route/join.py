"""The door of a workshop: a code that is typed, or the address a picture on the screen leads to."""

from typing import Any, Final

from flask import Response, make_response, redirect, render_template, request, url_for

from app.presentation.view.workshop.join import FIELDS, Door, DoorTable, Plan, build_door
from app.service.assessment.opening import find_toolkit
from app.service.error import NotAChoice, NotFound
from app.service.secret import is_made_here, make_secret
from app.service.workshop.joining import Guest, RoomFullError, find_room, join_room
from app.service.workshop.opening import Seat, open_seat, workshop_setting
from app.service.workshop.running import read_code
from app.web.area import PUBLIC, Area
from app.web.assessment import unit_name
from app.web.check import private
from app.web.practice import note_practice
from app.web.scene import translator, visitor, workspace
from app.web.seat import give_seat, seated_at_door
from app.web.wording import word

area = Area("join")

CODE: Final = "code"
SECRET: Final = "secret"  # noqa: S105  # the name of a field
LONGEST: Final = 200


@area.get("/join", access=PUBLIC)
def show_door() -> Response:
    """Ask for the code; one that was typed leads on."""
    typed = request.args.get(CODE, "")[:LONGEST]
    code = read_code(typed)
    if code:
        return _go(url_for("join.show_room_door", code=code))
    if typed.strip():
        return show_room_door(typed)
    is_empty = CODE in request.args
    page = render_template("join/door.html", is_empty=is_empty, seat=_own_seat())
    return private(make_response(page, 422 if is_empty else 200))


@area.get("/join/<code>", access=PUBLIC)
def show_room_door(code: str) -> Response:
    """Say what one is about to join, and ask what the session asks; who sits in it goes there."""
    opened = _open_door(code)
    if not isinstance(opened, tuple):
        return opened
    room, tables = opened
    return _render(_build(room, tables), code, make_secret())


@area.post("/join/<code>", access=PUBLIC)
def join(code: str) -> Response:
    """Take a seat; the same form once more takes the same one."""
    opened = _open_door(code)
    if not isinstance(opened, tuple):
        return opened
    room, tables = opened
    given = request.form.get(SECRET, "")
    secret = given if is_made_here(given) else make_secret()
    try:
        workshop_id, _ = join_room(visitor(), workspace(), code, _read_guest(), secret=secret)
    except NotAChoice as refused:
        return _render(_build(room, tables, wrong=str(refused)), code, secret)
    except RoomFullError:
        return private(make_response(render_template("join/full.html", title=room.title), 409))
    except NotFound:
        return _say_nothing()
    give_seat(workshop_id, secret)
    return _go_to_room(workshop_id)


def _open_door(code: str) -> tuple[Any, tuple[Any, ...]] | Response:
    """Give the room a code opens and its tables, or what to answer instead of asking who comes."""
    seat = _own_seat()
    if seat is not None and _is_door_of(seat, code):
        return _go_to_room(seat.workshop.id)
    try:
        return find_room(visitor(), workspace(), code)
    except NotFound:
        return _say_nothing()


def _read_guest() -> Guest:
    given = {name: request.form.get(name, "").strip()[:LONGEST] for name in FIELDS}
    table = given.pop("table")
    is_number = table.isascii() and table.isdigit() and len(table) <= len("99")
    number = int(table) if is_number else 0 if table else 1
    return Guest(**given, table=number, language=translator().code)


def _own_seat() -> Seat | None:
    """Give the seat this browser holds, whatever room it is in."""
    workshop_id, actor = seated_at_door()
    try:
        return open_seat(actor, workspace(), workshop_id) if workshop_id else None
    except NotFound:
        return None


def _is_door_of(seat: Seat, typed: str) -> bool:
    """Whether a code is that of the room one sits in, so that nobody is kept waiting for it."""
    code = read_code(typed)
    return bool(code) and code == seat.workshop.code


def _build(room: Any, tables: tuple[Any, ...], *, wrong: str = "") -> Door:  # noqa: ANN401  # rows
    note_practice(room)
    toolkit = find_toolkit(workspace(), room)
    wording = word(toolkit, workshop_setting(room))
    titles = {pillar.id: pillar.title for pillar in toolkit.pillars}
    plan = Plan(
        title=room.title,
        unit=unit_name(room.country, room.unit_name),
        anonymity=room.anonymity,
        roles=tuple(room.roles),
        balance=room.balance,
        welcome=room.content.get("welcome", ""),
    )
    listed = tuple(
        DoorTable(row.number, row.name, wording.phrases(titles[name] for name in row.pillars))
        for row in tables
    )
    fields = {name: request.form.get(name, "")[:LONGEST] for name in FIELDS}
    return build_door(plan, listed, translator(), fields=fields, wrong=wrong)


# --- What comes back ----------------------------------------------------------------------------


def _render(door: Door, code: str, secret: str) -> Response:
    page = render_template("join/room.html", door=door, code=code, secret=secret)
    return private(make_response(page, 422 if door.problems else 200))


def _say_nothing() -> Response:
    """Answer the same to a code that was guessed, is old or opens nothing yet."""
    return private(make_response(render_template("join/nothing.html", seat=_own_seat()), 404))


def _go_to_room(workshop_id: str) -> Response:
    return _go(url_for("room.show_room", workshop_id=workshop_id))


def _go(address: str) -> Response:
    return private(redirect(address, 303))  # type: ignore[arg-type]
