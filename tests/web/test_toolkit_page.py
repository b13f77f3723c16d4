"""Toolkits to read: every page of every toolkit, in three languages."""

import pytest
from flask import Flask
from flask.testing import FlaskClient

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


@pytest.mark.parametrize("language", ["ar", "zh"])
def test_texts_of_a_toolkit_say_their_language(client: FlaskClient, language: str) -> None:
    for address in ("/toolkits/e-government", "/toolkits/e-government/pillars/policy"):
        page = client.get(f"{address}?lang={language}").get_data(as_text=True)
        assert f'<html lang="{language}"' in page
        assert '<span lang="en" dir="ltr">Policy</span>' in page


def test_a_question_has_an_address_of_its_own(client: FlaskClient, fetch_page: FetchPage) -> None:
    response = client.get("/toolkits/e-government/questions/INF-01")
    assert response.status_code == 308
    assert response.location == "/toolkits/e-government/pillars/infrastructure#INF-01"
    page = fetch_page("/toolkits/e-government/pillars/infrastructure")
    assert page.find("article", id="INF-01")
