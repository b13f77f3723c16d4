"""What one document may cost, and what is said when it costs more."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Limits:
    """Most seconds by the clock and most bytes of memory for one document."""

    seconds: float = 20.0
    memory: int = 512 * 1024 * 1024


class PdfError(Exception):
    """No PDF came out."""


class PdfUnavailableError(PdfError):
    """This machine lacks what PDF needs; `missing` names the Debian packages."""

    def __init__(self, missing: tuple[str, ...]) -> None:
        super().__init__("PDF reports need what is not installed here: " + " ".join(missing))
        self.missing = missing


class PdfTimeoutError(PdfError):
    """The document took too long and was stopped."""


class PdfFailedError(PdfError):
    """The document could not be set: `reason` names the kind of error, or memory."""

    def __init__(self, reason: str) -> None:
        super().__init__(f"the document could not be set: {reason}")
        self.reason = reason
