"""Blank forms for anybody: chosen on a page, the PDF made once for all, the workbook at once."""

import io
from urllib.parse import parse_qs, urlsplit

import pytest
from flask import Flask
from flask.testing import FlaskClient
from python_calamine import CalamineWorkbook

from app.service.job import run_due_jobs
from app.service.runner import RUNNERS
from tests.web.conftest import FetchPage
from tests.web.walk import OWN, Walker, count_rows, workspace_of

FORM = "/toolkits/e-government/form"
SECTOR = "/toolkits/sector-e-strategy/form"


def sheets(body: bytes) -> list[str]:
    return CalamineWorkbook.from_filelike(io.BytesIO(body)).sheet_names


@pytest.mark.needs_pango
def test_a_form_is_chosen_made_and_fetched(app: Flask) -> None:
    walker = Walker(app)
    page = walker.go(FORM)
    assert "80 questions" in page.text
    before = count_rows(app, "job")["job"]
    page = walker.send("/form", extent="quick", press=("as", "pdf"), **{"in": "en"})
    assert parse_qs(urlsplit(walker.address).query)["extent"] == ["quick"]
    assert "20 questions" in page.text
    assert "The form is being made." in page.text
    assert page.find("meta", http_equiv="refresh")
    assert count_rows(app, "job")["job"] == before + 1
    # Whoever asks for the same form waits for the same job.
    other = Walker(app)
    other.go(FORM)
    other.send("/form", extent="quick", press=("as", "pdf"))
    assert count_rows(app, "job")["job"] == before + 1
    assert other.client.get(f"{FORM}.pdf?extent=quick").status_code == 404
    run_due_jobs(workspace_of(app), RUNNERS)
    page = other.go(f"{FORM}?extent=quick")
    way = page.find("a", class_="button")[0].attributes["href"]
    response = other.client.get(way)
    assert response.mimetype == "application/pdf"
    assert response.get_data().startswith(b"%PDF-")
    assert 'filename="eready-e-government-0.' in response.headers["Content-Disposition"]
    # Another language is another form.
    assert other.client.get(f"{FORM}.pdf?extent=quick&in=ar").status_code == 404


def test_a_workbook_comes_at_once(app: Flask) -> None:
    walker = Walker(app)
    walker.go(FORM)
    form = walker.form("/form")
    sent = walker.client.post(form.action, data=form.fields | {"in": ["zh"], "as": ["xlsx"]})
    assert sent.status_code == 303
    response = walker.client.get(sent.headers["Location"])
    assert response.status_code == 200
    assert sheets(response.get_data())[-1] == "eready"
    assert "-zh.xlsx" in response.headers["Content-Disposition"]
    again = walker.client.get(sent.headers["Location"])
    assert again.get_data() == response.get_data()


def test_a_parameter_that_is_needed_is_asked_for(app: Flask) -> None:
    walker = Walker(app)
    page = walker.go(SECTOR)
    assert "questions depend on it" not in page.text
    page = walker.send("/form", press=("as", "xlsx"))
    assert "questions depend on it" in page.text
    assert page.find("select", aria_invalid="true")
    assert walker.client.get(f"{SECTOR}.xlsx").status_code == 404
    assert walker.client.get(f"{SECTOR}.pdf").status_code == 404
    form = walker.form("/form")
    fields = form.fields | {"parameter.sector": ["health"], "as": ["xlsx"]}
    sent = walker.client.post(form.action, data=fields)
    assert "parameter.sector=health" in sent.headers["Location"]
    assert walker.client.get(sent.headers["Location"]).status_code == 200


@pytest.mark.parametrize("language", ["en", "ar", "zh", "fr", "ru", "es"])
@pytest.mark.parametrize("path", [FORM, SECTOR])
def test_the_page_keeps_the_rules_of_every_page(
    fetch_page: FetchPage, path: str, language: str
) -> None:
    page = fetch_page(f"{path}?lang={language}&asked=1")
    assert page.one("html").attributes["lang"] == language


@pytest.mark.parametrize("name", ["nothing", "E-GOVERNMENT", "%2e%2e", "x" * 300])
@pytest.mark.parametrize("suffix", ["/form", "/form.pdf", "/form.xlsx"])
def test_a_toolkit_that_is_not_open_has_no_form(
    client: FlaskClient, name: str, suffix: str
) -> None:
    assert client.get(f"/toolkits/{name}{suffix}").status_code == 404
    if suffix == "/form":
        sent = client.post(f"/toolkits/{name}{suffix}", data={"as": "pdf"}, headers=OWN)
        assert sent.status_code == 404


@pytest.mark.parametrize(
    "query",
    [
        "in=xx&extent=none&scope=moon",
        "in=en&in=ar&scope=&extent=QUICK",
        "parameter.sector=" + "x" * 1_000,
        "parameter.__class__=1&asked=" + "1" * 500,
    ],
)
def test_what_cannot_be_chosen_is_passed_over(client: FlaskClient, query: str) -> None:
    for path in (FORM, SECTOR):
        assert client.get(f"{path}?{query}").status_code == 200
    assert client.get(f"{FORM}.xlsx?{query}").status_code == 200
    assert client.get(f"{SECTOR}.xlsx?{query}").status_code == 404


@pytest.mark.parametrize("query", ["extent=%00", "scope=%ed%a0%80"])
def test_what_is_no_text_is_refused(client: FlaskClient, query: str) -> None:
    assert client.get(f"{FORM}?{query}").status_code == 400
    assert client.get(f"{FORM}.xlsx?{query}").status_code == 400


def test_a_form_from_another_site_is_refused(client: FlaskClient) -> None:
    response = client.post(FORM, data={"as": "pdf"}, headers={"Origin": "https://other.example"})
    assert response.status_code == 403


def test_an_address_may_have_only_so_many_forms_waiting(app: Flask) -> None:
    client = app.test_client()
    most = workspace_of(app).settings.waiting_documents
    codes = [
        client.post(
            f"/toolkits/{name}/form",
            data={"as": "pdf", "in": language},
            headers=OWN,
            environ_base={"REMOTE_ADDR": "192.0.2.77"},
        ).status_code
        for language in ("en", "ar", "zh")
        for name in ("e-environment", "digital-inclusion", "climate-ewaste")
    ]
    assert codes[:most] == [303] * most
    assert codes[-1] == 429


def test_where_pdf_can_t_be_made_the_workbook_can_be_had(
    app: Flask, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("app.web.route.form.missing_packages", lambda: ("libpango-1.0-0",))
    page = Walker(app).go(f"{FORM}?in=ar")
    assert "libpango-1.0-0" in page.text
    assert not page.find("button", value="pdf")
    assert page.find("button", value="xlsx")


def test_a_form_that_could_not_be_made_says_so(app: Flask) -> None:
    from sqlalchemy import text  # noqa: PLC0415  # only this test breaks a job

    walker = Walker(app)
    walker.client.post(FORM, data={"as": "pdf", "in": "zh"}, headers=OWN)
    with workspace_of(app).engine.begin() as connection:
        connection.execute(text("update job set state = 'failed' where state = 'queued'"))
    page = walker.go(f"{FORM}?in=zh")
    assert "The PDF could not be made." in page.text
