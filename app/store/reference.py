"""Tables of the reference data: the rows of one edition each, in the order they were loaded."""

from datetime import date, datetime
from typing import Any, Final

from sqlalchemy import ForeignKey, ForeignKeyConstraint, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from app.reference import (
    CountryRow,
    GroupRow,
    IndicatorRow,
    LicenceRow,
    MembershipRow,
    NameRow,
    ObservationRow,
    SourceRow,
)
from app.store.base import STRICT, Base


class EditionRecord(Base):
    """One edition: `id` is the hash of its content, `current` marks the one that is shown."""

    __tablename__ = "data_edition"

    id: Mapped[str] = mapped_column(primary_key=True)
    title: Mapped[str]
    date: Mapped[date]
    description: Mapped[str]
    loaded_at: Mapped[datetime]
    current: Mapped[bool] = mapped_column(index=True)


def _own() -> Mapped[str]:
    return mapped_column(ForeignKey("data_edition.id", ondelete="CASCADE"), primary_key=True)


class LicenceRecord(Base):
    """A licence."""

    __tablename__ = "licence"

    edition_id: Mapped[str] = _own()
    position: Mapped[int]
    licence: Mapped[str] = mapped_column(primary_key=True)
    title: Mapped[str]
    url: Mapped[str]
    note: Mapped[str]


class SourceRecord(Base):
    """Who publishes figures, and under which licence."""

    __tablename__ = "source"
    __table_args__ = (
        ForeignKeyConstraint(["edition_id", "licence"], ["licence.edition_id", "licence.licence"]),
        STRICT,
    )

    edition_id: Mapped[str] = _own()
    position: Mapped[int]
    source: Mapped[str] = mapped_column(primary_key=True)
    title: Mapped[str]
    publisher: Mapped[str]
    url: Mapped[str]
    licence: Mapped[str]
    attribution: Mapped[str]
    obtained_from: Mapped[str]
    version: Mapped[str]
    path: Mapped[str]
    note: Mapped[str]


class CountryRecord(Base):
    """A country."""

    __tablename__ = "country"

    edition_id: Mapped[str] = _own()
    position: Mapped[int]
    iso3: Mapped[str] = mapped_column(primary_key=True)
    iso2: Mapped[str]
    m49: Mapped[str]
    region: Mapped[str]
    subregion: Mapped[str]
    latitude: Mapped[float]
    longitude: Mapped[float]
    note: Mapped[str]


class NameRecord(Base):
    """A country's name in one language."""

    __tablename__ = "country_name"
    __table_args__ = (
        ForeignKeyConstraint(["edition_id", "country"], ["country.edition_id", "country.iso3"]),
        STRICT,
    )

    edition_id: Mapped[str] = _own()
    position: Mapped[int]
    country: Mapped[str] = mapped_column(primary_key=True)
    language: Mapped[str] = mapped_column(primary_key=True)
    name: Mapped[str]


class GroupRecord(Base):
    """A group of countries."""

    __tablename__ = "country_group"

    edition_id: Mapped[str] = _own()
    position: Mapped[int]
    group: Mapped[str] = mapped_column(primary_key=True)
    kind: Mapped[str]
    title: Mapped[str]
    short: Mapped[str]
    note: Mapped[str]


class MembershipRecord(Base):
    """A country in a group between two days."""

    __tablename__ = "membership"
    __table_args__ = (
        UniqueConstraint("edition_id", "group", "country", "since"),
        ForeignKeyConstraint(
            ["edition_id", "group"], ["country_group.edition_id", "country_group.group"]
        ),
        ForeignKeyConstraint(["edition_id", "country"], ["country.edition_id", "country.iso3"]),
        ForeignKeyConstraint(["edition_id", "source"], ["source.edition_id", "source.source"]),
        STRICT,
    )

    edition_id: Mapped[str] = _own()
    position: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    group: Mapped[str]
    country: Mapped[str]
    since: Mapped[date | None]
    until: Mapped[date | None]
    label: Mapped[str | None]
    source: Mapped[str]


class IndicatorRecord(Base):
    """What a published figure measures; `sources` are ids parted by one space."""

    __tablename__ = "indicator"

    edition_id: Mapped[str] = _own()
    position: Mapped[int]
    indicator: Mapped[str] = mapped_column(primary_key=True)
    name: Mapped[str]
    unit: Mapped[str]
    direction: Mapped[str]
    family: Mapped[str]
    code: Mapped[str]
    definition: Mapped[str]
    note: Mapped[str]
    sources: Mapped[str]


class ObservationRecord(Base):
    """A published value of one country in one year."""

    __tablename__ = "observation"
    __table_args__ = (
        ForeignKeyConstraint(["edition_id", "country"], ["country.edition_id", "country.iso3"]),
        ForeignKeyConstraint(
            ["edition_id", "indicator"], ["indicator.edition_id", "indicator.indicator"]
        ),
        ForeignKeyConstraint(["edition_id", "source"], ["source.edition_id", "source.source"]),
        STRICT,
    )

    edition_id: Mapped[str] = _own()
    position: Mapped[int]
    country: Mapped[str] = mapped_column(primary_key=True)
    indicator: Mapped[str] = mapped_column(primary_key=True)
    year: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    value: Mapped[float]
    source: Mapped[str]


RECORDS: Final[dict[str, tuple[type[Base], type[Any]]]] = {
    "licences": (LicenceRecord, LicenceRow),
    "sources": (SourceRecord, SourceRow),
    "countries": (CountryRecord, CountryRow),
    "names": (NameRecord, NameRow),
    "groups": (GroupRecord, GroupRow),
    "memberships": (MembershipRecord, MembershipRow),
    "indicators": (IndicatorRecord, IndicatorRow),
    "observations": (ObservationRecord, ObservationRow),
}
"""Table -> class and named tuple, those pointed at before those that point."""
