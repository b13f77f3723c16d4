"""Blank forms and fill-in workbooks: made from a toolkit alone, and read back.

Nothing here needs a database or a site: the command line works with it as it is.
"""

from collections.abc import Callable, Mapping
from functools import lru_cache
from typing import Final

from app.definition.toolkit import Toolkit
from app.export.form import MEDIA_TYPE as PDF
from app.export.form import make_form_pdf
from app.export.pdf import PdfError, PdfUnavailableError
from app.export.workbook.limit import WorkbookLimits
from app.export.workbook.problem import CellProblem, UnreadableError
from app.export.workbook.reading import WorkbookReading, read_workbook
from app.export.workbook.writing import MEDIA_TYPE as XLSX
from app.export.workbook.writing import write_workbook
from app.presentation.blank.building import build_blank
from app.presentation.blank.structure import BlankForm
from app.presentation.blank.words import SCOPES
from app.presentation.view.wording import Wording
from app.response import Setting

__all__ = [
    "FORMATS",
    "PDF",
    "SCOPES",
    "XLSX",
    "BlankForm",
    "CellProblem",
    "PdfError",
    "PdfUnavailableError",
    "UnreadableError",
    "WorkbookLimits",
    "WorkbookReading",
    "build_form",
    "make_workbook",
    "name_form",
    "read_workbook",
]

MOST_FORMS: Final = 16
MOST_WORKBOOKS: Final = 64
"""Held in memory at once; a workbook has some 50 kB."""

FORMATS: Final[Mapping[str, Callable[[BlankForm], bytes]]] = {
    "pdf": make_form_pdf,
    "xlsx": write_workbook,
}
"""How a form is written, by the ending of its file."""


@lru_cache(maxsize=MOST_FORMS)
def build_form(wording: Wording) -> BlankForm:
    """Build the form of a toolkit in one setting and language; kept, since it never changes."""
    return build_blank(wording)


@lru_cache(maxsize=MOST_WORKBOOKS)
def make_workbook(wording: Wording) -> bytes:
    """Make the workbook of a toolkit in one setting and language; kept like its form."""
    return write_workbook(build_form(wording))


def name_form(toolkit: Toolkit, setting: Setting, language: str, *, suffix: str) -> str:
    """Name the file of a form, in letters every system takes."""
    extent = "quick" if setting.quick else "form"
    return f"eready-{toolkit.id}-{toolkit.version}-{extent}-{language}.{suffix}"
