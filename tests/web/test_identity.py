"""Before a reveal nothing tells what anybody chose: two rooms that differ in that alone look alike.

One site is made and copied. In each copy the same people say different things at the same moment;
then everybody who may ask anything asks everything, and gets the same bytes.
"""

import os
import random
import re
import shutil
import sqlite3
import time
from collections import Counter
from dataclasses import dataclass
from pathlib import Path

import pytest
from flask import Flask
from flask.testing import FlaskClient

from app.response.workshop.priority import Rating
from app.service.job import run_due_jobs
from app.service.permission import ROLES
from app.service.runner import RUNNERS
from app.service.secret import hash_secret
from app.service.workshop.feedback import save_feedback
from app.service.workshop.planning import FEEDBACK, PRIORITIES
from app.service.workshop.priority import add_items, save_ratings, step_on
from app.service.workshop.voting import finish_block
from app.web.area import ADMIN, SIGNED_IN
from app.web.scene import access_of
from tests.exercise import Exercise, hold_round
from tests.room import OpenRoom, open_alone
from tests.team import make_team
from tests.web.conftest import open_app
from tests.web.walk import OWN, workspace_of

SECRET = "the-secret-in-the-link-for-the-host"
LAPTOP = {"accounts": False, "host_key": hash_secret(SECRET), "public_url": "http://192.0.2.7:8000"}
BLOCK = "management"
LEVELS = 5
MEMBERS = (*ROLES, "admin", "stranger", "anonymous")
PARTS = 4
"""The looks of all of them in so many tests, so that they can run beside each other."""
ELSEWHERE = frozenset({"/admin/settings"})
"""Says in which folder a copy lies, which differs as it should."""
PER_REQUEST = frozenset({"X-Request-Id", "Date"})
Told = dict[str, tuple[object, ...]]


@dataclass(frozen=True)
class Base:
    """The site before anybody answers what is open; `alone` is a room of a laptop's host."""

    folder: Path
    filled: Path
    exercise: Exercise
    room: OpenRoom
    alone: OpenRoom


@dataclass(frozen=True)
class Site:
    """One of two copies."""

    app: Flask
    base: Base
    room: OpenRoom

    def client(self, who: str) -> FlaskClient:
        """Give somebody's browser: a member by their role, `seat 3`, or `host`."""
        client = self.app.test_client()
        if who.startswith("seat "):
            secret = self.room.people[int(who.split()[1])].seat
            assert secret
            client.set_cookie("seat", secret, path=f"/room/{self.room.id}")
        elif who == "host":
            assert client.post(f"/host/{SECRET}", headers=OWN).status_code == 303
        elif who != "anonymous":
            client.set_cookie("sign-in", self.base.exercise.team.secrets[who])
        return client

    def list_addresses(self, *, within: str = "/") -> list[str]:
        """Give every address one can look at, with the ids of what is there."""
        made = self.base.exercise
        ids = {
            "assessment_id": made.round, "unit_id": made.team.unit_id,
            "account": made.team.people["contributor"], "comment_id": made.comment,
            "evidence_id": made.file, "action_id": made.action, "workshop_id": self.room.id,
            "participant_id": self.room.ids[0], "what": "letter", "question_id": "MAN-01",
            "topic_id": BLOCK, "index_id": "e-government-by-data", "toolkit_id": "e-government",
            "country": "KEN", "int:number": "1", "after": "review", "name": "profile",
            "node": BLOCK, "job_id": "1", "code": self.room.code, "token": SECRET,
        }  # fmt: skip
        rules = [
            rule.rule.replace("<kind>", kind)
            for rule in self.app.url_map.iter_rules()
            if "GET" in (rule.methods or ())
            for kind in (("csv", "xlsx", "json") if "<kind>" in rule.rule else ("",))
        ]
        found = {re.sub(r"<([\w:]+)>", lambda one: ids.get(one[1], "1"), rule) for rule in rules}
        return sorted(path for path in found - ELSEWHERE if path.startswith(within))

    def may_be_asked(self, who: str, path: str) -> bool:
        """Whether it is more than one more way to be told that there is nothing."""
        rule, _ = self.app.url_map.bind("localhost").match(path, return_rule=True)
        access = access_of(self.app).get(rule.endpoint, "public")
        return access not in {ADMIN, SIGNED_IN} or who in {"admin", "facilitator", "stranger"}


def copy_database(source: Path, target: Path) -> None:
    """Copy a database that is in use."""
    with sqlite3.connect(source) as old, sqlite3.connect(target) as new:
        old.backup(new)


@pytest.fixture(scope="module")
def base(filled_file: Path, tmp_path_factory: pytest.TempPathFactory) -> Base:
    folder = tmp_path_factory.mktemp("identity")
    app = open_app(folder / "base", filled_file)
    here = workspace_of(app)
    exercise = hold_round(make_team(here))
    for who in MEMBERS[:-1]:
        exercise.team.secret(who)
    facilitator = exercise.team.actor("facilitator")
    room = OpenRoom(here, exercise.workshop, facilitator)
    roles = dict.fromkeys(("Ministry", "Civil society"), 5)
    alone = open_alone(here, "e-government", anonymity="role", roles=roles)
    for one in (room, alone):
        for place in range(10):
            one.join(role="Ministry" if place % 2 else "Civil society")
        one.open(BLOCK)
    here.engine.dispose()
    copy_database(folder / "base" / "eready.sqlite3", folder / "room.sqlite3")
    return Base(folder, filled_file, exercise, room, alone)


def open_site(base: Base, name: str, room: OpenRoom, **settings: object) -> Site:
    """Open one copy."""
    folder = base.folder / name
    shutil.rmtree(folder, ignore_errors=True)
    shutil.copytree(base.folder / "base", folder, ignore=shutil.ignore_patterns("*.sqlite3*"))
    app = open_app(folder, base.folder / "room.sqlite3", **settings)
    here = workspace_of(app)
    return Site(app, base, OpenRoom(here, room.id, room.facilitator, room.people, room.ids))


def answer(site: Site, shift: int) -> None:
    """Let four say something to all that is open, each another thing in each copy; one stops."""
    room, toolkit = site.room, site.room.room.toolkit
    names = room.state().open_questions
    for place, person in enumerate(room.people[:4]):
        for number, name in enumerate(names):
            question = toolkit.question(name)
            is_known = question.kind == "level" and not (shift and number == place)
            value = (place * number + shift) % LEVELS if is_known else None
            room.say(person, name, value, state="answered" if is_known else "unknown")
    finish_block(room.people[4], room.workspace, room.id)


@pytest.fixture
def even(monkeypatch: pytest.MonkeyPatch) -> random.Random:
    """What is made by chance or by the clock is made alike in both copies."""
    chance = random.Random(1)  # noqa: S311  # it has to be alike, not strong
    monkeypatch.setattr(os, "urandom", chance.randbytes)
    monkeypatch.setattr(random, "_urandom", chance.randbytes)
    moment = time.time()
    monkeypatch.setattr(time, "time", lambda: moment)
    return chance


def listen(site: Site, who: str, paths: list[str], chance: random.Random) -> Told:
    """Ask everything as somebody."""
    told: Told = {}
    client = site.client(who)
    for path in paths:
        chance.seed(f"{who} {path}")
        response = client.get(path)
        headers = sorted(pair for pair in response.headers if pair[0] not in PER_REQUEST)
        told[f"{who} {path}"] = (response.status_code, tuple(headers), response.get_data())
    return told


def listen_all(site: Site, roles: tuple[str, ...], chance: random.Random, within: str) -> Told:
    """Ask everything as everybody."""
    told: Told = {}
    paths = site.list_addresses(within=within)
    for who in roles:
        asked = [path for path in paths if site.may_be_asked(who, path)]
        told |= listen(site, who, asked, chance)
    return told


def differ(one: Told, other: Told) -> list[str]:
    """Name what differs; both were asked the same."""
    assert one.keys() == other.keys()
    return [name for name in one if one[name] != other[name]]


def open_pair(base: Base, room: OpenRoom, **settings: object) -> tuple[Site, Site]:
    """Open both copies, answered differently."""
    sites = (open_site(base, "one", room, **settings), open_site(base, "two", room, **settings))
    for shift, site in enumerate(sites):
        answer(site, shift)
    votes = [
        [(row.participant_id, row.question, row.value) for row in s.room.votes()] for s in sites
    ]
    assert votes[0] != votes[1]
    assert [vote[:2] for vote in votes[0]] == [vote[:2] for vote in votes[1]]
    return sites


@pytest.mark.parametrize("part", range(PARTS))
def test_every_look_is_alike_while_people_answer(
    base: Base, even: random.Random, part: int
) -> None:
    one, two = open_pair(base, base.room)
    roles = (*MEMBERS, "seat 4", "seat 9")[part::PARTS]
    told = [listen_all(site, roles, even, "/") for site in (one, two)]
    codes = Counter(code for code, _, _ in told[0].values())
    assert codes[200] > 300 / PARTS / 2
    assert max(codes) < 500
    assert not differ(*told)


def test_files_are_alike_while_people_answer(base: Base, even: random.Random) -> None:
    """Files are made in the background, so they are asked for twice."""
    one, two = open_pair(base, base.room)
    room, round_id = f"/workshop/{base.room.id}", f"/assessments/{base.exercise.round}"
    for site in (one, two):
        client = site.client("facilitator")
        for path in (f"{room}/report", f"{room}/documents/letter", f"{round_id}/report"):
            even.seed(path)
            assert client.post(path, headers=OWN).status_code == 303, path
        even.seed("jobs")
        assert run_due_jobs(workspace_of(site.app), RUNNERS) >= 3
    endings = (".pdf", ".xlsx", ".csv", "/report", "/documents/letter")
    paths = [path for path in one.list_addresses() if path.endswith(endings)]
    told = [listen(site, "facilitator", paths, even) for site in (one, two)]
    files = [body for code, _, body in told[0].values() if code == 200]
    assert sum(body[:4] == b"%PDF" for body in files if isinstance(body, bytes)) >= 2
    assert not differ(*told)


def test_the_room_is_alike_once_it_is_closed(base: Base, even: random.Random) -> None:
    one, two = open_pair(base, base.room)
    for site in (one, two):
        site.room.close()
    roles = ("facilitator", "focal-point", "seat 4", "seat 9", "anonymous")
    within = ("/workshop/", "/room/", "/join", f"/assessments/{base.exercise.round}")
    for place in within:
        told = [listen_all(site, roles, even, place) for site in (one, two)]
        assert not differ(*told)


def test_the_hosts_laptop_is_alike(base: Base, even: random.Random) -> None:
    one, two = open_pair(base, base.alone, **LAPTOP)
    told = [listen_all(site, ("host", "seat 4", "anonymous"), even, "/") for site in (one, two)]
    assert told[0][f"host /workshop/{base.alone.id}/tables/1"][0] == 200
    assert not differ(*told)


def rate(site: Site, shift: int) -> None:
    """Let four rate and judge, each otherwise in each copy."""
    room = site.room
    room.close()
    room.go_to(PRIORITIES)
    add_items(room.facilitator, room.workspace, room.id, texts=("One", "Two"))
    seen = room.room.row.version
    step_on(room.facilitator, room.workspace, room.id, "open", seen=seen)
    for place, person in enumerate(room.people[:6]):
        save_ratings(person, room.workspace, room.id, [Rating(0, 1 + (place + shift) % 5, 3)])


def test_ratings_and_feedback_are_alike_before_they_are_shown(
    base: Base, even: random.Random
) -> None:
    one, two = open_pair(base, base.room)
    roles = ("facilitator", "seat 7", "seat 9")
    for shift, site in enumerate((one, two)):
        rate(site, shift)
    for place in ("/workshop/", "/room/"):
        assert not differ(*[listen_all(site, roles, even, place) for site in (one, two)])
    for shift, site in enumerate((one, two)):
        site.room.go_to(FEEDBACK)
        for person in site.room.people[:6]:
            save_feedback(person, site.room.workspace, site.room.id, {"useful": 3 + shift})
    for place in ("/workshop/", "/room/"):
        assert not differ(*[listen_all(site, roles, even, place) for site in (one, two)])


def test_the_comparison_would_notice(base: Base, even: random.Random) -> None:
    one, two = open_pair(base, base.room)
    for site in (one, two):
        for person in site.room.people[4:9]:
            site.room.say(person, site.room.state().open_questions[0], 2)
        site.room.reveal()
    roles = ("facilitator", "seat 9")
    told = [
        {
            **listen_all(site, roles, even, "/workshop/"),
            **listen_all(site, roles, even, "/room/"),
        }
        for site in (one, two)
    ]
    found = differ(*told)
    path = f"/workshop/{base.room.id}"
    assert f"facilitator {path}/tables/1" in found
    assert f"facilitator {path}/screen" in found
    assert f"facilitator {path}/report" in found
    assert f"facilitator {path}/votes.csv" in found
    assert f"seat 9 /room/{base.room.id}" in found
