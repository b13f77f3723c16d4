"""The host of a laptop: their link, their cookie, and that neither is worth anything elsewhere."""

import pytest
from flask import Flask
from flask.testing import FlaskClient
from itsdangerous import Signer

from app.service.secret import hash_secret
from tests.web.conftest import MakeApp
from tests.web.page import check_page
from tests.web.walk import OWN

SECRET = "the-secret-in-the-link-for-the-host"
KEY = hash_secret(SECRET)
LAPTOP = {"accounts": False, "host_key": KEY, "public_url": "http://192.0.2.7:8000"}


@pytest.fixture
def laptop(make_app: MakeApp) -> Flask:
    return make_app(**LAPTOP)


def enter(client: FlaskClient, token: str = SECRET) -> int:
    return client.post(f"/host/{token}", headers=OWN).status_code


def test_the_link_makes_a_browser_the_host(laptop: Flask) -> None:
    client = laptop.test_client()
    assert client.get("/host").status_code == 404
    assert client.get("/workshops").status_code == 404
    door = check_page(client.get(f"/host/{SECRET}"))
    assert door.one("form", method="post")
    assert client.get("/host").status_code == 404, "looking at the link does nothing"
    assert enter(client) == 303
    page = check_page(client.get("/host"))
    assert "http://192.0.2.7:8000/join" in page.text
    assert page.find("svg")
    assert client.get("/workshops").status_code == 200
    assert client.post("/host", headers=OWN).status_code == 303
    assert client.get("/workshops").status_code == 404


def test_the_link_opens_on_more_than_one_device(laptop: Flask) -> None:
    first, second = laptop.test_client(), laptop.test_client()
    assert (enter(first), enter(second)) == (303, 303)
    assert first.get("/workshops").status_code == second.get("/workshops").status_code == 200
    cookies = {client.get_cookie("host").value for client in (first, second)}  # type: ignore[union-attr]
    assert len(cookies) == 2
    assert not any(SECRET in cookie for cookie in cookies)


def test_nobody_else_may_frame_keep_or_find_the_link(laptop: Flask) -> None:
    response = laptop.test_client().get(f"/host/{SECRET}")
    assert response.headers["X-Robots-Tag"] == "noindex, nofollow"
    assert response.headers["Cache-Control"] == "no-store"


@pytest.mark.parametrize("token", ["wrong", KEY, SECRET[:-1], SECRET + "x", "%C3%A9"])
def test_a_wrong_link_opens_nothing(laptop: Flask, token: str) -> None:
    client = laptop.test_client()
    assert client.get(f"/host/{token}").status_code == 404
    assert enter(client, token) == 404
    assert client.get_cookie("host") is None


def test_wrong_links_are_limited(make_app: MakeApp) -> None:
    client = make_app(**LAPTOP, link_failures=3).test_client()
    answers = [enter(client, "guess") for _ in range(4)]
    assert answers == [404, 404, 404, 429]
    assert enter(client) == 303, "another secret is another matter"


@pytest.mark.parametrize(
    "value",
    [
        "x",
        KEY,
        SECRET,
        Signer("another key", salt=f"host {KEY}").sign(b"me").decode(),
        Signer("for tests, long enough to be taken", salt="host ").sign(b"me").decode(),
        Signer("for tests, long enough to be taken", salt="check-cookie").sign(b"me").decode(),
        "é.é",
        "a" * 300,
    ],
)
def test_a_forged_cookie_is_worth_nothing(laptop: Flask, value: str) -> None:
    client = laptop.test_client()
    client.set_cookie("host", value)
    for address in ("/host", "/workshops", "/workshops/new"):
        assert client.get(address).status_code == 404, address
    assert client.post("/host", headers=OWN).status_code == 404


def take_cookie(laptop: Flask) -> str:
    client = laptop.test_client()
    assert enter(client) == 303
    cookie = client.get_cookie("host")
    assert cookie is not None
    return cookie.value


@pytest.mark.parametrize(
    "settings",
    [
        {"accounts": False, "host_key": hash_secret("the secret of the next start")},
        {"accounts": False, "host_key": ""},
        {"accounts": True, "host_key": ""},
        {"accounts": True, "host_key": KEY},
    ],
)
def test_the_cookie_ends_with_the_server_and_is_nothing_elsewhere(
    laptop: Flask, make_app: MakeApp, settings: dict[str, object]
) -> None:
    cookie = take_cookie(laptop)
    other = make_app(**settings).test_client()
    other.set_cookie("host", cookie)
    for address in ("/host", f"/host/{SECRET}", "/workshops"):
        assert other.get(address).status_code == 404, address
    assert other.post("/host", headers=OWN).status_code == 404
    assert enter(other) == 404


def test_the_host_has_no_account(laptop: Flask) -> None:
    client = laptop.test_client()
    assert enter(client) == 303
    for address in ("/assessments", "/sign-in", "/account", "/admin", "/assessments/new"):
        assert client.get(address).status_code == 404, address


def test_another_site_makes_nobody_host(laptop: Flask) -> None:
    client = laptop.test_client()
    sent = client.post(f"/host/{SECRET}", headers={"Origin": "https://elsewhere.example"})
    assert sent.status_code == 403
    assert client.get_cookie("host") is None
