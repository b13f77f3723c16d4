"""Addresses of checks: helpful where they are wrong, and parameters that must be chosen."""

import pytest
from flask import Flask

from tests.web.conftest import FetchPage, MakeApp
from tests.web.walk import KENYA, SCRIPT, Walker, count_rows, main_text

SECTOR = "/check/sector-e-strategy/KEN"


def test_a_toolkit_that_is_not_there_names_those_that_are(fetch_page: FetchPage) -> None:
    page = fetch_page("/check/e-goverment/KEN", status=404)
    assert "There is no toolkit “e-goverment”" in page.text
    assert page.find("a", href="/?toolkit=e-government")
    assert len([a for a in page.find("a") if "?toolkit=" in a.attributes["href"]]) == 6
    assert page.find("a", href="/toolkits/e-government")


@pytest.mark.parametrize(
    ("wanted", "meant"), [("Keny", "KEN"), ("Norwy", "NOR"), ("Palestine", "PSE")]
)
def test_a_country_that_is_not_there_is_guessed(
    fetch_page: FetchPage, wanted: str, meant: str
) -> None:
    page = fetch_page(f"/check/e-government/{wanted}", status=404)
    assert f"There is no country “{wanted}”" in page.text
    assert page.find("a", href=f"/check/e-government/{meant}") or meant == "PSE"
    assert page.find("a", href="/?toolkit=e-government")


@pytest.mark.parametrize("wanted", ["ken", "KE", "ke", "Ken"])
def test_other_codes_lead_to_the_country(app: Flask, wanted: str) -> None:
    response = app.test_client().get(f"/check/e-government/{wanted}")
    assert response.status_code == 308
    assert response.headers["Location"] == KENYA


def test_namibia_s_two_letters_are_letters(app: Flask, fetch_page: FetchPage) -> None:
    response = app.test_client().get("/check/e-government/NA")
    assert response.headers["Location"] == "/check/e-government/NAM"
    assert fetch_page("/check/e-government/NAM").find("h1")[0].text == "Namibia"


@pytest.mark.parametrize(
    "address",
    [
        f"{KENYA}/answers/nowhere",
        f"{KENYA}/figures/nowhere",
        f"{KENYA}/figures/nowhere.json",
        f"{KENYA}/data.exe",
        f"{KENYA}/data.csv?table=nowhere",
        "/check/digital-inclusion/KEN/data-report",
        "/check/digital-inclusion/KEN/figures/total",
        "/check/digital-inclusion/KEN/data.xlsx",
        "/check/nothing/questions",
        "/check/nothing",
    ],
)
def test_what_is_not_there_is_a_page_that_says_so(fetch_page: FetchPage, address: str) -> None:
    assert fetch_page(address, status=404).find("h1")[0].text


def test_a_country_to_compare_with_that_is_none_is_passed_over(fetch_page: FetchPage) -> None:
    page = fetch_page(f"{KENYA}?compare=ZZZ&compare=rwa&compare=KEN&compare=RWA")
    assert page.text.count("Without Rwanda") == 1
    assert "Without Kenya" not in page.text


def test_at_most_three_countries_stand_beside(fetch_page: FetchPage) -> None:
    page = fetch_page(f"{KENYA}?compare=RWA&compare=UGA&compare=TZA&compare=NOR")
    assert page.text.count("Without ") == 3
    assert not page.find("select", id="compare")


def test_a_sector_must_be_chosen_first(app: Flask) -> None:
    walker = Walker(app)
    before = count_rows(app)
    for address in (f"{SECTOR}/answers", f"{SECTOR}/answers/ES-VIS", f"{SECTOR}/answers?sector=no"):
        page = walker.go(address)
        assert "First choose what is assessed" in page.text
        assert len(page.find("input", type="radio", name="sector")) == 9
    assert count_rows(app) == before


def test_a_chosen_sector_stays_with_the_check(app: Flask) -> None:
    walker = Walker(app)
    walker.go(f"{SECTOR}/answers?sector=water")
    assert walker.form().fields["sector"] == ["water"]
    assert "{sector}" not in walker.page.text  # type: ignore[union-attr]
    walker.send("", ES_VIS_1="=2", ES_VIS_3="=1")
    assert "?" not in walker.address
    for _ in range(3):
        page = walker.send("")
    assert "Water" in page.find("p", class_="over")[0].text
    # The choice is the check's own now, whatever the address says.
    page = walker.go(f"{SECTOR}/answers/ES-VIS?sector=health")
    assert "ealth" not in page.find("p", class_="over")[0].text
    assert walker.form().fields["ES-VIS-1"] == ["=2"]


def test_choosing_a_sector_alone_keeps_nothing(app: Flask) -> None:
    walker = Walker(app)
    walker.go(f"{SECTOR}/answers?sector=water")
    before = count_rows(app, "answer")
    walker.send("")
    assert walker.address.startswith(f"{SECTOR}/answers/ES-ARC")
    assert count_rows(app, "answer") == before


def test_an_answer_without_the_sector_is_not_saved(app: Flask) -> None:
    walker = Walker(app)
    before = count_rows(app)
    response = walker.client.post(
        f"{SECTOR}/answers/ES-VIS", data={"ES-VIS-1": "=2", "ES-VIS-1.version": "0"}, headers=SCRIPT
    )
    assert response.status_code == 400
    assert count_rows(app) == before


def test_without_the_united_nations_figures_the_page_says_what_is_gone(make_app: MakeApp) -> None:
    walker = Walker(make_app(drop_licences=("UN-terms",)))
    page = walker.go(KENYA)
    assert (
        "Outreach is gone: 2 of its 4 figures are under the licence © United Nations" in page.text
    )
    assert "Too little is known of Kenya" in main_text(page)


@pytest.mark.parametrize("country", ["VAT", "PSE", "PRK"])
def test_countries_with_gaps_have_whole_pages(fetch_page: FetchPage, country: str) -> None:
    page = fetch_page(f"/check/e-government/{country}")
    assert page.find("span", class_="badge")
    assert "missing" in page.text
    fetch_page(f"/check/e-environment/{country}")
