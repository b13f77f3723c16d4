"""Rules on the catalogues of a toolkit: readable, of a language, complete, up to date, sound.

A catalogue never stops a toolkit: what is missing or unsound in it is shown in the toolkit's own
language. So most of these rules warn.
"""

from collections.abc import Iterable, Iterator
from itertools import islice
from pathlib import Path
from typing import Final

from app.definition.finding import Finding
from app.definition.rule.registry import find, register
from app.definition.source import Place
from app.definition.toolkit import Toolkit
from app.definition.translation.catalogue import Catalogue, Entry, say_placeholders
from app.definition.translation.coverage import Row, compare_catalogue, find_unknown
from app.definition.translation.folder import (
    FOLDER,
    find_catalogues,
    is_language,
    open_catalogue,
)
from app.definition.translation.reading import Reading

MOST_BYTES_IN_ALL: Final = 8 * 1024 * 1024
MOST_ENTRIES_IN_ALL: Final = 40_000
"""Of all catalogues of a toolkit; what comes after is not read by the checker."""
MOST_LISTED: Final = 20
"""Findings of one rule in one catalogue that are listed one by one."""
MOST_MISSING: Final = 3
"""Of texts that are not translated, since a catalogue need not be complete."""

register(
    "translation-unreadable",
    why="What cannot be read is not shown, and an update of the catalogue would lose it.",
    mend="Mend the line, or save the file anew from an editor for translations, as UTF-8.",
    wrong="A line of `locale/zh.po` is neither a comment nor a text in quotes.",
    right="Every line is a comment, empty, or a keyword with a text in quotes.",
)
register(
    "translation-language",
    why="A catalogue is found by the name of its file, and shown to the readers of that language.",
    mend="Name the file by a language code such as zh.po, and let the header's Language agree.",
    wrong="`locale/chinese.po`, or `locale/zh.po` whose header says `Language: ar`.",
    right="`locale/zh.po` whose header says `Language: zh`.",
)
register(
    "translation-missing",
    why="Readers see what is not translated in the language of the toolkit.",
    mend="Translate it, or leave it: a catalogue need not be complete.",
    severity="warning",
    wrong='`msgstr ""` below the text.',
    right="The translation in the `msgstr`.",
)
register(
    "translation-stale",
    why="A translation of another text says something else; readers see the text itself instead.",
    mend="Look the translation over, then remove the mark `fuzzy` and the lines that begin `#|`.",
    severity="warning",
    wrong="`#, fuzzy` above an entry, or a msgid that is no longer the toolkit's text.",
    right="The toolkit's own text as msgid, and no `fuzzy`.",
)
register(
    "translation-placeholder",
    why="Without its placeholder a sentence lacks the words that are put in there.",
    mend="Write the names in braces exactly as they stand in the text.",
    severity="warning",
    wrong="`Is there a plan for {sector}?` translated without `{sector}`.",
    right="The same names in braces in text and translation.",
)
register(
    "translation-unsound",
    why="Characters that cannot be seen, and forms by number, end up in pages and reports.",
    mend="Remove the character or the forms by number.",
    severity="warning",
    wrong="A translation that holds a control character.",
    right="A translation of letters, signs, spaces and ends of lines.",
)
register(
    "translation-unknown",
    why="A translation of no text of the toolkit is shown nowhere.",
    mend="Run `eready toolkit translate PATH LANGUAGE`: it keeps such entries as obsolete.",
    severity="warning",
    wrong="A msgctxt that names a question which the toolkit has not.",
    right="A msgctxt that is a place of the toolkit, such as `INF-01.levels.2.state`.",
)
register(
    "translation-twice",
    why="Of two translations of one text only the first is shown.",
    mend="Keep the better one.",
    severity="warning",
    wrong="Two entries with the same msgctxt and msgid.",
    right="One entry for each text.",
)


def find_in_catalogues(folder: Path, toolkit: Toolkit | None) -> tuple[Finding, ...]:
    """Check the catalogues of a toolkit's folder; without a toolkit only that they can be read.

    Never raises for what the files hold.
    """
    return tuple(_check_files(find_catalogues(folder), toolkit))


def _check_files(paths: Iterable[Path], toolkit: Toolkit | None) -> Iterator[Finding]:
    size = count = 0
    for path in paths:
        size += _size_of(path)
        if size > MOST_BYTES_IN_ALL or count > MOST_ENTRIES_IN_ALL:
            message = "The catalogues before it are all that is read: 8 MB, 40,000 entries."
            yield find("translation-unreadable", Place(f"{FOLDER}/{path.name}", 1, 1), message)
            return
        reading = open_catalogue(path)
        count += len(reading.catalogue.entries)
        yield from _check_file(path, reading, toolkit)


def _size_of(path: Path) -> int:
    try:
        return path.stat().st_size
    except OSError:
        return 0


def _check_file(path: Path, reading: Reading, toolkit: Toolkit | None) -> Iterator[Finding]:
    name = f"{FOLDER}/{path.name}"
    for flaw in reading.flaws:
        yield find("translation-unreadable", Place(name, flaw.line, 1), flaw.message)
    own = toolkit.language if toolkit else ""
    if message := _judge_language(path.stem, reading.catalogue, own):
        yield find("translation-language", Place(name, 1, 1), message)
    elif toolkit is not None and not reading.flaws:
        yield from _compare(name, toolkit, reading.catalogue)


def _judge_language(code: str, catalogue: Catalogue, own: str) -> str:
    """Say what is wrong with the language of a catalogue; empty where nothing is."""
    if not is_language(code):
        return f"{code[:30]!r} is no language code."
    if code == own:
        return f"The toolkit itself is written in {code!r}."
    said = catalogue.header.get("Language", "").replace("_", "-")
    if said and said.casefold() != code.casefold():
        return f"The file is named {code!r}, its header says {said[:30]!r}."
    return ""


def _compare(name: str, toolkit: Toolkit, catalogue: Catalogue) -> Iterator[Finding]:
    rows = compare_catalogue(toolkit, catalogue)
    faults: dict[str, list[tuple[int, str]]] = {}
    absent = [row for row in rows if row.entry is None]
    for row in rows:
        if row.entry is not None and (seen := _judge(row, row.entry)):
            faults.setdefault(seen[0], []).append((row.entry.line, seen[1]))
    for entry in find_unknown(rows, catalogue):
        message = f"The toolkit has no text at {(entry.place or '')[:100]!r}."
        faults.setdefault("translation-unknown", []).append((entry.line, message))
    faults["translation-twice"] = list(_find_twice(catalogue.live()))
    if absent:
        message = f"{len(absent)} texts are not in the catalogue, {absent[0].place!r} the first."
        mend = "Run `eready toolkit translate PATH LANGUAGE`, then translate them."
        yield find("translation-missing", Place(name, 1, 1), message, mend=mend)
    for rule_id, found in faults.items():
        yield from _list(name, rule_id, found)


def _judge(row: Row, entry: Entry) -> tuple[str, str] | None:
    """Give the rule that an entry breaks, and what is wrong; None where it is as it should be."""
    if row.status == "translated":
        return None
    if row.status == "missing":
        return "translation-missing", f"{row.place!r} is not translated."
    if row.status == "stale":
        reason = "is marked fuzzy" if entry.is_fuzzy else "was made for another text"
        return "translation-stale", f"The translation of {row.place!r} {reason}."
    is_placeholder = entry.fault == say_placeholders(entry.source, entry.text)
    rule_id = "translation-placeholder" if is_placeholder else "translation-unsound"
    return rule_id, f"{row.place!r}: {entry.fault}"


def _find_twice(entries: Iterable[Entry]) -> Iterator[tuple[int, str]]:
    seen: dict[tuple[str, str], int] = {}
    for entry in entries:
        first = seen.setdefault(entry.key, entry.line)
        if first != entry.line:
            place = (entry.place or "")[:100]
            yield entry.line, f"{place!r} is translated in line {first} already."


def _list(name: str, rule_id: str, found: list[tuple[int, str]]) -> Iterator[Finding]:
    most = MOST_MISSING if rule_id == "translation-missing" else MOST_LISTED
    for line, message in islice(found, most):
        yield find(rule_id, Place(name, line, 1), message)
    if len(found) > most:
        line, more = found[most][0], len(found) - most
        yield find(rule_id, Place(name, line, 1), f"The same holds of {more} more texts from here.")
