"""Documents of a workshop before it begins, as PDF: made by the worker, in any language.

All a document says of the workshop travels with the job, so that what is printed is what was asked
for, even if somebody changes the plan in the meantime. Only its questions are looked up.
"""

import hashlib
import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import asdict, dataclass, replace
from datetime import date
from typing import Any, Final

from app.export.handout import make_forms_pdf, make_handout_pdf
from app.presentation.blank.structure import BlankForm
from app.presentation.language import load_translator
from app.presentation.view.assessment.naming import name_unit
from app.presentation.view.wording import Wording
from app.presentation.view.workshop.document import (
    DOCUMENT_NAMES,
    FORMS,
    LETTER,
    PACK,
    REQUESTS,
    Handout,
    Occasion,
    list_tables,
)
from app.presentation.view.workshop.document_form import build_forms, list_batches
from app.presentation.view.workshop.document_letter import build_letter
from app.presentation.view.workshop.document_pack import build_pack
from app.presentation.view.workshop.document_request import build_requests
from app.response import Setting
from app.service.actor import Actor
from app.service.document import (
    Document,
    JobState,
    ask_about,
    read_document_about,
    read_job_about,
)
from app.service.error import NotFound
from app.service.form import build_form
from app.service.toolkit_language import find_translation, open_wording
from app.service.workshop.opening import PRACTICE, Room
from app.service.workshop.reading import Table
from app.service.workspace import Workspace
from app.store.base import AnyRow

KIND: Final = "workshop-document"
MEDIA_TYPE: Final = "application/pdf"
DOCUMENT_VERSION: Final = 1
"""Part of the key of every document; raise it when documents are to look different."""

BUILDERS: Final[Mapping[str, Callable[[Wording, BlankForm, Occasion], Handout]]] = {
    PACK: build_pack,
    LETTER: build_letter,
    REQUESTS: build_requests,
}


@dataclass(frozen=True, slots=True)
class DocumentOrder:
    """A document that is asked for.

    Attributes:
        about: id of the workshop.
        what: pack, letter, requests or forms.
        first, last: numbers of the forms; 0 for other documents.
    """

    about: str
    what: str
    wording: Wording
    occasion: Occasion
    first: int = 0
    last: int = 0

    @property
    def language(self) -> str:
        """Language of the document."""
        return self.wording.translator.code


@dataclass(frozen=True, slots=True)
class Wish:
    """Which document somebody wants, in which language; `door` is the address to join at."""

    what: str
    language: str
    door: str


def order_document(
    workspace: Workspace, room: Room, tables: Sequence[Table], wish: Wish
) -> DocumentOrder:
    """Order a document of a workshop that was opened to whoever asks.

    Raises:
        NotFound: There is no such document.
    """
    if wish.what not in DOCUMENT_NAMES:
        raise NotFound(wish.what)
    wording = open_wording(workspace, room.toolkit, room.setting, load_translator(wish.language))
    reference = workspace.reference.current()
    unit = name_unit(
        reference, wording.translator, country=room.row.country, name=room.row.unit_name
    )
    occasion = _describe(room.row, tables, unit=unit, door=wish.door)
    return DocumentOrder(room.id, wish.what, wording, occasion)


def _describe(row: AnyRow, tables: Sequence[Table], *, unit: str, door: str) -> Occasion:
    day = row.content.get("day")
    return Occasion(
        title=row.title,
        language=row.language,
        unit=unit,
        tables=tuple((item.row.name, tuple(item.row.pillars)) for item in tables),
        minutes=row.minutes,
        planned=row.planned,
        anonymity=row.anonymity,
        roles=dict(row.roles),
        day=date.fromisoformat(day) if day else None,
        begins=row.content.get("begins", ""),
        place=row.content.get("place", ""),
        welcome=row.content.get("welcome", ""),
        door=door,
        code=row.code or "",
        is_practice=row.kind == PRACTICE,
    )


def list_files(order: DocumentOrder) -> tuple[tuple[int, int], ...]:
    """Give the first and the last form of each file the forms come in."""
    form = build_form(order.wording)
    tables = list_tables(form, order.occasion, order.wording)
    longest = max(sum(len(part.questions) for part in parts) for _, parts in tables)
    return list_batches(order.occasion.planned, longest)


def choose_file(order: DocumentOrder, first: int) -> DocumentOrder:
    """Order the file of forms that begins with a number.

    Raises:
        NotFound: None does.
    """
    for begin, end in list_files(order):
        if begin == first:
            return replace(order, first=begin, last=end)
    raise NotFound(str(first))


def name_document(workspace: Workspace, order: DocumentOrder) -> str:
    """Give the key of a document: the same for the same content, another one for any other."""
    toolkit = order.wording.toolkit
    translation = find_translation(workspace, toolkit, order.language).digest
    content = [DOCUMENT_VERSION, write_payload(order), translation]
    text = json.dumps(content, sort_keys=True, ensure_ascii=True)
    return hashlib.sha256(text.encode("ascii")).hexdigest()


def write_payload(order: DocumentOrder) -> dict[str, Any]:
    """Write an order as a job keeps it: plain JSON."""
    setting, occasion = order.wording.setting, order.occasion
    told = asdict(occasion) | {"day": occasion.day.isoformat() if occasion.day else None}
    if order.what != LETTER:
        # Nothing else says how to join: it stays the same whether the door is open or not.
        told |= {"door": "", "code": ""}
    return {
        "about": order.about,
        "what": order.what,
        "toolkit": order.wording.toolkit.content_hash,
        "quick": setting.quick,
        "scope": setting.scope,
        "parameters": dict(setting.parameters),
        "language": order.language,
        "first": order.first,
        "last": order.last,
        "occasion": told,
    }


def read_payload(workspace: Workspace, payload: Mapping[str, Any]) -> DocumentOrder:
    """Read an order back.

    Raises:
        NotFound: The toolkit is gone.
    """
    toolkit = workspace.toolkits.by_hash(payload["toolkit"])
    if toolkit is None:
        raise NotFound(payload["toolkit"])
    setting = Setting(payload["quick"], payload["scope"], payload["parameters"])
    wording = open_wording(workspace, toolkit, setting, load_translator(payload["language"]))
    told = dict(payload["occasion"])
    tables = tuple((name, tuple(pillars)) for name, pillars in told["tables"])
    day = date.fromisoformat(told["day"]) if told["day"] else None
    occasion = Occasion(**told | {"tables": tables, "day": day})
    return DocumentOrder(
        payload["about"], payload["what"], wording, occasion, payload["first"], payload["last"]
    )


def make_document(
    workspace: Workspace, payload: Mapping[str, Any], progress: Callable[[int], None]
) -> bytes:
    """Make the PDF of an order; run by the worker.

    Raises:
        NotFound: The toolkit is gone.
        PdfError: No PDF came out.
    """
    order = read_payload(workspace, payload)
    form = build_form(order.wording)
    progress(20)
    if order.what == FORMS:
        span = {"first": order.first, "last": order.last}
        return make_forms_pdf(build_forms(order.wording, form, order.occasion, **span))
    return make_handout_pdf(BUILDERS[order.what](order.wording, form, order.occasion))


def ask_for(actor: Actor, workspace: Workspace, order: DocumentOrder) -> JobState:
    """Have a document made unless it is there or on its way.

    Raises:
        TooMany: Whoever asks has too many documents waiting.
        StorageError: The database can't take it.
    """
    wanted = (name_document(workspace, order), write_payload(order))
    return ask_about(actor, workspace, order.about, kind=KIND, wanted=wanted)


def find_document(workspace: Workspace, order: DocumentOrder) -> JobState | None:
    """Tell how far a document is; None when nobody asked for it."""
    key = name_document(workspace, order)
    return read_job_about(workspace, order.about, kind=KIND, key=key)


def read_document(workspace: Workspace, order: DocumentOrder) -> Document:
    """Give a whole document.

    Raises:
        NotFound: It is not there yet.
    """
    key = name_document(workspace, order)
    found = read_document_about(workspace, order.about, kind=KIND, key=key)
    if found is None:
        raise NotFound
    return found


def name_file(order: DocumentOrder) -> str:
    """Name the file of a document, in letters every system takes."""
    span = f"-{order.first:03}-{order.last:03}" if order.first else ""
    return f"eready-workshop-{order.what}{span}-{order.language}.pdf"
