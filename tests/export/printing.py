"""Reports and forms as they are printed, made once for all tests."""

from dataclasses import dataclass
from functools import cache

from app.definition.translation.folder import load_translation
from app.export.form import make_form_pdf, render_form
from app.export.pdf import render_pdf, render_report
from app.paths import TOOLKITS
from app.presentation.blank.building import build_blank
from app.presentation.language import load_translator
from app.presentation.report.building import build_report
from app.presentation.report.structure import Report
from app.presentation.view.wording import Wording
from app.response import Setting
from tests.presentation.report_sample import make_material, toolkit_of

TOOLKIT = "e-government"


@dataclass(frozen=True)
class Print:
    """A page and the PDF made of it."""

    page: str
    body: bytes


@cache
def report_in(language: str) -> Report:
    return build_report(make_material(TOOLKIT, language=language, is_translated=True))


@cache
def print_report(language: str) -> Print:
    report = report_in(language)
    return Print(render_report(report), render_pdf(report))


@cache
def print_form(language: str) -> Print:
    translation = load_translation(TOOLKITS / TOOLKIT, language)
    wording = Wording(
        toolkit_of(TOOLKIT), Setting(quick=True), load_translator(language), translation
    )
    form = build_blank(wording)
    return Print(render_form(form), make_form_pdf(form))
