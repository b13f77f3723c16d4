"""What is kept about oneself: all of it is found, taken along, and erased."""

import json
from concurrent.futures import ThreadPoolExecutor

import pytest
from sqlalchemy import Engine, insert, update

from app.service.account.confirming import Proof
from app.service.account.own_data import (
    Obstacles,
    delete_own_account,
    find_obstacles,
    read_own_data,
    write_own_data,
)
from app.service.account.proving import prove
from app.service.account.sign_in import find_actor
from app.service.error import SignedOut
from app.service.workspace import Workspace
from app.store.audit import AuditRow
from app.store.engine import Session, run_write
from app.store.own_data import HIDDEN, TRACES, read_trace
from app.store.table import METADATA
from app.store.unit import grant_unit_role
from tests.service.account.conftest import PASSWORD, audit_of, change, email_of, read_all
from tests.service.conftest import House
from tests.store.population import NOW, populate
from tests.team import Team

MINE = Proof(PASSWORD)
NO_ACCOUNT = {
    ("evidence", "promised_by"),
    ("workshop_promise", "promised_by"),
    ("job", "asked_by"),
}
"""A name somebody typed, and the hash of a network address."""


def test_every_column_that_names_a_person_is_known() -> None:
    """A new column like these belongs into `TRACES`, else nobody gets to see what it keeps."""
    naming = {
        (table.name, column.name)
        for table in METADATA.sorted_tables
        for column in table.columns
        if column.name.endswith("_by") or column.name in {"account_id", "owner_id", "actor"}
    }
    known = {(trace.table, name) for trace in TRACES for name in (*trace.own, *trace.beside)}
    assert naming - NO_ACCOUNT - known == set()


def fill_for(engine: Engine, account_id: str) -> None:
    """Name somebody in each column that can, in one row each."""
    populate(engine)

    def work(session: Session) -> None:
        row = {"at": NOW, "action": "x", "subject": account_id, "detail": {}, "actor": account_id}
        session.execute(insert(AuditRow), [row, row | {"actor": None}])
        for trace in TRACES:
            table = METADATA.tables[trace.table]
            if trace.table in {"account", "audit"}:
                continue
            first = next(iter(table.primary_key.columns))
            for name in (*trace.own, *trace.beside):
                mine = update(table).where(first == "a").values({name: account_id})
                session.execute(mine)

    run_write(engine, work)


def test_everything_kept_about_a_person_is_in_their_file(house: House, team: Team) -> None:
    actor, workspace = team.actor("viewer"), house.workspace
    fill_for(workspace.engine, team.people["viewer"])
    text = "".join(write_own_data(actor, workspace))
    kept = json.loads(text)["kept"]
    assert [trace.table for trace in TRACES if not kept[trace.table]] == []
    assert list(kept) == [trace.table for trace in TRACES]
    assert kept["account"][0]["email"] == email_of(workspace, team.people["viewer"])
    assert not HIDDEN & {name for lines in kept.values() for line in lines for name in line}
    assert "argon2" not in text
    assert "scores" not in kept["approval"][0]
    # Nobody else's: what names another person only is not there.
    other = json.loads("".join(write_own_data(team.actor("approver"), workspace)))["kept"]
    assert other["answer_history"] == []
    assert len(other["account"]) == 1
    assert ("own_data_exported", actor.account, actor.account) in audit_of(workspace)
    shown = {part.table: part for part in read_own_data(actor, workspace)}
    assert set(shown) == set(kept)
    assert shown["audit"].count >= 2
    with pytest.raises(SignedOut):
        write_own_data(house.stranger, workspace)


def test_somebody_elses_row_shows_only_what_is_about_oneself(house: House, team: Team) -> None:
    account = team.people["viewer"]
    populate(house.workspace.engine)
    evidence = METADATA.tables["evidence"]
    run_write(
        house.workspace.engine,
        lambda session: session.execute(
            update(evidence).where(evidence.c.id == "a").values(checked_by=account)
        ),
    )
    trace = next(item for item in TRACES if item.table == "evidence")
    lines = run_write(
        house.workspace.engine, lambda session: list(read_trace(session, trace, account))
    )
    assert [set(line) for line in lines] == [{"id", "checked_by", "state", "checked_at"}]


def names_of(workspace: Workspace, table: str, column: str) -> set[object]:
    return {row[0] for row in read_all(workspace, f"select {column} from {table}")}  # noqa: S608


def test_who_leaves_is_erased_and_what_they_wrote_stays(house: House, team: Team) -> None:
    actor, workspace, account = (
        team.actor("contributor"),
        house.workspace,
        team.people["contributor"],
    )
    email, begun = email_of(workspace, account), team.begin()
    team.assign(begun, "contributor")
    fill_for(workspace.engine, account)
    assert delete_own_account(actor, workspace, proof=Proof("wrong")) != {}
    assert email_of(workspace, account) == email
    assert delete_own_account(actor, workspace, proof=MINE) == {}
    rows = read_all(workspace, "select email, name, password, totp, state, id from account")
    assert (None, "", "", "", "disabled", account) in rows
    for table in ("sign_in", "identity", "recovery_code", "unit_role", "assessment_role",
                  "assignment", "plan_follower", "one_time_token"):  # fmt: skip
        assert not names_of(workspace, table, "account_id") & {account}, table
    for table in ("assessment_answer", "answer_history", "goal", "desk_value"):
        assert account in names_of(workspace, table, "saved_by"), table
    assert find_actor(workspace, team.secret("viewer")).account == team.people["viewer"]
    assert find_actor(workspace, team.secrets["contributor"]).account is None
    assert prove(house.stranger, workspace, email=email, password=PASSWORD, device="x") is None
    assert ("account_deleted", account, account) in audit_of(workspace)
    mails = str(read_all(workspace, "select payload from job where kind = 'mail'"))
    assert "Your account was deleted" in mails
    # The address is free again.
    change(workspace, team.people["viewer"], email=email)


def test_the_last_of_their_kind_stay_until_another_is_named(house: House, team: Team) -> None:
    workspace, focal = house.workspace, team.actor("focal-point")
    found = find_obstacles(focal, workspace)
    assert [unit.id for unit in found.units] == [team.unit_id]
    assert isinstance(delete_own_account(focal, workspace, proof=MINE), Obstacles)
    admin = team.actor("admin")
    assert find_obstacles(admin, workspace).is_last_admin
    assert isinstance(delete_own_account(admin, workspace, proof=MINE), Obstacles)
    change(workspace, team.people["stranger"], is_admin=True)
    assert delete_own_account(admin, workspace, proof=MINE) == {}


def test_two_focal_points_who_leave_at_once_leave_one(house: House, team: Team) -> None:
    workspace = house.workspace
    values: dict[str, object] = {
        "unit_id": team.unit_id, "account_id": team.people["viewer"], "role": "focal-point",
        "granted_by": None, "granted_at": house.clock(),
    }  # fmt: skip
    run_write(workspace.engine, lambda session: grant_unit_role(session, values))
    actors = [team.actor("focal-point"), team.actor("viewer")]
    with ThreadPoolExecutor(2) as pool:
        results = list(
            pool.map(lambda actor: delete_own_account(actor, workspace, proof=MINE), actors)
        )
    assert sorted(isinstance(item, Obstacles) for item in results) == [False, True]
    left = read_all(workspace, "select 1 from unit_role where role = 'focal-point'")
    assert len(left) == 1
