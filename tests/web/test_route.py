"""Which routes there are and who may use them: a list that changes on purpose only."""

from pathlib import Path

from flask import Flask

from app.service.permission import ACTIONS, UNIT_ACTIONS
from app.web.area import (
    ADMIN,
    ON_WORKSHOP,
    OWN_CHECK,
    OWN_SEAT,
    OWN_WORKSHOPS,
    PUBLIC,
    SIGNED_IN,
    on_assessment,
)
from app.web.scene import access_of

LIST = Path(__file__).with_name("routes.txt")


def list_routes(app: Flask) -> list[str]:
    access = access_of(app) | {"static": PUBLIC}
    return sorted(
        f"{method} {rule.rule} {rule.endpoint} {access[rule.endpoint]}"
        for rule in app.url_map.iter_rules()
        for method in (rule.methods or set()) - {"HEAD", "OPTIONS"}
    )


def test_routes_are_the_committed_ones(app: Flask) -> None:
    assert list_routes(app) == LIST.read_text(encoding="utf-8").splitlines()


def test_every_route_says_who_may_use_it(app: Flask) -> None:
    allowed = {PUBLIC, OWN_CHECK, OWN_SEAT, SIGNED_IN, ADMIN, ON_WORKSHOP, OWN_WORKSHOPS}
    allowed |= set(UNIT_ACTIONS)
    allowed |= {on_assessment(action) for action in ACTIONS}
    assert set(access_of(app).values()) <= allowed
    endpoints = {rule.endpoint for rule in app.url_map.iter_rules()} - {"static"}
    assert endpoints == set(access_of(app))


def test_a_stranger_gets_nothing_of_a_check(app: Flask) -> None:
    client = app.test_client()
    for line in list_routes(app):
        method, rule, _, access = line.split()
        if access not in {OWN_CHECK, OWN_SEAT}:
            continue
        address = rule.replace("<toolkit_id>", "e-government").replace("<country>", "KEN")
        response = client.open(
            address.replace("<", "").replace(">", ""),
            method=method,
            headers={"Origin": "http://localhost"},
        )
        assert response.status_code == 404, line
