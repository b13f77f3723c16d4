"""The report of an assessment as PDF: made by the worker from one piece of content.

The whole content travels with the job, so that what is printed is what was asked for, even if
somebody answers in the meantime; from approval on it is always the same, and so are the bytes.
"""

import hashlib
import json
from collections.abc import Callable, Mapping
from dataclasses import asdict
from typing import Any, Final

from app.export.pdf import render_pdf
from app.presentation.report.building import build_report
from app.presentation.report.material import REPORT_VERSION
from app.service.actor import Actor
from app.service.assessment.content import Content
from app.service.assessment.result import find_definition, gather_material, name_file
from app.service.document import (
    JobState,
    ask_about,
    read_document_about,
    read_job_about,
)
from app.service.download import Download
from app.service.error import NotFound
from app.service.toolkit_language import find_translation
from app.service.workspace import Workspace

KIND: Final = "assessment-report"
MEDIA_TYPE: Final = "application/pdf"


def name_report(workspace: Workspace, content: Content, language: str) -> str:
    """Give the key of a report: the same for the same content, another one for any other."""
    toolkit = find_definition(workspace, content)
    translation = find_translation(workspace, toolkit, language).digest
    text = json.dumps([content.digest, language, translation, REPORT_VERSION])
    return hashlib.sha256(text.encode("ascii")).hexdigest()


def ask_assessment_report(
    actor: Actor, workspace: Workspace, about: str, content: Content, *, language: str
) -> JobState:
    """Have a report made unless it is there or on its way; `about` is the assessment's id.

    Raises:
        TooMany: Whoever asks has too many documents waiting.
        StorageError: The database can't take it.
    """
    payload = {"content": asdict(content), "language": language}
    key = name_report(workspace, content, language)
    return ask_about(actor, workspace, about, kind=KIND, wanted=(key, payload))


def find_assessment_report(
    workspace: Workspace, about: str, content: Content, language: str
) -> JobState | None:
    """Tell how far a report is; None when nobody asked for it."""
    key = name_report(workspace, content, language)
    return read_job_about(workspace, about, kind=KIND, key=key)


def read_assessment_report(
    workspace: Workspace, about: str, content: Content, language: str
) -> Download:
    """Give a whole report.

    Raises:
        NotFound: It is not there yet.
    """
    key = name_report(workspace, content, language)
    found = read_document_about(workspace, about, kind=KIND, key=key)
    if found is None:
        raise NotFound
    return Download(f"{name_file(content, language)}.pdf", found.media_type, found.body)


def make_assessment_report(
    workspace: Workspace, payload: Mapping[str, Any], progress: Callable[[int], None]
) -> bytes:
    """Make the PDF of a content; run by the worker.

    Raises:
        NotFound: The toolkit is gone.
        PdfError: No PDF came out.
    """
    content = Content(**payload["content"])
    material = gather_material(workspace, content, payload["language"])
    progress(20)
    report = build_report(material)
    progress(40)
    return render_pdf(report)
