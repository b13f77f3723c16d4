"""The author's site refuses what the public one refuses, and is for this machine only."""

import re
from pathlib import Path

import pytest

from app.paths import TOOLKITS
from app.web.scene import access_of
from tests.web.page import check_headers
from tests.web.preview.conftest import OWN, Author, OpenAuthor

LIST = Path(__file__).with_name("routes.txt")
EVIL = ["a\0b", "%00", "../../etc/passwd", "<script>alert(1)</script>", "{{7*7}}", "é" * 300]


@pytest.fixture
def author(open_author: OpenAuthor) -> Author:
    return open_author(TOOLKITS / "_features" / "right" / "level.yaml")


def list_routes(author: Author) -> list[str]:
    access = access_of(author.app) | {"static": "public"}
    return sorted(
        f"{method} {rule.rule} {rule.endpoint} {access[rule.endpoint]}"
        for rule in author.app.url_map.iter_rules()
        for method in (rule.methods or set()) - {"HEAD", "OPTIONS"}
    )


def acts(author: Author) -> list[str]:
    rules = [line.split()[1] for line in list_routes(author) if line.startswith("POST")]
    return [re.sub(r"<[^>]+>", "base", rule) for rule in rules]


def test_routes_are_the_committed_ones(author: Author) -> None:
    assert list_routes(author) == LIST.read_text(encoding="utf-8").splitlines()


@pytest.mark.parametrize("path", ["/findings", "/form/base", "/version", "/nowhere", "/report.pdf"])
def test_every_answer_has_the_headers_of_the_site(author: Author, path: str) -> None:
    check_headers(author.client.get(path))


@pytest.mark.parametrize("host", ["evil.example", "localhost.evil.example", "192.0.2.1", ""])
def test_only_this_machine_is_answered(author: Author, host: str) -> None:
    assert author.client.get("/findings", headers={"Host": host}).status_code == 400


@pytest.mark.parametrize(
    "headers",
    [{}, {"Origin": "https://evil.example"}, {"Sec-Fetch-Site": "cross-site"}],
)
def test_acts_from_elsewhere_are_refused(author: Author, headers: dict[str, str]) -> None:
    assert acts(author)
    for path in acts(author):
        assert author.client.post(path, headers=headers).status_code == 403, path


def test_too_large_and_broken_bodies_are_refused(author: Author) -> None:
    for path in acts(author):
        large = author.client.post(path, data={"a": "x" * 5_000_000}, headers=OWN)
        assert large.status_code == 413, path
        broken = author.client.post(
            path, data=b"a=%FF", content_type="application/x-www-form-urlencoded", headers=OWN
        )
        assert broken.status_code == 400, path


@pytest.mark.parametrize("text", EVIL, ids=range(len(EVIL)))
def test_evil_in_every_address_is_told_well(author: Author, text: str) -> None:
    coded = "".join(f"%{byte:02X}" for byte in text.encode())
    for line in list_routes(author):
        method, rule = line.split()[:2]
        if method != "GET":
            continue
        response = author.client.get(re.sub(r"<[^>]+>", coded, rule) + f"?lang={coded}")
        assert response.status_code < 500, rule
        assert b"<script>alert" not in response.data


@pytest.mark.parametrize(
    "path", ["/form/none", "/score/none", "/report/none", "/form/L-1", "/nowhere"]
)
def test_what_is_not_there_is_told(author: Author, path: str) -> None:
    page = author.open(path, status=404)
    assert "There is no such page" in page.one("h1").text
