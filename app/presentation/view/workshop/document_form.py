"""Forms for paper with a code on each: the questions of the blank form, one for every seat."""

import hashlib
from dataclasses import dataclass

from app.presentation.blank.structure import BlankForm, BlankPart
from app.presentation.language import Phrase
from app.presentation.view.wording import Wording
from app.presentation.view.workshop.document import DOCUMENT_NAMES, FORMS, Occasion, list_tables
from app.response.workshop.form_code import share_out, write_form_code

MOST_QUESTIONS = 1_000
"""On all forms of one file together: so many take some forty seconds and one and a half MB."""


@dataclass(frozen=True, slots=True)
class CodedSheet:
    """One person's form: its code, the table it is for (empty where there is one), its pillars."""

    code: str
    table: str
    parts: tuple[BlankPart, ...]


@dataclass(frozen=True, slots=True)
class CodedForms:
    """Several forms to be printed in one go; `hint` stands at the head of each."""

    form: BlankForm
    title: str
    heading: Phrase
    what: str
    unit: str
    code_label: str
    role_label: str
    hint: str
    comment_label: str
    sheets: tuple[CodedSheet, ...]

    @property
    def identifier(self) -> bytes:
        """Sixteen bytes that are the same for the same content."""
        return hashlib.sha256(repr(self).encode("utf-8", "backslashreplace")).digest()[:16]


def list_batches(planned: int, questions: int) -> tuple[tuple[int, int], ...]:
    """Give the first and last number of the forms in each file; one file holds some hundred pages.

    `questions` are those on the longest form.
    """
    size = max(1, MOST_QUESTIONS // max(1, questions))
    return tuple((first, min(planned, first + size - 1)) for first in range(1, planned + 1, size))


def build_forms(
    wording: Wording, form: BlankForm, occasion: Occasion, *, first: int, last: int
) -> CodedForms:
    """Build the forms from one number to another; each has the pillars of its table."""
    gettext = wording.translator.gettext
    tables = tuple(list_tables(form, occasion, wording))
    places = share_out(occasion.planned, len(tables))
    sheets = []
    for number in range(first, last + 1):
        name, parts = tables[places[number - 1] - 1]
        shown = name if len(tables) > 1 else ""
        sheets.append(CodedSheet(write_form_code(number), shown, parts))
    what = gettext(DOCUMENT_NAMES[FORMS])
    if occasion.is_practice:
        what = gettext("%(what)s: %(title)s", what=gettext("Practice"), title=what)
    is_asked = occasion.anonymity != "anonymous"
    return CodedForms(
        form=form,
        title=gettext("%(what)s: %(title)s", what=what, title=occasion.title),
        heading=occasion.heading,
        what=what,
        unit=occasion.unit,
        code_label=gettext("Form"),
        role_label=gettext("Your role") if is_asked else "",
        hint=gettext(
            "Tick one box for each question, alone and by what you know. “I do not know” is an "
            "answer too."
        ),
        comment_label=gettext("Comment"),
        sheets=tuple(sheets),
    )
