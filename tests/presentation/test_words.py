"""Sentences, in English as they are written."""

import pytest
from markupsafe import Markup

from app.presentation.language import load_translator
from app.presentation.words import (
    Comparison,
    compare_shown,
    say_against_group,
    say_answered,
    say_band,
    say_counted,
    say_evidence,
    say_figures,
    say_gap,
    say_held_back,
    say_middle,
    say_mode,
    say_no_standing,
    say_place,
    say_published,
    say_standing,
)

ENGLISH = load_translator("en")


@pytest.mark.parametrize(
    ("place", "count", "said"),
    [
        (3, 4, "the third of four bands"),
        (1, 7, "the first of seven bands"),
        (7, 7, "the seventh of seven bands"),
        (1, 1, "the only band"),
        (2, 8, "band 2 of 8"),
    ],
)
def test_a_place_among_the_bands_is_said_in_words(place: int, count: int, said: str) -> None:
    assert say_place(place, count, ENGLISH) == said


@pytest.mark.parametrize(("place", "count"), [(0, 4), (5, 4)])
def test_a_place_that_does_not_exist_is_an_error(place: int, count: int) -> None:
    with pytest.raises(ValueError, match="no place"):
        say_place(place, count, ENGLISH)


def test_the_standing_takes_html_for_the_band_and_escapes_the_rest() -> None:
    band = Markup("<strong>Deliver</strong>")
    said = say_standing("Côte d'Ivoire", band, place=3, count=4, translator=ENGLISH)
    assert said == (
        "Côte d&#39;Ivoire stands in <strong>Deliver</strong>, the third of four bands."
    )
    plain = say_standing("Kenya", "Deliver", place=3, count=4, translator=ENGLISH)
    assert plain == "Kenya stands in Deliver, the third of four bands."
    assert not isinstance(plain, Markup)
    assert say_no_standing("Kenya", ENGLISH) == "Too little is known of Kenya to name a band."
    assert say_band("Deliver", "56", ENGLISH) == "Deliver (56)"


def test_what_is_counted_is_said_with_its_noun() -> None:
    assert say_answered(18, 20, ENGLISH) == "18 of 20 questions answered"
    assert say_answered(1, 1, ENGLISH) == "1 of 1 question answered"
    assert say_counted(5, 6, ENGLISH) == "5 of 6 counted"
    assert say_figures(5, 6, ENGLISH) == "5 of 6 figures"
    assert say_figures(0, 1, ENGLISH) == "0 of 1 figure"
    assert say_evidence(7, 18, ENGLISH) == "7 of 18 answers with evidence"
    assert say_published(3, 18, ENGLISH) == "3 of 18 answers are published figures"
    assert say_mode("quick", 20, 80, translator=ENGLISH) == "quick-check, 20 of 80 questions"
    assert say_mode("full", 78, 80, translator=ENGLISH) == "full assessment, 80 questions"
    assert say_middle("Africa", 44, translator=ENGLISH) == "Africa, middle of 44"


def test_pillars_are_compared_as_they_are_shown() -> None:
    pairs = [(46.4, 45.6), (55, 47), (None, 3), (3, None), (20, 20.6)]
    assert compare_shown(pairs) == Comparison(ahead=1, level=1, behind=1, unknown=2)


@pytest.mark.parametrize(
    ("comparison", "said"),
    [
        (Comparison(4, 0, 0), "It is ahead of the middle country of Africa in every pillar."),
        (Comparison(0, 2, 0), "It is level with the middle country of Africa in every pillar."),
        (Comparison(0, 0, 3), "It is behind the middle country of Africa in every pillar."),
        (Comparison(3, 0, 1), "It is ahead of the middle country of Africa in 3 of 4 pillars."),
        (Comparison(0, 1, 3), "It is ahead of the middle country of Africa in no pillar."),
        (
            Comparison(3, 0, 0, unknown=1),
            "It is ahead of the middle country of Africa in every pillar that can be compared.",
        ),
        (
            Comparison(0, 0, 3, unknown=1),
            "It is behind the middle country of Africa in every pillar that can be compared.",
        ),
        (
            Comparison(0, 1, 2, unknown=1),
            "It is ahead of the middle country of Africa in no pillar that can be compared.",
        ),
        (
            Comparison(2, 0, 1, unknown=1),
            "It is ahead of the middle country of Africa in 2 of 3 pillars.",
        ),
        (Comparison(0, 0, 0), "There are too few figures to compare it with Africa."),
    ],
)
def test_a_comparison_over_all_pillars_is_one_sentence(comparison: Comparison, said: str) -> None:
    assert say_against_group(comparison, "Africa", ENGLISH) == said


@pytest.mark.parametrize(
    ("own", "other", "said"),
    [
        (46.4, 33.4, "13 points ahead of Africa"),
        (46.4, 45.4, "1 point ahead of Africa"),
        (45.6, 46.4, "level with Africa"),
        (45, 46, "1 point behind Africa"),
    ],
)
def test_a_gap_is_the_difference_of_what_is_shown(own: float, other: float, said: str) -> None:
    assert say_gap(own, other, "Africa", translator=ENGLISH) == said


def test_what_holds_back_is_listed_as_the_language_lists() -> None:
    one = say_held_back([Markup("<b>Policy</b>")], ENGLISH)
    assert one == "What holds it back most: <b>Policy</b>."
    several = say_held_back([Markup("<b>Policy</b>"), "R&D"], ENGLISH)
    assert several == "What holds it back most: <b>Policy</b> and R&amp;D."
    assert say_held_back([], ENGLISH) == ""
