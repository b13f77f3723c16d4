"""Countries, dated groups and published indicators, each value with its year, source and licence.

`load_reference(folder)` reads a folder of CSV files and raises `ReferenceDataError` with every
finding; `build_reference(tables)` makes the same from rows out of a database.
"""

from app.reference.build import build_reference, load_reference
from app.reference.catalogue import Reference, is_old
from app.reference.finding import Finding, ReferenceDataError
from app.reference.model import (
    Attribution,
    Country,
    Edition,
    Group,
    Indicator,
    Licence,
    Membership,
    Observation,
    Removal,
    Source,
)
from app.reference.reading import read_tables
from app.reference.table import (
    CountryRow,
    EditionRow,
    GroupRow,
    IndicatorRow,
    LicenceRow,
    MembershipRow,
    NameRow,
    ObservationRow,
    SourceRow,
    Tables,
    edition_id,
)

__all__ = [
    "Attribution",
    "Country",
    "CountryRow",
    "Edition",
    "EditionRow",
    "Finding",
    "Group",
    "GroupRow",
    "Indicator",
    "IndicatorRow",
    "Licence",
    "LicenceRow",
    "Membership",
    "MembershipRow",
    "NameRow",
    "Observation",
    "ObservationRow",
    "Reference",
    "ReferenceDataError",
    "Removal",
    "Source",
    "SourceRow",
    "Tables",
    "build_reference",
    "edition_id",
    "is_old",
    "load_reference",
    "read_tables",
]
