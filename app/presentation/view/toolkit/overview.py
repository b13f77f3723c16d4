"""A toolkit at a glance: for the list of all, and its own page."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from app.definition.toolkit import Parameter, Toolkit
from app.presentation.language import Phrase, Translator
from app.presentation.view.toolkit.figure import IndexView, list_indices
from app.presentation.view.toolkit.pillar import show_share
from app.presentation.view.toolkit.question import say_scopes
from app.presentation.view.toolkit.rule import (
    BandView,
    CrossRule,
    Storey,
    ViewView,
    list_bands,
    list_contradictions,
    list_gates,
    list_storeys,
    list_views,
    say_handling,
)
from app.presentation.view.toolkit.sentence import Sentences
from app.presentation.view.toolkit.source import (
    ReferenceLine,
    SourceLine,
    build_source_line,
    list_references,
)
from app.presentation.view.toolkit.status import StatusView, say_status
from app.presentation.view.wording import Wording
from app.reference import Reference

SHORT_HASH = 12
"""Digits of the content hash that are shown; as many name a version in an address."""


@dataclass(frozen=True, slots=True)
class ToolkitLine:
    """A toolkit in the list of all."""

    id: str
    title: Phrase
    summary: Phrase
    version: str
    status: StatusView
    languages: str
    questions: int
    pillars: int
    quick: int


@dataclass(frozen=True, slots=True)
class PillarLine:
    """A pillar in the table of a toolkit."""

    id: str
    family: str
    title: Phrase
    definition: Phrase
    questions: int
    weight: str
    share: str


@dataclass(frozen=True, slots=True)
class ParameterOptionLine:
    """One option of a parameter with its references; `is_chosen` if texts are shown for it."""

    id: str
    title: Phrase
    is_chosen: bool
    references: tuple[ReferenceLine, ...]


@dataclass(frozen=True, slots=True)
class ParameterView:
    """What an assessment is told before the first question."""

    id: str
    title: Phrase
    required: bool
    note: Phrase
    options: tuple[ParameterOptionLine, ...]


@dataclass(frozen=True, slots=True)
class ToolkitView:
    """Everything the page of a toolkit says."""

    line: ToolkitLine
    content_hash: str
    disclaimer: Phrase
    scopes: str
    people: tuple[Phrase, ...]
    pillars: tuple[PillarLine, ...]
    storeys: tuple[Storey, ...]
    handling: tuple[str, ...]
    bands: tuple[BandView, ...]
    contradictions: tuple[CrossRule, ...]
    gates: tuple[CrossRule, ...]
    views: tuple[ViewView, ...]
    parameters: tuple[ParameterView, ...]
    indices: tuple[IndexView, ...]
    answering: tuple[tuple[str, Phrase], ...]
    coordinator: Phrase
    respondents: tuple[Phrase, ...]
    steps: tuple[Phrase, ...]
    references: tuple[ReferenceLine, ...]
    sources: tuple[SourceLine, ...]

    @property
    def short_hash(self) -> str:
        """The first digits of the content hash."""
        return self.content_hash[:SHORT_HASH]


def list_toolkits(
    toolkits: Iterable[tuple[Wording, tuple[str, ...]]],
) -> tuple[ToolkitLine, ...]:
    """List toolkits, each with the codes of its languages; first those that can be answered."""
    lines = [build_line(wording, languages) for wording, languages in toolkits]
    return tuple(sorted(lines, key=lambda line: not line.status.is_open))


def build_line(wording: Wording, languages: tuple[str, ...]) -> ToolkitLine:
    """Build a toolkit for the list; `languages` are those it can be read in."""
    toolkit = wording.toolkit
    return ToolkitLine(
        id=toolkit.id,
        title=wording.phrase(toolkit.title),
        summary=wording.phrase(toolkit.summary),
        version=toolkit.version,
        status=say_status(toolkit, wording.translator),
        languages=wording.translator.join(
            [name_language(code, wording.translator) for code in languages]
        ),
        questions=len(toolkit.questions),
        pillars=len(toolkit.pillars),
        quick=sum(question.quick_check for question in toolkit.questions),
    )


def name_language(code: str, translator: Translator) -> str:
    """Name a language in the reader's; its code where the reader's has no name for it."""
    known = translator.locale.languages
    return known.get(code.replace("-", "_")) or known.get(code.split("-", maxsplit=1)[0]) or code


def build_toolkit(
    sentences: Sentences, reference: Reference, languages: tuple[str, ...]
) -> ToolkitView:
    """Build the page of a toolkit; `languages` are the codes of those it can be read in."""
    wording = sentences.wording
    toolkit, phrase, phrases = wording.toolkit, wording.phrase, wording.phrases
    return ToolkitView(
        line=build_line(wording, languages),
        content_hash=toolkit.content_hash,
        disclaimer=phrase(toolkit.disclaimer),
        scopes=say_scopes(sentences, toolkit.scopes),
        people=phrases(toolkit.people_in_focus),
        pillars=tuple(_list_pillars(sentences)),
        storeys=list_storeys(sentences),
        handling=say_handling(sentences),
        bands=list_bands(sentences, toolkit.scoring.bands),
        contradictions=list_contradictions(sentences),
        gates=list_gates(sentences),
        views=list_views(sentences),
        parameters=list_parameters(wording),
        indices=list_indices(sentences, reference),
        answering=tuple(_list_answering(sentences)),
        coordinator=phrase(toolkit.process.coordinator),
        respondents=phrases(toolkit.process.respondents),
        steps=phrases(toolkit.process.steps),
        references=list_references(wording, toolkit.references),
        sources=tuple(build_source_line(wording, source) for source in toolkit.sources),
    )


def _list_pillars(sentences: Sentences) -> Iterator[PillarLine]:
    toolkit, phrase = sentences.wording.toolkit, sentences.wording.phrase
    counts = _count_questions(toolkit)
    for pillar in toolkit.pillars:
        yield PillarLine(
            pillar.id,
            pillar.family,
            phrase(pillar.title),
            phrase(pillar.definition),
            counts.get(pillar.id, 0),
            sentences.number(pillar.weight),
            show_share(sentences, pillar.id),
        )


def _count_questions(toolkit: Toolkit) -> dict[str, int]:
    counts: dict[str, int] = {}
    for question in toolkit.questions:
        pillar = toolkit.pillar_of(question.id)
        counts[pillar.id] = counts.get(pillar.id, 0) + 1
    return counts


def list_parameters(wording: Wording) -> tuple[ParameterView, ...]:
    """List what is chosen before the first question."""
    return tuple(
        ParameterView(
            name,
            wording.phrase(parameter.title),
            parameter.required,
            wording.phrase(parameter.note),
            tuple(_list_options(wording, name, parameter)),
        )
        for name, parameter in wording.toolkit.parameters.items()
    )


def _list_options(
    wording: Wording, name: str, parameter: Parameter
) -> Iterator[ParameterOptionLine]:
    chosen = wording.setting.parameters.get(name)
    for option_id, option in parameter.options.items():
        yield ParameterOptionLine(
            option_id,
            wording.phrase(option.title),
            option_id == chosen,
            list_references(wording, option.references),
        )


def _list_answering(sentences: Sentences) -> Iterator[tuple[str, Phrase]]:
    answering = sentences.wording.toolkit.answering
    for heading, text in (
        (sentences.gettext("Which state to choose"), answering.choose),
        (sentences.gettext("If you do not know"), answering.unknown),
        (sentences.gettext("If it does not apply"), answering.not_applicable),
        (sentences.gettext("In a federal country"), answering.federal),
        (sentences.gettext("In a small country"), answering.small_countries),
    ):
        if text:
            yield heading, sentences.wording.phrase(text)
