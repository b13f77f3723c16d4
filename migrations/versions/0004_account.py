"""Make the tables of people, units and roles; the trail says who did it."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import sqlite

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None

MOMENT = sa.DateTime(timezone=True).with_variant(sqlite.TEXT(), "sqlite")


def create_organisation() -> None:
    op.create_table(
        "organisation",
        sa.Column("id", sa.Text(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("country", sa.Text(), nullable=True),
        sa.Column("created_at", MOMENT, nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_organisation")),
        sqlite_strict=True,
    )


def create_unit() -> None:
    op.create_table(
        "unit",
        sa.Column("id", sa.Text(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("country", sa.Text(), nullable=True),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("created_by", sa.Text(), nullable=True),
        sa.Column("created_at", MOMENT, nullable=False),
        sa.Column("deleted_at", MOMENT, nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_unit")),
        sqlite_strict=True,
    )


def create_account() -> None:
    op.create_table(
        "account",
        sa.Column("id", sa.Text(), nullable=False),
        sa.Column("email", sa.Text(), nullable=True),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("language", sa.Text(), nullable=False),
        sa.Column("organisation_id", sa.Text(), nullable=True),
        sa.Column("password", sa.Text(), nullable=False),
        sa.Column("password_at", MOMENT, nullable=True),
        sa.Column("totp", sa.Text(), nullable=False),
        sa.Column("totp_step", sa.Integer(), nullable=False),
        sa.Column("is_admin", sa.Boolean().with_variant(sa.INTEGER(), "sqlite"), nullable=False),
        sa.Column("state", sa.Text(), nullable=False),
        sa.Column("created_at", MOMENT, nullable=False),
        sa.Column("seen_at", MOMENT, nullable=True),
        sa.Column("deleted_at", MOMENT, nullable=True),
        sa.ForeignKeyConstraint(
            ["organisation_id"],
            ["organisation.id"],
            name=op.f("fk_account_organisation_id"),
            ondelete="SET NULL",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_account")),
        sa.UniqueConstraint("email", name=op.f("uq_account_email")),
        sqlite_strict=True,
    )
    op.create_index("ix_account_organisation_id", "account", ["organisation_id"])


def create_identity() -> None:
    op.create_table(
        "identity",
        sa.Column("issuer", sa.Text(), nullable=False),
        sa.Column("subject", sa.Text(), nullable=False),
        sa.Column("account_id", sa.Text(), nullable=False),
        sa.Column("created_at", MOMENT, nullable=False),
        sa.ForeignKeyConstraint(
            ["account_id"], ["account.id"], name=op.f("fk_identity_account_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("issuer", "subject", name=op.f("pk_identity")),
        sqlite_strict=True,
    )
    op.create_index("ix_identity_account_id", "identity", ["account_id"])


def create_one_time_token() -> None:
    op.create_table(
        "one_time_token",
        sa.Column("hash", sa.Text(), nullable=False),
        sa.Column("purpose", sa.Text(), nullable=False),
        sa.Column("account_id", sa.Text(), nullable=True),
        sa.Column("detail", sa.Text(), nullable=False),
        sa.Column("created_by", sa.Text(), nullable=True),
        sa.Column("created_at", MOMENT, nullable=False),
        sa.Column("expires_at", MOMENT, nullable=False),
        sa.Column("used_at", MOMENT, nullable=True),
        sa.ForeignKeyConstraint(
            ["account_id"],
            ["account.id"],
            name=op.f("fk_one_time_token_account_id"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("hash", name=op.f("pk_one_time_token")),
        sqlite_strict=True,
    )
    op.create_index("ix_one_time_token_account_id", "one_time_token", ["account_id"])
    op.create_index("ix_one_time_token_expires_at", "one_time_token", ["expires_at"])


def create_recovery_code() -> None:
    op.create_table(
        "recovery_code",
        sa.Column("account_id", sa.Text(), nullable=False),
        sa.Column("hash", sa.Text(), nullable=False),
        sa.Column("used_at", MOMENT, nullable=True),
        sa.ForeignKeyConstraint(
            ["account_id"],
            ["account.id"],
            name=op.f("fk_recovery_code_account_id"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("account_id", "hash", name=op.f("pk_recovery_code")),
        sqlite_strict=True,
    )


def create_sign_in() -> None:
    op.create_table(
        "sign_in",
        sa.Column("hash", sa.Text(), nullable=False),
        sa.Column("account_id", sa.Text(), nullable=False),
        sa.Column("device", sa.Text(), nullable=False),
        sa.Column("created_at", MOMENT, nullable=False),
        sa.Column("seen_at", MOMENT, nullable=False),
        sa.Column("ends_at", MOMENT, nullable=False),
        sa.ForeignKeyConstraint(
            ["account_id"], ["account.id"], name=op.f("fk_sign_in_account_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("hash", name=op.f("pk_sign_in")),
        sqlite_strict=True,
    )
    op.create_index("ix_sign_in_account_id", "sign_in", ["account_id"])
    op.create_index("ix_sign_in_ends_at", "sign_in", ["ends_at"])


def create_unit_role() -> None:
    op.create_table(
        "unit_role",
        sa.Column("unit_id", sa.Text(), nullable=False),
        sa.Column("account_id", sa.Text(), nullable=False),
        sa.Column("role", sa.Text(), nullable=False),
        sa.Column("granted_by", sa.Text(), nullable=True),
        sa.Column("granted_at", MOMENT, nullable=False),
        sa.ForeignKeyConstraint(
            ["account_id"], ["account.id"], name=op.f("fk_unit_role_account_id"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["unit_id"], ["unit.id"], name=op.f("fk_unit_role_unit_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("unit_id", "account_id", "role", name=op.f("pk_unit_role")),
        sqlite_strict=True,
    )
    op.create_index("ix_unit_role_account_id", "unit_role", ["account_id"])


def create_toolkit_choice() -> None:
    op.create_table(
        "toolkit_choice",
        sa.Column("toolkit_id", sa.Text(), nullable=False),
        sa.Column("definition_hash", sa.Text(), nullable=True),
        sa.Column("is_retired", sa.Boolean().with_variant(sa.INTEGER(), "sqlite"), nullable=False),
        sa.Column("replacement", sa.Text(), nullable=False),
        sa.Column("chosen_by", sa.Text(), nullable=True),
        sa.Column("chosen_at", MOMENT, nullable=False),
        sa.ForeignKeyConstraint(
            ["definition_hash"],
            ["definition.hash"],
            name=op.f("fk_toolkit_choice_definition_hash"),
        ),
        sa.PrimaryKeyConstraint("toolkit_id", name=op.f("pk_toolkit_choice")),
        sqlite_strict=True,
    )


def upgrade() -> None:
    create_toolkit_choice()
    create_organisation()
    create_unit()
    create_account()
    create_identity()
    create_one_time_token()
    create_recovery_code()
    create_sign_in()
    create_unit_role()
    op.add_column("audit", sa.Column("actor", sa.Text(), nullable=True))
    op.create_index("ix_audit_actor", "audit", ["actor"])
    op.create_index("ix_audit_subject", "audit", ["subject"])


def downgrade() -> None:
    op.drop_index("ix_audit_subject", "audit")
    op.drop_index("ix_audit_actor", "audit")
    op.drop_column("audit", "actor")
    for table in (
        "unit_role",
        "sign_in",
        "recovery_code",
        "one_time_token",
        "identity",
        "account",
        "unit",
        "organisation",
        "toolkit_choice",
    ):
        op.drop_table(table)
