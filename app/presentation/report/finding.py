"""Findings by pillar: where each question stands, and what comes next."""

from collections.abc import Iterator

from app.presentation.report.evidence import list_evidence
from app.presentation.report.material import Material
from app.presentation.report.pillar import say_reach
from app.presentation.report.structure import (
    Block,
    Cell,
    Column,
    Finding,
    Heading,
    Link,
    Note,
    Pair,
    Paragraph,
    Quote,
    Row,
    Section,
    Table,
)
from app.presentation.view.result_model import QuestionResult, ResultPillar
from app.presentation.words import say_band


def build_findings(material: Material) -> Section | None:
    """Build the chapter of findings; None in a report by data alone."""
    if material.result is None:
        return None
    blocks = tuple(
        block for pillar in material.result.pillars for block in _tell_pillar(material, pillar)
    )
    title = material.gettext("Findings by pillar")
    return Section("findings", title, blocks)


def _tell_pillar(material: Material, pillar: ResultPillar) -> Iterator[Block]:
    translator = material.translator
    yield Heading(pillar.title, family=pillar.family)
    if pillar.band:
        band = say_band(pillar.band.as_markup(translator, "strong"), pillar.score, translator)
        meaning = pillar.band_meaning.as_markup(translator)
        yield Paragraph(material.gettext("%(band)s: %(meaning)s", band=band, meaning=meaning))
    else:
        yield Paragraph(pillar.missing_reason)
    yield say_reach(pillar, translator)
    if pillar.band_action.text:
        yield Note(pillar.band_action, pillar.family)
    for question in pillar.questions:
        if question.state == "answered":
            yield _tell_question(material, question)
    yield from _list_open(material, pillar)


def _tell_question(material: Material, question: QuestionResult) -> Finding:
    return Finding(
        code=question.id,
        title=question.text,
        standing=say_standing(material, question),
        share=None if question.points is None else question.points / 100,
        pairs=tuple(_list_pairs(material, question)),
        family=question.family,
    )


def say_standing(material: Material, question: QuestionResult) -> str:
    """Say in a few words where a question stands: "Level 2 of 4: Basic"."""
    if question.level is not None:
        words = material.gettext(
            "Level %(level)s of %(highest)s: %(name)s",
            level=question.level,
            highest=question.highest,
            name=question.level_name.as_markup(material.translator),
        )
    elif question.points is not None:
        words = material.gettext("%(score)s of 100 points", score=question.score)
    else:
        return ""
    if question.is_published:
        return material.gettext("%(standing)s (published figure)", standing=words)
    return words


def _list_pairs(material: Material, question: QuestionResult) -> Iterator[Pair]:
    gettext = material.gettext
    cells: tuple[tuple[str, Cell], ...] = (
        (gettext("Reached"), question.answer),
        (gettext("Next"), question.next_state),
        (gettext("Action"), question.action),
        (gettext("Note"), Quote(question.note)),
        (gettext("Evidence"), Link(Quote(question.link), question.link)),
    )
    for term, cell in cells:
        if is_filled(cell):
            yield Pair(term, cell)
    if material.team is not None:
        yield from list_evidence(material, material.team, question.id)


def is_filled(cell: Cell) -> bool:
    """Tell whether there is anything to print."""
    if isinstance(cell, Link):
        return bool(cell.url)
    return bool(cell if isinstance(cell, str) else cell.text)


def _list_open(material: Material, pillar: ResultPillar) -> Iterator[Block]:
    """List what is not known, does not apply or was not answered, with the reason given."""
    gettext = material.gettext
    rows = tuple(
        Row((question.id, question.text, question.answer, Quote(question.reason or question.note)))
        for question in pillar.questions
        if question.state != "answered"
    )
    if rows:
        columns = (
            Column(gettext("Question"), width=12),
            Column(gettext("Text")),
            Column(gettext("State"), width=18),
            Column(gettext("Reason or note"), width=28),
        )
        yield Table(gettext("Without an answer"), columns, rows, is_small=True)
