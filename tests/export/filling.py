"""Fills in a workbook as a spreadsheet program would save it."""

import io
import re
import zipfile
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from xml.sax.saxutils import escape

from python_calamine import CalamineWorkbook

from app.export.workbook import layout
from app.export.workbook.problem import name_cell

FIRST_DAY = date(1899, 12, 30)


@dataclass(frozen=True)
class Formula:
    """A formula and the result kept with it; None: none was kept."""

    text: str
    result: object = None


@dataclass(frozen=True)
class Percent:
    """A number in a cell that shows per cent."""

    value: float


Entry = object
Filling = Mapping[str, Mapping[str, Entry]]
"""Key of a row -> code of a column -> what is written there."""


def parts_of(body: bytes) -> dict[str, bytes]:
    with zipfile.ZipFile(io.BytesIO(body)) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def pack(parts: Mapping[str, bytes]) -> bytes:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in parts.items():
            archive.writestr(name, data)
    return stream.getvalue()


def change_part(body: bytes, name: str, change: Callable[[str], str]) -> bytes:
    parts = parts_of(body)
    parts[name] = change(parts[name].decode()).encode()
    return pack(parts)


def sheets_of(body: bytes) -> dict[str, list[list[object]]]:
    book = CalamineWorkbook.from_filelike(io.BytesIO(body))
    return {
        name: book.get_sheet_by_name(name).to_python(skip_empty_area=False)  # type: ignore[misc]
        for name in book.sheet_names
    }


def find_place(body: bytes, key: str, column: str) -> tuple[str, str, str]:
    """Give part, sheet and cell of a column in the row with a key."""
    for number, (name, rows) in enumerate(sheets_of(body).items(), 1):
        for row, cells in enumerate(rows):
            if cells[0] == key:
                place = rows[0].index(column)
                return f"xl/worksheets/sheet{number}.xml", name, name_cell(row, place)
    raise KeyError(key)


def write_content(value: Entry) -> tuple[str, str]:
    """Give the attributes and the inside of a cell."""
    if isinstance(value, Formula):
        kind, inside = write_content("") if value.result is None else write_content(value.result)
        kept = "" if value.result is None else re.sub(r"<is><t>(.*)</t></is>", r"<v>\1</v>", inside)
        return kind.replace("inlineStr", "str"), f"<f>{escape(value.text)}</f>{kept}"
    if isinstance(value, bool):
        return ' t="b"', f"<v>{int(value)}</v>"
    if isinstance(value, date):
        return "", f"<v>{(value - FIRST_DAY).days}</v>"
    if isinstance(value, int | float):
        return "", f"<v>{value!r}</v>"
    return ' t="inlineStr"', f'<is><t xml:space="preserve">{escape(str(value))}</t></is>'


def fill(body: bytes, filling: Filling) -> bytes:
    parts = {name: data.decode() for name, data in parts_of(body).items()}
    for key, columns in filling.items():
        for column, value in columns.items():
            part, _, cell = find_place(body, key, column)
            entry = value.value if isinstance(value, Percent) else value
            attributes, inside = write_content(entry)
            style = _add_percent(parts) if isinstance(value, Percent) else r"\g<1>"
            parts[part], found = re.subn(
                rf'<c r="{cell}"( s="\d+")?(?:/>| t="\w+">.*?</c>|>.*?</c>)',
                lambda match, a=attributes, i=inside, s=style, c=cell: (  # type: ignore[misc]
                    f'<c r="{c}"{match[1] or "" if s == chr(92) + "g<1>" else s}{a}>{i}</c>'
                ),
                parts[part],
            )
            assert found == 1, (key, column, cell)
    return pack({name: text.encode() for name, text in parts.items()})


def _add_percent(parts: dict[str, str]) -> str:
    """Add a style that shows per cent; gives the attribute that names it."""
    styles = parts["xl/styles.xml"]
    found = re.search(r'<cellXfs count="(\d+)">(.*?)</cellXfs>', styles, re.DOTALL)
    assert found
    count = int(found[1])
    more = f'{found[2]}<xf numFmtId="9" fontId="0" fillId="0" borderId="0" xfId="0"/>'
    parts["xl/styles.xml"] = styles.replace(
        found[0], f'<cellXfs count="{count + 1}">{more}</cellXfs>'
    )
    return f' s="{count}"'


def answer(value: Entry, **others: Entry) -> dict[str, Entry]:
    return {layout.ANSWER: value, **others}
