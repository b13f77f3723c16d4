"""Nobody's mailbox is filled on purpose, whatever becomes of the links in the mails."""

import pytest

from app.service.account.address import ask_confirmation
from app.service.account.registration import ask_registration
from app.service.actor import Actor
from app.service.error import TooMany
from app.service.job import run_due_jobs
from app.service.mail_limit import MOST_MAILS, count_mail
from app.service.runner import RUNNERS
from app.service.unit.inviting import Guest, Letterhead, invite_to_unit
from app.service.unit.people import open_unit, withdraw_invitation
from app.store.engine import run_write
from tests.service.account.conftest import change, email_of, read_all
from tests.service.account.test_by_mail import open_registration
from tests.service.conftest import House
from tests.team import Team

HEAD = Letterhead(address=lambda secret: f"https://x/{secret}", what=lambda _language: "Kenya")
GUEST = "guest@example.org"


def mails(house: House) -> int:
    return len(read_all(house.workspace, "select id from job where kind = 'mail'"))


def invite_and_withdraw(team: Team, email: str) -> None:
    focal, here = team.actor("focal-point"), team.workspace
    invite_to_unit(focal, here, team.unit_id, Guest("viewer", email), head=HEAD)
    for item in open_unit(focal, here, team.unit_id).invitations:
        withdraw_invitation(focal, here, team.unit_id, item.id)


def test_an_invitation_taken_back_counts(house: House, team: Team) -> None:
    most = MOST_MAILS["invitation"]
    for number in range(most):
        invite_and_withdraw(team, GUEST.upper() if number % 2 else GUEST)
    with pytest.raises(TooMany) as told:
        invite_and_withdraw(team, GUEST)
    assert told.value.retry_after == 24 * 60 * 60
    assert mails(house) == most
    # Nothing is left of the one that was refused, and others are invited as before.
    assert open_unit(team.actor("focal-point"), house.workspace, team.unit_id).invitations == ()
    invite_and_withdraw(team, "another@example.org")
    invite_to_unit(
        team.actor("focal-point"), house.workspace, team.unit_id, Guest("viewer"), head=HEAD
    )
    house.clock.advance(hours=25)
    invite_and_withdraw(team, GUEST)
    assert mails(house) == most + 2


def test_being_told_of_one_s_account_counts(house: House, team: Team) -> None:
    opened = open_registration(house)
    known, most = email_of(house.workspace, team.people["viewer"]), MOST_MAILS["known"]
    for number in range(most + 2):
        # From another place each time.
        visitor = Actor(address=f"203.0.113.{number}")
        ask_registration(visitor, opened.workspace, email=known, base="https://x/", language="en")
        run_due_jobs(opened.workspace, RUNNERS)
    folder = opened.workspace.settings.instance / "mail"
    assert len(list(folder.glob("*.eml"))) == most
    house.clock.advance(hours=25)
    ask_registration(house.stranger, opened.workspace, email=known, base="https://x/",
                     language="en")  # fmt: skip
    run_due_jobs(opened.workspace, RUNNERS)
    assert len(list(folder.glob("*.eml"))) == most + 1


def test_links_to_confirm_an_address_count_for_the_address(house: House, team: Team) -> None:
    actor, most = team.actor("viewer"), MOST_MAILS["confirmation"]
    change(house.workspace, team.people["viewer"], email_confirmed_at=None)
    for _ in range(most):
        ask_confirmation(actor, house.workspace, base="https://x/")
        house.clock.advance(minutes=16)
    with pytest.raises(TooMany):
        ask_confirmation(actor, house.workspace, base="https://x/")
    assert mails(house) == most


def test_each_kind_counts_apart_and_no_address_is_kept(house: House) -> None:
    here = house.workspace

    def count(kind: str, to: str = GUEST) -> int:
        return run_write(here.engine, lambda session: count_mail(session, here, kind, to=to))

    waits = [count("known") for _ in range(MOST_MAILS["known"] + 1)]
    assert [bool(wait) for wait in waits] == [False] * MOST_MAILS["known"] + [True]
    assert count("invitation") == 0
    assert count("known", "another@example.org") == 0
    assert GUEST not in str(read_all(here, "select * from throttle"))
