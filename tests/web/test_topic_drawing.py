"""Pieces of an assessment's pages of questions are kept, and everybody still reads their own."""

import re

import pytest
from flask import Flask

from app.presentation.language import load_translator
from app.service.assessment.comment import Wish, write_comment
from app.service.assessment.goal import Aim, save_goal
from tests.team import Team, make_team
from tests.web.test_assessment_page import TOOLKIT, has_form, links, topic, walk_as
from tests.web.walk import Walker, main_text, workspace_of

TOPICS = "Pillars and topics"


@pytest.fixture(scope="module")
def team(app: Flask) -> Team:
    return make_team(workspace_of(app))


@pytest.fixture
def begun(team: Team) -> str:
    return team.begin(TOOLKIT, parameters={"sector": "health"})


def body(walker: Walker, address: str) -> str:
    return walker.client.get(address).get_data(as_text=True)


def say(language: str, words: str) -> str:
    return load_translator(language).gettext(words)


def tokens(page: str) -> set[str]:
    return set(re.findall(r'name="csrf_token" value="([^"]*)"', page))


def test_two_people_with_the_same_rights_get_their_own_names_and_tokens(
    app: Flask, team: Team, begun: str
) -> None:
    focal, facilitator = (walk_as(app, team, role) for role in ("focal-point", "facilitator"))
    pages = {
        "focal-point": body(focal, topic(begun)),
        "facilitator": body(facilitator, topic(begun)),
    }
    for role, page in pages.items():
        assert f'data-who="{team.people[role]}"' in page
        assert "\0" not in page
        assert len(tokens(page)) == 1
        assert len(*tokens(page)) > 20
    assert tokens(pages["focal-point"]) != tokens(pages["facilitator"])


def test_what_one_may_do_there_is_not_what_another_may(app: Flask, team: Team, begun: str) -> None:
    pages = [
        walk_as(app, team, role).go(topic(begun))
        for role in ("focal-point", "viewer", "contributor")
    ]
    assert [has_form(page) for page in pages] == [True, False, False]
    own, theirs = (
        {item.text for item in links(page, "Sections of the assessment")} for page in pages[:2]
    )
    assert theirs < own
    assert "Settings" in own - theirs


def test_a_kept_page_shows_what_was_done_meanwhile(app: Flask, team: Team, begun: str) -> None:
    focal = walk_as(app, team, "focal-point")
    here, actor, address = team.workspace, team.actor("focal-point"), topic(begun)
    page = focal.go(address)
    before = links(page, TOPICS)[0].text
    focal.send("/topics/ES-VIS", ES_VIS_1="=2")
    page = focal.go(address)
    after = links(page, TOPICS)[0].text
    assert (before.split()[-3], after.split()[-3]) == ("0", "1")
    assert "1 version" in main_text(page)
    assert "Goal for" not in main_text(page)
    write_comment(actor, here, begun, Wish("ES-VIS-1", "Signed?"))
    save_goal(actor, here, begun, Aim("ES-VIS-1", 4, 2029), seen=0)
    seen = main_text(focal.go(address))
    assert "1 comment, 1 not resolved" in seen
    assert "Goal for 2029" in seen


def test_the_state_and_the_name_are_those_of_now(app: Flask, team: Team, begun: str) -> None:
    focal = walk_as(app, team, "focal-point")
    assert "Collecting answers" in main_text(focal.go(topic(begun)))
    team.set_state(begun, "review")
    page = focal.go(topic(begun))
    assert "Collecting answers" not in main_text(page)
    assert not has_form(page)


def test_another_language_is_another_page(app: Flask, team: Team, begun: str) -> None:
    focal = walk_as(app, team, "focal-point")
    for code in ("en", "ar", "fr", "en"):
        page = focal.go(f"{topic(begun)}?lang={code}")
        assert page.one("html").attributes["lang"] == code
        assert links(page, say(code, TOPICS))
        assert links(page, say(code, "Sections of the assessment"))


def test_what_is_refused_is_said_once(app: Flask, team: Team, begun: str) -> None:
    focal = walk_as(app, team, "focal-point")
    focal.go(topic(begun))
    fields = {"ES_VIS_1": "not-applicable"}
    page = focal.send("/topics/ES-VIS", status=422, **fields)
    assert page.one("div", id="errors")
    page = focal.go(topic(begun))
    assert not page.find("div", id="errors")
