"""The workbook of a room and the download of its votes, on each engine."""

import csv
import io

import pytest

from app.export.sheet import name_sheet
from app.presentation.language import load_translator
from app.presentation.view.wording import Wording
from app.response import Answer
from app.service.error import NotFound
from app.service.workshop.joining import Guest
from app.service.workshop.paper import FilledForm, Pile, read_pile, save_form, save_pile
from app.service.workshop.sheet import (
    BookReading,
    UnreadableError,
    describe_forms,
    make_book,
    preview_forms,
    read_book,
    restore_forms,
)
from app.service.workshop.votes import has_votes, make_votes
from tests.export.filling import Filling, fill, parts_of, sheets_of
from tests.room import OpenRoom, open_alone
from tests.service.conftest import House

PLAN, BUDGET = "basics.plan", "basics.budget"


def wording_of(room: OpenRoom) -> Wording:
    return Wording(room.room.toolkit, room.room.setting, load_translator("en"))


def pile_of(room: OpenRoom) -> Pile:
    return read_pile(room.workspace, room.room)


def book_of(room: OpenRoom, filling: Filling) -> bytes:
    return fill(make_book(room.room, pile_of(room), wording_of(room)).body, filling)


def read(room: OpenRoom, filling: Filling) -> BookReading:
    return read_book(room.room, pile_of(room), book_of(room, filling))


def keep(room: OpenRoom, filling: Filling) -> None:
    reading = read(room, filling)
    assert not reading.problems
    seen = pile_of(room).print
    forms = restore_forms(describe_forms(reading.forms))
    assert forms == reading.forms
    save_pile(room.facilitator, room.workspace, room.id, forms, seen=seen)


def type_in(room: OpenRoom, code: str, plan: int, **guest: str) -> None:
    form = FilledForm(code, Guest(**guest), (Answer(PLAN, value=plan),))  # type: ignore[arg-type]
    save_form(room.facilitator, room.workspace, room.id, form, seen="")


def test_a_workbook_goes_out_and_comes_back(room: OpenRoom) -> None:
    type_in(room, "F-002", 1)
    sheets = sheets_of(make_book(room.room, pile_of(room), wording_of(room)).body)
    assert list(sheets) == ["README", name_sheet("1 Table 1")]
    head = sheets["1 Table 1"][0]
    assert head[4:24] == [f"F-{number:03}" for number in range(1, 21)]
    keep(room, {PLAN: {"F-001": "2", "F-002": "0"}, BUDGET: {"F-001": "?", "F-002": "1"}})
    answers = {code: form.answers for code, form in pile_of(room).forms.items()}
    assert {name: answer.value for name, answer in answers["F-002"].items()} == {PLAN: 0, BUDGET: 1}
    assert answers["F-001"][BUDGET].state == "unknown"


def test_a_preview_says_what_each_form_would_do(room: OpenRoom) -> None:
    type_in(room, "F-002", 1)
    type_in(room, "F-003", 1)
    reading = read(room, {PLAN: {"F-001": "2", "F-002": "0"}, BUDGET: {"F-001": "1", "F-002": "1"}})
    found = [
        (item.form.code, item.is_new, item.added, item.replaced)
        for item in preview_forms(pile_of(room), reading.forms)
    ]
    assert found == [("F-001", True, 2, 0), ("F-002", False, 1, 1)]


def test_what_nobody_touched_does_nothing(room: OpenRoom) -> None:
    type_in(room, "F-002", 1)
    assert read(room, {}) == BookReading((), ())


def test_an_empty_cell_takes_no_answer_away(room: OpenRoom) -> None:
    body = make_book(room.room, pile_of(room), wording_of(room)).body
    type_in(room, "F-001", 1)
    assert read_book(room.room, pile_of(room), body) == BookReading((), ())


def test_what_a_room_does_not_know_is_told_by_cell(house: House) -> None:
    room = open_alone(house.workspace, "small", anonymity="role", roles={"Ministry": 5})
    reading = read(room, {"@role": {"F-001": "King"}, PLAN: {"F-001": "1"}})
    assert [(item.sheet, item.cell, item.code) for item in reading.problems] == [
        ("1 Table 1", "E2", "choice")
    ]
    assert not reading.forms


def test_what_was_shown_is_told_by_cell_unless_it_is_the_same(room: OpenRoom) -> None:
    type_in(room, "F-001", 1)
    room.open("basics")
    room.reveal()
    assert not read(room, {}).problems
    reading = read(room, {PLAN: {"F-001": "2", "F-002": "2"}})
    assert [(item.cell, item.code) for item in reading.problems] == [
        ("E2", "shown"),
        ("F2", "shown"),
    ]


def test_a_workbook_of_another_room_is_refused(room: OpenRoom, house: House) -> None:
    other = open_alone(house.workspace, "small")
    with pytest.raises(UnreadableError):
        read_book(room.room, pile_of(room), book_of(other, {}))


def test_forms_with_hostile_names_stay_text(house: House) -> None:
    room = open_alone(house.workspace, "small", anonymity="named")
    type_in(room, "F-001", 1, name='=HYPERLINK("http://example.org")')
    body = make_book(room.room, pile_of(room), wording_of(room)).body
    assert not any(b"<f>" in part for part in parts_of(body).values())
    assert read_book(room.room, pile_of(room), body) == BookReading((), ())


# --- All votes ----------------------------------------------------------------------------------


def votes_of(room: OpenRoom) -> list[dict[str, str]]:
    made = make_votes(room.workspace, room.room, wording_of(room), "csv")
    return list(csv.DictReader(io.StringIO(made.body.decode("utf-8-sig"))))


def plan_votes(room: OpenRoom) -> dict[tuple[str, str], int]:
    return {
        (row["role"], row["value"] or row["state"]): int(row["votes"])
        for row in votes_of(room)
        if row["question"] == PLAN
    }


def test_nothing_can_be_had_before_it_was_shown(room: OpenRoom) -> None:
    room.open("basics")
    for person in room.people:
        room.say(person, PLAN, 2)
    room.close()
    assert not has_votes(room.workspace, room.room)
    for kind in ("csv", "xlsx"):
        with pytest.raises(NotFound):
            make_votes(room.workspace, room.room, wording_of(room), kind)


def test_votes_are_counted_without_names_by_role_where_the_rule_lets_it(house: House) -> None:
    room = open_alone(house.workspace, "small", anonymity="named", planned=30)
    for number, role in enumerate(["Ministry"] * 5 + ["Press"] * 5 + ["Bank"] * 2):
        room.join(name=f"Amina{number}", role=role)
    room.open("basics")
    for number, person in enumerate(room.people):
        room.say(person, PLAN, number % 3)
    room.say(room.people[0], BUDGET, 1)
    room.reveal()
    found = plan_votes(room)
    assert sum(found.values()) == 12
    assert not any(role == "Bank" for role, _ in found)
    assert {role for role, _ in found} == {"Ministry", ""}
    assert not [row for row in votes_of(room) if row["question"] == BUDGET], "fewer than five"
    body = make_votes(room.workspace, room.room, wording_of(room), "xlsx").body
    assert not any(b"Amina" in part for part in parts_of(body).values())


def test_an_anonymous_room_has_no_roles(room: OpenRoom) -> None:
    room.open("basics")
    for person in room.people:
        room.say(person, PLAN, 2)
    room.reveal()
    assert plan_votes(room) == {("", "2"): 5}
    with pytest.raises(NotFound):
        make_votes(room.workspace, room.room, wording_of(room), "pdf")
