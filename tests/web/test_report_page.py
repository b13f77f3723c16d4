"""The page a report is waited for on: asked for, made by the worker, fetched by its holder."""

import re

import pytest
from flask import Flask

from app.service.job import run_due_jobs
from app.service.runner import RUNNERS
from tests.web.walk import KENYA, OWN, Walker, count_rows, workspace_of

POLICY = f"{KENYA}/answers/policy"


@pytest.fixture
def walker(app: Flask) -> Walker:
    made = Walker(app)
    made.go(POLICY)
    made.send("", POL_01="=2", POL_02="=2", POL_04="=2")
    return made


@pytest.mark.needs_pango
def test_a_report_is_asked_for_waited_for_and_fetched(app: Flask, walker: Walker) -> None:
    walker.go(f"{KENYA}/result")
    page = walker.send("/report")
    assert walker.address.startswith(f"{KENYA}/report?in=en")
    assert "Your report is being made" in page.text
    assert page.find("meta", http_equiv="refresh")
    assert page.find("progress")
    # Whom it disturbs can stop it, and let it go on; whatever stands in the address is only text.
    odd = "_external=1&endpoint=x&a=%22%3E"
    still = walker.client.get(f"{KENYA}/report?in=en&still=1&{odd}").get_data(as_text=True)
    assert 'http-equiv="refresh"' not in still
    assert f'href="?in=en&amp;{odd.replace("&", "&amp;")}"' in still
    assert walker.go(f"{KENYA}/report?in=en").find("meta", http_equiv="refresh")
    assert walker.client.get(f"{KENYA}/report.pdf").status_code == 404
    # A second click asks for the same report, not for another.
    before = count_rows(app, "job")
    walker.client.post(f"{KENYA}/report", headers=OWN)
    assert count_rows(app, "job") == before
    run_due_jobs(workspace_of(app), RUNNERS)
    page = walker.go(f"{KENYA}/report")
    assert "Your report is ready." in page.text
    assert not page.find("meta", http_equiv="refresh")
    way = next(item for item in page.find("a", class_="button")).attributes["href"]
    response = walker.client.get(way)
    assert response.mimetype == "application/pdf"
    assert response.get_data().startswith(b"%PDF-")
    name = r'attachment; filename="eready-e-government-KEN-2026-11-22-en\.pdf"'
    assert re.fullmatch(name, response.headers["Content-Disposition"])
    assert response.headers["Cache-Control"] == "no-store"
    # Nobody else gets it, with the same address and the same answers.
    stranger = Walker(app)
    assert stranger.client.get(way).status_code == 404
    # After another answer it is another report.
    walker.save(POLICY, POL_06="=1")
    assert walker.client.get(way).status_code == 404
    assert "made in the background" in walker.go(f"{KENYA}/report").text


@pytest.mark.needs_pango
def test_a_report_by_published_figures_is_anybody_s(app: Flask) -> None:
    walker = Walker(app)
    base = "/check/e-environment/VAT"
    walker.go(f"{base}/data-report?compare=RWA")
    walker.send("/data-report?compare=RWA", **{"in": "ar"})
    assert "compare=RWA" in walker.address
    assert "in=ar" in walker.address
    run_due_jobs(workspace_of(app), RUNNERS)
    other = Walker(app)
    page = other.go(walker.address)
    way = page.find("a", class_="button")[0].attributes["href"]
    response = other.client.get(way)
    assert response.get_data().startswith(b"%PDF-")
    assert 'filename="eready-e-environment-VAT-ar.pdf"' in response.headers["Content-Disposition"]


def test_where_pdf_can_t_be_made_the_page_says_what_is_missing(
    walker: Walker, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("app.web.route.report.missing_packages", lambda: ("libpango-1.0-0",))
    page = walker.go(f"{KENYA}/report")
    assert "these system packages are missing: libpango-1.0-0" in page.text
    assert "All downloads but the PDF work." in page.text
    assert not page.find("select", id="in")
    assert walker.client.get(f"{KENYA}/result.xlsx").status_code == 200


def test_a_report_that_could_not_be_made_says_that_nothing_is_lost(
    app: Flask, walker: Walker, monkeypatch: pytest.MonkeyPatch
) -> None:
    from sqlalchemy import text  # noqa: PLC0415  # only this test breaks a job

    walker.client.post(f"{KENYA}/report", headers=OWN)
    with workspace_of(app).engine.begin() as connection:
        connection.execute(text("update job set state = 'failed' where state = 'queued'"))
    page = walker.go(f"{KENYA}/report")
    assert "The report could not be made. Your answers are safe." in page.text
    assert page.find("button")


@pytest.mark.parametrize("wanted", ["xx", "pt", "<script>", "en-US", ""])
def test_a_language_that_is_not_offered_is_the_page_s(walker: Walker, wanted: str) -> None:
    response = walker.client.get(f"{KENYA}/report", query_string={"in": wanted})
    assert response.status_code == 200
    chosen = re.search(r'<option value="(\w+)"[^>]* selected', response.get_data(as_text=True))
    assert chosen is not None
    assert chosen[1] == "en"


def test_report_and_page_may_be_in_two_languages(walker: Walker) -> None:
    page = walker.go(f"{KENYA}/report?in=zh&lang=ar")
    assert page.one("html").attributes["lang"] == "ar"
    assert walker.form("/report").fields["in"] == ["zh"]


def test_a_toolkit_without_figures_has_no_report_by_figures(app: Flask) -> None:
    client = app.test_client()
    for method in ("GET", "POST"):
        response = client.open(
            "/check/digital-inclusion/KEN/data-report", method=method, headers=OWN
        )
        assert response.status_code == 404
