"""Reminders of actions: once before the day, once when it is past, to nobody else."""

from dataclasses import replace
from datetime import date

import pytest
from sqlalchemy import select

from app.presentation.view.assessment.plan import DONE
from app.presentation.view.assessment.plan_form import ActionDetails
from app.service.actor import Actor
from app.service.assessment.deleting import delete_assessment
from app.service.assessment.opening import open_assessment
from app.service.assessment.plan import Place, change_action, read_plan, track_action
from app.service.assessment.plan_adding import add_action, carry_actions
from app.service.assessment.plan_calendar import (
    end_feed,
    make_feed,
    read_feed,
    read_following,
    set_reminders,
)
from app.service.assessment.reminder import remind_owners
from app.service.assessment.round import CLEAR, NextRound, begin_round, preview_round
from app.service.error import NotFound, TooMany
from app.service.permission import VIEW
from app.store.account import update_account
from app.store.engine import run_write
from app.store.job import JobRow
from app.store.unit import UnitRoleRow
from tests.service.conftest import House
from tests.team import Team

DUE = date(2026, 12, 10)
VISITOR = Actor(address="203.0.113.77")


def mails(house: House) -> list[dict[str, str]]:
    query = select(JobRow.payload).where(JobRow.kind == "mail").order_by(JobRow.created_at)
    with house.workspace.engine.connect() as connection:
        rows = connection.execute(query).all()
    return [row.payload for row in rows]


def plan(house: House, team: Team, begun: str, role: str, *texts: str) -> list[str]:
    owner = team.people[role]
    return [
        add_action(
            team.actor("focal-point"), house.workspace, begun,
            ActionDetails(text, due=DUE, owner_id=owner),
        )
        for text in texts
    ]  # fmt: skip


def set_account(house: House, team: Team, role: str, **values: object) -> None:
    account = team.people[role]
    run_write(house.workspace.engine, lambda session: update_account(session, account, values))


def leave_team(house: House, team: Team, role: str) -> None:
    account = team.people[role]
    table = UnitRoleRow.__table__

    def work(session: object) -> None:
        session.execute(table.delete().where(table.c.account_id == account))  # type: ignore[attr-defined]

    run_write(house.workspace.engine, work)


def test_one_mail_before_the_day_and_one_after_it_in_the_owners_language(
    house: House, team: Team, begun: str
) -> None:
    set_account(house, team, "contributor", language="fr")
    first, _ = plan(house, team, begun, "contributor", "A law\nwith a line", "وزارة الصحة")
    assert remind_owners(house.workspace) == 0, "18 days before is too early"
    house.clock.advance(days=4)
    assert remind_owners(house.workspace) == 1
    assert remind_owners(house.workspace) == 0
    (mail,) = mails(house)
    assert mail["lang"] == "fr"
    assert mail["to"].startswith("contributor-")
    assert "10 décembre 2026" in mail["body"]
    assert "A law with a line" in mail["body"]
    assert "وزارة الصحة" in mail["body"]

    house.clock.advance(days=14)
    assert remind_owners(house.workspace) == 0, "on its own day nothing is overdue"
    focal = team.actor("focal-point")
    assert track_action(focal, house.workspace, Place(begun, first, 1), DONE)
    house.clock.advance(days=1)
    assert remind_owners(house.workspace) == 1
    assert remind_owners(house.workspace) == 0
    assert "A law" not in mails(house)[-1]["body"]
    assert len(mails(house)) == 2


def test_another_day_or_another_owner_is_another_reminder(
    house: House, team: Team, begun: str
) -> None:
    (made,) = plan(house, team, begun, "contributor", "A law")
    house.clock.advance(days=4)
    assert remind_owners(house.workspace) == 1
    moved = ActionDetails("A law", due=date(2026, 12, 9), owner_id=team.people["expert"])
    change_action(team.actor("focal-point"), house.workspace, Place(begun, made, 1), moved)
    assert remind_owners(house.workspace) == 1
    assert mails(house)[-1]["to"].startswith("expert-")


def test_nobody_is_told_who_did_not_want_it_left_or_was_shut_out(
    house: House, team: Team, begun: str
) -> None:
    workspace = house.workspace
    for role in ("contributor", "expert", "viewer", "facilitator"):
        plan(house, team, begun, role, "A law")
    set_reminders(team.actor("contributor"), workspace, begun, wants_mail=False)
    set_account(house, team, "expert", state="disabled")
    set_account(house, team, "viewer", email=None)
    leave_team(house, team, "facilitator")
    house.clock.advance(days=30)
    assert remind_owners(workspace) == 0
    assert not mails(house)
    set_reminders(team.actor("contributor"), workspace, begun, wants_mail=True)
    team.set_state(begun, "superseded")
    assert remind_owners(workspace) == 0
    team.set_state(begun, "published")
    assert remind_owners(workspace) == 1
    with pytest.raises(NotFound):
        set_reminders(team.actor("stranger"), workspace, begun, wants_mail=True)


def go_on(house: House, team: Team, begun: str) -> str:
    opened = open_assessment(team.actor("focal-point"), house.workspace, begun, VIEW)
    found = preview_round(house.workspace, opened)
    wish = NextRound(CLEAR, found.passage.new.content_hash, found.last)
    return begin_round(team.actor("focal-point"), house.workspace, begun, wish)


def test_an_action_of_two_rounds_is_told_once_by_the_newest(
    house: House, team: Team, begun: str
) -> None:
    workspace, focal = house.workspace, team.actor("focal-point")
    plan(house, team, begun, "contributor", "A law", "A budget")
    second = go_on(house, team, begun)
    opened = open_assessment(focal, workspace, second, VIEW)
    law, _ = read_plan(workspace, opened).actions
    # What became of it in the newer round counts, whatever stands in the older one.
    later = ActionDetails("A better law", due=date(2026, 12, 30), owner_id=law.owner_id)
    assert change_action(focal, workspace, Place(second, law.id, 1), later)
    house.clock.advance(days=5)
    assert remind_owners(workspace) == 1
    (mail,) = mails(house)
    assert ("A budget" in mail["body"], "law" in mail["body"]) == (True, False)
    # Of two rounds begun after it, the last one.
    third = go_on(house, team, begun)
    house.clock.advance(days=15)
    assert remind_owners(workspace) == 1
    opened = open_assessment(focal, workspace, third, VIEW)
    assert all(mails(house)[-1]["body"].count(item.text) == 1 for item in
               read_plan(workspace, opened).actions)  # fmt: skip
    assert remind_owners(workspace) == 0
    # Once the newer rounds are gone, the older plan is what there is.
    for made in (second, third):
        delete_assessment(focal, workspace, made)
    assert remind_owners(workspace) == 1


def test_who_was_told_in_one_round_is_not_told_again_in_the_next(
    house: House, team: Team, begun: str
) -> None:
    workspace = house.workspace
    plan(house, team, begun, "contributor", "A law")
    house.clock.advance(days=5)
    assert remind_owners(workspace) == 1
    second = team.begin("small", previous_id=begun, round=2)
    assert carry_actions(team.actor("focal-point"), workspace, second) == 1
    go_on(house, team, second)
    assert remind_owners(workspace) == 0


def token_of(house: House, team: Team, begun: str, role: str) -> str:
    opened = open_assessment(team.actor(role), house.workspace, begun, VIEW)
    return read_following(house.workspace, opened).token


def test_a_private_address_opens_the_calendar_until_it_is_taken_back(
    house: House, team: Team, begun: str
) -> None:
    workspace, viewer = house.workspace, team.actor("viewer")
    plan(house, team, begun, "expert", "A law")
    make_feed(viewer, workspace, begun)
    token = token_of(house, team, begun, "viewer")
    assert token_of(house, team, begun, "expert") == ""
    assert b"SUMMARY:A law\r\n" in read_feed(VISITOR, workspace, token)
    assert read_feed(VISITOR, workspace, token) == read_feed(VISITOR, workspace, token)

    make_feed(viewer, workspace, begun)
    assert token_of(house, team, begun, "viewer") != token
    with pytest.raises(NotFound):
        read_feed(VISITOR, workspace, token)
    token = token_of(house, team, begun, "viewer")
    end_feed(viewer, workspace, begun)
    with pytest.raises(NotFound):
        read_feed(VISITOR, workspace, token)

    make_feed(viewer, workspace, begun)
    token = token_of(house, team, begun, "viewer")
    leave_team(house, team, "viewer")
    with pytest.raises(NotFound):
        read_feed(replace(VISITOR, address="203.0.113.78"), workspace, token)


def test_guesses_at_a_private_address_are_few(house: House, team: Team, begun: str) -> None:
    workspace = house.workspace
    make_feed(team.actor("viewer"), workspace, begun)
    token = token_of(house, team, begun, "viewer")
    wrong = token[:-1] + ("0" if token[-1] != "0" else "1")
    for _ in range(3):
        with pytest.raises(NotFound):
            read_feed(VISITOR, workspace, wrong)
    with pytest.raises(TooMany):
        read_feed(VISITOR, workspace, wrong)
    other = replace(VISITOR, address="203.0.113.78")
    for odd in ("", "x", "é" * 60, "x" * 5_000):
        with pytest.raises(NotFound):
            read_feed(other, workspace, odd)
    assert read_feed(other, workspace, token)
