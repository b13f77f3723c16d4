"""Style sheets mirror by themselves in Arabic, since they name start and end, never left and right.

A line that has to name a side says why in a comment that begins with `physical:`.
"""

import re
from pathlib import Path

import pytest

from tests.rules.source import VENDOR, files_under, line_of, place

PHYSICAL = re.compile(
    r"""(?<![\w-])(
        (margin|padding|border|inset|scroll-margin|scroll-padding)-(left|right)[\w-]*\s*:
      | border-(top|bottom)-(left|right)-radius\s*:
      | (left|right)\s*:
      | (text-align|float|clear)\s*:\s*(left|right)\b
    )""",
    re.VERBOSE,
)
ELSEWHERE = re.compile(r"@import|url\(\s*[\"']?(?:https?:)?//", re.IGNORECASE)
COMMENT = re.compile(r"/\*.*?\*/", re.DOTALL)


def sheets() -> list[Path]:
    found = files_under("static", suffix=".css")
    return [path for path in found if not path.is_relative_to(VENDOR)]


def physical_lines(text: str) -> list[int]:
    """Return the lines that name a side without saying why."""
    excused = {n for n, line in enumerate(text.splitlines(), 1) if "physical:" in line}
    bare = COMMENT.sub(lambda match: re.sub(r"[^\n]", " ", match[0]), text)
    lines = {line_of(bare, match.start()) for match in PHYSICAL.finditer(bare)}
    return sorted(lines - excused)


def test_style_sheets_name_no_side() -> None:
    wrong = [
        place(path, line)
        for path in sheets()
        # The print sheets have a right and a left page.
        if not path.name.startswith(("report", "form"))
        for line in physical_lines(path.read_text(encoding="utf-8"))
    ]
    assert not wrong, wrong


def test_style_sheets_load_nothing_from_elsewhere() -> None:
    wrong = [
        f"{place(path)} {match[0]}"
        for path in sheets()
        for match in ELSEWHERE.finditer(path.read_text(encoding="utf-8"))
    ]
    assert not wrong, wrong


@pytest.mark.parametrize(
    ("line", "is_found"),
    [
        ("a { margin-left: 1rem }", True),
        ("a { right: 0 }", True),
        ("a { text-align: left }", True),
        ("a { border-top-left-radius: 1px }", True),
        ("a { left: 0 } /* physical: the map is not mirrored */", False),
        ("/* margin-left: 1px */", False),
        ("a { margin-inline-start: 1rem; inset-inline-end: 0 }", False),
        (".copyright: hover { }", False),
    ],
)
def test_the_rule_sees(line: str, is_found: bool) -> None:
    assert bool(physical_lines(line)) is is_found
