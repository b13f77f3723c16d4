"""The blank form as PDF: tagged, whole, the same every time."""

import subprocess
from pathlib import Path

import pikepdf
import pytest

from app.export.form import break_words, make_form_pdf, render_form
from tests.presentation.blank.blank_sample import TEXT, load_text, make_form

LANGUAGES = ("en", "ar", "zh")


def text_of(body: bytes) -> str:
    command = ["pdftotext", "-", "-"]
    return subprocess.run(command, input=body, check=True, capture_output=True).stdout.decode()


@pytest.mark.needs_pango
@pytest.mark.needs_poppler
@pytest.mark.parametrize("language", LANGUAGES)
def test_a_form_is_a_tagged_pdf(language: str, tmp_path: Path) -> None:
    form = make_form(language)
    body = make_form_pdf(form)
    path = tmp_path / "form.pdf"
    path.write_bytes(body)
    with pikepdf.open(path) as pdf:
        assert str(pdf.Root.Lang) == language
        assert bool(pdf.Root.MarkInfo.Marked)
        assert str(pdf.docinfo["/Title"]) == form.title
        with pdf.open_metadata() as metadata:
            assert metadata["pdfuaid:part"] == "1"
        with pdf.open_outline() as outline:
            titles = [item.title for item in outline.root]
    assert titles == [form.words.contents, form.words.how_to_answer, "Base", "Far"]
    said = text_of(body)
    for question in form.questions:
        assert question.id in said
    assert "1.2.3" in said


@pytest.mark.needs_pango
def test_the_same_form_gives_the_same_bytes() -> None:
    assert make_form_pdf(make_form()) == make_form_pdf(make_form())


def test_the_page_has_a_box_for_every_answer() -> None:
    page = render_form(make_form())
    for choice in ("A plan is drafted.", "Several bodies", "Partly", "None of these"):
        assert f"{choice}</li>" in page
    assert page.count("I do not know</li>") == 7
    assert "Does not apply here: There is no such body.</li>" in page
    assert "Only if question 2 is at level 1 or higher." in page
    assert "year – month – day" in page


def test_texts_are_texts() -> None:
    page = render_form(make_form())
    assert "Money &lt;all of it&gt;" in page
    assert "Every kind &amp; more" in page
    hostile = load_text(TEXT.replace("Who leads?", "<script>a()</script>{{ 7 * 7 }}"))
    page = render_form(make_form(toolkit=hostile))
    assert "&lt;script&gt;a()&lt;/script&gt;{{ 7 * 7 }}" in page


def test_words_nobody_can_set_are_broken() -> None:
    assert (
        break_words("A plan of " + "x" * 100)
        == f"A plan of {'x' * 40}\u200b{'x' * 40}\u200b{'x' * 20}"
    )
    for text in ("Donaudampfschifffahrtsgesellschaft " * 5, "有一个计划已经通过并且公开" * 20):
        assert break_words(text) == text
    toolkit = load_text(TEXT.replace("Who leads?", "Who " + "<" * 50_000))
    page = render_form(make_form(toolkit=toolkit))
    assert "&lt;" * 41 not in page


@pytest.mark.parametrize("language", ["ar", "zh"])
def test_texts_of_the_toolkit_say_their_language(language: str) -> None:
    page = render_form(make_form(language))
    assert '<span lang="en" dir="ltr">Who leads?</span>' in page
    assert page.lstrip().startswith("<!doctype html>")
    assert f'<html lang="{language}"' in page
