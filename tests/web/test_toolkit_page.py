"""Toolkits to read: every page of every toolkit, in three languages."""

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import event

from tests.web.conftest import FetchPage
from tests.web.walk import main_text, workspace_of

TOOLKITS = (
    "climate-ewaste",
    "digital-inclusion",
    "e-environment",
    "e-government",
    "sector-e-strategy",
    "special-needs-assistance",
)


def test_all_toolkits_are_listed_with_status_and_effect(fetch_page: FetchPage) -> None:
    page = fetch_page("/toolkits")
    for name in TOOLKITS:
        assert page.find("a", href=f"/toolkits/{name}")
    assert main_text(page).count("Open to everybody; the text may still change.") == len(TOOLKITS)


@pytest.mark.parametrize("name", TOOLKITS)
def test_every_page_of_every_toolkit(app: Flask, fetch_page: FetchPage, name: str) -> None:
    toolkit = workspace_of(app).toolkits.get(name)
    assert toolkit is not None
    assert toolkit.disclaimer in main_text(fetch_page(f"/toolkits/{name}"))
    for pillar in toolkit.pillars:
        text = main_text(fetch_page(f"/toolkits/{name}/pillars/{pillar.id}"))
        for question in toolkit.questions:
            if toolkit.pillar_of(question.id) is pillar:
                said = [question.text, question.why]
                said += [part for level in question.levels for part in (level.state, level.action)]
                assert not [part for part in said if part.split("{")[0].strip() not in text]


@pytest.mark.parametrize("language", ["ar", "zh", "fr", "ru", "es"])
def test_texts_of_a_toolkit_say_their_language(client: FlaskClient, language: str) -> None:
    for address in ("/toolkits/e-government", "/toolkits/e-government/pillars/policy"):
        page = client.get(f"{address}?lang={language}").get_data(as_text=True)
        assert f'<html lang="{language}"' in page
        # The pillar is translated; a question that no quick-check asks is not, and says so.
        assert '<span lang="en" dir="ltr">Policy</span>' not in page
        if address.endswith("policy"):
            assert 'lang="en" dir="ltr"' in page


def test_a_question_has_an_address_of_its_own(client: FlaskClient, fetch_page: FetchPage) -> None:
    response = client.get("/toolkits/e-government/questions/INF-01")
    assert response.status_code == 308
    assert response.location == "/toolkits/e-government/pillars/infrastructure#INF-01"
    page = fetch_page("/toolkits/e-government/pillars/infrastructure")
    assert page.find("article", id="INF-01")


def test_texts_are_shown_for_an_option_that_can_be_changed(fetch_page: FetchPage) -> None:
    head = "/toolkits/sector-e-strategy"
    first = fetch_page(f"{head}/pillars/ES-VIS")
    assert "people who use health services" in main_text(first)
    assert first.find("a", href=f"{head}#_parameter-1")
    page = fetch_page(head)
    other = page.one("a", href=f"{head}?sector=agriculture")
    chosen = fetch_page(other.attributes["href"])
    pillar = f"{head}/pillars/ES-VIS?sector=agriculture"
    assert chosen.find("a", href=pillar)
    assert "people who use agriculture services" in main_text(fetch_page(pillar))
    unknown = fetch_page(f"{head}/pillars/ES-VIS?sector=nonsense")
    assert "people who use health services" in main_text(unknown)


def test_reading_asks_the_database_little(app: Flask, client: FlaskClient) -> None:
    asked: list[str] = []

    def note(_connection: object, _cursor: object, statement: str, *_rest: object) -> None:
        asked.append(statement)

    engine = workspace_of(app).engine
    event.listen(engine, "before_cursor_execute", note)
    ceilings = {
        "/toolkits": 0,
        "/toolkits/e-government": 0,
        "/toolkits/e-government/pillars/policy": 0,
        "/toolkits/e-government.zip": 0,
        "/toolkits/e-government/versions": 3,
        "/toolkits/e-government/versions/0.3.0": 3,
        "/toolkits/e-government/difference": 3,
    }
    try:
        for address, most in ceilings.items():
            client.get(address)
            looks = []
            # Which toolkits are current is asked every few seconds: it may fall into one look.
            for _ in range(3):
                asked.clear()
                assert client.get(address).status_code == 200
                looks.append([item for item in asked if item.lower().startswith("select")])
            assert min(map(len, looks)) <= most, (address, looks)
    finally:
        event.remove(engine, "before_cursor_execute", note)


def test_page_drawn_for_one_visitor_is_not_another_language(
    client: FlaskClient, app: Flask
) -> None:
    other = app.test_client()
    address = "/toolkits/e-government/pillars/outreach"
    first = client.get(f"{address}?lang=zh").get_data(as_text=True)
    second = other.get(f"{address}?lang=en").get_data(as_text=True)
    assert '<html lang="zh"' in first
    assert '<html lang="en"' in second


def test_arguments_that_a_page_does_not_read_drive_no_page_out(
    app: Flask, client: FlaskClient
) -> None:
    address = "/toolkits/e-government"
    kept = {
        f"{address}/pillars/policy": "part=1",
        f"{address}/difference": "from=0.3.0&to=0.3.0",
        "/toolkits": "lang=en",
    }
    for path, arguments in kept.items():
        assert client.get(f"{path}?{arguments}").status_code == 200
    pages = app.extensions["eready_drawn"].pages
    before = list(pages)
    for path in (address, f"{address}/versions", *kept):
        for name in ("z", "part", "from", "to"):
            client.get(f"{path}?{name}=0&z=1")
            if name not in kept.get(path, "") and path != f"{address}/difference":
                assert client.get(f"{path}?{name}=0").status_code == 200
    assert list(pages) == before
