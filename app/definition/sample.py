"""Samples of the rules: a wrong file that also says how it would be right.

    # wrong
    weight: 010
    # right
    #| weight: 10
    # end

The lines after `# wrong` are in the file; those after `# right` stand behind `#|` and would take
their place. A part without `# wrong` adds lines.
"""

import re
from dataclasses import dataclass
from textwrap import dedent
from typing import Final

_FIRST: Final = "# rule: "
_SAID: Final = re.compile(r"^([ \t]*)#\| ?(.*)$")
_MARKS: Final = frozenset({"# wrong", "# right", "# end"})


@dataclass(frozen=True, slots=True)
class Sample:
    """A sample: its rule, what is wrong in words, both excerpts, and the text put right."""

    rule: str
    title: str
    wrong: str
    right: str
    mended: str


def read_sample(text: str) -> Sample:
    """Read a wrong sample; ValueError where it does not name its rule or says nothing right."""
    lines = text.split("\n")
    if not lines[0].startswith(_FIRST) or not lines[1].startswith("# "):
        raise ValueError("the first two lines name the rule and say what is wrong")
    wrong: list[list[str]] = []
    right: list[list[str]] = []
    mended: list[str] = []
    part = "# end"
    for line in lines:
        if line.strip() in _MARKS:
            part = line.strip()
            if part != "# end":
                (wrong if part == "# wrong" else right).append([])
        elif part == "# wrong":
            wrong[-1].append(line)
        elif part == "# right":
            right[-1].append(_SAID.sub(r"\1\2", line))
            mended.append(right[-1][-1])
        else:
            mended.append(line)
    if not right:
        raise ValueError("nothing says how it would be right")
    rule = lines[0].removeprefix(_FIRST)
    return Sample(rule, lines[1][2:], _join(wrong), _join(right), "\n".join(mended))


def _join(blocks: list[list[str]]) -> str:
    """Put each block of lines at the margin; blocks from other places are kept apart."""
    return "\n...\n".join(dedent("\n".join(lines)).strip("\n") for lines in blocks)
