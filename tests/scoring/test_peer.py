import pytest

from app.scoring import newest, peer_statistics


def test_quartiles_of_type_seven() -> None:
    peers = peer_statistics([10.0, None, 40.0, 20.0, 30.0, 70.0, 100.0])
    assert (peers.q1, peers.median, peers.q3) == (22.5, 35.0, 62.5)
    assert (peers.n, peers.of, peers.singles) == (6, 7, ())
    assert peers.gap(50.0) == 15.0
    assert peers.gap(None) is None


def test_fewer_than_five_values_are_listed_singly() -> None:
    peers = peer_statistics([3.0, None, 1.0, 2.0, 4.0, None])
    assert (peers.median, peers.q1, peers.q3) == (None, None, None)
    assert peers.singles == (1.0, 2.0, 3.0, 4.0)
    assert (peers.n, peers.of) == (4, 6)
    assert peers.gap(1.0) is None


def test_constant_values() -> None:
    assert peer_statistics([5.0] * 5).median == 5.0


@pytest.mark.parametrize(
    ("drop_after", "expected"),
    [(None, (2.0, 2015, True)), (11, (2.0, 2015, True)), (10, None)],
)
def test_the_newest_figure(drop_after: float | None, expected: object) -> None:
    figures = [(2010, 1.0), (2015, 2.0), (2024, None)]
    found = newest(figures, edition_year=2026, drop_after=drop_after)
    assert (found and (found.value, found.year, found.is_old)) == expected


def test_a_figure_is_old_after_five_years() -> None:
    ages = [newest([(year, 1.0)], edition_year=2026) for year in (2021, 2020)]
    assert [figure.is_old for figure in ages if figure] == [False, True]
