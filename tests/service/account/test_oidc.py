"""Another sign-in service: what is taken from it as proof, and all that is not."""

import ast
from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest

from app.service.account.confirming import Proof
from app.service.account.identity import enter_by_identity, link_identity, unlink_identities
from app.service.account.invitation import Grant, Invitation, make_invitation
from app.service.account.oidc import (
    Arrival,
    Identity,
    OidcError,
    arrive,
    depart,
    is_configured,
)
from app.service.account.sign_in import find_actor
from app.service.error import NotFound, SignedOut
from app.service.workspace import Workspace
from app.settings import Settings, check_settings
from app.store.engine import run_write
from tests.provider import CALLBACK, CLIENT, SECRET, Provider, run_provider
from tests.rules.source import python_files, tree_of
from tests.service.account.conftest import PASSWORD, audit_of, change, email_of, read_all
from tests.service.conftest import START, House
from tests.team import Team


@dataclass
class Trip:
    """A way there and back."""

    workspace: Workspace
    provider: Provider

    def leave(self, subject: str = "s-1", **claims: object) -> Arrival:
        left = depart(self.workspace, callback=CALLBACK)
        code = self.provider.approve(left.address, subject, **claims)
        return Arrival(code, left.state, left.state)

    def come_back(self, arrival: Arrival) -> Identity:
        return arrive(self.workspace, arrival, callback=CALLBACK)[0]


@pytest.fixture
def trip(house: House) -> Iterator[Trip]:
    with run_provider(START) as provider:
        settings = replace(
            house.workspace.settings,
            oidc_issuer=provider.issuer, oidc_client_id=CLIENT, oidc_client_secret=SECRET,
        )  # fmt: skip
        yield Trip(replace(house.workspace, settings=settings), provider)


def test_a_way_there_and_back(trip: Trip) -> None:
    assert is_configured(trip.workspace.settings)
    assert not is_configured(replace(trip.workspace.settings, accounts=False))
    found = trip.come_back(trip.leave("s-1", name="Amina", email="A@Example.org",
                                      email_verified=True))  # fmt: skip
    assert found == Identity(trip.provider.issuer, "s-1", "Amina", "a@example.org")
    # An address that was not verified is nobody's.
    for is_verified in (False, None, "true"):
        claims = {"email": "a@example.org", "email_verified": is_verified}
        assert trip.come_back(trip.leave("s-1", **claims)).email == ""
    # Keys may change: any the service publishes is good, with and without its name.
    trip.provider.sign = trip.provider.sign_by_older_key
    assert trip.come_back(trip.leave("s-2")).subject == "s-2"
    # A clock may be off by a minute.
    for skew in (-340, 50):
        trip.provider.claims = {"iat": trip.provider.now + skew,
                                "exp": trip.provider.now + skew + 300}  # fmt: skip
        assert trip.come_back(trip.leave()).subject == "s-1"
    # Several readers, if it says that it was made for us.
    trip.provider.claims = {"aud": [CLIENT, "another"], "azp": CLIENT}
    assert trip.come_back(trip.leave()).subject == "s-1"


WRONG: dict[str, dict[str, Any]] = {
    "another nonce": {"nonce": "another"},
    "no nonce": {"nonce": None},
    "another issuer": {"iss": "https://elsewhere.example"},
    "no issuer": {"iss": None},
    "for another site": {"aud": "another"},
    "for several": {"aud": [CLIENT, "another"]},
    "for several, made for another": {"aud": [CLIENT, "another"], "azp": "another"},
    "made for another": {"azp": "another"},
    "past its time": {"exp": int(START.timestamp()) - 61},
    "without end": {"exp": None},
    "from the future": {"iat": int(START.timestamp()) + 120},
    "not yet": {"nbf": int(START.timestamp()) + 120},
    "nobody": {"sub": ""},
    "no subject": {"sub": None},
    "a number": {"sub": 7},
    "too long": {"sub": "s" * 256},
}


def proves_nothing(trip: Trip, arrival: Arrival) -> bool:
    before = len(trip.provider.said)
    try:
        trip.come_back(arrival)
    except OidcError:
        # It was refused for what the service said, not for want of an answer.
        return len(trip.provider.said) == before + 1
    return False


def test_claims_that_are_not_as_they_should_be_prove_nothing(trip: Trip) -> None:
    for name, claims in WRONG.items():
        trip.provider.claims = claims
        arrival = trip.leave()
        assert proves_nothing(trip, arrival), name
    trip.provider.claims = {}
    assert trip.come_back(trip.leave()).subject == "s-1"


@pytest.mark.parametrize(
    "sign", ["sign_not", "sign_by_stranger", "sign_by_shared_secret", "sign_by_public_key"]
)
def test_only_the_services_own_keys_sign(trip: Trip, sign: str) -> None:
    trip.provider.sign = getattr(trip.provider, sign)
    assert proves_nothing(trip, trip.leave())


def test_each_departure_is_good_for_one_return_to_the_same_browser(
    trip: Trip, house: House
) -> None:
    arrival = trip.leave()
    for wrong in (
        replace(arrival, kept=""),
        replace(arrival, kept="another"),
        replace(arrival, state="", kept=""),
        replace(arrival, state="made-up", kept="made-up"),
        replace(arrival, issuer="https://elsewhere.example"),
    ):
        with pytest.raises(OidcError):
            trip.come_back(wrong)
    assert trip.come_back(replace(arrival, issuer=trip.provider.issuer)).subject == "s-1"
    with pytest.raises(OidcError):
        trip.come_back(arrival)
    # A new departure does not take the code of another one: the verifier differs.
    first, second = trip.leave("victim"), trip.leave("attacker")
    with pytest.raises(OidcError):
        trip.come_back(replace(second, code=first.code))
    with pytest.raises(OidcError):
        trip.come_back(replace(trip.leave(), code=""))
    late = trip.leave()
    house.clock.advance(minutes=11)
    with pytest.raises(OidcError):
        trip.come_back(late)


def test_a_service_that_calls_itself_otherwise_is_none(trip: Trip, house: House) -> None:
    for place in (
        {"issuer": "https://elsewhere.example"},
        {"jwks_uri": "file:///etc/passwd"},
        {"token_endpoint": None},
    ):
        trip.provider.place = place
        house.clock.advance(hours=2)
        with pytest.raises(OidcError):
            depart(trip.workspace, callback=CALLBACK)
    away = replace(trip.workspace.settings, oidc_issuer="http://127.0.0.1:9")
    with pytest.raises(OidcError):
        depart(replace(trip.workspace, settings=away), callback=CALLBACK)


def test_our_secret_goes_to_the_service_and_nowhere_else(trip: Trip) -> None:
    left = depart(trip.workspace, callback=CALLBACK)
    assert SECRET not in left.address
    asked = parse_qs(urlsplit(left.address).query)
    assert asked["redirect_uri"] == [CALLBACK]
    kept = str(read_all(trip.workspace, "select hash from one_time_token"))
    assert left.state not in kept


def link(trip: Trip, team: Team, role: str, subject: str = "s-1") -> None:
    found = Identity(trip.provider.issuer, subject)
    link_identity(team.actor(role), trip.workspace, found, account_id=team.people[role])


def test_an_identity_signs_in_whoever_linked_it(trip: Trip, house: House, team: Team) -> None:
    email = email_of(house.workspace, team.people["viewer"])
    who = Identity(trip.provider.issuer, "s-1", "Viewer", email)
    with pytest.raises(OidcError):
        # The same verified address is no proof.
        enter_by_identity(house.stranger, trip.workspace, who, device="x")
    link(trip, team, "viewer")
    link(trip, team, "viewer")
    made = enter_by_identity(house.stranger, trip.workspace, who, device="x")
    assert find_actor(trip.workspace, made.secret).account == team.people["viewer"]
    for other in (replace(who, subject="s-2"), replace(who, issuer="https://elsewhere.example")):
        with pytest.raises(OidcError):
            enter_by_identity(house.stranger, trip.workspace, other, device="x")
    # Nobody takes it from them, and nobody links for another.
    with pytest.raises(OidcError):
        link(trip, team, "approver")
    with pytest.raises(OidcError):
        link_identity(team.actor("approver"), trip.workspace, replace(who, subject="s-9"),
                      account_id=team.people["viewer"])  # fmt: skip
    with pytest.raises(SignedOut):
        link_identity(house.stranger, trip.workspace, who, account_id=team.people["viewer"])
    # The second step is asked for as after a password.
    change(trip.workspace, team.people["viewer"], totp="x")
    made = enter_by_identity(house.stranger, trip.workspace, who, device="x")
    assert made.secret == ""
    assert made.next_step
    change(trip.workspace, team.people["viewer"], totp="", state="disabled")
    with pytest.raises(OidcError):
        enter_by_identity(house.stranger, trip.workspace, who, device="x")
    told = audit_of(trip.workspace)
    assert ("identity_linked", team.people["viewer"], team.people["viewer"]) in told
    assert ("sign_in_failed", team.people["viewer"], None) in told
    assert "can now sign you in" in str(read_all(trip.workspace, "select payload from job"))


def test_a_link_is_taken_away_where_a_password_is_left(
    trip: Trip, house: House, team: Team
) -> None:
    link(trip, team, "viewer")
    actor = team.actor("viewer")
    assert unlink_identities(actor, trip.workspace, proof=Proof("wrong"))
    assert unlink_identities(actor, trip.workspace, proof=Proof(PASSWORD)) == {}
    with pytest.raises(OidcError):
        enter_by_identity(
            house.stranger, trip.workspace, Identity(trip.provider.issuer, "s-1"), device="x"
        )
    link(trip, team, "viewer")
    change(trip.workspace, team.people["viewer"], password="")
    with pytest.raises(NotFound):
        unlink_identities(actor, trip.workspace, proof=Proof())


def invite(trip: Trip, team: Team, email: str = "") -> str:
    grants = (Grant("viewer", unit_id=team.unit_id),)
    by = team.people["focal-point"]
    return run_write(
        trip.workspace.engine,
        lambda session: make_invitation(
            session, trip.workspace, Invitation(grants, email), made_by=by
        ),
    )


def test_an_invitation_is_accepted_without_a_password(trip: Trip, house: House, team: Team) -> None:
    new = Identity(trip.provider.issuer, "s-7", "Wanjiru Otieno", "said@example.org")
    secret = invite(trip, team, "asked@example.org")
    made = enter_by_identity(house.stranger, trip.workspace, new, device="x", invitation=secret)
    assert email_of(trip.workspace, made.account) == "asked@example.org"
    again = enter_by_identity(house.stranger, trip.workspace, new, device="x")
    assert again.account == made.account
    roles = read_all(trip.workspace, "select account_id, role from unit_role")
    assert (made.account, "viewer") in roles
    known = email_of(trip.workspace, team.people["approver"])
    for who, invitation in (
        (replace(new, subject="s-8"), secret),
        (replace(new, subject="s-8"), "made up"),
        (replace(new, subject="s-8", email=""), invite(trip, team)),
        # Not even a verified address opens an account that is there.
        (replace(new, subject="s-8", email=known), invite(trip, team)),
    ):
        with pytest.raises(NotFound):
            enter_by_identity(
                house.stranger, trip.workspace, who, device="x", invitation=invitation
            )
    assert len(read_all(trip.workspace, "select * from identity")) == 1


def test_settings_name_a_service_that_is_safe_to_talk_to() -> None:
    plain = Settings(database_url="sqlite:///x")
    assert check_settings(plain) == []
    fine = replace(plain, oidc_issuer="https://id.example.org", oidc_client_id="x")
    assert check_settings(fine) == []
    assert fine.oidc_label == "id.example.org"
    for wrong in (
        replace(fine, oidc_client_id=""),
        replace(fine, oidc_issuer="http://id.example.org"),
        replace(fine, oidc_issuer="id.example.org"),
    ):
        assert len(check_settings(wrong)) == 1


def test_what_talks_to_another_service_is_loaded_where_it_is_used_only() -> None:
    heavy = {"authlib", "requests", "joserfc", "cryptography"}
    for path in python_files("app"):
        for node in tree_of(path).body:
            names = [node.module or ""] if isinstance(node, ast.ImportFrom) else []
            names += [item.name for item in node.names] if isinstance(node, ast.Import) else []
            assert not {name.partition(".")[0] for name in names} & heavy, path
