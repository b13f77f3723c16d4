"""Signing in: one answer and one amount of work for whatever is wrong; limits; what ends when."""

from collections.abc import Iterator
from dataclasses import replace

import pytest
from argon2 import PasswordHasher
from sqlalchemy import event

from app.service.account import password
from app.service.account.changing import read_reset, set_password
from app.service.account.console import disable_account
from app.service.account.password import hash_password, is_outdated
from app.service.account.proving import Proven, peek_step, prove, prove_code
from app.service.account.second_step import SECONDS, lock_secret, make_totp_secret, totp_code
from app.service.account.sign_in import end_sign_in, find_actor
from app.service.actor import Actor
from app.service.error import NotFound, TooMany
from app.service.workspace import open_workspace
from app.store import account as table
from app.store.engine import run_write
from tests.service.account.conftest import (
    OTHER,
    PASSWORD,
    audit_of,
    change,
    email_of,
    read_all,
)
from tests.service.conftest import House
from tests.team import Team


class Effort:
    """Counts what a try costs: hashes worked out and statements sent to the database."""

    def __init__(self) -> None:
        self.hashes = 0
        self.statements: list[str] = []

    def take(self) -> tuple[int, list[str]]:
        spent = self.hashes, self.statements
        self.hashes, self.statements = 0, []
        return spent


@pytest.fixture
def effort(house: House, monkeypatch: pytest.MonkeyPatch) -> Iterator[Effort]:
    made = Effort()
    verify = PasswordHasher.verify

    def counted(self: PasswordHasher, kept: str, given: str) -> bool:
        made.hashes += 1
        return verify(self, kept, given)

    def note(_connection: object, _cursor: object, statement: str, *_rest: object) -> None:
        made.statements.append(statement)

    monkeypatch.setattr(PasswordHasher, "verify", counted)
    event.listen(house.workspace.engine, "before_cursor_execute", note)
    yield made
    event.remove(house.workspace.engine, "before_cursor_execute", note)


def enter(
    house: House, email: str, given: str = PASSWORD, *, actor: Actor | None = None
) -> Proven | None:
    who = actor or house.stranger
    return prove(who, house.workspace, email=email, password=given, device="a test")


def test_every_failure_is_answered_with_the_same_work(
    house: House, team: Team, effort: Effort
) -> None:
    workspace = house.workspace
    email = {role: email_of(workspace, account_id) for role, account_id in team.people.items()}
    change(workspace, team.people["reviewer"], state="disabled")
    change(workspace, team.people["expert"], password="")
    for _ in range(3):
        assert enter(house, email["viewer"], "a wrong one") is None
    effort.take()
    tries = {
        "unknown": ("nobody@example.org", PASSWORD),
        "wrong": (email["approver"], "a wrong one"),
        "disabled": (email["reviewer"], PASSWORD),
        "without a password": (email["expert"], ""),
        "too often": (email["viewer"], PASSWORD),
        "no address": ("'; drop table account", "x" * 5_000),
    }
    spent = {}
    for name, (address, given) in tries.items():
        assert enter(house, address, given) is None, name
        spent[name] = effort.take()
    assert {hashes for hashes, _ in spent.values()} == {1}
    assert spent["unknown"][1]
    for name, (_, statements) in spent.items():
        assert statements == spent["unknown"][1], name
    told = [row for row in audit_of(workspace) if row[0] == "sign_in_failed"]
    assert len(told) == 9
    kept = str(read_all(workspace, "select * from audit"))
    assert "example.org" not in kept
    assert "a wrong one" not in kept


def test_failures_shut_an_account_for_one_address_only(house: House, team: Team) -> None:
    workspace, email = house.workspace, email_of(house.workspace, team.people["viewer"])
    for _ in range(5):
        # What goes well costs nothing.
        assert enter(house, email) is not None
    for _ in range(3):
        assert enter(house, email.upper(), "a wrong one") is None
    assert enter(house, email) is None
    elsewhere = Actor(address="198.51.100.7")
    assert enter(house, email, actor=elsewhere) is not None
    # Another worker, or the same after a restart, knows it too.
    again = open_workspace(workspace.settings, now=house.clock)
    fresh = House(again, house.clock)
    assert enter(fresh, email) is None
    again.engine.dispose()
    house.clock.advance(minutes=15, seconds=1)
    assert enter(house, email) is not None


def test_an_address_that_tries_everything_must_wait(house: House, team: Team) -> None:
    email = email_of(house.workspace, team.people["viewer"])
    for number in range(30):
        assert enter(house, f"nobody-{number}@example.org") is None
    for address in (email, "nobody@example.org"):
        with pytest.raises(TooMany):
            enter(house, address)
    assert enter(house, email, actor=Actor(address="198.51.100.7")) is not None


def test_a_device_gets_a_new_secret_each_time(house: House, team: Team) -> None:
    workspace, email = house.workspace, email_of(house.workspace, team.people["viewer"])
    first = enter(house, email)
    assert first is not None
    actor = find_actor(workspace, first.secret)
    assert actor.account == team.people["viewer"]
    second = enter(house, email, actor=actor)
    assert second is not None
    assert second.secret != first.secret
    assert find_actor(workspace, first.secret).account is None
    present = find_actor(workspace, second.secret)
    end_sign_in(present, workspace)
    # A cookie that was kept is worth nothing after signing out.
    assert find_actor(workspace, second.secret).account is None
    assert [row[0] for row in audit_of(workspace)] == ["signed_in", "signed_in", "signed_out"]
    assert first.secret not in repr(first)
    assert first.secret not in str(read_all(workspace, "select * from sign_in"))


def test_devices_end_when_the_account_is_disabled_or_its_password_changes(
    house: House, team: Team
) -> None:
    workspace, account_id = house.workspace, team.people["viewer"]
    email = email_of(workspace, account_id)
    here, there = enter(house, email), enter(house, email)
    assert here is not None
    assert there is not None
    actor = find_actor(workspace, here.secret)
    fresh = hash_password(OTHER)

    def work(session: table.Session) -> None:
        row = table.find_account(session, account_id)
        set_password(session, workspace, row, password_hash=fresh, actor=actor)

    run_write(workspace.engine, work)
    assert find_actor(workspace, here.secret).account == account_id
    assert find_actor(workspace, there.secret).account is None
    assert enter(house, email) is None
    assert enter(house, email, OTHER) is not None
    disable_account(workspace, email)
    assert find_actor(workspace, here.secret).account is None
    assert read_all(workspace, "select hash from sign_in") == []
    assert ("password_changed", account_id, account_id) in audit_of(workspace)


def test_a_hash_with_other_parameters_is_made_anew(house: House, team: Team) -> None:
    workspace, account_id = house.workspace, team.people["viewer"]
    light = PasswordHasher(time_cost=1, memory_cost=8, parallelism=1).hash(PASSWORD)
    change(workspace, account_id, password=light)
    assert is_outdated(light)
    assert enter(house, email_of(workspace, account_id)) is not None
    kept = read_all(workspace, f"select password from account where id = '{account_id}'")  # noqa: S608
    assert "m=19456,t=2,p=1" in str(kept)
    assert enter(house, email_of(workspace, account_id)) is not None


def test_the_code_is_asked_for_and_works_once(house: House, team: Team) -> None:
    workspace, account_id = house.workspace, team.people["viewer"]
    secret = make_totp_secret()
    change(workspace, account_id, totp=lock_secret(workspace, secret))
    email = email_of(workspace, account_id)

    def present_code() -> str:
        return totp_code(secret, int(house.clock.moment.timestamp()) // SECONDS)

    def first_step() -> str:
        proven = enter(house, email)
        assert proven is not None
        assert not proven.secret
        return proven.next_step

    token = first_step()
    assert read_all(workspace, "select hash from sign_in") == []
    assert peek_step(workspace, token)
    assert prove_code(house.stranger, workspace, token=token, code="000000") is None
    made = prove_code(house.stranger, workspace, token=token, code=present_code())
    assert made is not None
    assert find_actor(workspace, made.secret).account == account_id
    # Neither token nor code works again.
    with pytest.raises(NotFound):
        prove_code(house.stranger, workspace, token=token, code=present_code())
    token = first_step()
    assert prove_code(house.stranger, workspace, token=token, code=present_code()) is None
    house.clock.advance(minutes=10)
    with pytest.raises(NotFound):
        prove_code(house.stranger, workspace, token=token, code=present_code())
    # Wrong codes are counted for the account, wherever they come from and with whatever token.
    for number in range(3):
        where = Actor(address=f"198.51.100.{number}")
        assert prove_code(where, workspace, token=first_step(), code="111111") is None
    assert prove_code(house.stranger, workspace, token=first_step(), code=present_code()) is None
    house.clock.advance(minutes=16)
    token = first_step()
    disable_account(workspace, email)
    with pytest.raises(NotFound):
        prove_code(house.stranger, workspace, token=token, code=present_code())


def test_an_account_changed_between_look_and_deed_is_not_entered(
    house: House, team: Team, monkeypatch: pytest.MonkeyPatch
) -> None:
    workspace, account_id = house.workspace, team.people["viewer"]
    email = email_of(workspace, account_id)
    plain = password.is_right

    def slow(kept: str, given: str) -> bool:
        change(workspace, account_id, state="disabled")
        return plain(kept, given)

    monkeypatch.setattr("app.service.account.proving.is_right", slow)
    assert enter(house, email) is None
    assert read_all(workspace, "select hash from sign_in") == []


def test_without_accounts_nobody_is_signed_in(house: House, team: Team) -> None:
    secret = team.secret("viewer")
    assert find_actor(house.workspace, secret).account is not None
    off = replace(house.workspace, settings=replace(house.workspace.settings, accounts=False))
    assert find_actor(off, secret).account is None
    assert not read_reset(house.workspace, secret)
