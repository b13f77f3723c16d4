"""The shipped edition: counts, names, licences, and figures that agree with one another."""

import csv
import math
from collections import Counter
from datetime import date

import pytest

from app.paths import REFERENCE
from app.reference import Reference

TODAY = date(2026, 11, 22)
LANGUAGES = {"ar", "en", "es", "fr", "ru", "zh"}


def test_edition_is_dated(shipped: Reference) -> None:
    assert shipped.edition.date == TODAY
    assert len(shipped.edition.id) == 64
    assert shipped.edition.id.startswith(shipped.edition.short)


def test_all_countries_are_here(shipped: Reference) -> None:
    assert len(shipped.countries) == 195
    status = Counter(country.un_status for country in shipped.countries.values())
    assert status == {"member": 193, "observer": 2}


@pytest.mark.parametrize(
    ("group", "count"),
    [
        ("region-africa", 44),
        ("region-americas", 35),
        ("region-arab-states", 22),
        ("region-asia-pacific", 39),
        ("region-cis", 9),
        ("region-europe", 46),
        ("income-low", 25),
        ("income-lower-middle", 50),
        ("income-upper-middle", 53),
        ("income-high", 64),
        ("ldc", 44),
        ("lldc", 32),
        ("sids", 37),
        ("eit", 17),
        ("itu-member", 194),
        ("un-member", 193),
        ("un-observer", 2),
    ],
)
def test_groups_have_their_size(shipped: Reference, group: str, count: int) -> None:
    assert len(shipped.members(group, TODAY)) == count


def test_no_group_is_left_uncounted(shipped: Reference) -> None:
    assert len(shipped.groups) == 17


def test_palestine_is_in_the_arab_states_and_no_itu_member(shipped: Reference) -> None:
    members = set(shipped.members("itu-member", TODAY))
    assert set(shipped.countries) - members == {"PSE"}
    assert "PSE" in shipped.members("region-arab-states", TODAY)


def test_three_countries_leave_the_least_developed(shipped: Reference) -> None:
    before = set(shipped.members("ldc", date(2026, 11, 23)))
    after = set(shipped.members("ldc", date(2026, 11, 24)))
    assert (len(before), len(after)) == (44, 41)
    assert before - after == {"BGD", "LAO", "NPL"}


def test_income_groups_name_their_fiscal_year_and_stay_in_use(shipped: Reference) -> None:
    record = shipped.membership("KEN", "income-lower-middle", TODAY)
    assert record is not None
    assert record.label == "FY2026"
    assert not record.holds(TODAY)
    assert shipped.label_in_use("income", TODAY) == "FY2026"
    assert shipped.label_in_use("income", date(2025, 6, 30)) is None


def test_countries_without_income_group_say_why(shipped: Reference) -> None:
    without = {iso3 for iso3 in shipped.countries if not shipped.groups_of(iso3, TODAY, "income")}
    assert without == {"ETH", "VEN", "VAT"}
    assert all("income group" in shipped.countries[iso3].note for iso3 in without)


def test_every_country_has_one_region(shipped: Reference) -> None:
    for iso3 in shipped.countries:
        assert len(shipped.groups_of(iso3, TODAY, "region")) == 1, iso3


def test_names_in_six_languages(shipped: Reference) -> None:
    for country in shipped.countries.values():
        assert set(country.names) == LANGUAGES, country.iso3
        assert all(country.names.values()), country.iso3
    for language in LANGUAGES:
        names = {country.name(language) for country in shipped.countries.values()}
        assert len(names) == 195, language


@pytest.mark.parametrize(
    ("language", "first", "last"), [("ar", "\u0600", "\u06ff"), ("zh", "\u4e00", "\u9fff")]
)
def test_names_are_in_the_script_of_the_language(
    shipped: Reference, language: str, first: str, last: str
) -> None:
    for country in shipped.countries.values():
        assert any(first <= letter <= last for letter in country.name(language)), country.iso3


def test_namibia_keeps_its_code(shipped: Reference) -> None:
    namibia = shipped.country("NAM")
    assert namibia is not None
    assert (namibia.iso2, namibia.m49) == ("NA", "516")
    assert shipped.latest("egdi", "NAM") is not None


def test_codes_keep_their_leading_zeros(shipped: Reference) -> None:
    assert shipped.countries["AFG"].m49 == "004"


def test_every_indicator_is_told_in_words(shipped: Reference) -> None:
    assert len(shipped.indicators) == 53
    for indicator in shipped.indicators.values():
        assert indicator.definition.count(".") >= 1, indicator.id
        assert len(indicator.definition) > 60, indicator.id
        assert indicator.countries == len(shipped.values(indicator.id)) > 100, indicator.id
        assert indicator.licence in shipped.licences, indicator.id


def test_every_value_has_source_licence_and_words_to_print(shipped: Reference) -> None:
    values = [
        value
        for indicator in shipped.indicators
        for iso3 in shipped.countries
        for value in shipped.series(indicator, iso3)
    ]
    assert len(values) == 17_948
    for value in values:
        source = shipped.sources[value.source]
        assert source.licence == value.licence
        assert value.source in shipped.indicators[value.indicator].sources
        assert math.isfinite(value.value)
        text = shipped.attribution(value).text
        assert source.publisher in text
        assert str(value.year) in text


def test_world_bank_licence_is_printed(shipped: Reference) -> None:
    value = shipped.latest("internet_users_pct", "KEN")
    assert value is not None
    printed = shipped.attribution(value)
    assert printed.text == (
        f"World Bank, World Development Indicators, {value.year}, CC BY 4.0, via Gapminder"
    )
    assert printed.licence.title == "CC BY 4.0"
    assert printed.url.startswith("https://")


def test_every_source_is_used(shipped: Reference) -> None:
    used = {row.source for row in shipped.tables.observations}
    used |= {row.source for row in shipped.tables.memberships}
    # Names, codes and points come from one source, which therefore stands in no row.
    assert set(shipped.sources) - used == {"unterm"}


def test_development_index_is_the_mean_of_its_parts(shipped: Reference) -> None:
    compared = 0
    for iso3 in shipped.countries:
        parts = [shipped.series(indicator, iso3) for indicator in ("egdi", "osi", "tii", "hci")]
        for egdi, *others in zip(*parts, strict=True):
            assert {other.year for other in others} == {egdi.year}
            mean = sum(other.value for other in others) / 3
            assert egdi.value == pytest.approx(mean, abs=1e-4), (iso3, egdi.year)
            compared += 1
    assert compared == 2 * 193


@pytest.mark.parametrize("year", [2022, 2024])
def test_ranks_follow_from_the_index(shipped: Reference, year: int) -> None:
    def in_year(indicator: str) -> dict[str, float]:
        return {
            value.country: value.value
            for iso3 in shipped.countries
            for value in shipped.series(indicator, iso3)
            if value.year == year
        }

    index, rank = in_year("egdi"), in_year("egdi_rank")
    assert len(rank) == 193
    for iso3, value in index.items():
        above = sum(other > value for other in index.values())
        assert rank[iso3] == above + 1, iso3


def test_maturity_index_is_the_mean_of_its_parts(shipped: Reference) -> None:
    parts = [shipped.values(name) for name in ("gtmi_cgsi", "gtmi_dcei", "gtmi_gtei", "gtmi_psdi")]
    for iso3, whole in shipped.values("gtmi").items():
        mean = sum(part[iso3].value for part in parts) / 4
        assert whole.value == pytest.approx(mean, abs=1e-3), iso3


@pytest.mark.parametrize(("iso3", "missing"), [("VAT", 52), ("PSE", 16), ("PRK", 16)])
def test_countries_with_gaps_have_gaps_and_no_zeros(
    shipped: Reference, iso3: str, missing: int
) -> None:
    gaps = [name for name in shipped.indicators if shipped.latest(name, iso3) is None]
    assert len(gaps) == missing
    assert all(shipped.series(name, iso3) == () for name in gaps)
    assert all(iso3 not in shipped.values(name) for name in gaps)


def test_without_the_united_nations_rows(shipped: Reference) -> None:
    left = shipped.without("UN-terms")
    (removal,) = left.removals
    assert removal.licence == "UN-terms"
    assert removal.observations == 6 * 2 * 193
    assert set(removal.indicators) == {"egdi", "egdi_rank", "epart", "hci", "osi", "tii"}
    assert all(left.indicators[name].countries == 0 for name in removal.indicators)
    assert left.indicators["tii"].definition == shipped.indicators["tii"].definition
    assert left.latest("egdi", "KEN") is None
    assert left.latest("gtmi", "KEN") == shipped.latest("gtmi", "KEN")
    assert left.edition.id != shipped.edition.id
    assert shipped.removals == ()


def test_points_lie_in_the_hemispheres_of_their_region(shipped: Reference) -> None:
    for country in shipped.countries.values():
        if country.region == "Europe":
            assert country.latitude > 35, country.iso3
        if country.region == "Americas":
            assert country.longitude < -34, country.iso3
        if country.region == "Oceania":
            assert abs(country.longitude) > 110, country.iso3


def test_files_hold_no_blank_lines_and_one_kind_of_line_end() -> None:
    for path in sorted(REFERENCE.glob("*.csv")):
        content = path.read_bytes()
        assert b"\r" not in content, path.name
        assert content.endswith(b"\n"), path.name
        with path.open(encoding="utf-8", newline="") as stream:
            assert all(csv.reader(stream)), path.name
