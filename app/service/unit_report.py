"""The report of one unit whose answers were read from a file: no database, no page."""

from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from typing import Final

from app.definition.toolkit import Toolkit
from app.export.pdf import PdfError, find_missing, render_pdf
from app.presentation.language import add_marks, direction_of, direction_of_text
from app.presentation.report.building import build_report
from app.presentation.report.material import Check, Place, gather_material
from app.presentation.report.structure import Report
from app.presentation.view.desk import Desk, lay_desk
from app.presentation.view.wording import Wording
from app.reference import Country, Reference
from app.response import Answers
from app.scoring import ScoringError

__all__ = ["PdfError", "UnitOrder", "build_unit_report", "find_missing", "render_pdf"]

NOWHERE: Final = "ZZZ"
"""Code of what is no country of the reference data: ISO 3166 leaves it to its users."""


@dataclass(frozen=True, slots=True)
class UnitOrder:
    """A report that is asked for.

    Attributes:
        wording: the toolkit's texts for the reader, with the setting the answers are scored by.
        unit: an ISO 3166-1 alpha-3 code, or any other name of what was assessed.
        answers: what was answered.
        on: the day that the report bears, and of the groups the country is compared with.
    """

    wording: Wording
    unit: str
    answers: Answers
    on: date


def build_unit_report(order: UnitOrder, reference: Reference) -> Report:
    """Build the report; a country of the reference data has its name and published figures in it.

    Raises what `score` raises.
    """
    country = reference.country(order.unit)
    desk = lay_figures(order.wording.toolkit, reference) if country else None
    unit = country or name_unit(order.unit, order.wording.translator.code)
    place = Place(unit, reference, desk, (), order.on)
    check = Check(order.answers, order.on, "file")
    return build_report(gather_material(order.wording, place, check))


def name_unit(unit: str, language: str) -> Country:
    """Give a unit that is no country of the reference data, under its own name.

    Which language the name is in is not known: one that runs as the report does is taken for one
    in its language, any other is set apart, so that brackets and digits in it stay in their order.
    """
    if direction_of_text(unit) == direction_of(language):
        names = {"en": unit, language: unit}
    else:
        names = {"en": add_marks(unit, "auto")}
    return Country(NOWHERE, "XX", "", names, "", "", 0.0, 0.0)


@lru_cache(maxsize=4)
def lay_figures(toolkit: Toolkit, reference: Reference) -> Desk | None:
    """Lay the published figures of all countries on the toolkit's by-data index.

    None without such an index, or where it can't be computed.
    """
    index = toolkit.index("by-data")
    if index is None:
        return None
    try:
        return lay_desk(index, reference)
    except ScoringError:
        return None
