"""Which year's figure a leaf takes, and bounds from the statistics of another edition."""

from typing import Any

import pytest

from app.definition.index import Index
from app.presentation.view.desk import lay_desk
from app.scoring import ScoringError
from app.scoring.index.figure import Statistic
from tests.presentation.report_sample import reference


def index(**leaf: Any) -> Index:
    tree = {"id": "root", "of": [{"id": "internet_users_pct", **leaf}]}
    return Index.model_validate(
        {"format": "eready-index/1", "id": "ix", "title": "Index", "role": "by-data", "tree": tree}
    )


def test_an_edition_is_one_year_for_all() -> None:
    latest, edition = (lay_desk(index(year=year), reference()) for year in ("latest", "edition"))
    newest = max(latest.years(reference().countries) or (0, 0))
    assert edition.years(reference().countries) == (newest, newest)
    missing = [iso3 for iso3 in reference().countries if not edition.of(iso3)["root"].counted]
    older = [
        iso3
        for iso3 in reference().countries
        if (seen := latest.observation(iso3, "internet_users_pct")) and seen.year < newest
    ]
    assert older
    assert set(older) <= set(missing)


def test_bounds_may_come_from_another_edition() -> None:
    rule = {"method": "minmax", "bounds": {"reference": "f.csv"}}
    known = {"f.csv": {"internet_users_pct": Statistic(0.0, 200.0, 50.0, 10.0, 9)}}
    desk = lay_desk(index(normalise=rule), reference(), known)
    found = desk.of("KEN")["internet_users_pct"]
    assert found.raw is not None
    assert found.score == pytest.approx(found.raw / 2)
    # Without them no country has a value, and the reason has a name.
    lacking = lay_desk(index(normalise=rule), reference())
    assert {each.rule for each in lacking.scores.findings} >= {"no-reference"}


def test_what_the_reference_data_lack_is_told() -> None:
    with pytest.raises(ScoringError, match="region"):
        lay_desk(index(impute={"method": "mean", "group": "region"}), reference())
