"""A room's workbook: out with its forms, in with a preview; and all votes once they were shown."""

from typing import Any, Final

from flask import Response, abort, make_response, redirect, render_template, request, url_for
from itsdangerous import BadSignature, URLSafeTimedSerializer

from app.service.error import Moved
from app.service.workshop.paper import FilledForm, FormRefusedError, Pile, read_pile, save_pile
from app.service.workshop.sheet import (
    CellProblem,
    UnreadableError,
    describe_forms,
    make_book,
    preview_forms,
    read_book,
    restore_forms,
)
from app.service.workshop.votes import has_votes, make_votes
from app.web.area import ON_WORKSHOP, Area
from app.web.check import private
from app.web.file import send_file
from app.web.scene import workspace
from app.web.workshop import RoomScene, open_room_scene
from app.web.workshop_section import list_sections

area = Area("workshop_sheet")

HOLD_SECONDS: Final = 86_400
"""How long what a workbook said may be held in a page before it is to be read anew."""
MOST_COUNT: Final = 4


@area.get("/workshop/<workshop_id>/workbook", access=ON_WORKSHOP)
def show_workbook(workshop_id: str) -> Response:
    """Offer the workbook and all votes, and take a filled-in workbook."""
    return _render(open_room_scene(workshop_id))


@area.get("/workshop/<workshop_id>/workbook.xlsx", access=ON_WORKSHOP)
def send_workbook(workshop_id: str) -> Response:
    """Send the workbook with the forms that were typed in."""
    scene = open_room_scene(workshop_id)
    return send_file(make_book(scene.room, _pile(scene), scene.wording))


@area.get("/workshop/<workshop_id>/votes.<kind>", access=ON_WORKSHOP)
def send_votes(workshop_id: str, kind: str) -> Response:
    """Send all votes on what was shown; 404 until anything was."""
    scene = open_room_scene(workshop_id)
    return send_file(make_votes(workspace(), scene.room, scene.wording, kind))


@area.post("/workshop/<workshop_id>/workbook", access=ON_WORKSHOP)
def read_filled(workshop_id: str) -> Response:
    """Read a workbook and show what it would do; nothing is kept."""
    scene = open_room_scene(workshop_id)
    say = scene.translator.gettext
    upload = request.files.get("file")
    data = upload.read() if upload else b""
    if not data:
        return _render(scene, problems=[say("Choose a workbook first.")], code=422)
    pile = _pile(scene)
    try:
        reading = read_book(scene.room, pile, data)
    except UnreadableError as error:
        message = say(error.message.text, **error.message.params)
        return _render(scene, problems=[message], code=422)
    if reading.problems:
        return _render(scene, problems=[_say(scene, item) for item in reading.problems], code=422)
    return _preview(scene, pile, reading.forms)


def _say(scene: RoomScene, problem: CellProblem) -> str:
    say = scene.translator.gettext
    text = say(problem.message.text, **problem.message.params)
    if not problem.sheet:
        return text
    places = {"sheet": problem.sheet, "cell": problem.cell, "problem": text}
    return say("%(sheet)s, cell %(cell)s: %(problem)s", **places)


@area.post("/workshop/<workshop_id>/workbook/forms", access=ON_WORKSHOP)
def keep_filled(workshop_id: str) -> Response:
    """Keep what was shown, all of it or nothing."""
    scene = open_room_scene(workshop_id)
    forms = _unsign(scene, request.form.get("forms", ""))
    seen = request.form.get("seen", "")
    try:
        save_pile(scene.actor, workspace(), scene.id, forms, seen=seen)
    except (Moved, FormRefusedError):
        return _render(scene, is_late=True, code=409)
    target = url_for("workshop_sheet.show_workbook", workshop_id=scene.id, kept=len(forms))
    return private(redirect(target, 303))  # type: ignore[arg-type]


def _pile(scene: RoomScene) -> Pile:
    return read_pile(workspace(), scene.room)


def _signer(scene: RoomScene) -> URLSafeTimedSerializer:
    salt = f"forms {scene.id} {scene.actor.account}"
    return URLSafeTimedSerializer(workspace().settings.secret_key, salt=salt)


def _unsign(scene: RoomScene, text: str) -> tuple[FilledForm, ...]:
    try:
        kept: Any = _signer(scene).loads(text, max_age=HOLD_SECONDS)
    except BadSignature:
        abort(400)
    return restore_forms(kept)


def _preview(scene: RoomScene, pile: Pile, forms: tuple[FilledForm, ...]) -> Response:
    body = render_template(
        "workshop_paper/preview.html",
        scene=scene,
        sections=list_sections(scene.id),
        previews=preview_forms(pile, forms),
        forms=_signer(scene).dumps(describe_forms(forms)),
        seen=pile.print,
    )
    return private(make_response(body))


def _render(
    scene: RoomScene,
    *,
    problems: list[str] | None = None,
    is_late: bool = False,
    code: int = 200,
) -> Response:
    kept = request.args.get("kept", "")
    is_count = kept.isascii() and kept.isdigit() and len(kept) <= MOST_COUNT
    body = render_template(
        "workshop_paper/workbook.html",
        scene=scene,
        sections=list_sections(scene.id),
        problems=problems or [],
        is_late=is_late,
        kept=int(kept) if is_count else None,
        has_votes=has_votes(workspace(), scene.room),
    )
    return private(make_response(body, code))
