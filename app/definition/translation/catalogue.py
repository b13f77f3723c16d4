"""A catalogue of translations as its file holds it: a header and one entry for each text."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import Final

FUZZY: Final = "fuzzy"
REVIEWED: Final = "reviewed:"
"""How a translator's comment begins that marks one entry as reviewed, with name and day."""

_PLACEHOLDER: Final = re.compile(r"\{[A-Za-z0-9_.:-]{1,100}\}")
_CONTROL: Final = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\ud800-\udfff\ufeff\ufffe\uffff]")
LONGEST: Final = 64 * 1024
"""Characters of one text at most, as in a toolkit."""


@dataclass(frozen=True, slots=True)
class Entry:
    """One text and its translation.

    Attributes:
        place: where the text stands, gettext's msgctxt; None where the entry names none.
        source: the text that was translated, gettext's msgid.
        text: the translation; empty where there is none.
        previous: the text that a fuzzy translation was made for.
        comments: what translators wrote, one item a line.
        notes: what the program tells translators.
        references: gettext's `#:` lines, kept as they are.
        flags: gettext's flags, such as fuzzy.
        plural: whether it has forms by number, which texts of a toolkit never have.
        is_obsolete: whether the text is gone from the toolkit.
        line: where the entry begins in its file, from 1; 0 where it was never read.
    """

    place: str | None
    source: str
    text: str = ""
    previous: str | None = None
    comments: tuple[str, ...] = ()
    notes: tuple[str, ...] = ()
    references: tuple[str, ...] = ()
    flags: tuple[str, ...] = ()
    plural: bool = False
    is_obsolete: bool = False
    line: int = field(default=0, compare=False)

    @property
    def key(self) -> tuple[str, str]:
        """Place and text: what an entry is found by."""
        return self.place or "", self.source

    @property
    def is_fuzzy(self) -> bool:
        """Whether the translation was made for another text, or nobody vouches for it."""
        return FUZZY in self.flags

    @property
    def is_marked_reviewed(self) -> bool:
        """Whether a comment says that this entry alone was reviewed."""
        return any(comment.strip().startswith(REVIEWED) for comment in self.comments)

    @property
    def fault(self) -> str:
        """What is wrong with the translation itself, in English; empty where nothing is."""
        if self.plural:
            return "It has forms by number, which no text of a toolkit has."
        if bad := _CONTROL.search(self.text):
            return f"The translation holds U+{ord(bad.group()):04X}."
        if len(self.text) > LONGEST:
            return f"The translation has {len(self.text)} characters; at most {LONGEST}."
        return say_placeholders(self.source, self.text) if self.text else ""

    @property
    def is_usable(self) -> bool:
        """Whether readers may be shown the translation."""
        return bool(self.text.strip()) and not (self.is_obsolete or self.is_fuzzy or self.fault)


def say_placeholders(source: str, text: str) -> str:
    """Say which placeholders a translation lacks or has over its source; empty where none."""
    wanted, found = set(_PLACEHOLDER.findall(source)), set(_PLACEHOLDER.findall(text))
    parts = []
    if lacking := sorted(wanted - found):
        parts.append(f"The translation lacks {' and '.join(lacking)}.")
    if extra := sorted(found - wanted):
        parts.append(f"The translation has {' and '.join(extra)}, which the text has not.")
    return " ".join(parts)


def find_placeholders(text: str) -> tuple[str, ...]:
    """Give the placeholders of a text, such as {sector}, each once."""
    return tuple(dict.fromkeys(_PLACEHOLDER.findall(text)))


@dataclass(frozen=True, slots=True)
class Catalogue:
    """All translations of a toolkit into one language, in the order of their file.

    Attributes:
        header: names and values of the header, in order.
        entries: live and obsolete ones.
        comments: what stands above the header.
    """

    header: Mapping[str, str]
    entries: tuple[Entry, ...]
    comments: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        """Keep a copy of the header that nobody can change."""
        object.__setattr__(self, "header", MappingProxyType(dict(self.header)))

    @property
    def is_reviewed(self) -> bool:
        """Whether a native speaker reviewed everything that readers are shown."""
        return self.is_reviewed_whole or all(
            entry.is_marked_reviewed for entry in self.entries if entry.is_usable
        )

    @property
    def is_reviewed_whole(self) -> bool:
        """Whether the header says that the whole catalogue was reviewed."""
        return self.header.get("X-Reviewed", "").strip().lower() == "yes"

    def live(self) -> Iterator[Entry]:
        """Give the entries that are not obsolete."""
        return (entry for entry in self.entries if not entry.is_obsolete)
