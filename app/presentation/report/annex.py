"""The annex: all answers, the goals they speak to, and what names mean."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Final

from app.presentation.language import N_, Phrase
from app.presentation.number import choose_decimals, show_number
from app.presentation.report.evidence import list_all_evidence
from app.presentation.report.material import Material
from app.presentation.report.structure import (
    Block,
    Column,
    Definitions,
    Heading,
    Pair,
    Paragraph,
    Quote,
    Row,
    Section,
    Table,
)
from app.presentation.view.result_model import QuestionResult, ResultView
from app.response import fill_references

LIST_TITLES: Final[Mapping[str, str]] = {
    "sdg": N_("Sustainable Development Goals, targets"),
    "wsis": N_("WSIS action lines"),
    "wtdc": N_("WTDC resolutions"),
    "pp": N_("Plenipotentiary Conference resolutions"),
}
"""Names of well-known lists of references; any other list keeps the name its toolkit gives it."""


def build_annex(material: Material) -> Section | None:
    """Build the annex; None in a report by data alone."""
    if material.result is None:
        return None
    blocks = (
        *_list_answers(material),
        *(list_all_evidence(material, material.team) if material.team else ()),
        *_list_references(material),
    )
    return Section("annex", material.gettext("Annex"), blocks)


def _list_answers(material: Material) -> Iterator[Block]:
    gettext, result = material.gettext, material.result
    if result is None:
        return
    columns = (
        Column(gettext("No."), is_number=True, width=5),
        Column(gettext("Question"), width=8),
        Column(gettext("Answer")),
        Column(gettext("Weight"), is_number=True, width=7),
        Column(gettext("Points"), is_number=True, width=7),
        Column(gettext("Origin"), width=12),
    )
    rows: list[Row] = []
    for pillar in result.pillars:
        rows.append(Row((pillar.title,), pillar.family, is_group=True))
        rows += [_answer_row(material, question) for question in pillar.questions]
    yield Heading(gettext("All answers"))
    yield Table(_name_answers(material), columns, tuple(rows), is_small=True)


def _answer_row(material: Material, question: QuestionResult) -> Row:
    origin = (
        material.gettext("published figure") if question.is_published else material.gettext("own")
    )
    answered = question.state == "answered"
    answer = question.answer
    if question.level is not None:
        words = material.gettext(
            "Level %(level)s: %(state)s",
            level=question.level,
            state=answer.as_markup(material.translator),
        )
        answer = Phrase(words, material.translator.code)
    weight = material.toolkit.question(question.id).weight
    return Row(
        (
            str(question.number),
            question.id,
            answer,
            show_number(weight, material.translator, decimals=choose_decimals([weight])),
            question.score,
            origin if answered else "",
        )
    )


def _name_answers(material: Material) -> str:
    if material.is_full:
        return material.gettext("Every question that was asked")
    return material.gettext("Every question of the check")


def _list_references(material: Material) -> Iterator[Block]:
    result = material.result
    if result is None:
        return
    gettext = material.gettext
    rows = tuple(_reference_rows(material, result))
    if not rows:
        return
    yield Heading(gettext("What the questions speak to"))
    yield Definitions(rows)
    yield Paragraph(
        gettext("Which goals, lines and resolutions go with which question is the toolkit’s view."),
        "quiet",
    )


def _reference_rows(material: Material, result: ResultView) -> Iterator[Pair]:
    """Give each list of references with its entries and the questions that name them."""
    lists = material.toolkit.references
    found = _collect_references(material, result)
    for name in sorted({name for name, _ in found}, key=lambda name: _place(list(lists), name)):
        codes = sorted(
            (code for owner, code in found if owner == name),
            key=lambda code: _place(lists.get(name, ()), code),
        )
        entries = (
            material.gettext(
                "%(entry)s (%(questions)s)", entry=code, questions=", ".join(found[name, code])
            )
            for code in codes
        )
        title = material.gettext(LIST_TITLES[name]) if name in LIST_TITLES else name
        yield Pair(title, Quote(" · ".join(entries)))


def _collect_references(material: Material, result: ResultView) -> dict[tuple[str, str], list[str]]:
    """Give the questions by list and entry."""
    wording = material.wording
    found: dict[tuple[str, str], list[str]] = {}
    for pillar in result.pillars:
        for question in pillar.questions:
            for name, written in question.references:
                for code in fill_references(written, name, wording.toolkit, wording.setting):
                    found.setdefault((name, code), []).append(question.id)
    return found


def _place(order: Sequence[str], entry: str) -> int:
    return order.index(entry) if entry in order else len(order)
