"""Numbers as people see them."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.presentation.language import load_translator
from app.presentation.number import (
    MISSING,
    choose_decimals,
    round_shown,
    show_coverage,
    show_date,
    show_gain,
    show_number,
    show_percent,
    show_range,
    show_score,
    show_score_in_band,
    show_value,
    show_years,
)

ENGLISH = load_translator("en")
ARABIC = load_translator("ar")
CHINESE = load_translator("zh")


@dataclass(frozen=True)
class Band:
    from_: float


QUARTERS = [Band(0), Band(25), Band(50), Band(75)]


@pytest.mark.parametrize(
    ("x", "decimals", "shown"),
    [
        (0.5, 0, "1"),
        (1.5, 0, "2"),
        (2.5, 0, "3"),
        (-2.5, 0, "-3"),
        (2.675, 2, "2.68"),  # the double is a little less; what is written decides
        (1.005, 2, "1.01"),
        (-0.4, 0, "0"),
        (1e300, 0, "1" + "0" * 300),
        (5e-324, 2, "0.00"),
        (7, 1, "7.0"),
    ],
)
def test_rounding_is_half_away_from_zero_on_what_is_written(
    x: float, decimals: int, shown: str
) -> None:
    assert str(round_shown(x, decimals)) == shown


def test_rounding_reads_numpy_numbers() -> None:
    numpy = pytest.importorskip("numpy")
    assert round_shown(numpy.float64(2.675), 2) == Decimal("2.68")


@pytest.mark.parametrize("x", [float("nan"), float("inf")])
def test_what_is_not_finite_is_never_shown(x: float) -> None:
    with pytest.raises(ValueError, match="shown"):
        show_score(x, ENGLISH)


@pytest.mark.parametrize("x", [1e27, 1e28, -1e40, 1.7976931348623157e308])
def test_any_number_that_can_be_typed_is_shown_whole(x: float) -> None:
    shown = show_value(x, ENGLISH)
    # Grouped as English groups, with its own sign.
    assert int(shown.replace(",", "").replace("\u2212", "-")) == Decimal(repr(x))


def test_what_is_missing_is_a_dash() -> None:
    shown = {
        show_score(None, ENGLISH),
        show_score_in_band(None, ENGLISH, bands=QUARTERS),
        show_gain(None, ENGLISH),
        show_coverage(None, ENGLISH),
        show_percent(None, ENGLISH),
        show_value(None, ENGLISH),
        show_range(None, 3, translator=ENGLISH),
        show_years(None, None, translator=ENGLISH),
        show_date(None, ENGLISH),
    }
    assert shown == {MISSING}


@pytest.mark.parametrize(
    ("x", "shown"),
    [
        (46.4, "46"),
        (49.4, "49"),
        (49.5, "49.5"),
        (49.7, "49.7"),
        (49.96, "49.96"),
        (49.97, "49.97"),
        (49.996, "49.996"),
        (50.0, "50"),
        (50.4, "50"),
        (74.5, "74.5"),
        (99.7, "100"),
        (100.0, "100"),
        (49.99999999, "49.999999"),
        (49.99999999999999, "50"),
    ],
)
def test_a_number_stays_in_the_band_of_its_full_value(x: float, shown: str) -> None:
    assert show_score_in_band(x, ENGLISH, bands=QUARTERS) == shown


def test_a_number_in_a_table_starts_with_one_decimal() -> None:
    assert show_score_in_band(49.7, ENGLISH, bands=QUARTERS, decimals=1) == "49.7"
    assert show_score_in_band(49.96, ENGLISH, bands=QUARTERS, decimals=1) == "49.96"


def test_a_number_does_not_fall_below_its_own_band_either() -> None:
    assert show_score_in_band(33.35, ENGLISH, bands=[Band(0), Band(33.3)]) == "33.4"


@given(st.floats(min_value=0, max_value=100, allow_subnormal=False))
def test_word_and_number_never_disagree(x: float) -> None:
    shown = float(show_score_in_band(x, ENGLISH, bands=QUARTERS))
    assert sum(band.from_ <= shown for band in QUARTERS) == sum(
        band.from_ <= x + 1e-9 for band in QUARTERS
    )


@pytest.mark.parametrize(
    ("x", "shown"), [(2.05, "+2.1"), (-0.44, "−0.4"), (0.04, "0.0"), (-0.04, "0.0"), (0, "0.0")]
)
def test_a_gain_has_one_decimal_and_its_sign(x: float, shown: str) -> None:
    assert show_gain(x, ENGLISH) == shown


@pytest.mark.parametrize(
    ("share", "shown"),
    [
        (1.0, "100%"),
        (0.999, "99%"),
        (0.9999999999999999, "100%"),
        (0.29, "29%"),
        (0.57999999999, "58%"),
        (0.296, "29%"),
        (0.0, "0%"),
        (1 / 3, "33%"),
    ],
)
def test_coverage_is_rounded_down_unless_complete(share: float, shown: str) -> None:
    assert show_coverage(share, ENGLISH) == shown


def test_the_language_places_marks_and_signs() -> None:
    french = load_translator("fr")
    assert show_number(1234567.25, ENGLISH, decimals=1) == "1,234,567.3"
    assert show_number(1234.5, french, decimals=1) == "1\u202f234,5"
    assert show_percent(0.35, french) == "35\xa0%"
    assert show_percent(-0.123, ENGLISH, decimals=1) == "−12.3%"


def test_digits_are_latin_and_signs_keep_their_side_in_arabic() -> None:
    assert show_score(46.2, ARABIC) == "46"
    assert show_number(1234.5, ARABIC, decimals=1) == "1,234.5"
    assert show_gain(2.1, ARABIC) == "\u2066+2.1\u2069"
    assert show_gain(-2.1, ARABIC) == "\u2066−2.1\u2069"
    assert show_coverage(0.9, ARABIC) == "\u206690%\u2069"
    assert show_years(2023, 2025, translator=ARABIC) == "\u20662023–2025\u2069"
    assert show_range(40.2, 56, translator=ARABIC) == "\u206640–56\u2069"
    assert show_value(34, ARABIC, unit="من السكان") == "34 \u2068من السكان\u2069"
    assert show_value(34, ARABIC, unit="%") == "34 \u2068%\u2069"


def test_words_from_left_to_right_take_their_number_with_them_in_arabic() -> None:
    assert show_value(2.39, ARABIC, unit="per 100 people") == "\u20662.39 per 100 people\u2069"
    assert show_value(-1, ARABIC, unit="°C") == "\u2066\u2066−1\u2069 °C\u2069"


@pytest.mark.parametrize(
    ("x", "shown"),
    [
        (34.98, "34.98"),
        (399.7, "399.70"),
        (0.8, "0.80"),
        (-0.39, "−0.39"),
        (54_000_000.4, "54,000,000"),
        (1234.5, "1,235"),
        (7, "7"),
        (100.0, "100"),
        (0.0042, "0.0042"),
        (0.00426, "0.0043"),
        (0, "0"),
    ],
)
def test_a_published_figure_keeps_what_it_needs(x: float, shown: str) -> None:
    assert show_value(x, ENGLISH) == shown


def test_a_column_shares_its_decimals() -> None:
    assert choose_decimals([0.5, 1, None]) == 2
    assert choose_decimals([4, 44]) == choose_decimals([]) == choose_decimals([None]) == 0
    assert show_value(1, ENGLISH, unit="%", decimals=2) == "1.00 %"


def test_ranges_that_show_alike_are_one_number() -> None:
    assert show_range(45.6, 46.4, translator=ENGLISH) == "46"
    assert show_range(45.6, 46.4, translator=ENGLISH, decimals=1) == "45.6–46.4"
    assert show_years(2024, 2024, translator=ENGLISH) == "2024"
    assert show_years(2023, 2025, translator=ENGLISH) == "2023–2025"


def test_dates_are_written_out() -> None:
    day = date(2026, 11, 22)
    assert show_date(day, ENGLISH) == "22 November 2026"
    assert show_date(day, ENGLISH, style="medium") == "22 Nov 2026"
    assert show_date(day, CHINESE) == "2026年11月22日"
    assert show_date(day, ARABIC) == "22 نوفمبر 2026"
