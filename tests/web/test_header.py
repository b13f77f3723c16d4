"""What every response says about itself, and how long it may be kept."""

import gzip
import re

import pytest
from flask.testing import FlaskClient

from tests.web.conftest import MakeApp

RESPONSES = ["/", "/nowhere", "/health", "/static/css/eready.css", "/indicators/egdi.csv", "/check"]


@pytest.mark.parametrize("path", RESPONSES)
def test_every_response_carries_the_policy(client: FlaskClient, path: str) -> None:
    headers = client.get(path).headers
    assert headers["Content-Security-Policy"] == (
        "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; "
        "font-src 'self'; connect-src 'self'; form-action 'self'; base-uri 'none'; "
        "frame-ancestors 'none'; object-src 'none'"
    )
    assert headers["X-Content-Type-Options"] == "nosniff"
    assert headers["Referrer-Policy"] == "same-origin"
    assert "Strict-Transport-Security" not in headers


def test_https_is_asked_for_where_the_site_has_it(make_app: MakeApp) -> None:
    app = make_app(public_url="https://readiness.example.org", hosts=("localhost",))
    response = app.test_client().get("/?lang=ar")
    assert "max-age=" in response.headers["Strict-Transport-Security"]
    assert "Secure" in response.headers["Set-Cookie"]


def test_pages_are_compressed_and_say_so(client: FlaskClient) -> None:
    plain = client.get("/")
    packed = client.get("/", headers={"Accept-Encoding": "gzip"})
    assert "Content-Encoding" not in plain.headers
    assert packed.headers["Content-Encoding"] == "gzip"
    assert gzip.decompress(packed.data) == plain.data
    assert "Accept-Encoding" in packed.headers["Vary"]


def test_files_are_kept_a_year_under_their_hash(client: FlaskClient) -> None:
    page = client.get("/").get_data(as_text=True)
    address = re.search(r'href="(/static/css/eready\.css\?v=\w+)"', page)
    assert address
    fresh = client.get(address[1])
    assert fresh.headers["Cache-Control"] == "public, max-age=31536000, immutable"
    again = client.get(address[1], headers={"If-None-Match": fresh.headers["ETag"]})
    assert again.status_code == 304
    assert "immutable" not in client.get("/static/css/eready.css").headers["Cache-Control"]


def test_looking_leaves_no_cookie(client: FlaskClient) -> None:
    for path in ("/", "/indicators", "/data", "/check/e-government/KEN"):
        assert "Set-Cookie" not in client.get(path).headers, path


def test_chart_has_the_colours_of_the_page(client: FlaskClient) -> None:
    address = "/check/e-government/KEN/figures/profile.json"
    light, dark = client.get(address).json, client.get(f"{address}?scheme=dark").json
    assert light
    assert dark
    assert light["layout"]["font"]["color"] == "#14202b"
    assert dark["layout"]["font"]["color"] == "#e8eef2"
