"""The address of an account: confirmed by its owner alone, changed, and free for whose it is."""

from dataclasses import replace
from email import message_from_bytes, policy

import pytest

from app.service.account.accepting import (
    accept_invitation,
    join_by_invitation,
    read_invitation,
)
from app.service.account.address import (
    PendingAddress,
    ask_confirmation,
    ask_email,
    confirm_email,
    find_pending,
    welcome_address,
)
from app.service.account.changing import ask_reset
from app.service.account.confirming import Proof
from app.service.account.identity import enter_by_identity
from app.service.account.invitation import Grant, Invitation, make_invitation
from app.service.account.joining import Newcomer
from app.service.account.oidc import Identity
from app.service.account.profile import change_password, open_account
from app.service.account.proving import prove
from app.service.account.registration import ask_registration, register
from app.service.account.sign_in import find_actor
from app.service.actor import Actor
from app.service.administration.unit import name_focal_point, open_unit
from app.service.administration.user import change_user
from app.service.error import NotAChoice, NotFound, SignedOut, TooMany
from app.service.job import run_due_jobs
from app.service.purge import purge_expired
from app.service.runner import RUNNERS
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
from tests.team import Team, make_account

MINE = Proof(PASSWORD)
BASE = "http://localhost/account/email/"


def mails(house: House) -> list[str]:
    rows = read_all(house.workspace, "select payload from job where kind = 'mail' order by due_at")
    return [str(row[0]) for row in rows]


def link_in(text: str) -> str:
    return text.partition(BASE)[2][:43]


def test_a_new_address_is_used_once_its_link_was_opened(house: House, team: Team) -> None:
    actor, workspace = team.actor("viewer"), house.workspace
    old = email_of(workspace, team.people["viewer"])

    def ask(email: str, proof: Proof = MINE) -> dict[str, str]:
        return ask_email(actor, workspace, proof=proof, email=email, base=BASE)

    assert set(ask("new@example.org", Proof("wrong"))) == {"current"}
    assert set(ask("no address")) == {"email"}
    assert set(ask(old.upper())) == {"email"}
    assert mails(house) == []
    # An address that has an account gets nothing, and the answer is the same.
    assert ask(email_of(workspace, team.people["approver"])) == {}
    assert mails(house) == []
    assert ask("First@example.org") == {}
    assert ask("new@example.org") == {}
    assert email_of(workspace, team.people["viewer"]) == old
    first, last = map(link_in, mails(house))
    assert find_pending(workspace, first) is None
    assert find_pending(workspace, last) == PendingAddress(
        "new@example.org", actor.account, is_new=True
    )
    confirm_email(actor, workspace, last)
    assert email_of(workspace, team.people["viewer"]) == "new@example.org"
    assert any("another mail address" in text and old in text for text in mails(house))
    for spent in (first, last, "nothing"):
        with pytest.raises(NotFound):
            confirm_email(actor, workspace, spent)
    email = "new@example.org"
    assert prove(house.stranger, workspace, email=email, password=PASSWORD, device="x")


def test_nobody_s_mailbox_is_filled_with_links(house: House, team: Team) -> None:
    actor, workspace = team.actor("viewer"), house.workspace
    for number in range(3):
        email = f"new{number % 2}@example.org"
        assert ask_email(actor, workspace, proof=MINE, email=email, base=BASE) == {}
    with pytest.raises(TooMany):
        ask_email(actor, workspace, proof=MINE, email="new@example.org", base=BASE)
    assert len(mails(house)) == 3
    house.clock.advance(minutes=16)
    assert ask_email(actor, workspace, proof=MINE, email="new@example.org", base=BASE) == {}


def test_an_address_that_was_taken_meanwhile_is_not_used(house: House, team: Team) -> None:
    actor, workspace = team.actor("viewer"), house.workspace
    assert ask_email(actor, workspace, proof=MINE, email="new@example.org", base=BASE) == {}
    link = link_in(mails(house)[0])
    change(workspace, team.people["approver"], email="new@example.org")
    with pytest.raises(NotFound):
        confirm_email(actor, workspace, link)
    change(workspace, team.people["approver"], email="elsewhere@example.org")
    house.clock.advance(hours=25)
    assert find_pending(workspace, link) is None


def test_a_new_password_ends_the_link_to_a_new_address(house: House, team: Team) -> None:
    # Whoever knew the old password may have asked for it.
    actor, workspace = team.actor("viewer"), house.workspace
    assert ask_email(actor, workspace, proof=MINE, email="thief@example.org", base=BASE) == {}
    link = link_in(mails(house)[0])
    assert change_password(actor, workspace, proof=MINE, password=OTHER) == {}
    assert find_pending(workspace, link) is None
    with pytest.raises(NotFound):
        confirm_email(actor, workspace, link)


# --- An address nobody has confirmed ------------------------------------------------------------

VICTIM = "minister@example.org"
SITE = "https://readiness.example.org/"


def invite(team: Team, email: str = "", role: str = "viewer") -> str:
    wanted = Invitation((Grant(role, unit_id=team.unit_id),), email)
    return run_write(
        team.workspace.engine,
        lambda session: make_invitation(
            session, team.workspace, wanted, made_by=team.people["focal-point"]
        ),
    )


@pytest.fixture
def squatter(house: House, team: Team) -> Actor:
    """Somebody who joined by a link for whoever has it, and typed the address of somebody else."""
    newcomer = Newcomer("Squatter", VICTIM, PASSWORD)
    made = join_by_invitation(
        house.stranger, house.workspace, invite(team), newcomer=newcomer, device="x"
    )
    assert made is not None
    return replace(find_actor(house.workspace, made.secret), address="203.0.113.9")


def named(team: Team, email: str = VICTIM) -> bool:
    return name_focal_point(team.actor("admin"), team.workspace, team.unit_id, email=email)


def rest_of(team: Team, account: str | None) -> tuple[object, object]:
    query = "select id, email, email_confirmed_at from account"
    return next((row[1], row[2]) for row in read_all(team.workspace, query) if row[0] == account)


def test_nothing_is_given_by_an_address_nobody_confirmed(
    house: House, team: Team, squatter: Actor
) -> None:
    workspace = house.workspace
    assert not open_account(squatter, workspace).is_confirmed
    assert not named(team)
    ask_reset(house.stranger, workspace, email=VICTIM, base=BASE)
    run_due_jobs(workspace, RUNNERS)
    assert mails(house) == []
    # They sign in as they did; once the address is theirs for sure, it counts.
    assert prove(house.stranger, workspace, email=VICTIM, password=PASSWORD, device="x")
    ask_confirmation(squatter, workspace, base=BASE)
    confirm_email(squatter, workspace, link_in(mails(house)[-1]))
    assert open_account(squatter, workspace).is_confirmed
    assert ("email_confirmed", squatter.account, squatter.account) in audit_of(workspace)
    assert named(team)
    found = open_unit(team.actor("admin"), workspace, team.unit_id).focal_points
    assert squatter.account in {item.account for item in found}
    with pytest.raises(NotFound):
        ask_confirmation(squatter, workspace, base=BASE)


def test_a_link_confirms_only_for_the_account_it_is_about(
    house: House, team: Team, squatter: Actor
) -> None:
    workspace = house.workspace
    assert squatter.account is not None
    welcome_address(workspace, squatter.account, base=BASE)
    (text,) = mails(house)
    assert VICTIM in text
    link = link_in(text)
    assert find_pending(workspace, link) == PendingAddress(VICTIM, squatter.account, is_new=False)
    # Whoever reads the mails there does not lend the address to who typed it.
    with pytest.raises(SignedOut):
        confirm_email(house.stranger, workspace, link)
    with pytest.raises(NotFound):
        confirm_email(team.actor("viewer"), workspace, link)
    assert not open_account(squatter, workspace).is_confirmed
    confirm_email(squatter, workspace, link)
    with pytest.raises(NotFound):
        confirm_email(squatter, workspace, link)
    # Nothing is sent to who has confirmed.
    welcome_address(workspace, squatter.account, base=BASE)
    assert len(mails(house)) == 1


def test_a_link_to_an_address_that_was_changed_since_confirms_nothing(
    house: House, team: Team, squatter: Actor
) -> None:
    workspace = house.workspace
    ask_confirmation(squatter, workspace, base=BASE)
    link = link_in(mails(house)[-1])
    house.clock.advance(hours=25)
    assert find_pending(workspace, link) is None
    house.clock.advance(minutes=16)
    ask_confirmation(squatter, workspace, base=BASE)
    link = link_in(mails(house)[-1])
    assert ask_email(squatter, workspace, proof=MINE, email="own@example.org", base=BASE) == {}
    assert find_pending(workspace, link) is None
    confirm_email(squatter, workspace, link_in(mails(house)[-1]))
    email, confirmed = rest_of(team, squatter.account)
    assert email == "own@example.org"
    assert confirmed is not None


def test_who_was_invited_by_mail_gets_the_address(
    house: House, team: Team, squatter: Actor
) -> None:
    workspace = house.workspace
    secret = invite(team, VICTIM, "focal-point")
    shown = read_invitation(workspace, secret)
    assert shown is not None
    assert not shown.has_account
    newcomer = Newcomer("Minister", VICTIM, OTHER)
    made = join_by_invitation(house.stranger, workspace, secret, newcomer=newcomer, device="y")
    assert made is not None
    email, confirmed = rest_of(team, made.account)
    assert (email, confirmed is not None) == (VICTIM, True)
    assert rest_of(team, squatter.account) == (None, None)
    assert ("email_lost", squatter.account, None) in audit_of(workspace)
    assert prove(house.stranger, workspace, email=VICTIM, password=PASSWORD, device="x") is None
    assert prove(house.stranger, workspace, email=VICTIM, password=OTHER, device="x")
    # Who only mistyped is still there, and gives their own.
    assert ask_email(squatter, workspace, proof=MINE, email="own@example.org", base=BASE) == {}
    confirm_email(squatter, workspace, link_in(mails(house)[-1]))
    assert rest_of(team, squatter.account)[0] == "own@example.org"


def test_accepting_what_was_sent_to_one_s_address_confirms_it(
    house: House, team: Team, squatter: Actor
) -> None:
    workspace = house.workspace
    accept_invitation(squatter, workspace, invite(team, "else@example.org"))
    assert not open_account(squatter, workspace).is_confirmed
    accept_invitation(squatter, workspace, invite(team))
    assert not open_account(squatter, workspace).is_confirmed
    accept_invitation(squatter, workspace, invite(team, VICTIM))
    assert open_account(squatter, workspace).is_confirmed


def test_a_confirmed_address_stands_in_the_way(house: House, team: Team, squatter: Actor) -> None:
    workspace = house.workspace
    known = email_of(workspace, team.people["viewer"])
    for email, link in ((known, invite(team, known)), (known, invite(team)),
                        (VICTIM, invite(team))):  # fmt: skip
        newcomer = Newcomer("Else", email, OTHER)
        made = join_by_invitation(house.stranger, workspace, link, newcomer=newcomer, device="y")
        assert made is None
    assert rest_of(team, squatter.account) == (VICTIM, None)


def test_a_service_that_verified_the_address_confirms_it(
    house: House, team: Team, squatter: Actor
) -> None:
    identity = Identity("https://id.example.org", "s-1", "Minister", VICTIM)
    made = enter_by_identity(
        house.stranger, house.workspace, identity, device="y", invitation=invite(team)
    )
    assert (rest_of(team, made.account)[0], rest_of(team, squatter.account)[0]) == (VICTIM, None)
    assert named(team)


def test_registration_gives_the_address_to_who_reads_its_mails(
    house: House, team: Team, squatter: Actor
) -> None:
    settings = replace(house.workspace.settings, registration=True)
    workspace = replace(house.workspace, settings=settings)
    ask_registration(house.stranger, workspace, email=VICTIM, base=SITE, language="en")
    run_due_jobs(workspace, RUNNERS)
    (file,) = (workspace.settings.instance / "mail").glob("*.eml")
    told = message_from_bytes(file.read_bytes(), policy=policy.default).get_content()
    secret = told.partition(f"{SITE}registration/")[2][:43]
    newcomer = Newcomer("Minister", VICTIM, OTHER)
    made = register(house.stranger, workspace, secret, newcomer=newcomer, device="y")
    assert made is not None
    email, confirmed = rest_of(team, made.account)
    assert (email, confirmed is not None) == (VICTIM, True)
    assert rest_of(team, squatter.account) == (None, None)


def test_an_administrator_confirms_an_address(house: House, team: Team, squatter: Actor) -> None:
    workspace, admin = house.workspace, team.actor("admin")
    assert squatter.account is not None
    with pytest.raises(NotFound):
        change_user(team.actor("focal-point"), workspace, squatter.account, "confirm")
    assert not named(team)
    assert change_user(admin, workspace, squatter.account, "confirm") == ""
    assert ("user_confirm", squatter.account, admin.account) in audit_of(workspace)
    assert named(team)
    with pytest.raises(NotAChoice):
        change_user(admin, workspace, squatter.account, "confirm")


def test_an_account_without_an_address_is_deleted_and_brought_back(
    house: House, team: Team
) -> None:
    workspace, admin = house.workspace, team.actor("admin")
    lost = make_account(workspace, "lost", email=None, email_confirmed_at=None)
    assert change_user(admin, workspace, lost, "confirm") == "no-address"
    assert change_user(admin, workspace, lost, "delete") == ""
    assert change_user(admin, workspace, lost, "restore") == ""
    assert change_user(admin, workspace, lost, "delete") == ""
    house.clock.advance(days=31)
    purge_expired(workspace)
    assert read_all(workspace, "select name from account where name = 'Lost'") == []
