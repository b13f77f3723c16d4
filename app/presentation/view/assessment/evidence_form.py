"""The form of one piece of evidence: filled, read, and what is wrong with it."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Final

from app.presentation.language import N_, Translator
from app.presentation.view.assessment.evidence import (
    DOCUMENT,
    FILE,
    LINK,
    PROMISED,
    RECEIVED,
    Piece,
)
from app.presentation.view.assessment.field import LONGEST_NAME, FieldReader
from app.response.message import RefusedError
from app.response.text import LONGEST_NOTE, read_link

LONGEST_TITLE: Final = 300
LONGEST_PAGE: Final = 100

_TITLE: Final = N_("Say what it is: the title of the document, or an address.")
_WHO: Final = N_("Say who promised it.")


@dataclass(frozen=True, slots=True)
class EvidenceDetails:
    """What is said of a piece of evidence, read and right; of a file its kind stays."""

    kind: str = DOCUMENT
    state: str = RECEIVED
    title: str = ""
    link: str = ""
    page: str = ""
    promised_by: str = ""
    due: date | None = None
    note: str = ""


def fill_evidence(piece: Piece) -> dict[str, str]:
    """Give the fields of the form as they stand for a piece."""
    return {
        "title": piece.title,
        "link": piece.link,
        "page": piece.page,
        "state": PROMISED if piece.state == PROMISED else RECEIVED,
        "promised_by": piece.promised_by,
        "due": piece.due.isoformat() if piece.due else "",
        "note": piece.note,
    }


def read_evidence(
    fields: Mapping[str, str], translator: Translator, *, is_file: bool = False
) -> tuple[EvidenceDetails | None, dict[str, str]]:
    """Read the form; None with what is wrong, by field, where it can't be taken as it is.

    `is_file`: it is about an uploaded file, whose title may stay empty and which is never promised.
    """
    reader = _Reader(translator, fields)
    title = reader.read_line("title", LONGEST_TITLE)
    link = "" if is_file else reader.read_link("link")
    is_promised = fields.get("state") == PROMISED and not is_file
    if not (title or link or is_file) and not {"title", "link"} & reader.problems.keys():
        reader.refuse("title", _TITLE)
    promised_by = reader.read_line("promised_by", LONGEST_NAME)
    if is_promised and not promised_by and "promised_by" not in reader.problems:
        reader.refuse("promised_by", _WHO)
    details = EvidenceDetails(
        kind=FILE if is_file else LINK if link else DOCUMENT,
        state=PROMISED if is_promised else RECEIVED,
        title=title or link,
        link=link,
        page=reader.read_line("page", LONGEST_PAGE),
        promised_by=promised_by,
        due=reader.read_day("due"),
        note=reader.read_text("note", LONGEST_NOTE),
    )
    return (None if reader.problems else details), reader.problems


class _Reader(FieldReader):
    """Reads what only a piece of evidence has."""

    def read_link(self, field: str) -> str:
        try:
            return read_link(self.fields.get(field, ""))
        except RefusedError as refused:
            self.refuse(field, refused.message, **refused.params)
            return ""
