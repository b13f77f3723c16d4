"""The catalogues of the reference data: whole, up to date, sound."""

import re
from dataclasses import replace

import pytest

from app.definition.translation.coverage import compare_texts, count_coverage
from app.definition.translation.folder import find_catalogues, open_catalogue
from app.definition.translation.updating import update_texts
from app.definition.translation.writing import write_catalogue
from app.paths import REFERENCE
from app.presentation.language import LANGUAGES
from app.reference import read_tables
from app.reference.translation import describe_texts, list_texts

CODES = sorted(code for code, item in LANGUAGES.items() if item.ready and code != "en")
TABLES = read_tables(REFERENCE)
NUMBER = re.compile(r"\d+(?:[.,]\d+)?")
each_language = pytest.mark.parametrize("code", CODES)


def test_there_is_a_catalogue_for_each_language() -> None:
    assert {path.stem for path in find_catalogues(REFERENCE)} >= set(CODES)


@each_language
def test_every_text_is_translated_and_nothing_is_stale(code: str) -> None:
    reading = open_catalogue(REFERENCE / "locale" / f"{code}.po")
    assert not reading.flaws
    found = count_coverage(compare_texts(list_texts(TABLES), reading.catalogue), reading.catalogue)
    assert (
        found.texts
        == found.translated
        == len(TABLES.indicators) * 3 + 2 + sum(bool(row.note) for row in TABLES.indicators)
    )
    assert (found.missing, found.stale, found.faulty, found.unknown) == (0, 0, 0, 0)


@each_language
def test_the_files_are_what_an_update_gives(code: str) -> None:
    path = REFERENCE / "locale" / f"{code}.po"
    fresh = update_texts(describe_texts(TABLES), code, open_catalogue(path).catalogue)
    assert write_catalogue(fresh) == path.read_text("utf-8")


@each_language
def test_numbers_of_translations_are_those_of_the_texts(code: str) -> None:
    """Years, thresholds and counts: decimals as the language writes them, digits Latin."""
    words = {"near 0": "قريب من الصفر", "near 0,": "قرب الصفر"}  # zero in a word
    for entry in open_catalogue(REFERENCE / "locale" / f"{code}.po").catalogue.entries:
        source, said = entry.source.replace("CO2", "").replace("m3", ""), entry.text
        for number, word in words.items():
            if word in said:
                source = source.replace(number, "", 1)
        wanted = sorted(text.replace(",", ".") for text in NUMBER.findall(source))
        bare = said.replace("CO2", "").replace("м3", "").replace("m3", "").replace("11月", "")
        found = sorted(text.replace(",", ".") for text in NUMBER.findall(bare))
        assert found == wanted, (entry.place, wanted, found)
        assert said.isascii() or not re.search(r"[٠-٩۰-۹]", said)


def test_a_changed_text_is_marked_and_the_rest_stays() -> None:
    old = open_catalogue(REFERENCE / "locale" / "fr.po").catalogue
    first, *rest = TABLES.indicators
    tables = replace(TABLES, indicators=(first._replace(name="Literacy"), *rest))
    fresh = update_texts(describe_texts(tables), "fr", old)
    stale = [entry for entry in fresh.live() if entry.is_fuzzy]
    assert [(entry.place, entry.source, entry.previous) for entry in stale] == [
        (f"{first.indicator}.name", "Literacy", first.name)
    ]
