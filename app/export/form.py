"""The blank form as PDF: tagged like a report, and the same bytes for the same form."""

from functools import lru_cache
from typing import Final

from jinja2 import Environment, FileSystemLoader, StrictUndefined

from app.export.page import write_text
from app.export.pdf import Limits, make_pdf
from app.export.press.asset import ASSETS
from app.paths import TEMPLATES
from app.presentation.blank.structure import BlankForm

MEDIA_TYPE: Final = "application/pdf"
TEMPLATE: Final = "print.html"
LIMITS: Final = Limits(seconds=120.0, memory=1024 * 1024 * 1024)
"""A form of many hundred questions has more pages than any report."""


@lru_cache(maxsize=1)
def make_environment() -> Environment:
    """Make the form's own template environment: everything escaped, nothing undefined."""
    environment = Environment(
        loader=FileSystemLoader(TEMPLATES / "form"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.filters["words"] = write_text
    return environment


def render_form(form: BlankForm) -> str:
    """Set a form as one HTML document whose only addresses are those of our own assets."""
    template = make_environment().get_template(TEMPLATE)
    return template.render(form=form, lang=form.language, assets=ASSETS)


def make_form_pdf(form: BlankForm) -> bytes:
    """Set a form and make its PDF.

    Raises:
        PdfError: as `app.export.pdf.make_pdf`.
    """
    return make_pdf(render_form(form), identifier=form.identifier, limits=LIMITS)
