"""What a table agrees, the notes of its discussion, and evidence promised there."""

from typing import TYPE_CHECKING, Any, Final

from flask import Response, abort, redirect, request, url_for

from app.presentation.view.workshop.agreed import Agreement
from app.presentation.view.workshop.agreement import (
    read_agreement,
    read_note,
    read_promise,
)
from app.service.workshop.agreeing import Wish, agree
from app.service.workshop.noting import (
    Bring,
    FullError,
    promise_evidence,
    save_note,
    take_promise_out,
)
from app.service.workshop.planning import list_questions
from app.web.area import ON_WORKSHOP, Area
from app.web.check import private
from app.web.control import REFUSALS, Typed, render_table
from app.web.scene import workspace
from app.web.workshop import RoomScene, open_room_scene
from app.web.workshop_plan import read_seen

if TYPE_CHECKING:
    from app.definition.question import Question

area = Area("workshop_agree")

LONGEST_NUMBER: Final = 9


def _find_question(scene: RoomScene, number: int, question_id: str) -> "Question":
    """Give a question of a table; anything else is not there."""
    table = scene.table(number) or abort(404)
    room = scene.room
    if question_id not in list_questions(room.toolkit, room.setting, table.row.pillars):
        abort(404)
    return room.toolkit.question(question_id)


def _go_on(workshop_id: str, number: int, question: str, *, is_left: bool = False) -> Response:
    more: dict[str, Any] = {"left": 1} if is_left else {}
    target = url_for(
        "workshop_control.show_table",
        workshop_id=workshop_id, number=number, question=question, **more,
    )  # fmt: skip
    return private(redirect(target, 303))  # type: ignore[arg-type]


# --- Agreement ----------------------------------------------------------------------------------


@area.post(
    "/workshop/<workshop_id>/tables/<int:number>/questions/<question_id>/agreement",
    access=ON_WORKSHOP,
)
def keep_agreement(workshop_id: str, number: int, question_id: str) -> Response:
    """Keep what a table agrees on a question."""
    scene = open_room_scene(workshop_id)
    question = _find_question(scene, number, question_id)
    fields = {name: request.form.getlist(name) for name in request.form}
    reference = workspace().reference.current()
    agreement, form = read_agreement(scene.wording, question, reference, fields)
    typed = Typed(question_id, agreement=form)
    if agreement is None:
        return render_table(workshop_id, number, typed=typed, code=422)
    wish, place = _wish(question_id, agreement), (workshop_id, number)
    try:
        done = agree(scene.actor, workspace(), place, wish, seen=read_seen())
    except REFUSALS as raised:
        return render_table(workshop_id, number, typed=typed, raised=raised)
    return _go_on(workshop_id, number, question_id, is_left=done.is_left)


def _wish(question: str, agreement: Agreement) -> Wish:
    return Wish(
        question,
        agreement.outcome,
        agreement.answer,
        note=agreement.note,
        minority=agreement.minority,
        minority_answer=agreement.minority_answer,
    )


# --- Notes and promises -------------------------------------------------------------------------


@area.post(
    "/workshop/<workshop_id>/tables/<int:number>/questions/<question_id>/note", access=ON_WORKSHOP
)
def keep_note(workshop_id: str, number: int, question_id: str) -> Response:
    """Keep the notes of the discussion."""
    scene = open_room_scene(workshop_id)
    _find_question(scene, number, question_id)
    text, problems = read_note(scene.wording, request.form)
    typed = Typed(question_id, note=request.form.get("text", ""), problems=problems)
    if problems:
        return render_table(workshop_id, number, typed=typed, code=422)
    place, note = (workshop_id, number), (question_id, text)
    try:
        save_note(scene.actor, workspace(), place, note, seen=read_seen())
    except REFUSALS as raised:
        return render_table(workshop_id, number, typed=typed, raised=raised)
    return _go_on(workshop_id, number, question_id)


@area.post(
    "/workshop/<workshop_id>/tables/<int:number>/questions/<question_id>/promises",
    access=ON_WORKSHOP,
)
def keep_promise(workshop_id: str, number: int, question_id: str) -> Response:
    """Keep that somebody promised to bring evidence."""
    scene = open_room_scene(workshop_id)
    _find_question(scene, number, question_id)
    (title, name, due), problems = read_promise(scene.wording, request.form)
    typed = Typed(question_id, promise=request.form.to_dict(), problems=problems)
    if problems:
        return render_table(workshop_id, number, typed=typed, code=422)
    place, given = (workshop_id, number), Bring(question_id, title, name, due)
    try:
        promise_evidence(scene.actor, workspace(), place, given)
    except (*REFUSALS, FullError) as raised:
        return render_table(workshop_id, number, typed=typed, raised=raised)
    return _go_on(workshop_id, number, question_id)


@area.post("/workshop/<workshop_id>/tables/<int:number>/promises/removal", access=ON_WORKSHOP)
def remove_promise(workshop_id: str, number: int) -> Response:
    """Take out a promise that was written down by mistake."""
    scene = open_room_scene(workshop_id)
    question = request.form.get("question", "")
    try:
        take_promise_out(scene.actor, workspace(), workshop_id, _read_number("promise"))
    except REFUSALS as raised:
        return render_table(workshop_id, number, typed=Typed(question), raised=raised)
    return _go_on(workshop_id, number, question)


def _read_number(field: str) -> int:
    text = request.form.get(field, "")
    is_whole = text.isascii() and text.isdigit() and len(text) <= LONGEST_NUMBER
    return int(text) if is_whole else abort(400)
