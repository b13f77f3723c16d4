"""Who does not hold a check's cookie gets the same 404 as for one that isn't there."""

import re

import pytest
from flask import Flask

from app.web.area import OWN_CHECK
from app.web.scene import access_of
from tests.web.walk import KENYA, OWN, Walker, count_rows


def own_routes(app: Flask) -> list[tuple[str, str]]:
    """Give method and address of every route of a visitor's own check."""
    access = access_of(app)
    filled = {"name": "profile", "kind": "xlsx", "node": "total"}
    found = []
    for rule in app.url_map.iter_rules():
        if access.get(rule.endpoint) != OWN_CHECK:
            continue
        address = rule.rule.replace("/check/<toolkit_id>/<country>", KENYA)
        address = re.sub(r"<(\w+)>", lambda match: filled[match[1]], address)
        found += [(method, address) for method in (rule.methods or set()) & {"GET", "POST"}]
    return sorted(found)


@pytest.fixture
def walker(app: Flask) -> Walker:
    made = Walker(app)
    made.go(f"{KENYA}/answers/policy")
    made.send("", POL_01="=2", POL_02="=2", POL_04="=2")
    return made


def test_there_are_routes_to_try(app: Flask) -> None:
    routes = own_routes(app)
    assert len(routes) >= 12
    assert {method for method, _ in routes} == {"GET", "POST"}


@pytest.mark.parametrize("holds", ["nothing", "another country", "a forged key", "a minted key"])
def test_a_stranger_gets_nothing_and_changes_nothing(
    app: Flask, walker: Walker, holds: str
) -> None:
    stranger = Walker(app)
    key = walker.client.get_cookie("check", path=KENYA)
    assert key is not None
    if holds == "another country":
        stranger.go("/check/e-government/UGA/answers/policy")
        stranger.send("", POL_01="=1")
        other = stranger.client.get_cookie("check", path="/check/e-government/UGA")
        assert other is not None
        stranger.client.set_cookie("check", other.value, path=KENYA)
    elif holds == "a forged key":
        stranger.client.set_cookie("check", key.value[:-2] + "xx", path=KENYA)
    elif holds == "a minted key":
        stranger.go(f"{KENYA}/answers/policy")
    before = count_rows(app)
    for method, address in own_routes(app):
        response = stranger.client.open(address, method=method, headers=OWN)
        assert response.status_code == 404, (method, address)
        assert "There is no check of yours here" in response.get_data(as_text=True), address
    assert count_rows(app) == before
    result = walker.go(f"{KENYA}/result")
    assert "3 of 20 questions answered" in result.text


def test_a_stranger_s_answers_begin_a_check_of_their_own(app: Flask, walker: Walker) -> None:
    stranger = Walker(app)
    stranger.go(f"{KENYA}/answers/policy")
    assert "POL-01" not in stranger.form().fields
    stranger.send("", POL_01="=4")
    walker.go(f"{KENYA}/answers/policy")
    assert walker.form().fields["POL-01"] == ["=2"]


@pytest.mark.parametrize(
    "headers",
    [
        {"Origin": "https://evil.example"},
        {"Origin": "null", "Sec-Fetch-Site": "cross-site"},
        {"Sec-Fetch-Site": "same-site"},
        {},
    ],
)
def test_another_site_can_t_use_the_holder_s_cookie(
    app: Flask, walker: Walker, headers: dict[str, str]
) -> None:
    before = count_rows(app)
    posts = [address for method, address in own_routes(app) if method == "POST"]
    data = {"POL-01": "=0", "POL-01.version": "1", "csrf_token": "made-up"}
    for address in (*posts, f"{KENYA}/answers/policy"):
        response = walker.client.post(address, data=data, headers=headers)
        assert response.status_code == 403, address
        accepts = {**headers, "Accept": "application/json"}
        told = walker.client.post(address, data=data, headers=accepts)
        assert told.status_code == 403
        assert told.get_json()["error"]["code"] == 403
    assert count_rows(app) == before
    walker.go(f"{KENYA}/answers/policy")
    assert walker.form().fields["POL-01"] == ["=2"]


def test_private_pages_are_kept_by_nobody(walker: Walker, app: Flask) -> None:
    for method, address in own_routes(app):
        if method != "GET" or address.endswith(("report.pdf", ".json")):
            continue
        response = walker.client.get(address)
        assert response.status_code == 200, address
        assert response.headers["Cache-Control"] == "no-store", address
        assert "noindex" in response.headers["X-Robots-Tag"]
