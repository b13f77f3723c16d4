"""A toolkit with catalogues through the site: form, result, explanation, downloads."""

import json
import os
import re
import shutil
from pathlib import Path

import pytest
from flask import Flask

from app.paths import TOOLKITS
from app.presentation.language import load_translator
from app.presentation.report.building import build_report
from app.response import Setting
from app.service.definition import ToolkitShelf
from app.service.report import gather, name_report, order_data
from app.service.toolkit_language import find_translation, open_wording
from tests.web.conftest import MakeApp
from tests.web.walk import Walker, main_text, workspace_of

SAMPLE = TOOLKITS / "_features" / "right" / "translated"
BASE = "/check/sample-translated/KEN"
HEALTH = f"{BASE}/answers/net?sector=health"
ARABIC = re.compile(r"[\u0600-\u06ff]")


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A folder of toolkits with a copy of the sample alone."""
    toolkits = tmp_path / "toolkits"
    shutil.copytree(SAMPLE, toolkits / SAMPLE.name, ignore=shutil.ignore_patterns("*.mo"))
    return toolkits


@pytest.fixture
def site(make_app: MakeApp, folder: Path) -> Flask:
    """A site whose only toolkit is the translated sample."""
    return make_app(toolkits=folder)


def answer_all(walker: Walker, language: str) -> None:
    """Answer every question of the quick-check; the result stands open."""
    walker.go(f"{HEALTH}&lang={language}")
    walker.send("", NET_01="=1", NET_02="40")
    walker.send("", RUL_01="=2", RUL_02=["women", "remote"], RUL_03="law", RUL_04="partly")


def by_language(walker: Walker, language: str) -> str:
    """Join the texts of the page that say they are in another language than it."""
    assert walker.page is not None
    marked = [
        item
        for item in walker.page.elements
        if item.attributes.get("lang") == language and item.tag not in {"html", "a"}
    ]
    assert all(item.attributes.get("dir") for item in marked)
    return " | ".join(item.text for item in marked)


def test_the_form_is_translated_and_falls_back_text_by_text(site: Flask) -> None:
    walker = Walker(site)
    page = walker.go(f"{HEALTH}&lang=zh")
    words = main_text(page)
    assert "小型就绪度检查：卫生" in words
    assert "卫生服务机构是否已接入互联网?" in words
    assert "不到十分之一的站点已接入。" in words
    assert "占人口的百分比" in words
    english = by_language(walker, "en")
    assert "Without a connection no service is online." in english
    assert "There are no health services of this kind." in english
    assert "网络" not in english
    assert not ARABIC.search(words)


def test_the_form_runs_from_right_to_left_in_arabic(site: Flask) -> None:
    walker = Walker(site)
    answer_all(walker, "en")
    page = walker.client.get(f"{BASE}/answers/rules?lang=ar").get_data(as_text=True)
    assert '<html lang="ar" dir="rtl">' in page
    assert "هل توجد خطة؟" in page
    # Fuzzy and missing ones are in the toolkit's language, each marked.
    assert '<span lang="en" dir="ltr">A plan is drafted.</span>' in page
    assert "توجد مسودة." not in page
    assert '<span lang="en" dir="ltr">Parliament</span>' in page


def test_a_sentence_is_not_put_together_of_two_languages(site: Flask) -> None:
    walker = Walker(site)
    schools = walker.client.get(f"{BASE}/answers/net?sector=schools&lang=ar").get_data(as_text=True)
    assert '<span lang="en" dir="ltr">Are schools connected to the Internet?</span>' in schools
    health = walker.client.get(f"{HEALTH}&lang=ar").get_data(as_text=True)
    assert "هل الخدمات الصحية متصلة بالإنترنت؟" in health


def test_the_result_is_translated_and_scored_alike(site: Flask) -> None:
    walker = Walker(site)
    answer_all(walker, "en")
    english = main_text(walker.go(f"{BASE}/result"))
    assert "Women and girls; People in remote areas" in english
    assert "next: Yes" in english
    chinese = main_text(walker.go(f"{BASE}/result?lang=zh"))
    assert "网络" in chinese
    assert "部分站点已接入。" in chinese
    assert "下一步： 是" in chinese
    numbers = re.compile(r"(?<![\d.])\d+(?:\.\d+)?(?![\d.])")
    assert set(numbers.findall(english)) <= set(numbers.findall(chinese))
    arabic = walker.client.get(f"{BASE}/result?lang=ar").get_data(as_text=True)
    assert "النساء والفتيات؛ سكان المناطق النائية" in arabic
    assert "معظم الأجزاء تعمل." in arabic
    explained = main_text(walker.go(f"{BASE}/result/RUL-02?lang=zh"))
    assert "Women and girls; People in remote areas" in by_language(walker, "en")
    assert "小型就绪度检查" in explained
    assert "部分站点已接入。" in main_text(walker.go(f"{BASE}/result/net?lang=zh"))


def test_charts_are_labelled_in_the_reader_s_language(site: Flask) -> None:
    walker = Walker(site)
    answer_all(walker, "en")
    chart = json.loads(walker.client.get(f"{BASE}/result/profile.json?lang=zh").get_data())
    assert "网络" in json.dumps(chart, ensure_ascii=False)
    picture = walker.client.get(f"{BASE}/result?lang=ar").get_data(as_text=True)
    drawn = "".join(re.findall(r"<svg.*?</svg>", picture, re.DOTALL))
    assert "الشبكة" in drawn
    assert "Network" not in drawn


def test_published_figures_are_named_in_the_reader_s_language(site: Flask) -> None:
    page = site.test_client().get(f"{BASE}?sector=health&lang=ar").get_data(as_text=True)
    assert "الشبكة بالأرقام" in page
    assert "مستخدمو الإنترنت" in page
    assert "لكل 100 شخص" in page
    assert "Network by figures" not in page


def test_downloads_are_in_the_reader_s_language(site: Flask) -> None:
    walker = Walker(site)
    answer_all(walker, "zh")
    content = json.loads(walker.client.get(f"{BASE}/result.json?lang=zh").get_data())
    said = json.dumps(content, ensure_ascii=False)
    assert "小型就绪度检查：卫生" in said
    assert "部分站点已接入。" in said
    assert "Women and girls; People in remote areas" in said


def test_first_page_list_of_questions_and_wrong_addresses_are_translated(site: Flask) -> None:
    client = site.test_client()
    for address, status in (("/", 200), ("/check/nothing/KEN", 404)):
        page = client.get(f"{address}?lang=ar")
        assert page.status_code == status
        assert "فحص صغير للجاهزية" in page.get_data(as_text=True)
    sheet = client.get("/check/sample-translated/questions?lang=zh").get_data(as_text=True)
    assert "是否有计划?" in sheet
    chosen = client.get(f"{BASE}/answers?lang=ar", follow_redirects=True).get_data(as_text=True)
    assert "الصحة" in chosen


def test_what_no_native_speaker_reviewed_says_so(site: Flask) -> None:
    note = "has not yet been reviewed by a native speaker"
    client = site.test_client()
    said = {
        code: load_translator(code).gettext(f"The translation of the toolkit {note}.")
        for code in ("ar", "zh", "en")
    }
    assert said["ar"] in client.get(f"{HEALTH}&lang=ar").get_data(as_text=True)
    assert said["ar"] in client.get(f"{BASE}?sector=health&lang=ar").get_data(as_text=True)
    assert said["zh"] not in client.get(f"{HEALTH}&lang=zh").get_data(as_text=True)
    assert said["en"] not in client.get(f"{HEALTH}&lang=en").get_data(as_text=True)


def test_the_report_is_translated_and_says_whether_it_was_reviewed(site: Flask) -> None:
    here = workspace_of(site)
    toolkit = here.toolkits.get("sample-translated")
    assert toolkit is not None
    texts = {}
    for code in ("ar", "zh", "en"):
        report = build_report(gather(here, order_data(toolkit, "KEN", language=code)))
        texts[code] = repr(report)
    assert "فحص صغير للجاهزية" in texts["ar"]
    assert "مستخدمو الإنترنت" in texts["ar"]
    assert "小型就绪度检查" in texts["zh"]
    assert "People who use the Internet" in texts["zh"]  # not translated there
    note = "The translation of the toolkit has not yet been reviewed by a native speaker."
    assert load_translator("ar").gettext(note) in texts["ar"]
    assert load_translator("zh").gettext(note) not in texts["zh"]
    assert note not in texts["en"]


def test_a_new_translation_is_seen_without_a_restart(site: Flask, folder: Path) -> None:
    client = site.test_client()
    here = workspace_of(site)
    toolkit = here.toolkits.get("sample-translated")
    assert toolkit is not None
    order = order_data(toolkit, "KEN", language="zh")
    first, key = find_translation(here, toolkit, "zh"), name_report(here, order)
    assert find_translation(here, toolkit, "zh") is first
    assert "卫生服务机构" in client.get(f"{HEALTH}&lang=zh").get_data(as_text=True)
    catalogue = folder / "translated" / "locale" / "zh.po"
    text = catalogue.read_text("utf-8").replace("卫生服务机构", "医疗机构")
    catalogue.write_text(text, "utf-8")
    os.utime(catalogue, ns=(1, 1))
    assert "医疗机构" in client.get(f"{HEALTH}&lang=zh").get_data(as_text=True)
    assert name_report(here, order) != key


def test_a_broken_catalogue_never_stops_the_site(site: Flask, folder: Path) -> None:
    locale = folder / "translated" / "locale"
    (locale / "zh.po").write_bytes(b"\xff\x00")
    (locale / "ar.po").unlink()
    (locale / "ar.mo").write_bytes(b"no catalogue")
    client = site.test_client()
    for code in ("ar", "zh"):
        page = client.get(f"{HEALTH}&lang={code}")
        assert page.status_code == 200
        assert "Are health services connected to the Internet?" in page.get_data(as_text=True)


def test_an_older_version_gets_what_still_fits(site: Flask, folder: Path) -> None:
    here = workspace_of(site)
    toolkit = here.toolkits.get("sample-translated")
    assert toolkit is not None
    walker = Walker(site)
    answer_all(walker, "zh")
    rules = folder / "translated" / "pillars" / "rules.yaml"
    rules.write_text(rules.read_text("utf-8").replace("Is there a plan?", "Is there a strategy?"))
    shelf = ToolkitShelf(folder, here.engine)
    newer, older = shelf.get("sample-translated"), shelf.by_hash(toolkit.content_hash)
    assert newer is not None
    assert older is not None
    assert newer.content_hash != older.content_hash

    def say(item: object) -> str:
        wording = open_wording(
            type(here)(here.engine, here.settings, shelf, here.reference, here.now),
            item,  # type: ignore[arg-type]
            Setting(quick=True, parameters={"sector": "health"}),
            load_translator("zh"),
        )
        return wording.phrase(item.question("RUL-01").text).text  # type: ignore[attr-defined]

    assert say(older) == "是否有计划?"
    assert say(newer) == "Is there a strategy?"
