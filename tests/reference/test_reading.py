"""Malformed files: every fault is found, in one go, with its place."""

import json
from pathlib import Path

import pytest

from app.reference import ReferenceDataError, load_reference, read_tables
from tests.reference.conftest import SMALL


def faults(folder: Path) -> list[tuple[str, int, int, str]]:
    """Load the folder, which must fail, and give the findings."""
    with pytest.raises(ReferenceDataError) as caught:
        load_reference(folder)
    found = caught.value.findings
    assert str(caught.value).splitlines() == [str(finding) for finding in found]
    return [(finding.file, finding.line, finding.column, finding.message) for finding in found]


def places(folder: Path) -> list[tuple[str, int, int]]:
    return [fault[:3] for fault in faults(folder)]


def write(folder: Path, name: str, *lines: str) -> None:
    """Replace a file's rows and keep its header."""
    header = SMALL[name].splitlines()[0]
    (folder / name).write_text("\n".join([header, *lines]) + "\n", encoding="utf-8")


def test_small_folder_is_sound(folder: Path) -> None:
    assert len(read_tables(folder).observations) == 3


def test_all_faults_of_all_files_at_once(folder: Path) -> None:
    write(
        folder,
        "observations.csv",
        "KEN,users,2024,30.5,open-list",
        "ken,users,24,1e999,open-list",
        "",
        "KEN,users,2023",
        'NAM,users,2021,"1,5",closed-list',
        "NAM,users,2022,nan,closed-list",
    )
    write(
        folder,
        "countries.csv",
        "KEN,KE,404,Africa,Sub-Saharan Africa,95,37.9,",
        "NAM,,16,Africa,Sub-Saharan Africa,-22.1,181,",
    )
    (folder / "licences.csv").unlink()
    assert places(folder) == [
        ("countries.csv", 2, 6),
        ("countries.csv", 3, 2),
        ("countries.csv", 3, 3),
        ("countries.csv", 3, 7),
        ("licences.csv", 0, 0),
        ("observations.csv", 3, 1),
        ("observations.csv", 3, 3),
        ("observations.csv", 3, 4),
        ("observations.csv", 4, 0),
        ("observations.csv", 5, 0),
        ("observations.csv", 6, 4),
        ("observations.csv", 7, 4),
    ]


def test_faults_between_tables_keep_their_lines_beside_faults_in_cells(folder: Path) -> None:
    write(
        folder,
        "observations.csv",
        "KEN,users,2024,x,open-list",
        "ZZZ,users,2024,1,open-list",
        "KEN,none,2024,1,open-list",
        "KEN,users,2023,1,none",
        "KEN,users,2023,1,open-list",
        "KEN,users,2027,1,open-list",
    )
    assert faults(folder) == [
        ("observations.csv", 2, 4, "value: 'x' is no number (digits, a dot, no grouping)"),
        ("observations.csv", 3, 1, "ZZZ is not in countries.csv"),
        ("observations.csv", 4, 2, "none is not in indicators.csv"),
        ("observations.csv", 5, 5, "none is not among the sources of users in indicators.csv"),
        ("observations.csv", 5, 5, "none is not in sources.csv"),
        (
            "observations.csv",
            6,
            3,
            "a second row for country and indicator and year KEN, users, 2023",
        ),
        ("observations.csv", 7, 3, "2027 is after the edition's date, 2026-11-22"),
    ]


def test_bad_row_is_not_told_again_by_those_that_point_to_it(folder: Path) -> None:
    write(
        folder,
        "countries.csv",
        "KEN,KE,404,Africa,Sub-Saharan Africa,0.5,37.9,",
        "NAM,NA,516,Africa,Sub-Saharan Africa,south,17.2,",
    )
    assert places(folder) == [("countries.csv", 3, 6)]


@pytest.mark.parametrize(
    "value",
    [
        "",
        " 1",
        "1 ",
        "1_000",
        "1,5",
        "٣",
        "inf",
        "-Infinity",
        "NaN",
        "0x1",
        "1e999",
        "+1",
        "9" * 5000,
    ],
)
def test_value_that_is_no_number(folder: Path, value: str) -> None:
    write(folder, "observations.csv", f'KEN,users,2024,"{value}",open-list')
    assert places(folder) == [("observations.csv", 2, 4)]


@pytest.mark.parametrize("year", ["", "24", "1899", "2100", "2024.0", "٢٠٢٤", "9" * 5000])
def test_year_that_is_none(folder: Path, year: str) -> None:
    write(folder, "observations.csv", f"KEN,users,{year},1,open-list")
    assert places(folder) == [("observations.csv", 2, 3)]


@pytest.mark.parametrize(
    "name", ["", " Kenya", "Ken\x00ya", "Ken\u202eya", '"Ken\nya"', "x" * 2001]
)
def test_name_that_cannot_be_printed(folder: Path, name: str) -> None:
    write(folder, "names.csv", "NAM,en,Namibia", f"KEN,en,{name}")
    (found,) = faults(folder)
    assert found[0] == "names.csv"
    assert found[2] == 3
    assert len(found[3]) < 120


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("countries.csv", ""),
        ("countries.csv", "iso3,iso2\nKEN,KE\n"),
        ("names.csv", "language,country,name\nen,KEN,Kenya\n"),
        ("groups.csv", "group;kind;title;short;note\n"),
    ],
)
def test_wrong_header(folder: Path, name: str, text: str) -> None:
    (folder / name).write_text(text, encoding="utf-8")
    found = [fault for fault in faults(folder) if fault[0] == name]
    assert [fault[:3] for fault in found] == [(name, 1, 0)]
    assert "the header must be" in found[0][3]


def test_quote_that_is_not_closed(folder: Path) -> None:
    write(folder, "names.csv", "KEN,en,Kenya", 'NAM,en,"Nami', "bia")
    assert [place[0] for place in places(folder)] == ["names.csv"]


def test_bytes_that_are_not_utf_8_are_told_by_line(folder: Path) -> None:
    (folder / "names.csv").write_bytes(b"country,language,name\nKEN,en,Kenya\nNAM,en,Nam\xefbia\n")
    assert faults(folder) == [("names.csv", 3, 0, "a byte here is not UTF-8")]


def test_file_that_is_too_large_is_not_read(folder: Path) -> None:
    with (folder / "names.csv").open("ab") as stream:
        stream.truncate(33 * 1024 * 1024)
    assert faults(folder) == [("names.csv", 0, 0, "the file is larger than 32 MiB")]


def test_empty_folder_names_every_file(tmp_path: Path) -> None:
    assert {fault[0] for fault in faults(tmp_path)} == set(SMALL)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "[]",
        "{",
        '{"title": "A", "date": "2026-11-22"}',
        '{"title": 1, "date": "2026-11-22", "description": "B"}',
        '{"title": "A", "date": "2026-02-30", "description": "B"}',
        '{"title": "A", "date": "22.11.2026", "description": "B"}',
        json.dumps({"title": "\ud800", "date": "2026-11-22", "description": "B"}),
        "[" * 100_000,
        '{"title": ' + "9" * 5000 + "}",
    ],
)
def test_edition_that_is_none(folder: Path, text: str) -> None:
    (folder / "edition.json").write_text(text, encoding="utf-8")
    (found,) = faults(folder)
    assert found[:2] == ("edition.json", 1)


def test_country_without_english_name(folder: Path) -> None:
    write(folder, "names.csv", "KEN,en,Kenya", "NAM,ar,ناميبيا")
    assert faults(folder) == [
        ("countries.csv", 3, 1, "NAM has no name in en in names.csv"),
    ]


def test_codes_occur_once(folder: Path) -> None:
    write(
        folder,
        "countries.csv",
        "KEN,KE,404,Africa,Sub-Saharan Africa,0.5,37.9,",
        "NAM,KE,404,Africa,Sub-Saharan Africa,-22.1,17.2,",
    )
    assert places(folder) == [("countries.csv", 3, 2), ("countries.csv", 3, 3)]


@pytest.mark.parametrize(
    ("rows", "expected"),
    [
        (["ldc,KEN,2026-01-01,2025-01-01,,open-list"], [(2, 4)]),
        (["ldc,KEN,2026-01-01,2026-01-01,,open-list"], [(2, 4)]),
        (["ldc,KEN,2026-13-01,,,open-list"], [(2, 3)]),
        (["none,KEN,,,,open-list"], [(2, 1)]),
        (["ldc,KEN,,,,none"], [(2, 6)]),
        (["income-low,KEN,,,FY2026,open-list"], [(2, 3)]),
        (["ldc,KEN,2020-01-01,,,open-list", "ldc,KEN,2021-01-01,,,open-list"], [(3, 3)]),
        (["ldc,KEN,2020-01-01,2021-01-01,,open-list", "ldc,KEN,2021-01-01,,,open-list"], []),
        (["region-africa,KEN,,,,open-list", "region-south,KEN,,,,open-list"], [(3, 3)]),
        (["ldc,KEN,,,,open-list", "region-south,KEN,,,,open-list"], []),
    ],
)
def test_memberships_make_sense(
    folder: Path, rows: list[str], expected: list[tuple[int, int]]
) -> None:
    write(folder, "memberships.csv", *rows)
    if expected:
        assert places(folder) == [("memberships.csv", *place) for place in expected]
    else:
        assert len(load_reference(folder).tables.memberships) == len(rows)


@pytest.mark.parametrize(
    ("name", "row", "column"),
    [
        ("groups.csv", "ldc,club,Least developed,LDC,", 2),
        ("groups.csv", "LDC,special,Least developed,LDC,", 1),
        ("indicators.csv", "users,Users,%,up,infrastructure,,Who is online.,,open-list", 4),
        ("indicators.csv", "users,Users,%,higher,other,,Who is online.,,open-list", 5),
        ("indicators.csv", "users,Users,%,higher,context,,,,open-list", 7),
        ("indicators.csv", "users,Users,%,higher,context,,Who is online.,,", 9),
        ("sources.csv", "open-list,Open,Bank,javascript:x,open,Bank,,,,", 4),
        ("licences.csv", "open,Open,ftp://example.org,", 3),
    ],
)
def test_word_outside_the_allowed(folder: Path, name: str, row: str, column: int) -> None:
    write(folder, name, row)
    assert (name, 2, column) in places(folder)


def test_indicator_of_an_unknown_source(folder: Path) -> None:
    write(
        folder, "indicators.csv", "users,Users,%,higher,context,,Who.,,open-list closed-list none"
    )
    assert faults(folder) == [("indicators.csv", 2, 9, "none is not in sources.csv")]
