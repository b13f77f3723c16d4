"""Whether an installation is the demonstration, and signing in there as whoever one wants to be.

A database is one if the first line of its trail says so. The trail is only added to and the
demonstration is put into empty databases alone, so a database in which people work never becomes
one, whatever its settings: nobody gets in there without proof. Nor does anybody where the settings
say that the site is for the public, should the demonstration's database ever stand there.
"""

from dataclasses import dataclass
from typing import Final

from app.service.account.proving import Proven, finish
from app.service.actor import Actor
from app.service.error import NotFound
from app.service.permission import ROLES
from app.service.workspace import Workspace
from app.store import account as table
from app.store.administration import list_all_units
from app.store.audit import find_first_action
from app.store.engine import Engine, Session, read_session, run_write
from app.store.unit import list_unit_roles

MADE: Final = "demonstration_made"


@dataclass(frozen=True, slots=True)
class Part:
    """Somebody one can be: account, name, roles (keys of the table of roles)."""

    account: str
    name: str
    roles: tuple[str, ...]
    is_admin: bool


def is_demo(engine: Engine) -> bool:
    """Tell whether a database holds the demonstration.

    Raises:
        StorageError: The database can't be read.
    """
    with read_session(engine) as session:
        return find_first_action(session) == MADE


def list_parts(workspace: Workspace) -> tuple[Part, ...]:
    """Return everybody one can be, in the order of the table of roles.

    Raises:
        NotFound: This is no demonstration, or one that is served to the public.
    """
    _require_demo(workspace)
    with read_session(workspace.engine) as session:
        held: dict[str, set[str]] = {}
        for unit in list_all_units(session):
            for item in list_unit_roles(session, unit.id):
                held.setdefault(item.account_id, set()).add(item.role)
        rows = [row for row in table.list_all_accounts(session) if row.state == table.ACTIVE]
    order = tuple(ROLES)
    parts = (
        Part(row.id, row.name, tuple(sorted(held.get(row.id, ()), key=order.index)), row.is_admin)
        for row in rows
    )
    return tuple(
        sorted(parts, key=lambda part: (part.is_admin, *map(order.index, part.roles), part.name))
    )


def enter_as(actor: Actor, workspace: Workspace, account: str, *, device: str) -> Proven:
    """Sign in as somebody of the demonstration; what the device had before ends.

    Raises:
        NotFound: This is no demonstration, or there is nobody like this.
    """
    _require_demo(workspace)

    def work(session: Session) -> Proven:
        row = table.find_account(session, account)
        if row is None or row.state != table.ACTIVE:
            raise NotFound
        return Proven(row.id, finish(session, workspace, row.id, actor=actor, device=device))

    return run_write(workspace.engine, work)


def _require_demo(workspace: Workspace) -> None:
    if workspace.settings.is_production or not is_demo(workspace.engine):
        raise NotFound
