"""Files of evidence in a browser without script: sent, saved, refused with what was typed kept."""

import io

import pytest
from flask import Flask
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from app.service.assessment.file_kind import KINDS
from app.store.error import StorageError
from tests.service.assessment.sample_file import PDF, SAMPLES, TXT, make_open
from tests.team import Team, make_team
from tests.web.conftest import MakeApp
from tests.web.page import check_page
from tests.web.test_assessment_page import TOOLKIT, walk_as
from tests.web.walk import OWN, Walker, count_rows, main_text, workspace_of

KEPT = ("evidence", "evidence_file")


@pytest.fixture(scope="module")
def team(app: Flask) -> Team:
    return make_team(workspace_of(app))


@pytest.fixture
def begun(team: Team) -> str:
    return team.begin(TOOLKIT, parameters={"sector": "health"})


def files_of(begun: str, question: str = "ES-VIS-1") -> str:
    return f"/assessments/{begun}/questions/{question}/files"


def send(client: FlaskClient, address: str, body: bytes, name: str, **fields: str) -> TestResponse:
    data: dict[str, object] = {**fields, "file": (io.BytesIO(body), name)}
    return client.post(address, data=data, headers=OWN, content_type="multipart/form-data")


def pieces(walker: Walker, begun: str) -> dict[str, str]:
    """Give the address of each file by what stands on its link."""
    page = walker.go(f"/assessments/{begun}/questions/ES-VIS-1/evidence")
    return {
        item.text: item.attributes["href"]
        for item in page.find("a")
        if item.attributes["href"].endswith("/file")
    }


def test_every_kind_is_sent_and_saved_as_it_was(app: Flask, team: Team, begun: str) -> None:
    walker = walk_as(app, team, "contributor")
    for name, body in SAMPLES.items():
        response = send(walker.client, files_of(begun), body, name, title=f"The {name}")
        assert response.status_code == 303, (name, response.get_data(as_text=True))
    links = pieces(walker, begun)
    assert len(links) == len(SAMPLES)
    viewer = walk_as(app, team, "viewer").client
    for name, body in SAMPLES.items():
        response = viewer.get(links[f"Save the file (The {name})"])
        assert response.data == body, name
        named = f"attachment; filename=\"{name}\"; filename*=UTF-8''{name}"
        assert response.headers["Content-Disposition"] == named
        assert response.headers["Content-Security-Policy"] == "default-src 'none'; sandbox"
        assert response.headers["X-Content-Type-Options"] == "nosniff"
        assert response.headers["Cache-Control"] == "no-store"
        assert response.mimetype in {kind.media_type for kind in KINDS}


def test_names_go_out_clean(app: Flask, team: Team, begun: str) -> None:
    walker = walk_as(app, team, "contributor")
    name = "../x/قرار\u202e 1.txt"
    assert send(walker.client, files_of(begun), TXT, name).status_code == 303
    (link,) = pieces(walker, begun).values()
    said = walker.client.get(link).headers["Content-Disposition"]
    whole = "%D9%82%D8%B1%D8%A7%D8%B1%201.txt"
    assert said == f"attachment; filename=\"file.txt\"; filename*=UTF-8''{whole}"
    assert "\u202e" not in walker.go(f"/assessments/{begun}/evidence").text


def test_what_is_refused_keeps_what_was_typed(
    app: Flask, team: Team, begun: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    walker = walk_as(app, team, "contributor")
    address, before = files_of(begun), count_rows(app, *KEPT)
    for body, name, words in (
        (b"<html></html>", "act.pdf", "of this kind are not taken"),
        (b"<svg/>", "map.svg", "of this kind are not taken"),
        (PDF, "act.docx", "something else than the end of its name"),
        (b"", "act.pdf", "This file is empty."),
        (make_open()[:-5], "act.docx", "damaged"),
        (b"", "", "Choose a file."),
    ):
        response = send(walker.client, address, body, name, title="The act", note="Long.\nText")
        assert response.status_code == 422, name
        page = check_page(response)
        assert words in main_text(page), name
        assert page.find("a", href="#_file")
        assert page.one("input", id="_file-title").attributes["value"] == "The act"
        assert "Choose the file again" in main_text(page)
    response = send(walker.client, address, PDF, "act.pdf", title="x" * 301)
    assert check_page(response).find("a", href="#_file-title")

    def fail(*_given: object) -> None:
        raise StorageError("full")

    with monkeypatch.context() as patch:
        patch.setattr("app.service.assessment.evidence_file.table.keep_file", fail)
        response = send(walker.client, address, PDF, "act.pdf", note="Kept.")
    assert (response.status_code, response.headers["Retry-After"]) == (503, "60")
    assert "Kept." in check_page(response).one("textarea", id="_file-note").text
    assert count_rows(app, *KEPT) == before


def test_what_is_huge_is_refused_before_it_is_read(make_app: MakeApp) -> None:
    app = make_app(evidence_bytes=50_000, evidence_quota=60_000)
    team = make_team(workspace_of(app))
    begun = team.begin(TOOLKIT, parameters={"sector": "health"})
    client = walk_as(app, team, "contributor").client
    large = send(client, files_of(begun), b"x" * 50_001, "a.txt", note="Typed.")
    assert large.status_code == 422
    assert "at most 50 kB are taken" in large.get_data(as_text=True)
    assert "Typed." in large.get_data(as_text=True)
    assert send(client, files_of(begun), b"x" * 300_000, "a.txt").status_code == 413
    assert send(client, files_of(begun), b"x" * 50_000, "a.txt").status_code == 303
    full = send(client, files_of(begun), b"y" * 50_000, "a.txt")
    assert full.status_code == 422
    assert "more than 60 kB" in full.get_data(as_text=True)
    # Many files are no upload of ours; other routes take no large body at all.
    data = {f"file{number}": (io.BytesIO(b"x"), "a.txt") for number in range(2_100)}
    many = client.post(files_of(begun), data=data, headers=OWN, content_type="multipart/form-data")
    assert many.status_code == 413
    other = files_of(begun).replace("/files", "/evidence")
    assert send(client, other, b"x" * 1_100_000, "a.txt").status_code == 413
    assert count_rows(app, *KEPT) == {"evidence": 1, "evidence_file": 1}


def test_who_may_not_sends_and_saves_nothing(app: Flask, team: Team, begun: str) -> None:
    walker = walk_as(app, team, "contributor")
    send(walker.client, files_of(begun), TXT, "a.txt")
    (link,) = pieces(walker, begun).values()
    other = make_team(workspace_of(app), "NAM")
    elsewhere = other.begin(TOOLKIT, parameters={"sector": "health"})
    before = count_rows(app, *KEPT)
    for role in ("viewer", "reviewer", "approver", "stranger", "admin"):
        client = walk_as(app, team, role).client
        assert send(client, files_of(begun), PDF, "a.pdf").status_code == 404
        assert send(client, link, PDF, "a.pdf", version="1").status_code == 404
    theirs = walk_as(app, other, "focal-point").client
    for client in (theirs, Walker(app).client, walk_as(app, team, "stranger").client):
        assert client.get(link).status_code == 404
        assert client.get(link.replace(begun, elsewhere)).status_code == 404
        assert send(client, files_of(begun), PDF, "a.pdf").status_code == 404
    assert (
        send(theirs, link.replace(begun, elsewhere), PDF, "a.pdf", version="1").status_code == 404
    )
    assert send(walker.client, files_of(begun, "no-such"), PDF, "a.pdf").status_code == 404
    forged = {"Origin": "https://elsewhere.example"}
    data = {"file": (io.BytesIO(PDF), "a.pdf")}
    assert walker.client.post(files_of(begun), data=data, headers=forged).status_code == 403
    team.set_state(begun, "approved")
    assert send(walker.client, files_of(begun), PDF, "a.pdf").status_code == 409
    assert walker.client.get(link).data == TXT
    assert count_rows(app, *KEPT) == before


def test_a_promise_comes_and_two_meet(app: Flask, team: Team, begun: str) -> None:
    walker = walk_as(app, team, "contributor")
    walker.go(f"/assessments/{begun}/questions/ES-VIS-1/evidence")
    walker.send("/evidence", title="Budget", state="promised", promised_by="Treasury")
    assert walker.page is not None
    change = next(item.attributes["href"] for item in walker.page.find("a")
                  if "It has come" in item.text)  # fmt: skip
    page = check_page(send(walker.client, f"{change}/file", b"<html>", "a.txt", version="1"))
    assert page.find("a", href="#_file")
    assert send(walker.client, f"{change}/file", TXT, "a.txt", version="1").status_code == 303
    met = send(walker.client, f"{change}/file", PDF, "a.pdf", version="1")
    assert met.status_code == 409
    assert "Somebody else was here meanwhile" in main_text(check_page(met))
    assert walker.client.get(f"{change}/file").data == TXT
    page = walker.go(change)
    assert not page.find("input", id="_link")
    walker.send("/remove")
    assert walker.client.get(f"{change}/file").status_code == 404
