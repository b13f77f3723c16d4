"""A report set as HTML for print: every text escaped, every language said."""

from functools import lru_cache, singledispatch
from typing import Final

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup, escape

from app.export.press.asset import ASSETS
from app.paths import TEMPLATES
from app.presentation.language import Phrase, direction_of, direction_of_text
from app.presentation.report.structure import Link, Quote, Report, name_block
from app.presentation.svg import render_print

TEMPLATE: Final = "report.html"


@singledispatch
def write_text(text: object, language: str) -> Markup:
    """Write a text; one in another language than the report's says which.

    Raises:
        TypeError: not a text.
    """
    raise TypeError(f"not a text in {language}: {text!r}")


@write_text.register
def _(text: str, language: str) -> Markup:  # noqa: ARG001  # the report's own language
    return escape(text)


@write_text.register
def _(text: Phrase, language: str) -> Markup:
    if text.language == language or not text.text:
        return escape(text.text)
    return Markup('<span lang="{}" dir="{}">{}</span>').format(
        text.language, text.direction, text.text
    )


@write_text.register
def _(text: Link, language: str) -> Markup:
    if not text.is_web:
        return write_text(text.text, language)
    said = text.text
    if isinstance(said, Quote) and (run := direction_of_text(said.text)) != direction_of(language):
        # On the link itself: round a span inside it, WeasyPrint loses the link's tag.
        return Markup('<a href="{}" dir="{}">{}</a>').format(text.url, run, said.text)
    return Markup('<a href="{}">{}</a>').format(text.url, write_text(said, language))


@write_text.register
def _(text: Quote, language: str) -> Markup:
    run = direction_of_text(text.text, direction_of(language))
    if run == direction_of(language):
        return escape(text.text)
    return Markup('<span dir="{}">{}</span>').format(run, text.text)


def draw_dots(count: int) -> Markup:
    """Draw a number as so many dots, which nobody reads out: the number stands beside them."""
    return Markup("<i></i>") * count


@lru_cache(maxsize=1)
def make_environment() -> Environment:
    """Make the report's own template environment: everything escaped, nothing undefined."""
    environment = Environment(
        loader=FileSystemLoader([TEMPLATES / "report", TEMPLATES / "press"]),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.filters["words"] = write_text
    environment.filters["dots"] = draw_dots
    environment.filters["drawing"] = render_print
    environment.filters["block_name"] = name_block
    return environment


def render_report(report: Report) -> str:
    """Set a report as one HTML document whose only addresses are those of our own assets."""
    template = make_environment().get_template(TEMPLATE)
    return template.render(report=report, lang=report.language, assets=ASSETS)
