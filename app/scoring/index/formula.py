"""How a raw figure of an index became a value, in words with the numbers that went in."""

from collections.abc import Mapping
from typing import Final

from app.definition.index import IndexLeaf
from app.response.message import N_, Message
from app.scoring.index.normalising import Scale
from app.scoring.index.result import IndexNodeScore

_PLACE: Final = N_("Place of %(value)s between %(worst)s (%(low)s) and %(best)s (%(high)s)")
_CURVED: Final = N_(
    "Place of %(value)s between %(worst)s (%(low)s) and %(best)s (%(high)s), "
    "all on a logarithmic or other curved scale"
)
_TEXTS: Final[Mapping[str, str]] = {
    "zscore": N_(
        "%(mean)s + %(sd)s × the distance of %(value)s from the average %(average)s, "
        "in standard deviations of %(deviation)s"
    ),
    "rank": N_("Rank of %(value)s among %(n)s values; the worst is 1."),
    "borda": N_("How many of %(n)s values are worse than %(value)s."),
    "percentile-rank": N_("Share of the other values, of %(n)s, that are worse than %(value)s."),
    "distance-to-point": N_(
        "Closeness of %(value)s to %(point)s; the farthest value lies %(farthest)s away."
    ),
    "share-of-max": N_("%(value)s as a share, between the values %(low)s and %(high)s."),
    "scaled": N_("%(factor)s × the place of %(value)s between %(low)s and %(high)s."),
}


def leaf_method(leaf: IndexLeaf) -> str:
    """Give the name of what made a leaf's value: pillar, none or a normalisation."""
    if leaf.pillar is not None:
        return "pillar"
    return leaf.normalise.method if leaf.normalise else "none"


def leaf_formula(leaf: IndexLeaf, found: IndexNodeScore, scale: Scale | None) -> Message:
    """Say how a raw figure became a value."""
    if found.is_imputed:
        return Message(N_("No figure is published; the gap is filled by the index's rule."))
    if found.raw is None:
        return Message(N_("No figure is published."))
    if leaf.pillar is not None:
        return Message(N_("A score of the questionnaire."))
    method, terms = leaf_method(leaf), scale.terms if scale is not None else {}
    if method in _TEXTS:
        return Message(_TEXTS[method], {"value": found.raw, **terms})
    if "low" not in terms:
        return Message(N_("The figure %(value)s as it is."), {"value": found.raw})
    return _say_place(leaf, found.raw, terms)


def _say_place(leaf: IndexLeaf, raw: float, terms: Mapping[str, float]) -> Message:
    """Say between which ends a figure lies, in raw units where the author wrote them."""
    rule = leaf.normalise
    worst, best = terms["low"], terms["high"]
    low, high = (0.0, 100.0) if rule is None else rule.to
    if rule is not None and rule.minimum is not None and rule.maximum is not None:
        worst, best = rule.minimum, rule.maximum
        if leaf.direction == "lower":
            worst, best = best, worst
    params = {"value": raw, "worst": worst, "best": best, "low": low, "high": high}
    return Message(_PLACE if leaf.transform.method == "none" else _CURVED, params)
