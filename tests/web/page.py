"""Reads a page as a browser would and checks what must hold for every page of the site."""

import re
from collections import Counter
from dataclasses import dataclass, field
from html.parser import HTMLParser
from itertools import pairwise

import html5lib
from werkzeug.test import TestResponse

from tests.web.sense import check_sense

VOID = frozenset(
    {"area", "base", "br", "col", "hr", "img", "input", "link", "meta", "source", "wbr"}
)
NEEDS_LABEL = frozenset({"input", "select", "textarea"})
UNLABELLED = frozenset({"hidden", "submit", "button"})
LOADS = {"script": "src", "link": "href", "img": "src", "iframe": "src", "source": "src"}
HEADERS = {
    "Referrer-Policy": "same-origin",
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
}


@dataclass
class Element:
    tag: str
    attributes: dict[str, str]
    parents: tuple["Element", ...] = ()
    texts: list[str] = field(default_factory=list)

    @property
    def text(self) -> str:
        return " ".join(" ".join(self.texts).split())


class Reader(HTMLParser):
    """Elements in order with their texts; open and close tags must match."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.elements: list[Element] = []
        self.open: list[Element] = []
        self.problems: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        names = [name for name, _ in attrs]
        self.problems += [f"<{tag}> twice {name}" for name, n in Counter(names).items() if n > 1]
        element = Element(tag, {name: value or "" for name, value in attrs}, tuple(self.open))
        self.elements.append(element)
        if tag not in VOID:
            self.open.append(element)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.handle_starttag(tag, attrs)
        if tag not in VOID:
            self.open.pop()

    def handle_endtag(self, tag: str) -> None:
        if tag in VOID:
            return
        if not self.open or self.open[-1].tag != tag:
            self.problems.append(f"</{tag}> closes {[item.tag for item in self.open[-2:]]}")
            return
        self.open.pop()

    def handle_data(self, data: str) -> None:
        for element in self.open:
            element.texts.append(data)


@dataclass
class Page:
    response: TestResponse
    elements: list[Element]

    def find(self, tag: str, **attributes: str) -> list[Element]:
        wanted = {name.rstrip("_").replace("_", "-"): value for name, value in attributes.items()}
        return [
            item
            for item in self.elements
            if item.tag == tag and wanted.items() <= item.attributes.items()
        ]

    def one(self, tag: str, **attributes: str) -> Element:
        found = self.find(tag, **attributes)
        assert len(found) == 1, (tag, attributes, len(found))
        return found[0]

    @property
    def text(self) -> str:
        return self.one("body").text


def read_page(response: TestResponse) -> Page:
    reader = Reader()
    source = response.get_data(as_text=True)
    parser = html5lib.HTMLParser(namespaceHTMLElements=False)
    root = parser.parse(source)
    assert not parser.errors, parser.errors[:3]
    check_sense(root)
    reader.feed(source)
    reader.close()
    assert not reader.problems, reader.problems
    assert not reader.open, [item.tag for item in reader.open]
    return Page(response, reader.elements)


def check_page(response: TestResponse) -> Page:
    """Read a page and assert the rules of every page."""
    assert response.mimetype == "text/html"
    page = read_page(response)
    check_headers(response)
    check_frame(page)
    check_headings(page)
    check_names(page)
    check_content(page)
    return page


def check_headers(response: TestResponse) -> None:
    policy = response.headers["Content-Security-Policy"]
    assert "default-src 'none'" in policy
    assert "unsafe" not in policy
    for name, value in HEADERS.items():
        assert response.headers[name] == value
    assert "Cache-Control" in response.headers


def check_frame(page: Page) -> None:
    html = page.one("html")
    assert html.attributes["lang"]
    assert html.attributes["dir"] in {"ltr", "rtl"}
    assert page.find("title")[0].text
    assert "eready" in page.find("title")[0].text
    for landmark in ("header", "main", "footer"):
        assert page.find(landmark), landmark
    assert page.find("meta", name="viewport")


def check_headings(page: Page) -> None:
    levels = [int(item.tag[1]) for item in page.elements if re.fullmatch("h[1-6]", item.tag)]
    assert levels.count(1) == 1, levels
    assert levels[0] == 1, levels
    assert all(after - before <= 1 for before, after in pairwise(levels)), levels


def check_names(page: Page) -> None:
    """Unique ids, references that lead somewhere, a name for each field, button and link."""
    ids = Counter(item.attributes["id"] for item in page.elements if "id" in item.attributes)
    assert not [name for name, count in ids.items() if count > 1], ids.most_common(3)
    pointing = ("for", "aria-labelledby", "aria-describedby")
    wanted = [item.attributes[name] for item in page.elements for name in pointing
              if name in item.attributes]  # fmt: skip
    assert not {part for text in wanted for part in text.split()} - ids.keys()
    labelled = {item.attributes.get("for") for item in page.find("label")}
    for item in page.elements:
        if item.tag in NEEDS_LABEL and item.attributes.get("type") not in UNLABELLED:
            assert has_label(item, labelled), item
        if item.tag in {"a", "button"}:
            assert item.text or item.attributes.get("aria-label"), item


def has_label(item: Element, labelled: set[str | None]) -> bool:
    if {"aria-label", "aria-labelledby"} & item.attributes.keys():
        return True
    inside = any(parent.tag == "label" for parent in item.parents)
    return inside or item.attributes.get("id") in labelled


def check_content(page: Page) -> None:
    """Nothing inline, nothing from elsewhere, acts guarded by a token."""
    for item in page.elements:
        assert "style" not in item.attributes, item
        assert item.tag != "style"
        assert not [name for name in item.attributes if name.startswith("on")], item
        assert item.tag != "script" or item.attributes.get("src")
        address = item.attributes.get(LOADS.get(item.tag, ""), "")
        assert not re.match(r"(?:[a-z]+:)?//", address), item
        assert not item.attributes.get("href", "").lower().startswith("javascript:")
    for form in page.find("form", method="post"):
        inside = [item for item in page.find("input", name="csrf_token") if form in item.parents]
        assert inside, form
