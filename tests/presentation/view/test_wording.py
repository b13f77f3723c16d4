"""Texts of a toolkit for readers of another language: translated, else marked as what they are."""

from dataclasses import replace

from app.definition.loading import load_toolkit
from app.definition.translation.catalogue import Catalogue, Entry
from app.definition.translation.folder import load_translation
from app.definition.translation.place import JoinedText, texts_of
from app.definition.translation.speaking import make_translation
from app.paths import TOOLKITS
from app.presentation.language import load_translator
from app.presentation.view.explanation import build_explanation
from app.presentation.view.form import read_form
from app.presentation.view.question import fill_for
from app.presentation.view.wording import Wording
from app.response import Answer, Answers, Setting
from app.scoring import explain, score
from tests.presentation.report_sample import reference
from tests.presentation.view.view_sample import every_kind

SAMPLE = TOOLKITS / "_features" / "right" / "translated"
TOOLKIT = load_toolkit(SAMPLE)
EVIL = "<script>alert(1)</script>"


def word(language: str, **parameters: str) -> Wording:
    translation = load_translation(SAMPLE, language)
    setting = Setting(quick=True, parameters=parameters)
    return Wording(TOOLKIT, setting, load_translator(language), translation)


def translate_all(text: str) -> Wording:
    """Word a toolkit of every kind whose texts are all translated by one and the same."""
    toolkit = every_kind()
    entries = tuple(Entry(place, source, text) for place, source in texts_of(toolkit))
    translation = make_translation("ar", Catalogue({}, entries))
    return Wording(toolkit, Setting(quick=True), load_translator("ar"), translation)


def test_a_text_is_in_the_reader_s_language_or_says_which_it_is_in() -> None:
    arabic = word("ar", sector="health")
    question = TOOLKIT.question("NET-01")
    assert arabic.phrase(question.text).language == "ar"
    assert arabic.phrase(question.why).language == "en"
    assert arabic.phrase(question.why).direction == "ltr"
    assert arabic.phrase(None).text == arabic.phrase("").text == ""
    assert word("fr").phrase(question.why).language == "en"
    assert arabic.phrase("not of the toolkit").language == "en"


def test_parameters_are_put_in_in_the_language_of_the_sentence() -> None:
    text = TOOLKIT.question("NET-01").text
    assert word("ar", sector="health").phrase(text).text == "هل الخدمات الصحية متصلة بالإنترنت؟"
    assert word("zh", sector="schools").phrase(text).text == "学校是否已接入互联网?"
    # The words for schools are not translated into Arabic: then the sentence isn't either.
    fallen = word("ar", sector="schools").phrase(text)
    assert (fallen.text, fallen.language) == ("Are schools connected to the Internet?", "en")
    # Without a choice the parameter's title stands there.
    assert word("zh").phrase(text).text == "部门是否已接入互联网?"
    assert word("en").phrase(text).text == "Are Sector connected to the Internet?"


def test_joined_texts_are_translated_together_or_not_at_all() -> None:
    options = TOOLKIT.question("RUL-02").options
    ticked = JoinedText((option.text for option in options[:2]), "; ")
    assert word("ar").phrase(ticked).text == "النساء والفتيات؛ سكان المناطق النائية"
    assert word("zh").phrase(ticked).text == "Women and girls; People in remote areas"
    assert word("zh", sector="health").title.text == "小型就绪度检查：卫生"
    assert word("ar", sector="health").title.text == "فحص صغير للجاهزية: الصحة"


def test_markup_in_a_translation_stays_text() -> None:
    wording = translate_all(EVIL)
    phrase = wording.phrase(wording.toolkit.title)
    assert phrase.text == EVIL
    markup = str(phrase.as_markup(load_translator("ar"), "strong"))
    assert markup == "<strong>&lt;script&gt;alert(1)&lt;/script&gt;</strong>"


def test_a_refused_answer_is_told_in_the_reader_s_language() -> None:
    wording = translate_all("ترجمة")
    toolkit = wording.toolkit
    question = toolkit.question("M-1")
    exclusive = replace_exclusive(wording)
    filling = fill_for(reference(), "KEN", "Kenya")
    fields = {"M-1": ["o0", "o1"], "M-1.version": ["0"], "M-1.was": ["x"]}
    reading = read_form(exclusive, [exclusive.toolkit.question("M-1")], filling, fields)
    (problem,) = reading.drafts["M-1"].problems
    assert "ترجمة" in problem
    assert question.options[0].text not in problem


def replace_exclusive(wording: Wording) -> Wording:
    """Make the first option of M-1 one that stands alone."""
    data = wording.toolkit.model_dump(mode="json", by_alias=True, exclude_unset=True)
    for question in data["pillars"][0]["questions"]:
        if question["id"] == "M-1":
            question["options"][0]["exclusive"] = True
    return replace(wording, toolkit=type(wording.toolkit).model_validate(data))


def test_yes_and_no_are_words_of_ours_and_states_those_of_the_toolkit() -> None:
    wording = translate_all("ترجمة")
    answers = Answers([Answer("Y-1", value="partly"), Answer("L-1", value=1)])
    whole = explain(score(wording.toolkit, answers, wording.setting))
    said = {}
    for name in ("Y-1", "L-1"):
        view = build_explanation(wording, whole, name)
        assert view is not None
        said[name] = view.answer
    assert said["Y-1"].text == load_translator("ar").gettext("Partly")
    assert said["L-1"].text == "ترجمة"
    assert {phrase.language for phrase in said.values()} == {"ar"}


def test_scores_and_the_content_hash_are_those_of_the_toolkit_itself() -> None:
    answers = Answers([Answer("NET-01", value=1), Answer("RUL-01", value=2)])
    spoken = [word(code, sector="health") for code in ("en", "ar", "zh")]
    totals = {score(one.toolkit, answers, one.setting).nodes["total"].value for one in spoken}
    assert len(totals) == 1
    assert {one.toolkit.content_hash for one in spoken} == {TOOLKIT.content_hash}
    assert len({hash(one) for one in spoken}) == 3


def test_only_what_is_shown_must_be_reviewed() -> None:
    assert word("en").is_reviewed
    assert word("fr").is_reviewed
    assert word("zh").is_reviewed
    assert not word("ar").is_reviewed
