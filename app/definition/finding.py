"""What the checker says about a definition: one finding for each fault, with its place."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Literal

Severity = Literal["error", "warning"]


@dataclass(frozen=True, slots=True)
class Finding:
    """One fault of a definition.

    `line` and `column` count from 1, in the file named by `file` (relative to the folder of the
    toolkit where it lies inside it). `rule` is the id of a rule in the catalogue, `mend` says what
    to do about it.
    """

    rule: str
    severity: Severity
    file: str
    line: int
    column: int
    message: str
    mend: str

    def __str__(self) -> str:
        """Write the finding on one line, the way compilers do."""
        return (
            f"{self.file}:{self.line}:{self.column}: {self.severity} [{self.rule}] "
            f"{self.message} {self.mend}"
        ).rstrip()


class DefinitionError(Exception):
    """A definition cannot be used; `findings` holds everything that is wrong with it.

    `is_found` is false where there was nothing that could be opened.
    """

    def __init__(self, findings: Iterable[Finding], *, is_found: bool = True) -> None:
        self.findings = tuple(findings)
        self.is_found = is_found
        super().__init__("\n".join(str(finding) for finding in self.findings))
