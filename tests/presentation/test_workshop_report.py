"""A workshop's report as a structure: it says what the room saw, and never who said what."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from app.presentation.language import Phrase
from app.presentation.report.structure import (
    Counts,
    FigureBlock,
    Finding,
    ItemList,
    Report,
    Section,
    Table,
    Votes,
)
from app.presentation.report.workshop import Minutes
from app.presentation.report.workshop_building import build_workshop_report
from app.service.workshop.agreeing import reopen
from app.service.workshop.joining import erase_participant
from app.service.workshop.record import gather_record
from app.service.workshop.report import draft_report, read_minutes
from app.service.workspace import Workspace
from tests.database import migrated_file
from tests.presentation.test_report import section_ids, text_of
from tests.workshop_day import NAMES, Day, hold_day, hold_tables, open_day, open_house

__all__ = ["migrated_file"]


@pytest.fixture(scope="module")
def here(migrated_file: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Workspace]:
    workspace = open_house(tmp_path_factory.mktemp("day"), migrated_file)
    yield workspace
    workspace.engine.dispose()


@pytest.fixture(scope="module")
def day(here: Workspace) -> Day:
    return hold_day(here)


@pytest.fixture(scope="module")
def minutes(day: Day) -> Minutes:
    return read_minutes(day.room.workspace, gather_record(day.room.workspace, day.room.room), "en")


@pytest.fixture(scope="module")
def report(minutes: Minutes) -> Report:
    return build_workshop_report(minutes)


def tell(day: Day, language: str = "en") -> Report:
    here = day.room.workspace
    return draft_report(here, gather_record(here, day.room.room), language)


def section(report: Report, name: str) -> Section:
    return next(item for item in report.sections if item.id == name)


def counts_of(report: Report) -> dict[str, str]:
    (found,) = [block for block in report.blocks() if isinstance(block, Counts)]
    return {text_of(pair.term): text_of(pair.text) for pair in found.pairs}


def votes_of(report: Report, question: str) -> list[Votes]:
    """Give every asking of a question."""
    blocks, found, code = section(report, "findings").blocks, [], ""
    for block in blocks:
        if isinstance(block, Finding):
            code = block.code
        elif isinstance(block, Votes) and code == question:
            found.append(block)
    return found


def pairs_of(report: Report, question: str) -> dict[str, str]:
    blocks = section(report, "findings").blocks
    (found,) = [item for item in blocks if isinstance(item, Finding) and item.code == question]
    return {text_of(pair.term): text_of(pair.text) for pair in found.pairs}


def test_a_whole_day_has_every_chapter(report: Report) -> None:
    assert section_ids(report) == [
        "summary",
        "making",
        "findings",
        "priorities",
        "goals",
        "plan",
        "feedback",
        "open",
        "method",
    ]


def test_the_cover_says_whose_room_it_was(report: Report) -> None:
    cover = report.cover
    facts = {text_of(pair.term): text_of(pair.text) for pair in cover.facts}
    assert text_of(cover.title) == "Kenya"
    assert [text_of(line) for line in cover.lines] == [
        "Workshop",
        "Digital Kenya: where we stand",
        "22 November 2026",
    ]
    assert facts["Participants"] == "12"
    assert facts["Place"] == "Nairobi, Uhuru Hall"
    assert facts["Kind of session"] == "Role only"
    assert facts["Status"] == "Ended"
    assert facts["Toolkit"].startswith("e-Government readiness, version ")
    assert [(text_of(mark.label), mark.value) for mark in cover.marks] == [
        ("Infrastructure", "47"),
        ("Policy", "—"),
    ]


def test_what_became_of_the_questions_is_counted_once(report: Report) -> None:
    assert counts_of(report) == {
        "Agreed": "3",
        "Agreed with a reservation": "2",
        "No agreement": "1",
        "Parked": "1",
        "Shown, not settled": "3",
        "Not talked about": "0",
    }


def test_the_widest_disagreement_comes_first(report: Report) -> None:
    (listed,) = [b for b in section(report, "summary").blocks if isinstance(b, ItemList)]
    first = listed.items[0]
    assert text_of(first.text) == "Is there a national e-government or digital government strategy?"
    assert first.details[0] == "Consensus: wide disagreement (0.10)"
    assert text_of(first.details[1]).startswith("Agreed with a reservation: Level 2: ")
    # All said the same to one of them, which is no disagreement.
    assert "prove who they are" not in text_of(listed)


def test_a_question_shows_its_spread_by_role_and_in_every_round(report: Report) -> None:
    first, again = votes_of(report, "POL-01")
    assert [row.count for row in first.rows] == [5, 1, 0, 1, 5, 0]
    assert [row.rank for row in first.rows] == ["0", "1", "2", "3", "4", ""]
    assert [row.is_middle for row in first.rows] == [False, True, False, True, False, False]
    assert [text_of(head) for head in first.heads[1:]] == [
        "How many",
        "Civil society",
        "Line ministries",
    ]
    assert [row.parts for row in first.rows] == [
        ("0", "5"),
        ("0", "1"),
        ("0", "0"),
        ("1", "0"),
        ("5", "0"),
        ("0", "0"),
    ]
    assert "first asked" in text_of(first.heads[0])
    assert "round 2" in text_of(again.heads[0])
    assert [row.count for row in again.rows] == [0, 2, 8, 2, 0, 0]


def test_what_is_not_known_is_drawn_beside_the_values(report: Report) -> None:
    (votes,) = votes_of(report, "POL-11")
    last = votes.rows[-1]
    assert (text_of(last.text), last.count, last.is_value) == ("Do not know", 4, False)
    assert last.parts == ("4", "0")


def test_an_agreement_stands_with_reservation_dissent_notes_and_promise(report: Report) -> None:
    found = pairs_of(report, "INF-11")
    assert found["Outcome"] == "Agreed with a reservation"
    assert found["Agreed answer"].startswith("One network or framework contract")
    assert found["Reservation"] == "Only in towns."
    assert found["Minority view"] == "The north has none of it."
    assert found["It supports"].startswith("Level 1: All ministry headquarters")
    assert "the counties count people" in found["Discussion"]
    assert found["Promised"].replace("\u2068", "").replace("\u2069", "") == (
        "Coverage map 2026; Esther Chebet; until 10 December 2026"
    )
    none = pairs_of(report, "POL-04")
    assert (none["Outcome"], none["Why"]) == (
        "No agreement",
        "Ministries and counties read the act differently.",
    )


def test_below_five_answers_only_the_reason_stands(report: Report) -> None:
    assert votes_of(report, "POL-06") == []
    assert votes_of(report, "INF-07") == []
    said = text_of(section(report, "findings"))
    assert said.count("Fewer than 5 people answered.") == 2


def test_priorities_goals_plan_and_feedback_are_those_of_the_room(report: Report) -> None:
    priorities = section(report, "priorities")
    (figure,) = [block for block in priorities.blocks if isinstance(block, FigureBlock)]
    (table,) = [block for block in priorities.blocks if isinstance(block, Table)]
    assert "Do first: 2." in figure.figure.summary
    assert [text_of(row.cells[0]) for row in table.rows] == ["1", "2", "3", "4", "5"]
    assert text_of(table.rows[0].cells[1]) == "One sign-in for all ministries"
    assert [item.label for item in figure.figure.items] == ["1", "2", "3", "4", "5"]  # type: ignore[union-attr]
    assert "opening hours" not in text_of(priorities)
    assert [text_of(row.cells[-1]) for row in section(report, "goals").blocks[0].rows] == [  # type: ignore[union-attr]
        "2027",
        "2028",
    ]
    plan = section(report, "plan").blocks[0]
    assert isinstance(plan, Table)
    assert [text_of(cell) for cell in plan.rows[1].cells[2:]] == [
        "Energy regulator",
        "30 June 2027",
    ]
    assert isinstance(plan.rows[1].cells[1], Phrase)
    assert "How useful was this workshop for you? (10 answers)" in text_of(
        section(report, "feedback")
    )


def test_open_points_hold_what_was_not_settled(report: Report) -> None:
    (table,) = section(report, "open").blocks
    assert isinstance(table, Table)
    assert [text_of(row.cells[0]) for row in table.rows] == [
        "No agreement",
        "POL-04",
        "Parked",
        "INF-05",
        "Shown, not settled",
        "INF-07",
        "POL-06",
        "POL-11",
    ]


def test_parts_of_the_room_are_counted_only_under_the_rule_of_five(report: Report) -> None:
    making = section(report, "making")
    tables = {text_of(b.caption): b for b in making.blocks if isinstance(b, Table)}
    assert tables.keys() == {"Participants by role", "Participants by sector"}
    assert "Sex: not broken down" in text_of(making)


def test_the_same_record_gives_the_same_report_and_its_day(day: Day, minutes: Minutes) -> None:
    assert minutes.last_day == date(2026, 11, 22)
    assert tell(day).identifier == build_workshop_report(minutes).identifier
    assert tell(day, "ar").direction == "rtl"


def test_numbers_are_those_of_any_other_report(minutes: Minutes) -> None:
    result = minutes.base.result
    assert result is not None
    pillar = next(item for item in result.pillars if item.id == "infrastructure")
    summary = build_workshop_report(minutes).sections[0]
    (table,) = [block for block in summary.blocks if isinstance(block, Table)]
    assert table.rows[0].cells[2:] == (
        pillar.score,
        pillar.range,
        pillar.coverage,
        pillar.counted,
    )
    # Two of the four pillars were in the room: nothing is said of the whole.
    assert len(table.rows) == 2


def test_names_stand_in_the_list_of_a_named_session_alone(here: Workspace) -> None:
    day = open_day(here, anonymity="named")
    hold_tables(day)
    report = tell(day)
    making = text_of(section(report, "making"))
    assert all(name in making for name in NAMES)
    elsewhere = replace(
        report, sections=tuple(item for item in report.sections if item.id != "making")
    )
    said = text_of(elsewhere).replace("Coverage map 2026; \u2068Esther Chebet", "")
    said = said.replace("Esther Chebet", "", 1)
    assert not [name for name in NAMES if name in said]
    # Whoever takes their details out is counted, and no more.
    erase_participant(day.room.facilitator, here, day.room.id, day.room.ids[0])
    after = text_of(section(tell(day), "making"))
    assert NAMES[0] not in after
    assert "1 of them took their details out" in after
    assert "12 people took part" in after


def test_an_unnamed_session_tells_no_name_at_all(report: Report) -> None:
    said = text_of(report)
    assert [name for name in NAMES if name in said] == ["Esther Chebet"]


def test_what_is_not_shown_yet_is_not_in_a_draft(here: Workspace) -> None:
    day = open_day(here, anonymity="anonymous", roles={})
    before = tell(day)
    assert "findings" not in section_ids(before)
    assert "Draft" in [text_of(line) for line in before.cover.lines]
    day.room.open("policy")
    for who in range(12):
        day.vote(who, "POL-02", who % 5)
        day.vote(who, "POL-01", 0)
    assert tell(day).identifier == before.identifier
    day.room.close()
    assert tell(day).identifier == before.identifier
    assert counts_of(before)["Not talked about"] == "10"


def test_a_question_that_is_asked_again_shows_what_was_seen_before(here: Workspace) -> None:
    day = open_day(here)
    hold_tables(day)
    reopen(*day.at, "POL-02", seen=day.room.table().version)
    seen = votes_of(tell(day), "POL-02")
    day.vote(0, "POL-02", 4)
    assert votes_of(tell(day), "POL-02") == seen
    assert len(seen) == 1
