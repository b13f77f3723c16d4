"""A report as a structure: what is said in which order, before anyone sets it.

All texts are ready to print. A text is a `str` in the report's language, or a `Phrase` that says
which language it is in; a piece of HTML (`Markup`) comes only from sentences with phrases in them.
Everything else is text, whatever characters it holds: whoever sets the report escapes it.
"""

import hashlib
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final, Literal

from app.presentation.figure import Figure
from app.presentation.language import Direction, Phrase

Text = str | Phrase
Role = Literal["", "lead", "quiet"]

WEB: Final = ("https://", "http://")
SHORT: Final = 6
"""So many rows of a table are kept on one page."""
FEW_DOTS: Final = 12
SOME_DOTS: Final = 36
"""Up to how many dots in a row they are drawn large, and up to how many less so."""


@dataclass(frozen=True, slots=True)
class Paragraph:
    """A paragraph; `lead` opens a section, `quiet` is small print."""

    text: Text
    role: Role = ""


@dataclass(frozen=True, slots=True)
class Heading:
    """A heading inside a section: 3 or 4. With a family it takes that family's colour."""

    text: Text
    level: Literal[3, 4] = 3
    family: str = ""


@dataclass(frozen=True, slots=True)
class Link:
    """A text that leads to a web address; any other address stays plain text."""

    text: "Text | Quote"
    url: str

    @property
    def is_web(self) -> bool:
        """Whether the address may be made a link."""
        return self.url.lower().startswith(WEB)


@dataclass(frozen=True, slots=True)
class Quote:
    """What somebody typed, or codes: of no known language, so it runs as its own letters do."""

    text: str


Cell = Text | Link | Quote


@dataclass(frozen=True, slots=True)
class Column:
    """A column: its heading, whether it holds numbers, its share of the width in per cent.

    A width of 0 leaves the share to whoever sets the table.
    """

    head: Text
    is_number: bool = False
    width: int = 0


@dataclass(frozen=True, slots=True)
class Row:
    """A row; its first cell is its header.

    `is_group` has one cell that heads the rows below; `is_strong` is set in bold.
    """

    cells: tuple[Cell, ...]
    family: str = ""
    is_group: bool = False
    is_strong: bool = False


@dataclass(frozen=True, slots=True)
class Table:
    """A table with a caption that names it; `is_small` sets it in small print."""

    caption: Text
    columns: tuple[Column, ...]
    rows: tuple[Row, ...]
    is_small: bool = False

    def __post_init__(self) -> None:
        """See that every row fits the columns.

        Raises:
            ValueError: one does not.
        """
        for row in self.rows:
            if len(row.cells) != (1 if row.is_group else len(self.columns)):
                raise ValueError(f"{len(row.cells)} cells under {len(self.columns)} columns")

    @property
    def is_short(self) -> bool:
        """Whether it is so short that no page break may come into it."""
        return len(self.rows) <= SHORT


@dataclass(frozen=True, slots=True)
class FigureBlock:
    """A figure with what stands below it."""

    figure: Figure
    caption: Text = ""


@dataclass(frozen=True, slots=True)
class Item:
    """An item of a list: a mark before it (a gain), its text, a line of details below."""

    text: "Cell"
    mark: str = ""
    details: tuple[Text, ...] = ()
    family: str = ""


@dataclass(frozen=True, slots=True)
class ItemList:
    """A list, numbered or not."""

    items: tuple[Item, ...]
    is_ordered: bool = False


@dataclass(frozen=True, slots=True)
class Pair:
    """A term and what is to be said of it; with a family the term takes that family's colour."""

    term: Text
    text: Cell
    family: str = ""


@dataclass(frozen=True, slots=True)
class Definitions:
    """Pairs, one below the other."""

    pairs: tuple[Pair, ...]


@dataclass(frozen=True, slots=True)
class Counts:
    """A few numbers beside each other, each over the words that say what it counts."""

    pairs: tuple[Pair, ...]


@dataclass(frozen=True, slots=True)
class Note:
    """A remark set apart from the text around it."""

    text: Text
    family: str = ""


@dataclass(frozen=True, slots=True)
class Finding:
    """One question: where the country stands and what comes next.

    Attributes:
        code: the question's id.
        title: what was asked.
        standing: the state in a word or two, such as "level 2 of 4" or "unknown".
        share: how much of the way is done, 0..1; None where nothing is answered.
        pairs: what is to be said, each with its name: state reached, next state, action, note.
        family: gives the colour.
    """

    code: str
    title: Text
    standing: Text
    share: float | None
    pairs: tuple[Pair, ...]
    family: str = ""

    @property
    def percent(self) -> int:
        """The share in whole per cent, 0 without one."""
        return round((self.share or 0.0) * 100)


@dataclass(frozen=True, slots=True)
class VoteRow:
    """A possible answer and how often it was given.

    Attributes:
        rank: the number of a level, or empty.
        shown: the count as it is printed.
        parts: the same for each part of the room that has a column.
        is_middle: whether the middle answer lies in it.
        is_value: false of "do not know" and the like, which are no value.
    """

    rank: str
    text: Cell
    count: int
    shown: str
    parts: tuple[str, ...] = ()
    is_middle: bool = False
    is_value: bool = True


@dataclass(frozen=True, slots=True)
class Votes:
    """What a room answered: a table in which the number of each answer is drawn as dots, too.

    `heads` name its columns: the answers, how many gave each, then parts of the room; `middle` is
    the word at the rows the middle answer lies in.
    """

    heads: tuple[Cell, ...]
    middle: str
    rows: tuple[VoteRow, ...]
    family: str = ""

    def __post_init__(self) -> None:
        """See that every row fits the columns.

        Raises:
            ValueError: one does not.
        """
        if any(len(row.parts) != len(self.heads) - 2 for row in self.rows):
            raise ValueError(f"rows do not fit {len(self.heads)} columns")

    @property
    def density(self) -> str:
        """How small its dots are: few, some or many of them in the longest row."""
        most = max((row.count for row in self.rows), default=0)
        return "few" if most <= FEW_DOTS else "some" if most <= SOME_DOTS else "many"


Block = (
    Paragraph
    | Heading
    | Table
    | FigureBlock
    | ItemList
    | Definitions
    | Counts
    | Note
    | Finding
    | Votes
)


_NAMES: Final[dict[type[Block], str]] = {
    Paragraph: "paragraph",
    Heading: "heading",
    Table: "table",
    FigureBlock: "figure",
    ItemList: "list",
    Definitions: "definitions",
    Counts: "counts",
    Note: "note",
    Finding: "finding",
    Votes: "votes",
}


def name_block(block: Block) -> str:
    """Name the macro that sets a block, on paper and on a page alike."""
    return _NAMES[type(block)]


@dataclass(frozen=True, slots=True)
class Section:
    """A chapter: it has an entry in the contents. `starts_page` begins a new page."""

    id: str
    title: Text
    blocks: tuple[Block, ...]
    starts_page: bool = False


@dataclass(frozen=True, slots=True)
class Mark:
    """A number on the cover: the score of a pillar or family in its colour."""

    label: Text
    value: str
    detail: Text = ""
    family: str = ""


@dataclass(frozen=True, slots=True)
class Cover:
    """The first page.

    Attributes:
        publisher: stands above everything.
        title: the country.
        lines: what this is and of when, below the title.
        marks: the strip of scores; `strip_name` says what they are.
        facts: pairs of a term and a text.
        statement: whose opinion this is not; printed so that nobody overlooks it.
        small_print: disclaimers.
    """

    publisher: Text
    title: Text
    lines: tuple[Text, ...]
    strip_name: Text
    marks: tuple[Mark, ...]
    facts: tuple[Pair, ...]
    statement: Text
    small_print: tuple[Text, ...] = ()


@dataclass(frozen=True, slots=True)
class Report:
    """A whole report.

    Attributes:
        title: of the document, as readers' windows show it.
        language, direction: of the report.
        author: who made the program that wrote it.
        running_head: stands at the head of every page but the cover.
        running_foot: whose opinion this is not, in a few words, at the foot of every page.
        contents_title: heads the list of sections.
        preface: stands below that list.
    """

    title: str
    language: str
    direction: Direction
    author: str
    running_head: tuple[Text, Text]
    running_foot: Text
    contents_title: str
    preface: tuple[Block, ...]
    cover: Cover
    sections: tuple[Section, ...]

    @property
    def identifier(self) -> bytes:
        """Sixteen bytes that are the same for the same content."""
        return hashlib.sha256(repr(self).encode("utf-8", "backslashreplace")).digest()[:16]

    def blocks(self) -> Iterator[Block]:
        """Give all blocks in order."""
        yield from self.preface
        for section in self.sections:
            yield from section.blocks
