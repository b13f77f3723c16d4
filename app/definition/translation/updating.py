"""Bringing a catalogue up to the toolkit: new texts in, changed ones marked, vanished ones kept."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Final

from babel.messages.plurals import get_plural

from app.definition.toolkit import Toolkit
from app.definition.translation.catalogue import FUZZY, REVIEWED, Catalogue, Entry
from app.definition.translation.note import write_notes
from app.definition.translation.place import texts_of

_BY: Final = "X-Reviewed-By"
_ON: Final = "X-Reviewed-On"
_REVIEWED: Final = "X-Reviewed"


@dataclass(frozen=True, slots=True)
class Original:
    """What a catalogue translates.

    Attributes:
        title: what the first line of a new catalogue calls it.
        name: id and version, for the header.
        language: the language it is written in.
        texts: every text with its place, in order.
        notes: what translators are told about each text, by its place.
    """

    title: str
    name: str
    language: str
    texts: tuple[tuple[str, str], ...]
    notes: Mapping[str, tuple[str, ...]]


def update_catalogue(toolkit: Toolkit, language: str, old: Catalogue) -> Catalogue:
    """Give the catalogue of a toolkit as it is now, with all that `old` has of translations."""
    original = Original(
        toolkit.title,
        f"{toolkit.id} {toolkit.version}",
        toolkit.language,
        tuple(texts_of(toolkit)),
        write_notes(toolkit),
    )
    return update_texts(original, language, old)


def update_texts(original: Original, language: str, old: Catalogue) -> Catalogue:
    """Give a catalogue as it is now, with all that `old` has of translations.

    A text that changed keeps its old translation, marked fuzzy, with the text it was made for. A
    text that is gone leaves its translation behind as obsolete, and gets it back when it returns.
    An item of a list that only moved keeps its translation. `old` is empty for a new catalogue.
    """
    store = _store(old)
    placed = list(dict.fromkeys(original.texts))
    # What suits best is found first for all texts, so that no other text takes it away.
    found = {key: store.pop(key) for key in placed if key in store}
    rest = _Rest(store)
    for find in (rest.take_moved, rest.take_changed):
        found |= {key: entry for key in placed if key not in found and (entry := find(*key))}
    live = [
        replace(
            found.get(key) or Entry(*key),
            notes=original.notes.get(key[0], ()),
            is_obsolete=False,
            plural=False,
        )
        for key in placed
    ]
    left = [replace(entry, is_obsolete=True, notes=()) for entry in store.values() if entry.text]
    header = _write_header(original, language, old)
    fresh = Catalogue(header, (*live, *left), old.comments or _greet(original))
    return _narrow_review(old, fresh)


def _store(old: Catalogue) -> dict[tuple[str, str], Entry]:
    """Give the entries by their key; of two for one text the live one, and of these the first."""
    store: dict[tuple[str, str], Entry] = {}
    for entry in sorted(old.entries, key=lambda one: one.is_obsolete):
        store.setdefault(entry.key, entry)
    return store


class _Rest:
    """The entries that no text of the toolkit has as it stands; what one takes is gone."""

    def __init__(self, store: dict[tuple[str, str], Entry]) -> None:
        self.store = store
        self.by_place: dict[str, Entry] = {}
        self.by_list: dict[tuple[str, str], Entry] = {}
        for entry in store.values():
            if entry.text:
                place = entry.place or ""
                self.by_list[_list_of(place), entry.source] = entry
                if not entry.is_obsolete:
                    self.by_place[place] = entry

    def take_moved(self, place: str, text: str) -> Entry | None:
        """Take the entry of the same text from another position of the same list."""
        found = self._take(self.by_list.get((_list_of(place), text)))
        return replace(found, place=place) if found else None

    def take_changed(self, place: str, text: str) -> Entry | None:
        """Take the entry of another text from the same place, and mark it fuzzy."""
        before = self._take(self.by_place.get(place))
        if before is None:
            return None
        flags = tuple(flag for flag in before.flags if flag != FUZZY)
        if before.previous == text:  # the text was changed back
            return replace(before, source=text, previous=None, flags=flags)
        return replace(
            before,
            source=text,
            previous=before.previous if before.is_fuzzy and before.previous else before.source,
            flags=(FUZZY, *flags),
            comments=tuple(one for one in before.comments if not one.startswith(REVIEWED)),
        )

    def _take(self, entry: Entry | None) -> Entry | None:
        return self.store.pop(entry.key, None) if entry else None


def _list_of(place: str) -> str:
    """Give the place of the list an item stands in; for all else the place itself."""
    above, _, last = place.rpartition(".")
    return above if last.isdigit() else place


def _write_header(original: Original, language: str, old: Catalogue) -> dict[str, str]:
    plural = get_plural(language.replace("-", "_"))
    usual = {
        "Project-Id-Version": "",
        "Language": language.replace("-", "_"),
        "MIME-Version": "1.0",
        "Content-Type": "text/plain; charset=UTF-8",
        "Content-Transfer-Encoding": "8bit",
        "Plural-Forms": plural.plural_forms,
        "X-Source-Language": original.language,
        _REVIEWED: "no",
    }
    added = {name: value for name, value in usual.items() if name not in old.header}
    return {**old.header, **added, "Project-Id-Version": original.name}


def _greet(original: Original) -> tuple[str, ...]:
    return (
        f"Translation of {original.title}.",
        "Once a native speaker has read it all: X-Reviewed yes, with X-Reviewed-By and -On.",
        f"For one text alone: a comment such as '{REVIEWED} NAME, 2026-11-30'.",
    )


def _narrow_review(old: Catalogue, fresh: Catalogue) -> Catalogue:
    """Turn a review of the whole into one of each text, where texts came that it did not see."""
    is_whole = all(entry.is_usable for entry in fresh.live())
    if not old.is_reviewed_whole or is_whole:
        return fresh
    by = ", ".join(filter(None, (old.header.get(_BY, ""), old.header.get(_ON, ""))))
    mark = f"{REVIEWED} {by or 'with the whole'}"
    entries = tuple(
        replace(entry, comments=(*entry.comments, mark))
        if entry.is_usable and not entry.is_marked_reviewed
        else entry
        for entry in fresh.entries
    )
    return Catalogue({**fresh.header, _REVIEWED: "no"}, entries, fresh.comments)
