"""The blank form as PDF: tagged like a report, and the same bytes for the same form."""

import re
from functools import lru_cache
from typing import Final

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup

from app.export.page import write_text
from app.export.pdf import Limits, make_pdf
from app.export.press.asset import ASSETS
from app.paths import TEMPLATES
from app.presentation.blank.structure import BlankForm
from app.presentation.language import Phrase
from app.presentation.punctuation import label, write_sign
from app.presentation.report.structure import Text

MEDIA_TYPE: Final = "application/pdf"
TEMPLATE: Final = "print.html"
LIMITS: Final = Limits(seconds=120.0, memory=1024 * 1024 * 1024)
"""A form of many hundred questions has more pages than any report."""


_LONG_WORD: Final = re.compile("[^\\s\u200b\u2e80-\u9fff\uf900-\ufaff\uff00-\uffef]{80,}")
_STEP: Final = 40
_BREAK: Final = "\u200b"


def break_words(text: str) -> str:
    """Let words be broken that are longer than any word: laying them out takes minutes else.

    Texts in Chinese have no spaces and may be broken anyway.
    """

    def split(found: re.Match[str]) -> str:
        word = found[0]
        return _BREAK.join(word[at : at + _STEP] for at in range(0, len(word), _STEP))

    return _LONG_WORD.sub(split, text)


def write_words(text: Text, language: str) -> Markup:
    """Write a text as a report does, with room to break its longest words."""
    if isinstance(text, Phrase):
        return write_text(Phrase(break_words(text.text), text.language), language)
    # HTML holds sentences of our own, with short texts in them.
    return write_text(text if isinstance(text, Markup) else break_words(text), language)


@lru_cache(maxsize=1)
def make_environment() -> Environment:
    """Make the form's own template environment: everything escaped, nothing undefined."""
    environment = Environment(
        loader=FileSystemLoader([TEMPLATES / "form", TEMPLATES / "press"]),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.filters["words"] = write_words
    environment.filters["label"] = label
    environment.globals["write_sign"] = write_sign
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
