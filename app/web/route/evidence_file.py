"""Files of evidence: taken on routes of their own, sent to be saved and never shown."""

from collections.abc import Mapping
from typing import Final

from flask import Response, abort, request

from app.presentation.language import N_
from app.presentation.view.assessment.evidence import show_size
from app.presentation.view.assessment.evidence_form import read_evidence
from app.service.assessment.evidence import FullError, Seen
from app.service.assessment.evidence_file import (
    Upload,
    add_file,
    attach_file,
    open_file,
    read_upload,
)
from app.service.assessment.evidence_list import read_folder
from app.service.assessment.file_kind import Reason, RefusedFileError
from app.service.error import StorageError
from app.service.permission import ADD_EVIDENCE, DOWNLOAD
from app.web.area import Area, on_assessment
from app.web.assessment import open_assessment_scene
from app.web.attachment import send_attachment
from app.web.evidence import (
    EvidencePage,
    open_evidence_page,
    render_question,
    say_full,
    say_unsaved,
)
from app.web.route.evidence import go_to_question, read_version, render_change
from app.web.scene import translator, workspace
from app.web.sign_in import signed_in

area = Area("evidence_file")

FIELD: Final = "file"
REASONS: Final[Mapping[Reason, str]] = {
    "missing": N_("Choose a file."),
    "empty": N_("This file is empty."),
    "large": N_("This file is too large: at most %(most)s are taken."),
    "kind": N_(
        "Files of this kind are not taken. PDF, PNG, JPEG, Word, Excel, PowerPoint and "
        "OpenDocument files without macros are, and plain text and CSV in UTF-8."
    ),
    "name": N_("What is in this file is something else than the end of its name says."),
    "damaged": N_("This file is damaged, locked, or two things at once. Save it anew, then try."),
    "quota": N_(
        "The files of this assessment would have more than %(quota)s. Take some out first, or name "
        "the document instead."
    ),
}
"""Why a file is not taken, as message ids."""


@area.post(
    "/assessments/<assessment_id>/questions/<question_id>/files",
    access=on_assessment(ADD_EVIDENCE),
)
def upload(assessment_id: str, question_id: str) -> Response:
    """Take a file as evidence of a question."""
    page = open_evidence_page(assessment_id, question_id, action=ADD_EVIDENCE)
    fields = request.form.to_dict()
    details, problems = read_evidence(fields, page.scene.translator, is_file=True)
    code = 422
    try:
        sent = _read_file()
        if details is not None:
            add_file(
                page.scene.actor, workspace(), assessment_id, question_id, sent=(details, sent)
            )
            return go_to_question(assessment_id, question_id)
    except RefusedFileError as refused:
        problems |= {FIELD: _say(refused.reason)}
    except FullError:
        problems |= say_full(FIELD)
    except StorageError:
        code = 503
        problems |= say_unsaved(FIELD)
    shown = {f"file-{name}" if name != FIELD else name: text for name, text in problems.items()}
    return render_question(page, code, file_fields=fields, problems=shown)


@area.post(
    "/assessments/<assessment_id>/evidence/<evidence_id>/file",
    access=on_assessment(ADD_EVIDENCE),
)
def attach(assessment_id: str, evidence_id: str) -> Response:
    """Take a file that was promised, or one in place of another."""
    scene = open_assessment_scene(assessment_id, ADD_EVIDENCE)
    seen = Seen(evidence_id, read_version())
    piece = read_folder(workspace(), scene.opened).find(evidence_id) or abort(404)
    code = 409
    problems: Mapping[str, str] = {}
    try:
        if attach_file(scene.actor, workspace(), assessment_id, seen, upload=_read_file()):
            return go_to_question(assessment_id, piece.question)
    except RefusedFileError as refused:
        code, problems = 422, {FIELD: _say(refused.reason)}
    except StorageError:
        code, problems = 503, say_unsaved(FIELD)
    page: EvidencePage = open_evidence_page(assessment_id, piece.question, action=ADD_EVIDENCE)
    return render_change(page, evidence_id, code, problems=problems)


def _read_file() -> Upload:
    file = request.files.get(FIELD)
    if file is None or not file.filename:
        raise RefusedFileError("missing")
    body = file.stream.read(workspace().settings.evidence_bytes + 1)
    return read_upload(workspace(), file.filename, body)


def _say(reason: Reason) -> str:
    settings, speaker = workspace().settings, translator()
    return speaker.gettext(
        REASONS[reason],
        most=show_size(settings.evidence_bytes, speaker),
        quota=show_size(settings.evidence_quota, speaker),
    )


@area.get(
    "/assessments/<assessment_id>/evidence/<evidence_id>/file", access=on_assessment(DOWNLOAD)
)
def download(assessment_id: str, evidence_id: str) -> Response:
    """Send a file to be saved."""
    made = open_file(signed_in(), workspace(), assessment_id, evidence_id)
    return send_attachment(made.body, made.media_type, made.name)
