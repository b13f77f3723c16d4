"""Invitations: what they give, to whom, how often, how long, and who can take them back."""

from concurrent.futures import ThreadPoolExecutor
from datetime import date

import pytest

from app.service.account.accepting import (
    accept_invitation,
    join_by_invitation,
    read_invitation,
)
from app.service.account.invitation import (
    Grant,
    Invitation,
    list_invitations,
    make_invitation,
    revoke_invitation,
)
from app.service.account.joining import Newcomer, read_newcomer
from app.service.account.sign_in import find_actor
from app.service.error import NotAChoice, NotFound, SignedOut
from app.service.secret import hash_secret
from app.store import unit
from app.store.engine import run_write
from tests.service.account.conftest import PASSWORD, audit_of, change, email_of, read_all
from tests.service.conftest import House
from tests.team import Team

NEW = Newcomer("Wanjiru Otieno", "wanjiru@example.org", PASSWORD)


def invite(team: Team, *grants: Grant, email: str = "", made_by: str | None = "focal-point") -> str:
    by = team.people[made_by] if made_by else None
    return run_write(
        team.workspace.engine,
        lambda session: make_invitation(
            session, team.workspace, Invitation(grants, email), made_by=by
        ),
    )


def roles_of(team: Team, account: str | None) -> list[tuple[object, ...]]:
    rows = read_all(team.workspace, "select account_id, role from assessment_role")
    rows += read_all(team.workspace, "select account_id, role from unit_role")
    return sorted(row[1:] for row in rows if row[0] == account)


def test_a_newcomer_gets_roles_and_what_to_answer(house: House, team: Team) -> None:
    assessment_id = team.begin()
    secret = invite(
        team,
        Grant("contributor", assessment_id=assessment_id, node="basics", due=date(2026, 12, 1)),
        Grant("viewer", unit_id=team.unit_id),
        email="wanjiru@example.org",
    )
    shown = read_invitation(house.workspace, secret)
    assert shown is not None
    assert (shown.inviter, shown.email, shown.has_account) == (
        "Focal Point", "wanjiru@example.org", False,
    )  # fmt: skip
    assert [offer.grant.role for offer in shown.offers] == ["contributor", "viewer"]
    made = join_by_invitation(
        house.stranger, house.workspace, secret, newcomer=NEW, device="a telephone"
    )
    assert made is not None
    actor = find_actor(house.workspace, made.secret)
    assert actor.account == made.account
    assert roles_of(team, actor.account) == [("contributor",), ("viewer",)]
    given = read_all(house.workspace, "select node, account_id, due, assigned_by from assignment")
    assert [(row[0], row[1], str(row[2]), row[3]) for row in given] == [
        ("basics", actor.account, "2026-12-01", team.people["focal-point"])
    ]
    told = audit_of(house.workspace)
    focal = team.people["focal-point"]
    assert ("invitation_made", assessment_id, focal) in told
    assert ("invitation_accepted", assessment_id, actor.account) in told
    assert ("signed_in", actor.account, actor.account) in told
    kept = str(read_all(house.workspace, "select * from audit")) + str(
        read_all(house.workspace, "select hash, detail from one_time_token")
    )
    assert secret not in kept
    assert PASSWORD not in str(read_all(house.workspace, "select * from account"))
    assert "wanjiru@example.org" not in str(read_all(house.workspace, "select * from audit"))
    # Once only, for a newcomer and for somebody who has an account.
    assert read_invitation(house.workspace, secret) is None
    with pytest.raises(NotFound):
        accept_invitation(team.actor("stranger"), house.workspace, secret)
    with pytest.raises(NotFound):
        join_by_invitation(house.stranger, house.workspace, secret, newcomer=NEW, device="")


def test_somebody_with_an_account_just_accepts(house: House, team: Team) -> None:
    stranger = team.actor("stranger")
    secret = invite(team, Grant("reviewer", unit_id=team.unit_id),
                    email=email_of(house.workspace, team.people["stranger"]))  # fmt: skip
    shown = read_invitation(house.workspace, secret)
    assert shown is not None
    assert shown.has_account
    with pytest.raises(SignedOut):
        accept_invitation(house.stranger, house.workspace, secret)
    assert roles_of(team, stranger.account) == []
    accept_invitation(stranger, house.workspace, secret)
    assert roles_of(team, stranger.account) == [("reviewer",)]


def test_a_known_address_makes_no_second_account(house: House, team: Team) -> None:
    known = email_of(house.workspace, team.people["stranger"])
    secret = invite(team, Grant("viewer", unit_id=team.unit_id))
    again = Newcomer("Somebody Else", known, PASSWORD)
    made = join_by_invitation(house.stranger, house.workspace, secret, newcomer=again, device="")
    assert made is None
    assert read_invitation(house.workspace, secret) is not None
    # An invitation for one address opens nothing for another.
    bound = invite(team, Grant("viewer", unit_id=team.unit_id), email="else@example.org")
    with pytest.raises(NotFound):
        join_by_invitation(house.stranger, house.workspace, bound, newcomer=NEW, device="")


def test_one_link_is_accepted_once_by_many_at_the_same_moment(house: House, team: Team) -> None:
    secret = invite(team, Grant("viewer", unit_id=team.unit_id))
    people = [team.actor(role) for role in ("stranger", "admin", "expert", "reviewer")]

    def accept(actor: object) -> bool:
        try:
            accept_invitation(actor, house.workspace, secret)  # type: ignore[arg-type]
        except NotFound:
            return False
        return True

    with ThreadPoolExecutor(4) as pool:
        assert sum(pool.map(accept, people)) == 1


def test_it_ends_by_age_and_by_being_taken_back(house: House, team: Team) -> None:
    secret = invite(team, Grant("viewer", unit_id=team.unit_id), email="wanjiru@example.org")
    other = invite(team, Grant("viewer", assessment_id=team.begin()))
    workspace, focal = house.workspace, team.people["focal-point"]

    def take_back(invitation_id: str, subject: str) -> None:
        run_write(
            workspace.engine,
            lambda session: revoke_invitation(
                session, workspace, invitation_id, subject=subject, actor=focal
            ),
        )

    listed = run_write(
        workspace.engine, lambda session: list_invitations(session, workspace, team.unit_id)
    )
    assert [(item.email, item.created_by) for item in listed] == [("wanjiru@example.org", focal)]
    with pytest.raises(NotFound):
        # That of an assessment is not taken back by the unit's page.
        take_back(hash_secret(other), team.unit_id)
    take_back(listed[0].id, team.unit_id)
    assert read_invitation(workspace, secret) is None
    assert ("invitation_revoked", team.unit_id, focal) in audit_of(workspace)
    house.clock.advance(days=14, seconds=-1)
    assert read_invitation(workspace, other) is not None
    house.clock.advance(seconds=1)
    assert read_invitation(workspace, other) is None


def test_it_counts_while_its_maker_may_give_it(house: House, team: Team) -> None:
    workspace = house.workspace
    by_focal = invite(team, Grant("viewer", unit_id=team.unit_id))
    by_reviewer = invite(team, Grant("viewer", unit_id=team.unit_id), made_by="reviewer")
    by_admin = invite(team, Grant("focal-point", unit_id=team.unit_id), made_by="admin")
    by_console = invite(team, Grant("focal-point", unit_id=team.unit_id), made_by=None)
    assert read_invitation(workspace, by_reviewer) is None
    assert read_invitation(workspace, by_focal) is not None
    run_write(
        workspace.engine,
        lambda session: unit.revoke_unit_role(
            session, team.unit_id, team.people["focal-point"], role="focal-point"
        ),
    )
    assert read_invitation(workspace, by_focal) is None
    with pytest.raises(NotFound):
        accept_invitation(team.actor("stranger"), workspace, by_focal)
    assert read_invitation(workspace, by_admin) is not None
    change(workspace, team.people["admin"], state="disabled")
    assert read_invitation(workspace, by_admin) is None
    assert read_invitation(workspace, by_console) is not None
    run_write(
        workspace.engine,
        lambda session: unit.update_unit(session, team.unit_id, {"deleted_at": workspace.now()}),
    )
    assert read_invitation(workspace, by_console) is None


def test_who_gives_out_parts_alone_gives_no_role(house: House, team: Team) -> None:
    """A focal point who became facilitator, or only runs the machine, leaves no door open."""
    workspace, assessment_id = house.workspace, team.begin()
    grant = Grant("focal-point", assessment_id=assessment_id)
    by_facilitator = invite(team, grant, made_by="facilitator")
    by_admin = invite(team, grant, made_by="admin")
    for secret in (by_facilitator, by_admin):
        assert read_invitation(workspace, secret) is None
        with pytest.raises(NotFound):
            accept_invitation(team.actor("stranger"), workspace, secret)
    by_admin = invite(team, Grant("approver", unit_id=team.unit_id), made_by="admin")
    assert read_invitation(workspace, by_admin) is None
    assert read_invitation(workspace, invite(team, grant)) is not None


def test_what_can_t_be_offered_is_refused(house: House, team: Team) -> None:
    for grants, email in [
        ((Grant("king", unit_id=team.unit_id),), ""),
        ((Grant("viewer"),), ""),
        ((Grant("viewer", unit_id=team.unit_id, assessment_id="x"),), ""),
        ((Grant("viewer", unit_id=team.unit_id, node="basics"),), ""),
        ((Grant("viewer", unit_id=team.unit_id),), "no address"),
        ((Grant("viewer", unit_id=team.unit_id),), "a@example.org\r\nBcc: b@example.org"),
    ]:
        with pytest.raises(NotAChoice):
            invite(team, *grants, email=email)
    assert read_all(house.workspace, "select hash from one_time_token") == []


def test_what_a_newcomer_writes_is_read_with_care() -> None:
    given, problems = read_newcomer(
        {"name": "  Amina   Otieno ", "email": " Amina@Example.org ", "password": PASSWORD}
    )
    assert problems == {}
    assert (given.name, given.email) == ("Amina Otieno", "amina@example.org")
    for name in ("", "  ", "!!", "a\x00b", "\u202eevil", "x" * 121, "half\ue000name"):
        _, problems = read_newcomer({"name": name, "email": "a@example.org", "password": PASSWORD})
        assert set(problems) == {"name"}, name
    for email in ("", "amina", "a@b", "a b@example.org", "a@example.org,b@example.org",
                  "<a@example.org>", "a@exa..mple.org", "x" * 250 + "@example.org"):  # fmt: skip
        _, problems = read_newcomer({"name": "Amina", "email": email, "password": PASSWORD})
        assert set(problems) == {"email"}, email
    _, problems = read_newcomer({"name": "علی‌رضا", "email": "a@example.org", "password": PASSWORD})
    assert problems == {}
    given, problems = read_newcomer(
        {"name": "Amina", "email": "z@example.org", "password": "amina"}, email="a@example.org"
    )
    assert given.email == "a@example.org"
    assert set(problems) == {"password"}
