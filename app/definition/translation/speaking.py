"""A translation as readers get it: what is usable of a catalogue, found by place and text."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from hashlib import sha256
from types import MappingProxyType
from typing import Final

from app.definition.translation.catalogue import Catalogue, Entry
from app.definition.translation.place import PlacedText


@dataclass(frozen=True, slots=True, eq=False)
class Translation:
    """The translated texts of a toolkit in one language.

    A text is found by its place together with its words, so a check that is pinned to an older
    version of the toolkit gets whatever still fits, and never the translation of another text.

    Attributes:
        language: code of the language, as `lang` wants it.
        is_reviewed: whether a native speaker reviewed what readers are shown.
        digest: hex of a hash of all this, by which what is made of it can be kept.
        texts: place and text to translation.
        alike: text to translation, where it has the same one at all its places.
    """

    language: str
    is_reviewed: bool
    digest: str
    texts: Mapping[tuple[str, str], str]
    alike: Mapping[str, str]

    def find(self, text: str) -> str | None:
        """Give the translation of a text of the toolkit, None where there is none.

        A text that lost its place on the way is translated where all its places agree.
        """
        if isinstance(text, PlacedText):
            return self.texts.get((text.place, text))
        return self.alike.get(text)


def make_translation(language: str, catalogue: Catalogue) -> Translation:
    """Take what readers may be shown from a catalogue."""
    usable = (entry for entry in catalogue.entries if entry.is_usable)
    return collect_translation(language, usable, is_reviewed=catalogue.is_reviewed)


def collect_translation(
    language: str, entries: Iterable[Entry], *, is_reviewed: bool
) -> Translation:
    """Make a translation of entries that are usable; of two for one text the first counts."""
    texts: dict[tuple[str, str], str] = {}
    alike: dict[str, str | None] = {}
    for entry in entries:
        texts.setdefault(entry.key, entry.text)
    for (_, source), text in texts.items():
        alike[source] = text if alike.get(source, text) == text else None
    agreed = {source: text for source, text in alike.items() if text is not None}
    parts = (part for key, text in sorted(texts.items()) for part in (*key, text))
    whole = "\0".join((language, str(is_reviewed), *parts))
    digest = sha256(whole.encode()).hexdigest()
    return Translation(
        language, is_reviewed, digest, MappingProxyType(texts), MappingProxyType(agreed)
    )


NOTHING: Final = collect_translation("", (), is_reviewed=True)
"""The translation of a toolkit that has none in the reader's language."""
