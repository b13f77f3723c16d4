"""Blank forms as PDF asked for by visitors: made once for all by the worker."""

import hashlib
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, Final

from app.definition.toolkit import Toolkit
from app.export.form import make_form_pdf
from app.presentation.language import load_translator
from app.presentation.view.wording import Wording
from app.response import Setting
from app.service.actor import Actor
from app.service.document import Document, JobState, ask_document, read_document, read_job
from app.service.error import NotFound
from app.service.form import PDF, build_form, make_workbook
from app.service.toolkit_language import open_wording
from app.service.workspace import Workspace

KIND: Final = "form"
MEDIA_TYPE: Final = PDF
FORM_VERSION: Final = 1
"""Part of the key of every form; raise it when forms are to look different."""


@dataclass(frozen=True, slots=True)
class FormOrder:
    """A form that is asked for: of which toolkit, with which questions, in which language."""

    toolkit: Toolkit
    setting: Setting
    language: str


def order_form(
    toolkit: Toolkit, *, language: str, quick: bool, scope: str, parameters: Mapping[str, str]
) -> FormOrder:
    """Order a form; a scope or option the toolkit does not have is passed over."""
    chosen = {
        name: parameters[name]
        for name, parameter in toolkit.parameters.items()
        if parameters.get(name, "") in parameter.options
    }
    known = scope if scope in toolkit.scopes else toolkit.usual_scope
    return FormOrder(toolkit, Setting(quick and has_quick(toolkit), known, chosen), language)


def has_quick(toolkit: Toolkit) -> bool:
    """Tell whether a toolkit has a quick-check."""
    return any(question.quick_check for question in toolkit.questions)


def list_missing(order: FormOrder) -> tuple[str, ...]:
    """Name the parameters that must be chosen and are not."""
    return tuple(
        name
        for name, parameter in order.toolkit.parameters.items()
        if parameter.required and name not in order.setting.parameters
    )


def word_form(workspace: Workspace, order: FormOrder) -> Wording:
    """Give the texts of a form."""
    return open_wording(workspace, order.toolkit, order.setting, load_translator(order.language))


def name_document(workspace: Workspace, order: FormOrder) -> str:
    """Give the key of a form: the same for the same content, another one for any other."""
    content = build_form(word_form(workspace, order)).identifier.hex()
    return hashlib.sha256(f"{FORM_VERSION} {content}".encode("ascii")).hexdigest()


def write_payload(order: FormOrder) -> dict[str, Any]:
    """Write an order as a job keeps it: plain JSON."""
    return {
        "toolkit": order.toolkit.content_hash,
        "quick": order.setting.quick,
        "scope": order.setting.scope,
        "parameters": dict(order.setting.parameters),
        "language": order.language,
    }


def read_payload(workspace: Workspace, payload: Mapping[str, Any]) -> FormOrder:
    """Read an order back.

    Raises:
        NotFound: the toolkit is gone.
    """
    toolkit = workspace.toolkits.by_hash(payload["toolkit"])
    if toolkit is None:
        raise NotFound(payload["toolkit"])
    setting = Setting(payload["quick"], payload["scope"], payload["parameters"])
    return FormOrder(toolkit, setting, payload["language"])


def make_form(
    workspace: Workspace, payload: Mapping[str, Any], progress: Callable[[int], None]
) -> bytes:
    """Make the PDF of an order.

    Raises:
        NotFound: the toolkit is gone.
        PdfError: no PDF came out.
    """
    form = build_form(word_form(workspace, read_payload(workspace, payload)))
    progress(40)
    return make_form_pdf(form)


def count_questions(workspace: Workspace, order: FormOrder) -> int:
    """Count the questions of a form."""
    return sum(1 for _ in build_form(word_form(workspace, order)).questions)


def make_sheets(workspace: Workspace, order: FormOrder) -> bytes:
    """Make the workbook of an order; it takes a tenth of a second, and none the second time."""
    return make_workbook(word_form(workspace, order))


def ask_form(actor: Actor, workspace: Workspace, order: FormOrder) -> JobState:
    """Have a form made unless it is there or on its way; it is nobody's own, and open to all.

    Raises:
        TooMany: this address has too many documents waiting.
        StorageError: the database can't take it.
    """
    key, payload = name_document(workspace, order), write_payload(order)
    return ask_document(_public(actor), workspace, kind=KIND, key=key, payload=payload)


def find_form(actor: Actor, workspace: Workspace, order: FormOrder) -> JobState | None:
    """Tell how far a form is; None when it was never asked for."""
    return read_job(_public(actor), workspace, kind=KIND, key=name_document(workspace, order))


def read_form(actor: Actor, workspace: Workspace, order: FormOrder) -> Document | None:
    """Give a whole form; None when it is not there."""
    key = name_document(workspace, order)
    return read_document(_public(actor), workspace, kind=KIND, key=key)


def _public(actor: Actor) -> Actor:
    """Ask as a visitor without a check, so that the document belongs to no check."""
    return Actor(address=actor.address)
