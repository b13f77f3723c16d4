"""Which language a page speaks, and that a choice stays."""

import pytest
from flask.testing import FlaskClient

from tests.web.conftest import FetchPage


@pytest.mark.parametrize(
    ("wish", "language"),
    [
        ("ar", "ar"),
        ("ar-EG,en;q=0.5", "ar"),
        ("fr", "fr"),
        ("ru-RU,en;q=0.5", "ru"),
        ("es", "es"),
        ("pt", "en"),
        ("pt,zh;q=0.3", "zh"),
        ("", "en"),
        ("*", "en"),
        (";;;q=9,\x7f", "en"),
        ("a" * 10_000, "en"),
    ],
)
def test_browser_s_wish_is_heard(client: FlaskClient, wish: str, language: str) -> None:
    response = client.get("/", headers={"Accept-Language": wish})
    assert f'<html lang="{language}"' in response.get_data(as_text=True)
    assert "Accept-Language" in response.headers["Vary"]


def test_choice_stays(client: FlaskClient) -> None:
    client.get("/?lang=ar")
    page = client.get("/about", headers={"Accept-Language": "zh"}).get_data(as_text=True)
    assert '<html lang="ar" dir="rtl">' in page


def test_what_is_no_language_changes_nothing(client: FlaskClient) -> None:
    for wish in ("xx", "pt", "../../ar", "AR" * 50):
        response = client.get(f"/?lang={wish}")
        assert '<html lang="en" dir="ltr">' in response.get_data(as_text=True)
        assert "Set-Cookie" not in response.headers


def test_other_languages_keep_the_place(fetch_page: FetchPage) -> None:
    page = fetch_page("/check?toolkit=nothing&country=KEN", status=400)
    link = page.one("a", hreflang="ar").attributes
    assert link["href"] == "/check?toolkit=nothing&country=KEN&lang=ar"
    assert link["lang"] == "ar"
    assert page.one("a", hreflang="en").attributes["aria-current"] == "true"
