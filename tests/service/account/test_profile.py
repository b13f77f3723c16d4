"""One's own account: who one is, a new password, other devices."""

import pytest

from app.service.account.confirming import Proof
from app.service.account.profile import (
    Profile,
    change_password,
    open_account,
    save_profile,
    sign_out_device,
)
from app.service.account.proving import prove
from app.service.account.sign_in import begin_sign_in, find_actor
from app.service.error import NotAChoice, NotFound, SignedOut
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

MINE = Proof(PASSWORD)


def test_who_one_is_can_be_changed(house: House, team: Team) -> None:
    actor, workspace = team.actor("viewer"), house.workspace
    assert save_profile(actor, workspace, Profile("  Amina  Nkosi ", "fr", "Ministry of ICT")) == {}
    other = team.actor("approver")
    assert save_profile(other, workspace, Profile("Li", "en", "Ministry of ICT")) == {}
    assert len(read_all(workspace, "select id from organisation")) == 1
    mine = open_account(actor, workspace)
    assert (mine.name, mine.language, mine.organisation) == ("Amina Nkosi", "fr", "Ministry of ICT")
    wrong = save_profile(actor, workspace, Profile("\u202e", "fr", "\x07"))
    assert set(wrong) == {"name", "organisation"}
    assert save_profile(actor, workspace, Profile("Amina", "fr")) == {}
    assert open_account(actor, workspace).organisation == ""
    with pytest.raises(NotAChoice):
        save_profile(actor, workspace, Profile("Amina", "xx"))
    with pytest.raises(SignedOut):
        open_account(house.stranger, workspace)
    assert ("profile_changed", actor.account, actor.account) in audit_of(workspace)


def test_a_new_password_asks_for_the_old_one_and_ends_other_devices(
    house: House, team: Team
) -> None:
    actor, workspace, account = team.actor("viewer"), house.workspace, team.people["viewer"]
    other = run_write(
        workspace.engine,
        lambda session: begin_sign_in(session, workspace, account, device="a tablet"),
    )
    assert set(change_password(actor, workspace, proof=Proof("no"), password="password")) == {
        "current",
        "password",
    }
    assert find_actor(workspace, other).account == account
    assert change_password(actor, workspace, proof=MINE, password=OTHER) == {}
    assert find_actor(workspace, other).account is None
    assert find_actor(workspace, team.secret("viewer")).account == account
    email = email_of(workspace, account)
    assert prove(house.stranger, workspace, email=email, password=PASSWORD, device="x") is None
    assert prove(house.stranger, workspace, email=email, password=OTHER, device="x")


def test_who_has_no_password_chooses_one_just_after_signing_in(house: House, team: Team) -> None:
    actor, workspace = team.actor("viewer"), house.workspace
    change(workspace, team.people["viewer"], password="")
    house.clock.advance(minutes=11)
    assert set(change_password(actor, workspace, proof=Proof(), password=OTHER)) == {"current"}
    house.clock.advance(minutes=-2)
    assert change_password(actor, workspace, proof=Proof(), password=OTHER) == {}


def test_other_devices_are_signed_out(house: House, team: Team) -> None:
    actor, workspace, account = team.actor("viewer"), house.workspace, team.people["viewer"]
    secrets = [
        run_write(
            workspace.engine,
            lambda session, name=name: begin_sign_in(session, workspace, account, device=name),
        )
        for name in ("a tablet", "a telephone", "a watch")
    ]
    devices = {item.name: item for item in open_account(actor, workspace).devices}
    assert {name for name, item in devices.items() if item.is_this} == {"a test"}
    sign_out_device(actor, workspace, mark=devices["a tablet"].mark)
    assert find_actor(workspace, secrets[0]).account is None
    assert find_actor(workspace, secrets[1]).account == account
    with pytest.raises(NotFound):
        sign_out_device(team.actor("approver"), workspace, mark=devices["a watch"].mark)
    sign_out_device(actor, workspace, mark="")
    assert [item.name for item in open_account(actor, workspace).devices] == ["a test"]
    assert find_actor(workspace, team.secret("approver")).account == team.people["approver"]
