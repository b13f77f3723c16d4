"""Requests that no honest browser sends get a clear answer, never a failure of ours."""

import json
import re
from collections.abc import Iterator
from urllib.parse import unquote_to_bytes

import pytest
from flask import Flask
from flask.testing import FlaskClient

from app.web.body_limit import LIMITS
from tests.web.conftest import MakeApp
from tests.web.walk import workspace_of

EVIL = [
    "\0",
    "a\0b",
    "%00",
    "\ud800",
    "9" * 5_000,
    "-1",
    "../../etc/passwd",
    "..%2f..%2fetc%2fpasswd",
    "<script>alert(1)</script>",
    "=1+1",
    "{{7*7}}",
    "%s%n",
    "NaN",
    "é" * 300,
    "\u202eKEN",
    "' OR 1=1 --",
]
FIELDS = ["lang", "toolkit", "country", "sector", "compare", "scheme", "v"]
FIELDS += ["from", "to", "version", "part", "scope", "quick", "language", "parameter"]


def escape(text: str) -> str:
    """Write a text into an address as bytes, half characters too."""
    raw = text.encode("utf-8", "surrogatepass")
    return "".join(f"%{byte:02X}" for byte in raw)


def gets(app: Flask) -> Iterator[str]:
    for rule in app.url_map.iter_rules():
        if "GET" in (rule.methods or ()):
            yield rule.rule


def fill(rule: str, text: str) -> str:
    return re.sub(r"<[^>]+>", escape(text), rule)


def is_told_well(client: FlaskClient, address: str) -> None:
    response = client.get(address)
    assert response.status_code < 500, (address[:200], response.status_code)
    # A download may be binary; nothing of it may look like a page.
    is_text = response.mimetype.startswith("text/") or response.mimetype.endswith("json")
    body = response.get_data().decode("utf-8" if is_text else "latin-1")
    assert "<script>alert" not in body
    assert "Traceback" not in body
    if response.status_code >= 400:
        assert "<h1" in body, address[:200]


@pytest.mark.parametrize("text", EVIL, ids=range(len(EVIL)))
def test_evil_in_every_place_of_every_path(app: Flask, client: FlaskClient, text: str) -> None:
    for rule in gets(app):
        if "<" in rule:
            is_told_well(client, fill(rule, text))


@pytest.mark.parametrize("text", EVIL, ids=range(len(EVIL)))
def test_evil_in_every_field_of_every_address(app: Flask, client: FlaskClient, text: str) -> None:
    fields = "&".join(f"{name}={escape(text)}" for name in FIELDS)
    for rule in gets(app):
        for address in {rule.replace("<country>", "KEN"), rule}:
            is_told_well(client, f"{fill(address, 'e-government')}?{fields}"[:3_900])


@pytest.mark.parametrize(
    ("address", "status"),
    [
        ("/?toolkit=%00", 400),
        ("/?toolkit=%ED%A0%80", 400),
        ("/?toolkit=%FF", 400),
        ("/check?toolkit=%00&country=KEN", 400),
        ("/?" + "a=1&" * 60, 400),
        ("/?a=" + "9" * 5_000, 414),
        ("/indicators/" + "9" * 5_000, 414),
        ("/indicators/" + "9" * 3_000, 404),
        ("/nowhere", 404),
        ("/static/../pyproject.toml", 404),
        ("/static/css/../../pyproject.toml", 404),
        ("/static/vendor/%2e%2e/%2e%2e/app/settings.py", 404),
        ("/static/vendor/MANIFEST", 404),
    ],
)
def test_address_is_refused(client: FlaskClient, address: str, status: int) -> None:
    assert client.get(address).status_code == status


def test_wrong_method_is_told_on_every_route(app: Flask, client: FlaskClient) -> None:
    own = {"Origin": "http://localhost"}
    for rule in app.url_map.iter_rules():
        for method in ("PUT", "DELETE", "PATCH"):
            address = fill_in(rule.rule)
            response = client.open(address, method=method, headers=own)
            assert response.status_code == 405, (method, address)
            assert response.headers["Allow"]


def fill_in(rule: str) -> str:
    """Write something into the places of an address; a number where only one is taken."""
    return re.sub(r"<[^>]+>", "x", re.sub(r"<int:[^>]+>", "1", rule))


def acts(app: Flask) -> list[str]:
    return [
        re.sub(r"<country>", "KEN", re.sub(r"<toolkit_id>", "e-government", rule.rule))
        for rule in app.url_map.iter_rules()
        if "POST" in (rule.methods or ())
    ]


@pytest.mark.parametrize(
    "headers",
    [
        {"Origin": "https://evil.example"},
        {"Origin": "http://localhost.evil.example"},
        {"Origin": "http://localhost:1"},
        {"Origin": "http://["},
        {"Sec-Fetch-Site": "cross-site"},
        {"Sec-Fetch-Site": "same-site"},
        {"Origin": "null", "Sec-Fetch-Site": "cross-site"},
        {},
    ],
)
def test_acts_from_elsewhere_are_refused(
    app: Flask, client: FlaskClient, headers: dict[str, str]
) -> None:
    assert acts(app)
    for address in acts(app):
        response = client.post(re.sub(r"<[^>]+>", "x", address), headers=headers)
        assert response.status_code == 403, address


@pytest.mark.parametrize("host", ["evil.example", "localhost.evil.example", "a b", "[::1", ""])
def test_only_known_hosts_are_answered(client: FlaskClient, host: str) -> None:
    response = client.get("/", headers={"Host": host})
    assert response.status_code == 400
    assert "evil" not in response.get_data(as_text=True)


def test_too_large_a_body_is_refused(make_app: MakeApp) -> None:
    app = make_app(request_bytes=10_000, form_fields=20, evidence_bytes=10_000)
    settings = workspace_of(app).settings
    client = app.test_client()
    own = {"Origin": "http://localhost"}
    for rule in app.url_map.iter_rules():
        if "POST" not in (rule.methods or ()):
            continue
        path = fill_in(rule.rule)
        # Those that take files have a limit of their own.
        limit = LIMITS.get(rule.endpoint, lambda _settings: 10_000)(settings)
        large = client.post(path, data={"a": "x" * (limit + 10_000)}, headers=own)
        assert large.status_code == 413, path
        assert "Nothing was saved" in large.get_data(as_text=True)
        many = client.post(path, data={f"f{n}": "" for n in range(5_000)}, headers=own)
        assert many.status_code in {400, 413}, path
        short = client.post(path, data={f"f{n}": "" for n in range(50)}, headers=own)
        assert short.status_code == 413, path


@pytest.mark.parametrize("body", [b"a=%00", b"a=\0", b"a=%ED%A0%80", b"a=\xff", b"%FF=1"])
@pytest.mark.parametrize("kind", ["application/x-www-form-urlencoded", "text/plain"])
def test_bodies_that_are_no_text_are_refused(
    app: Flask, client: FlaskClient, kind: str, body: bytes
) -> None:
    own = {"Origin": "http://localhost"}
    raw = unquote_to_bytes(body) if kind == "text/plain" else body
    for address in acts(app):
        path = re.sub(r"<[^>]+>", "x", address)
        response = client.post(path, data=raw, content_type=kind, headers=own)
        assert response.status_code == 400, path


def test_programs_get_errors_as_json(client: FlaskClient) -> None:
    response = client.get("/nowhere", headers={"Accept": "application/json"})
    assert response.status_code == 404
    error = json.loads(response.get_data(as_text=True))["error"]
    assert error["code"] == 404
    assert "no such" in error["message"] or "address" in error["message"]


def test_errors_speak_the_reader_s_language(client: FlaskClient) -> None:
    response = client.get("/nowhere?lang=ar")
    assert '<html lang="ar" dir="rtl">' in response.get_data(as_text=True)


def test_a_bug_is_told_without_its_insides(make_app: MakeApp) -> None:
    app = make_app()

    def fail() -> str:
        raise RuntimeError("a secret of ours")

    app.add_url_rule("/broken", view_func=fail)
    response = app.test_client().get("/broken")
    assert response.status_code == 500
    assert "secret of ours" not in response.get_data(as_text=True)
    assert response.headers["Content-Security-Policy"]
