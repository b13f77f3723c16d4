"""The plan as a calendar: a file, and a private address that calendar programs subscribe to.

The address of a feed has two halves: a random one, kept, and one made from it with the secret of
the installation. So whoever reads the database alone can open no feed, its holder can look the
address up again, and taking it back is deleting the random half.
"""

import hmac
from dataclasses import dataclass
from datetime import date
from typing import Final

from app.export.calendar import MEDIA_TYPE, Entry, write_calendar
from app.presentation.language import load_translator
from app.presentation.view.assessment.naming import name_unit
from app.presentation.view.assessment.plan import (
    DONE,
    DROPPED,
    PlanAction,
    PlanRow,
    build_action,
)
from app.presentation.view.wording import Wording
from app.service.access import Access, write_in
from app.service.actor import Actor
from app.service.assessment.opening import Opened, find_toolkit, read_names, setting_of
from app.service.assessment.plan import restore_action
from app.service.error import NotFound
from app.service.permission import VIEW, may
from app.service.secret import blind, make_secret
from app.service.throttle import FailureLimit
from app.service.toolkit_language import open_wording
from app.service.workspace import Workspace
from app.store import plan as table
from app.store.account import ACTIVE, find_account
from app.store.assessment import find_assessment
from app.store.audit import add_audit
from app.store.base import AnyRow
from app.store.engine import Session, read_session
from app.store.unit import read_assessment_roles, read_unit_roles

KIND: Final = "calendar"
CALENDAR: Final = MEDIA_TYPE
HALF: Final = 32
"""Characters of the half made with the secret: 128 bits."""


@dataclass(frozen=True, slots=True)
class Following:
    """How somebody follows a plan: the end of their calendar's address, and whether by mail."""

    token: str = ""
    wants_mail: bool = True


def read_following(workspace: Workspace, opened: Opened) -> Following:
    """Read how whoever opened an assessment follows its plan."""
    with read_session(workspace.engine) as session:
        row = table.find_follower(session, opened.id, opened.access.account)
    if row is None:
        return Following()
    return Following(_name_feed(workspace, row.feed) if row.feed else "", bool(row.wants_mail))


def _name_feed(workspace: Workspace, feed: str) -> str:
    return feed + blind(workspace.settings.secret_key, KIND, feed)[:HALF]


def make_feed(actor: Actor, workspace: Workspace, assessment_id: str) -> None:
    """Give the actor a new private address of the plan's calendar; an older one ends.

    Raises:
        NotFound: The actor may not see the assessment.
    """
    _set_feed(actor, workspace, assessment_id, feed=make_secret()[:22])


def end_feed(actor: Actor, workspace: Workspace, assessment_id: str) -> None:
    """Take the actor's private address of the plan's calendar back.

    Raises:
        NotFound: The actor may not see the assessment.
    """
    _set_feed(actor, workspace, assessment_id, feed=None)


def _set_feed(actor: Actor, workspace: Workspace, assessment_id: str, *, feed: str | None) -> None:
    def work(session: Session, access: Access) -> None:
        now = workspace.now()
        table.write_follower(
            session, assessment_id, access.account, {"feed": feed, "changed_at": now}
        )
        action = "calendar_opened" if feed else "calendar_ended"
        add_audit(session, now, action=action, subject=assessment_id, actor=access.account)

    write_in(actor, workspace, action=VIEW, assessment_id=assessment_id, work=work)


def set_reminders(
    actor: Actor, workspace: Workspace, assessment_id: str, *, wants_mail: bool
) -> None:
    """Say whether the actor gets mails about their actions in this plan.

    Raises:
        NotFound: The actor may not see the assessment.
    """

    def work(session: Session, access: Access) -> None:
        values: dict[str, object] = {"wants_mail": wants_mail, "changed_at": workspace.now()}
        table.write_follower(session, assessment_id, access.account, values)

    write_in(actor, workspace, action=VIEW, assessment_id=assessment_id, work=work)


# --- The calendar -------------------------------------------------------------------------------


def read_feed(actor: Actor, workspace: Workspace, token: str) -> bytes:
    """Give the calendar behind a private address, in its holder's language.

    Raises:
        NotFound: The address is guessed or was taken back, or its holder may not see the
            assessment any more; all alike, and counted as a failure.
        TooMany: Too many failures came from here lately.
    """
    limit = FailureLimit(workspace, KIND)
    limit.check(actor.address, token)
    with read_session(workspace.engine) as session:
        found = _find(session, workspace, token)
        if found is not None:
            row, account = found
            return _write(session, workspace, row, account.language)
    limit.count(actor.address, token)
    raise NotFound


def _find(session: Session, workspace: Workspace, token: str) -> tuple[AnyRow, AnyRow] | None:
    feed = token[:-HALF]
    if not feed or not token.isascii():
        return None
    right = hmac.compare_digest(_name_feed(workspace, feed), token)
    follower = table.find_feed(session, feed) if right else None
    if follower is None:
        return None
    row = find_assessment(session, follower.assessment_id)
    account = find_account(session, follower.account_id)
    if row is None or account is None or account.state != ACTIVE:
        return None
    return (row, account) if may_follow(session, row, account.id) else None


def may_follow(session: Session, row: AnyRow, account: str) -> bool:
    """Tell whether somebody may still see an assessment."""
    roles = read_unit_roles(session, row.unit_id, account)
    roles |= read_assessment_roles(session, row.id, account)
    return may(VIEW, roles=roles, state=row.state)


def _write(session: Session, workspace: Workspace, row: AnyRow, language: str) -> bytes:
    actions = tuple(map(restore_action, table.list_actions(session, row.id)))
    names = read_names(session, [action.owner_id for action in actions])
    wording = open_wording(
        workspace, find_toolkit(workspace, row), setting_of(row), load_translator(language)
    )
    today = workspace.now().date()
    rows = tuple(build_action(wording, action, names, today=today) for action in actions)
    reference = workspace.reference.current()
    unit = name_unit(reference, wording.translator, country=row.country, name=row.name)
    return write_plan_calendar(wording, rows, unit=unit, base=find_base(workspace, row.id))


def find_base(workspace: Workspace, assessment_id: str) -> str:
    """Give the address of an assessment; empty where the site does not know its own address."""
    base = workspace.settings.public_url.rstrip("/")
    return f"{base}/assessments/{assessment_id}" if base else ""


def write_plan_calendar(
    wording: Wording, rows: tuple[PlanRow, ...], *, unit: str, base: str
) -> bytes:
    """Write a plan as a calendar: each action that has a day and was not dropped."""
    say = wording.translator.gettext
    name = say("Action plan of %(unit)s", unit=unit)
    dated = [row for row in rows if row.action.due and row.action.status != DROPPED]
    return write_calendar(name, [_build_entry(wording, row, base) for row in dated])


def _build_entry(wording: Wording, row: PlanRow, base: str) -> Entry:
    say, action = wording.translator.gettext, row.action
    text = str(row.text)
    title = say("Done: %(action)s", action=text) if action.status == DONE else text
    return Entry(
        uid=f"{action.id}@eready",
        day=_day_of(action),
        title=title,
        text="\n".join(_describe(wording, row)),
        link=f"{base}/plan/actions/{action.id}" if base else "",
        changed_at=action.saved_at,
        revision=action.version - 1,
    )


def _day_of(action: PlanAction) -> date:
    if action.due is None:
        raise ValueError("an action without a day has no entry")
    return action.due


def _describe(wording: Wording, row: PlanRow) -> list[str]:
    say, action = wording.translator.gettext, row.action
    lines = [say("Status: %(status)s", status=row.status)]
    if row.owner:
        lines.append(say("Responsible: %(owner)s", owner=row.owner))
    if action.partner:
        lines.append(say("Partner: %(partner)s", partner=action.partner))
    if action.indicator:
        lines.append(say("How success is seen: %(indicator)s", indicator=action.indicator))
    return lines
