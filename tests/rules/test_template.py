"""Templates: linted, and free of what the Content-Security-Policy refuses."""

import re
from pathlib import Path

import pytest

from app.paths import TEMPLATES
from tests.rules.source import files_under, line_of, place
from tests.rules.tool import run_tool

# The print sheet places its labels by inline style; no browser ever loads it.
PRINT = TEMPLATES / "report"

INLINE_SCRIPT = r"<script(?![^>]*\bsrc=)[^>]*>|javascript:|<[^>]*\son[a-z]+\s*="
INLINE_STYLE = r"<style\b|<[^>]*\sstyle\s*="
THIRD_PARTY = r"<(?:script|link|img|iframe|source|use)\b[^>]*\b(?:src|href)=[\"'](?:https?:)?//"


def read(path: Path) -> str:
    return path.read_text(encoding="utf-8")


def findings(pattern: str, *, with_print: bool) -> list[str]:
    return [
        f"{place(path, line_of(text, match.start()))} {match[0][:60]}"
        for path in files_under("templates", suffix="")
        if with_print or not path.is_relative_to(PRINT)
        for text in [path.read_text(encoding="utf-8")]
        for match in re.finditer(pattern, text, re.IGNORECASE)
    ]


def test_templates_are_free_of_lint() -> None:
    if files_under("templates", suffix=".html"):
        content, said = run_tool("djlint", "--lint", "--quiet", "templates")
        assert content, said


def test_templates_hold_no_inline_script() -> None:
    assert not findings(INLINE_SCRIPT, with_print=True)


def test_templates_hold_no_inline_style() -> None:
    assert not findings(INLINE_STYLE, with_print=False)


def test_templates_load_nothing_from_elsewhere() -> None:
    assert not findings(THIRD_PARTY, with_print=True)


def test_every_page_says_that_it_is_no_official_position() -> None:
    pages = [path for path in files_under("templates", suffix=".html") if "<html" in read(path)]
    printed = {"report.html", "handout.html", "print.html", "coded.html"}
    assert {path.name for path in pages} == {"base.html"} | printed
    assert "No official position of any government or organisation" in read(TEMPLATES / "base.html")


@pytest.mark.parametrize(
    ("pattern", "markup"),
    [
        (INLINE_SCRIPT, "<script>go()</script>"),
        (INLINE_SCRIPT, '<a href="#" onclick="go()">'),
        (INLINE_STYLE, '<p class="a" style="color:red">'),
        (THIRD_PARTY, '<img alt="" src="//example.org/x.png">'),
    ],
)
def test_the_rules_see(pattern: str, markup: str) -> None:
    assert re.search(pattern, markup, re.IGNORECASE)
