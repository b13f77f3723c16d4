"""Whether a page makes sense: links lead on, pictures are named, texts say their language."""

import re
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import unquote, urlsplit
from xml.etree.ElementTree import Element

from werkzeug.exceptions import HTTPException
from werkzeug.routing import Map, Rule

LIST = Path(__file__).with_name("routes.txt")
ENGLISH = re.compile(r"(?:[A-Za-z]{2,}[\s,]+){4,}[A-Za-z]")
ARABIC_OR_CHINESE = re.compile(r"[\u0600-\u06ff\u4e00-\u9fff]")
UNFILLED = re.compile(
    r"%\(\w+\)|\{\{|\}\}|\{%|^(?:None|nan|True|False)$|Undefined|<app\.| object at 0x"
)
SCOPES = {"col", "row", "rowgroup", "colgroup"}


def _read_routes() -> Map:
    lines = (line.split() for line in LIST.read_text(encoding="utf-8").splitlines())
    return Map([Rule(path, methods=[method], endpoint=name) for method, path, name, _ in lines])


ROUTES = _read_routes().bind("localhost")


class Tree:
    """A parsed page and the questions one asks of it."""

    def __init__(self, root: Element) -> None:
        self.parents = {child: item for item in root.iter() for child in item}
        self.elements = [item for item in root.iter() if isinstance(item.tag, str)]
        self.ids = {item.get("id") for item in self.elements} - {None}

    def all(self, *tags: str) -> list[Element]:
        # Pictures have a namespace of their own.
        return [item for item in self.elements if item.tag.rsplit("}", 1)[-1] in tags]

    def above(self, element: Element) -> Iterator[Element]:
        """Give the element and what it stands in, from the inside out."""
        place: Element | None = element
        while place is not None:
            yield place
            place = self.parents.get(place)

    def language_of(self, element: Element) -> str:
        return next((item.get("lang", "") for item in self.above(element) if item.get("lang")), "")

    def texts(self) -> Iterator[tuple[Element, str]]:
        """Give every text with the element that says its language."""
        for item in self.elements:
            yield item, " ".join((item.text or "").split())
            for child in item:
                yield item, " ".join((child.tail or "").split())


def check_sense(root: Element) -> None:
    """Assert it of a page parsed without namespaces for HTML."""
    tree = Tree(root)
    check_links(tree)
    check_pictures(tree)
    check_tables(tree)
    check_texts(tree)


def check_links(tree: Tree) -> None:
    """An address of ours is one of the committed routes, a place in a page is there."""
    for item in tree.all("a", "link"):
        check_address(tree, item.get("href", ""), "GET")
    for item in tree.all("script", "img"):
        check_address(tree, item.get("src", ""), "GET")
    for item in tree.all("form"):
        check_address(tree, item.get("action", ""), item.get("method", "get").upper())


def check_address(tree: Tree, address: str, method: str) -> None:
    parts = urlsplit(address)
    assert parts.scheme in {"", "http", "https", "mailto"}, address
    # The languages link to the page itself, which may be one that isn't there.
    if parts.netloc or parts.scheme or "lang=" in parts.query:
        return
    if not parts.path:
        assert not parts.fragment or unquote(parts.fragment) in tree.ids, f"{address} is nowhere"
        return
    try:
        ROUTES.match(unquote(parts.path), method=method)
    except HTTPException as error:
        raise AssertionError(f"{method} {address} leads nowhere") from error


def check_pictures(tree: Tree) -> None:
    for item in tree.all("svg"):
        places = list(tree.above(item))
        hidden = any(place.get("aria-hidden") == "true" for place in places)
        named = any(place.get("role") == "img" and has_name(place) for place in places)
        assert hidden or named, "a picture without a name"


def has_name(item: Element) -> bool:
    titles = [child for child in item if child.tag.rsplit("}", 1)[-1] == "title"]
    labels = [item.get("aria-label", ""), item.get("aria-labelledby", "")]
    return any(text.strip() for text in [*labels, *("".join(title.itertext()) for title in titles)])


def check_tables(tree: Tree) -> None:
    for table in tree.all("table"):
        heads = [item for item in table.iter() if item.tag == "th"]
        assert heads, "a table without heads"
        for item in heads:
            assert item.get("scope") in SCOPES, "".join(item.itertext())
            assert "".join(item.itertext()).strip(), "an empty head"


def check_texts(tree: Tree) -> None:
    """Nothing of ours is left unfilled; what is in another language than the page says so."""
    for item, text in tree.texts():
        is_typed = item.get("dir") == "auto" or item.tag == "bdi"
        assert is_typed or not UNFILLED.search(text), f"unfilled in {item.attrib}: {text}"
        language = tree.language_of(item)
        if is_mixed(item):
            continue
        if language in {"ar", "zh"}:
            assert not ENGLISH.search(text), f"under lang={language}: {text}"
        elif not is_typed:
            assert not ARABIC_OR_CHINESE.search(text), f"under lang={language}: {text}"


def is_mixed(item: Element) -> bool:
    """Whether marks can't stand in a text, or it quotes a source by its own name."""
    return item.tag.rsplit("}", 1)[-1] in {"title", "desc"} or "prefill" in item.get("class", "")
