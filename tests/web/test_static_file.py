"""Files of the site: small on the way, kept a year, and never mixed up by a cache between."""

import gzip
from collections.abc import Callable
from urllib.parse import urlsplit

import brotli
import pytest
from flask import Flask
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from app.paths import STATIC
from app.web import compression, static_file
from app.web.static_file import static_url
from tests.web.walk import KENYA, Walker

STYLE = "css/eready.css"
PLAIN = (STATIC / STYLE).read_bytes()
UNPACK: dict[str, Callable[[bytes], bytes]] = {
    "": bytes,
    "gzip": gzip.decompress,
    "br": brotli.decompress,
}
WISHES = [
    ("", ""), ("identity", ""), ("deflate", ""), ("gzip", "gzip"), ("gzip, deflate", "gzip"),
    ("gzip, deflate, br, zstd", "br"), ("br;q=0, gzip", "gzip"), ("br;q=0.5, gzip;q=0.9", "gzip"),
    ("gzip;q=0", ""), ("*", "br"), ("xx-unknown, ,;;", ""),
]  # fmt: skip


def fetch(client: FlaskClient, name: str, wish: str, **headers: str) -> TestResponse:
    named = {key.replace("_", "-"): value for key, value in headers.items()}
    return client.get(static_url(name), headers={"Accept-Encoding": wish, **named})


@pytest.mark.parametrize(("wish", "encoding"), WISHES)
def test_a_file_comes_as_the_browser_can_read_it(
    client: FlaskClient, wish: str, encoding: str
) -> None:
    for address in (static_url(STYLE), "/toolkits", "/"):
        response = client.get(address, headers={"Accept-Encoding": wish})
        assert response.headers.get("Content-Encoding", "") == encoding
        assert "Accept-Encoding" in response.vary
        body = UNPACK[encoding](response.data)
        assert int(response.headers["Content-Length"]) == len(response.data)
        if address.startswith("/static/"):
            assert body == PLAIN
        else:
            assert body.strip().endswith(b"</html>")


def test_the_smallest_form_is_the_one_for_most_browsers(client: FlaskClient) -> None:
    for name in ("css/eready.css", "js/answer.js", "vendor/plotly.css"):
        sizes = [len(fetch(client, name, wish).data) for wish in ("br", "gzip", "")]
        assert sizes == sorted(sizes)
        assert sizes[1] < sizes[2] / 2


def test_a_large_file_is_compressed_too(client: FlaskClient) -> None:
    name = "vendor/plotly.min.js"
    packed = fetch(client, name, "br").data
    assert len(packed) < 350_000
    assert brotli.decompress(packed) == (STATIC / name).read_bytes()


def test_what_is_compressed_already_stays_as_it_is(client: FlaskClient) -> None:
    response = fetch(client, "vendor/fonts/NotoSansMath-Regular.ttf", "br, gzip")
    assert "Content-Encoding" not in response.headers
    assert "Accept-Encoding" not in response.vary


def test_each_form_has_a_tag_of_its_own_and_is_not_sent_twice(client: FlaskClient) -> None:
    tags = {}
    for wish in UNPACK:
        first = fetch(client, STYLE, wish)
        tags[wish] = first.headers["ETag"]
        again = fetch(client, STYLE, wish, If_None_Match=tags[wish])
        assert again.status_code == 304
        assert not again.data
        for name in ("ETag", "Vary", "Cache-Control"):
            assert again.headers[name] == first.headers[name]
    assert len(set(tags.values())) == len(UNPACK)
    assert all(not tag.startswith("W/") for tag in tags.values())
    # A cache that asks again with the tag of one form for a browser that reads another.
    assert fetch(client, STYLE, "gzip", If_None_Match=tags["br"]).status_code == 200


def test_a_kept_page_is_not_sent_twice_whatever_its_form(client: FlaskClient) -> None:
    for wish in UNPACK:
        headers = {"Accept-Encoding": wish}
        tag = client.get("/toolkits", headers=headers).headers["ETag"]
        again = client.get("/toolkits", headers={**headers, "If-None-Match": tag})
        assert again.status_code == 304
        assert "Accept-Encoding" in again.vary


def test_asking_for_the_head_alone_tells_the_same(client: FlaskClient) -> None:
    whole = fetch(client, STYLE, "br")
    head = client.head(static_url(STYLE), headers={"Accept-Encoding": "br"})
    assert not head.data
    for name in ("ETag", "Content-Encoding", "Content-Length", "Cache-Control"):
        assert head.headers[name] == whole.headers[name]


def test_nothing_is_compressed_twice(client: FlaskClient, monkeypatch: pytest.MonkeyPatch) -> None:
    static_file.warm()
    made: list[str] = []

    def note(body: bytes, encoding: str, level: int) -> bytes:
        made.append(encoding)
        return compression.pack(body, encoding, level)

    monkeypatch.setattr(static_file, "pack", note)
    for folder in static_file.OF_PAGES:
        for path in sorted((STATIC / folder).iterdir()):
            for wish in ("br", "gzip"):
                assert fetch(client, f"{folder}/{path.name}", wish).status_code == 200
    assert not made


def test_a_page_with_a_private_link_is_never_compressed(app: Flask) -> None:
    walker = Walker(app)
    walker.save(f"{KENYA}/answers/policy", {"POL-01": "=1"})
    link = walker.go(f"{KENYA}/link").one("input", id="link").attributes["value"]
    for address in (f"{KENYA}/link", urlsplit(link).path):
        for wish in ("br", "gzip"):
            response = walker.client.get(address, headers={"Accept-Encoding": wish})
            assert response.status_code == 200
            assert "Content-Encoding" not in response.headers
            assert response.get_data(as_text=True).strip().endswith("</html>")
