"""Evidence in a browser without script: named, promised, received, checked, listed."""

import pytest
from flask import Flask

from tests.team import Team, make_team
from tests.web.test_assessment_page import TOOLKIT, topic, walk_as
from tests.web.walk import OWN, Walker, count_rows, main_text, workspace_of

PROMISED = {"title": "The budget", "state": "promised", "promised_by": "<i>Treasury</i>",
            "due": "2026-11-01"}  # fmt: skip


@pytest.fixture(scope="module")
def team(app: Flask) -> Team:
    return make_team(workspace_of(app))


@pytest.fixture
def begun(team: Team) -> str:
    return team.begin(TOOLKIT, parameters={"sector": "health"})


def of_question(begun: str, question: str = "ES-VIS-1") -> str:
    return f"/assessments/{begun}/questions/{question}/evidence"


def test_evidence_is_named_received_and_checked(app: Flask, team: Team, begun: str) -> None:
    walker = walk_as(app, team, "contributor")
    assert "Add evidence" in main_text(walker.go(topic(begun)))
    page = walker.go(of_question(begun))
    assert "There is no evidence for this answer yet." in main_text(page)
    page = walker.send("/evidence", status=422, link="javascript:alert(1)", due="soon",
                       state="promised", note="x" * 2001)  # fmt: skip
    for name in ("link", "due", "promised_by", "note"):
        assert page.find("a", href=f"#_{name}"), name
        assert page.one("input" if name != "note" else "textarea", id=f"_{name}").attributes[
            "aria-invalid"
        ]
    assert walker.form("/evidence").fields["link"] == ["javascript:alert(1)"]
    page = walker.send("/evidence", link="", note="", **PROMISED)
    assert "Promised by <i>Treasury</i> , due on 1 November 2026" in main_text(page)
    assert "overdue" in main_text(page)
    assert "1 piece of evidence, 1 promised" in main_text(walker.go(topic(begun)))

    walker.go(of_question(begun))
    walker.go(own_change(walker))
    change = walker.address
    page = walker.send(change, state="received", page="Table 3", link="https://example.org/b")
    assert "Received" in main_text(page)
    assert page.one("a", href="https://example.org/b").attributes["rel"] == "noreferrer nofollow"
    reviewer = walk_as(app, team, "reviewer")
    page = reviewer.go(of_question(begun))
    assert not page.find("a", href=change)
    page = reviewer.send("/check", press=("checked", "yes"))
    assert "Checked by Reviewer, 22 November 2026" in main_text(page)
    # What was seen before it was checked is told, and changed by choice only.
    stale = {"version": "2", "title": "Another", "state": "received"}
    response = walker.client.post(change, data=stale, headers=OWN)
    assert response.status_code == 409
    page = walker._take(response, change, 409)  # the walker's own way on
    assert "is not kept yet" in main_text(page)
    assert walker.form(change).fields["title"] == ["Another"]
    page = walker.send(change)
    assert "Another" in main_text(page)
    assert "Checked by" not in main_text(page)
    walker.go(change)
    page = walker.send("/remove")
    assert "There is no evidence for this answer yet." in main_text(page)


def test_the_list_says_what_there_is_and_what_is_missing(
    app: Flask, team: Team, begun: str
) -> None:
    walker, address = walk_as(app, team, "focal-point"), f"/assessments/{begun}/evidence"
    page = walker.go(address)
    assert "There is no evidence yet." in main_text(page)
    assert "No answer is so high yet" in main_text(page)
    walker.save(topic(begun), ES_VIS_1="=3", ES_VIS_2="=1")
    page = walker.go(address)
    assert "0 of 2 answers with evidence" in main_text(page)
    assert "1 answer is so high that evidence is asked for, and has none." in main_text(page)
    assert "claimed without evidence" in main_text(walker.go(of_question(begun)))
    for question, fields in (
        ("ES-VIS-1", {"title": "=1+1", "state": "received"}),
        ("ES-ARC-1", {"link": "https://example.org/plan"}),
        ("ES-ARC-1", PROMISED),
    ):
        walker.go(of_question(begun, question))
        walker.send("/evidence", **fields)
    page = walker.go(address)
    assert "1 of 2 answers with evidence" in main_text(page)
    assert "Every answer of which evidence is asked for has some here." in main_text(page)
    for query, titles in (
        ("state=promised", {"The budget"}),
        ("pillar=ES-VIS", {"=1+1"}),
        ("question=ES-ARC-1", {"The budget", "https://example.org/plan"}),
        ("state=nonsense", {"The budget", "=1+1", "https://example.org/plan"}),
        ("pillar=nonsense", set()),
    ):
        page = walker.go(f"{address}?{query}")
        shown = {item.text for item in page.find("b", dir="auto")}
        assert shown == titles, query
        table = walker.client.get(f"{address}.csv?{query}")
        assert table.mimetype == "text/csv"
        lines = table.get_data(as_text=True).splitlines()
        assert len(lines) == 1 + len(titles), query
        assert "\n=1" not in table.get_data(as_text=True)
        assert ",=1" not in table.get_data(as_text=True)


def test_who_may_not_finds_nothing(app: Flask, team: Team, begun: str) -> None:
    walker = walk_as(app, team, "focal-point")
    walker.go(of_question(begun))
    walker.send("/evidence", title="The act")
    change = own_change(walker)
    before = count_rows(app, "evidence")
    other = make_team(workspace_of(app), "NAM")
    theirs = change.replace(begun, other.begin(TOOLKIT, parameters={"sector": "health"}))
    sent = {"version": "1", "title": "Other", "checked": "yes"}
    acts = (of_question(begun), change, f"{change}/remove", f"{change}/check")
    everybody = [(walk_as(app, team, role), acts[:3]) for role in ("viewer", "reviewer")]
    everybody += [(walk_as(app, team, "stranger"), acts), (walk_as(app, team, "admin"), acts)]
    everybody += [(walk_as(app, other, "focal-point"), acts), (Walker(app), acts)]
    everybody += [(walk_as(app, other, "focal-point"), (theirs, f"{theirs}/remove"))]
    for someone, addresses in everybody:
        for address in addresses:
            response = someone.client.post(address, data=sent, headers=OWN)
            assert response.status_code == 404, address
    for someone in (everybody[2][0], everybody[4][0], Walker(app)):
        for address in (f"/assessments/{begun}/evidence", of_question(begun), change,
                        f"/assessments/{begun}/evidence.csv"):  # fmt: skip
            assert someone.client.get(address).status_code == 404
    page = everybody[0][0].go(of_question(begun))
    assert "The act" in main_text(page)
    sent_to = [form.attributes["action"] for form in page.find("form", method="post")]
    assert not [address for address in sent_to if "/evidence" in address]
    for data in ({}, {"version": "x"}, {"version": "9" * 20}):
        response = walker.client.post(f"{change}/remove", data=data, headers=OWN)
        assert response.status_code == 400
    assert walker.go(of_question(begun, "no-such"), status=404)
    assert count_rows(app, "evidence") == before
    team.set_state(begun, "approved")
    assert walker.client.post(of_question(begun), data=sent, headers=OWN).status_code == 409
    assert "The act" in main_text(walker.go(of_question(begun)))


def own_change(walker: Walker) -> str:
    assert walker.page is not None
    found = [item for item in walker.page.find("a") if "come, or change" in item.text
             or item.text.startswith("Change")]  # fmt: skip
    return found[0].attributes["href"]


def test_the_overview_says_how_much_is_shown(app: Flask, team: Team, begun: str) -> None:
    walker = walk_as(app, team, "focal-point")
    assert "with evidence" not in main_text(walker.go(f"/assessments/{begun}"))
    walker.save(topic(begun), ES_VIS_1="=3", ES_VIS_2="=4")
    walker.go(of_question(begun))
    walker.send("/evidence", title="The act")
    said = main_text(walker.go(f"/assessments/{begun}"))
    assert "1 of 2 answers with evidence" in said
    assert "1 claimed without evidence" in said
