"""Strangers, colleagues of another country, observers and the anonymous at every route of members.

Each gets 404, nothing is changed but the trail, and the trail names what was wanted.
"""

import hashlib
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select, text

from app.service.permission import ACTIONS, UNIT_ACTIONS, VIEWER
from app.store.table import METADATA
from app.web.area import ADMIN, OPEN_TO_ALL, OWN_WORKSHOPS, SIGNED_IN
from app.web.scene import access_of
from tests.exercise import Exercise, approve_round, begin_next, hold_round, review_round
from tests.team import make_team
from tests.web.conftest import open_app
from tests.web.walk import OWN, SCRIPT, workspace_of

ON_ASSESSMENT = "assessment:"
NOT_COMPARED = frozenset({"audit", "throttle"})


@dataclass(frozen=True)
class Route:
    """A way in, with real ids in its address."""

    method: str
    address: str
    access: str

    @property
    def wanted(self) -> str:
        return self.access.removeprefix(ON_ASSESSMENT).removeprefix("workshop:")


@dataclass(frozen=True)
class House:
    """Two countries with a full round each, and everybody's devices."""

    app: Flask
    exercise: Exercise
    next_round: str
    elsewhere: Exercise

    def list_routes(self, round_id: str) -> list[Route]:
        """Give every route that is for members."""
        access, ids = access_of(self.app), self.ids(round_id)
        return sorted(
            (
                Route(method, _fill(rule.rule, ids), access[rule.endpoint])
                for rule in self.app.url_map.iter_rules()
                if rule.endpoint in access and access[rule.endpoint] not in OPEN_TO_ALL
                for method in (rule.methods or set()) & {"GET", "POST"}
            ),
            key=lambda route: (route.method, route.address),
        )

    def ids(self, round_id: str) -> Mapping[str, str]:
        made = self.exercise
        return {
            "assessment_id": round_id,
            "unit_id": made.team.unit_id,
            "account": made.team.people["contributor"],
            "comment_id": made.comment,
            "evidence_id": made.file,
            "action_id": made.action,
            "workshop_id": made.workshop,
            "participant_id": made.participant,
            "what": "letter",
            "question_id": "POL-01",
            "topic_id": "policy",
            "index_id": "e-government-by-data",
            "toolkit_id": "e-government",
            "country": "KEN",
            "int:number": "1",
            "after": "collecting",
            "name": "profile",
            "kind": "csv",
            "node": "total",
            "job_id": "1",
        }

    def client(self, who: str) -> FlaskClient:
        client = self.app.test_client()
        if who == "anonymous":
            return client
        team = self.elsewhere.team if who == "colleague" else self.exercise.team
        client.set_cookie("sign-in", team.secret("focal-point" if who == "colleague" else who))
        return client


def _fill(rule: str, ids: Mapping[str, str]) -> str:
    return re.sub(r"<([\w:]+)>", lambda match: ids.get(match[1], "1"), rule)


@pytest.fixture(scope="module")
def house(filled_file: Path, tmp_path_factory: pytest.TempPathFactory) -> House:
    app = open_app(tmp_path_factory.mktemp("strangers"), filled_file)
    here = workspace_of(app)
    exercise = hold_round(make_team(here))
    review_round(exercise)
    approve_round(exercise)
    next_round = begin_next(exercise)
    elsewhere = hold_round(make_team(here, "UGA"))
    made = House(app, exercise, next_round, elsewhere)
    for who in ("stranger", "colleague", "viewer", "admin"):
        made.client(who).get("/")
    return made


def digest(app: Flask) -> dict[str, str]:
    """Give a hash of all rows of each table that nobody here may change."""
    found = {}
    with workspace_of(app).engine.connect() as connection:
        for name, table in METADATA.tables.items():
            if name not in NOT_COMPARED:
                rows = sorted(repr(tuple(row)) for row in connection.execute(select(table)))
                found[name] = hashlib.sha256("\n".join(rows).encode()).hexdigest()
    return found


class Trail:
    """The refusals in the trail, each read once; they are counted anew after each look."""

    def __init__(self, app: Flask) -> None:
        self.engine = workspace_of(app).engine
        self.seen = 0
        self.read()

    def read(self) -> list[tuple[str, str]]:
        """Give subject and wanted action of every refusal since the last look."""
        table = METADATA.tables["audit"]
        query = select(table).where(table.c.action == "refused", table.c.id > self.seen)
        with self.engine.begin() as connection:
            connection.execute(text("delete from throttle"))
            rows = connection.execute(query.order_by(table.c.id)).all()
        self.seen = max([self.seen, *(row.id for row in rows)])
        return [(row.subject, row.detail["wanted"]) for row in rows]


def attempt(client: FlaskClient, route: Route) -> Iterator[int]:
    """Try a route as a page does, and as the script does."""
    yield client.open(route.address, method=route.method, headers=OWN).status_code
    if route.method == "POST":
        yield client.open(route.address, method="POST", headers=SCRIPT, data={}).status_code


def is_closed_to(who: str, route: Route) -> bool:
    """Tell whether somebody may not use a route at all."""
    if route.access == ADMIN:
        return who != "admin"
    if route.access in {SIGNED_IN, OWN_WORKSHOPS}:
        return who == "anonymous"
    if who != "viewer":
        return True
    if route.access in UNIT_ACTIONS:
        return VIEWER not in UNIT_ACTIONS[route.access]
    return VIEWER not in ACTIONS[route.wanted].roles


@pytest.mark.parametrize(
    ("who", "which"),
    [
        ("stranger", "approved"),
        ("stranger", "collecting"),
        ("viewer", "approved"),
        ("viewer", "collecting"),
        ("colleague", "collecting"),
        ("admin", "approved"),
        ("anonymous", "collecting"),
    ],
)
def test_whoever_may_not_gets_404_and_changes_nothing(house: House, who: str, which: str) -> None:
    round_id = house.exercise.round if which == "approved" else house.next_round
    routes = [route for route in house.list_routes(round_id) if is_closed_to(who, route)]
    assert len(routes) > 40
    client, before = house.client(who), digest(house.app)
    trail = Trail(house.app)
    wrong = []
    for route in routes:
        tried, refused = list(attempt(client, route)), trail.read()
        if set(tried) != {404} or [wanted for _, wanted in refused] != [route.wanted] * len(tried):
            wrong.append((route, tried, refused))
        elif route.access.startswith(ON_ASSESSMENT):
            assert {subject for subject, _ in refused} == {round_id}, route
    assert not wrong, wrong
    assert digest(house.app) == before


@pytest.mark.parametrize("which", ["approved", "collecting"])
def test_an_observer_reads_what_the_table_lets_them(house: House, which: str) -> None:
    round_id = house.exercise.round if which == "approved" else house.next_round
    client, reads = house.client("viewer"), 0
    for route in house.list_routes(round_id):
        if route.method == "GET" and not is_closed_to("viewer", route):
            reads += client.get(route.address).status_code in {200, 303}
    assert reads > 20


def test_the_table_is_tried_against_rounds_that_have_everything(house: House) -> None:
    with workspace_of(house.app).engine.connect() as connection:
        for name in (
            "assessment_answer", "answer_history", "assignment", "comment", "review_comment",
            "desk_value", "goal", "plan_action", "evidence", "evidence_file", "approval",
            "one_time_token", "assessment_role", "state_change",
        ):  # fmt: skip
            table = METADATA.tables[name]
            assert connection.execute(select(table)).first() is not None, name


@pytest.mark.parametrize("who", ["stranger", "colleague", "anonymous"])
def test_ids_of_one_s_own_open_nothing_of_others(house: House, who: str) -> None:
    """Real things of one assessment under the address of another, and units of others in forms."""
    mine, theirs = house.elsewhere, house.exercise
    client, before = house.client(who), digest(house.app)
    root = f"/assessments/{mine.round}"
    for address in (
        f"{root}/comments/{theirs.comment}/resolve",
        f"{root}/evidence/{theirs.evidence}",
        f"{root}/evidence/{theirs.evidence}/remove",
        f"{root}/plan/actions/{theirs.action}",
        f"{root}/plan/actions/{theirs.action}/removal",
    ):
        assert (
            client.post(address, headers=OWN, data={"version": "1", "seen": "1"}).status_code == 404
        ), address
    for address in (f"{root}/evidence/{theirs.file}/file", f"{root}/plan/actions/{theirs.action}"):
        assert client.get(address).status_code == 404, address
    sent = {"unit": theirs.team.unit_id, "toolkit": "e-government", "scope": "country"}
    assert client.post("/assessments/new", headers=OWN, data=sent).status_code == 404
    offered = client.get(f"/assessments/new?unit={theirs.team.unit_id}&toolkit=e-government")
    assert "Kenya" not in offered.get_data(as_text=True)
    invitation = {"invitation": theirs.invitation}
    address = f"{root}/people/invitations/revoke"
    assert client.post(address, headers=OWN, data=invitation).status_code == 404
    assert digest(house.app) == before


@pytest.mark.parametrize("who", ["stranger", "colleague", "viewer", "admin", "anonymous"])
def test_what_is_not_published_is_public_nowhere(house: House, who: str) -> None:
    client = house.client(who)
    for round_id in (house.exercise.round, house.next_round):
        page = f"/published/{round_id}"
        for address in (page, f"{page}/report", f"{page}/report.pdf", f"{page}/result.csv"):
            assert client.get(address).status_code == 404, address
    assert client.get("/published").status_code == 200
