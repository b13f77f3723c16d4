"""The second step: RFC 6238's own vectors, drift, replay, spare codes, switching on and off."""

from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime

import pytest

from app.service.account.confirming import Proof
from app.service.account.proving import prove, prove_code
from app.service.account.second_step import (
    find_step,
    lock_secret,
    make_totp_secret,
    totp_code,
    unlock_secret,
)
from app.service.account.second_step_change import (
    offer_second_step,
    renew_spare_codes,
    switch_off,
    switch_on,
)
from app.service.actor import Actor
from app.service.error import NotFound, SignedOut
from tests.service.account.conftest import PASSWORD, audit_of, email_of, read_all
from tests.service.conftest import House
from tests.team import Team

# Secret "12345678901234567890" of appendix B, the last six of its eight digits.
VECTORS = {
    59: "287082",
    1111111109: "081804",
    1111111111: "050471",
    1234567890: "005924",
    2000000000: "279037",
    20000000000: "353130",
}
RFC_SECRET = "GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ"
MINE = Proof(PASSWORD)


@pytest.mark.parametrize("moment", VECTORS)
def test_codes_are_those_of_the_rfc(moment: int) -> None:
    assert totp_code(RFC_SECRET, moment // 30) == VECTORS[moment]


def test_a_code_is_good_one_step_around_and_once() -> None:
    secret = make_totp_secret()
    now = datetime(2026, 11, 22, 9, 0, tzinfo=UTC)
    step = int(now.timestamp()) // 30
    for drift, found in ((-2, None), (-1, step - 1), (0, step), (1, step + 1), (2, None)):
        assert find_step(secret, totp_code(secret, step + drift), now=now, after=0) == found
    assert find_step(secret, totp_code(secret, step), now=now, after=step) is None


def code_now(house: House, key: str, drift: int = 0) -> str:
    return totp_code(key.replace(" ", ""), int(house.clock().timestamp()) // 30 + drift)


def turn_on(house: House, team: Team, role: str = "viewer") -> tuple[str, tuple[str, ...]]:
    actor = team.actor(role)
    offer = offer_second_step(actor, house.workspace, issuer="eready")
    made = switch_on(
        actor, house.workspace, proof=MINE, locked=offer.locked, code=code_now(house, offer.key)
    )
    assert made.problems == {}
    return offer.key, made.codes


def sign_in(house: House, team: Team, code: str) -> bool:
    email = email_of(house.workspace, team.people["viewer"])
    first = prove(house.stranger, house.workspace, email=email, password=PASSWORD, device="x")
    assert first is not None
    assert first.secret == ""
    made = prove_code(house.stranger, house.workspace, token=first.next_step, code=code)
    return made is not None


def test_a_second_step_is_asked_for_once_it_was_shown_to_work(house: House, team: Team) -> None:
    actor, workspace = team.actor("viewer"), house.workspace
    offer = offer_second_step(actor, workspace, issuer="eready")
    assert offer.uri.startswith("otpauth://totp/eready%3Aviewer-")
    again = offer_second_step(actor, workspace, issuer="eready", locked=offer.locked)
    assert again.key == offer.key
    # Another person's form gives another key, and is not taken.
    other = team.actor("approver")
    theirs = offer_second_step(other, workspace, issuer="eready", locked=offer.locked)
    assert theirs.key != offer.key
    right = code_now(house, offer.key)
    for who, proof, code in (
        (actor, Proof("wrong"), right),
        (actor, MINE, "000000" if right != "000000" else "000001"),
        (actor, MINE, "১২৩৪৫৬"),
        (other, MINE, right),
    ):
        made = switch_on(who, workspace, proof=proof, locked=offer.locked, code=code)
        assert made.problems
        assert not made.codes
    made = switch_on(actor, workspace, proof=MINE, locked=offer.locked, code=right)
    assert len(set(made.codes)) == 10
    kept = str(read_all(workspace, "select totp from account")) + str(
        read_all(workspace, "select hash from recovery_code")
    )
    assert offer.key.replace(" ", "") not in kept
    assert not any(code.replace("-", "") in kept for code in made.codes)
    with pytest.raises(NotFound):
        switch_on(actor, workspace, proof=MINE, locked=offer.locked, code=right)
    # The code that switched it on does not sign in as well.
    assert not sign_in(house, team, right)
    house.clock.advance(seconds=60)
    later = code_now(house, offer.key)
    assert sign_in(house, team, later)
    assert not sign_in(house, team, later)
    # An earlier one, within the drift, is passed.
    assert not sign_in(house, team, code_now(house, offer.key, -1))


def test_each_spare_code_works_once(house: House, team: Team) -> None:
    _, codes = turn_on(house, team)
    actor = team.actor("viewer")
    assert sign_in(house, team, codes[0].upper())
    assert not sign_in(house, team, codes[0])
    assert not sign_in(house, team, codes[1] + "aa")
    assert not sign_in(house, team, "")
    house.clock.advance(minutes=16)
    assert renew_spare_codes(actor, house.workspace, proof=Proof(PASSWORD, "wrong")).problems
    made = renew_spare_codes(actor, house.workspace, proof=Proof(PASSWORD, codes[1]))
    assert len(made.codes) == 10
    assert not sign_in(house, team, codes[2])
    assert sign_in(house, team, made.codes[2])


def test_one_code_opens_one_of_two_doors_at_once(house: House, team: Team) -> None:
    key, _ = turn_on(house, team)
    house.clock.advance(seconds=60)
    email, code = email_of(house.workspace, team.people["viewer"]), code_now(house, key)
    steps = []
    for _ in range(4):
        made = prove(house.stranger, house.workspace, email=email, password=PASSWORD, device="x")
        assert made is not None
        steps.append(made.next_step)
    with ThreadPoolExecutor(4) as pool:
        opened = list(
            pool.map(
                lambda step: prove_code(house.stranger, house.workspace, token=step, code=code),
                steps,
            )
        )
    assert sum(item is not None for item in opened) == 1


def test_it_is_switched_off_by_password_and_code(house: House, team: Team) -> None:
    _, codes = turn_on(house, team)
    actor, workspace = team.actor("viewer"), house.workspace
    assert switch_off(actor, workspace, proof=Proof("", codes[0])) != {}
    assert switch_off(actor, workspace, proof=MINE) != {}
    assert switch_off(actor, workspace, proof=Proof(PASSWORD, codes[0])) == {}
    assert read_all(workspace, "select * from recovery_code") == []
    with pytest.raises(NotFound):
        switch_off(actor, workspace, proof=MINE)
    with pytest.raises(NotFound):
        renew_spare_codes(actor, workspace, proof=MINE)
    told = [row[0] for row in audit_of(workspace)]
    assert "second_step_on" in told
    assert "second_step_off" in told
    mails = str(read_all(workspace, "select payload from job where kind = 'mail'"))
    assert "now asks for a code" in mails
    assert "no longer asks for a code" in mails


def test_wrong_codes_shut_the_account_wherever_they_come_from(house: House, team: Team) -> None:
    _, codes = turn_on(house, team)
    actor = team.actor("viewer")
    for number in range(3):
        near = Actor(address=f"203.0.113.{number}", account=actor.account, sign_in=actor.sign_in)
        assert switch_off(near, house.workspace, proof=Proof(PASSWORD, "wrong-wrong"))
    right = Proof(PASSWORD, codes[0])
    assert switch_off(actor, house.workspace, proof=right)
    house.clock.advance(minutes=16)
    assert switch_off(actor, house.workspace, proof=right) == {}


def test_a_kept_secret_is_read_with_the_same_key_only(house: House) -> None:
    locked = lock_secret(house.workspace, "ABCDEFGH")
    assert "ABCDEFGH" not in locked
    assert unlock_secret(house.workspace, locked) == "ABCDEFGH"
    assert unlock_secret(house.workspace, locked[:-4] + "AAA=") is None


def test_nobody_else_switches_it(house: House) -> None:
    with pytest.raises(SignedOut):
        offer_second_step(house.stranger, house.workspace, issuer="eready")
    with pytest.raises(SignedOut):
        switch_off(house.stranger, house.workspace, proof=MINE)
