"""A quick-check taken over into an assessment by somebody who holds it and is signed in.

Answers that stand in the assessment are never replaced unless that is chosen for each. The check
stays with whoever holds it, or is deleted, as they choose.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace

from app.definition.toolkit import Toolkit
from app.presentation.view.assessment.incoming import Incoming
from app.response import Answers, Setting
from app.response.carrying import Carried, carry_answers, carry_parameters
from app.service.access import (
    Access,
    lock,
    lock_for_unit,
    require,
    require_account,
    require_unit,
)
from app.service.actor import Actor
from app.service.answering import restore_answer
from app.service.assessment.answering import Stroke
from app.service.assessment.assigned import find_writable, read_assignment
from app.service.assessment.beginning import BEGIN, QUICK_CHECK, Beginning, Begun, begin_in
from app.service.assessment.incoming import (
    Standing,
    find_marked,
    is_nothing,
    sort_carried,
    write_incoming,
)
from app.service.assessment.listing import list_own_assessments, list_own_units
from app.service.assessment.opening import find_toolkit, setting_of
from app.service.check_state import CheckState
from app.service.error import Moved, NotFound
from app.service.opening import build_state, find_living, is_about, read_stored
from app.service.passage import choose_parameters, find_newer, print_of
from app.service.permission import ANSWER, OPEN, has_role_for
from app.service.workspace import Workspace
from app.store import check as table
from app.store.assessment import find_last_round
from app.store.assessment_answer import read_assessment_answers
from app.store.audit import add_audit
from app.store.base import AnyRow
from app.store.engine import Session, read_session, run_write
from app.store.teamwork import list_assignments

CLAIM = "claim"
COUNTRY = "country"


@dataclass(frozen=True, slots=True)
class ClaimTargets:
    """Where a check can be taken to: units a draft can begin for, assessments that are open."""

    units: tuple[AnyRow, ...]
    assessments: tuple[AnyRow, ...]


@dataclass(frozen=True, slots=True)
class ClaimPreview:
    """What taking a check over would do; nothing is written.

    Attributes:
        toolkit: The version it would be taken to.
        setting: What would be asked there.
        found: What each answer would do.
        lacking: Parameters that a new draft requires and the check does not say.
        seen: Print of check and target, to see whether either changed since.
        last: Number of the unit's last round; 0 for an assessment that is there.
    """

    toolkit: Toolkit
    setting: Setting
    found: tuple[Incoming, ...]
    lacking: tuple[str, ...]
    seen: str
    last: int


@dataclass(frozen=True, slots=True)
class Claim:
    """What somebody asks for.

    Attributes:
        unit_id: Of the unit to begin a draft for; empty for an assessment that is there.
        assessment_id: Of the assessment; empty for a new draft.
        seen: The print they saw.
        last: The number of the last round they saw.
        take: Questions of which the check's answer is to stand in place of the one here.
        parameters: Options for what a new draft requires.
        delete: Whether the check is deleted afterwards.
        language: Language of a new draft's report.
    """

    unit_id: str
    assessment_id: str
    seen: str
    last: int
    take: frozenset[str] = frozenset()
    parameters: Mapping[str, str] = field(default_factory=dict)
    delete: bool = False
    language: str = "en"


def list_targets(actor: Actor, workspace: Workspace, check: CheckState) -> ClaimTargets:
    """List where somebody may take a check to.

    Raises:
        SignedOut: They are a visitor.
    """
    units = tuple(
        unit.row
        for unit in list_own_units(actor, workspace)
        if unit.may_begin and (unit.row.kind, unit.row.country) == (COUNTRY, check.country)
    )
    assessments = tuple(
        item.row
        for item in list_own_assessments(actor, workspace)
        if has_role_for(ANSWER, item.roles) and _fits(item.row, check)
    )
    return ClaimTargets(units, assessments)


def _fits(row: AnyRow, check: CheckState) -> bool:
    """Tell whether an assessment asks the same of the same country, by the same options."""
    same = (row.toolkit_id, row.country, row.unit_kind, row.scope)
    if same != (check.toolkit.id, check.country, COUNTRY, COUNTRY) or row.state not in OPEN:
        return False
    chosen = check.setting.parameters
    return all(chosen.get(name, option) == option for name, option in row.parameters.items())


# --- Beforehand ---------------------------------------------------------------------------------


def preview_draft(
    actor: Actor, workspace: Workspace, check: CheckState, unit_id: str
) -> ClaimPreview:
    """Say what a new draft with the answers of a check would hold.

    Raises:
        NotFound: They may begin none for this unit, or it is another country's.
    """
    _require_place(actor, workspace, check, unit_id)
    target = _find_target(workspace, check)
    carried = carry_answers(check.toolkit, target, check.answers)
    found = sort_carried(carried, _nothing_stands(target), check.to_confirm)
    chosen = check.setting.parameters
    lacking = tuple(
        name
        for name, item in target.parameters.items()
        if item.required and chosen.get(name) not in item.options
    )
    with read_session(workspace.engine) as session:
        last = find_last_round(session, unit_id, target.id, lock=False)
    setting = replace(check.setting, quick=False, parameters=carry_parameters(target, chosen))
    seen = print_of(check.toolkit, check.answers)
    return ClaimPreview(target, setting, found, lacking, seen, last)


def preview_merge(
    actor: Actor, workspace: Workspace, check: CheckState, assessment_id: str
) -> ClaimPreview:
    """Say what the answers of a check would do in an assessment that is there.

    Raises:
        NotFound: They may not answer there, or it is of another country or toolkit.
        WrongState: Its answers do not change in its present state.
    """
    access = require(actor, workspace, ANSWER, assessment_id)
    if not _fits(access.row, check):
        raise NotFound
    with read_session(workspace.engine) as session:
        toolkit, found, seen = _hold(session, workspace, access, check)
    return ClaimPreview(toolkit, setting_of(access.row), found, (), seen, 0)


def _require_place(actor: Actor, workspace: Workspace, check: CheckState, unit_id: str) -> None:
    unit = require_unit(actor, workspace, BEGIN, unit_id)
    if (unit.row.kind, unit.row.country) != (COUNTRY, check.country):
        raise NotFound


def _find_target(workspace: Workspace, check: CheckState) -> Toolkit:
    return find_newer(workspace, check.toolkit, COUNTRY) or check.toolkit


def _nothing_stands(toolkit: Toolkit) -> Standing:
    return Standing(Answers(), {question.id for question in toolkit.questions}, {})


def _hold(
    session: Session, workspace: Workspace, access: Access, check: CheckState
) -> tuple[Toolkit, tuple[Incoming, ...], str]:
    """Hold a check against an assessment: its toolkit, what each answer does, a print of both."""
    toolkit = find_toolkit(workspace, access.row)
    answers = Answers(map(restore_answer, read_assessment_answers(session, access.row.id)))
    assignments = map(read_assignment, list_assignments(session, access.row.id))
    carried = carry_answers(check.toolkit, toolkit, check.answers)
    standing = Standing(answers, find_writable(access, toolkit, assignments), {})
    seen = print_of(check.toolkit, check.answers) + print_of(toolkit, answers)
    return toolkit, sort_carried(carried, standing, check.to_confirm), seen


# --- Taking over --------------------------------------------------------------------------------


def claim_check(
    actor: Actor, workspace: Workspace, holder: Actor, check: CheckState, *, claim: Claim
) -> str:
    """Take a check over in one transaction; returns the id of the assessment.

    `holder` is the same person by the cookie of the check.

    Raises:
        NotFound: They may not, or hold no such check.
        Moved: The check, the assessment or the unit's rounds changed since they looked.
        WrongState: Answers of the assessment do not change in its present state.
        NotAChoice: A parameter that a new draft requires is missing or not offered.
        StorageError: The database can't take it; nothing was taken over.
    """
    account = require_account(actor)
    if claim.assessment_id:
        require(actor, workspace, ANSWER, claim.assessment_id)
    else:
        _require_place(actor, workspace, check, claim.unit_id)
    edition = workspace.reference.edition()

    def work(session: Session) -> str:
        if claim.assessment_id:
            access = lock(session, actor, ANSWER, claim.assessment_id)
            held = _find_held(session, workspace, holder, check)
            made, count = _merge(session, workspace, access, (held, claim))
        else:
            # Who begins another round of the unit, or takes the role away, is waited for here.
            lock_for_unit(session, actor, BEGIN, claim.unit_id)
            held = _find_held(session, workspace, holder, check)
            target = _find_target(workspace, held)
            carried = carry_answers(held.toolkit, target, held.answers)
            beginning = _describe_draft(held, target, claim, carried)
            last = find_last_round(session, claim.unit_id, target.id)
            if (print_of(held.toolkit, held.answers), last) != (claim.seen, claim.last):
                raise Moved
            begun = Begun(beginning, target, edition, account)
            made, count = begin_in(session, workspace, begun), len(beginning.answers)
        _finish(session, workspace, account, (held, claim, made, count))
        return made

    return run_write(workspace.engine, work)


def _find_held(
    session: Session, workspace: Workspace, holder: Actor, check: CheckState
) -> CheckState:
    found = find_living(session, workspace, holder.key, purpose=table.COOKIE, lock=True)
    if found is None or not is_about(found, check.toolkit.id, check.country):
        raise NotFound
    return build_state(workspace, found, read_stored(session, found.row.id))


def _merge(
    session: Session, workspace: Workspace, access: Access, sent: tuple[CheckState, Claim]
) -> tuple[str, int]:
    held, claim = sent
    if not _fits(access.row, held):
        raise NotFound
    _, found, seen = _hold(session, workspace, access, held)
    if seen != claim.seen:
        raise Moved
    stroke = Stroke(access.row.id, access.account, workspace.now(), CLAIM)
    return access.row.id, write_incoming(session, stroke, found, claim.take)


def _describe_draft(held: CheckState, target: Toolkit, claim: Claim, carried: Carried) -> Beginning:
    return Beginning(
        unit_id=claim.unit_id,
        toolkit_id=target.id,
        scope=COUNTRY,
        parameters=choose_parameters(target, held.setting.parameters, claim.parameters),
        language=claim.language,
        begun_from=QUICK_CHECK,
        answers=tuple(item for item in carried.answers.values() if not is_nothing(item)),
        act=CLAIM,
        to_confirm=find_marked(carried, held.to_confirm),
    )


def _finish(
    session: Session,
    workspace: Workspace,
    account: str,
    done: tuple[CheckState, Claim, str, int],
) -> None:
    held, claim, made, count = done
    now = workspace.now()
    add_audit(
        session, now, action="check_claimed", subject=made, actor=account, answers=count,
        is_deleted=claim.delete,
    )  # fmt: skip
    if claim.delete:
        table.delete_check(session, held.id)
        add_audit(session, now, action="check_deleted", subject=held.id)
