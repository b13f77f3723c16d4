"""Answers in the preview: kept in memory, refused with reasons, fitted to the file as it is."""

import json
from pathlib import Path

import pytest

from app.paths import TOOLKITS
from tests.web.preview.conftest import OWN, Author, OpenAuthor

RIGHT = TOOLKITS / "_features" / "right"


@pytest.fixture
def author(open_author: OpenAuthor, tmp_path: Path) -> Author:
    path = tmp_path / "when.yaml"
    path.write_bytes((RIGHT / "when.yaml").read_bytes())
    return open_author(path)


def answers_of(author: Author) -> dict[str, object]:
    trial = author.preview.open()
    assert trial is not None
    return {name: answer.value for name, answer in trial.answers.items()}


def test_condition_opens_a_question(author: Author) -> None:
    parked = author.find(author.open("/form/base"), "parked")
    assert [item.attributes["id"] for item in parked] == ["L-2", "L-3"]
    assert "level(L-1) &gt;= 1" in author.text("/form/base")
    author.act("/form/base", {"L-1.version": "0", "L-1": "=1"})
    assert answers_of(author) == {"L-1": 1}
    parked = author.find(author.open("/form/base"), "parked")
    assert [item.attributes["id"] for item in parked] == ["L-3"]


def test_each_question_says_its_share_of_the_whole(open_author: OpenAuthor) -> None:
    author = open_author(RIGHT / "nested-topics.yaml")
    marks = [item.text for item in author.find(author.open("/form/base"), "marks")]
    assert len(marks) == 2
    assert all("50.0% of the whole" in text for text in marks)


def test_an_answer_is_changed_and_taken_back(author: Author) -> None:
    for given, kept in (("=1", 1), ("=2", 2), ("=1", 1)):
        author.act("/form/base", {"L-1.version": "0", "L-1.was": "x", "L-1": given})
        assert answers_of(author) == {"L-1": kept}
    author.act("/form/base", {"L-1.version": "1", "clear": "L-1", "L-1": "=2"})
    assert answers_of(author) == {}


def test_what_cannot_be_taken_is_told_and_stays(author: Author) -> None:
    response = author.client.post("/form/base", data={"L-1.version": "0", "L-1": "=9"}, headers=OWN)
    assert response.status_code == 422
    assert "is not one of the answers offered" in response.get_data(as_text=True)
    assert answers_of(author) == {}


def test_script_is_told_score_problems_and_whether_to_reload(author: Author) -> None:
    wish = {"Accept": "application/json"}
    told = author.client.post(
        "/form/base", data={"L-1.version": "0", "L-1": "=1"}, headers={**OWN, **wish}
    )
    body = json.loads(told.data)
    assert told.status_code == 200
    assert body["reload"] is True
    assert body["problems"] == {}
    assert "coverage" in body["whole"]
    refused = author.client.post(
        "/form/base", data={"L-1.version": "0", "L-1": "=9"}, headers={**OWN, **wish}
    )
    assert refused.status_code == 422
    assert list(json.loads(refused.data)["problems"]) == ["L-1"]


def test_answers_follow_the_file(author: Author) -> None:
    author.fill("highest")
    assert answers_of(author)["C-1"] == "one"
    text = author.preview.watch.path.read_text(encoding="utf-8")
    author.preview.watch.path.write_text(text.replace("id: one,", "id: single,"), "utf-8")
    assert "C-1" not in answers_of(author)
    assert answers_of(author)["L-1"] == 2
    author.preview.watch.path.write_text(text, encoding="utf-8")
    assert answers_of(author)["C-1"] == "one"


def test_scope_and_parameters_are_chosen(open_author: OpenAuthor) -> None:
    author = open_author(RIGHT / "scopes.yaml")
    assert "Asked of other kinds of unit only" in author.text("/form/base")
    author.act("/choose", {"scope": "city"})
    trial = author.preview.open()
    assert trial is not None
    assert trial.setting.scope == "city"
    author.act("/choose", {"scope": "moon", "parameter.none": "x", "country": "<script>"})
    trial = author.preview.open()
    assert trial is not None
    assert trial.setting.scope == "country"
    assert not trial.place.is_real


def test_a_needed_parameter_has_a_value_from_the_start(open_author: OpenAuthor) -> None:
    author = open_author(RIGHT / "parameters.yaml")
    trial = author.preview.open()
    assert trial is not None
    for name, parameter in trial.toolkit.parameters.items():
        if parameter.required:
            assert trial.setting.parameters[name] == next(iter(parameter.options))
        last = list(parameter.options)[-1]
        author.act("/choose", {f"parameter.{name}": last})
        changed = author.preview.open()
        assert changed is not None
        assert changed.setting.parameters[name] == last


@pytest.mark.parametrize("seed", ["", "0", "99999", "x", "٣", "-1"])
def test_any_number_draws_answers(author: Author, seed: str) -> None:
    response = author.client.post(
        "/fill", data={"pattern": "random", "seed": seed, "page": "score"}, headers=OWN
    )
    assert response.status_code == 303
    assert response.headers["Location"] == "/score"
    assert answers_of(author)
    author.act("/fill", {"pattern": "no such"})
    assert answers_of(author) == {}
