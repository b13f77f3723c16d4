"""A blank form as a structure: what is asked, what may be ticked or written, and in which words.

All texts are ready to print: a `str` in the form's language, or a `Phrase` that says which language
it is in. A condition has two forms, since it quotes texts of the toolkit inside a sentence: HTML
for print and plain text for a sheet.
"""

import hashlib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from app.presentation.language import Direction, Phrase
from app.presentation.report.structure import Pair, Text
from app.response import Setting


@dataclass(frozen=True, slots=True)
class BlankChoice:
    """One box to tick; `code` is what a file of answers says for it."""

    code: str
    text: Phrase
    is_exclusive: bool = False


@dataclass(frozen=True, slots=True)
class BlankQuestion:
    """One question before it is answered.

    Attributes:
        number: counts all questions of the form from 1 on.
        kind: level, number, choice, multi, yesno, text or date.
        kind_name: the same in words, such as "One state".
        expects: what to write or tick, in a sentence.
        condition, condition_text: when the question is to be answered, as HTML and as plain text;
            empty: always.
        choices: boxes to tick; of several of them under `multi`.
        unit: what a number counts.
        limits: least and greatest number taken, None where open.
        fingerprint: the same as long as question and answers offered mean the same.
    """

    id: str
    number: int
    kind: str
    kind_name: str
    text: Phrase
    expects: str
    condition: str
    condition_text: str
    choices: tuple[BlankChoice, ...]
    unit: Phrase
    limits: tuple[float | None, float | None]
    not_applicable_when: Phrase
    why: Phrase
    how: Phrase
    evidence: tuple[Phrase, ...]
    ask: tuple[Phrase, ...]
    fingerprint: str


@dataclass(frozen=True, slots=True)
class BlankGroup:
    """The questions of one topic; `titles` are those of the topic and the topics it lies in."""

    titles: tuple[Phrase, ...]
    questions: tuple[BlankQuestion, ...]


@dataclass(frozen=True, slots=True)
class BlankPart:
    """One pillar."""

    id: str
    title: Phrase
    definition: Phrase
    family: str
    groups: tuple[BlankGroup, ...]

    @property
    def questions(self) -> tuple[BlankQuestion, ...]:
        """All questions of the pillar in order."""
        return tuple(question for group in self.groups for question in group.questions)


@dataclass(frozen=True, slots=True)
class BlankWords:
    """The words that are the same for every question, in the form's language."""

    contents: str
    how_to_answer: str
    unit_name: str
    filled_by: str
    filled_on: str
    answered: str
    unknown: str
    not_applicable: str
    reason: str
    note: str
    note_or_reason: str
    link: str
    why: str
    shows_it: str
    knows_it: str
    day_mask: str
    number: str
    id: str
    question: str
    kind: str
    write: str
    answer: str
    state: str
    state_hint: str
    reason_hint: str
    link_hint: str
    not_offered: str
    sheet_hint: str
    keep_hint: str


@dataclass(frozen=True, slots=True)
class BlankForm:
    """A whole form.

    Attributes:
        toolkit, version, content_hash: what the form was made from.
        setting: which questions are asked.
        title: of the document, as readers' windows show it.
        language, direction: of the form.
        author: the program that wrote it.
        heading: the toolkit's title.
        what: what this is, below the title.
        summary: of the toolkit.
        small_print: its disclaimer, and whether a native speaker has reviewed its translation.
        facts: pairs of a term and a text: version, status, what is asked.
        rules: how to answer, each with its heading.
        foot: what stands at the foot of every page.
    """

    toolkit: str
    version: str
    content_hash: str
    setting: Setting
    title: str
    language: str
    direction: Direction
    author: str
    heading: Phrase
    what: str
    summary: Phrase
    small_print: tuple[Text, ...]
    facts: tuple[Pair, ...]
    rules: tuple[Pair, ...]
    foot: Text
    words: BlankWords
    parts: tuple[BlankPart, ...]
    state_names: Mapping[str, str] = field(default_factory=dict)

    @property
    def identifier(self) -> bytes:
        """Sixteen bytes that are the same for the same content."""
        return hashlib.sha256(repr(self).encode("utf-8", "backslashreplace")).digest()[:16]

    @property
    def questions(self) -> Iterator[BlankQuestion]:
        """All questions in order."""
        return (question for part in self.parts for question in part.questions)
