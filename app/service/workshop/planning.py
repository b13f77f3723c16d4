"""Plan a workshop: what is asked at which table, of whom, how long, and who will know who said it.

Nothing of it can be changed once people are in the room, so that all know what they agreed to.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Final
from uuid import uuid4

from app.definition.toolkit import Toolkit
from app.presentation.language import LANGUAGES
from app.response import Answers, Setting, questions_for
from app.response.line import tidy
from app.response.workshop.limit import MOST_MINUTES, MOST_PEOPLE, MOST_TABLES
from app.response.workshop.table import TableState, write_state
from app.service.access import lock, require
from app.service.actor import Actor
from app.service.assessment.opening import find_toolkit
from app.service.definition import describe_pin
from app.service.error import NotAChoice, NotFound
from app.service.permission import FACILITATE
from app.service.workshop.opening import (
    ALONE,
    ANONYMITIES,
    ASSESSMENT,
    PRACTICE,
    Room,
    write_room,
)
from app.service.workspace import Workspace
from app.store import workshop_room as table
from app.store.audit import add_audit
from app.store.definition import pin_definition
from app.store.engine import Session, run_write

LONGEST_NAME: Final = 200
PREPARE: Final = "prepare"
TABLES: Final = "tables"
PLENARY: Final = "plenary"
GOALS: Final = "goals"
PRIORITIES: Final = "priorities"
PLAN: Final = "plan"
REPORT: Final = "report"
FEEDBACK: Final = "feedback"
ENDED: Final = "ended"
STAGES: Final = (PREPARE, TABLES, PLENARY, GOALS, PRIORITIES, PLAN, REPORT, FEEDBACK)
"""Where the whole room is; the steps within `tables` are those of each table."""


@dataclass(frozen=True, slots=True)
class TablePlan:
    """One table: its name and the ids of its pillars, each pillar at one table only."""

    name: str
    pillars: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class WorkshopPlan:
    """What a facilitator decides beforehand.

    Attributes:
        minutes: For one question, from answering alone to agreement.
        planned: How many people are to come.
        anonymity: `named`, `role` or `anonymous`; told to everybody who joins.
        anchor: The question for practice; empty takes the first one.
        roles: Who should be there: role -> how many.
        balance: What is asked of people beside their role: `sector`, `sex`, `region` -> choices.
        content: Place, day, welcome and the like, for the letter and the report.
    """

    title: str
    tables: tuple[TablePlan, ...]
    language: str
    second_language: str | None = None
    anonymity: str = "anonymous"
    minutes: int = 5
    planned: int = 20
    anchor: str = ""
    roles: Mapping[str, int] = field(default_factory=dict)
    balance: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    content: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Subject:
    """What a workshop that stands alone is about."""

    toolkit_id: str
    country: str | None
    unit_name: str = ""
    quick: bool = True
    scope: str = ""
    parameters: Mapping[str, str] = field(default_factory=dict)
    is_practice: bool = False


def list_questions(toolkit: Toolkit, setting: Setting, pillars: Sequence[str]) -> tuple[str, ...]:
    """Give the questions of some pillars that are in the workshop, in the toolkit's order."""
    return tuple(
        item.question.id
        for item in questions_for(toolkit, Answers(), setting)
        if item.pillar.id in pillars and item.status != "out-of-scope"
    )


def plan_workshop(
    actor: Actor, workspace: Workspace, assessment_id: str, plan: WorkshopPlan
) -> str:
    """Plan a workshop of an assessment; returns its id.

    Raises:
        NotFound: The actor may not facilitate it.
        NotAChoice: Something of the plan is not to be had.
    """
    require(actor, workspace, FACILITATE, assessment_id)

    def work(session: Session) -> str:
        access = lock(session, actor, FACILITATE, assessment_id)
        row = access.row
        toolkit = find_toolkit(workspace, row)
        about: dict[str, Any] = {
            "assessment_id": assessment_id, "owner_id": None, "kind": ASSESSMENT,
            "country": row.country, "unit_name": row.name, "toolkit_id": row.toolkit_id,
            "definition_hash": row.definition_hash, "quick": False, "scope": row.scope,
            "parameters": row.parameters, "data_edition": row.data_edition,
        }  # fmt: skip
        setting = Setting(quick=False, scope=row.scope, parameters=row.parameters)
        return _insert(
            session, workspace, (toolkit, setting, access.account), plan=plan, about=about
        )

    return run_write(workspace.engine, work)


def plan_alone(actor: Actor, workspace: Workspace, subject: Subject, plan: WorkshopPlan) -> str:
    """Plan a workshop that stands alone; returns its id.

    Raises:
        NotFound: The actor is neither signed in nor the host of a laptop, or no such toolkit.
        NotAChoice: Something of the plan is not to be had.
    """
    if actor.account is None and not actor.is_host:
        raise NotFound
    toolkit = workspace.toolkits.begin(subject.toolkit_id, "")
    if toolkit is None:
        raise NotFound
    country = subject.country
    if country is not None and workspace.reference.current().country(country) is None:
        raise NotAChoice(country)
    scope = subject.scope or toolkit.usual_scope
    setting = Setting(quick=subject.quick, scope=scope, parameters=subject.parameters)
    about: dict[str, Any] = {
        "assessment_id": None, "owner_id": actor.account,
        "kind": PRACTICE if subject.is_practice else ALONE, "country": country,
        "unit_name": tidy(subject.unit_name, LONGEST_NAME), "toolkit_id": toolkit.id,
        "definition_hash": toolkit.content_hash, "quick": subject.quick, "scope": scope,
        "parameters": dict(subject.parameters), "data_edition": workspace.reference.edition(),
    }  # fmt: skip

    def work(session: Session) -> str:
        pin_definition(session, describe_pin(toolkit, workspace.now()))
        return _insert(
            session, workspace, (toolkit, setting, actor.account), plan=plan, about=about
        )

    return run_write(workspace.engine, work)


def _insert(
    session: Session,
    workspace: Workspace,
    made: tuple[Toolkit, Setting, str | None],
    *,
    plan: WorkshopPlan,
    about: Mapping[str, Any],
) -> str:
    toolkit, setting, account = made
    now, workshop_id = workspace.now(), uuid4().hex
    values = {
        "id": workshop_id, "stage": PREPARE, "code": None, "version": 1, "created_by": account,
        "created_at": now, "begun_at": None, "ended_at": None, "erased_at": None,
    } | dict(about) | describe_plan(toolkit, setting, plan)  # fmt: skip
    table.insert_workshop(session, values, describe_tables(workshop_id, plan))
    add_audit(session, now, action="workshop_planned", subject=workshop_id, actor=account)
    return workshop_id


def change_plan(
    actor: Actor, workspace: Workspace, workshop_id: str, plan: WorkshopPlan, *, seen: int
) -> bool:
    """Plan otherwise, as long as nobody is in the room.

    Returns:
        False where it has begun or ended, or somebody else changed it meanwhile: nothing changed.

    Raises:
        NotFound: The actor may not.
        NotAChoice: Something of the plan is not to be had.
    """

    def work(session: Session, room: Room) -> bool:
        is_fixed = room.row.begun_at is not None or room.row.stage == ENDED
        if room.row.version != seen or is_fixed:
            return False
        values = describe_plan(room.toolkit, room.setting, plan) | {"version": seen + 1}
        table.update_workshop(session, workshop_id, values)
        table.replace_tables(session, workshop_id, describe_tables(workshop_id, plan))
        return True

    return write_room(actor, workspace, workshop_id, work)


def describe_plan(toolkit: Toolkit, setting: Setting, plan: WorkshopPlan) -> dict[str, Any]:
    """Give the columns of a plan.

    Raises:
        NotAChoice: Something of it is not to be had.
    """
    _check(toolkit, setting, plan)
    pillars = [pillar for item in plan.tables for pillar in item.pillars]
    return {
        "title": tidy(plan.title, LONGEST_NAME),
        "language": plan.language,
        "second_language": plan.second_language,
        "anonymity": plan.anonymity,
        "minutes": plan.minutes,
        "planned": plan.planned,
        "anchor": plan.anchor or list_questions(toolkit, setting, pillars)[0],
        "roles": dict(plan.roles),
        "balance": {name: list(choices) for name, choices in plan.balance.items()},
        "content": dict(plan.content),
    }


def describe_tables(workshop_id: str, plan: WorkshopPlan) -> list[dict[str, object]]:
    """Give the rows of a plan's tables, counted from 1."""
    return [
        {
            "workshop_id": workshop_id,
            "number": number,
            "name": tidy(item.name, LONGEST_NAME),
            "pillars": list(item.pillars),
            "state": write_state(TableState()),
            "version": 1,
        }
        for number, item in enumerate(plan.tables, start=1)
    ]


def _check(toolkit: Toolkit, setting: Setting, plan: WorkshopPlan) -> None:
    given = [pillar for item in plan.tables for pillar in item.pillars]
    known = {pillar.id for pillar in toolkit.pillars}
    languages = [plan.language] + ([plan.second_language] if plan.second_language else [])
    asked = list_questions(toolkit, setting, given)
    wrong = {
        "title": not tidy(plan.title, LONGEST_NAME),
        "tables": not 1 <= len(plan.tables) <= MOST_TABLES,
        "pillars": not set(given) <= known or len(set(given)) != len(given),
        "table": any(not item.pillars for item in plan.tables),
        "questions": not asked,
        "language": any(code not in LANGUAGES for code in languages),
        "anonymity": plan.anonymity not in ANONYMITIES,
        "minutes": not 1 <= plan.minutes <= MOST_MINUTES,
        "planned": not 1 <= plan.planned <= MOST_PEOPLE,
        "anchor": bool(plan.anchor) and plan.anchor not in asked,
    }
    for name, is_wrong in wrong.items():
        if is_wrong:
            raise NotAChoice(name)
