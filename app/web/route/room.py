"""A participant's page: one question after the other, alone; then what all said."""

from dataclasses import replace
from typing import Final

from flask import Response, jsonify, make_response, redirect, render_template, request, url_for

from app.presentation.view.form import Reading
from app.presentation.view.question import Draft
from app.presentation.view.workshop.seat import ALL, SeatPage, build_script_page
from app.service.error import NotAChoice
from app.service.workshop.joining import erase_self, leave_room, return_to_room
from app.service.workshop.pulse import read_pulse
from app.service.workshop.voting import Closed, Voted, finish_block, save_votes
from app.web.area import OWN_SEAT, Area
from app.web.check import private
from app.web.error import answer as answer_error
from app.web.error import wants_json
from app.web.participant import Desk, Late, open_desk, say_late
from app.web.question_form import (
    Drafts,
    code_of,
    find_clashes,
    list_changes,
    read_questions,
    tell_script,
)
from app.web.scene import workspace
from app.web.seat import seated

area = Area("room")

QUESTION: Final = "question"
ROUND: Final = "round"


@area.get("/room/<workshop_id>", access=OWN_SEAT)
def show_room(workshop_id: str) -> Response:
    """Show what is going on at one's table, or the question to answer."""
    return _render(open_desk(workshop_id), request.args.get(QUESTION, ""))


@area.get("/room/<workshop_id>/pulse", access=OWN_SEAT)
def show_pulse(workshop_id: str) -> Response:
    """Tell a script whether the page would look different now."""
    return private(jsonify(mark=read_pulse(seated(), workspace(), workshop_id)))


@area.post("/room/<workshop_id>/answers", access=OWN_SEAT)
def save_answer(workshop_id: str) -> Response:
    """Save the answer to one question, by script or by a button of the page."""
    desk = open_desk(workshop_id)
    question = request.form.get(QUESTION, "")
    known = next((item for item in desk.wording.toolkit.questions if item.id == question), None)
    if known is None:
        raise NotAChoice(question)
    reading = read_questions(desk.wording, (known,), desk.filling)
    if str(desk.sheet.rounds.get(question, "")) != request.form.get(ROUND, ""):
        return _say_closed(desk, question, reading)
    try:
        changes = list_changes(reading.given)
        voted = save_votes(desk.scene.actor, workspace(), workshop_id, changes)
    except Closed:
        return _say_closed(open_desk(workshop_id), question, reading)
    drafts: Drafts = {**reading.drafts, **find_clashes(reading, voted.conflicts)}
    seen = replace(open_desk(workshop_id), drafts=drafts)
    if wants_json():
        return _report(seen, question, voted, before=desk)
    return _render(seen, question) if drafts else _go_on(seen, question)


@area.post("/room/<workshop_id>/finish", access=OWN_SEAT)
def finish(workshop_id: str) -> Response:
    """Say that one has finished with what is open; closed meanwhile, there is nothing to say."""
    try:
        finish_block(seated(), workspace(), workshop_id)
    except Closed:
        return _go(workshop_id, "")
    return _go(workshop_id, ALL)


# --- One's seat ---------------------------------------------------------------------------------


@area.get("/room/<workshop_id>/seat", access=OWN_SEAT)
def show_seat(workshop_id: str) -> Response:
    """Show what is known of oneself, and the ways to leave and to be forgotten."""
    page = render_template("room/seat.html", desk=open_desk(workshop_id))
    return private(make_response(page))


@area.post("/room/<workshop_id>/leave", access=OWN_SEAT)
def leave(workshop_id: str) -> Response:
    """Leave the room; the seat is kept for whoever comes back."""
    leave_room(seated(), workspace(), workshop_id)
    return _go(workshop_id, "")


@area.post("/room/<workshop_id>/return", access=OWN_SEAT)
def come_back(workshop_id: str) -> Response:
    """Come back to the seat one left."""
    return_to_room(seated(), workspace(), workshop_id)
    return _go(workshop_id, "")


@area.post("/room/<workshop_id>/erase", access=OWN_SEAT)
def erase(workshop_id: str) -> Response:
    """Take out what tells who one is; what one said stays and counts."""
    erase_self(seated(), workspace(), workshop_id)
    address = url_for("room.show_seat", workshop_id=workshop_id)
    return private(redirect(address, 303))  # type: ignore[arg-type]


# --- What comes back ----------------------------------------------------------------------------


def _render(desk: Desk, wanted: str) -> Response:
    page = desk.build(wanted)
    return _draw(desk, page, wanted, code=code_of((page.form,) if page.form else ()))


def _draw(
    desk: Desk, page: SeatPage, wanted: str, *, code: int, late: Late | None = None
) -> Response:
    drawn = render_template(
        "room/room.html",
        desk=desk,
        page=page,
        wanted=wanted,
        late=late,
        reveal=desk.open_reveal(page),
        agreed=desk.open_agreed(page),
    )
    return private(make_response(drawn, code))


def _go_on(desk: Desk, question: str) -> Response:
    """Go to the question a button asked for, to the next one, or to the list of all."""
    if request.form.get("clear") or request.form.get("take"):
        return _go(desk.scene.id, question)
    asked = desk.sheet.asked
    wanted = request.form.get("go", "")
    if wanted in asked or wanted == ALL:
        return _go(desk.scene.id, wanted)
    place = asked.index(question) + 1 if question in asked else len(asked)
    return _go(desk.scene.id, asked[place] if place < len(asked) else ALL)


def _go(workshop_id: str, question: str) -> Response:
    wanted = {QUESTION: question} if question else {}
    address = url_for("room.show_room", workshop_id=workshop_id, **wanted)  # type: ignore[arg-type]
    return private(redirect(address, 303))  # type: ignore[arg-type]


def _report(desk: Desk, question: str, voted: Voted, *, before: Desk) -> Response:
    """Tell a script what was saved and what not, and whether others are asked now."""
    view = build_script_page(desk.wording, desk.build(question))
    body = tell_script(view, voted.saved, asked=[form.id for form in view.questions])
    body["reload"] = before.sheet.asked != desk.sheet.asked
    return private(make_response(jsonify(body), code_of(view.questions)))


def _say_closed(desk: Desk, question: str, reading: Reading) -> Response:
    """Answer 409 with what was typed: answering was closed before it came."""
    say = desk.wording.translator.gettext
    if wants_json():
        return answer_error(409, message=say("Answering was closed before this came."),
                            advice=say("It was not saved."))  # fmt: skip
    given = next((item.answer for item in reading.given), None)
    draft = reading.drafts.get(question, Draft(reading.raws.get(question)))
    late = say_late(desk.wording, question, given, draft)
    return _draw(desk, desk.build(""), "", code=409, late=late)
