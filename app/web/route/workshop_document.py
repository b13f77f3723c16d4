"""The documents of a workshop as PDF: asked for here, made by the worker, fetched when whole."""

from dataclasses import dataclass
from typing import Final

from flask import Response, make_response, redirect, render_template, request, url_for

from app.presentation.language import LANGUAGES, N_
from app.presentation.view.workshop.document import DOCUMENT_NAMES, FORMS
from app.service.document import JobState
from app.service.download import Download
from app.service.error import NotFound
from app.service.report import missing_packages
from app.service.workshop.document import (
    DocumentOrder,
    Wish,
    ask_for,
    choose_file,
    find_document,
    list_files,
    name_file,
    order_document,
    read_document,
)
from app.web.area import ON_WORKSHOP, Area
from app.web.check import private
from app.web.file import send_file
from app.web.scene import translator, workspace
from app.web.workshop import RoomScene, open_room_scene
from app.web.workshop_section import list_sections

area = Area("workshop_document")
LANGUAGE: Final = "in"
FIRST: Final = "from"
REFRESH_SECONDS: Final = 2
LONGEST_NUMBER: Final = 3
WORDS: Final = {
    "pack": N_(
        "Agenda with times, who to bring, which documents, and all questions with the answers "
        "to choose from."
    ),
    "letter": N_("What it is for, when and where, what to prepare, and how to join."),
    "requests": N_("For each question what would show the answer, and who would know it."),
    "forms": N_(
        "For a room without devices: one form for each person who is planned, with a code of its "
        "own."
    ),
}
"""What stands in each document."""


@dataclass(frozen=True, slots=True)
class Wanted:
    """A document of a workshop as a page sees it; `fields` choose it in an address."""

    scene: RoomScene
    order: DocumentOrder

    @property
    def fields(self) -> dict[str, str]:
        """What chooses it."""
        span = {FIRST: str(self.order.first)} if self.order.first else {}
        return {LANGUAGE: self.order.language} | span


def _choose(workshop_id: str, what: str) -> Wanted:
    """Read what is wanted; what can't be had in the language asked for comes in the room's."""
    scene = open_room_scene(workshop_id)
    wanted = LANGUAGES.get(request.values.get(LANGUAGE, ""))
    language = wanted.code if wanted and wanted.ready else scene.row.language
    wish = Wish(what, language, url_for("join.show_door", _external=True))
    order = order_document(workspace(), scene.room, scene.tables, wish)
    if what == FORMS:
        order = choose_file(order, _read_first())
    return Wanted(scene, order)


def _read_first() -> int:
    text = request.values.get(FIRST, "1")
    if not (text.isascii() and text.isdigit() and len(text) <= LONGEST_NUMBER):
        raise NotFound(text)
    return int(text)


@area.get("/workshop/<workshop_id>/documents", access=ON_WORKSHOP)
def list_documents(workshop_id: str) -> Response:
    """List the documents there are."""
    scene, say = open_room_scene(workshop_id), translator().gettext
    body = render_template(
        "workshop_plan/documents.html",
        scene=scene,
        sections=list_sections(workshop_id),
        documents=[(name, say(title), say(WORDS[name])) for name, title in DOCUMENT_NAMES.items()],
    )
    return private(make_response(body))


@area.get("/workshop/<workshop_id>/documents/<what>", access=ON_WORKSHOP)
def show_document(workshop_id: str, what: str) -> Response:
    """Show how far a document is, or offer to make it."""
    wanted = _choose(workshop_id, what)
    job = find_document(workspace(), wanted.order)
    return private(make_response(_draw(wanted, job)))


def _draw(wanted: Wanted, job: JobState | None) -> str:
    order, say = wanted.order, translator().gettext
    return render_template(
        "workshop_plan/document.html",
        scene=wanted.scene,
        sections=list_sections(order.about),
        order=order,
        fields=wanted.fields,
        title=say(DOCUMENT_NAMES[order.what]),
        words=say(WORDS[order.what]),
        files=list_files(order) if order.first else (),
        job=job,
        missing=missing_packages(),
        offered=[item for item in LANGUAGES.values() if item.ready],
        refresh=REFRESH_SECONDS if job and not job.is_over else None,
    )


@area.post("/workshop/<workshop_id>/documents/<what>", access=ON_WORKSHOP)
def ask_document(workshop_id: str, what: str) -> Response:
    """Have a document made."""
    wanted = _choose(workshop_id, what)
    ask_for(wanted.scene.actor, workspace(), wanted.order)
    target = url_for(
        "workshop_document.show_document",
        workshop_id=workshop_id,
        what=what,
        **wanted.fields,  # type: ignore[arg-type]
    )
    return private(redirect(target, 303))  # type: ignore[arg-type]


@area.get("/workshop/<workshop_id>/documents/<what>.pdf", access=ON_WORKSHOP)
def send_document(workshop_id: str, what: str) -> Response:
    """Send a document; 404 until it is whole."""
    order = _choose(workshop_id, what).order
    found = read_document(workspace(), order)
    return send_file(Download(name_file(order), found.media_type, found.body))
