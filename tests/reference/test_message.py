"""Texts of the data files are found by Babel."""

from io import BytesIO

import pytest
from babel.messages.extract import extract

from app.paths import REFERENCE

METHOD = "app.reference.message:extract_messages"


def test_titles_are_extracted_with_their_lines() -> None:
    stream = BytesIO(b"group,kind,title,short\nldc,special,Least developed,LDC\nx,region,X,\n")
    found = list(extract(METHOD, stream, options={"columns": "title short"}))
    assert [(line, message) for line, message, _, _ in found] == [
        (2, "Least developed"),
        (2, "LDC"),
        (3, "X"),
    ]


def test_every_group_title_is_a_message() -> None:
    with (REFERENCE / "groups.csv").open("rb") as stream:
        found = {item[1] for item in extract(METHOD, stream, options={"columns": "title"})}
    assert "Least developed countries" in found
    assert len(found) == 17


def test_column_that_is_not_there() -> None:
    with pytest.raises(KeyError):
        list(extract(METHOD, BytesIO(b"a,b\n1,2\n"), options={"columns": "c"}))
