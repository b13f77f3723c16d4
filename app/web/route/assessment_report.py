"""The PDF report of an assessment: asked for here, made by the worker, fetched when it is whole."""

from flask import Response, make_response, redirect, render_template, request, url_for

from app.presentation.language import LANGUAGES
from app.service.assessment.report import (
    ask_assessment_report,
    find_assessment_report,
    read_assessment_report,
)
from app.service.document import JobState
from app.service.permission import DOWNLOAD
from app.service.report import missing_packages
from app.web.area import Area, on_assessment
from app.web.check import private
from app.web.file import send_file
from app.web.route.assessment_result import ResultScene, open_result
from app.web.scene import translator, workspace

area = Area("assessment_report")
LANGUAGE = "in"
REFRESH_SECONDS = 2


def report_language() -> str:
    """Give the language the report is wanted in, chosen apart from the page's."""
    wanted = LANGUAGES.get(request.values.get(LANGUAGE, ""))
    return wanted.code if wanted and wanted.ready else translator().code


@area.get("/assessments/<assessment_id>/report", access=on_assessment(DOWNLOAD))
def show_report(assessment_id: str) -> Response:
    """Show how far the report is, or offer to make one."""
    found = open_result(assessment_id, DOWNLOAD)
    language = report_language()
    job = find_assessment_report(workspace(), assessment_id, found.content, language)
    return private(make_response(_draw(found, job, language)))


def _draw(found: ResultScene, job: JobState | None, language: str) -> str:
    return render_template(
        "assessment/report.html",
        scene=found.scene,
        job=job,
        language=language,
        missing=missing_packages(),
        offered=[item for item in LANGUAGES.values() if item.ready],
        refresh=REFRESH_SECONDS if job and not job.is_over else None,
        is_draft=found.content.material["approved_on"] is None,
    )


@area.post("/assessments/<assessment_id>/report", access=on_assessment(DOWNLOAD))
def ask_report(assessment_id: str) -> Response:
    """Have the report made."""
    found = open_result(assessment_id, DOWNLOAD)
    language = report_language()
    ask_assessment_report(
        found.scene.actor, workspace(), assessment_id, found.content, language=language
    )
    target = url_for("assessment_report.show_report", assessment_id=assessment_id)
    return private(redirect(f"{target}?{LANGUAGE}={language}", 303))  # type: ignore[arg-type]


@area.get("/assessments/<assessment_id>/report.pdf", access=on_assessment(DOWNLOAD))
def send_report(assessment_id: str) -> Response:
    """Send the report; 404 until it is whole."""
    found = open_result(assessment_id, DOWNLOAD)
    return send_file(
        read_assessment_report(workspace(), assessment_id, found.content, report_language())
    )
