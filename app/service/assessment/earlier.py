"""The last approved round before one, and what the change since then comes from (rule 25)."""

from collections.abc import Iterator
from typing import Any

from app.definition.toolkit import TOTAL, Toolkit
from app.response import Answers, Setting
from app.scoring import Change, ScoringError, split_change
from app.service.assessment.kept import read_given
from app.service.assessment.opening import setting_of
from app.service.permission import FROZEN
from app.service.workspace import Workspace
from app.store.approval import find_approval, list_rounds_before
from app.store.base import AnyRow
from app.store.engine import Session

Json = dict[str, Any]


def gather_previous(
    session: Session,
    workspace: Workspace,
    row: AnyRow,
    now: tuple[Toolkit, Answers],
) -> Json | None:
    """Gather the last approved round of the same unit and toolkit; None for the first.

    `now` are toolkit and answers of the present round.
    """
    for earlier in list_rounds_before(session, row, tuple(FROZEN)):
        kept = find_approval(session, earlier.id)
        if kept is not None:
            changes = _split(workspace, (earlier, kept), (row, now))
            return _describe(earlier, kept) | {
                "changes": changes,
                "is_same_version": kept.definition_hash == row.definition_hash,
            }
    return None


def _describe(earlier: AnyRow, kept: AnyRow) -> Json:
    days = (earlier.period_start, earlier.period_end)
    return {
        "id": earlier.id,
        "round": earlier.round,
        "period": [day.isoformat() if day else None for day in days],
        "approved_on": kept.approved_at.date().isoformat(),
        "scores": {name: node["score"] for name, node in kept.scores["nodes"].items()},
    }


def _split(
    workspace: Workspace,
    earlier: tuple[AnyRow, AnyRow],
    present: tuple[AnyRow, tuple[Toolkit, Answers]],
) -> Json:
    """Split the change; nothing where rounds of another kind can't be compared."""
    toolkit = workspace.toolkits.by_hash(earlier[1].definition_hash)
    row, (new, answers) = present
    if toolkit is None:
        return {}
    settings: tuple[Setting, Setting] = (setting_of(earlier[0]), setting_of(row))
    try:
        change = split_change(
            toolkit, new, read_given(earlier[1].answers), answers, settings=settings
        )
    except ScoringError:
        return {}
    return dict(_show(change))


def _show(change: Change) -> Iterator[tuple[str, Json]]:
    for name, item in {TOTAL: change, **change.pillars}.items():
        shown = item.shown()
        if shown is not None:
            parts = ("total", "answers", "rules", "not_comparable")
            yield name, {part: str(getattr(shown, part)) for part in parts}
