"""Figures as data: what they refuse, and their tables."""

from dataclasses import replace

import pytest

from app.presentation.figure import Cell, Row, Series, Shown, StripRow
from tests.presentation.sample import PEERS, make_bars, make_profile, make_radar, make_strip


def test_a_profile_is_a_table_with_every_value_as_it_is_shown() -> None:
    table = make_profile().table()
    assert table.caption == "Profile"
    assert table.head == ("Pillar", "Kenya", "Range", *PEERS, "Counted")
    assert table.rows[0] == ("Infrastructure", "46", "40–52", "33", "46", "5 of 6 figures")
    assert table.rows[1] == ("Policy & law", "55", "", "40", "", "")
    assert table.rows[2] == ("Management", "no value", "10–90", "", "", "1 of 6 figures")


def test_columns_that_say_nothing_are_left_out() -> None:
    rows = (Row("Policy", Shown(55.2, "55")),)
    table = replace(make_bars(), rows=rows, peers=()).table()
    assert table.head == ("Pillar", "Kenya")
    assert table.rows == (("Policy", "55"),)


def test_a_radar_is_a_table_of_its_series() -> None:
    table = make_radar().table()
    assert table.head == ("Pillar", "Kenya", "Rwanda")
    assert table.rows[2] == ("Management", "no value", "40")


def test_a_strip_is_a_table_of_its_questions() -> None:
    table = make_strip().table()
    assert table.head == ("Question", "Pillar", "Level")
    assert table.rows[:3] == (
        ("INF-01", "Infrastructure", "2, adopted"),
        ("INF-02", "Infrastructure", "0, nothing yet"),
        ("INF-03", "Infrastructure", "unknown"),
    )


@pytest.mark.parametrize("figure_id", ["", "A b", "1a", 'x" onload="', "é"])
def test_an_id_has_to_fit_into_a_page(figure_id: str) -> None:
    with pytest.raises(ValueError, match="not an id"):
        replace(make_profile(), id=figure_id)


def test_parts_that_do_not_fit_together_are_refused() -> None:
    profile = make_profile()
    with pytest.raises(ValueError, match="half a range"):
        replace(profile, rows=(Row("a", Shown(1, "1"), low=1),))
    with pytest.raises(ValueError, match="every peer"):
        replace(profile, rows=(Row("a", Shown(1, "1"), peers=(None,)),))
    with pytest.raises(ValueError, match="above its start"):
        replace(profile, maximum=0)
    with pytest.raises(ValueError, match="told apart"):
        replace(profile, rows=(), peers=tuple("abcdefghi"))


def test_a_radar_has_four_to_eight_complete_axes() -> None:
    radar = make_radar()
    with pytest.raises(ValueError, match="four to eight"):
        replace(radar, axes=radar.axes[:3])
    with pytest.raises(ValueError, match="value for every axis"):
        replace(radar, own=Series("x", ()))
    with pytest.raises(ValueError, match="family"):
        replace(radar, families=("policy",))
    with pytest.raises(ValueError, match="above its start"):
        replace(radar, minimum=100)
    with pytest.raises(ValueError, match="told apart"):
        replace(radar, peers=radar.peers * 9)


def test_a_cell_is_filled_between_nothing_and_all() -> None:
    with pytest.raises(ValueError, match="between 0 and 1"):
        replace(make_strip(), rows=(StripRow("a", (Cell("q", "4", 4.0, "four"),)),))
