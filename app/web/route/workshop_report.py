"""The report of a workshop: a draft on the page, and a PDF made by the worker."""

from typing import TYPE_CHECKING

from flask import Response, make_response, redirect, render_template, url_for

from app.presentation.language import LANGUAGES
from app.presentation.report.structure import name_block
from app.presentation.svg import render_figure
from app.service.report import missing_packages
from app.service.workshop.record import gather_record
from app.service.workshop.report import (
    ask_workshop_report,
    draft_report,
    find_workshop_report,
    read_workshop_report,
)
from app.web.area import ON_WORKSHOP, Area
from app.web.check import private
from app.web.file import send_file
from app.web.route.assessment_report import LANGUAGE, REFRESH_SECONDS, report_language
from app.web.scene import translator, workspace
from app.web.workshop import RoomScene, open_room_scene
from app.web.workshop_section import list_sections

if TYPE_CHECKING:
    from app.service.document import JobState

area = Area("workshop_report")


@area.get("/workshop/<workshop_id>/report", access=ON_WORKSHOP)
def show_report(workshop_id: str) -> Response:
    """Show the report as it stands, and how far its PDF is."""
    scene, language = open_room_scene(workshop_id), report_language()
    record = gather_record(workspace(), scene.room)
    job = find_workshop_report(workspace(), scene.room, record, language)
    report = draft_report(workspace(), record, translator().code)
    body = render_template(
        "workshop_report/report.html",
        report=report,
        name_block=name_block,
        draw=render_figure,
        **_describe(scene, job, language),
    )
    return private(make_response(body))


def _describe(scene: RoomScene, job: "JobState | None", language: str) -> dict[str, object]:
    return {
        "scene": scene,
        "sections": list_sections(scene.id),
        "job": job,
        "language": language,
        "missing": missing_packages(),
        "offered": [item for item in LANGUAGES.values() if item.ready],
        "refresh": REFRESH_SECONDS if job and not job.is_over else None,
    }


@area.post("/workshop/<workshop_id>/report", access=ON_WORKSHOP)
def ask_report(workshop_id: str) -> Response:
    """Have the PDF made of the report as it stands."""
    scene, language = open_room_scene(workshop_id), report_language()
    ask_workshop_report(scene.actor, workspace(), scene.room, language=language)
    target = url_for("workshop_report.show_report", workshop_id=workshop_id)
    return private(redirect(f"{target}?{LANGUAGE}={language}", 303))  # type: ignore[arg-type]


@area.get("/workshop/<workshop_id>/report.pdf", access=ON_WORKSHOP)
def send_report(workshop_id: str) -> Response:
    """Send the PDF; 404 until it is whole."""
    scene = open_room_scene(workshop_id)
    return send_file(read_workshop_report(workspace(), scene.room, report_language()))
