"""What the checker found, written as text, JSON or SARIF.

SARIF 2.1.0 (OASIS Standard, 27 March 2020) is what code hosts and editors read to show findings
beside the lines they are about.
"""

import json
import os
from collections.abc import Callable, Iterator, Mapping
from dataclasses import asdict
from pathlib import Path
from typing import Final
from urllib.parse import quote

from app.definition.checking import Report
from app.definition.finding import Finding
from app.definition.rule import RULES, Rule

_SCHEMA: Final = (
    "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json"
)

Json = dict[str, object]


def write_text(report: Report, _path: Path, *, timing: bool) -> str:
    """Write one line for each finding, and how many there are."""
    lines = [str(finding) for finding in report.findings]
    errors = sum(finding.severity == "error" for finding in report.findings)
    lines.append(f"{_count(errors, 'error')}, {_count(len(report.findings) - errors, 'warning')}")
    if timing:
        lines += [f"{step}: {seconds:.3f} s" for step, seconds in report.timing.items()]
    return "\n".join(lines)


def _count(number: int, word: str) -> str:
    return f"{number} {word}" if number == 1 else f"{number} {word}s"


def write_json(report: Report, _path: Path, *, timing: bool) -> str:
    """Write the findings as one object; with `timing` also the seconds of each step."""
    content: Json = {"findings": [asdict(finding) for finding in report.findings]}
    if timing:
        content["seconds"] = dict(report.timing)
    return json.dumps(content, ensure_ascii=False, indent=2)


def write_sarif(report: Report, path: Path, *, timing: bool) -> str:
    """Write one run of SARIF 2.1.0, with the rules that were broken."""
    broken = sorted({finding.rule for finding in report.findings})
    invocation: Json = {"executionSuccessful": report.is_found}
    if timing:
        invocation["properties"] = {"seconds": dict(report.timing)}
    run: Json = {
        "tool": {
            "driver": {"name": "eready", "rules": [_describe(RULES[name]) for name in broken]}
        },
        "invocations": [invocation],
        "columnKind": "unicodeCodePoints",
        "results": list(_results(report, path, broken)),
    }
    content = {"$schema": _SCHEMA, "version": "2.1.0", "runs": [run]}
    return json.dumps(content, ensure_ascii=False, indent=2)


def _describe(rule: Rule) -> Json:
    name = "".join(word.capitalize() for word in rule.id.split("-"))
    return {
        "id": rule.id,
        "name": name,
        "shortDescription": {"text": rule.why},
        "help": {"text": rule.mend},
        "defaultConfiguration": {"level": rule.severity},
    }


def _results(report: Report, path: Path, broken: list[str]) -> Iterator[Json]:
    number = {name: place for place, name in enumerate(broken)}
    for finding in report.findings:
        region = {"startLine": finding.line, "startColumn": finding.column}
        artifact = {"uri": _address(finding, path)}
        yield {
            "ruleId": finding.rule,
            "ruleIndex": number[finding.rule],
            "level": finding.severity,
            "message": {"text": f"{finding.message} {finding.mend}".rstrip()},
            "locations": [{"physicalLocation": {"artifactLocation": artifact, "region": region}}],
        }


def _address(finding: Finding, path: Path) -> str:
    """Give the address of a file, relative where the path that was checked is."""
    file = (path if path.is_dir() else path.parent) / finding.file
    return file.as_uri() if file.is_absolute() else quote(os.fsencode(file.as_posix()))


Writer = Callable[..., str]
WRITERS: Final[Mapping[str, Writer]] = {
    "text": write_text,
    "json": write_json,
    "sarif": write_sarif,
}
