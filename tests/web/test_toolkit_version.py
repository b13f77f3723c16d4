"""Versions of a toolkit: listed, read, compared, taken along."""

import io
import shutil
import time
import zipfile
from datetime import UTC, datetime
from pathlib import Path

import pytest
from flask import Flask
from flask.testing import FlaskClient

from app.definition.loading import load_toolkit
from app.paths import TOOLKITS
from app.service.definition import PAUSE, pin_toolkits
from tests.web.conftest import MakeApp
from tests.web.page import Page, check_page
from tests.web.walk import main_text, workspace_of

VERSION = "version: '0.3.0'"
OLD = "/toolkits/climate-ewaste/versions/0.3.0"
NEW = "/toolkits/climate-ewaste/versions/1.0.0"


def change(folder: Path, *changes: tuple[str, str, str]) -> None:
    for name, before, after in changes:
        path = folder / name
        text = path.read_text(encoding="utf-8")
        assert before in text
        path.write_text(text.replace(before, after, 1), encoding="utf-8")


@pytest.fixture
def client(make_app: MakeApp, tmp_path: Path) -> FlaskClient:
    """A site with a newer version of one toolkit beside the older one, and a draft above both."""
    return open_versions(make_app, tmp_path).test_client()


def open_versions(make_app: MakeApp, tmp_path: Path) -> Flask:
    shipped, installed = tmp_path / "shipped", tmp_path / "site" / "installed" / "climate-ewaste"
    for name in ("climate-ewaste", "e-government"):
        shutil.copytree(TOOLKITS / name, shipped / name)
    shutil.copytree(shipped / "climate-ewaste", installed / "1.0.0")
    change(
        installed / "1.0.0",
        ("toolkit.yaml", VERSION, "version: '1.0.0'"),
        ("toolkit.yaml", "status: circulated", "status: final"),
        ("pillars/CE-EWA.yaml", "weight: 1", "weight: 3"),
        ("pillars/CE-EWA.yaml", "text: ", "text: Today, "),
    )
    shutil.copytree(installed / "1.0.0", installed / "2.0.0")
    change(
        installed / "2.0.0",
        ("toolkit.yaml", "version: '1.0.0'", "version: '2.0.0'"),
        ("toolkit.yaml", "status: final", "status: draft"),
    )
    return make_app(toolkits=shipped)


def fetch(client: FlaskClient, path: str, status: int = 200) -> Page:
    response = client.get(path)
    assert response.status_code == status
    return check_page(response)


def test_versions_are_listed_newest_first_without_drafts(client: FlaskClient) -> None:
    page = fetch(client, "/toolkits/climate-ewaste/versions")
    links = [item.attributes["href"] for item in page.find("a")]
    assert [link for link in links if "/versions/" in link] == [NEW, OLD]
    assert "2.0.0" not in main_text(page)
    assert len(page.find("option")) == 4
    fetch(client, "/toolkits/climate-ewaste/versions/2.0.0", status=404)


def test_current_version_is_the_newest_open_one(client: FlaskClient) -> None:
    page = main_text(fetch(client, "/toolkits/climate-ewaste"))
    assert "1.0.0" in page
    assert "Open to everybody; whatever changes comes as a new version." in page
    assert "not the current one" not in page


def test_older_version_says_so_and_keeps_its_own_texts(client: FlaskClient) -> None:
    page = fetch(client, OLD)
    assert "You are reading version 0.3.0, which is not the current one." in main_text(page)
    assert "Open to everybody" not in main_text(page)
    assert not page.find("a", class_="button")
    pillar = fetch(client, f"{OLD}/pillars/CE-EWA")
    assert "Today, " not in main_text(pillar)
    assert "Today, " in main_text(fetch(client, f"{NEW}/pillars/CE-EWA"))
    links = [item.attributes["href"] for item in page.find("a")]
    assert f"{OLD}/pillars/CE-EWA" in links
    assert not [link for link in links if link.startswith("/toolkits/climate-ewaste/pillars/")]


def test_version_can_be_named_by_its_content(make_app: MakeApp, tmp_path: Path) -> None:
    app = open_versions(make_app, tmp_path)
    client = app.test_client()
    for toolkit in workspace_of(app).toolkits.versions("climate-ewaste"):
        for digits in (8, 12, 64):
            name = toolkit.content_hash[:digits]
            page = fetch(client, f"/toolkits/climate-ewaste/versions/{name}")
            assert toolkit.version in main_text(page)
    short = workspace_of(app).toolkits.versions("climate-ewaste")[0].content_hash[:7]
    fetch(client, f"/toolkits/climate-ewaste/versions/{short}", status=404)


def test_difference_says_what_changed_and_what_follows(client: FlaskClient) -> None:
    page = fetch(client, "/toolkits/climate-ewaste/difference?from=0.3.0&to=1.0.0")
    text = main_text(page)
    assert "Scores of earlier answers can change." in text
    assert "Earlier answers stand once they are confirmed." in text
    assert page.find("ins")[0].text == "added: Today,"
    assert "circulated" in [item.text for item in page.find("del")]
    assert "final" in [item.text for item in page.find("ins")]
    plain = fetch(client, "/toolkits/climate-ewaste/difference")
    assert main_text(plain) == text


def test_difference_of_a_version_with_itself_is_nothing(client: FlaskClient) -> None:
    page = fetch(client, "/toolkits/climate-ewaste/difference?from=1.0.0&to=1.0.0")
    assert "both are the same to the last letter" in main_text(page)
    only = fetch(client, "/toolkits/e-government/difference")
    assert "both are the same to the last letter" in main_text(only)


@pytest.mark.parametrize(
    "address",
    [
        "/toolkits/climate-ewaste/difference?from=2.0.0",
        "/toolkits/climate-ewaste/difference?to=nothing",
        "/toolkits/climate-ewaste/difference?from=%3Cscript%3E",
        "/toolkits/climate-ewaste/versions/0.3.1",
        f"{OLD}/pillars/nothing",
        f"{OLD}/questions/nothing",
        "/toolkits/nothing/versions",
        "/toolkits/nothing/difference",
    ],
)
def test_what_is_not_there_gets_a_page_that_helps(client: FlaskClient, address: str) -> None:
    fetch(client, address, status=404)


def test_archive_reads_back_to_the_same_toolkit(client: FlaskClient, tmp_path: Path) -> None:
    response = client.get("/toolkits/climate-ewaste.zip")
    assert response.mimetype == "application/zip"
    assert "climate-ewaste-1.0.0.zip" in response.headers["Content-Disposition"]
    with zipfile.ZipFile(io.BytesIO(response.data)) as archive:
        assert archive.testzip() is None
        assert {"climate-ewaste/toolkit.yaml", "climate-ewaste/LICENSE"} <= set(archive.namelist())
        assert "CC-BY-4.0" in archive.read("climate-ewaste/LICENSE").decode()
        archive.extractall(tmp_path / "out")
    toolkit = load_toolkit(tmp_path / "out" / "climate-ewaste")
    assert toolkit.content_hash[:12] in main_text(fetch(client, "/toolkits/climate-ewaste"))


def test_archive_is_the_same_bytes_and_need_not_be_sent_twice(client: FlaskClient) -> None:
    first, second = client.get(f"{OLD}.zip"), client.get(f"{OLD}.zip")
    assert first.data == second.data
    again = client.get(f"{OLD}.zip", headers={"If-None-Match": first.headers["ETag"]})
    assert again.status_code == 304
    assert client.get(f"{NEW}.zip").data != first.data
    assert client.get("/toolkits/climate-ewaste/versions/2.0.0.zip").status_code == 404


def test_versions_tell_when_they_were_first_seen(make_app: MakeApp, tmp_path: Path) -> None:
    app = open_versions(make_app, tmp_path)
    here = workspace_of(app)
    pin_toolkits(here.engine, here.toolkits.list(), datetime(2026, 3, 4, tzinfo=UTC))
    page = main_text(fetch(app.test_client(), "/toolkits/climate-ewaste/versions"))
    assert page.count("4 March 2026") == 1
    assert page.count("not known") == 1


def test_a_version_whose_files_are_gone_can_still_be_read(
    make_app: MakeApp, tmp_path: Path
) -> None:
    app = open_versions(make_app, tmp_path)
    here = workspace_of(app)
    pin_toolkits(here.engine, here.toolkits.list(), datetime(2026, 3, 4, tzinfo=UTC))
    shutil.rmtree(tmp_path / "site" / "installed" / "climate-ewaste" / "1.0.0")
    time.sleep(PAUSE + 0.1)
    client = app.test_client()
    assert "0.3.0" in main_text(fetch(client, "/toolkits/climate-ewaste"))
    page = main_text(fetch(client, f"{NEW}/pillars/CE-EWA"))
    assert "which is not the current one" in page
    assert client.get(f"{NEW}.zip").status_code == 200
