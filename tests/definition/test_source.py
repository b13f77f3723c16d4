import time

import pytest

from app.definition.source import read_source
from tests.patience import AGES

BOMB = "a0: &a0 [x, x, x, x, x, x, x, x, x]\n" + "".join(
    f"a{i}: &a{i} [{', '.join([f'*a{i - 1}'] * 9)}]\n" for i in range(1, 10)
)
HOSTILE = {
    "alias bomb": (BOMB, "too-many-nodes"),
    "self-reference": ("a: &a [*a]", "holds-itself"),
    "self-reference in a mapping": ("a: &a {b: {c: *a}}", "holds-itself"),
    "5,000 brackets": ("a: " + "[" * 5_000, "too-deep"),
    "5,000 braces": ("{a: " * 5_000, "too-deep"),
    "5,000 dashes": ("- " * 5_000, "too-deep"),
    "deep by aliases": (
        "a: &a [[[[[[[[[[x]]]]]]]]]]\nb: &b [[[[[[[[[[*a]]]]]]]]]]\nc: [[[[[[[[[[[[*b]]]]]]]]]]]]",
        "too-deep",
    ),
    "a tag": ("a: !!python/object/apply:os.system [true]", "explicit-tag"),
    "a tag of its own": ("a: !secret x", "explicit-tag"),
    "a plain exclamation mark": ("a: ! x", "explicit-tag"),
    "duplicate keys": ("a: 1\na: 2", "duplicate-key"),
    "duplicate keys, one empty": ("a:\na: 2", "duplicate-key"),
    "NUL": ("a: b\0c", "control-character"),
    "NUL as an escape": ('a: "b\\0c"', "control-character"),
    "lone surrogate as an escape": ('a: "\\ud800"', "yaml-syntax"),
    "bell": ("a: \a", "control-character"),
    "101 aliases": ("a: &a x\nb: [" + "*a, " * 101 + "]", "too-many-aliases"),
    "unknown alias": ("a: *b", "yaml-syntax"),
    "3 MB in one text": ("a: " + "x" * 3_000_000, "too-large"),
    "6 MB": ("a: " + "x" * 6_000_000, "too-large"),
    "200,000 items": ("a: [" + "x, " * 200_000 + "]", "too-many-nodes"),
    "200,000 mappings": ("a: [" + "{}, " * 200_000 + "]", "too-many-nodes"),
    "100,000 keys": ("".join(f"k{i}: x\n" for i in range(100_000)), "too-many-nodes"),
    "100,000 directives": ("".join(f"%TAG !{i}! x\n" for i in range(100_000)), "explicit-tag"),
    "directives of a second document": (
        "a: b\n...\n" + "".join(f"%TAG !{i}! x\n" for i in range(100_000)),
        "explicit-tag",
    ),
    "100,000 equal keys": ("{" + "a, " * 100_000 + "}", "too-many-findings"),
    "many aliases of many": (
        "a: &a [" + "{}, " * 9_000 + "]\nb: [" + "*a, " * 99 + "]",
        "too-many-nodes",
    ),
    "a key that is a list": ("[a]: x", "yaml-syntax"),
    "two documents": ("a: 1\n---\nb: 2", "yaml-syntax"),
    "a list": ("- a", "yaml-syntax"),
    "a text": ("hello", "yaml-syntax"),
    "nothing": ("", "yaml-syntax"),
    "null": ("null", "yaml-syntax"),
    "an open quote": ("a: 'b", "yaml-syntax"),
    "tabs": ("a:\n\t- b", "yaml-syntax"),
    "an empty item": ("a: [x, ,y]\n", "yaml-syntax"),
    "an empty dash": ("a:\n  - x\n  -\n", "empty-item"),
    "a second byte order mark": ("a: \ufeffb", "control-character"),
}


@pytest.mark.parametrize("name", HOSTILE)
def test_hostile_files_are_flaws_in_under_a_second(name: str) -> None:
    text, rule = HOSTILE[name]
    start = time.process_time()
    source = read_source(text.encode("utf-8", "surrogatepass"), "file.yaml")
    # Twice the second promised: other work on the machine must not fail this test.
    assert time.process_time() - start < AGES
    assert rule in {flaw.rule for flaw in source.flaws}
    assert all(flaw.place.line >= 1 and flaw.place.column >= 1 for flaw in source.flaws)


@pytest.mark.parametrize(
    "data", [b"\xff\xfea\x00:\x00", b"a: \xe9t\xe9", b"a: \xed\xa0\x80", "a: é".encode("utf-16")]
)
def test_other_encodings_are_refused(data: bytes) -> None:
    source = read_source(data, "file.yaml")
    assert [flaw.rule for flaw in source.flaws] == ["not-utf-8"]
    assert source.root is None


def test_the_line_of_a_wrong_byte_is_named() -> None:
    (flaw,) = read_source(b"a: 1\nb: 2\nc: \xff\n", "file.yaml").flaws
    assert flaw.place == ("file.yaml", 3, 1)


def test_a_byte_order_mark_is_allowed() -> None:
    source = read_source(b"\xef\xbb\xbfa: 1", "file.yaml")
    assert source.root == {"a": "1"}
    assert source.flaws == ()


def test_every_scalar_stays_text() -> None:
    text = "a: NO\nb: 1.10\nc: 010\non: on\nd: 2026-01-01\ne: 'null'\nf: ~\ng: ''\n"
    text += "NO: yes\nh: 0x1f\ni: 1e3"
    source = read_source(text.encode(), "file.yaml")
    assert source.flaws == ()
    assert source.root == {
        "a": "NO", "b": "1.10", "c": "010", "on": "on", "d": "2026-01-01", "e": "null",
        "f": "~", "g": "", "NO": "yes", "h": "0x1f", "i": "1e3",
    }  # fmt: skip


def test_empty_and_null_are_absent_keys() -> None:
    source = read_source(b"a:\nb: null\nc: {d: null, e: x}", "file.yaml")
    assert source.root == {"c": {"e": "x"}}


def test_merge_keys_mean_nothing() -> None:
    source = read_source(b"base: &base {a: 1}\nmore:\n  <<: *base\n", "file.yaml")
    assert source.root == {"base": {"a": "1"}, "more": {"<<": {"a": "1"}}}


def test_aliases_stand_for_what_they_name() -> None:
    source = read_source(b"a: &a {b: [c]}\nd: *a\ne: [*a, *a]", "file.yaml")
    assert source.root == {
        "a": {"b": ["c"]},
        "d": {"b": ["c"]},
        "e": [{"b": ["c"]}, {"b": ["c"]}],
    }


def test_places_of_keys_values_and_items() -> None:
    root = read_source("a:\n  bé:   c\n  d: [e, f]\n".encode(), "file.yaml").root
    assert root is not None
    inner = root["a"]
    assert isinstance(inner, dict)
    assert inner.keys_at == {"bé": ("file.yaml", 2, 3), "d": ("file.yaml", 3, 3)}
    assert inner.values_at["bé"] == ("file.yaml", 2, 9)
    items = inner["d"]
    assert isinstance(items, list)
    assert items.items_at == [("file.yaml", 3, 7), ("file.yaml", 3, 10)]


def test_exactly_at_the_limits() -> None:
    assert read_source(b"a: " + b"x" * 64_000, "f").flaws == ()
    assert read_source(("a: " + "é" * 32_001).encode(), "f").flaws != ()
    assert read_source(("a: " + "[" * 31 + "]" * 31).encode(), "f").flaws == ()
    assert read_source(("a: " + "[" * 32 + "]" * 32).encode(), "f").flaws != ()
    assert read_source(("a: &a x\nb: [" + "*a, " * 100 + "]").encode(), "f").flaws == ()


@pytest.mark.parametrize(
    ("text", "hint"),
    [
        ("a: on the web: title", "stands in quotes: 'a: b'"),
        ("unit: % of people", "stands in quotes: '% of people'"),
        ("a:\n\t- b", "never with a tab"),
        ("a: 'don't'\nb: c", "an apostrophe is written twice"),
        ("a: {b: c [d}", "stands in quotes"),
        ("a:\n  - {b: {c}, d, e: f, g: 'h', i: [j}\n", "stands in quotes"),
    ],
)
def test_what_is_no_yaml_is_said_in_words_of_people(text: str, hint: str) -> None:
    (flaw,) = read_source(text.encode(), "file.yaml").flaws
    assert flaw.rule == "yaml-syntax"
    assert hint in flaw.message
