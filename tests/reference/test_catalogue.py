"""What a Reference answers, on two countries."""

from dataclasses import FrozenInstanceError, replace
from datetime import date
from pathlib import Path

import pytest

from app.reference import (
    MembershipRow,
    Observation,
    Reference,
    ReferenceDataError,
    Removal,
    build_reference,
    edition_id,
    is_old,
    load_reference,
    read_tables,
)

TODAY = date(2026, 11, 22)


def test_name_falls_back_to_english_and_says_so(small: Reference) -> None:
    kenya, namibia = small.countries["KEN"], small.countries["NAM"]
    assert kenya.name("ar") == kenya.name("ar-EG") == kenya.name("ar_EG") == "كينيا"
    assert kenya.name_language("ar") == "ar"
    assert (namibia.name("ar"), namibia.name_language("ar")) == ("Namibia", "en")


def test_unknown_country_is_none(small: Reference) -> None:
    assert small.country("ZZZ") is None
    assert small.country("ken") is None
    assert small.groups_of("ZZZ", TODAY) == ()


def test_unknown_group_is_an_error(small: Reference) -> None:
    with pytest.raises(KeyError):
        small.members("none", TODAY)


def test_first_day_is_in_and_until_is_out(small: Reference) -> None:
    assert small.members("ldc", date(1999, 12, 31)) == ()
    assert small.members("ldc", date(2000, 1, 1)) == ("KEN",)
    assert small.members("ldc", date(2026, 11, 23)) == ("KEN",)
    assert small.members("ldc", date(2026, 11, 24)) == ()


def test_groups_of_a_country_by_kind(small: Reference) -> None:
    assert [group.id for group in small.groups_of("KEN", TODAY)] == [
        "region-africa",
        "income-low",
        "ldc",
    ]
    assert [group.id for group in small.groups_of("KEN", TODAY, "special")] == ["ldc"]
    assert small.groups_of("NAM", TODAY, "income") == ()


def test_newer_list_takes_the_place_of_the_older_on_its_first_day(small: Reference) -> None:
    newer = MembershipRow("income-high", "NAM", date(2027, 7, 1), None, "FY2028", "open-list")
    tables = replace(small.tables, memberships=(*small.tables.memberships, newer))
    reference = build_reference(tables)
    day_before, first_day = date(2027, 6, 30), date(2027, 7, 1)
    assert reference.members("income-low", day_before) == ("KEN",)
    assert reference.label_in_use("income", day_before) == "FY2026"
    assert reference.members("income-low", first_day) == ()
    assert reference.members("income-high", first_day) == ("NAM",)
    assert reference.label_in_use("income", first_day) == "FY2028"
    assert reference.membership("NAM", "income-high", day_before) is None


def test_latest_and_series(small: Reference) -> None:
    newest = Observation("KEN", "users", 2024, 30.5, "open-list", "open")
    assert small.latest("users", "KEN") == newest
    assert [value.year for value in small.series("users", "KEN")] == [2020, 2024]
    assert small.latest("users", "KEN", not_before=2024) == newest
    assert small.latest("users", "KEN", not_before=2025) is None
    assert small.latest("none", "KEN") is None
    assert small.series("none", "KEN") == ()
    assert list(small.values("users")) == ["KEN", "NAM"]
    assert small.years("users") == (2020, 2024)
    assert small.years("none") is None


@pytest.mark.parametrize(
    ("drop_after", "expected"),
    [(None, [30.5, 40]), (5, [30.5, 40]), (4, [30.5, None]), (1, [None, None])],
)
def test_latest_values_drop_what_is_too_old(
    small: Reference, drop_after: int | None, expected: list[float | None]
) -> None:
    rows = small.latest_values(["users"], ["KEN", "NAM"], drop_after=drop_after)
    assert [row[0].value if row[0] else None for row in rows] == expected


def test_latest_values_are_countries_by_indicators(small: Reference) -> None:
    rows = small.latest_values(["none", "users"], ["ZZZ", "NAM", "KEN"], drop_after=None)
    assert [[value.value if value else None for value in row] for row in rows] == [
        [None, None],
        [None, 40.0],
        [None, 30.5],
    ]


@pytest.mark.parametrize(("year", "old"), [(2026, False), (2021, False), (2020, True)])
def test_value_is_old_after_five_years(small: Reference, year: int, old: bool) -> None:
    value = Observation("KEN", "users", year, 1.0, "open-list", "open")
    assert is_old(value, small.edition) is small.is_old(value) is old


def test_attribution_carries_the_year(small: Reference) -> None:
    printed = small.attribution(small.series("users", "KEN")[0])
    assert printed.text == "Office, 2020"
    assert printed.licence.title == "All rights"


def test_indicator_tells_its_coverage(small: Reference) -> None:
    users = small.indicators["users"]
    assert (users.countries, users.years) == (2, (2020, 2024))
    assert users.licences == ("open", "closed")
    assert users.licence == "open / closed"


def test_without_a_licence_tells_what_is_gone(small: Reference) -> None:
    left = small.without("closed")
    assert left.removals == (Removal("closed", 2, ()),)
    assert list(left.values("users")) == ["KEN"]
    none = left.without("open")
    assert none.removals == (Removal("closed", 2, ()), Removal("open", 1, ("users",)))
    assert none.indicators["users"].years is None
    assert none.without("open") is none


def test_edition_id_follows_the_content_and_not_its_order(folder: Path, small: Reference) -> None:
    path = folder / "observations.csv"
    head, *rows = path.read_text(encoding="utf-8").splitlines()
    path.write_text("\r\n".join([head, *reversed(rows)]) + "\r\n", encoding="utf-8-sig")
    assert load_reference(folder).edition.id == small.edition.id
    path.write_text("\n".join([head, *rows]).replace("30.5", "30.50") + "\n", encoding="utf-8")
    assert load_reference(folder).edition.id == small.edition.id
    path.write_text("\n".join([head, *rows]).replace("30.5", "30.6") + "\n", encoding="utf-8")
    assert load_reference(folder).edition.id != small.edition.id


@pytest.mark.parametrize("file", ["names.csv", "groups.csv", "sources.csv", "edition.json"])
def test_edition_id_changes_with_every_text(folder: Path, small: Reference, file: str) -> None:
    path = folder / file
    changed = {
        "names.csv": "Kenya",
        "groups.csv": "Least",
        "sources.csv": "Open,",
        "edition.json": "Small",
    }
    text = path.read_text(encoding="utf-8")
    path.write_text(text.replace(changed[file], "Other" + changed[file]), encoding="utf-8")
    assert load_reference(folder).edition.id != small.edition.id


def test_same_reference_from_tables_as_from_files(folder: Path, small: Reference) -> None:
    built = build_reference(read_tables(folder))
    assert built.edition == small.edition
    assert built.edition.id == edition_id(small.tables)
    assert built.indicators == small.indicators
    assert dict(built.countries) == dict(small.countries)


def test_tables_are_checked_wherever_they_come_from(small: Reference) -> None:
    row = small.tables.observations[0]._replace(value=float("nan"), country="ZZZ", year=2031)
    with pytest.raises(ReferenceDataError) as caught:
        build_reference(replace(small.tables, observations=(row,)))
    assert [(item.line, item.column) for item in caught.value.findings] == [(2, 1), (2, 3), (2, 4)]


def test_nothing_in_it_changes(small: Reference) -> None:
    with pytest.raises(FrozenInstanceError):
        small.edition = small.edition  # type: ignore[misc]
    with pytest.raises(TypeError):
        small.countries["ZZZ"] = small.countries["KEN"]  # type: ignore[index]
    with pytest.raises(TypeError):
        small.values("users")["ZZZ"] = small.values("users")["KEN"]  # type: ignore[index]
