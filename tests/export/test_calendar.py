"""Calendar files, read back by the grammar of RFC 5545."""

from datetime import date, datetime, timedelta, timezone

import pytest

from app.export.calendar import LONGEST_LINE, Entry, escape, fold, write_calendar

EAST = timezone(timedelta(hours=3))


def make_entry(**more: object) -> Entry:
    values: dict[str, object] = {
        "uid": "a@eready",
        "day": date(2027, 3, 28),
        "title": "A law",
        "text": "Status: planned",
        "link": "",
        "changed_at": datetime(2026, 11, 22, 12, 30, tzinfo=EAST),
        "revision": 0,
    }
    return Entry(**(values | more))  # type: ignore[arg-type]


def read(body: bytes) -> list[tuple[str, str]]:
    """Unfold the lines and split names from values, as a calendar program does."""
    text = body.decode("utf-8")
    assert text.endswith("\r\n")
    assert "\n" not in text.replace("\r\n", "")
    lines = text.replace("\r\n ", "").split("\r\n")[:-1]
    return [(name, value) for name, _, value in (line.partition(":") for line in lines)]


def unescape(value: str) -> str:
    marks = {"n": "\n", "N": "\n"}
    text, pieces = iter(value), []
    for character in text:
        if character == "\\":
            following = next(text)
            pieces.append(marks.get(following, following))
        else:
            pieces.append(character)
    return "".join(pieces)


def test_an_entry_is_a_whole_day_whatever_clock_or_zone() -> None:
    # Clocks change in much of Europe on 2027-03-28, and the year ends on 2027-12-31.
    days = (date(2027, 3, 28), date(2027, 10, 31), date(2028, 2, 29), date(2027, 12, 31))
    found = read(write_calendar("Plan", (make_entry(day=day) for day in days)))
    starts = [value for name, value in found if name == "DTSTART;VALUE=DATE"]
    ends = [value for name, value in found if name == "DTEND;VALUE=DATE"]
    assert starts == ["20270328", "20271031", "20280229", "20271231"]
    assert ends == ["20270329", "20271101", "20280301", "20280101"]
    assert not any("TZID" in name for name, _ in found)
    assert [value for name, value in found if name == "DTSTAMP"] == ["20261122T093000Z"] * 4


def test_a_calendar_has_what_the_grammar_asks_for() -> None:
    found = read(write_calendar("Plan", [make_entry(link="https://example.org/a", revision=3)]))
    names = [name for name, _ in found]
    assert found[0] == ("BEGIN", "VCALENDAR")
    assert found[-1] == ("END", "VCALENDAR")
    for needed in ("VERSION", "PRODID", "UID", "DTSTAMP", "SEQUENCE", "URL"):
        assert names.count(needed) == 1
    assert dict(found)["SEQUENCE"] == "3"
    assert write_calendar("Plan", [make_entry()]) == write_calendar("Plan", [make_entry()])


@pytest.mark.parametrize(
    "text",
    [
        "قانون بشأن تبادل البيانات بين المستشفيات والمراكز الصحية في جميع المقاطعات" * 3,
        "在所有县的医院和卫生中心之间交换数据的法律" * 6,
        "😀🇰🇪" * 40,
        "a" * 400,
        'A, B; C\\n D: E "F"',
        "one\ntwo\r\nthree",
        "",
    ],
)
def test_every_text_comes_back_whole_and_no_line_is_too_long(text: str) -> None:
    body = write_calendar("Plan", [make_entry(title=text)])
    assert all(len(line) <= LONGEST_LINE for line in body.split(b"\r\n"))
    for line in body.split(b"\r\n"):
        line.decode("utf-8")
    title = dict(read(body))["SUMMARY"]
    assert unescape(title) == text.replace("\r\n", "\n")


@pytest.mark.parametrize("end", ["\n", "\r", "\r\n", "\u2028", "\u2029", "\x85", "\x0b", "\x0c"])
def test_no_text_begins_a_property_of_its_own(end: str) -> None:
    hostile = f"A{end}END:VEVENT{end}BEGIN:VEVENT{end}ATTACH:https://example.org/x"
    entry = make_entry(uid=hostile, title=hostile, text=hostile, link=f"https://e.org/{end}X:Y")
    body = write_calendar(hostile, [entry]).decode("utf-8")
    begun = [
        line for line in body.splitlines() if line.startswith(("BEGIN", "END", "ATTACH", "X:"))
    ]
    assert begun == ["BEGIN:VCALENDAR", "BEGIN:VEVENT", "END:VEVENT", "END:VCALENDAR"]


def test_folding_keeps_to_the_octet() -> None:
    assert fold("a" * 75) == "a" * 75
    assert fold("a" * 76) == "a" * 75 + "\r\n a"
    assert fold("a" * 74 + "é") == "a" * 74 + "\r\n é"
    assert fold("a" * 149 + "b") == "a" * 75 + "\r\n " + "a" * 74 + "\r\n b"


def test_what_means_something_is_escaped() -> None:
    assert escape("a\\b;c,d\ne") == "a\\\\b\\;c\\,d\\ne"
