"""The page of figures: what is published, what was entered, and which of the two counts."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Final

from app.definition.index import IndexLeaf, IndexNode
from app.presentation.language import N_, Phrase, Translator
from app.presentation.number import show_coverage, show_range, show_score, show_value
from app.presentation.view.assessment.figure import (
    Entered,
    OwnDesk,
    Standing,
    list_leaves,
)
from app.presentation.view.assessment.figure_form import Typed, fill_figure, print_of
from app.presentation.view.wording import Wording
from app.reference import is_old
from app.scoring import peer_statistics

_WHY: Final[Mapping[str, str]] = {
    "entered": N_("The entered figure counts: nothing is published that counts."),
    "newer": N_("The entered figure counts: it is newer than the published one."),
    "published": N_("The published figure counts: the entered one is not newer."),
    "old": N_("No figure counts: those there are, are too old."),
}


@dataclass(frozen=True, slots=True)
class LeafRow:
    """One leaf: title, what is published and by whom, what stands in the fields, what counts.

    `theirs` is the figure somebody else saved meanwhile, in words; `was` tells a form that nobody
    touched from one that was.
    """

    id: str
    title: Phrase
    unit: Phrase
    published: str
    year: str
    source: str
    is_old: bool
    typed: Typed
    version: int
    was: str
    counts: str
    score: str
    peers: str
    hint: Phrase
    problems: Mapping[str, str]
    theirs: str = ""

    @property
    def is_open(self) -> bool:
        """Whether its fields stand open: something is in them, or wrong with them."""
        return any(self.typed.values()) or bool(self.problems or self.theirs)


@dataclass(frozen=True, slots=True)
class LeafGroup:
    """The leaves right below one node of an index, with its score."""

    id: str
    title: Phrase
    score: str
    coverage: str
    range: str
    rows: tuple[LeafRow, ...]


@dataclass(frozen=True, slots=True)
class FigureView:
    """An index with all its leaves."""

    id: str
    root: str
    title: Phrase
    note: Phrase
    score: str
    coverage: str
    range: str
    peers: str
    groups: tuple[LeafGroup, ...]


@dataclass(frozen=True, slots=True)
class Drafts:
    """What was typed and not kept, what is wrong with it, and what somebody else saved."""

    typed: Mapping[str, Typed] = field(default_factory=dict)
    problems: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    late: frozenset[str] = frozenset()


# --- Shown --------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class _Parts:
    wording: Wording
    own: OwnDesk
    members: tuple[str, ...]
    group: str
    drafts: Drafts


def build_figures(wording: Wording, own: OwnDesk, country: str, *, on: date,
                  drafts: Drafts | None = None) -> FigureView:  # fmt: skip
    """Build the page of one index; peers are the members of the country's region on a day."""
    reference, translator = own.desk.reference, wording.translator
    region = next(iter(reference.groups_of(country, on, "region")), None) if country else None
    members = reference.members(region.id, on) if region else ()
    name = translator.gettext(region.title) if region else ""
    parts = _Parts(wording, own, members, name, drafts or Drafts())
    root = own.desk.of(own.unit)[own.desk.index.tree.id]
    peers = [own.desk.of(code)[root.id].score for code in members]
    return FigureView(
        id=own.desk.index.id,
        root=root.id,
        title=wording.phrase(own.desk.index.title),
        note=wording.phrase(own.desk.index.note),
        score=show_score(root.score, translator),
        coverage=show_coverage(root.coverage, translator),
        range=show_range(root.low, root.high, translator=translator),
        peers=_say_peers(parts, peers, is_score=True),
        groups=tuple(_build_groups(parts, own.desk.index.tree)),
    )


def _build_groups(parts: _Parts, node: IndexNode) -> list[LeafGroup]:
    known = {leaf.id for leaf in list_leaves(parts.own.desk.index)}
    leaves = [part for part in node.of if isinstance(part, IndexLeaf) and part.id in known]
    groups = []
    if leaves:
        score = parts.own.desk.of(parts.own.unit)[node.id]
        translator = parts.wording.translator
        groups.append(
            LeafGroup(
                node.id,
                parts.wording.phrase(node.title or parts.own.desk.index.title),
                show_score(score.score, translator),
                show_coverage(score.coverage, translator),
                show_range(score.low, score.high, translator=translator),
                tuple(_build_row(parts, leaf) for leaf in leaves),
            )
        )
    for part in node.of:
        if isinstance(part, IndexNode):
            groups += _build_groups(parts, part)
    return groups


def _build_row(parts: _Parts, leaf: IndexLeaf) -> LeafRow:
    wording, desk = parts.wording, parts.own.desk
    indicator = desk.reference.indicators.get(leaf.id)
    standing = parts.own.standings[leaf.id]
    seen, entered = standing.published, standing.entered
    filled = fill_figure(entered)
    below = "" if parts.own.unit in desk.reference.countries else leaf.below_country
    return LeafRow(
        id=leaf.id,
        title=wording.leaf_title(leaf, indicator),
        unit=wording.leaf_unit(leaf, indicator),
        published=show_value(seen.value, wording.translator) if seen else "",
        year=str(seen.year) if seen else "",
        source=desk.reference.attribution(seen).text if seen else "",
        is_old=bool(seen and is_old(seen, desk.reference.edition)),
        typed=parts.drafts.typed.get(leaf.id, filled),
        version=entered.version if entered else 0,
        was=print_of(filled),
        counts=say_counts(standing, wording.translator),
        score=show_score(desk.of(parts.own.unit)[leaf.id].score, wording.translator),
        peers=_say_peers(parts, _values_of(parts, leaf), is_score=False),
        hint=wording.phrase(below),
        problems=parts.drafts.problems.get(leaf.id, {}),
        theirs=_say_figure(wording.translator, entered) if leaf.id in parts.drafts.late else "",
    )


def _values_of(parts: _Parts, leaf: IndexLeaf) -> list[float | None]:
    found = (parts.own.desk.observation(code, leaf.id) for code in parts.members)
    return [seen.value if seen else None for seen in found]


def _say_peers(parts: _Parts, values: list[float | None], *, is_score: bool) -> str:
    """Say the middle of the region and its quartiles; empty where too few have a value."""
    found, translator = peer_statistics(values), parts.wording.translator
    if found.median is None or not parts.group:
        return ""
    show = show_score if is_score else show_value
    return translator.gettext(
        "%(group)s: middle %(median)s, half of the countries between %(low)s and %(high)s "
        "(%(count)s of %(all)s have a value)",
        group=parts.group,
        median=show(found.median, translator),
        low=show(found.q1, translator),
        high=show(found.q3, translator),
        count=found.n,
        all=found.of,
    )


def say_counts(standing: Standing, translator: Translator) -> str:
    """Say which figure counts and why, where there is something to say."""
    seen, entered, say = standing.published, standing.entered, translator.gettext
    why = "old" if seen or entered else ""
    if standing.counts == "entered":
        is_newer = seen is not None and (
            standing.first_year is None or seen.year >= standing.first_year
        )
        why = "newer" if is_newer else "entered"
    elif standing.counts == "published":
        why = "published" if entered else ""
    return say(_WHY[why]) if why else ""


def _say_figure(translator: Translator, entered: Entered | None) -> str:
    if entered is None:
        return translator.gettext("The figure was taken away.")
    return translator.gettext(
        "%(value)s of %(year)s, %(source)s",
        value=show_value(entered.value, translator),
        year=entered.year,
        source=entered.source,
    )
