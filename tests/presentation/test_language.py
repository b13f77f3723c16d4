"""Languages: which one is chosen, and what a translator does with texts and values."""

import gettext
import io
from collections.abc import Mapping, Sequence

import pytest
from babel.messages.catalog import Catalog
from babel.messages.mofile import write_mo
from babel.support import Translations
from markupsafe import Markup

from app.presentation.language import (
    LANGUAGES,
    Phrase,
    Translator,
    direction_of,
    direction_of_text,
    load_translator,
    negotiate,
)

ARABIC_PLURALS = (
    "nplurals=6; plural=(n==0 ? 0 : n==1 ? 1 : n==2 ? 2 : "
    "n%100>=3 && n%100<=10 ? 3 : n%100>=11 ? 4 : 5);"
)


def make_translator(
    code: str, texts: Mapping[str | tuple[str, str], str | tuple[str, ...]]
) -> Translator:
    catalogue = Catalog(locale=code)
    if code == "ar":
        catalogue.mime_headers = [("Plural-Forms", ARABIC_PLURALS)]
    for msgid, text in texts.items():
        catalogue.add(msgid, text)
    stream = io.BytesIO()
    write_mo(stream, catalogue)
    stream.seek(0)
    return Translator(LANGUAGES[code], Translations(stream))


ENGLISH = load_translator("en")


def test_the_six_languages_of_the_united_nations() -> None:
    assert list(LANGUAGES) == ["ar", "zh", "en", "fr", "ru", "es"]
    assert all(language.ready for language in LANGUAGES.values())
    assert direction_of("ar-EG") == "rtl"
    assert direction_of("fr") == direction_of("unheard-of") == "ltr"


@pytest.mark.parametrize(
    ("candidates", "header", "code"),
    [
        ((), None, "en"),
        ((), "ar", "ar"),
        ((), "ar-EG,ar;q=0.9,en;q=0.8", "ar"),
        ((), "en;q=0.2, zh-Hans-CN;q=0.9", "zh"),
        ((), "pt;q=1, zh;q=0.4, ar;q=0.5", "ar"),
        ((), "fr-CA, fr;q=0.9", "fr"),
        ((), "pt-BR, pt;q=0.9", "en"),
        ((), "pt, *;q=0.5", "en"),
        ((), "en;q=0, *;q=0.5, zh;q=0.1", "zh"),
        ((), "ZH ; q=0.8 , AR;Q=0.9", "ar"),
        (("zh", "ar"), "ar", "zh"),
        ((None, "", "ar"), "zh", "ar"),
        (("pt", "xx", "ar-EG"), None, "ar"),
        (("pt",), "zh", "zh"),
    ],
)
def test_the_strongest_wish_wins(
    candidates: Sequence[str | None], header: str | None, code: str
) -> None:
    assert negotiate(candidates, header) == code


@pytest.mark.parametrize(
    "junk",
    [
        ";;;,,,",
        "ar;q=2,zh;q=abc",
        "ar;q=-1",
        "ar;q=0.0000001",
        "ar;level=1;q=0.5",
        "\x00\ud800",
        "a\nr",
        "ａｒ",
        "q=1",
        "x" * 100_000,
        "ar;q=0",
        "../../etc/passwd",
    ],
)
def test_junk_gives_english(junk: str) -> None:
    assert negotiate([junk, "<script>"], junk) == "en"


def test_a_text_without_translation_stays_english() -> None:
    translator = make_translator("ar", {})
    assert translator.gettext("Profile") == "Profile"
    assert translator.ngettext("%(num)s figure", "%(num)s figures", 5) == "5 figures"
    assert translator.pgettext("verb", "Answer") == "Answer"


def test_values_go_in_by_name() -> None:
    translator = make_translator("zh", {"%(place)s of %(count)s": "%(count)s之%(place)s"})
    assert translator.gettext("%(place)s of %(count)s", place=3, count=4) == "4之3"
    assert translator.gettext("100 % done") == "100 % done"


def test_plural_forms_are_those_of_the_language() -> None:
    forms = ("لا", "واحد", "اثنان", "%(num)s قليل", "%(num)s كثير", "%(num)s آخر")
    translator = make_translator("ar", {("%(num)s figure", "%(num)s figures"): forms})
    spoken = [translator.ngettext("%(num)s figure", "%(num)s figures", n) for n in (0, 1, 2, 5, 44)]
    assert spoken == ["لا", "واحد", "اثنان", "5 قليل", "44 كثير"]


def test_a_translation_with_a_wrong_placeholder_does_not_fail_the_page() -> None:
    translator = make_translator("ar", {"In %(band)s": "في %(bnad)s", "At %(x)s": "%(x)d"})
    assert translator.gettext("In %(band)s", band="Lead") == "In Lead"
    assert translator.gettext("At %(x)s", x="y") == "At y"


def test_html_among_the_values_escapes_the_rest() -> None:
    text = ENGLISH.gettext(
        "%(unit)s stands in %(band)s & rests",
        unit="<script>",
        band=Markup("<strong>Lead</strong>"),
    )
    assert text == "&lt;script&gt; stands in <strong>Lead</strong> &amp; rests"
    assert isinstance(text, Markup)


def test_lists_are_joined_as_the_language_does() -> None:
    assert ENGLISH.join(["a", "b", "c"]) == "a, b and c"
    assert ENGLISH.join(["a", "b"], "or") == "a or b"
    assert ENGLISH.join(["a"]) == "a"
    assert ENGLISH.join([]) == ""
    assert load_translator("zh").join(["甲", "乙", "丙"]) == "甲、乙和丙"
    assert load_translator("ar").join(["أ", "ب"]) == "أ وب"


def test_translators_are_loaded_once_and_speak_latin_digits_by_locale() -> None:
    assert load_translator("ar") is load_translator("ar")
    assert load_translator("ar").direction == "rtl"
    assert isinstance(ENGLISH.catalogue, gettext.NullTranslations)
    with pytest.raises(KeyError):
        load_translator("xx")


def test_a_phrase_in_another_language_says_so() -> None:
    arabic = load_translator("ar")
    phrase = Phrase("Deliver <1>", "en")
    assert phrase.as_markup(arabic) == '<span lang="en" dir="ltr">Deliver &lt;1&gt;</span>'
    assert phrase.as_markup(ENGLISH) == "Deliver &lt;1&gt;"
    assert phrase.as_markup(ENGLISH, "strong") == "<strong>Deliver &lt;1&gt;</strong>"
    assert phrase.as_text(arabic) == "\u2068Deliver <1>\u2069"
    assert phrase.as_text(ENGLISH) == str(phrase) == "Deliver <1>"


@pytest.mark.parametrize(
    ("text", "direction"), [("12 % نمو", "rtl"), ("(a) ب", "ltr"), ("46", "ltr"), ("", "ltr")]
)
def test_the_first_strong_character_decides_how_a_text_runs(text: str, direction: str) -> None:
    assert direction_of_text(text) == direction
    assert direction_of_text("46", "rtl") == "rtl"
