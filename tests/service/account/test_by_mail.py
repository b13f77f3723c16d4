"""Links in mails: a new password, a new account; each for one purpose, once, for a while."""

import re
from dataclasses import replace
from email import message_from_bytes, policy

import pytest

from app.service.account.accepting import accept_invitation, read_invitation
from app.service.account.changing import MOST_RESETS, ask_reset, read_reset, reset_password
from app.service.account.joining import Newcomer
from app.service.account.password import COMMON
from app.service.account.proving import prove, prove_code
from app.service.account.registration import ask_registration, read_registration, register
from app.service.account.sign_in import find_actor
from app.service.account.token import (
    INVITATION,
    NEW_EMAIL,
    REGISTRATION,
    RESET,
    SECOND_STEP,
    make_token,
)
from app.service.error import NotFound, TooMany
from app.service.job import run_due_jobs
from app.service.runner import RUNNERS
from app.service.workspace import Workspace
from app.store.engine import run_write
from tests.service.account.conftest import OTHER, PASSWORD, audit_of, change, email_of, read_all
from tests.service.conftest import House
from tests.team import Team

BASE = "https://readiness.example.org/reset/"


def work_off(workspace: Workspace) -> list[tuple[str, str, str]]:
    """Run the worker; give recipient, subject and text of each mail that is in the folder."""
    run_due_jobs(workspace, RUNNERS)
    told = []
    folder = workspace.settings.instance / "mail"
    for path in sorted(folder.glob("*.eml"), key=lambda path: path.stat().st_mtime_ns):
        message = message_from_bytes(path.read_bytes(), policy=policy.default)
        told.append((str(message["To"]), str(message["Subject"]), message.get_content()))
        path.unlink()
    return told


def find_link(body: str, base: str) -> str:
    found = re.search(rf"^{re.escape(base)}([\w-]+)$", body, re.MULTILINE)
    assert found, body
    return found[1]


def ask(house: House, email: str) -> list[tuple[str, str, str]]:
    ask_reset(house.stranger, house.workspace, email=email, base=BASE)
    return work_off(house.workspace)


def test_a_forgotten_password_is_replaced_by_a_link(house: House, team: Team) -> None:
    workspace, account_id = house.workspace, team.people["viewer"]
    email = email_of(workspace, account_id)
    device = team.secret("viewer")
    [(to, subject, body)] = ask(house, f" {email.upper()} ")
    assert (to, subject) == (email, "A new password")
    assert "2 hours" in body
    secret = find_link(body, BASE)
    assert read_reset(workspace, secret)
    assert reset_password(workspace, secret, password="password1") == COMMON
    assert reset_password(workspace, secret, password=OTHER) == ""
    with pytest.raises(NotFound):
        reset_password(workspace, secret, password=OTHER)
    # All devices are out, nobody is in by the link alone, and the owner is told.
    assert find_actor(workspace, device).account is None
    assert read_all(workspace, "select hash from sign_in") == []
    proven = prove(house.stranger, workspace, email=email, password=OTHER, device="")
    assert proven is not None
    [(to, subject, body)] = work_off(workspace)
    assert (to, subject) == (email, "Your account was changed")
    assert "password of your account was changed" in body
    assert ("password_changed", account_id, account_id) in audit_of(workspace)
    # Neither link nor address stays behind.
    assert {row[0] for row in read_all(workspace, "select payload from job")} == {None}
    kept = str(read_all(workspace, "select * from job")) + str(audit_of(workspace))
    assert email not in kept
    assert secret not in str(read_all(workspace, "select * from one_time_token"))


def test_asking_tells_nothing_and_fills_no_mailbox(house: House, team: Team) -> None:
    workspace = house.workspace
    disabled, elsewhere, viewer = (
        email_of(workspace, team.people[role]) for role in ("reviewer", "expert", "viewer")
    )
    change(workspace, team.people["reviewer"], state="disabled")
    change(workspace, team.people["expert"], password="")
    for email in ("nobody@example.org", disabled, elsewhere, "no address",
                  f"{viewer}\r\nBcc: evil@example.org", ""):  # fmt: skip
        assert ask(house, email) == [], email
    mails = [mail for _ in range(MOST_RESETS + 2) for mail in ask(house, viewer)]
    assert len(mails) == MOST_RESETS
    asked = 11
    while asked < 30:
        ask_reset(house.stranger, workspace, email=viewer, base=BASE)
        asked += 1
    with pytest.raises(TooMany):
        ask_reset(house.stranger, workspace, email=viewer, base=BASE)


def test_a_link_ends_with_its_time_and_with_another_change(house: House, team: Team) -> None:
    workspace, email = house.workspace, email_of(house.workspace, team.people["viewer"])
    first, second = (find_link(ask(house, email)[0][2], BASE) for _ in range(2))
    assert reset_password(workspace, first, password=OTHER) == ""
    assert not read_reset(workspace, second)
    work_off(workspace)
    third = find_link(ask(house, email)[0][2], BASE)
    house.clock.advance(hours=2)
    with pytest.raises(NotFound):
        reset_password(workspace, third, password=OTHER)


def test_a_secret_of_one_purpose_opens_nothing_else(house: House, team: Team) -> None:
    house = open_registration(house)
    workspace, account_id = house.workspace, team.people["viewer"]
    detail = {"grants": [], "email": "", "language": "en", "device": ""}
    purposes = (RESET, INVITATION, SECOND_STEP, REGISTRATION, NEW_EMAIL)
    secrets = {
        purpose: run_write(
            workspace.engine,
            lambda session, purpose=purpose: make_token(
                session, workspace, purpose, account_id=account_id, **detail
            ),
        )
        for purpose in purposes
    } | {"a device": team.secret("viewer"), "nothing": "", "long": "x" * 5_000, "odd": "é\x00"}
    newcomer = Newcomer("New", "new@example.org", PASSWORD)
    viewer = team.actor("viewer")
    for purpose, secret in secrets.items():
        if purpose != RESET:
            assert not read_reset(workspace, secret), purpose
            with pytest.raises(NotFound):
                reset_password(workspace, secret, password=OTHER)
        if purpose != INVITATION:
            assert read_invitation(workspace, secret) is None, purpose
            with pytest.raises(NotFound):
                accept_invitation(viewer, workspace, secret)
        if purpose != REGISTRATION:
            assert read_registration(workspace, secret) == "", purpose
            with pytest.raises(NotFound):
                register(house.stranger, workspace, secret, newcomer=newcomer, device="")
        if purpose != SECOND_STEP:
            with pytest.raises(NotFound):
                prove_code(house.stranger, workspace, token=secret, code="000000")
        if purpose != "a device":
            assert find_actor(workspace, secret).account is None, purpose
    assert read_all(workspace, "select count(*) from one_time_token where used_at is not null") == [
        (0,)
    ]


def open_registration(house: House) -> House:
    settings = replace(house.workspace.settings, registration=True)
    return House(replace(house.workspace, settings=settings), house.clock)


def test_registration_needs_the_setting_and_a_confirmed_address(house: House, team: Team) -> None:
    site = "https://readiness.example.org/"
    newcomer = Newcomer("Noor", "noor@example.org", PASSWORD, "ar")
    with pytest.raises(NotFound):
        ask_registration(
            house.stranger, house.workspace, email=newcomer.email, base=site, language="ar"
        )
    opened = open_registration(house)
    workspace = opened.workspace
    known = email_of(workspace, team.people["viewer"])
    for email in (newcomer.email, known, "no address"):
        ask_registration(opened.stranger, workspace, email=email, base=site, language="ar")
    mails = {to: body for to, _, body in work_off(workspace)}
    assert set(mails) == {newcomer.email, known}
    assert f"{site}sign-in" in mails[known]
    secret = find_link(mails[newcomer.email], f"{site}registration/")
    assert read_registration(workspace, secret) == newcomer.email
    assert read_registration(house.workspace, secret) == ""
    other = Newcomer("Noor", "else@example.org", PASSWORD)
    with pytest.raises(NotFound):
        register(opened.stranger, workspace, secret, newcomer=other, device="")
    made = register(opened.stranger, workspace, secret, newcomer=newcomer, device="")
    assert made is not None
    assert find_actor(workspace, made.secret).account == made.account
    for name in ("unit_role", "assessment_role"):
        rows = read_all(workspace, f"select account_id from {name}")  # noqa: S608
        assert (made.account,) not in rows
    with pytest.raises(NotFound):
        register(opened.stranger, workspace, secret, newcomer=newcomer, device="")
    assert ("registered", made.account, made.account) in audit_of(workspace)
