"""A report as HTML: what people typed is text everywhere."""

import html5lib
import pytest

from app.export.page import render_report, write_text
from app.presentation.language import Phrase
from app.presentation.report.building import build_report
from app.presentation.report.structure import Link, Quote
from tests.presentation.report_sample import HOSTILE, answer_hostile, make_material

NAMESPACE = "{http://www.w3.org/1999/xhtml}"


def test_a_text_says_its_language_where_it_is_another() -> None:
    assert write_text("a < b", "en") == "a &lt; b"
    assert write_text(Phrase("a & b", "en"), "en") == "a &amp; b"
    assert write_text(Phrase("قلم", "ar"), "en") == '<span lang="ar" dir="rtl">قلم</span>'


def test_what_was_typed_runs_as_its_letters_do() -> None:
    assert write_text(Quote("قلم"), "en") == '<span dir="rtl">قلم</span>'
    assert write_text(Quote("pen"), "en") == "pen"
    assert write_text(Quote("<b>pen</b>"), "ar") == '<span dir="ltr">&lt;b&gt;pen&lt;/b&gt;</span>'


def test_only_web_addresses_become_links() -> None:
    assert write_text(Link("x", "https://a.org/?b=1&c"), "en") == (
        '<a href="https://a.org/?b=1&amp;c">x</a>'
    )
    assert write_text(Link("x", "javascript:alert(1)"), "en") == "x"


def test_another_kind_of_thing_is_refused() -> None:
    with pytest.raises(TypeError):
        write_text(3, "en")


@pytest.mark.parametrize("language", ["en", "ar"])
def test_hostile_text_stays_text(language: str) -> None:
    material = make_material(language=language, answering=answer_hostile)
    page = html5lib.parse(render_report(build_report(material)), treebuilder="etree")
    names = {element.tag for element in page.iter() if isinstance(element.tag, str)}
    assert not names & {NAMESPACE + name for name in ("script", "img", "iframe", "object")}
    addresses = [
        value
        for element in page.iter()
        for name, value in element.attrib.items()
        if name in {"href", "src"}
    ]
    assert addresses
    assert all(value.startswith(("#", "asset:///", "https://")) for value in addresses)
    said = "".join(page.itertext())
    # The template language of the page reads nothing in it.
    assert "{{ 7*7 }}" in said
    assert "<script>alert(1)</script>" in HOSTILE
    assert "<script>alert(1)</script>" in said


def test_every_section_is_in_the_contents() -> None:
    report = build_report(make_material())
    page = render_report(report)
    for section in report.sections:
        assert page.count(f'href="#{section.id}"') == 1
        assert page.count(f'<section id="{section.id}"') == 1
