"""The texts of the reference data that are translated, as message ids for Babel.

Names in CSV files are read by no Python parser, so this is the extraction method for them; the
mapping file names it together with the columns wanted::

    [extractors]
    reference = app.reference.message:extract_messages
    [reference: reference/groups.csv]
    columns = title short
"""

from __future__ import annotations

import csv
import io
from typing import IO, TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Mapping


def extract_messages(
    fileobj: IO[bytes],
    keywords: Mapping[str, object],  # noqa: ARG001 - Babel hands them to every method
    comment_tags: Collection[str],  # noqa: ARG001 - the same
    options: Mapping[str, str],
) -> Iterator[tuple[int, str, str, list[str]]]:
    """Yield line, function name, message and comments for each text in the columns named.

    `options["columns"]` holds column names parted by blanks. Raises KeyError for no such column.
    """
    reader = csv.DictReader(io.StringIO(fileobj.read().decode("utf-8-sig"), newline=""))
    for row in reader:
        for column in options["columns"].split():
            if row[column]:
                yield reader.line_num, "gettext", row[column], [column]
