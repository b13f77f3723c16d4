"""Roles and parts: the last focal point stays, and nothing is given to nobody."""

from datetime import date
from threading import Barrier, Thread

import pytest
from sqlalchemy import select

from app.service.access import require
from app.service.assessment.opening import open_assessment
from app.service.assessment.people import (
    Given,
    Part,
    give_parts,
    grant_role,
    read_people,
    revoke_role,
    set_days,
)
from app.service.error import NotAChoice, NotFound, WrongState
from app.service.permission import ANSWER, VIEW
from app.service.unit import people as unit
from app.service.unit.inviting import Guest, Letterhead, invite_to_assessment
from app.store.audit import AuditRow
from app.store.engine import read_session
from app.store.job import JobRow
from tests.service.conftest import House
from tests.team import Team


def test_two_focal_points_who_leave_at_once_leave_one(house: House, team: Team) -> None:
    first, second = team.people["focal-point"], team.people["viewer"]
    lead = team.actor("focal-point")
    unit.grant_role(lead, house.workspace, team.unit_id, account=second, role="focal-point")
    barrier, left = Barrier(2), []

    def leave(role: str) -> None:
        barrier.wait()
        actor, account = team.actor(role), team.people[role]
        left.append(unit.revoke_role(actor, house.workspace, team.unit_id, account=account,
                                     role="focal-point"))  # fmt: skip

    team.secret("viewer")
    threads = [Thread(target=leave, args=[role]) for role in ("focal-point", "viewer")]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(left) == [False, True]
    stays = "focal-point" if left and not _is_focal(house, team, second) else "viewer"
    found = unit.open_unit(team.actor(stays), house.workspace, team.unit_id)
    held = [account for account, roles in found.roles.items() if "focal-point" in roles]
    assert held == [team.people[stays]]
    assert first != second


def _is_focal(house: House, team: Team, account: str) -> bool:
    found = unit.open_unit(team.actor("approver"), house.workspace, team.unit_id)
    return "focal-point" in found.roles[account]


def test_roles_and_parts_on_one_assessment(house: House, team: Team, begun: str) -> None:
    lead, site, who = team.actor("focal-point"), house.workspace, team.people["viewer"]
    grant_role(lead, site, begun, account=who, role="contributor")
    assert "contributor" in require(team.actor("viewer"), site, ANSWER, begun).roles
    part = Part(who, "basics")
    give_parts(lead, site, begun, Given(frozenset({part, Part(who, "basics.plan")}), frozenset()))
    set_days(lead, site, begun, {part: date(2026, 12, 24), Part(who, ""): date(2026, 1, 1)})
    found = read_people(site, open_assessment(lead, site, begun, VIEW))
    assert {(item.node, item.due) for item in found.assignments} == {
        ("basics", date(2026, 12, 24)),
        ("basics.plan", None),
    }
    assert who in {member.account for member in found.answering}
    revoke_role(lead, site, begun, account=who, role="contributor")
    assert not read_people(site, open_assessment(lead, site, begun, VIEW)).assignments
    with pytest.raises(NotFound):
        revoke_role(lead, site, begun, account=who, role="contributor")
    with read_session(site.engine) as session:
        rows = session.execute(select(AuditRow.action).where(AuditRow.subject == begun))
        assert [row.action for row in rows] == [
            "role_granted", "parts_assigned", "days_set", "role_revoked",
        ]  # fmt: skip


def test_only_who_may_gives_roles_and_parts(house: House, team: Team, begun: str) -> None:
    site, who = house.workspace, team.people["contributor"]
    parts = Given(frozenset({Part(who, "basics")}), frozenset())
    for role in ("stranger", "admin", "viewer", "contributor", "approver"):
        with pytest.raises(NotFound):
            give_parts(team.actor(role), site, begun, parts)
        with pytest.raises(NotFound):
            grant_role(team.actor(role), site, begun, account=who, role="viewer")
        with pytest.raises(NotFound):
            unit.grant_role(team.actor(role), site, team.unit_id, account=who, role="viewer")
    give_parts(team.actor("facilitator"), site, begun, parts)
    lead = team.actor("focal-point")
    for wrong in (Part(team.people["viewer"], "basics"), Part(who, "none"), Part("x", "")):
        with pytest.raises(NotAChoice):
            give_parts(lead, site, begun, Given(frozenset({wrong}), frozenset()))
    for account, role in ((team.people["stranger"], "viewer"), (who, "king")):
        with pytest.raises(NotAChoice):
            grant_role(lead, site, begun, account=account, role=role)
    team.set_state(begun, "approved")
    with pytest.raises(WrongState):
        give_parts(lead, site, begun, parts)


def test_an_invitation_by_mail_is_queued_with_it(house: House, team: Team, begun: str) -> None:
    guest = Guest("contributor", "New@Example.org", "fr", ("basics",), date(2026, 12, 24))
    head = Letterhead(lambda secret: f"https://x.example/invitation/{secret}", lambda code: code)
    lead, site = team.actor("focal-point"), house.workspace
    secret = invite_to_assessment(lead, site, begun, guest, head=head)
    with read_session(site.engine) as session:
        mail = session.scalars(select(JobRow.payload).where(JobRow.kind == "mail")).one()
    assert secret in mail["body"]
    assert mail["to"].lower() == "new@example.org"
    found = read_people(site, open_assessment(lead, site, begun, VIEW))
    assert [item.email for item in found.invitations] == ["new@example.org"]
    assert not read_people(
        site, open_assessment(team.actor("viewer"), site, begun, VIEW)
    ).invitations
    for wrong in (Guest("king"), Guest("viewer", "no"), Guest("viewer", nodes=("none",))):
        with pytest.raises(NotAChoice):
            invite_to_assessment(lead, site, begun, wrong, head=head)
