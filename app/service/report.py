"""Reports and downloads: what is asked for, by which key it is kept, and who makes it."""

import hashlib
import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, Final

from app.definition.toolkit import Toolkit
from app.export.pdf import find_missing, render_pdf
from app.presentation.language import load_translator
from app.presentation.report.building import build_report
from app.presentation.report.material import (
    REPORT_VERSION,
    Check,
    Material,
    Place,
    gather_material,
)
from app.reference import Reference
from app.response import Answer, Answers, Setting
from app.scoring import ENGINE
from app.service.actor import Actor
from app.service.answering import read_value, write_value
from app.service.check_state import CheckState
from app.service.desk import open_desk
from app.service.document import Document, JobState, ask_document, read_document, read_job
from app.service.error import NotFound
from app.service.toolkit_language import find_published, find_translation, open_wording
from app.service.workspace import Workspace

KIND: Final = "report"
MEDIA_TYPE: Final = "application/pdf"
PEER_KINDS: Final = ("region", "income", "special")
_TEXTS: Final = ("question", "state", "reason", "note", "link", "origin")


@dataclass(frozen=True, slots=True)
class Order:
    """A report that is asked for.

    Attributes:
        toolkit: as it was when the check began.
        country: ISO 3166-1 alpha-3 code.
        setting: what was asked.
        language: of the report, chosen apart from the page's.
        compare: up to three other countries.
        answers: what was answered; None asks for a report by published figures alone.
        answered_on: the day of the last answer; None without answers.
    """

    toolkit: Toolkit
    country: str
    setting: Setting
    language: str
    compare: tuple[str, ...] = ()
    answers: Answers | None = None
    answered_on: date | None = None


def order_check(check: CheckState, *, language: str, compare: Sequence[str] = ()) -> Order:
    """Order the report of a visitor's check."""
    return Order(
        check.toolkit,
        check.country,
        check.setting,
        language,
        tuple(compare),
        check.answers,
        check.saved_at.date(),
    )


def order_data(
    toolkit: Toolkit, country: str, *, language: str, compare: Sequence[str] = ()
) -> Order:
    """Order the report of a country by published figures alone."""
    return Order(toolkit, country, Setting(quick=True), language, tuple(compare))


def name_report(workspace: Workspace, order: Order) -> str:
    """Give the key of a report: the same for the same content, another one for any other."""
    reference = workspace.reference.current()
    content = {
        **write_payload(workspace, order),
        "peers": _list_members(reference, order.country, workspace.now().date()),
        "edition": reference.edition.id,
        "engine": ENGINE,
        "report": REPORT_VERSION,
        "translation": find_translation(workspace, order.toolkit, order.language).digest,
        "published": find_published(workspace.settings.reference, order.language).digest,
    }
    # Of the day only the memberships that hold on it are in the report.
    content.pop("on")
    text = json.dumps(content, sort_keys=True, ensure_ascii=True)
    return hashlib.sha256(text.encode("ascii")).hexdigest()


def _list_members(reference: Reference, country: str, on: date) -> list[list[object]]:
    return [
        [group.id, reference.members(group.id, on)]
        for kind in PEER_KINDS
        for group in reference.groups_of(country, on, kind)
    ]


def write_payload(workspace: Workspace, order: Order) -> dict[str, Any]:
    """Write an order as a job keeps it: plain JSON."""
    return {
        "toolkit": order.toolkit.content_hash,
        "country": order.country,
        "parameters": dict(order.setting.parameters),
        "scope": order.setting.scope,
        "quick": order.setting.quick,
        "language": order.language,
        "compare": list(order.compare),
        "answers": None if order.answers is None else _write_answers(order.answers),
        "answered_on": order.answered_on.isoformat() if order.answered_on else None,
        "on": workspace.now().date().isoformat(),
    }


def _write_answers(answers: Answers) -> list[dict[str, object]]:
    return [
        {name: getattr(answer, name) for name in _TEXTS} | {"value": write_value(answer.value)}
        for _, answer in sorted(answers.items())
        if answer.state != "blank"
    ]


def read_payload(workspace: Workspace, payload: Mapping[str, Any]) -> Order:
    """Read an order back.

    Raises:
        NotFound: the toolkit is gone.
    """
    toolkit = workspace.toolkits.by_hash(payload["toolkit"])
    if toolkit is None:
        raise NotFound(payload["toolkit"])
    answers, day = payload["answers"], payload["answered_on"]
    return Order(
        toolkit,
        payload["country"],
        Setting(payload["quick"], payload["scope"], payload["parameters"]),
        payload["language"],
        tuple(payload["compare"]),
        None if answers is None else Answers(map(_read_answer, answers)),
        date.fromisoformat(day) if day else None,
    )


def _read_answer(written: Mapping[str, Any]) -> Answer:
    return Answer(**{**written, "value": read_value(written["value"])})


def gather(workspace: Workspace, order: Order, *, on: date | None = None) -> Material:
    """Gather what a report or a download is made from; `on` is the day of group memberships.

    Raises:
        NotFound: the country is not in the reference data.
    """
    reference = workspace.reference.current()
    country = reference.country(order.country)
    if country is None:
        raise NotFound(order.country)
    others = (reference.country(code) for code in order.compare)
    place = Place(
        country,
        reference,
        open_desk(workspace, order.toolkit),
        tuple(other for other in others if other is not None),
        on or workspace.now().date(),
    )
    translator = load_translator(order.language)
    wording = open_wording(workspace, order.toolkit, order.setting, translator)
    check = None
    if order.answers is not None and order.answered_on is not None:
        check = Check(order.answers, order.answered_on)
    return gather_material(wording, place, check)


def make_report(
    workspace: Workspace, payload: Mapping[str, Any], progress: Callable[[int], None]
) -> bytes:
    """Make the PDF of an order; what it says depends on the order and the data alone.

    Raises:
        NotFound: toolkit or country are gone.
        PdfError: no PDF came out.
    """
    material = gather(
        workspace, read_payload(workspace, payload), on=date.fromisoformat(payload["on"])
    )
    progress(20)
    report = build_report(material)
    progress(40)
    return render_pdf(report)


def ask_report(actor: Actor, workspace: Workspace, order: Order) -> JobState:
    """Have a report made unless it is there or on its way.

    Raises:
        TooMany: this address has too many documents waiting.
        StorageError: the database can't take it.
    """
    key, payload = name_report(workspace, order), write_payload(workspace, order)
    return ask_document(actor, workspace, kind=KIND, key=key, payload=payload)


def find_report(actor: Actor, workspace: Workspace, order: Order) -> JobState | None:
    """Tell how far a report is; None when it was never asked for or is not the actor's."""
    return read_job(actor, workspace, kind=KIND, key=name_report(workspace, order))


def read_report(actor: Actor, workspace: Workspace, order: Order) -> Document | None:
    """Give a whole report; None when it is not there or not the actor's."""
    return read_document(actor, workspace, kind=KIND, key=name_report(workspace, order))


def name_file(order: Order, suffix: str) -> str:
    """Name the file of a report or download, in letters every system takes."""
    day = f"-{order.answered_on.isoformat()}" if order.answered_on else ""
    return f"eready-{order.toolkit.id}-{order.country}{day}-{order.language}.{suffix}"


def missing_packages() -> tuple[str, ...]:
    """Name the Debian packages without which no PDF can be made here; empty if all is there."""
    return find_missing()
