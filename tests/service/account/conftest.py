"""A house with a unit and its team, and short words for what people do at the door."""

from collections.abc import Callable

import pytest
from sqlalchemy import text

from app.service.account.password import hash_password
from app.service.workspace import Workspace
from app.store import account as table
from app.store.engine import Session, run_write
from tests.service.conftest import House
from tests.team import Team, make_team

PASSWORD = "seven mossy stones"
OTHER = "eight mossy stones"


@pytest.fixture(scope="session")
def password_hash() -> str:
    return hash_password(PASSWORD)


@pytest.fixture
def team(house: House, password_hash: str) -> Team:
    made = make_team(house.workspace)
    for account_id in made.people.values():
        change(house.workspace, account_id, password=password_hash)
    return made


def change(workspace: Workspace, account_id: str, **values: object) -> None:
    run_write(workspace.engine, lambda session: table.update_account(session, account_id, values))


def email_of(workspace: Workspace, account_id: str) -> str:
    row = run_write(workspace.engine, lambda session: table.find_account(session, account_id))
    assert row is not None
    return str(row.email)


def do(workspace: Workspace, work: Callable[[Session], object]) -> None:
    run_write(workspace.engine, work)


def read_all(workspace: Workspace, query: str) -> list[tuple[object, ...]]:
    with workspace.engine.connect() as connection:
        return [tuple(row) for row in connection.execute(text(query))]


def audit_of(workspace: Workspace) -> list[tuple[object, ...]]:
    return read_all(workspace, "select action, subject, actor from audit order by id")
