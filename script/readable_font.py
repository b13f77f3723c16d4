"""Gives every character of a font a glyph of its own, so that texts can be read back.

A PDF says for each glyph which characters it stands for. Programs that take text out of a PDF go
from glyph to glyph against the direction of reading and turn everything round at the end, together
with the characters of a ligature: "لا" becomes "ال". A mark above a letter is drawn off the line,
and the word breaks there. So in an Arabic font a ligature is cut into as many glyphs as it has
letters, of which the first draws all of it; and a letter with a mark is one drawing, followed by a
glyph that is empty and stands for the mark. Where two characters look alike and share a glyph, as
"·" and "•" in a Chinese font, one gets a copy. What is seen stays the same.

Names of new glyphs begin with the code of the character they stand for, as in `uniFEDF.cut3`.
"""

import unicodedata
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any, Final

from fontTools.ttLib import TTFont
from fontTools.ttLib.tables import otTables
from fontTools.ttLib.tables._g_l_y_f import Glyph, GlyphComponent

FORMS: Final = ("init", "medi", "fina")
LETTERS: Final = range(0x621, 0x64B)
MARKS: Final = (*range(0x64B, 0x653), 0x670)
_BASE, _MARK = 1, 3
_IGNORE_MARKS: Final = 8


@dataclass(frozen=True, slots=True)
class Cut:
    """A ligature and what takes its place: for each letter the glyph before and the one after."""

    ligature: str
    letters: tuple[str, ...]
    parts: tuple[str, ...]


def cut_ligatures(font: TTFont) -> None:
    """Cut the ligatures of an Arabic font and let its letters carry their marks.

    Raises:
        KeyError: the font has no required ligatures, or no anchors for marks.
    """
    gsub = font["GSUB"].table
    lookups, feature = gsub.LookupList.Lookup, _indices_of(font, "GSUB", "rlig")
    marks = _list_marks(font)
    cuts = list(_list_cuts(lookups[feature[-1]]))
    for cut in cuts:
        _draw_parts(font, cut)
        _move_anchors(font, cut)
    letters = sorted({*_list_letters(font), *(part for cut in cuts for part in cut.parts)})
    pairs = dict(_draw_pairs(font, letters, marks))
    _kern_alike(font, {cut.parts[0]: cut.ligature for cut in cuts})
    _kern_alike(font, {pair: letter for (letter, _), pair in pairs.items()})
    first = len(lookups)
    lookups += [_substitute_singly(cut) for cut in cuts]
    context = [_follow(cut, first + place) for place, cut in enumerate(cuts)]
    # Marks between letters do not keep them from being joined.
    lookups.append(_make_lookup(6, sorted(context, key=lambda item: -item.InputGlyphCount), 8))
    lookups.append(_make_lookup(4, [_join(pairs)]))
    lookups.append(_make_lookup(2, [_part(pairs, marks)]))
    gsub.LookupList.LookupCount = len(lookups)
    ours = list(range(first + len(cuts), len(lookups)))
    for record in gsub.FeatureList.FeatureRecord:
        if record.FeatureTag == "rlig":
            record.Feature.LookupListIndex = ours
            record.Feature.LookupCount = len(ours)


def part_characters(font: TTFont) -> None:
    """Give each character a glyph of its own; those that draw nothing or a hyphen keep theirs."""
    first: dict[str, int] = {}
    for code, name in sorted(font.getBestCmap().items()):
        if first.setdefault(name, code) == code or unicodedata.category(chr(code)) in {"Cf", "Zs"}:
            continue
        copy = _add_glyph(font, f"uni{code:04X}", font["hmtx"][name][0], _BASE)
        _compose(font, copy, [(name, 0, 0)])
        if "vmtx" in font:
            font["vmtx"][copy] = font["vmtx"][name]
        for table in font["cmap"].tables:
            if table.isUnicode() and code in table.cmap:
                table.cmap[code] = copy


def _indices_of(font: TTFont, table: str, tag: str) -> list[int]:
    """Give the lookups of a feature."""
    records = font[table].table.FeatureList.FeatureRecord
    found = {index for r in records if r.FeatureTag == tag for index in r.Feature.LookupListIndex}
    if not found:
        raise KeyError(tag)
    return sorted(found)


def _subtables(font: TTFont, table: str, tag: str, kind: int) -> Iterator[Any]:
    lookups = font[table].table.LookupList.Lookup
    for index in _indices_of(font, table, tag):
        if lookups[index].LookupType == kind:
            yield from lookups[index].SubTable


# --- What there is ---------------------------------------------------------------------------


def _list_letters(font: TTFont) -> Iterator[str]:
    """List the letters of Arabic in all their forms."""
    plain = [name for code, name in font.getBestCmap().items() if code in LETTERS]
    yield from plain
    for form in FORMS:
        for subtable in _subtables(font, "GSUB", form, 1):
            yield from (subtable.mapping[name] for name in plain if name in subtable.mapping)


def _list_marks(font: TTFont) -> dict[str, tuple[str, ...]]:
    """Give for each mark, and for two drawn as one, the empty glyphs that stand for them."""
    names = {code: font.getBestCmap()[code] for code in MARKS}
    empty = {name: _add_glyph(font, f"{name}.empty", 0, _MARK) for name in names.values()}
    marks = {name: (empty[name],) for name in names.values()}
    for subtable in _subtables(font, "GSUB", "ccmp", 4):
        for first, ligatures in subtable.ligatures.items():
            for ligature in ligatures:
                both = (first, *ligature.Component)
                if all(name in empty for name in both):
                    marks[ligature.LigGlyph] = tuple(empty[name] for name in both)
    return marks


def _list_cuts(lookup: Any) -> Iterator[Cut]:  # noqa: ANN401  # no annotations
    number = 0
    for subtable in lookup.SubTable:
        for first, ligatures in subtable.ligatures.items():
            for ligature in ligatures:
                letters = (first, *ligature.Component)
                parts = tuple(f"{name.partition('.')[0]}.cut{number}" for name in letters)
                yield Cut(ligature.LigGlyph, letters, parts)
                number += 1


# --- Glyphs ----------------------------------------------------------------------------------


def _add_glyph(font: TTFont, name: str, width: int, kind: int) -> str:
    """Add an empty glyph."""
    font.setGlyphOrder([*font.getGlyphOrder(), name])
    font["glyf"].glyphs[name] = Glyph()
    font["glyf"].glyphOrder = font.getGlyphOrder()
    font["hmtx"][name] = (width, 0)
    if "GDEF" in font and font["GDEF"].table.GlyphClassDef:
        font["GDEF"].table.GlyphClassDef.classDefs[name] = kind
    return name


def _compose(font: TTFont, name: str, parts: Iterable[tuple[str, int, int]]) -> None:
    """Draw a glyph from others: each with its place to the right and above."""
    glyph = Glyph()
    glyph.numberOfContours = -1
    glyph.components = []
    for part, right, above in parts:
        if font["glyf"][part].numberOfContours == 0:
            continue
        component = GlyphComponent()
        component.glyphName, component.x, component.y = part, right, above
        component.flags = 0x0004  # Rounded to the grid, as fonts do.
        glyph.components.append(component)
    if glyph.components:
        font["glyf"].glyphs[name] = glyph
        glyph.recalcBounds(font["glyf"])
        font["hmtx"][name] = (font["hmtx"][name][0], glyph.xMin)


def _draw_parts(font: TTFont, cut: Cut) -> None:
    """Share the width of a ligature among its letters; the first one, at the right, draws it."""
    whole = font["hmtx"][cut.ligature][0]
    width = whole // len(cut.parts)
    rest = width * (len(cut.parts) - 1)
    for part in cut.parts:
        _add_glyph(font, part, width if part != cut.parts[0] else whole - rest, _BASE)
    _compose(font, cut.parts[0], [(cut.ligature, -rest, 0)])


def _move_anchors(font: TTFont, cut: Cut) -> None:
    """Give the parts of a ligature the places for marks that it had."""
    ligatures = next(_subtables(font, "GPOS", "mark", 5))
    bases = next(_subtables(font, "GPOS", "mark", 4))
    if cut.ligature not in ligatures.LigatureCoverage.glyphs:
        return
    place = ligatures.LigatureCoverage.glyphs.index(cut.ligature)
    components = ligatures.LigatureArray.LigatureAttach[place].ComponentRecord
    width = font["hmtx"][cut.parts[-1]][0]
    for number, part in enumerate(cut.parts):
        # Some ligatures of three letters have places for two.
        component = components[min(number, len(components) - 1)]
        record = otTables.BaseRecord()
        left = width * (len(cut.parts) - 1 - number)
        record.BaseAnchor = [_shift(anchor, -left) for anchor in component.LigatureAnchor]
        bases.BaseCoverage.glyphs.append(part)
        bases.BaseArray.BaseRecord.append(record)
    bases.BaseArray.BaseCount = len(bases.BaseArray.BaseRecord)


def _shift(anchor: Any, right: int) -> Any:  # noqa: ANN401  # no annotations
    if anchor is None:
        return None
    moved = otTables.Anchor()
    moved.Format, moved.XCoordinate, moved.YCoordinate = (
        1,
        anchor.XCoordinate + right,
        anchor.YCoordinate,
    )
    return moved


def _draw_pairs(
    font: TTFont, letters: Sequence[str], marks: Iterable[str]
) -> Iterator[tuple[tuple[str, str], str]]:
    """Draw every letter with every mark; the drawing is named after the letter."""
    table = next(_subtables(font, "GPOS", "mark", 4))
    bases = dict(zip(table.BaseCoverage.glyphs, table.BaseArray.BaseRecord, strict=True))
    anchors = dict(zip(table.MarkCoverage.glyphs, table.MarkArray.MarkRecord, strict=True))
    for letter in letters:
        for number, mark in enumerate(marks):
            if letter not in bases or mark not in anchors:
                continue
            own = anchors[mark].MarkAnchor
            place = bases[letter].BaseAnchor[anchors[mark].Class]
            if place is None:
                continue
            stem, _, form = letter.partition(".")
            name = _add_glyph(font, f"{stem}.{form}mark{number}", font["hmtx"][letter][0], _BASE)
            right, above = place.XCoordinate - own.XCoordinate, place.YCoordinate - own.YCoordinate
            _compose(font, name, [(letter, 0, 0), (mark, right, above)])
            table.BaseCoverage.glyphs.append(name)
            table.BaseArray.BaseRecord.append(bases[letter])
            yield (letter, mark), name
    table.BaseArray.BaseCount = len(table.BaseArray.BaseRecord)


def _kern_alike(font: TTFont, origins: dict[str, str]) -> None:
    """Let a new glyph come as near to its neighbours as the one it is made from."""
    lookups = font["GPOS"].table.LookupList.Lookup
    for index in _indices_of(font, "GPOS", "kern"):
        for subtable in lookups[index].SubTable:
            if subtable.LookupType != 8:
                continue
            coverages = [*subtable.BacktrackCoverage, *subtable.InputCoverage]
            coverages += [
                single.Coverage
                for record in subtable.PosLookupRecord
                for single in lookups[record.LookupListIndex].SubTable
                if single.Coverage.glyphs and single.Format == 1
            ]
            for coverage in coverages:
                known = set(coverage.glyphs)
                coverage.glyphs += [
                    name
                    for name, origin in origins.items()
                    if origin in known and name not in known
                ]


# --- Rules -----------------------------------------------------------------------------------


def _make_lookup(kind: int, subtables: list[Any], flags: int = 0) -> Any:  # noqa: ANN401
    lookup = otTables.Lookup()
    lookup.LookupType, lookup.LookupFlag = kind, flags
    lookup.SubTable, lookup.SubTableCount = subtables, len(subtables)
    return lookup


def _substitute_singly(cut: Cut) -> Any:  # noqa: ANN401  # no annotations
    subtable = otTables.SingleSubst()
    subtable.mapping = dict(zip(cut.letters, cut.parts, strict=True))
    return _make_lookup(1, [subtable])


def _follow(cut: Cut, index: int) -> Any:  # noqa: ANN401  # no annotations
    """Make the rule that parts take the place of letters where these follow each other."""
    rule = otTables.ChainContextSubst()
    rule.Format = 3
    rule.BacktrackGlyphCount, rule.BacktrackCoverage = 0, []
    rule.LookAheadGlyphCount, rule.LookAheadCoverage = 0, []
    rule.InputCoverage = [_cover(name) for name in cut.letters]
    rule.InputGlyphCount = len(cut.letters)
    rule.SubstLookupRecord = [_apply(place, index) for place in range(len(cut.letters))]
    rule.SubstCount = len(rule.SubstLookupRecord)
    return rule


def _cover(name: str) -> Any:  # noqa: ANN401  # no annotations
    coverage = otTables.Coverage()
    coverage.glyphs = [name]
    return coverage


def _apply(place: int, index: int) -> Any:  # noqa: ANN401  # no annotations
    record = otTables.SubstLookupRecord()
    record.SequenceIndex, record.LookupListIndex = place, index
    return record


def _join(pairs: dict[tuple[str, str], str]) -> Any:  # noqa: ANN401  # no annotations
    """Make the rule that a letter and a mark become one drawing."""
    subtable = otTables.LigatureSubst()
    subtable.ligatures = {}
    for (letter, mark), name in pairs.items():
        ligature = otTables.Ligature()
        ligature.Component, ligature.CompCount, ligature.LigGlyph = [mark], 2, name
        subtable.ligatures.setdefault(letter, []).append(ligature)
    return subtable


def _part(pairs: dict[tuple[str, str], str], marks: dict[str, tuple[str, ...]]) -> Any:  # noqa: ANN401
    """Make the rule that the drawing is followed by glyphs that stand for its marks."""
    subtable = otTables.MultipleSubst()
    subtable.mapping = {name: [name, *marks[mark]] for (_, mark), name in pairs.items()}
    return subtable
