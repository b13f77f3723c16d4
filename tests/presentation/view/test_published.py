"""The texts of the reference data: in the reader's language, by place, else in English."""

import csv
from dataclasses import replace

import pytest

from app.definition.translation.folder import load_translation
from app.paths import REFERENCE
from app.presentation.collation import sort_names
from app.presentation.language import LANGUAGES, load_translator
from app.presentation.view.indicator import list_rows, list_sections
from app.presentation.view.published import PublishedWording
from app.reference import Reference, load_reference
from tests.presentation.view.view_sample import word

TRANSLATED = [code for code, item in LANGUAGES.items() if item.ready and code != "en"]


@pytest.fixture(scope="module")
def shipped() -> Reference:
    return load_reference(REFERENCE)


def speak(code: str) -> PublishedWording:
    return PublishedWording(load_translator(code), load_translation(REFERENCE, code))


@pytest.mark.parametrize("code", TRANSLATED)
def test_every_text_of_every_indicator_is_translated(shipped: Reference, code: str) -> None:
    wording = speak(code)
    for item in shipped.indicators.values():
        said = [wording.name(item), wording.unit(item), wording.definition(item)]
        said += [wording.note(item)] if item.note else []
        assert all(phrase.language == code and phrase.text for phrase in said), item.id
    assert wording.edition_title(shipped.edition).language == code
    assert wording.edition_description(shipped.edition).language == code
    assert not wording.is_reviewed


def test_another_text_at_the_same_place_is_shown_in_english(shipped: Reference) -> None:
    wording = speak("fr")
    internet = shipped.indicators["internet_users_pct"]
    assert wording.name(internet).text == "Individus utilisant l’Internet"
    reworded = replace(internet, name="Internet users", note="")
    assert (wording.name(reworded).text, wording.name(reworded).language) == (
        "Internet users",
        "en",
    )
    assert wording.note(reworded).text == ""


def test_an_indicator_of_ones_own_has_the_units_of_others(shipped: Reference) -> None:
    own = replace(shipped.indicators["internet_users_pct"], id="own_users", name="Own users")
    wording = speak("es")
    assert wording.unit(own).text == "% de la población"
    assert wording.name(own).language == "en"


def test_indicators_are_listed_by_their_names_in_the_language(shipped: Reference) -> None:
    for code in ("en", "ru", "zh"):
        for section in list_sections(shipped, speak(code)):
            names = [line.name.text for line in section.lines]
            assert names == sort_names(names, code, name=str)
    assert sum(len(section.lines) for section in list_sections(shipped, speak("ar"))) == 53


def test_a_file_has_names_in_the_language_and_ids_in_none(shipped: Reference) -> None:
    rows = list_rows(shipped.indicators["internet_users_pct"], shipped, speak("ru"))
    kenya = next(row for row in rows if row[0] == "KEN")
    assert kenya[1:4] == ("Кения", "internet_users_pct", "% населения")


def test_a_figure_without_a_title_of_the_toolkit_is_named_by_the_data(shipped: Reference) -> None:
    wording = replace(
        word("e-government", "ar"),
        published_translation=load_translation(REFERENCE, "ar"),
    )
    leaf = next(item for index in wording.toolkit.indices for item in index.leaves)
    assert not wording.lacks_review_of_names
    bare = leaf.model_copy(update={"title": None, "unit": None})
    tii = shipped.indicators["tii"]
    assert wording.leaf_title(bare, tii).text == "مؤشر البنية التحتية للاتصالات"
    assert wording.leaf_unit(bare, tii).language == "ar"
    assert wording.leaf_title(bare, None).text == bare.id


def read_names(code: str) -> list[str]:
    with (REFERENCE / "names.csv").open(encoding="utf-8", newline="") as stream:
        return [row["name"] for row in csv.DictReader(stream) if row["language"] == code]


def test_chinese_names_stand_by_their_sound() -> None:
    names = read_names("zh")
    ordered = sort_names(names, "zh", name=str)
    assert ordered.index("斐济") == ordered.index("菲律宾") + 1
    assert ordered.index("瑙鲁") < ordered.index("尼泊尔")
    # Whatever comes in of the second level would stand at the end, by its strokes.
    first = [name.translate(str.maketrans("斐瑙", "匪脑"))[0].encode("gb2312") for name in names]
    assert all(b"\xb0\xa1" <= sign <= b"\xd7\xf9" for sign in first)


def test_russian_names_stand_in_the_order_of_the_alphabet() -> None:
    ordered = sort_names(read_names("ru"), "ru", name=str)
    assert ordered[ordered.index("Йемен") - 1] == "Италия"
    assert ordered[ordered.index("Йемен") + 1] == "Кабо-Верде"


def test_names_with_marks_and_articles_stand_by_their_letters() -> None:
    french = sort_names(read_names("fr"), "fr", name=str)
    assert (
        french.index("Égypte") < french.index("El Salvador") < french.index("Émirats arabes unis")
    )
    arabic = sort_names(read_names("ar"), "ar", name=str)
    assert arabic.index("بنغلاديش") > arabic.index("البرازيل") > arabic.index("باكستان")
