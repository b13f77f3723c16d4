"""Make units, name them, and take them away for good after a time of grace."""

from dataclasses import dataclass
from typing import Final
from uuid import uuid4

from app.service.access import require_admin, require_unit
from app.service.account.name import read_name
from app.service.actor import Actor
from app.service.error import NotAChoice, NotFound
from app.service.workspace import Workspace
from app.store.audit import add_audit
from app.store.base import AnyRow
from app.store.engine import Session, run_write
from app.store.member import find_any_unit, has_country_unit, lock_country, lock_unit
from app.store.unit import insert_unit, update_unit

COUNTRY: Final = "country"
ORGANISATION: Final = "organisation"
KINDS: Final = (COUNTRY, "subnational", "city", ORGANISATION)
"""What a unit may be, as toolkits call their scopes."""
LONGEST: Final = 200
NAME: Final = "unit:name"


@dataclass(frozen=True, slots=True)
class NewUnit:
    """A unit to be made: a country has no name of its own, an organisation may have no country."""

    kind: str
    country: str
    name: str = ""


def make_unit(actor: Actor, workspace: Workspace, unit: NewUnit) -> str | None:
    """Make a unit; returns its id.

    Returns:
        None where there is a unit of that country already.

    Raises:
        NotFound: The actor is no administrator.
        NotAChoice: No such kind or country, or no name where one is needed.
    """
    account = require_admin(actor, workspace, "unit:make")
    name = "" if unit.kind == COUNTRY else read_unit_name(unit.name)
    known = not unit.country or workspace.reference.current().country(unit.country) is not None
    if unit.kind not in KINDS or not known or name is None:
        raise NotAChoice("unit")
    if not unit.country and unit.kind != ORGANISATION:
        raise NotAChoice("country")

    def work(session: Session) -> str | None:
        if unit.kind == COUNTRY and _has_one(session, unit.country):
            return None
        now, unit_id = workspace.now(), uuid4().hex
        values: dict[str, object] = {
            "id": unit_id,
            "kind": unit.kind,
            "country": unit.country or None,
            "name": name,
            "created_by": account,
            "created_at": now,
            "deleted_at": None,
        }
        insert_unit(session, values)
        add_audit(
            session, now, action="unit_made", subject=unit_id, actor=account, kind=unit.kind,
            country=unit.country,
        )  # fmt: skip
        return unit_id

    return run_write(workspace.engine, work)


def read_unit_name(text: str) -> str | None:
    """Return the name of a unit with single spaces; None for what can't be one."""
    plain = " ".join(text.split())
    if len(plain) > LONGEST or read_name(plain[:100]) is None:
        return None
    return plain


def rename_unit(actor: Actor, workspace: Workspace, unit_id: str, *, name: str) -> bool:
    """Give a unit that is no country another name, as its focal point or as administrator.

    Returns:
        False for what can't be a name.

    Raises:
        NotFound: The actor may not.
        NotAChoice: A country is named by the reference data.
    """
    if actor.is_admin:
        account = require_admin(actor, workspace, NAME, unit_id)
    else:
        account = require_unit(actor, workspace, NAME, unit_id).account
    plain = read_unit_name(name)
    if plain is None:
        return False

    def work(session: Session) -> None:
        row = lock_unit(session, unit_id)
        if row is None:
            raise NotFound
        if row.kind == COUNTRY:
            raise NotAChoice("name")
        update_unit(session, unit_id, {"name": plain})
        add_audit(session, workspace.now(), action="unit_renamed", subject=unit_id, actor=account)

    run_write(workspace.engine, work)
    return True


def delete_unit(actor: Actor, workspace: Workspace, unit_id: str) -> None:
    """Take a unit and its assessments from everybody; after the days of grace they are gone.

    Raises:
        NotFound: The actor is no administrator, or there is no such unit.
    """
    account = require_admin(actor, workspace, "unit:delete", unit_id)

    def work(session: Session) -> None:
        if lock_unit(session, unit_id) is None:
            raise NotFound
        _set_deleted(session, workspace, unit_id, account=account, is_deleted=True)

    run_write(workspace.engine, work)


def restore_unit(actor: Actor, workspace: Workspace, unit_id: str) -> None:
    """Bring a unit back that was deleted and whose days of grace have not passed.

    Raises:
        NotFound: The actor is no administrator, or the unit is gone.
        NotAChoice: There is a unit of that country by now.
    """
    account = require_admin(actor, workspace, "unit:restore", unit_id)

    def work(session: Session) -> None:
        row = find_any_unit(session, unit_id, lock=True)
        if row is None or row.deleted_at is None:
            raise NotFound
        _check_free(session, row)
        _set_deleted(session, workspace, unit_id, account=account, is_deleted=False)

    run_write(workspace.engine, work)


def _check_free(session: Session, row: AnyRow) -> None:
    if row.kind == COUNTRY and _has_one(session, row.country):
        raise NotAChoice("country")


def _has_one(session: Session, country: str) -> bool:
    """Tell whether a country has its unit, and have others who ask so wait until this ends."""
    lock_country(session, country)
    return has_country_unit(session, country)


def _set_deleted(
    session: Session, workspace: Workspace, unit_id: str, *, account: str, is_deleted: bool
) -> None:
    now = workspace.now()
    update_unit(session, unit_id, {"deleted_at": now if is_deleted else None})
    action = "unit_deleted" if is_deleted else "unit_restored"
    add_audit(session, now, action=action, subject=unit_id, actor=account)
