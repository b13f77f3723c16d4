"""The report of a workshop: a draft on the screen, and a PDF made by the worker from one record.

The whole record travels with the job, so that what is printed is what was asked for, even if the
room goes on in the meantime; the same record gives the same bytes.
"""

import hashlib
import json
from collections.abc import Callable, Mapping
from datetime import date
from typing import Any, Final

from app.definition.toolkit import TOTAL, Toolkit
from app.export.pdf import render_pdf
from app.presentation.language import LANGUAGES, load_translator
from app.presentation.report.material import REPORT_VERSION, Material
from app.presentation.report.structure import Report
from app.presentation.report.workshop import (
    Agreement,
    Asking,
    Group,
    Minutes,
    People,
    Person,
    Promise,
    Seating,
    Talk,
)
from app.presentation.report.workshop_building import build_workshop_report
from app.presentation.view.assessment.goal import Goal
from app.presentation.view.assessment.naming import name_unit
from app.presentation.view.explanation import build_explanation
from app.presentation.view.outcome import work_out
from app.presentation.view.result import build_result
from app.presentation.view.wording import Wording
from app.presentation.view.workshop.action import Action
from app.reference import Country
from app.response import Answer, Answers, Setting
from app.response.workshop.feedback import Change, Share, Summary
from app.response.workshop.priority import Place
from app.response.workshop.rating import Item, Ranking, read_phase
from app.scoring import explain
from app.service.actor import Actor
from app.service.answering import read_value
from app.service.assessment.result import NOWHERE
from app.service.document import JobState, ask_about, read_document_about, read_job_about
from app.service.download import Download
from app.service.error import NotFound
from app.service.toolkit_language import find_translation, open_wording
from app.service.workshop.opening import Room
from app.service.workshop.record import gather_record
from app.service.workshop.spread import read_board
from app.service.workspace import Workspace

KIND: Final = "workshop-report"
MEDIA_TYPE: Final = "application/pdf"

Json = Mapping[str, Any]


# --- The job --------------------------------------------------------------------------------------


def name_report(workspace: Workspace, record: Json, language: str) -> str:
    """Give the key of a report: the same for the same record, another one for any other."""
    toolkit = find_definition(workspace, record)
    translation = find_translation(workspace, toolkit, language).digest
    text = json.dumps([record, language, translation, REPORT_VERSION], sort_keys=True)
    return hashlib.sha256(text.encode("ascii")).hexdigest()


def ask_workshop_report(
    actor: Actor, workspace: Workspace, room: Room, *, language: str
) -> JobState:
    """Have the report of a room that was opened made unless it is there or on its way.

    Raises:
        TooMany: Whoever asks has too many documents waiting.
        StorageError: The database can't take it.
    """
    record = gather_record(workspace, room)
    wanted = (
        name_report(workspace, record, language),
        {"record": record, "language": language},
    )
    return ask_about(actor, workspace, room.id, kind=KIND, wanted=wanted)


def find_workshop_report(
    workspace: Workspace, room: Room, record: Json, language: str
) -> JobState | None:
    """Tell how far the report of a record is; None when nobody asked for it."""
    key = name_report(workspace, record, language)
    return read_job_about(workspace, room.id, kind=KIND, key=key)


def read_workshop_report(workspace: Workspace, room: Room, language: str) -> Download:
    """Give the whole report of a room as it is now.

    Raises:
        NotFound: It is not there yet.
    """
    record = gather_record(workspace, room)
    key = name_report(workspace, record, language)
    found = read_document_about(workspace, room.id, kind=KIND, key=key)
    if found is None:
        raise NotFound
    return Download(f"{name_file(room, record, language)}.pdf", found.media_type, found.body)


def name_file(room: Room, record: Json, language: str) -> str:
    """Name the file of a report, without ending, in letters every system takes."""
    unit = record["country"] or "unit"
    day = record["day"] or record["last_day"]
    return f"eready-workshop-{room.toolkit.id}-{unit}-{day}-{language}"


def make_workshop_report(
    workspace: Workspace, payload: Mapping[str, Any], progress: Callable[[int], None]
) -> bytes:
    """Make the PDF of a record; run by the worker.

    Raises:
        NotFound: The toolkit is gone.
        PdfError: No PDF came out.
    """
    report = draft_report(workspace, payload["record"], payload["language"])
    progress(40)
    return render_pdf(report)


def draft_report(workspace: Workspace, record: Json, language: str) -> Report:
    """Build the report of a record as a structure, for the screen and for print alike."""
    return build_workshop_report(read_minutes(workspace, record, language))


# --- The record read back -------------------------------------------------------------------------


def find_definition(workspace: Workspace, record: Json) -> Toolkit:
    """Give the toolkit a record rests on.

    Raises:
        NotFound: It is gone from the database.
    """
    toolkit = workspace.toolkits.by_hash(record["definition_hash"])
    if toolkit is None:
        raise NotFound(record["definition_hash"])
    return toolkit


def read_minutes(workspace: Workspace, record: Json, language: str) -> Minutes:
    """Give what the report of a record is made from; it depends on record and language alone."""
    toolkit = find_definition(workspace, record)
    setting = Setting(bool(record["quick"]), record["scope"], record["parameters"])
    wording = open_wording(workspace, toolkit, setting, load_translator(language))
    talks = tuple(_read_talk(toolkit, item) for item in record["talks"])
    return Minutes(
        base=_score(workspace, wording, record, talks),
        title=record["title"],
        language=record["language"],
        kind=record["kind"],
        anonymity=record["anonymity"],
        place=record["place"],
        day=_day(record["day"]),
        last_day=date.fromisoformat(record["last_day"]),
        is_over=record["is_over"],
        seating=tuple(
            Seating(item["number"], item["name"], tuple(item["pillars"]))
            for item in record["tables"]
        ),
        people=_read_people(record),
        talks=talks,
        goals={
            item["question"]: Goal(item["question"], read_value(item["value"]), item["year"], "", 1)
            for item in record["goals"]
        },
        ranking=_read_ranking(record["ranking"]),
        actions=tuple(
            Action(**{**item, "due": _day(item["due"])}, version=1, action_id=None)
            for item in record["actions"]
        ),
        feedback=_read_summary(record["feedback"]),
    )


def _day(text: str | None) -> date | None:
    return date.fromisoformat(text) if text else None


def _score(
    workspace: Workspace, wording: Wording, record: Json, talks: tuple[Talk, ...]
) -> Material:
    """Score what was agreed; without anything agreed there is no result."""
    unit, reference = _name_unit(workspace, record), workspace.reference.current()
    agreed = Answers(
        talk.agreement.answer
        for talk in talks
        if talk.agreement is not None and talk.agreement.answer is not None
    )
    if not agreed:
        return Material(wording, unit, reference, None, source="team")
    outcome = work_out(wording, agreed, {})
    return Material(
        wording,
        unit,
        reference,
        None,
        result=build_result(wording, agreed, unit, outcome=outcome),
        answers=agreed,
        scores=outcome.scores,
        whole=build_explanation(wording, explain(outcome.scores), TOTAL),
        source="team",
    )


def _name_unit(workspace: Workspace, record: Json) -> Country:
    reference = workspace.reference.current()
    names = {
        code: name_unit(
            reference, load_translator(code), country=record["country"], name=record["unit_name"]
        )
        for code, language in LANGUAGES.items()
        if language.ready
    }
    return Country(record["country"] or NOWHERE, "XX", "", names, "", "", 0.0, 0.0)


def _read_people(record: Json) -> People:
    kept = record["people"]
    return People(
        count=kept["count"],
        planned=record["planned"],
        on_paper=kept["on_paper"],
        simulated=kept["simulated"],
        erased=kept["erased"],
        named=tuple(Person(*pair) for pair in kept["named"]),
        groups={
            kind: tuple(Group(*pair) for pair in groups) for kind, groups in kept["groups"].items()
        },
    )


def _read_talk(toolkit: Toolkit, kept: Json) -> Talk:
    name = kept["question"]
    return Talk(
        name,
        kept["pillar"],
        kept["phase"],
        tuple(_read_asking(toolkit, name, item) for item in kept["askings"]),
        _read_agreement(name, kept["agreement"]) if kept["agreement"] else None,
        kept["note"],
        tuple(
            Promise(item["title"], item["promised_by"], _day(item["due"]))
            for item in kept["promises"]
        ),
    )


def _read_asking(toolkit: Toolkit, name: str, kept: Json) -> Asking:
    place = kept["place"] and (kept["place"][0], kept["place"][1])
    board = read_board(toolkit, name, kept)
    return Asking(kept["round"], board, place, tuple(kept["comments"]))


def _read_agreement(name: str, kept: Json) -> Agreement:
    answer = minority = None
    if kept["outcome"] != "none":
        answer = Answer(name, kept["state"], value=read_value(kept["value"]), reason=kept["reason"])
    if kept["minority_state"] != "blank":
        minority = Answer(name, kept["minority_state"], value=read_value(kept["minority_value"]))
    return Agreement(
        kept["outcome"], answer, kept["note"], kept["minority"], minority, kept["is_confirmed"]
    )


def _read_ranking(kept: Json) -> Ranking:
    return Ranking(
        read_phase(kept["phase"]),
        tuple(Item(*item) for item in kept["items"]),
        {place[0]: Place(*place) for place in kept["places"]},
        0,
        0,
    )


def _read_summary(kept: Json) -> Summary:
    shares = {
        name: Share(answers, counts and tuple(counts), middle)
        for name, (answers, counts, middle) in kept["shares"].items()
    }
    return Summary(kept["is_open"], shares, Change(*kept["change"]))
