"""The result and the report of a trial: made by what makes those of the site."""

from app.definition.finding import Finding
from app.export.page import write_text
from app.export.pdf import PdfError, render_pdf
from app.presentation.report.building import build_report
from app.presentation.report.material import Check, Source, gather_material
from app.presentation.report.material import Place as ReportPlace
from app.presentation.report.structure import Report, name_block
from app.presentation.view.desk import Desk
from app.presentation.view.result import build_result
from app.presentation.view.result_model import ResultView
from app.presentation.view.wording import Wording
from app.scoring import Scores, score
from app.service.error import ServiceError
from app.service.form import FORMATS, build_form
from app.service.preview.state import Trial
from app.service.unit_report import lay_figures

__all__ = [
    "Finding",
    "NoPdf",
    "make_form",
    "make_pdf",
    "make_report",
    "make_result",
    "make_scores",
    "name_block",
    "open_trial_desk",
    "write_text",
]


class NoPdf(ServiceError):  # noqa: N818  # the words of the page
    """No PDF came out."""


def make_scores(trial: Trial) -> Scores:
    """Score the answers of a trial."""
    return score(trial.toolkit, trial.answers, trial.setting)


def make_result(trial: Trial, wording: Wording) -> ResultView:
    """Build the result as its page on the site shows it."""
    return build_result(wording, trial.answers, trial.place.country, desk=open_trial_desk(trial))


def make_report(trial: Trial, wording: Wording) -> Report:
    """Build the report as its PDF has it: of a visitor's quick-check, or of a file in full."""
    day = trial.edition.read_at.date()
    place = ReportPlace(trial.place.country, trial.place.reference, open_trial_desk(trial), (), day)
    # All questions are asked by no page yet: their report is the one of `eready report`.
    source: Source = "visitor" if trial.setting.quick else "file"
    return build_report(gather_material(wording, place, Check(trial.answers, day, source)))


def make_pdf(trial: Trial, wording: Wording) -> bytes:
    """Make the PDF of the report.

    Raises:
        NoPdf: no PDF came out; it says why.
    """
    report = make_report(trial, wording)
    try:
        return render_pdf(report)
    except PdfError as failed:
        raise NoPdf(str(failed)) from failed


def make_form(wording: Wording, kind: str) -> bytes | None:
    """Make the blank form to print (pdf) or to fill in (xlsx); None where nothing is asked.

    Raises:
        NoPdf: no PDF came out; it says why.
    """
    blank = build_form(wording)
    try:
        return FORMATS[kind](blank) if blank.parts else None
    except PdfError as failed:
        raise NoPdf(str(failed)) from failed


def open_trial_desk(trial: Trial) -> Desk | None:
    """Give the by-data index for all countries; None without one, without figures or a country."""
    if not trial.place.is_real:
        return None
    return lay_figures(trial.toolkit, trial.place.reference)
