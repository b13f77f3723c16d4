"""What of an assessment was agreed in a workshop: how the room was spread, and its dissent."""

from collections.abc import Iterator

from app.presentation.language import Phrase
from app.presentation.number import show_date
from app.presentation.punctuation import separate
from app.presentation.report.material import Material
from app.presentation.report.structure import Block, Finding, Pair, Paragraph, Quote, Section
from app.presentation.report.team import ConsensusLine
from app.presentation.report.workshop_words import NOTES, OUTCOMES
from app.presentation.view.answer import say_answer
from app.presentation.view.workshop.reveal import build_reveal


def build_consensus(material: Material) -> Section | None:
    """Build the chapter; None where no answer that stands was agreed in a workshop."""
    team = material.team
    known = {question.id for question in material.toolkit.questions}
    lines = [line for line in team.consensus if line.question in known] if team else []
    if not lines:
        return None
    lead = material.gettext(
        "These answers were agreed in a room: everybody answered alone, all saw how the answers "
        "were spread, and the room chose a value. Nobody is named."
    )
    blocks: tuple[Block, ...] = (
        Paragraph(lead),
        *(_tell(material, line) for line in lines),
    )
    return Section("consensus", material.gettext("Consensus"), blocks)


def _tell(material: Material, line: ConsensusLine) -> Finding:
    pillar = material.toolkit.pillar_of(line.question)
    return Finding(
        code=line.question,
        title=material.wording.phrase(material.toolkit.question(line.question).text),
        standing="",
        share=None,
        pairs=tuple(_list_pairs(material, line)),
        family=pillar.family,
    )


def _list_pairs(material: Material, line: ConsensusLine) -> Iterator[Pair]:
    gettext, wording = material.gettext, material.wording
    question = material.toolkit.question(line.question)
    answer = material.answers.get(line.question) if material.answers else None
    yield Pair(gettext("Outcome"), gettext(OUTCOMES[line.outcome]))
    yield Pair(gettext("Agreed answer"), say_answer(wording, question, answer))
    yield Pair(gettext("Workshop"), Phrase(line.workshop, line.language))
    yield Pair(gettext("Day"), show_date(line.day, material.translator))
    yield Pair(gettext("Spread"), _say_spread(material, line))
    if line.note:
        yield Pair(gettext(NOTES[line.outcome]), Quote(line.note))
    if line.minority:
        yield Pair(gettext("Minority view"), Quote(line.minority))
    if line.minority_answer is not None:
        yield Pair(gettext("It supports"), say_answer(wording, question, line.minority_answer))


def _say_spread(material: Material, line: ConsensusLine) -> str:
    """Say the spread in words as the room saw it."""
    question = material.toolkit.question(line.question)
    reveal = build_reveal(material.wording, question, line.board)
    said = [
        material.gettext("%(label)s: %(value)s", label=fact.label, value=fact.value)
        for fact in reveal.facts
    ]
    return reveal.hidden or separate(said, material.translator.code)
