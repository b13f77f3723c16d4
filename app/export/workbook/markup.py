"""Reads the XML of a workbook's parts by expat, element by element and under a limit."""

from collections.abc import Callable, Iterable, Mapping
from typing import Final
from xml.parsers import expat

from app.export.workbook.limit import too_large
from app.export.workbook.problem import broken
from app.presentation.language import N_

Attributes = Mapping[str, str]
_ELEMENTS: Final = N_("The workbook is too large: more than %(most)s elements.")


class MarkupReader:
    """Reads parts, and counts the elements of all of them together."""

    def __init__(self, most: int) -> None:
        self.most = most
        self.count = 0

    def read(
        self,
        name: str,
        data: bytes,
        *,
        start: Callable[[str, Attributes], None],
        end: Callable[[str], None] | None = None,
        text: Callable[[str], None] | None = None,
    ) -> None:
        """Read one part; names of elements come without their prefix.

        Raises:
            UnreadableError: it is no XML, declares a document type, or has too many elements.
        """

        def begin(tag: str, attributes: dict[str, str]) -> None:
            self.count += 1
            if self.count > self.most:
                raise too_large(_ELEMENTS, self.count, self.most)
            start(tag.rpartition(":")[2], attributes)

        def refuse(*_: object) -> None:
            raise broken(name)

        parser = expat.ParserCreate()
        parser.StartElementHandler = begin
        # No workbook declares a type or entities; what does wants them to grow.
        parser.StartDoctypeDeclHandler = refuse
        if end is not None:
            parser.EndElementHandler = lambda tag: end(tag.rpartition(":")[2])
        if text is not None:
            parser.CharacterDataHandler = text
        try:
            parser.Parse(data, True)  # noqa: FBT003  # expat takes it by place only
        except expat.ExpatError as error:
            raise broken(name) from error

    def collect(
        self, parts: Mapping[str, bytes], name: str, tags: Iterable[str]
    ) -> list[tuple[str, Attributes]]:
        """Give all elements of some names in a part, in order; none where there is no such part."""
        found: list[tuple[str, Attributes]] = []
        wanted = frozenset(tags)

        def start(tag: str, attributes: Attributes) -> None:
            if tag in wanted:
                found.append((tag, attributes))

        if name in parts:
            self.read(name, parts[name], start=start)
        return found
