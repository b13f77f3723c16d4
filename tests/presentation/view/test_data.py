"""The page by data: real countries, countries with gaps, and data that were left out."""

from datetime import date

import pytest

from app.presentation.language import load_translator
from app.presentation.view.data import build_data_view
from app.presentation.view.data_model import DataPillar, DataView, PeerRow
from app.presentation.view.data_peer import show_middle
from app.presentation.view.desk import lay_desk
from app.scoring import peer_statistics
from tests.presentation.report_sample import DAY, reference
from tests.presentation.view.view_sample import ENVIRONMENT, GOVERNMENT, view_country, word


def scores(view: DataView) -> list[str]:
    return [pillar.score for pillar in view.pillars]


def peer(view: DataView, name: str) -> PeerRow:
    return next(item for item in (*view.peers, *view.compared) if item.id == name)


def pillar(view: DataView, family: str) -> DataPillar:
    return next(item for item in view.pillars if item.family == family)


def test_kenya_stands_where_its_figures_put_it() -> None:
    view = view_country("KEN")
    assert scores(view) == ["46", "55", "54", "69"]
    assert (view.total, view.coverage, view.counted) == ("56", "100%", "15 of 15 figures")
    assert view.band is not None
    assert view.band.text == "Delivering"
    assert view.standing == (
        "Kenya stands in <strong>Delivering</strong>, the third of four bands."
    )
    assert "<strong>Infrastructure</strong>" in view.held_back
    assert view.comparison == "It is ahead of the middle country of Africa in every pillar."
    assert view.differences == ()
    assert view.gone == ()


def test_a_complete_profile_has_no_range() -> None:
    view = view_country("KEN")
    for item in view.pillars:
        assert item.low == item.value == item.high
        assert item.range == item.score


def test_africa_has_its_middle_country_in_each_pillar() -> None:
    africa = peer(view_country("KEN"), "region-africa")
    assert africa.texts == ("33", "40", "40", "36")
    assert africa.total == "36"
    assert africa.note == "44 of 44 countries have a value · 2019–2025"
    assert africa.spread[0] == "24–44"


def test_groups_are_region_income_and_special_groups_of_the_day() -> None:
    kinds = [(item.kind, item.id) for item in view_country("RWA").peers]
    assert [kind for kind, _ in kinds] == ["region", "income", "special", "special"]
    assert ("special", "ldc") in kinds
    nepal = [view_country("NPL", on=day) for day in (date(2026, 11, 23), date(2026, 11, 25))]
    assert [any(item.id == "ldc" for item in view.peers) for view in nepal] == [True, False]


def test_compared_countries_stand_beside_and_in_the_figures() -> None:
    view = view_country("KEN", "RWA", "NOR")
    assert [item.id for item in view.compared] == ["RWA", "NOR"]
    assert peer(view, "RWA").total == "62"
    users = next(row for row in pillar(view, "infrastructure").figures if "users" in row.id)
    assert users.value == "34.98"
    assert users.peers[0] == "34.20"
    assert view.profile.peers[-2:] == ("Rwanda", "Norway")


def test_figures_say_unit_year_source_and_licence() -> None:
    for part in view_country("KEN").pillars:
        for row in part.figures:
            assert row.unit.text
            assert row.year.isdigit()
            assert row.source
            assert row.licence
            assert not row.is_missing


def test_a_country_without_any_figure_is_told_so() -> None:
    view = view_country("VAT", "RWA")
    assert view.value is None
    assert view.band is None
    assert view.total == "—"
    assert view.standing == "Too little is known of Holy See to name a band."
    assert view.comparison == "There are too few figures to compare it with Europe."
    assert view.held_back == ""
    assert (view.counted, view.coverage, view.range) == ("0 of 15 figures", "0%", "0–100")
    assert all("too little for a score" in item.missing_reason for item in view.pillars)
    assert view.radar is None
    rows = [row for item in view.pillars for row in item.figures]
    assert {row.reason for row in rows} == {"There is no figure in these data."}
    assert "no value" in view.profile.summary


def test_a_country_without_the_united_nations_figures_has_a_gap_and_a_range() -> None:
    view = view_country("PSE", "RWA")
    assert scores(view) == ["53", "44", "38", "—"]
    gap = pillar(view, "outreach")
    assert gap.coverage == "50%"
    assert gap.range == "27–77"
    assert "50% of the weight has a figure" in gap.missing_reason
    assert view.value is None
    assert "in 1 of 3 pillars" in view.comparison
    assert len(view.differences) == 1
    assert view.differences[0] == (
        "State of Palestine has no figure, while Rwanda has one, for: UN Telecommunication "
        "Infrastructure Index, UN Human Capital Index, UN Online Service Index and "
        "UN E-Participation Index."
    )


def test_few_gaps_leave_a_score_with_its_range() -> None:
    view = view_country("PRK")
    assert (view.total, view.coverage, view.range) == ("13", "93%", "11–17")
    infrastructure = pillar(view, "infrastructure")
    assert (infrastructure.score, infrastructure.range) == ("29", "22–47")
    # The name's apostrophe is escaped, since the sentence is HTML.
    assert view.standing.startswith("Democratic People&#39;s Republic of Korea stands in")
    assert view.country_name == "Democratic People's Republic of Korea"


def test_a_figure_the_index_leaves_out_says_why_and_does_not_count() -> None:
    rows = {row.id: row for item in view_country("PLW", name=ENVIRONMENT).pillars
            for row in item.figures}  # fmt: skip
    row = rows["co2_kg_per_ppp_gdp"]
    assert row.is_missing
    assert row.value == "4.80"
    assert row.score == "—"
    assert row.reason.startswith("Left out: Artefacts of the source")
    assert rows["pm25_ug_m3"].is_old
    assert not rows["pm25_ug_m3"].is_missing


def test_what_one_country_has_and_the_other_lacks_is_said_both_ways() -> None:
    view = view_country("PLW", "NRU", "KEN", name=ENVIRONMENT)
    assert any("Naoero" in text and text.startswith("Palau has no") for text in view.differences)
    assert any("Kenya has one" in text and "CO2" in text for text in view.differences)
    back = view_country("KEN", "PLW", name=ENVIRONMENT)
    assert all(text.startswith("Palau has no figure, while Kenya") for text in back.differences)


@pytest.mark.parametrize(
    ("name", "family", "said"),
    [
        (GOVERNMENT, "Outreach", "2 of its 4 figures"),
        (ENVIRONMENT, "Participation and services", "2 of its 2 figures"),
    ],
)
def test_without_the_united_nations_rows_the_lost_pillar_is_named(
    name: str, family: str, said: str
) -> None:
    left = reference().without("UN-terms")
    wording = word(name)
    index = wording.toolkit.index("by-data")
    assert index is not None
    view = build_data_view(
        wording, lay_desk(index, left), left.countries["KEN"], compare=[], on=DAY
    )
    assert len(view.gone) == 1
    assert view.gone[0].startswith(f"{family} is gone: {said}")
    assert "© United Nations" in view.gone[0]
    assert [item.title.text for item in view.pillars if item.value is None] == [family]
    lost = [row for item in view.pillars for row in item.figures if row.is_missing]
    assert lost
    assert all("under the licence © United Nations" in row.reason for row in lost)
    assert view.value is None
    # The whole has no value in any country; the pillars that are left still have their middle.
    assert peer(view, "region-africa").note.startswith("44 of 44 countries have a value")
    assert view.profile.peers[0] == "Africa, middle of 44"
    assert view.comparison.endswith("of Africa in every pillar that can be compared.")


@pytest.mark.parametrize("language", ["ar", "zh", "ru"])
def test_numbers_are_the_same_in_every_language(language: str) -> None:
    view, english = view_country("KEN", language=language), view_country("KEN")
    assert view.country_name != english.country_name
    assert view.standing != english.standing
    assert scores(view) == scores(english)
    assert peer(view, "region-africa").texts == peer(english, "region-africa").texts
    assert view.profile.direction == ("rtl" if language == "ar" else "ltr")


def test_a_profile_holds_the_numbers_the_page_prints() -> None:
    view = view_country("KEN", "RWA")
    assert [row.own.text for row in view.profile.rows] == scores(view)
    for place, row in enumerate(view.profile.rows):
        shown = [item.text for item in row.peers if item is not None]
        assert shown == [item.texts[place] for item in (*view.peers, *view.compared)]
    assert view.radar is not None
    assert [item.text for item in view.radar.own.points] == scores(view)


def test_fewer_than_five_values_are_listed_singly() -> None:
    translator = load_translator("en")
    assert show_middle(peer_statistics([40.4, None, 12.0]), translator) == "12, 40"
    assert show_middle(peer_statistics([10.0, 20.0, 30.0, 40.0, 50.0]), translator) == "30"
    assert show_middle(peer_statistics([None, None]), translator) == "—"
