"""The pages anybody may read, in the languages that are ready."""

import csv
import io

import pytest
from flask.testing import FlaskClient

from app.definition.loading import load_toolkit
from app.definition.translation.coverage import measure_coverage
from app.definition.translation.folder import open_catalogue
from app.paths import TOOLKITS
from app.presentation.language import load_translator
from app.presentation.view.wording import UNREVIEWED_DATA
from tests.web.conftest import FetchPage, MakeApp
from tests.web.page import check_page

PAGES = [
    "/", "/indicators", "/indicators/egdi", "/indicators/adult_literacy_pct", "/data", "/about",
    "/privacy", "/accessibility", "/languages",
]  # fmt: skip


@pytest.mark.parametrize("language", ["en", "ar", "zh", "fr", "ru", "es"])
@pytest.mark.parametrize("path", PAGES)
def test_page_is_sound_in_every_language(fetch_page: FetchPage, path: str, language: str) -> None:
    page = fetch_page(f"{path}?lang={language}")
    html = page.one("html").attributes
    assert html["lang"] == language
    assert html["dir"] == ("rtl" if language == "ar" else "ltr")
    assert page.response.headers["Content-Language"] == language


def test_home_lists_every_country_and_every_open_toolkit(fetch_page: FetchPage) -> None:
    page = fetch_page("/")
    options = [item for item in page.find("option") if item.attributes["value"]]
    countries = [item for item in options if len(item.attributes["value"]) == 3]
    assert len(countries) == 195
    toolkits = {item.attributes["value"] for item in options} - {
        item.attributes["value"] for item in countries
    }
    assert len(toolkits) == 6
    for name in toolkits:
        assert page.find("a", href=f"/check/{name}/questions")


def test_countries_are_listed_as_the_language_sorts_them(fetch_page: FetchPage) -> None:
    english = [item.text for item in fetch_page("/").find("option")]
    assert english.index("Côte d’Ivoire" if "Côte d’Ivoire" in english else "Côte d'Ivoire") < (
        english.index("Cuba")
    )
    arabic = fetch_page("/?lang=ar").find("option", value="KEN")[0]
    assert arabic.text == "كينيا"
    assert "lang" not in arabic.attributes


def test_names_of_indicators_are_in_the_language_of_the_page(fetch_page: FetchPage) -> None:
    page = fetch_page("/indicators/egdi?lang=ar")
    assert page.one("h1").text == "مؤشر تنمية الحكومة الإلكترونية"
    assert load_translator("ar").gettext(UNREVIEWED_DATA) in page.text
    assert UNREVIEWED_DATA not in fetch_page("/indicators/egdi?lang=en").text
    # Sources are named as one finds them.
    source = next(item for item in page.elements if "UN DESA" in item.text and item.tag == "span")
    assert source.attributes == {"lang": "en", "dir": "ltr"}


@pytest.mark.parametrize("country", ["KEN", "ken", "ke", " Ke "])
def test_form_leads_to_the_check(client: FlaskClient, country: str) -> None:
    asked = {"toolkit": "e-government", "country": country}
    response = client.get("/check", query_string=asked)
    assert response.status_code == 303
    assert response.location == "/check/e-government/KEN"


def test_namibia_is_no_missing_value(client: FlaskClient) -> None:
    response = client.get("/check?toolkit=e-government&country=na")
    assert response.location == "/check/e-government/NAM"


def test_form_without_choices_leads_home(client: FlaskClient) -> None:
    assert client.get("/check?toolkit=&country=").location == "/"


def test_wrong_choice_is_told_beside_its_field(fetch_page: FetchPage) -> None:
    page = fetch_page("/check?toolkit=e-government&country=Atlantis", status=400)
    assert page.find("a", href="#country")
    assert page.one("select", id="country").attributes["aria-describedby"] == "country-error"
    assert page.find("option", value="e-government", selected="")
    assert not page.find("a", href="#toolkit")


def test_parameter_is_asked_before_the_check_begins(
    client: FlaskClient, fetch_page: FetchPage
) -> None:
    address = "/check?toolkit=sector-e-strategy&country=KEN"
    page = fetch_page(address)
    assert page.find("select", id="sector")
    assert page.find("option", value="KEN", selected="")
    refused = fetch_page(f"{address}&sector=nonsense", status=400)
    assert refused.find("a", href="#sector")
    response = client.get(f"{address}&sector=health")
    assert response.location == "/check/sector-e-strategy/KEN?sector=health"


def test_indicator_lists_every_country(fetch_page: FetchPage) -> None:
    page = fetch_page("/indicators/adult_literacy_pct")
    assert len(page.find("th", scope="row")) == 195
    missing = [item for item in page.find("td") if item.text == "no figure"]
    assert len(missing) == 195 - 116
    assert "World Bank" in page.text


def test_old_figures_are_marked(fetch_page: FetchPage) -> None:
    page = fetch_page("/indicators/ewaste_kg_pc")
    assert len(page.find("span", class_="tag")) == 176


def test_unknown_indicator_names_close_ones(fetch_page: FetchPage) -> None:
    page = fetch_page("/indicators/egdy", status=404)
    assert page.find("a", href="/indicators/egdi")
    fetch_page("/indicators/<script>alert(1)</script>", status=404)


def test_indicator_file_holds_plain_numbers(client: FlaskClient) -> None:
    response = client.get("/indicators/wgi_cc_est.csv")
    assert response.headers["Content-Disposition"] == "attachment; filename=wgi_cc_est.csv"
    rows = list(csv.DictReader(io.StringIO(response.get_data(as_text=True).lstrip("\ufeff"))))
    assert len(rows) == 194
    assert {row["country"] for row in rows} >= {"NAM", "KEN"}
    assert all(float(row["value"]) is not None for row in rows)
    texts = [text for row in rows for name, text in row.items() if name != "value"]
    assert not [text for text in texts if text.startswith(("=", "+", "-", "@"))]


def test_data_page_counts_members_on_the_day(fetch_page: FetchPage) -> None:
    page = fetch_page("/data")
    rows = [item.text for item in page.find("tr")]
    assert any(row.startswith("Least developed countries") and row.endswith(" 44") for row in rows)
    leaving = [item.text for item in page.find("li") if "leaves the group" in item.text]
    assert [text.split(": ")[0] for text in leaving] == ["24 November 2026"] * 3


def test_left_out_figures_are_named(make_app: MakeApp) -> None:
    client = make_app(drop_licences=("UN-terms",)).test_client()
    data = check_page(client.get("/data"))
    assert "E-Government Development Index" in [item.text for item in data.find("li")]
    page = check_page(client.get("/indicators/egdi"))
    assert "because of their licence" in page.text
    assert client.get("/indicators/egdi.csv").get_data(as_text=True).count("\n") == 1


def test_privacy_names_operator_and_term(fetch_page: FetchPage) -> None:
    text = fetch_page("/privacy").text
    for words in ("The office", "office@example.org", "180 days", "Cookies"):
        assert words in text


def test_languages_says_how_far_each_translation_has_come(fetch_page: FetchPage) -> None:
    page = fetch_page("/languages")
    assert [item.text for item in page.find("h2")][:2] == ["العربية", "中文"]
    assert len(page.find("th", scope="row")) == 5 * (2 + 6)
    assert page.text.count("201 of 201 (100%)") == 5 * 2
    row = next(item for item in page.find("tr") if item.text.startswith("e-Government"))
    texts = [item.text for item in page.find("td") if row in item.parents]
    folder = TOOLKITS / "e-government"
    catalogue = open_catalogue(folder / "locale" / "ar.po").catalogue
    found = measure_coverage(load_toolkit(folder), catalogue)
    assert texts[0].startswith(f"{found.translated:,} of {found.texts:,} (")
    assert texts[1] == f"{found.quick:,} of {found.quick:,} (100%)"
    assert texts[2:] == [f"0 of {found.texts:,} (0%)", "0"]
    assert page.find("a", href="/languages")
    assert fetch_page("/accessibility").find("a", href="/languages")
