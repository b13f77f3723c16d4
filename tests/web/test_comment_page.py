"""Comments in a browser without script: write, reply, resolve, filter."""

import pytest
from flask import Flask

from app.store.error import StorageError
from tests.team import Team, make_team
from tests.web.test_assessment_page import TOOLKIT, topic, walk_as
from tests.web.walk import OWN, Walker, count_rows, main_text, workspace_of


@pytest.fixture(scope="module")
def team(app: Flask) -> Team:
    return make_team(workspace_of(app))


@pytest.fixture
def begun(team: Team) -> str:
    return team.begin(TOOLKIT, parameters={"sector": "health"})


def on(begun: str, question: str = "ES-VIS-1") -> str:
    return f"/assessments/{begun}/questions/{question}/comments"


def test_a_question_is_disputed_and_settled(app: Flask, team: Team, begun: str) -> None:
    reviewer, focal = (walk_as(app, team, role) for role in ("reviewer", "focal-point"))
    page = reviewer.go(on(begun))
    assert "Nobody has commented on this question yet." in main_text(page)
    page = reviewer.send(on(begun), status=422, text="  ")
    assert page.find("a", href="#_text-new")
    page = reviewer.send(on(begun), status=422, text="y" * 4_001)
    assert reviewer.form(on(begun)).fields["text"] == ["y" * 4_001]
    page = reviewer.send(on(begun), text="Which vision?\n<b>None</b> was published.")
    assert "<b>None</b> was published." in main_text(page)
    assert "Reviewer · 22 November 2026, 09:00 UTC" in main_text(page)
    assert "1 comment, 1 not resolved" in main_text(focal.go(topic(begun)))

    page = focal.go(on(begun))
    thread = page.find("input", name="thread")[0].attributes["value"]
    assert thread
    page = focal.send(on(begun), status=422, thread=[thread], text="")
    assert page.find("a", href=f"#_text-{thread}")
    page = focal.send(on(begun), thread=[thread], text="That of the cabinet.")
    assert "Focal Point" in main_text(page)
    page = focal.send("/resolve", press=("resolved", "yes"))
    assert "Resolved by Focal Point, 22 November 2026" in main_text(page)
    assert "2 comments" in main_text(focal.go(topic(begun)))
    assert "not resolved" not in main_text(focal.page)  # type: ignore[arg-type]
    reviewer.go(on(begun))
    page = reviewer.send("/resolve", press=("resolved", "no"))
    assert "Resolved by" not in main_text(page)


def test_the_list_is_filtered(app: Flask, team: Team, begun: str) -> None:
    focal, expert = (walk_as(app, team, role) for role in ("focal-point", "expert"))
    address = f"/assessments/{begun}/comments"
    assert "Nobody has commented yet." in main_text(focal.go(address))
    page = focal.send("/comments", status=422, text="")
    assert page.find("a", href="#_text-new")
    focal.send("/comments", text="About all of it.")
    for walker, question, text in ((focal, "ES-VIS-1", "On vision."),
                                   (expert, "ES-ARC-1", "On architecture.")):  # fmt: skip
        walker.go(on(begun, question))
        walker.send(on(begun, question), text=text)
    focal.go(on(begun))
    focal.send("/resolve", press=("resolved", "yes"))
    everything = {"About all of it.", "On vision.", "On architecture."}
    for query, texts in (
        ("", everything),
        ("?show=open", everything - {"On vision."}),
        ("?show=mine", everything - {"On architecture."}),
        ("?pillar=ES-ARC", {"On architecture."}),
        ("?pillar=ES-ARC&show=mine", set()),
        ("?show=nonsense", everything),
    ):
        page = focal.go(address + query)
        assert {item.text for item in page.find("p", class_="lines")} == texts, query


def test_nothing_typed_is_lost_on_a_full_disk(
    app: Flask, team: Team, begun: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(*_given: object) -> None:
        raise StorageError("full")

    walker = walk_as(app, team, "focal-point")
    walker.go(on(begun))
    monkeypatch.setattr("app.service.assessment.comment.table.insert_comment", fail)
    walker.send(on(begun), status=503, text="A long thought.")
    assert walker.form(on(begun)).fields["text"] == ["A long thought."]


def test_who_may_not_finds_nothing(app: Flask, team: Team, begun: str) -> None:
    focal = walk_as(app, team, "focal-point")
    focal.go(on(begun))
    page = focal.send(on(begun), text="Ours.")
    thread = page.find("input", name="thread")[0].attributes["value"]
    other = make_team(workspace_of(app), "NAM")
    elsewhere = other.begin(TOOLKIT, parameters={"sector": "health"})
    before = count_rows(app, "comment")
    sent = {"text": "Hm", "thread": thread, "resolved": "yes"}
    acts = (on(begun), f"/assessments/{begun}/comments",
            f"/assessments/{begun}/comments/{thread}/resolve")  # fmt: skip
    for someone in (walk_as(app, team, "viewer"), walk_as(app, team, "stranger"), Walker(app),
                    walk_as(app, other, "focal-point")):  # fmt: skip
        for address in acts:
            assert someone.client.post(address, data=sent, headers=OWN).status_code == 404
    theirs = walk_as(app, other, "focal-point").client
    for address in (on(elsewhere), f"/assessments/{elsewhere}/comments/{thread}/resolve"):
        assert theirs.post(address, data=sent, headers=OWN).status_code == 404
    assert theirs.get(on(begun)).status_code == 404
    assert Walker(app).client.get(f"/assessments/{begun}/comments").status_code == 404
    page = walk_as(app, team, "viewer").go(on(begun))
    assert "Ours." in main_text(page)
    assert not page.find("textarea", name="text")
    assert count_rows(app, "comment") == before
    assert "Resolved by" not in main_text(focal.go(on(begun)))
