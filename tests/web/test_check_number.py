"""Every number opens, and is the same on the page, in CSV, XLSX and JSON; pages ask little."""

import csv
import io
import json
import re
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import pytest
from flask import Flask
from python_calamine import CalamineWorkbook
from sqlalchemy import event

from tests.web.page import Page
from tests.web.test_check_journey import answer_kenya
from tests.web.walk import KENYA, Walker, workspace_of

MOST_QUERIES = 12


@pytest.fixture(scope="module")
def walker(app: Flask) -> Walker:
    """A visitor with all answers, read only by the tests of this file."""
    made = Walker(app)
    answer_kenya(made)
    return made


def download(walker: Walker, name: str) -> bytes:
    response = walker.client.get(f"{KENYA}/{name}")
    assert response.status_code == 200
    disposition = response.headers["Content-Disposition"]
    assert re.fullmatch(r'attachment; filename="eready-[\w.-]+"', disposition)
    assert response.headers["Cache-Control"] == "no-store"
    return response.get_data()


def read_json(walker: Walker, name: str = "result.json") -> dict[str, Any]:
    found: dict[str, Any] = json.loads(download(walker, name))
    return found


def read_csv(walker: Walker, table: str) -> list[dict[str, str]]:
    text = download(walker, f"result.csv?table={table}").decode("utf-8-sig")
    return list(csv.DictReader(io.StringIO(text)))


def read_sheet(walker: Walker, place: int) -> list[list[Any]]:
    body = download(walker, "result.xlsx")
    return CalamineWorkbook.from_filelike(io.BytesIO(body)).get_sheet_by_index(place).to_python()


def shown_on(page: Page) -> dict[str, str]:
    """Give the scores of the result page by node, from the links that explain them."""
    return {
        item.attributes["href"].rsplit("/", 1)[1]: item.text
        for item in page.find("a")
        if f"{KENYA}/result/" in item.attributes["href"] and re.fullmatch(r"[\d.—]+", item.text)
    }


def links_below(page: Page, base: str) -> set[str]:
    """Give the links to addresses that begin so; those to other languages left out."""
    links = {item.attributes["href"] for item in page.find("a")}
    return {link for link in links if link.startswith(base) and "?" not in link}


def test_every_number_of_a_result_opens(walker: Walker) -> None:
    nodes = [row["node"] for row in read_json(walker)["tables"]["scores"]]
    assert len(nodes) == 25
    for node in nodes:
        page = walker.go(f"{KENYA}/result/{node}")
        assert "How it is made" in page.text
        assert "Traceback" not in page.text


def test_every_link_of_an_explanation_leads_on(walker: Walker) -> None:
    page = walker.go(f"{KENYA}/result/policy")
    ways = links_below(page, f"{KENYA}/result")
    assert len(ways) == 7  # the five questions, the whole, the result
    for way in ways:
        walker.go(way)


@pytest.mark.parametrize("country", ["KEN", "PSE", "VAT"])
def test_every_number_by_data_opens(app: Flask, country: str) -> None:
    walker = Walker(app)
    base = f"/check/e-government/{country}"
    page = walker.go(base)
    below = links_below(page, f"{base}/figures/")
    assert len(below) >= 4
    opened: set[str] = set()
    while below:
        way = below.pop()
        opened.add(way)
        below |= links_below(walker.go(way), f"{base}/figures/") - opened
    assert len(opened) == 20  # the whole, four pillars, fifteen figures


def test_numbers_are_the_same_on_the_page_and_in_every_file(walker: Walker) -> None:
    shown = shown_on(walker.go(f"{KENYA}/result"))
    assert {"total", "infrastructure", "policy", "management", "outreach", "POL-01"} <= set(shown)
    by_json = {row["node"]: row["score"] for row in read_json(walker)["tables"]["scores"]}
    by_csv = {row["node"]: row for row in read_csv(walker, "scores")}
    assert set(by_json) == set(by_csv)
    for node, text in shown.items():
        assert by_json[node]["shown"] == text, node
        assert by_csv[node]["score_shown"] == text, node
    for node, score in by_json.items():
        assert by_csv[node]["score"] == ("" if score["value"] is None else repr(score["value"]))
        title = walker.go(f"{KENYA}/result/{node}").find("h1")[0].text
        assert f": {score['shown']}" in title, node
    rows = {row[0]: row for row in read_sheet(walker, 1)}
    column = next(row for row in rows.values() if "Score" in row).index("Score")
    for node, text in shown.items():
        assert rows[node][column] == pytest.approx(by_json[node]["value"])
        assert text in rows[node]


def test_answers_are_in_the_files_as_they_were_given(walker: Walker) -> None:
    answers = {row["question"]: row for row in read_csv(walker, "answers")}
    assert len(answers) == 20
    assert answers["POL-01"]["note"] == "The law\nof 2019."
    assert answers["POL-11"]["reason"] == "Left to the counties."
    assert answers["INF-16"]["state"] == "unknown"
    assert answers["INF-05"]["origin"] == "published"
    assert answers["INF-07"]["value"] == "3.5"
    assert all("no statement of the government" in row["statement"] for row in answers.values())
    told = read_json(walker)
    assert "no statement of the government" in told["statement"]
    assert told["about"]["country"] == "KEN"


def test_published_figures_are_in_the_files_of_the_page_by_data(walker: Walker) -> None:
    page = walker.go(KENYA)
    told = read_json(walker, "data.json")
    scores = {row["node"]: row["score"]["shown"] for row in told["tables"]["data_scores"]}
    names = ("infrastructure", "policy", "management", "outreach")
    assert [scores[f"data-{name}"] for name in names] == ["46", "55", "54", "69"]
    assert all(text in page.text for text in scores.values())
    assert len(told["tables"]["figures"]) == 15
    assert "answers" not in told["tables"]


def test_figures_for_the_interactive_chart_hold_the_page_s_numbers(walker: Walker) -> None:
    profile = walker.client.get(f"{KENYA}/result/profile.json")
    assert profile.status_code == 200
    assert profile.get_json()["data"]
    for name in ("profile", "radar"):
        assert walker.client.get(f"{KENYA}/figures/{name}.json").get_json()["data"]
    assert walker.client.get(f"{KENYA}/result/nothing.json").status_code == 404


@contextmanager
def counted_queries(app: Flask) -> Iterator[list[str]]:
    said: list[str] = []

    def note(_connection: object, _cursor: object, statement: str, *_rest: object) -> None:
        said.append(statement)

    engine = workspace_of(app).engine
    event.listen(engine, "before_cursor_execute", note)
    try:
        yield said
    finally:
        event.remove(engine, "before_cursor_execute", note)


@pytest.mark.parametrize(
    "part",
    ["/result", "/answers/policy", "", "/result/total", "/link", "/report", "/result.xlsx"],
)
def test_a_page_makes_few_queries(app: Flask, walker: Walker, part: str) -> None:
    with counted_queries(app) as said:
        assert walker.client.get(f"{KENYA}{part}").status_code == 200
    assert len(said) <= MOST_QUERIES, said


def test_saving_an_answer_makes_few_queries(app: Flask) -> None:
    own = Walker(app)
    own.go(f"{KENYA}/answers/policy")
    own.save(f"{KENYA}/answers/policy", POL_01="=2")
    with counted_queries(app) as said:
        response = own.save(f"{KENYA}/answers/policy", POL_01="=3", POL_01__version="1")
    assert response.status_code == 200
    assert len(said) <= MOST_QUERIES, said


def test_every_other_reading_opens_into_its_explanation(app: Flask) -> None:
    walker = Walker(app)
    start = "/check/e-environment/KEN"
    walker.go(f"{start}/answers/policy")
    walker.send("", GOV_A1="=2", GOV_B1="=3")
    page = walker.go(f"{start}/result")
    ids = ("aim-mitigation", "aim-adaptation", "wsis-c7-1")
    for reading in ids:
        assert any(
            link.attributes.get("href") == f"{start}/result/{reading}" for link in page.find("a")
        )
        assert "How it is made" in walker.go(f"{start}/result/{reading}").text
