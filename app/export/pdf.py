"""Reports as PDF: tagged (PDF/UA-1), with bookmarks, and the same bytes for the same report."""

from app.export.page import render_report
from app.export.press.client import open_press
from app.export.press.library import find_missing
from app.export.press.limit import (
    Limits,
    PdfError,
    PdfFailedError,
    PdfTimeoutError,
    PdfUnavailableError,
)
from app.presentation.report.structure import Report

__all__ = [
    "Limits",
    "PdfError",
    "PdfFailedError",
    "PdfTimeoutError",
    "PdfUnavailableError",
    "find_missing",
    "make_pdf",
    "render_pdf",
    "render_report",
]


def make_pdf(html: str, *, identifier: bytes, limits: Limits | None = None) -> bytes:
    """Make a PDF of a page, in a child process that can be stopped.

    Args:
        html: a whole document; it may load our own fonts and style sheets and nothing else.
        identifier: sixteen bytes, the same for the same content.
        limits: of time and memory; None takes 20 seconds and 512 MB.

    Raises:
        PdfUnavailableError: libraries are missing; it says which.
        PdfTimeoutError: it took too long.
        PdfFailedError: the page could not be set, or took too much memory.
    """
    return open_press().make(html, identifier, limits).body


def render_pdf(report: Report) -> bytes:
    """Set a report and make its PDF.

    Raises:
        PdfError: as `make_pdf`.
    """
    return make_pdf(render_report(report), identifier=report.identifier)
