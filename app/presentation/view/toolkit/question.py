"""One question whole: what is asked, what each answer is worth and leads to, what it rests on."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Final

from app.definition.question import Question
from app.presentation.language import N_, Phrase
from app.presentation.number import show_percent
from app.presentation.operand import SCOPE_WORDS
from app.presentation.view.toolkit.choice import ChoiceLine, list_choices, say_measuring
from app.presentation.view.toolkit.sentence import Sentences
from app.presentation.view.toolkit.source import (
    BasisView,
    ReferenceLine,
    SourceLine,
    build_basis,
    build_source_line,
    list_references,
)
from app.presentation.view.toolkit.weight import effective_weights

KIND_WORDS: Final[Mapping[str, str]] = {
    "level": N_("choose a state"),
    "number": N_("give a number"),
    "choice": N_("choose one option"),
    "multi": N_("choose any options"),
    "yesno": N_("yes or no"),
    "text": N_("write a text"),
    "date": N_("give a date"),
}
_RELATIONS: Final[Mapping[str, str]] = {
    "same": N_("the same matter"),
    "near": N_("a near matter"),
}
WEIGHT_DECIMALS: Final = 1


@dataclass(frozen=True, slots=True)
class RelatedLine:
    """Another question about the same or a near matter; `toolkit` is empty for one of this one."""

    toolkit: str
    question: str
    relation: str


@dataclass(frozen=True, slots=True)
class QuestionView:
    """Everything the public may read of one question. `share` is its part of the whole."""

    id: str
    kind: str
    kind_words: str
    text: Phrase
    why: Phrase
    quick_check: bool
    condition: str
    scopes: str
    choices: tuple[ChoiceLine, ...]
    measuring: tuple[str, ...]
    how: Phrase
    unit: Phrase
    ask: tuple[Phrase, ...]
    evidence: tuple[Phrase, ...]
    not_applicable: Phrase
    weight: str
    share: str
    indicator: str
    same_as_indicator: str
    basis: BasisView | None
    references: tuple[ReferenceLine, ...]
    sources: tuple[SourceLine, ...]
    related: tuple[RelatedLine, ...]
    replaces: str
    note: Phrase


def build_question(sentences: Sentences, question: Question) -> QuestionView:
    """Build a question for reading. Where it starts in the matrix of priorities is not told."""
    wording = sentences.wording
    phrase, phrases = wording.phrase, wording.phrases
    share = effective_weights(wording.toolkit).get(question.id)
    return QuestionView(
        id=question.id,
        kind=question.kind,
        kind_words=sentences.gettext(KIND_WORDS[question.kind]),
        text=phrase(question.text),
        why=phrase(question.why),
        quick_check=question.quick_check,
        condition=sentences.when(question.when) if question.when else "",
        scopes=say_scopes(sentences, question.scopes) if question.scopes else "",
        choices=list_choices(sentences, question),
        measuring=say_measuring(sentences, question),
        how=phrase(question.how_to_measure),
        unit=phrase(question.unit),
        ask=phrases(question.ask),
        evidence=phrases(question.evidence),
        not_applicable=phrase(question.not_applicable_when),
        weight=sentences.number(question.weight),
        share=show_percent(share, sentences.translator, decimals=WEIGHT_DECIMALS)
        if share is not None
        else "",
        indicator=question.indicator or "",
        same_as_indicator=question.same_as_indicator or "",
        basis=build_basis(wording, question.basis),
        references=list_references(wording, question.references),
        sources=tuple(build_source_line(wording, source) for source in question.sources),
        related=tuple(_list_related(sentences, question)),
        replaces=question.replaces or "",
        note=phrase(question.note),
    )


def say_scopes(sentences: Sentences, scopes: tuple[str, ...]) -> str:
    """Say which kinds of unit are meant: "a country or a city"."""
    words = [sentences.gettext(SCOPE_WORDS[scope]) for scope in scopes]
    return sentences.translator.join(words, "or")


def _list_related(sentences: Sentences, question: Question) -> Iterator[RelatedLine]:
    for item in question.related:
        toolkit, _, question_id = item.question.rpartition("/")
        yield RelatedLine(toolkit, question_id, sentences.gettext(_RELATIONS[item.kind]))
