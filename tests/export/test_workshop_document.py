"""Documents of a workshop as PDF: tagged, whole, the same every time, in each direction."""

import subprocess
from dataclasses import replace
from datetime import date
from pathlib import Path

import pikepdf
import pytest

from app.export.handout import make_forms_pdf, make_handout_pdf, render_forms, render_handout
from app.presentation.blank.building import build_blank
from app.presentation.language import load_translator
from app.presentation.view.wording import Wording
from app.presentation.view.workshop.agenda import say_clock
from app.presentation.view.workshop.document import Handout, Occasion
from app.presentation.view.workshop.document_form import CodedForms, build_forms, list_batches
from app.presentation.view.workshop.document_letter import build_letter
from app.presentation.view.workshop.document_pack import build_pack
from app.presentation.view.workshop.document_request import build_requests
from app.response.workshop.form_code import share_out
from tests.presentation.blank.blank_sample import HEALTH, load_sample

BUILDERS = {"pack": build_pack, "letter": build_letter, "requests": build_requests}
HOSTILE = "<script>a()</script>{{ 7 * 7 }}"
OCCASION = Occasion(
    title="A day in Nairobi",
    language="en",
    unit="Kenya",
    tables=(("", ("base", "far")),),
    minutes=5,
    planned=5,
    anonymity="role",
    roles={"Ministry": 3, "Civil society": 2},
    day=date(2026, 12, 1),
    begins="09:00",
    place="The hall",
    welcome="Dear colleagues,\n\nwelcome.",
    door="https://example.org/join",
)
TWO = (("Plans", ("base",)), ("", ("far",)))


def make(what: str, language: str = "en", **more: object) -> Handout:
    wording = Wording(load_sample(), HEALTH, load_translator(language))
    occasion = replace(OCCASION, **more)  # type: ignore[arg-type]
    return BUILDERS[what](wording, build_blank(wording), occasion)


def make_forms(language: str = "en", **more: object) -> CodedForms:
    wording = Wording(load_sample(), HEALTH, load_translator(language))
    occasion = replace(OCCASION, **more)  # type: ignore[arg-type]
    form = build_blank(wording)
    return build_forms(wording, form, occasion, first=1, last=occasion.planned)


def text_of(body: bytes) -> str:
    command = ["pdftotext", "-layout", "-", "-"]
    made = subprocess.run(command, input=body, check=True, capture_output=True)
    return " ".join(made.stdout.decode().split())


@pytest.mark.needs_pango
@pytest.mark.needs_poppler
@pytest.mark.parametrize("language", ["en", "ar", "zh"])
@pytest.mark.parametrize("what", BUILDERS)
def test_a_document_is_a_tagged_pdf(what: str, language: str, tmp_path: Path) -> None:
    made = make(what, language)
    body = make_handout_pdf(made)
    assert body == make_handout_pdf(make(what, language))
    path = tmp_path / "made.pdf"
    path.write_bytes(body)
    with pikepdf.open(path) as pdf:
        assert str(pdf.Root.Lang) == language
        assert bool(pdf.Root.MarkInfo.Marked)
        assert str(pdf.docinfo["/Title"]) == made.title
        with pdf.open_metadata() as metadata:
            assert metadata["pdfuaid:part"] == "1"
    assert "A day in Nairobi" in text_of(body)


@pytest.mark.needs_pango
@pytest.mark.needs_poppler
def test_the_pack_says_when_who_and_what() -> None:
    said = text_of(make_handout_pdf(make("pack")))
    for text in (
        "7 questions, 5 minutes for each; 1 h 45 min in all.",
        "09:10 Base 20",
        "10:05 Priorities: impact and effort 20",
        "10:25 Plan: at most ten actions with owner and day 20",
        "5 people are to come.",
        "Ministry 3",
        "ministry (question 2)",
        "the plan (question 2)",
        "2. Is there a plan?",
        "2 A plan is adopted and public.",
    ):
        assert text in said, (text, said)


def test_tables_work_beside_each_other() -> None:
    page = render_handout(make("pack", tables=TWO, begins=""))
    assert page.count('<th scope="row">0:10</th>') == 2
    assert "Times are counted from the beginning" in page
    assert "Plans</th>" in page
    assert "Table 2</th>" in page
    assert (say_clock("23:30", 45), say_clock("", 75)) == ("00:15", "1:15")


@pytest.mark.needs_pango
@pytest.mark.needs_poppler
@pytest.mark.parametrize("what", BUILDERS)
def test_what_is_for_practice_says_so(what: str) -> None:
    words = "Practice with simulated participants"
    assert words in text_of(make_handout_pdf(make(what, is_practice=True)))
    assert words not in text_of(make_handout_pdf(make(what)))
    assert make_forms(is_practice=True).what == "Practice: Forms for paper"


def test_the_letter_says_the_code_only_while_the_door_is_open() -> None:
    said = text_of(make_handout_pdf(make("letter")))
    for text in ("Dear colleagues,", "Kenya", "1 December 2026, 09:00", "The hall",
                 "On the day, open https://example.org/join"):  # fmt: skip
        assert text in said, text
    said = text_of(make_handout_pdf(make("letter", code="AB2CD3")))
    assert "type the code AB2CD3." in said


def test_the_list_of_documents_names_what_shows_and_who_knows() -> None:
    page = render_handout(make("requests"))
    assert "2. Is there a plan?</th>" in page
    assert "<td>the plan</td>" in page
    assert "<td>ministry</td>" in page
    assert "Who leads?" not in page
    assert "names no documents" in render_handout(make("requests", tables=(("", ("far",)),)))


@pytest.mark.needs_pango
@pytest.mark.needs_poppler
@pytest.mark.parametrize("language", ["en", "ar"])
def test_each_form_has_its_code_on_every_page(language: str, tmp_path: Path) -> None:
    body = make_forms_pdf(make_forms(language))
    assert body == make_forms_pdf(make_forms(language))
    path = tmp_path / "forms.pdf"
    path.write_bytes(body)
    with pikepdf.open(path) as pdf:
        assert bool(pdf.Root.MarkInfo.Marked)
        pages = len(pdf.pages)
        with pdf.open_outline() as outline:
            assert len(outline.root) == 5
    assert pages % 5 == 0
    each = pages // 5
    for number in range(pages):
        command = ["pdftotext", "-f", str(number + 1), "-l", str(number + 1), path, "-"]
        said = subprocess.run(command, check=True, capture_output=True).stdout.decode()
        assert f"F-{number // each + 1:03}" in said


def test_a_form_asks_what_the_blank_form_asks_at_its_table() -> None:
    made = make_forms()
    asked = [question.id for question in made.form.questions]
    for sheet in made.sheets:
        assert [item.id for part in sheet.parts for item in part.questions] == asked
    assert [sheet.code for sheet in made.sheets] == [f"F-00{number}" for number in range(1, 6)]
    page = render_forms(made)
    assert page.count("Is there a plan?") == 5
    assert "Your role" in page
    assert "Your role" not in render_forms(make_forms(anonymity="anonymous"))
    apart = make_forms(tables=TWO)
    assert [sheet.table for sheet in apart.sheets] == ["Plans"] * 3 + ["Table 2"] * 2
    assert "Is there a plan?" not in {
        item.text.text for part in apart.sheets[4].parts for item in part.questions
    }


def test_forms_of_a_large_room_come_in_several_files() -> None:
    assert list_batches(20, 20) == ((1, 20),)
    batches = list_batches(200, 80)
    assert batches[0] == (1, 12)
    assert batches[-1][1] == 200
    assert [last + 1 for _, last in batches[:-1]] == [first for first, _ in batches[1:]]
    assert list_batches(3, 5_000) == ((1, 1), (2, 2), (3, 3))
    assert share_out(7, 3) == [1, 1, 1, 2, 2, 3, 3]


@pytest.mark.parametrize("what", BUILDERS)
def test_what_people_wrote_is_text_in_its_language(what: str) -> None:
    page = render_handout(make(what, "ar", title=HOSTILE, place=HOSTILE, welcome=HOSTILE))
    assert "<script>" not in page
    assert '<span lang="en" dir="ltr">&lt;script&gt;a()&lt;/script&gt;{{ 7 * 7 }}</span>' in page
    assert "49" not in page
    forms = render_forms(
        make_forms(title=HOSTILE, unit=HOSTILE, tables=((HOSTILE, ("base",)), *TWO[1:]))
    )
    assert "<script>" not in forms
