"""The demonstration is made by the acts people have at hand, one after the other, years apart.

Nothing is put beside the services: what it shows is what the product does. The clock is set to the
day of each act; the content follows from the toolkit and a seed, ids and secrets are drawn.
"""

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Final

from app.paths import REFERENCE
from app.reference import read_tables
from app.service.account.accepting import accept_invitation
from app.service.account.console import create_account
from app.service.account.joining import Newcomer
from app.service.actor import Actor
from app.service.administration.unit import name_focal_point
from app.service.demo.cast import Cast, Clock
from app.service.demo.country import CODE, add_invented_country
from app.service.demo.entering import MADE
from app.service.demo.round import hold_rounds
from app.service.demo.story import ADMINISTRATOR, PEOPLE, TOOLKIT
from app.service.error import NotFound
from app.service.reference import load_tables
from app.service.secret import make_secret
from app.service.unit.inviting import Guest, Letterhead, invite_to_unit
from app.service.unit.making import NewUnit, make_unit
from app.service.workspace import Workspace, open_workspace
from app.settings import Settings
from app.store.account import find_account_by_email, list_all_accounts
from app.store.audit import add_audit, find_first_action
from app.store.engine import Session, read_session, run_write

SINCE: Final = timedelta(days=4 * 365)
"""How long ago the first round began."""
NO_LETTER: Final = Letterhead(address=lambda _secret: "", what=lambda _language: "")


class NotEmptyError(Exception):
    """Something was done in the database already: the demonstration goes into an empty one only."""


def make_demo(settings: Settings, now: datetime, tell: Callable[[str], None]) -> None:
    """Fill an empty, migrated database with the demonstration; `tell` hears what is being made.

    Raises:
        NotEmptyError: Something was done in the database already.
        StorageError: The database can't take it.
    """
    clock = Clock((now - SINCE).replace(microsecond=0))
    workspace = open_workspace(settings, now=clock)
    try:
        _mark(workspace)
        tell("the invented country")
        tables = add_invented_country(read_tables(REFERENCE))
        load_tables(workspace.engine, tables, now=clock())
        tell("its people")
        cast = _gather(workspace, clock)
        hold_rounds(cast, tell=tell, until=now)
    finally:
        workspace.engine.dispose()


def _mark(workspace: Workspace) -> None:
    def work(session: Session) -> None:
        if find_first_action(session) is not None or list_all_accounts(session):
            raise NotEmptyError
        add_audit(session, workspace.now(), action=MADE)

    run_write(workspace.engine, work)


def _gather(workspace: Workspace, clock: Clock) -> Cast:
    """Make the accounts and the unit; the focal point invites the others, who accept."""
    key, name, _ = ADMINISTRATOR
    admin = _make_account(workspace, key, name, is_admin=True)
    unit_id = make_unit(admin, workspace, NewUnit("country", CODE))
    if unit_id is None:
        raise NotFound
    people: dict[str, Actor] = {}
    for place, (key, name, role) in enumerate(PEOPLE):
        person = _make_account(workspace, key, name)
        if place == 0:
            name_focal_point(admin, workspace, unit_id, email=_address(key))
            focal = person
        else:
            secret = invite_to_unit(focal, workspace, unit_id, Guest(role), head=NO_LETTER)
            clock.pass_days(0.5)
            accept_invitation(person, workspace, secret)
        people[key] = person
    toolkit = workspace.toolkits.get(TOOLKIT)
    if toolkit is None:
        raise NotFound
    return Cast(workspace, clock, unit_id, people, toolkit)


def _address(key: str) -> str:
    # A name that is kept for examples: no mail ever arrives there.
    return f"{key}@demoland.example"


def _make_account(workspace: Workspace, key: str, name: str, *, is_admin: bool = False) -> Actor:
    # Nobody knows the password: one gets in by the page that lets one choose.
    newcomer = Newcomer(name, _address(key), make_secret())
    create_account(workspace, newcomer, is_admin=is_admin)
    with read_session(workspace.engine) as session:
        row = find_account_by_email(session, newcomer.email)
    if row is None:
        raise NotFound
    return Actor(account=row.id, is_admin=is_admin)
