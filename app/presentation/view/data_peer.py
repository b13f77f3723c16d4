"""Whom a country is compared with by data, and what the comparison says."""

from app.definition.index import IndexLeaf
from app.presentation.language import Translator
from app.presentation.number import show_range, show_score, show_years
from app.presentation.view.data_model import DataPillar, DataWording, PeerRow
from app.presentation.view.desk import PeerGroup
from app.presentation.words import compare_shown, say_against_group, say_figures
from app.reference import Country
from app.scoring import Peer


def build_group(parts: DataWording, peers: PeerGroup) -> PeerRow:
    """Say what a group's middle is, with how many members have a value."""
    translator = parts.wording.translator
    title = translator.gettext(peers.group.title)
    if peers.label:
        title = translator.gettext("%(group)s (%(label)s)", group=title, label=peers.label)
    found = [peers.by_node[node.id] for node in parts.nodes]
    root = peers.by_node[parts.desk.index.tree.id]
    return PeerRow(
        id=peers.group.id,
        kind=peers.group.kind,
        name=title,
        note=_say_members(parts, peers),
        total=show_middle(root, translator),
        values=tuple(peer.median for peer in found),
        texts=tuple(show_middle(peer, translator) for peer in found),
        spread=tuple(
            "" if peer.median is None else show_range(peer.q1, peer.q3, translator=translator)
            for peer in found
        ),
    )


def show_middle(peer: Peer, translator: Translator) -> str:
    """Show the median; fewer than five values have none and are listed singly."""
    if peer.median is None and peer.singles:
        return translator.join([show_score(x, translator) for x in peer.singles], "unit")
    return show_score(peer.median, translator)


def count_known(parts: DataWording, peers: PeerGroup) -> int:
    """Count the members with a value: of the whole, or of some pillar where the whole has none."""
    root = peers.by_node[parts.desk.index.tree.id]
    return root.n or max((peers.by_node[node.id].n for node in parts.nodes), default=0)


def _say_members(parts: DataWording, peers: PeerGroup) -> str:
    """Say how many members of a group have a value, and of which years their figures are."""
    translator = parts.wording.translator
    counted = translator.ngettext(
        "%(counted)s of %(num)s country has a value",
        "%(counted)s of %(num)s countries have a value",
        len(peers.members),
        counted=count_known(parts, peers),
    )
    years = parts.desk.years(peers.members)
    return f"{counted} · {show_years(*years, translator=translator)}" if years else counted


def build_country(parts: DataWording, country: Country) -> PeerRow:
    """Say what a compared country scores."""
    translator = parts.wording.translator
    scores = parts.desk.of(country.iso3)
    root = scores[parts.desk.index.tree.id]
    return PeerRow(
        id=country.iso3,
        kind="country",
        name=country.name(translator.code),
        note=say_figures(root.counted, root.applicable, translator),
        total=show_score(root.score, translator),
        values=tuple(scores[node.id].score for node in parts.nodes),
        texts=tuple(show_score(scores[node.id].score, translator) for node in parts.nodes),
        spread=(),
    )


def say_comparison(parts: DataWording, pillars: tuple[DataPillar, ...]) -> str:
    """Say how the country stands against the middle of its region."""
    region = next((peers for peers in parts.groups if peers.group.kind == "region"), None)
    if region is None:
        return ""
    translator = parts.wording.translator
    pairs = [(pillar.value, region.by_node[pillar.id].median) for pillar in pillars]
    name = translator.gettext(region.group.title)
    return say_against_group(compare_shown(pairs), name, translator)


def say_differences(parts: DataWording) -> tuple[str, ...]:
    """Say which figures a compared country has and this one lacks, and the other way round."""
    own = {leaf.id for leaf in parts.desk.index.leaves if _counts(parts, parts.country, leaf)}
    said = (_say_difference(parts, other, own) for other in parts.compare)
    return tuple(sentence for sentences in said for sentence in sentences)


def _counts(parts: DataWording, country: Country, leaf: IndexLeaf) -> bool:
    return parts.desk.of(country.iso3)[leaf.id].score is not None


def _say_difference(parts: DataWording, other: Country, own: set[str]) -> list[str]:
    translator = parts.wording.translator
    theirs = {leaf.id for leaf in parts.desk.index.leaves if _counts(parts, other, leaf)}
    here, there = parts.country.name(translator.code), other.name(translator.code)
    sentences = []
    for lacking, has, ids in ((here, there, theirs - own), (there, here, own - theirs)):
        names = [_name(parts, leaf) for leaf in parts.desk.index.leaves if leaf.id in ids]
        if names:
            sentences.append(
                translator.gettext(
                    "%(lacking)s has no figure, while %(has)s has one, for: %(figures)s.",
                    lacking=lacking,
                    has=has,
                    figures=translator.join(names),
                )
            )
    return sentences


def _name(parts: DataWording, leaf: IndexLeaf) -> str:
    indicator = parts.desk.reference.indicators.get(leaf.id)
    return parts.wording.leaf_title(leaf, indicator).as_text(parts.wording.translator)


def say_gone(parts: DataWording) -> tuple[str, ...]:
    """Say which pillars have no score because figures under a licence were left out."""
    translator = parts.wording.translator
    sentences = []
    for removal in parts.desk.reference.removals:
        licence = parts.desk.reference.licences[removal.licence].title
        for node in parts.nodes:
            lost = [part for part in node.of if part.id in removal.indicators]
            score = parts.desk.of(parts.country.iso3)[node.id]
            if lost and score.score is None:
                sentences.append(
                    translator.gettext(
                        "%(pillar)s is gone: %(lost)s of its %(all)s figures are under the "
                        "licence %(licence)s, which this installation leaves out.",
                        pillar=parts.wording.text(node.title),
                        lost=len(lost),
                        all=len(node.of),
                        licence=licence,
                    )
                )
    return tuple(sentences)
