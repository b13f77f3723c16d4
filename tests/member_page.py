"""Every page for members, and what they published, of a site in which a team held a round."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from flask import Flask

from app.service.permission import ROLES
from app.store.engine import run_write
from app.store.unit import grant_unit_role
from app.web.area import OPEN_TO_ALL
from app.web.scene import access_of
from tests.exercise import Exercise, approve_round, begin_next, hold_round, review_round
from tests.team import Team, make_account, make_team
from tests.web.walk import workspace_of


@dataclass(frozen=True)
class Membership:
    """The secret of somebody's device who may open everything, and the addresses of each page."""

    secret: str
    addresses: Mapping[str, tuple[str, ...]]


def join_everything(app: Flask) -> Membership:
    """Hold two rounds, the first approved, and let somebody in who has every role."""
    team = make_team(workspace_of(app))
    _add_everybody(team)
    exercise = hold_round(team)
    review_round(exercise)
    approve_round(exercise, parts=("report",))
    public = f"/published/{exercise.round}"
    addresses: dict[str, tuple[str, ...]] = {
        "published.list_all": ("/published",),
        "published.show_published": (public,),
        "published.show_report": (f"{public}/report",),
    }
    for round_id in (exercise.round, begin_next(exercise)):
        for endpoint, address in _list_addresses(app, exercise, round_id):
            known = addresses.get(endpoint, ())
            addresses[endpoint] = (*known, *({address} - {*known}))
    return Membership(team.secret("everybody"), addresses)


def _add_everybody(team: Team) -> None:
    person = make_account(team.workspace, "everybody", is_admin=True)
    team.people["everybody"] = person
    for role in ROLES:
        granted: dict[str, object] = {
            "unit_id": team.unit_id,
            "account_id": person,
            "role": role,
            "granted_by": None,
            "granted_at": team.workspace.now(),
        }
        run_write(team.workspace.engine, lambda session, row=granted: grant_unit_role(session, row))


def _list_addresses(app: Flask, exercise: Exercise, round_id: str) -> Iterator[tuple[str, str]]:
    ids = {
        "assessment_id": round_id,
        "unit_id": exercise.team.unit_id,
        "account": exercise.team.people["contributor"],
        "comment_id": exercise.comment,
        "evidence_id": exercise.file,
        "action_id": exercise.action,
        "workshop_id": exercise.workshop,
        "participant_id": exercise.participant,
        "what": "letter",
        "question_id": "POL-01",
        "topic_id": "strategy",
        "index_id": "e-government-by-data",
        "toolkit_id": "e-government",
        "after": "review",
        "node": "policy",
    }
    access = access_of(app)
    for rule in app.url_map.iter_rules():
        if access.get(rule.endpoint, "public") in OPEN_TO_ALL:
            continue
        if "GET" in (rule.methods or ()) and not re.search(r"\.(?:\w+|<kind>)$", rule.rule):
            yield (
                rule.endpoint,
                re.sub(r"<([\w:]+)>", lambda match: ids.get(match[1], "1"), rule.rule),
            )
