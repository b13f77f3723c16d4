"""All that results, files and reports of an assessment are made of, as one piece of plain JSON.

Of an assessment that goes on it is gathered anew each time; of an approved one it is what was kept
when it was approved. Whoever shows something reads this and nothing beside it.
"""

import hashlib
import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from typing import Any, Final

from app.definition.toolkit import Toolkit
from app.presentation.language import LANGUAGES, load_translator
from app.presentation.view.assessment.naming import name_unit
from app.presentation.view.outcome import figures_by_family
from app.response import Answers, Setting
from app.scoring import ENGINE
from app.service.answering import describe_content, restore_answer
from app.service.assessment.desk import open_team_desk
from app.service.assessment.earlier import gather_previous
from app.service.assessment.kept import read_given
from app.service.assessment.numbers import keep_numbers
from app.service.assessment.open_point import SHOWN, find_unproven
from app.service.assessment.opening import find_toolkit, setting_of
from app.service.error import ServiceError
from app.service.permission import FROZEN
from app.service.workshop.origin import gather_origins
from app.service.workspace import Workspace
from app.store.approval import find_approval
from app.store.assessment_answer import read_assessment_answers
from app.store.base import AnyRow
from app.store.engine import Session
from app.store.material import (
    count_remarks,
    read_desk_values,
    read_evidence,
    read_goals,
    read_participants,
    read_plan,
)

Json = dict[str, Any]

_EVIDENCE: Final = (
    "id", "question", "kind", "state", "title", "link", "page", "file_name", "file_hash", "note",
)  # fmt: skip
_GOAL: Final = ("question", "value", "year", "note")
_ACTION: Final = (
    "number", "question", "source", "text", "owner", "partner", "due", "cost", "status",
    "indicator", "impact", "effort",
)  # fmt: skip
_DESK: Final = ("index_id", "leaf", "value", "year", "source", "note")


@dataclass(frozen=True, slots=True)
class Content:
    """One assessment as it is shown.

    Attributes:
        definition_hash: of the toolkit it is pinned to.
        data_edition: id of the published figures beside it; None where there are none.
        engine: version of the engine that made the scores.
        answers: one entry for each question that was answered, by its id.
        scores: every number, with full precision (see `numbers`).
        material: all else: unit, setting, round, people, evidence, goals, plan, the last round,
            and what of it a workshop agreed (of older approvals there is no such part).
    """

    definition_hash: str
    data_edition: str | None
    engine: str
    answers: Any
    scores: Any
    material: Any

    @property
    def digest(self) -> str:
        """SHA-256 of all of it in canonical JSON."""
        text = json.dumps(
            asdict(self), ensure_ascii=True, allow_nan=False, sort_keys=True, separators=(",", ":")
        )
        return hashlib.sha256(text.encode("ascii")).hexdigest()

    @property
    def setting(self) -> Setting:
        """What was asked."""
        return Setting(
            quick=False, scope=self.material["scope"], parameters=self.material["parameters"]
        )

    @property
    def given(self) -> Answers:
        """The answers."""
        return read_given(self.answers)


def read_content(session: Session, workspace: Workspace, row: AnyRow) -> Content:
    """Give what is to be shown of an assessment: kept from approval on, else as it stands.

    Raises:
        ServiceError: It was approved and what was kept is gone: somebody removed it by hand.
    """
    if row.state not in FROZEN:
        return gather_content(session, workspace, row)
    kept = find_approval(session, row.id)
    if kept is None:
        raise ServiceError(f"approval of {row.id} is gone")
    return content_of(kept)


def content_of(approval: AnyRow) -> Content:
    """Give the content a row of approval keeps."""
    return Content(
        approval.definition_hash,
        approval.data_edition,
        approval.engine,
        approval.answers,
        approval.scores,
        approval.material,
    )


def gather_content(
    session: Session, workspace: Workspace, row: AnyRow, *, approved_on: str | None = None
) -> Content:
    """Gather an assessment as it stands; with a day of approval, as what is approved on it."""
    toolkit = find_toolkit(workspace, row)
    rows = read_assessment_answers(session, row.id)
    answers = Answers(map(restore_answer, rows))
    setting = setting_of(row)
    figures = _find_figures(session, workspace, row)
    scores = keep_numbers(toolkit, answers, setting)
    material = _describe(workspace, row) | _gather_beside(session, row)
    material |= {
        "state": "approved" if approved_on else row.state,
        "approved_on": approved_on,
        "figures": dict(figures),
        "edition": _describe_edition(workspace),
        "unproven": _find_unproven(toolkit, answers, setting, material["evidence"]),
        "to_confirm": sorted(item.question for item in rows if item.to_confirm),
        "previous": gather_previous(session, workspace, row, (toolkit, answers)),
        "consensus": gather_origins(
            session, row, toolkit, {item.question: item.version for item in rows}
        ),
    }
    kept = {item.question: _keep_answer(item) for item in rows}
    edition = workspace.reference.edition()
    return Content(row.definition_hash, edition, ENGINE, kept, scores, _plain(material))


def _plain(value: object) -> Any:  # noqa: ANN401  # JSON may hold anything
    """Turn it into what comes back out of the database, so that both have one digest."""
    return json.loads(json.dumps(value, allow_nan=False))


def _keep_answer(row: AnyRow) -> Json:
    kept = describe_content(restore_answer(row))
    del kept["question"]
    kept |= {
        "version": row.version,
        "to_confirm": bool(row.to_confirm),
        "saved_by": row.saved_by,
        "saved_at": row.saved_at.isoformat(),
    }
    return kept


def _find_unproven(
    toolkit: Toolkit, answers: Answers, setting: Setting, evidence: list[Json]
) -> list[str]:
    shown = {item["question"] for item in evidence if item["state"] in SHOWN}
    return list(find_unproven((toolkit, setting), answers, shown))


def _find_figures(
    session: Session, workspace: Workspace, row: AnyRow
) -> Mapping[str, float | None]:
    """Give the scores by figures, published or entered by the team; none where there are none."""
    own = open_team_desk(session, workspace, row)
    if own is None or all(standing.value is None for standing in own.standings.values()):
        return {}
    return figures_by_family(own.desk, own.unit)


def _describe_edition(workspace: Workspace) -> Json:
    edition = workspace.reference.current().edition
    return {"id": edition.id, "date": edition.date.isoformat(), "title": edition.title}


def _describe(workspace: Workspace, row: AnyRow) -> Json:
    reference = workspace.reference.current()
    names = {
        code: name_unit(reference, load_translator(code), country=row.country, name=row.name)
        for code, language in LANGUAGES.items()
        if language.ready
    }
    return {
        "unit": {"kind": row.unit_kind, "country": row.country, "names": names},
        "toolkit": row.toolkit_id,
        "title": row.title,
        "language": row.language,
        "scope": row.scope,
        "parameters": row.parameters,
        "round": row.round,
        "period": [_day(row.period_start), _day(row.period_end)],
        "answered_on": row.saved_at.date().isoformat(),
        "is_assisted": bool(row.assisted),
    }


def _day(day: Any) -> str | None:  # noqa: ANN401  # a column of a row
    return day.isoformat() if day else None


def _gather_beside(session: Session, row: AnyRow) -> Json:
    people = read_participants(session, row)
    groups: dict[tuple[str, str], set[str]] = {}
    for item in people:
        groups.setdefault((item.role, item.organisation or ""), set()).add(item.account_id)
    return {
        "participants": [
            {"role": role, "organisation": organisation, "count": len(accounts)}
            for (role, organisation), accounts in sorted(groups.items())
        ],
        "evidence": _list(read_evidence(session, row.id), _EVIDENCE),
        "goals": _list(read_goals(session, row.id), _GOAL),
        "plan": _list(read_plan(session, row.id), _ACTION),
        "desk": _list(read_desk_values(session, row.id), _DESK),
        "remarks": list(count_remarks(session, row.id)),
    }


def _list(rows: Any, names: tuple[str, ...]) -> list[Json]:  # noqa: ANN401  # rows of any table
    return [{name: _write(getattr(row, name)) for name in names} for row in rows]


def _write(value: Any) -> Any:  # noqa: ANN401  # a column of a row
    return value.isoformat() if hasattr(value, "isoformat") else value
