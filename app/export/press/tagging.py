"""Mends the tags of a PDF where WeasyPrint says less than the page does.

It names no language below the document, no scope of a header cell, and lets a heading between rows
head a column; heads and feet of pages are tagged as text, and links are not marked for print.
"""

from collections.abc import Callable, Iterator
from typing import Any, Final

SCOPES: Final = {"col": "/Column", "row": "/Row", "rowgroup": "/Row"}
_PRINTED: Final = 4
"""The flag of an annotation that is there on paper too."""

Build = Callable[..., Iterator[Any]]


def tell_more(build: Build) -> Build:
    """Make WeasyPrint's builder of tags say languages and scopes too.

    The builder is called for each box and gives its tags; it is no public part of WeasyPrint, which
    is why tests look for what is said here.
    """

    def build_more(box: Any, *others: Any) -> Iterator[Any]:  # noqa: ANN401  # no annotations
        for tag in build(box, *others):
            element = getattr(box, "_box", box).element
            # What stands in the body is said to be in the language of the document.
            if element is not None and element.tag not in {"html", "body"}:
                _describe(tag, element)
            yield tag

    return build_more


def _describe(tag: Any, element: Any) -> None:  # noqa: ANN401  # no annotations
    import pydyf  # noqa: PLC0415  # comes with WeasyPrint, which is slow to load

    language = element.get("lang")
    if language:
        tag["Lang"] = pydyf.String(language)
    if tag["S"] == "/TH" and element.get("scope") in SCOPES:
        tag["A"]["Scope"] = SCOPES[element.get("scope")]


def mend_tags(pdf: Any) -> None:  # noqa: ANN401  # no annotations
    """Mend what a PDF says of its structure, before it is written."""
    root = _follow(pdf, pdf.catalog["StructTreeRoot"])
    tags = list(_walk(pdf, root))
    for tag in tags:
        if tag["S"] == "/Table":
            _name_headers(pdf, tag)
    _leave_out_the_rest(pdf, root, tags)
    for item in pdf.objects:
        if isinstance(item, dict) and item.get("Subtype") == "/Link":
            item["F"] = _PRINTED


def _follow(pdf: Any, reference: Any) -> Any:  # noqa: ANN401  # no annotations
    return pdf.objects[int(reference.split()[0])]


def _list_kids(pdf: Any, tag: Any) -> Iterator[Any]:  # noqa: ANN401  # no annotations
    """Give the tags below a tag, without its text."""
    for kid in tag["K"]:
        if not isinstance(kid, int):
            found = _follow(pdf, kid)
            if found.get("Type") == "/StructElem":
                yield found


def _walk(pdf: Any, tag: Any) -> Iterator[Any]:  # noqa: ANN401  # no annotations
    for kid in _list_kids(pdf, tag):
        yield kid
        yield from _walk(pdf, kid)


# --- Tables ----------------------------------------------------------------------------------


def _name_headers(pdf: Any, table: Any) -> None:  # noqa: ANN401  # no annotations
    """Name the headers of each cell: of its column, of the rows it is among, and of its row."""
    import pydyf  # noqa: PLC0415

    columns: dict[int, Any] = {}
    group = None
    for row in (tag for tag in _walk(pdf, table) if tag["S"] == "/TR"):
        cells = list(_list_kids(pdf, row))
        if len(cells) == 1 and cells[0]["S"] == "/TH" and "ColSpan" in cells[0]["A"]:
            group = cells[0]["ID"]
            continue
        own = None
        for place, cell in enumerate(cells):
            scope = cell["A"].get("Scope")
            if scope == "/Column":
                columns[place] = cell["ID"]
                continue
            found = [header for header in (columns.get(place), group, own) if header is not None]
            if scope == "/Row":
                own = cell["ID"]
            if found:
                cell["A"]["Headers"] = pydyf.Array(found)


# --- Heads and feet --------------------------------------------------------------------------


def _leave_out_the_rest(pdf: Any, root: Any, tags: list[Any]) -> None:  # noqa: ANN401
    """Mark as no text what no tag leads to: heads and feet of pages."""
    import pydyf  # noqa: PLC0415

    said: dict[Any, set[int]] = {}
    for tag in tags:
        texts = {kid for kid in tag["K"] if isinstance(kid, int)}
        said.setdefault(tag.get("Pg"), set()).update(texts)
    parents = _follow(pdf, root["ParentTree"])["Nums"]
    by_page = dict(zip(parents[::2], parents[1::2], strict=True))
    for number, page in enumerate(pdf.page_references):
        owned = said.get(page, set())
        stream = _follow(pdf, _follow(pdf, page)["Contents"]).stream
        for place, part in enumerate(stream):
            if not isinstance(part, dict) or part.get("MCID", -1) in {-1, *owned}:
                continue
            by_page[number][part["MCID"]] = "null"
            stream[place - 1] = "/Artifact"
            stream[place] = pydyf.Dictionary({"Type": "/Pagination"})
