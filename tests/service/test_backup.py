"""A backup taken while people write, restored into either engine, equal to the last digit."""

import hashlib
import json
import threading
import zipfile
from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import Engine, insert, select, text

from app.response import Answer
from app.scoring import score
from app.service.assessment.answering import save_team_answers
from app.service.assessment.opening import open_assessment, read_work
from app.service.backup.archive import BackupError
from app.service.backup.making import make_backup
from app.service.backup.restoring import restore_backup
from app.service.check_state import Change
from app.service.workshop.record import gather_record
from app.service.workspace import Workspace, open_workspace
from app.settings import Settings, fill_settings
from app.store.account import OrganisationRow
from app.store.audit import add_audit
from app.store.backup import list_tables, open_view, read_rows
from app.store.engine import open_engine, run_write
from tests.database import BOTH
from tests.room import OpenRoom, open_for
from tests.service.conftest import START, House
from tests.store.population import populate
from tests.team import Team, make_team

Rows = dict[str, list[list[object]]]
Members = dict[str, bytes]
UNFILLED = {"feedback", "throttle", "country_group", "membership", "heartbeat"}
LATER = START + timedelta(hours=1)


def read_all(engine: Engine) -> Rows:
    with open_view(engine) as connection:
        return {table.name: list(read_rows(connection, table)) for table in list_tables()}


def read_scores(workspace: Workspace, team: Team, begun: list[str]) -> list[str]:
    """Give the scores of every node of assessments, to the last digit."""
    found = []
    for assessment in begun:
        opened = open_assessment(team.actor("focal-point"), workspace, assessment, "view")
        work = read_work(workspace, opened)
        scores = score(opened.toolkit, work.answers, opened.setting)
        assert scores.total.score is not None
        found.append(repr(scores.nodes))
    return found


def write(workspace: Workspace, team: Team, begun: list[str], stop: threading.Event) -> None:
    actor, number = team.actor("focal-point"), 0
    while not stop.is_set():
        for assessment in begun:
            answers = (Answer("basics.plan", value=number % 3), Answer("basics.note", value="é"))
            changes = tuple(Change(answer, number) for answer in answers)
            save_team_answers(actor, workspace, assessment, changes=changes)
        number += 1


@pytest.fixture
def team(house: House) -> Team:
    return make_team(house.workspace)


@pytest.fixture(params=BOTH)
def target(request: pytest.FixtureRequest, tmp_path: Path) -> Settings:
    url = f"sqlite:///{tmp_path / 'second' / 'eready.sqlite3'}"
    if request.param == "postgres":
        url = request.getfixturevalue("migrated_postgres")
    settings = Settings(instance=tmp_path / "second", database_url=url)
    return fill_settings(settings)


def test_taken_while_four_write_and_restored_equal(
    house: House, team: Team, target: Settings, tmp_path: Path
) -> None:
    here, begun = house.workspace, [team.begin("small") for _ in range(4)]
    stop = threading.Event()
    threads = [threading.Thread(target=write, args=(here, team, [one], stop)) for one in begun]
    team.secret("focal-point")
    for thread in threads:
        thread.start()
    try:
        make_backup(here.settings, tmp_path / "busy", START)
    finally:
        stop.set()
        for thread in threads:
            thread.join()
    check_one_moment(tmp_path / "busy")

    populate(here.engine)
    installed = here.settings.instance / "installed" / "small" / "1.0.0"
    installed.mkdir(parents=True)
    (installed / "note.txt").write_text("ẞ", encoding="utf-8")
    before, scores = read_all(here.engine), read_scores(here, team, begun)
    made = make_backup(here.settings, tmp_path / "quiet", START, with_secret=True)
    assert made.row_count == sum(map(len, before.values()))
    assert {name for name, rows in before.items() if not rows} <= UNFILLED

    # What was there goes, and what came after the backup.
    other = open_engine(target.database_url)
    is_same = other.url == here.engine.url
    if is_same:
        run_write(other, lambda session: add_audit(session, LATER, action="later"))
    restore_backup(target, tmp_path / "quiet", LATER, replace=True)
    assert read_all(other) == before
    # Numbers go on after the last one.
    run_write(other, lambda session: add_audit(session, LATER, action="later"))
    assert len(read_all(other)["audit"]) == len(before["audit"]) + 1
    other.dispose()
    kept = target.instance / "installed" / "small" / "1.0.0" / "note.txt"
    assert kept.read_text(encoding="utf-8") == "ẞ"
    secret = (target.instance / "secret").read_text(encoding="ascii").strip()
    assert secret == here.settings.secret_key
    second = open_workspace(
        replace(target, toolkits=here.settings.toolkits, secret_key=secret), now=house.clock
    )
    assert read_scores(second, team, begun) == scores
    second.engine.dispose()


def test_a_room_goes_on_where_it_was_from_a_backup(
    house: House, team: Team, target: Settings, tmp_path: Path
) -> None:
    room = open_for(
        house.workspace, team.begin("small"), team.actor("facilitator"), anonymity="role", people=0
    )
    room.fill(5, role="Ministry")
    room.fill(5, role="School")
    room.open("basics")
    for place, one in enumerate(room.people):
        room.say(one, "basics.plan", place % 3)
    room.reveal()
    before = read_record(room)
    assert before["talks"][0]["askings"][0]["parts"]
    make_backup(house.workspace.settings, tmp_path / "room", START)
    restore_backup(target, tmp_path / "room", LATER, replace=True)
    toolkits = house.workspace.settings.toolkits
    second = open_workspace(replace(target, toolkits=toolkits), now=house.clock)
    there = replace(room, workspace=second)
    assert read_record(there) == before
    # Everybody keeps their seat, the door its code, and the table goes on.
    there.ask_again("basics.plan")
    assert there.say(there.people[0], "basics.plan", 2).saved[0].version == 1
    there.join(role="School")
    assert len(there.people_rows()) == 11
    second.engine.dispose()


def read_record(room: OpenRoom) -> dict[str, Any]:
    """Give all that the report of a room tells."""
    return gather_record(room.workspace, room.room)


def check_one_moment(path: Path) -> None:
    """Each answer stands there with exactly its versions: all of it is of one moment."""
    with zipfile.ZipFile(path) as archive:
        tables = {
            name: [json.loads(line) for line in archive.read(f"tables/{name}.jsonl").splitlines()]
            for name in ("assessment_answer", "answer_history")
        }
    versions: dict[tuple[str, str], list[int]] = {}
    for row in tables["answer_history"]:
        versions.setdefault((row[0], row[1]), []).append(row[2])
    answers = {(row[0], row[1]): row[2] for row in tables["assessment_answer"]}
    assert {key: sorted(found) for key, found in versions.items()} == {
        key: list(range(1, last + 1)) for key, last in answers.items()
    }


# --- Files that are not as they should be ---------------------------------------------------------


@pytest.fixture
def small(migrated_file: Path, tmp_path: Path) -> tuple[Settings, Path]:
    """A small installation on SQLite, and its backup."""
    folder = tmp_path / "first"
    folder.mkdir()
    path = folder / "eready.sqlite3"
    path.write_bytes(migrated_file.read_bytes())
    engine = open_engine(f"sqlite:///{path}")
    populate(engine)
    engine.dispose()
    settings = fill_settings(Settings(instance=folder, database_url=f"sqlite:///{path}"))
    make_backup(settings, tmp_path / "backup", START)
    return settings, tmp_path / "backup"


def rewrite(path: Path, change: Callable[[Members, dict[str, Any]], None]) -> Path:
    """Write a backup anew after a change of its members or of its manifest."""
    with zipfile.ZipFile(path) as archive:
        members = {name: archive.read(name) for name in archive.namelist()}
    manifest = json.loads(members.pop("manifest.json"))
    change(members, manifest)
    target = path.with_name("changed")
    with zipfile.ZipFile(target, "w") as archive:
        for name, data in members.items():
            archive.writestr(name, data)
        archive.writestr("manifest.json", json.dumps(manifest))
    return target


def put(name: str, data: bytes, **more: object) -> Callable[[Members, dict[str, Any]], None]:
    """Put a member in, named in the manifest as it should be."""

    def change(members: Members, manifest: dict[str, Any]) -> None:
        members[name] = data
        item = {"bytes": len(data), "sha256": hashlib.sha256(data).hexdigest()}
        manifest["members"][name] = manifest["members"].get(name, {}) | item | more

    return change


def set_in(**values: object) -> Callable[[Members, dict[str, Any]], None]:
    return lambda _members, manifest: manifest.update(values)


def drop(name: str) -> Callable[[Members, dict[str, Any]], None]:
    return lambda members, manifest: (members.pop(name), manifest["members"].pop(name))[0] and None


def edit(name: str, data: bytes) -> Callable[[Members, dict[str, Any]], None]:
    return lambda members, _manifest: members.update({name: data})


LINK = json.dumps(["x", "nobody", "admin", None, "2026-11-22T00:00:00+00:00"]).encode() + b"\n"
WRONG = {
    "another format": set_in(format="eready-backup/2"),
    "another revision": set_in(revision="0003"),
    "no members": set_in(members=[]),
    "a member more": edit("tables/more.jsonl", b""),
    "a member named that leads out": put("installed/../../x", b"x"),
    "a member named that begins at the root": put("/etc/x", b"x"),
    "a member with a backslash": put("installed/a\\b", b"x"),
    "another sum": edit("tables/unit.jsonl", b"[]\n"),
    "a table less": drop("tables/unit.jsonl"),
    "no rows": put("tables/organisation.jsonl", b"{}\n", rows=1),
    "too few rows": put("tables/feedback.jsonl", b"", rows=7),
    "too few cells": put("tables/organisation.jsonl", b"[1]\n", rows=1),
    "other columns": put("tables/feedback.jsonl", b"", columns=["id"]),
    "a number for a text": put("tables/organisation.jsonl", b'[1,"n",null,"2026-11-22"]\n', rows=1),
    "no moment": put("tables/organisation.jsonl", b'["a","n",null,"soon"]\n', rows=1),
    "a NUL": put(
        "tables/organisation.jsonl", b'["a","\\u0000",null,"2026-11-22T00:00:00+00:00"]\n', rows=1
    ),
    "a row without its parent": put("tables/unit_role.jsonl", LINK, rows=1),
    "deep": put("tables/organisation.jsonl", b"[" * 100_000 + b"]" * 100_000, rows=1),
}


@pytest.mark.parametrize("change", WRONG.values(), ids=WRONG.keys())
def test_a_file_that_is_not_as_it_should_be_changes_nothing(
    small: tuple[Settings, Path], change: Callable[..., None], tmp_path: Path
) -> None:
    settings, backup = small
    before = sorted(path.name for path in tmp_path.rglob("*"))
    engine = open_engine(settings.database_url)
    rows = read_all(engine)
    wrong = rewrite(backup, change)
    with pytest.raises(BackupError):
        restore_backup(settings, wrong, LATER, replace=True)
    wrong.unlink()
    assert read_all(engine) == rows
    engine.dispose()
    assert sorted(path.name for path in tmp_path.rglob("*")) == before


def test_files_that_are_no_backup(small: tuple[Settings, Path], tmp_path: Path) -> None:
    settings, backup = small
    whole = backup.read_bytes()
    middle = len(whole) // 3
    for data in (b"", b"no zip", whole[:-50], whole[middle:],
                 whole[:middle] + bytes(200) + whole[middle + 200 :]):  # fmt: skip
        wrong = tmp_path / "wrong"
        wrong.write_bytes(data)
        with pytest.raises(BackupError):
            restore_backup(settings, wrong, LATER, replace=True)
    with pytest.raises(BackupError, match="No such file"):
        restore_backup(settings, tmp_path / "none", LATER)


def test_nothing_is_taken_away_without_being_told(
    small: tuple[Settings, Path], tmp_path: Path
) -> None:
    settings, backup = small
    with pytest.raises(BackupError, match="--replace"):
        restore_backup(settings, backup, LATER)
    with pytest.raises(BackupError, match="there already"):
        make_backup(settings, backup, LATER)
    engine = open_engine(settings.database_url)
    beat = text("insert into heartbeat values ('w', :at, :at)")
    with engine.begin() as connection:
        connection.execute(beat, {"at": "2026-11-22T09:59:30.000000Z"})
    with pytest.raises(BackupError, match="worker is alive"):
        restore_backup(settings, backup, LATER, replace=True)
    with engine.begin() as connection:
        connection.execute(text("update alembic_version set version_num = '0003'"))
    with pytest.raises(BackupError, match="eready migrate"):
        restore_backup(settings, backup, LATER, replace=True)
    engine.dispose()
    # Into an empty one it goes as it is; without its secret none is made.
    empty = fill_settings(Settings(instance=tmp_path / "empty"))
    done = restore_backup(empty, backup, LATER)
    assert not done.is_secret_written
    assert not (tmp_path / "empty" / "secret").exists()
    engine = open_engine(empty.database_url)
    with engine.connect() as connection:
        assert connection.execute(select(OrganisationRow.id)).all()
    with engine.begin() as connection, pytest.raises(Exception, match="UNIQUE"):
        connection.execute(insert(OrganisationRow), [{"id": "a", "name": "n", "created_at": LATER}])
    engine.dispose()


def test_only_the_owner_reads_a_backup(small: tuple[Settings, Path]) -> None:
    assert small[1].stat().st_mode & 0o777 == 0o600
