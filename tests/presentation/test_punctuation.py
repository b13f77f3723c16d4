"""Signs between texts: each language's own."""

import pytest
from markupsafe import Markup

from app.presentation.punctuation import label, separate, write_sign


@pytest.mark.parametrize(
    ("language", "separated", "labelled"),
    [
        ("en", "a; b", "a:"),
        ("ar", "a؛ b", "a:"),
        ("fr", "a\u00a0; b", "a\u00a0:"),
        ("zh", "a；b", "a："),
        ("ru", "a; b", "a:"),
    ],
)
def test_a_language_decides_how_texts_are_separated(
    language: str, separated: str, labelled: str
) -> None:
    assert separate(["a", "b"], language) == separated
    assert label("a", language) == labelled


def test_pieces_of_html_stay_so_and_others_are_escaped() -> None:
    assert separate(["<", Markup("<b>a</b>")], "en") == Markup("&lt;; <b>a</b>")
    assert label("<", "en") == Markup("&lt;:")
    assert not isinstance(separate(["<", "b"], "en"), Markup)


def test_an_unknown_language_writes_as_english_does() -> None:
    assert write_sign(": ", "xx") == ": "
