"""Every kind of page, in every language: no text of ours is left in English.

Texts of toolkits, data and sources that are not translated say their own language; what says none
is ours. English is told by its small words, which the other languages do not have.
"""

import re
from html.parser import HTMLParser

import pytest
from flask import Flask

from app.presentation.language import LANGUAGES
from app.web.error import WORDS, answer
from tests.web.test_route import LIST
from tests.web.walk import KENYA, Walker

TRANSLATED = [code for code, item in LANGUAGES.items() if item.ready and code != "en"]
VOID = {"area", "base", "br", "col", "hr", "img", "input", "link", "meta", "source", "wbr"}
SMALL_WORDS = re.compile(
    r"(?<![-\w])(?:the|and|with|which|from|are|this|that|of|is|was|were|been|your|its|each|by|how|what)(?![-\w])"
)
SENTENCE = re.compile(r"(?:[A-Za-z]{2,}[\s,]+){4,}[A-Za-z]")
# Names of programs and formats are the same in every language.
FORMATS = re.compile(r"PDF, PNG")
SPOKEN = {"alt", "title", "aria-label", "placeholder", "data-label", "data-busy", "data-failed"}
QUOTED = {"style", "script", "code", "desc"}
"""Not for reading, or a picture's description, in which names of sources may stand."""

PAGES = {
    "home.show_home": "/",
    "home.choose": "/check?toolkit=e-government&country=nowhere",
    "data.choose_country": "/check/e-government",
    "data.show_data": f"{KENYA}?with=RWA&with=FRA",
    "data.explain_data": f"{KENYA}/figures/data-infrastructure",
    "data.show_questions": "/check/e-government/questions",
    "answer.begin": f"{KENYA}/answers",
    "answer.show_page": f"{KENYA}/answers/infrastructure",
    "result.show_result": f"{KENYA}/result",
    "result.explain_result": f"{KENYA}/result/infrastructure",
    "report.show_data_report": f"{KENYA}/data-report",
    "report.show_report": f"{KENYA}/report",
    "visit.show_link": f"{KENYA}/link",
    "visit.ask_delete": f"{KENYA}/delete",
    "version.show_version": f"{KENYA}/version",
    "about.show_about": "/about",
    "about.show_data": "/data",
    "about.show_privacy": "/privacy",
    "about.show_accessibility": "/accessibility",
    "about.show_languages": "/languages",
    "indicator.list_indicators": "/indicators",
    "indicator.show_indicator": "/indicators/adult_literacy_pct",
    "toolkit.show_all": "/toolkits",
    "toolkit.show_toolkit": "/toolkits/e-government",
    "toolkit.show_pillar": "/toolkits/e-government/pillars/policy",
    "toolkit.list_versions": "/toolkits/e-government/versions",
    "toolkit.show_difference": "/toolkits/e-government/difference",
    "form.show_form": "/toolkits/e-government/form",
    "visit.show_door": "/r/nobody-has-this-key",
    "own_data.show_deleted": "/account/deleted",
    "account.show_new_email": "/account/email/nobody-has-this-key",
    "password.show_forgotten": "/forgotten",
    "password.show_sent": "/forgotten/sent",
    "password.show_reset": "/reset/nobody-has-this-key",
    "invitation.show_invitation": "/invitation/nobody-has-this-key",
    "registration.show_registration": "/registration",
    "registration.show_sent": "/registration/sent",
    "registration.show_form": "/registration/nobody-has-this-key",
    "sign_in.show_sign_in": "/sign-in",
    "sign_in.show_code": "/sign-in/code",
    "join.show_door": "/join",
    "join.show_room_door": "/join/AAAAAA",
    "published.list_all": "/published",
    "published.show_published": "/published/nobody",
    "published.show_report": "/published/nobody/report",
}
ERRORS = {
    "a page": "/nowhere",
    "an indicator": "/indicators/egdy",
    "a toolkit": "/toolkits/e-goverment",
    "a version": "/toolkits/e-government/versions/9.9.9",
    "a country": "/check/e-government/XYZ",
    "a check of others": "/check/digital-inclusion/KEN/result",
    "too long an address": "/indicators/" + "9" * 5000,
}
NO_PAGES = {
    "system.show_security", "system.show_icon", "system.show_health", "system.show_robots",
    "static", "toolkit.show_question", "toolkit.show_version_question",
}  # fmt: skip
LIKE_ANOTHER = {"toolkit.show_version", "toolkit.show_version_pillar"}
# Only where another service is set up, in the demonstration, or on a laptop with its own Wi-Fi.
SOMEWHERE_ONLY = {
    "oidc.leave",
    "oidc.come_back",
    "demo.show_parts",
    "host.show_host",
    "host.show_key",
}


class Speech(HTMLParser):
    """Every text of a page with the language it is in."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.languages = [""]
        self.tags = [""]
        self.said: list[tuple[str, str]] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        values = dict(attrs)
        own = values.get("lang") or self.languages[-1]
        is_quoted = "prefill" in (values.get("class") or "") or self.tags[-1] in QUOTED
        said = [values.get(name) or "" for name in SPOKEN]
        self.said += [(own, text) for text in said if text and not is_quoted]
        if tag not in VOID:
            self.languages.append(own)
            self.tags.append("desc" if is_quoted else tag)

    def handle_endtag(self, tag: str) -> None:
        if tag not in VOID:
            self.languages.pop()
            self.tags.pop()

    def handle_data(self, data: str) -> None:
        if self.tags[-1] not in QUOTED and data.strip():
            self.said.append((self.languages[-1], " ".join(data.split())))


def find_english(page: str, code: str) -> list[str]:
    """Give the texts that are English and do not say so."""
    speech = Speech()
    speech.feed(page)
    own = [text for language, text in speech.said if language == code]
    assert own
    is_latin = code in {"fr", "es"}
    return [
        text
        for text in own
        if SMALL_WORDS.search(text)
        or (not is_latin and SENTENCE.search(text) and not FORMATS.search(text))
    ]


@pytest.fixture(scope="module")
def visitor(app: Flask) -> Walker:
    """A visitor with a few answers of their own."""
    walker = Walker(app)
    walker.go(f"{KENYA}/answers/infrastructure")
    walker.send("")
    return walker


def test_every_kind_of_page_is_looked_at() -> None:
    lines = [line.split() for line in LIST.read_text(encoding="utf-8").splitlines()]
    # Those for members are looked at by test_member_language.
    public = {
        name
        for method, rule, name, access in lines
        if method == "GET"
        and access in {"public", "own-check"}
        and not re.search(r"\.(?:\w+|<kind>)$", rule)
    }
    looked_at = set(PAGES) | NO_PAGES | LIKE_ANOTHER | SOMEWHERE_ONLY
    assert public <= looked_at, public - looked_at


@pytest.mark.parametrize("code", TRANSLATED)
def test_no_text_of_ours_is_left_in_english(visitor: Walker, code: str) -> None:
    wrong = {}
    for name, address in {**PAGES, **ERRORS}.items():
        sign = "&" if "?" in address else "?"
        response = visitor.client.get(f"{address}{sign}lang={code}", follow_redirects=True)
        assert response.status_code < 500, address
        found = find_english(response.get_data(as_text=True), code)
        if found:
            wrong[name] = found[:3]
    assert wrong == {}


def test_english_is_found_where_it_is() -> None:
    page = '<html lang="fr"><p>Un <b lang="en">word of</b> texte</p><p>{}</p></html>'
    assert find_english(page.format("Tout va bien"), "fr") == []
    assert find_english(page.format("Some of it"), "fr") == ["Some of it"]
    assert find_english('<p lang="ru">Да<img alt="The map of it"></p>', "ru") == ["The map of it"]


@pytest.mark.parametrize("code", TRANSLATED)
def test_no_error_is_told_in_english(app: Flask, code: str) -> None:
    for number in WORDS:
        with app.test_request_context(f"/nowhere?lang={code}"):
            app.preprocess_request()
            assert find_english(answer(number).get_data(as_text=True), code) == []
