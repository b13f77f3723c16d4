"""Documents of a workshop as PDF: tagged like a report, and the same bytes for the same content."""

from typing import Final

from app.export.form import make_environment as make_form_environment
from app.export.page import make_environment
from app.export.pdf import Limits, make_pdf
from app.export.press.asset import ASSETS
from app.presentation.view.workshop.document import Handout
from app.presentation.view.workshop.document_form import CodedForms

TEMPLATE: Final = "handout.html"
FORM_TEMPLATE: Final = "coded.html"
LIMITS: Final = Limits(seconds=100.0, memory=1024 * 1024 * 1024)
"""A worker silent for two minutes is taken for dead."""


def render_handout(handout: Handout) -> str:
    """Set a document as one HTML document whose only addresses are those of our own assets."""
    template = make_environment().get_template(TEMPLATE)
    return template.render(handout=handout, lang=handout.language, assets=ASSETS)


def make_handout_pdf(handout: Handout) -> bytes:
    """Set a document and make its PDF.

    Raises:
        PdfError: as `app.export.pdf.make_pdf`.
    """
    return make_pdf(render_handout(handout), identifier=handout.identifier, limits=LIMITS)


def render_forms(forms: CodedForms) -> str:
    """Set forms as one HTML document whose only addresses are those of our own assets."""
    template = make_form_environment().get_template(FORM_TEMPLATE)
    return template.render(forms=forms, form=forms.form, lang=forms.form.language, assets=ASSETS)


def make_forms_pdf(forms: CodedForms) -> bytes:
    """Set forms and make their PDF.

    Raises:
        PdfError: as `app.export.pdf.make_pdf`.
    """
    return make_pdf(render_forms(forms), identifier=forms.identifier, limits=LIMITS)
