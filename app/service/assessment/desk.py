"""Figures of a unit: entered by the team beside the published ones, and the indices of both."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Final

import structlog

from app.definition.index import Index
from app.definition.toolkit import Toolkit
from app.presentation.view.assessment.figure import (
    LEAST_YEAR,
    Entered,
    OwnDesk,
    OwnUnit,
    lay_own_figures,
    list_leaves,
)
from app.response import Answers, InputFileError
from app.scoring import Explanation, ScoringError, explain_index, score
from app.scoring.index.file import read_references
from app.service.access import Access, write_in
from app.service.actor import Actor
from app.service.answering import restore_answer
from app.service.assessment.fresh import fresh_version
from app.service.assessment.opening import Opened, find_toolkit, setting_of
from app.service.desk import INDICES
from app.service.error import NotAChoice
from app.service.permission import ENTER_FIGURES
from app.service.workspace import Workspace
from app.store import desk as table
from app.store.assessment_answer import read_assessment_answers
from app.store.audit import add_audit
from app.store.base import AnyRow
from app.store.engine import Session, read_session

log = structlog.get_logger()

LARGEST: Final = 1e15
"""No figure of a country is larger; what is typed beyond it is a slip."""
OWN_ROW: Final = "own unit"
"""The row of a unit that is no country; no code of a country reads so."""


@dataclass(frozen=True, slots=True)
class FigureChange:
    """A figure as it is to stand, None to take it away; `seen` is the version it was made from."""

    leaf: str
    figure: Entered | None
    seen: int


# --- Reading ------------------------------------------------------------------------------------


def read_figures(workspace: Workspace, opened: Opened, index_id: str) -> Mapping[str, Entered]:
    """Read the figures entered for an index of an assessment that was opened, by leaf."""
    with read_session(workspace.engine) as session:
        return _read_entered(session, opened.id).get(index_id, {})


def _read_entered(session: Session, assessment_id: str) -> dict[str, dict[str, Entered]]:
    found: dict[str, dict[str, Entered]] = {}
    for row in table.list_desk_values(session, assessment_id):
        if row.value is not None and row.year is not None:
            entered = Entered(row.value, row.year, row.source, row.note, row.version)
            found.setdefault(row.index_id, {})[row.leaf] = entered
    return found


def find_index(toolkit: Toolkit, index_id: str) -> Index | None:
    """Give an index of a toolkit by its id."""
    return next((index for index in toolkit.indices if index.id == index_id), None)


def open_own_desk(workspace: Workspace, opened: Opened, index: Index) -> OwnDesk | None:
    """Give an index of an assessment that was opened, with the figures entered for it.

    None where it needs what is not at hand; that is logged.
    """
    with read_session(workspace.engine) as session:
        return lay_row(session, workspace, opened.access.row, index)


def open_team_desk(session: Session, workspace: Workspace, row: AnyRow) -> OwnDesk | None:
    """Give the by-data index of an assessment's toolkit with the figures of its unit.

    For whoever shows results: family scores come from `desk.scores`, under the unit's own name in
    `unit`. None where the toolkit has no such index, or it needs what is not at hand.
    """
    index = find_toolkit(workspace, row).index("by-data")
    return None if index is None else lay_row(session, workspace, row, index)


def lay_row(session: Session, workspace: Workspace, row: AnyRow, index: Index) -> OwnDesk | None:
    """Lay the figures of one assessment on an index."""
    toolkit = find_toolkit(workspace, row)
    entered = _read_entered(session, row.id).get(index.id, {})
    needs_answers = any(leaf.pillar for leaf in index.leaves)
    answers = read_assessment_answers(session, row.id) if needs_answers else ()
    given = Answers(map(restore_answer, answers))
    unit = _describe_unit(workspace, row, entered)
    if needs_answers:
        nodes = score(toolkit, given, setting_of(row)).nodes
        unit = OwnUnit(unit.id, unit.country, unit.scope, entered, nodes)
    folder = workspace.toolkits.folder_of(toolkit)
    try:
        references = read_references(index, folder / INDICES) if folder else {}
        return lay_own_figures(index, workspace.reference.current(), unit, references)
    except (InputFileError, ScoringError) as error:
        log.warning("index_left_out", toolkit=toolkit.id, index=index.id, reason=str(error)[:300])
        return None


def _describe_unit(workspace: Workspace, row: AnyRow, entered: Mapping[str, Entered]) -> OwnUnit:
    """Say whose published figures are the unit's: a whole country's alone."""
    is_country = row.unit_kind == "country" and row.scope == "country"
    known = workspace.reference.current().country(row.country or "") if is_country else None
    if known is None:
        return OwnUnit(OWN_ROW, "", row.scope, entered, {})
    return OwnUnit(known.iso3, known.iso3, row.scope, entered, {})


def explain_own(own: OwnDesk) -> Explanation:
    """Explain the whole index for the unit, down to its figures."""
    return explain_index(own.desk.scores, own.unit)


# --- Writing ------------------------------------------------------------------------------------


def save_figures(
    actor: Actor,
    workspace: Workspace,
    assessment_id: str,
    changes: Iterable[FigureChange],
    *,
    index_id: str,
) -> frozenset[str]:
    """Save figures of an index in one transaction.

    Returns:
        The leaves whose figure somebody else saved meanwhile: those were not written, all others
        were.

    Raises:
        NotFound: The actor may not.
        WrongState: Figures do not change in the present state.
        NotAChoice: An index or leaf the toolkit does not have, or a figure that can't be.
    """
    given = tuple(changes)

    def work(session: Session, access: Access) -> frozenset[str]:
        _check(workspace, access, index_id, given)
        standing = _read_entered(session, access.row.id).get(index_id, {})
        late = set()
        written = []
        for change in given:
            now = standing.get(change.leaf)
            if (now.version if now else 0) != change.seen:
                late.add(change.leaf)
            elif change.figure is not None or now is not None:
                _write(session, workspace, access, (index_id, change))
                written.append(change.leaf)
        if written:
            add_audit(
                session, workspace.now(), action="figures_saved", subject=access.row.id,
                actor=access.account, index=index_id, leaves=sorted(written),
            )  # fmt: skip
        return frozenset(late)

    return write_in(actor, workspace, action=ENTER_FIGURES, assessment_id=assessment_id, work=work)


def _check(
    workspace: Workspace, access: Access, index_id: str, given: tuple[FigureChange, ...]
) -> None:
    index = find_index(find_toolkit(workspace, access.row), index_id)
    if index is None:
        raise NotAChoice(index_id)
    leaves = {leaf.id for leaf in list_leaves(index)}
    last = workspace.now().year
    for change in given:
        figure = change.figure
        if change.leaf not in leaves:
            raise NotAChoice(change.leaf)
        if figure and not (
            abs(figure.value) <= LARGEST and LEAST_YEAR <= figure.year <= last and figure.source
        ):
            raise NotAChoice(change.leaf)


def _write(
    session: Session, workspace: Workspace, access: Access, what: tuple[str, FigureChange]
) -> None:
    index_id, change = what
    if change.figure is None:
        table.delete_desk_value(session, access.row.id, index_id, change.leaf)
        return
    figure = change.figure
    values: dict[str, object] = {
        "assessment_id": access.row.id,
        "index_id": index_id,
        "leaf": change.leaf,
        "value": figure.value,
        "year": figure.year,
        "source": figure.source,
        "note": figure.note,
        "version": change.seen + 1 if change.seen else fresh_version(workspace.now()),
        "saved_by": access.account,
        "saved_at": workspace.now(),
    }
    table.write_desk_value(session, values)
