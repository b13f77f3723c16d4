"""What a toolkit rests on and refers to: sources with their addresses, lists of references."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Final
from urllib.parse import urlsplit

from app.definition.question import Basis
from app.presentation.language import N_, Phrase
from app.presentation.report.annex import LIST_TITLES
from app.presentation.view.wording import Wording
from app.response import fill_references

_OWN_BASIS: Final[Mapping[str, str]] = {
    "natural": N_("the natural limits of the measure"),
    "ours": N_("this toolkit’s own choice"),
}


@dataclass(frozen=True, slots=True)
class SourceLine:
    """A source; `url` is empty where there is none that a browser may open."""

    id: str
    title: Phrase
    url: str
    licence: Phrase
    note: Phrase


@dataclass(frozen=True, slots=True)
class ReferenceLine:
    """The codes of one list, such as SDG targets."""

    title: str
    codes: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class BasisView:
    """Where goalposts and levels come from: a word of ours, or a source."""

    goalposts: Phrase | SourceLine | None
    levels: Phrase | SourceLine | None
    note: Phrase


def is_web_address(url: str) -> bool:
    """Tell whether an address may be a link: http or https, with a host."""
    try:
        parts = urlsplit(url)
        return parts.scheme in {"http", "https"} and bool(parts.hostname)
    except ValueError:
        return False


def build_source_line(wording: Wording, source_id: str) -> SourceLine:
    """Build a source by its id; one that the head does not list is called by its id."""
    found = wording.toolkit.sources.get(source_id)
    if found is None:
        empty = wording.phrase("")
        return SourceLine(source_id, Phrase(source_id), "", empty, empty)
    return SourceLine(
        source_id,
        wording.phrase(found.title),
        found.url if found.url and is_web_address(found.url) else "",
        wording.phrase(found.licence),
        wording.phrase(found.note),
    )


def list_references(
    wording: Wording, references: Mapping[str, tuple[str, ...]]
) -> tuple[ReferenceLine, ...]:
    """List references by their lists; those that rest on a parameter stand with the parameter."""
    return tuple(_build_references(wording, references))


def _build_references(
    wording: Wording, references: Mapping[str, Iterable[str]]
) -> Iterator[ReferenceLine]:
    for name, codes in references.items():
        title = LIST_TITLES.get(name)
        words = wording.translator.gettext(title) if title else name
        filled = fill_references(tuple(codes), name, wording.toolkit, wording.setting)
        if filled:
            yield ReferenceLine(words, filled)


def build_basis(wording: Wording, basis: Basis) -> BasisView | None:
    """Build what goalposts and levels rest on; None where nothing is said."""
    if not (basis.goalposts or basis.levels or basis.note):
        return None
    return BasisView(
        _say_basis(wording, basis.goalposts),
        _say_basis(wording, basis.levels),
        wording.phrase(basis.note),
    )


def _say_basis(wording: Wording, text: str | None) -> Phrase | SourceLine | None:
    if text is None:
        return None
    if text in _OWN_BASIS:
        return Phrase(wording.translator.gettext(_OWN_BASIS[text]), wording.translator.code)
    if text in wording.toolkit.sources:
        return build_source_line(wording, text)
    return wording.phrase(text)
