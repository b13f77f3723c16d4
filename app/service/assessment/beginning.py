"""Begin an assessment of a unit: from nothing, from its last round, or from a quick-check."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Final
from uuid import uuid4

from app.definition.toolkit import Toolkit
from app.presentation.language import LANGUAGES
from app.response import Answer, Setting, SettingError, check_setting
from app.service.access import lock_for_unit, require_unit
from app.service.actor import Actor
from app.service.assessment.answering import SAVE, Stroke, write_answers
from app.service.definition import describe_pin
from app.service.error import NotAChoice, NotFound
from app.service.permission import DRAFT
from app.service.workspace import Workspace
from app.store.assessment import find_last_round, insert_assessment
from app.store.audit import add_audit
from app.store.definition import pin_definition
from app.store.engine import Session, run_write

NOTHING: Final = "nothing"
ROUND: Final = "round"
QUICK_CHECK: Final = "quick-check"
SOURCES: Final = frozenset({NOTHING, ROUND, QUICK_CHECK})
BEGIN: Final = "unit:begin"
LONGEST_TITLE: Final = 200


@dataclass(frozen=True, slots=True)
class Beginning:
    """What an assessment begins with.

    Attributes:
        unit_id: The unit assessed.
        toolkit_id: The toolkit; the version that is current, or the one of `definition`.
        scope: One of the toolkit's scopes.
        parameters: The option chosen for each parameter.
        title: A title of its own; may be empty.
        period: First and last day of what it is about; either may be open.
        language: The language its report is made in unless another is asked for.
        definition: Content hash of the toolkit that was shown; empty for the current version.
        begun_from: `nothing`, `round` or `quick-check`.
        previous_id: The round before.
        answers: What it begins with, as version 1 of each.
        act: What the history calls the act that made them.
        to_confirm: Questions among them that are still to be confirmed.
        assisted: What an assisted one keeps; None for one without assistance.
    """

    unit_id: str
    toolkit_id: str
    scope: str = "country"
    parameters: Mapping[str, str] = field(default_factory=dict)
    title: str = ""
    period: tuple[date | None, date | None] = (None, None)
    language: str = "en"
    definition: str = ""
    begun_from: str = NOTHING
    previous_id: str | None = None
    answers: tuple[Answer, ...] = ()
    act: str = SAVE
    to_confirm: frozenset[str] = frozenset()
    assisted: Mapping[str, object] | None = None


def begin_assessment(actor: Actor, workspace: Workspace, beginning: Beginning) -> str:
    """Begin an assessment in one transaction; returns its id.

    Raises:
        NotFound: The actor may begin none of this unit, or there is no such toolkit to begin with.
        NotAChoice: A scope, parameter, language or period that can't be.
        StorageError: The database can't take it; nothing was begun.
    """
    require_unit(actor, workspace, BEGIN, beginning.unit_id)
    toolkit = workspace.toolkits.begin(beginning.toolkit_id, beginning.definition)
    if toolkit is None:
        raise NotFound
    edition = workspace.reference.edition()

    def work(session: Session) -> str:
        # Who takes the role away, or deletes the unit, at the same moment is waited for here.
        access = lock_for_unit(session, actor, BEGIN, beginning.unit_id)
        return begin_in(session, workspace, Begun(beginning, toolkit, edition, access.account))

    return run_write(workspace.engine, work)


@dataclass(frozen=True, slots=True)
class Begun:
    """A beginning with what was found for it: the toolkit, the data edition, who begins it."""

    beginning: Beginning
    toolkit: Toolkit
    edition: str | None
    account: str | None


def begin_in(session: Session, workspace: Workspace, begun: Begun) -> str:
    """Begin an assessment within a transaction; who calls it has asked whether it is allowed.

    Raises:
        NotAChoice: A scope, parameter, language or period that can't be.
    """
    beginning, toolkit, now = begun.beginning, begun.toolkit, workspace.now()
    _check(beginning, toolkit)
    pin_definition(session, describe_pin(toolkit, now))
    number = find_last_round(session, beginning.unit_id, toolkit.id) + 1
    assessment_id = uuid4().hex
    insert_assessment(
        session,
        {
            "id": assessment_id,
            "unit_id": beginning.unit_id,
            "toolkit_id": toolkit.id,
            "definition_hash": toolkit.content_hash,
            "title": beginning.title,
            "scope": beginning.scope,
            "parameters": dict(beginning.parameters),
            "period_start": beginning.period[0],
            "period_end": beginning.period[1],
            "round": number,
            "state": DRAFT,
            "begun_from": beginning.begun_from,
            "previous_id": beginning.previous_id,
            "data_edition": begun.edition,
            "language": beginning.language,
            "assisted": None if beginning.assisted is None else dict(beginning.assisted),
            "version": 1,
            "created_by": begun.account,
            "created_at": now,
            "saved_at": now,
            "deleted_at": None,
        },
    )
    _write_first(session, Stroke(assessment_id, begun.account, now, beginning.act), beginning)
    add_audit(
        session, now, action="assessment_begun", subject=assessment_id, actor=begun.account,
        unit=beginning.unit_id, toolkit=toolkit.id, version=toolkit.version, round=number,
        begun_from=beginning.begun_from,
    )  # fmt: skip
    return assessment_id


def _write_first(session: Session, stroke: Stroke, beginning: Beginning) -> None:
    answers = [replace(answer, version=1) for answer in beginning.answers]
    asked = [answer for answer in answers if answer.question in beginning.to_confirm]
    write_answers(session, stroke, [answer for answer in answers if answer not in asked])
    write_answers(session, replace(stroke, to_confirm=True), asked)


def _check(beginning: Beginning, toolkit: Toolkit) -> None:
    check_period(*beginning.period)
    check_language(beginning.language)
    check_use(toolkit, beginning.scope, beginning.parameters)
    if beginning.begun_from not in SOURCES:
        raise NotAChoice(beginning.begun_from)
    if len(beginning.title) > LONGEST_TITLE:
        raise NotAChoice("title")


def check_use(toolkit: Toolkit, scope: str, parameters: Mapping[str, str]) -> None:
    """Go on only with a scope and parameters the toolkit has.

    Raises:
        NotAChoice: with what is wrong.
    """
    try:
        check_setting(toolkit, Setting(scope=scope, parameters=parameters))
    except SettingError as error:
        raise NotAChoice(str(error)) from error


def check_period(first: date | None, last: date | None) -> None:
    """Go on only with a period that does not end before it begins.

    Raises:
        NotAChoice: It does.
    """
    if first and last and last < first:
        raise NotAChoice("period")


def check_language(code: str) -> None:
    """Go on only with a language people can choose.

    Raises:
        NotAChoice: It is none.
    """
    language = LANGUAGES.get(code)
    if language is None or not language.ready:
        raise NotAChoice(code)
