"""Rules on the form of addresses, codes and lists."""

import re
from collections.abc import Iterator, Sequence
from typing import Final
from urllib.parse import urlsplit

from babel.core import Locale

from app.definition.rule.registry import Fault, Path, rule
from app.definition.rule.subject import Subject

_PARAMETER: Final = re.compile(r"[A-Za-z_][A-Za-z0-9_-]*")
_ADDRESS: Final = re.compile(r"https?://[^\s<>\"{}|\\^`]+", re.IGNORECASE)


@rule(
    "wrong-url",
    why="The address is shown as a link; one that is no web address leads nowhere, or worse.",
    mend="Write the whole address of a page, beginning with https:// or http://.",
)
def find_wrong_addresses(subject: Subject) -> Iterator[Fault]:
    """Look for addresses of sources that are none."""
    sources = {} if subject.toolkit is None else subject.toolkit.sources
    for name, source in sources.items():
        if source.url is not None and not _is_address(source.url):
            yield Fault(("sources", name, "url"), f"{source.url[:80]!r} is no web address.")


def _is_address(text: str) -> bool:
    try:
        return _ADDRESS.fullmatch(text) is not None and bool(urlsplit(text).hostname)
    except ValueError:  # such as a bracket that never closes
        return False


@rule(
    "unknown-language",
    why="Pages are marked with the language of their texts, for screen readers and hyphenation.",
    mend="Use the code of the language in ISO 639, such as en, fr, ar or zh.",
    severity="warning",
)
def find_unknown_language(subject: Subject) -> Iterator[Fault]:
    """Look for a language that Unicode's list of languages does not know."""
    if subject.toolkit is None:
        return
    code = subject.toolkit.language
    if code.split("-")[0] not in Locale("en").languages:
        yield Fault(("language",), f"No language with the code {code!r} is known.")


@rule(
    "wrong-name",
    why="A parameter is named in braces, in conditions and on the command line.",
    mend="Begin with a letter and go on with letters, digits, - and _, such as sector.",
)
def find_wrong_names(subject: Subject) -> Iterator[Fault]:
    """Look for parameters that could not be named in braces."""
    parameters = () if subject.toolkit is None else subject.toolkit.parameters
    for name in parameters:
        if _PARAMETER.fullmatch(name) is None:
            yield Fault(("parameters", name), f"{name[:60]!r} is no name for a parameter.")


@rule(
    "listed-twice",
    why="Something that stands twice in a list is a slip of the pen, or was meant otherwise.",
    mend="Remove it once, or correct it.",
)
def find_repeated_items(subject: Subject) -> Iterator[Fault]:
    """Look for items that stand twice in a list of words or ids."""
    for path, items in _lists(subject):
        if len(set(items)) == len(items):
            continue
        seen: set[str] = set()
        for place, item in enumerate(items):
            if item in seen:
                yield Fault((*path, place), f"{item[:60]!r} stands here a second time.")
            seen.add(item)


def _lists(subject: Subject) -> Iterator[tuple[Path, Sequence[str]]]:
    if subject.toolkit is not None:
        yield ("scopes",), subject.toolkit.scopes
    for path, question in subject.questions:
        yield (*path, "scopes"), question.scopes
        yield (*path, "sources"), question.sources
        for name, values in question.tags.items():
            yield (*path, "tags", name), values
    for path, part, _ in subject.index_parts:
        yield (*path, "sources"), getattr(part, "sources", ())
    for path, index in subject.indices:
        if index.uncertainty is not None:
            yield (*path, "uncertainty", "normalise"), index.uncertainty.normalise
            yield (*path, "uncertainty", "method"), index.uncertainty.method
            yield (*path, "uncertainty", "impute"), index.uncertainty.impute
