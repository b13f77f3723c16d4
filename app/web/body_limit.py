"""The pages that take files: how large a body may be sent to each."""

from collections.abc import Callable, Mapping
from typing import Final

from app.service.toolkit_archive import MOST_ZIP
from app.settings import Settings

FORM: Final = 100_000
"""Bytes for what stands around a file: names of fields, the token."""
WORKBOOK: Final = 3_000_000
"""Bytes of a filled-in workbook: one made here has some 50 000, one saved elsewhere more."""

LIMITS: Final[Mapping[str, Callable[[Settings], int]]] = {
    # Up to twice the largest file, so that a file a little too large is told with what was typed.
    "evidence_file.upload": lambda settings: 2 * settings.evidence_bytes + FORM,
    "evidence_file.attach": lambda settings: 2 * settings.evidence_bytes + FORM,
    "assessment_workbook.read_filled": lambda _settings: WORKBOOK + FORM,
    "workshop_sheet.read_filled": lambda _settings: WORKBOOK + FORM,
    "admin_toolkit.install_zip": lambda _settings: MOST_ZIP + FORM,
}
"""By endpoint. All others take texts only, up to `EREADY_REQUEST_BYTES`."""
