"""What is printed can be read back: every text, word by word, in the order of the page."""

import re
import subprocess
from collections import Counter
from collections.abc import Iterator
from dataclasses import fields, is_dataclass
from pathlib import Path

import pikepdf
import pytest

from app.export.form import make_form_pdf, render_form
from app.export.pdf import make_pdf
from app.presentation.figure import Figure
from app.presentation.language import LANGUAGES, Phrase
from app.presentation.report.structure import Quote, Report
from tests.export.printing import Print, print_form, print_report, report_in
from tests.export.reading import (
    Block,
    elements,
    is_arabic,
    list_words,
    normalise,
    read_html,
    read_pdf,
)
from tests.presentation.blank.blank_sample import make_form

pytestmark = [pytest.mark.needs_pango, pytest.mark.needs_poppler]
WITHOUT_SPACES = {"zh"}
SILENT = {"id", "family", "role", "figure", "url", "title", "author", "language", "direction"}


def words_of(blocks: list[Block], language: str, *, drawn: bool) -> list[str]:
    """Give the text of each block in a form that does not depend on where its lines end."""
    if LANGUAGES[language].direction == "rtl":
        texts = (" ".join(list_words(block.lines, turn=drawn)) for block in blocks)
    else:
        # A hyphen that stands at the end of a line is not in the text.
        texts = ("".join(normalise("".join(block.lines)).split()) for block in blocks)
        texts = (text.replace("\u2010", "") for text in texts)
    return [text for text in texts if text]


def read_both(made: Print, language: str, folder: Path) -> tuple[list[str], list[str]]:
    path = folder / "print.pdf"
    path.write_bytes(made.body)
    source = words_of(read_html(made.page), language, drawn=False)
    return source, words_of(read_pdf(path), language, drawn=True)


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_report_is_read_back_as_it_was_written(language: str, tmp_path: Path) -> None:
    source, said = read_both(print_report(language), language, tmp_path)
    assert len(source) > 500
    assert said == source


@pytest.mark.parametrize("language", ["ar", "zh"])
def test_a_form_is_read_back_as_it_was_written(language: str, tmp_path: Path) -> None:
    source, said = read_both(print_form(language), language, tmp_path)
    assert len(source) > 200
    assert said == source


def texts_of(part: object) -> Iterator[str]:
    """List all texts of a report that are for reading."""
    if isinstance(part, str):
        yield re.sub(r"<[^>]+>", "", part) if hasattr(part, "__html__") else part
    elif isinstance(part, Phrase | Quote):
        yield part.text
    elif isinstance(part, tuple):
        for item in part:
            yield from texts_of(item)
    elif is_dataclass(part) and not isinstance(part, Figure):
        hidden = SILENT if isinstance(part, Report) else SILENT - {"title"}
        for field in fields(part):
            if field.name not in hidden:
                yield from texts_of(getattr(part, field.name))


@pytest.mark.parametrize("language", ["ar", "zh"])
def test_every_text_of_the_report_is_in_its_pdf(language: str, tmp_path: Path) -> None:
    _, said = read_both(print_report(language), language, tmp_path)
    report = report_in(language)
    texts = list(texts_of((report.cover, report.preface, report.sections)))
    assert len(texts) > 500
    if language in WITHOUT_SPACES:
        whole = "".join(said)
        missing = [text for text in texts if "".join(normalise(text).split()) not in whole]
    else:
        whole = " ".join(word for text in said for word in text.split() if is_arabic(word))
        listed = (" ".join(filter(is_arabic, list_words([text], turn=False))) for text in texts)
        missing = [text for text in listed if text not in whole]
    assert missing == []


def extract(made: Print, folder: Path, *options: str) -> str:
    path = folder / "print.pdf"
    path.write_bytes(made.body)
    command = ["pdftotext", *options, str(path), "-"]
    return normalise(subprocess.run(command, check=True, capture_output=True, text=True).stdout)


@pytest.mark.parametrize("make", [print_report, print_form])
def test_a_program_that_knows_no_tags_finds_all_words_in_arabic(
    make: type[Print], tmp_path: Path
) -> None:
    made = make("ar")  # type: ignore[call-arg, arg-type]
    found = Counter(filter(is_arabic, list_words([extract(made, tmp_path)], turn=False)))
    blocks = read_html(made.page)
    words = Counter(word for block in blocks for word in list_words(block.lines, turn=False))
    wanted = {word: count for word, count in words.items() if is_arabic(word)}
    assert len(wanted) > 400
    assert {word: found[word] for word, count in wanted.items() if found[word] < count} == {}


@pytest.mark.parametrize("make", [print_report, print_form])
def test_a_program_that_knows_no_tags_finds_all_texts_in_chinese(
    make: type[Print], tmp_path: Path
) -> None:
    made = make("zh")  # type: ignore[call-arg, arg-type]
    found = "".join(extract(made, tmp_path, "-raw").split())
    lines = ["".join(normalise(x).split()) for block in read_html(made.page) for x in block.lines]
    assert [line for line in lines if line not in found] == []


HARD = (
    "إلى لأي رأي أو لا إقليم ولا لأحد",
    "أُجيب عن 16 من 20 سؤالًا؛ فحص سريع",
    "صادرًا موقفًا رسميًا معمَّمة لم يُراجَع الأولى لآخر للإصدار",
    "السنوات \u20662024–2026\u2069 بنسبة 42.5 (ITU)",
    "لِلَّهِ لحى لمي مؤلَّفًا الآن لَا لُأ",
)


@pytest.mark.parametrize("tag", ["p", "b"])
def test_joined_letters_and_marks_are_read_back_in_their_order(tag: str, tmp_path: Path) -> None:
    lines = "".join(f"<p><{tag}>{line}</{tag}></p>" for line in HARD)
    head = '<link rel="stylesheet" href="asset:///vendor/fonts/fonts.css">'
    page = f'<html lang="ar" dir="rtl"><title>x</title>{head}<body>{lines}</body></html>'
    made = Print(page, make_pdf(page, identifier=b"0" * 16))
    source, said = read_both(made, "ar", tmp_path)
    assert said == source
    found = list_words([extract(made, tmp_path)], turn=False)
    wanted = [word for line in HARD for word in list_words([line], turn=False)]
    assert Counter(filter(is_arabic, wanted)) == Counter(filter(is_arabic, found))


@pytest.mark.parametrize("language", ["ar", "zh"])
def test_texts_in_another_language_say_so(language: str, tmp_path: Path) -> None:
    form = make_form(language)
    path = tmp_path / "print.pdf"
    path.write_bytes(make_form_pdf(form))
    with pikepdf.open(path) as pdf:
        found = [str(tag.Lang) for tag in elements(pdf.Root.StructTreeRoot.K) if "/Lang" in tag]
    body = render_form(form).partition('<section class="cover">')[2]
    assert set(found) == {"en"}
    # A text that is broken into lines has a tag for each.
    assert len(found) >= body.count('<span lang="en"') > 20
