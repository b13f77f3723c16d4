"""Make the tables of the reference data."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import sqlite

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None

MOMENT = sa.DateTime(timezone=True).with_variant(sqlite.TEXT(), "sqlite")
DAY = sa.Date().with_variant(sqlite.TEXT(), "sqlite")


def belong_to_edition(table: str) -> sa.ForeignKeyConstraint:
    name = f"fk_{table}_edition_id"
    return sa.ForeignKeyConstraint(["edition_id"], ["data_edition.id"], name, ondelete="CASCADE")


def create_data_edition() -> None:
    op.create_table(
        "data_edition",
        sa.Column("id", sa.Text(), nullable=False),
        sa.Column("title", sa.Text(), nullable=False),
        sa.Column("date", DAY, nullable=False),
        sa.Column("description", sa.Text(), nullable=False),
        sa.Column("loaded_at", MOMENT, nullable=False),
        sa.Column("current", sa.Boolean().with_variant(sa.INTEGER(), "sqlite"), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_data_edition")),
        sqlite_strict=True,
    )
    op.create_index("ix_data_edition_current", "data_edition", ["current"])


def create_licence() -> None:
    op.create_table(
        "licence",
        sa.Column("edition_id", sa.Text(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("licence", sa.Text(), nullable=False),
        sa.Column("title", sa.Text(), nullable=False),
        sa.Column("url", sa.Text(), nullable=False),
        sa.Column("note", sa.Text(), nullable=False),
        belong_to_edition("licence"),
        sa.PrimaryKeyConstraint("edition_id", "licence", name=op.f("pk_licence")),
        sqlite_strict=True,
    )


def create_source() -> None:
    op.create_table(
        "source",
        sa.Column("edition_id", sa.Text(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("source", sa.Text(), nullable=False),
        sa.Column("title", sa.Text(), nullable=False),
        sa.Column("publisher", sa.Text(), nullable=False),
        sa.Column("url", sa.Text(), nullable=False),
        sa.Column("licence", sa.Text(), nullable=False),
        sa.Column("attribution", sa.Text(), nullable=False),
        sa.Column("obtained_from", sa.Text(), nullable=False),
        sa.Column("version", sa.Text(), nullable=False),
        sa.Column("path", sa.Text(), nullable=False),
        sa.Column("note", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(
            ["edition_id", "licence"],
            ["licence.edition_id", "licence.licence"],
            name=op.f("fk_source_edition_id_licence"),
        ),
        belong_to_edition("source"),
        sa.PrimaryKeyConstraint("edition_id", "source", name=op.f("pk_source")),
        sqlite_strict=True,
    )


def create_country() -> None:
    op.create_table(
        "country",
        sa.Column("edition_id", sa.Text(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("iso3", sa.Text(), nullable=False),
        sa.Column("iso2", sa.Text(), nullable=False),
        sa.Column("m49", sa.Text(), nullable=False),
        sa.Column("region", sa.Text(), nullable=False),
        sa.Column("subregion", sa.Text(), nullable=False),
        sa.Column("latitude", sa.Double().with_variant(sa.REAL(), "sqlite"), nullable=False),
        sa.Column("longitude", sa.Double().with_variant(sa.REAL(), "sqlite"), nullable=False),
        sa.Column("note", sa.Text(), nullable=False),
        belong_to_edition("country"),
        sa.PrimaryKeyConstraint("edition_id", "iso3", name=op.f("pk_country")),
        sqlite_strict=True,
    )


def create_country_name() -> None:
    op.create_table(
        "country_name",
        sa.Column("edition_id", sa.Text(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("country", sa.Text(), nullable=False),
        sa.Column("language", sa.Text(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(
            ["edition_id", "country"],
            ["country.edition_id", "country.iso3"],
            name=op.f("fk_country_name_edition_id_country"),
        ),
        belong_to_edition("country_name"),
        sa.PrimaryKeyConstraint("edition_id", "country", "language", name=op.f("pk_country_name")),
        sqlite_strict=True,
    )


def create_country_group() -> None:
    op.create_table(
        "country_group",
        sa.Column("edition_id", sa.Text(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("group", sa.Text(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("title", sa.Text(), nullable=False),
        sa.Column("short", sa.Text(), nullable=False),
        sa.Column("note", sa.Text(), nullable=False),
        belong_to_edition("country_group"),
        sa.PrimaryKeyConstraint("edition_id", "group", name=op.f("pk_country_group")),
        sqlite_strict=True,
    )


def create_indicator() -> None:
    op.create_table(
        "indicator",
        sa.Column("edition_id", sa.Text(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("indicator", sa.Text(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("unit", sa.Text(), nullable=False),
        sa.Column("direction", sa.Text(), nullable=False),
        sa.Column("family", sa.Text(), nullable=False),
        sa.Column("code", sa.Text(), nullable=False),
        sa.Column("definition", sa.Text(), nullable=False),
        sa.Column("note", sa.Text(), nullable=False),
        sa.Column("sources", sa.Text(), nullable=False),
        belong_to_edition("indicator"),
        sa.PrimaryKeyConstraint("edition_id", "indicator", name=op.f("pk_indicator")),
        sqlite_strict=True,
    )


def create_membership() -> None:
    op.create_table(
        "membership",
        sa.Column("edition_id", sa.Text(), nullable=False),
        sa.Column("position", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("group", sa.Text(), nullable=False),
        sa.Column("country", sa.Text(), nullable=False),
        sa.Column("since", DAY, nullable=True),
        sa.Column("until", DAY, nullable=True),
        sa.Column("label", sa.Text(), nullable=True),
        sa.Column("source", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(
            ["edition_id", "country"],
            ["country.edition_id", "country.iso3"],
            name=op.f("fk_membership_edition_id_country"),
        ),
        sa.ForeignKeyConstraint(
            ["edition_id", "group"],
            ["country_group.edition_id", "country_group.group"],
            name=op.f("fk_membership_edition_id_group"),
        ),
        sa.ForeignKeyConstraint(
            ["edition_id", "source"],
            ["source.edition_id", "source.source"],
            name=op.f("fk_membership_edition_id_source"),
        ),
        belong_to_edition("membership"),
        sa.PrimaryKeyConstraint("edition_id", "position", name=op.f("pk_membership")),
        sa.UniqueConstraint(
            "edition_id",
            "group",
            "country",
            "since",
            name=op.f("uq_membership_edition_id_group_country_since"),
        ),
        sqlite_strict=True,
    )


def create_observation() -> None:
    op.create_table(
        "observation",
        sa.Column("edition_id", sa.Text(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("country", sa.Text(), nullable=False),
        sa.Column("indicator", sa.Text(), nullable=False),
        sa.Column("year", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("value", sa.Double().with_variant(sa.REAL(), "sqlite"), nullable=False),
        sa.Column("source", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(
            ["edition_id", "country"],
            ["country.edition_id", "country.iso3"],
            name=op.f("fk_observation_edition_id_country"),
        ),
        sa.ForeignKeyConstraint(
            ["edition_id", "indicator"],
            ["indicator.edition_id", "indicator.indicator"],
            name=op.f("fk_observation_edition_id_indicator"),
        ),
        sa.ForeignKeyConstraint(
            ["edition_id", "source"],
            ["source.edition_id", "source.source"],
            name=op.f("fk_observation_edition_id_source"),
        ),
        belong_to_edition("observation"),
        sa.PrimaryKeyConstraint(
            "edition_id", "country", "indicator", "year", name=op.f("pk_observation")
        ),
        sqlite_strict=True,
    )


def upgrade() -> None:
    create_data_edition()
    create_licence()
    create_source()
    create_country()
    create_country_name()
    create_country_group()
    create_indicator()
    create_membership()
    create_observation()


def downgrade() -> None:
    op.drop_table("observation")
    op.drop_table("membership")
    op.drop_table("indicator")
    op.drop_table("country_group")
    op.drop_table("country_name")
    op.drop_table("country")
    op.drop_table("source")
    op.drop_table("licence")
    op.drop_table("data_edition")
