"""Documents of a workshop: what they are made from, and what all of them have in common."""

import hashlib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Final

from markupsafe import Markup

from app.presentation.blank.structure import BlankForm, BlankPart, BlankQuestion
from app.presentation.blank.words import AUTHOR
from app.presentation.language import N_, Direction, Phrase
from app.presentation.number import show_date
from app.presentation.punctuation import separate
from app.presentation.report.statement import say_position_briefly
from app.presentation.report.structure import Block, Pair, Section, Text
from app.presentation.view.wording import Wording
from app.presentation.view.workshop.outlook import name_table

PACK: Final = "pack"
LETTER: Final = "letter"
REQUESTS: Final = "requests"
FORMS: Final = "forms"
DOCUMENT_NAMES: Final[Mapping[str, str]] = {
    PACK: N_("Pre-work pack"),
    LETTER: N_("Letter of invitation"),
    REQUESTS: N_("Documents to bring"),
    FORMS: N_("Forms for paper"),
}
"""Every document with its name, as a message id."""


PRACTICE_WORDS: Final = N_(
    "Practice with simulated participants: nothing of it counts, and none of them is real."
)


@dataclass(frozen=True, slots=True)
class Occasion:
    """One workshop as its documents tell of it.

    Attributes:
        language: of what the facilitator wrote.
        unit: name of what is assessed, in the document's language.
        tables: names with ids of pillars; a name may be empty.
        door, code: address where people join, and what they type there; empty while it is shut.
        is_practice: whether its participants are simulated.
    """

    title: str
    language: str
    unit: str
    tables: tuple[tuple[str, tuple[str, ...]], ...]
    minutes: int
    planned: int
    anonymity: str
    roles: Mapping[str, int] = field(default_factory=dict)
    day: date | None = None
    begins: str = ""
    place: str = ""
    welcome: str = ""
    door: str = ""
    code: str = ""
    is_practice: bool = False

    @property
    def heading(self) -> Phrase:
        """The title, in the language it was written in."""
        return self.write(self.title)

    def write(self, text: str) -> Phrase:
        """Give a text of the facilitator's."""
        return Phrase(text, self.language)


@dataclass(frozen=True, slots=True)
class Handout:
    """A document of a few pages: a head with facts, then text, then sections.

    Attributes:
        title: of the document, as readers' windows show it.
        what: which document it is; stands over the heading.
        facts: pairs of a term and a text, below the heading.
        opening: stands before the first section.
    """

    title: str
    language: str
    direction: Direction
    what: str
    heading: Text
    facts: tuple[Pair, ...]
    opening: tuple[Block, ...]
    sections: tuple[Section, ...]
    running_head: tuple[Text, Text]
    running_foot: Text
    author: str = AUTHOR

    @property
    def identifier(self) -> bytes:
        """Sixteen bytes that are the same for the same content."""
        return hashlib.sha256(repr(self).encode("utf-8", "backslashreplace")).digest()[:16]


def make_handout(
    kind: str,
    wording: Wording,
    occasion: Occasion,
    *,
    opening: tuple[Block, ...],
    sections: tuple[Section, ...],
) -> Handout:
    """Put a document together with the head all of them have."""
    translator = wording.translator
    what = translator.gettext(DOCUMENT_NAMES[kind])
    return Handout(
        title=translator.gettext("%(what)s: %(title)s", what=what, title=occasion.title),
        language=translator.code,
        direction=translator.direction,
        what=what,
        heading=occasion.heading,
        facts=tuple(list_facts(wording, occasion)),
        opening=opening,
        sections=sections,
        running_head=(occasion.heading, what),
        running_foot=say_position_briefly(translator),
    )


def list_facts(wording: Wording, occasion: Occasion) -> Iterator[Pair]:
    """Say what it is about, when and where."""
    translator = wording.translator
    gettext = translator.gettext
    if occasion.is_practice:
        yield Pair(gettext("Practice"), gettext(PRACTICE_WORDS))
    yield Pair(gettext("What is assessed"), occasion.unit)
    yield Pair(gettext("Toolkit"), wording.title)
    if occasion.day:
        day = show_date(occasion.day, translator)
        if occasion.begins:
            day = gettext("%(day)s, %(time)s", day=day, time=occasion.begins)
        yield Pair(gettext("When"), day)
    if occasion.place:
        yield Pair(gettext("Where"), occasion.write(occasion.place))


def find_parts(form: BlankForm, occasion: Occasion) -> tuple[BlankPart, ...]:
    """Give the pillars of a form that are in the workshop, in the toolkit's order."""
    taken = {pillar for _, pillars in occasion.tables for pillar in pillars}
    return tuple(part for part in form.parts if part.id in taken)


def list_tables(
    form: BlankForm, occasion: Occasion, wording: Wording
) -> Iterator[tuple[str, tuple[BlankPart, ...]]]:
    """Give the name of each table with its pillars."""
    for number, (name, pillars) in enumerate(occasion.tables, start=1):
        parts = tuple(part for part in form.parts if part.id in pillars)
        yield name_table(number, name, wording.translator), parts


def name_question(question: BlankQuestion, wording: Wording) -> Markup:
    """Give number and text of a question."""
    text = question.text.as_markup(wording.translator)
    return Markup("{}. {}").format(question.number, text)


def list_texts(texts: tuple[Phrase, ...], wording: Wording) -> str:
    """Put several texts of the toolkit behind each other."""
    return separate([text.as_markup(wording.translator) for text in texts], wording.translator.code)
