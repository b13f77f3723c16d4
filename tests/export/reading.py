"""Reads a tagged PDF as a program does that reads aloud: element by element, glyph by glyph."""

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from xml.etree.ElementTree import Element as Node

import html5lib
import pikepdf

BLOCKS = {"P", "H1", "H2", "H3", "H4", "TH", "TD", "LI", "Caption"}
HTML = "{http://www.w3.org/1999/xhtml}"
INVISIBLE = re.compile("[\u00ad\u200b-\u200f\u202a-\u202e\u2060-\u2069]")
ARABIC = r"[\u0620-\u065f\u066e-\u06d3]+"
OTHER = r"[^\W\u0620-\u065f\u066e-\u06d3_]"
WORD = re.compile(rf"{ARABIC}|{OTHER}+(?:[.,:/@_%×–-]+{OTHER}+)*")
_ENTRY = re.compile(r"<([0-9a-f]{4})> <([0-9a-f]*)>")


@dataclass
class Block:
    """A paragraph, heading, cell, item or caption: its kind and its lines in order."""

    kind: str
    lines: list[str] = field(default_factory=list)


def elements(node: pikepdf.Object) -> Iterator[pikepdf.Dictionary]:
    """Give all elements of the tag tree."""
    if isinstance(node, pikepdf.Array):
        for kid in node:
            yield from elements(kid)
    elif isinstance(node, pikepdf.Dictionary) and "/S" in node:
        yield node
        if "/K" in node:
            yield from elements(node["/K"])


# --- The PDF ---------------------------------------------------------------------------------


def read_map(font: pikepdf.Object) -> dict[int, str]:
    """Read which characters the glyphs of a font stand for."""
    listed = font.ToUnicode.read_bytes().decode()
    return {
        int(glyph, 16): bytes.fromhex(text).decode("utf-16-be")
        for glyph, text in _ENTRY.findall(listed)
    }


def read_page(page: pikepdf.Page, maps: dict[str, dict[int, str]]) -> dict[int, str]:
    """Give the text of each piece of marked content of a page, in the order drawn."""
    found: dict[int, str] = {}
    place, font = -1, ""
    for operands, operator in pikepdf.parse_content_stream(page):
        match str(operator):
            case "BDC":
                # Heads and feet have no number.
                place = int(operands[1].get("/MCID", -1))
                found[place] = ""
            case "EMC":
                place = -1
            case "Tf":
                font = str(operands[0])
            case "Tj" | "TJ":
                parts = operands[0] if isinstance(operands[0], pikepdf.Array) else [operands[0]]
                codes = b"".join(bytes(part) for part in parts if isinstance(part, pikepdf.String))
                glyphs = (int.from_bytes(codes[at : at + 2]) for at in range(0, len(codes), 2))
                found[place] += "".join(maps[font][glyph] for glyph in glyphs)
    return found


class Reader:
    """Collects the blocks of a PDF."""

    def __init__(self, pdf: pikepdf.Pdf) -> None:
        fonts = pdf.pages[0].Resources.Font
        maps = {name: read_map(font) for name, font in fonts.items()}
        self.texts = {page.objgen: read_page(page, maps) for page in pdf.pages}
        self.blocks = [Block("")]

    def walk(self, element: pikepdf.Dictionary) -> None:
        kind = str(element.S)[1:]
        if kind == "Lbl" or (kind == "THead" and str(element.P.K[0].S) != "/Caption"):
            return
        if kind in BLOCKS:
            self.blocks.append(Block(kind))
        for kid in element.get("/K", []):
            if not isinstance(kid, pikepdf.Dictionary):
                self.blocks[-1].lines.append(self.texts[element.Pg.objgen][int(kid)])
            elif "/S" in kid:
                self.walk(kid)
        if kind == str(element.P.get("/S"))[1:] == "Link":
            assert self.blocks[-1].lines.pop().isdigit()


def read_pdf(path: Path) -> list[Block]:
    """Read all blocks of a tagged PDF in the order of its tags.

    Left out is what no page says: marks of lists, numbers of pages in the contents, and the head of
    a table that goes on.
    """
    with pikepdf.open(path) as pdf:
        reader = Reader(pdf)
        reader.walk(pdf.Root.StructTreeRoot.K[0])
    return [block for block in reader.blocks if block.lines]


# --- The page it was made from -----------------------------------------------------------------


def read_html(page: str) -> list[Block]:
    """Read the blocks of a page in the order of its elements; heads and feet are left out."""
    blocks = [Block("")]

    def walk(node: Node) -> None:
        name = str(node.tag).removeprefix(HTML)
        if not isinstance(node.tag, str) or not node.tag.startswith(HTML):
            return
        if "running" in node.get("class", "") or name in {"head", "colgroup"}:
            return
        kind = name.capitalize() if name == "caption" else name.upper()
        if kind in BLOCKS:
            blocks.append(Block(kind))
        blocks[-1].lines.append(node.text or "")
        for kid in node:
            walk(kid)
            blocks[-1].lines.append(kid.tail or "")

    walk(html5lib.parse(page, treebuilder="etree"))
    return [block for block in blocks if "".join(block.lines).strip()]


# --- Comparing -------------------------------------------------------------------------------


def normalise(text: str) -> str:
    """Put what is written in several ways in one: forms of letters, and order of marks."""
    return unicodedata.normalize("NFKC", INVISIBLE.sub("", text))


def list_words(lines: list[str], *, turn: bool) -> list[str]:
    """List the words of a block in the order in which they are read.

    Args:
        lines: the lines of the block.
        turn: whether they are in the order drawn and run from right to left.

    Numbers and words in other scripts that stand beside each other are sorted: their order on
    the line depends on what stands between them.
    """
    words: list[str] = []
    for line in lines:
        found = WORD.findall(normalise(line) if not turn else normalise_drawn(line))
        words += (
            [word[::-1] if is_arabic(word) else word for word in found[::-1]] if turn else found
        )
    listed: list[str] = []
    group: list[str] = []
    for word in words:
        if is_arabic(word):
            listed += [*sorted(group), normalise(word)]
            group = []
        else:
            group.append(word)
    return [*listed, *sorted(group)]


def normalise_drawn(line: str) -> str:
    """Leave out what is invisible; the order of marks shows only when the line is turned."""
    return INVISIBLE.sub("", line)


def is_arabic(word: str) -> bool:
    return re.match(ARABIC, word) is not None
